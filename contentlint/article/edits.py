"""Edits that several checkers make."""

from __future__ import annotations

from collections.abc import Iterable

from contentlint.model.diagnostic import Edit
from contentlint.model.document import Document, Span


def remove_lines(doc: Document, first: int, last: int) -> Edit:
    """Remove whole lines (from 0, ``last`` inclusive).

    Where blank lines would meet, one of them goes too, so that no gap is left.
    """
    blank_before = first == 0 or not doc.line(first - 1).strip()
    if blank_before and last + 1 < doc.line_count and not doc.line(last + 1).strip():
        last += 1
    start = doc.line_start(first)
    if last + 1 < doc.line_count:
        return Edit(Span(start, doc.line_start(last + 1)), "")
    # The last line has no line end of its own: take the one before it.
    return Edit(Span(max(start - 1, 0), len(doc.text)), "")


def joined(removals: Iterable[Edit]) -> tuple[Edit, ...]:
    """Removals of one fix, ascending: where the end of the text makes two share a line end, one."""
    found: list[Edit] = []
    for edit in sorted(removals):
        if found and edit.span.start < found[-1].span.end:
            start, end = found[-1].span
            found[-1] = Edit(Span(start, max(end, edit.span.end)), "")
        else:
            found.append(edit)
    return tuple(found)
