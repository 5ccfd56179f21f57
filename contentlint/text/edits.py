"""Edits that several checkers make."""

from __future__ import annotations

from contentlint.diagnostic import Edit
from contentlint.document import Document, Span


def remove_lines(doc: Document, first: int, last: int) -> Edit:
    """Remove whole lines (from 0, ``last`` inclusive).

    Where blank lines would meet, one of them goes too, so that no gap is left.
    """
    lines = doc.lines
    blank_before = first == 0 or not lines[first - 1].strip()
    if blank_before and last + 1 < len(lines) and not lines[last + 1].strip():
        last += 1
    start = doc.line_start(first)
    if last + 1 < len(lines):
        return Edit(Span(start, doc.line_start(last + 1)), "")
    # The last line has no line end of its own: take the one before it.
    return Edit(Span(max(start - 1, 0), len(doc.text)), "")
