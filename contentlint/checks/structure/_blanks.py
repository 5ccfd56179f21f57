"""Runs of blank lines between blocks."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.model.document import Document, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Final

    from mypy_extensions import i64

# The constructor of a NamedTuple is a Python function; this takes half the time.
_new: Final = tuple.__new__


def between(doc: Document, gaps: Sequence[int], least: i64, pattern: re.Pattern[str]) -> list[Span]:
    """Return the runs of blank lines above the blocks with the indices ``gaps``.

    A run does not include the line end before it. A gap of nothing but line ends counts from
    ``least`` line ends; any other is searched with the pattern.
    """
    text, blocks = doc.text, doc.blocks
    found: list[Span] = []
    for index in gaps:
        start: i64 = blocks[index - 1].end if index else 0
        end: i64 = doc.line_start(blocks[index].line)
        # Most gaps consist of line ends.
        at = start
        while at < end and ord(text[at]) == 10:
            at += 1
        if at == end:
            if end - start >= least:
                found.append(_new(Span, (start + 1, end)))
            continue
        m = pattern.search(text, start, end)
        while m is not None:
            first, last = m.span()
            found.append(_new(Span, (first + 1, last)))
            # Most gaps are one run, and nothing is left to search.
            m = pattern.search(text, last, end) if last < end else None
    return found
