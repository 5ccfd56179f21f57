"""Translations whose source does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span

COUNTERPART = True
MISSING_SOURCE = True


def check(doc: Document) -> Iterator[Finding]:
    if doc.missing_source:
        end = doc.line_end(0) if doc.line_count else 0
        yield Finding(Span(0, end), {"source": doc.missing_source}, whole=True)
