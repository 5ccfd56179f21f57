"""Code spans of the source that a translation does not have."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.checks.translation import _spans
from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.parity.findings import first_line, lacking

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    """Yield a finding for each passage: an info if all that is missing are plain words."""
    pair = counterpart.of(doc)
    for unit, nodes, new in doc.fact(_spans.compared).missing:
        place = Span(new.start, new.end) if new is not None else first_line(doc, unit)
        texts = [pair.doc.text[node.first : node.last] for node in nodes]
        severity = None if any(map(_spans.is_code, texts)) else "info"
        spans = [Span(node.start, node.end) for node in nodes]
        yield lacking(place, texts[0].strip(), spans, severity)
