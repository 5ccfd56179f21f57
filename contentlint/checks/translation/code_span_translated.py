"""Code spans whose words are translated."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.checks.translation import _spans
from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.parity.findings import in_source

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    """Yield the code spans: as an info if they may be words."""
    pair = counterpart.of(doc)
    for source, target in doc.fact(_spans.compared).translated:
        right = pair.doc.text[source.first : source.last].strip()
        values = {"found": doc.text[target.first : target.last].strip(), "right": right}
        severity = None if _spans.is_name(right) else "info"
        there = in_source(source.start, source.end)
        span = Span(target.start, target.end)
        yield Finding(span, values, None, (there,), severity)
