"""How severe markup is that is never closed, by the text that it takes in."""

from __future__ import annotations

from contentlint.model.document import Document

_FEW = 20


def severity(doc: Document, first: int, last: int) -> str | None:
    """Return the severity of markup that takes in some lines (from 0, inclusive): None, which is
    the rule's, unless they are few and a small part of the file."""
    lines = last - first + 1
    return "warning" if lines <= _FEW and lines * 3 <= len(doc.lines) else None
