"""The lines of a document that may hold a phrase, as they stand in its prose."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from contentlint.model.article_parts import Lines
from contentlint.model.document import MARK, Block, Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

LONGEST_MARKED: Final = 68
"""Code points of a line that can be a phrase as a whole, with bullets and blanks around it."""
LONGEST: Final = 260
"""Code points of a line that is looked at at all; more are more than 25 words in any language."""
# The constructor that a NamedTuple's own __new__ wraps in Python: half the time.
_new: Final = tuple.__new__
_WITHOUT_PHRASES: Final = frozenset({"code", "front_matter", "definition", "break", "image"})


def every(doc: Document) -> Lines:
    """All lines but those of code, front matter, images and the like."""
    prose = doc.prose
    wide = "：" in prose
    found = Lines([], set(), [], [], [])
    numbers, inner, rows, others, rest = found
    for kind, start, end, first, last, _ in doc.blocks:
        if kind in _WITHOUT_PHRASES:
            continue
        size = end - start
        if first < last:
            row = prose[start:end]
            lines = range(first, first + row.count("\n") + 1)
            numbers += lines
            if last - first > 1:
                inner.update(lines)
        elif size <= LONGEST_MARKED:
            row = prose[start:end]
            numbers.append(first)
        elif size > LONGEST and size - prose.count(MARK, start, end) > LONGEST:
            # Most of a text is in long paragraphs: those are not even copied.
            others.append((start, end))
            continue
        else:
            row = prose[start:end]
            if not (MARK in row or ":" in row or "|" in row or (wide and "：" in row)):
                rest.append(row)
                others.append((start, end))
                continue
            numbers.append(first)
        rows.append(row)
    return found


def some(doc: Document, starts: Sequence[int]) -> Lines:
    """The same of the lines that begin at some offsets, markers aside; ``rest`` is left empty."""
    prose, blocks = doc.prose, doc.blocks
    numbers: list[int] = []
    rows: list[str] = []
    inner: set[int] = set()
    others: list[tuple[int, int]] = []
    for start in starts:
        _, _, end, line, last, _ = blocks[bisect_right(blocks, start, key=_start_of) - 1]
        size = end - start
        if line < last:
            within = last - line > 1
            line = doc.line_at(start)
            if within:
                inner.add(line)
            stop = prose.find("\n", start, end)
            row = prose[start : stop if stop >= 0 else end]
        elif size > LONGEST and size - prose.count(MARK, start, end) > LONGEST:
            others.append((start, end))
            continue
        else:
            row = prose[start:end]
            if size > LONGEST_MARKED and not (
                MARK in row or ":" in row or "|" in row or "：" in row
            ):
                others.append((start, end))
                continue
        numbers.append(line)
        rows.append(row)
    return _new(Lines, (numbers, inner, rows, others, []))


def _start_of(block: Block) -> int:
    return block.start
