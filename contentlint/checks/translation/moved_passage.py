"""Passages at another place than in the source."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.parity.costs import is_same
from contentlint.parity.findings import in_source
from contentlint.parity.losses import aligned, begins

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    """Yield the passages, as infos where only their lengths tell and others of the page have no
    counterpart."""
    found = doc.fact(aligned)
    if found is None or counterpart.of(doc).order == "free":
        return
    sure = not found.missing and not found.added
    for i, j, *_ in sorted(found.moved, key=lambda pair: pair.target):
        source, target = found.source[i], found.target[j]
        there = in_source(source.start, source.end)
        values = {"found": begins(doc, target)}
        severity = None if sure or is_same(source, target) else "info"
        yield Finding(Span(target.start, target.end), values, None, (there,), severity)
