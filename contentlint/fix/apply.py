"""Applies the edits of fixes to the bytes of a file.

The offsets of edits refer to ``Document.text``, whose line ends are all ``\n``; they are applied
to the text of the file, so that every byte outside of them stays: line ends, also mixed ones, the
encoding, the byte-order mark, and undecodable bytes.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from contentlint.model.diagnostic import Edit, Fix
from contentlint.model.document import Document, Span
from contentlint.source.decode import raw, raw_lines


def choose(fixes: Iterable[Fix]) -> list[Edit]:
    """Return the edits, ascending, of every fix that touches none chosen before it.

    Fixes are taken in the order given; one that overlaps is left for the next
    round. Two insertions at one place touch each other.
    """
    taken: list[Edit] = []
    for fix in fixes:
        take(taken, fix)
    return taken


def take(taken: list[Edit], fix: Fix) -> bool:
    """Insert the edits of a fix into ``taken``; return False, and insert none, if they touch one.

    ``taken`` is ascending and without overlaps, so that only neighbours can touch.
    """
    if any(_touches(edit.span, taken) for edit in fix.edits):
        return False
    for edit in fix.edits:
        insort(taken, edit)
    return True


def _touches(span: Span, taken: Sequence[Edit]) -> bool:
    place = bisect_left(taken, Edit(span, ""))
    return any(_touch(span, edit.span) for edit in taken[max(place - 2, 0) : place + 2])


def _touch(a: Span, b: Span) -> bool:
    if a.start == a.end or b.start == b.end:
        return a.start <= b.end and b.start <= a.end
    return a.start < b.end and b.start < a.end


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits applied; they are ascending and do not overlap.

    Raises:
        ValueError: edits overlap or lie outside the text.
    """
    parts = []
    position = 0
    for (start, end), replacement in edits:
        if start == -1:
            start = 0  # the byte-order mark is not part of the text; see Span
        if not position <= start <= end <= len(text):
            raise ValueError(f"edit {start}-{end} overlaps another or is outside the text")
        parts += [text[position:start], replacement]
        position = end
    parts.append(text[position:])
    return "".join(parts)


def moved(offset: int, edits: Iterable[Edit]) -> int:
    """Return where an offset lies in a text with edits applied; they are ascending.

    An offset in the middle of a replaced piece becomes the start of what replaces it.
    """
    shift = 0
    for (start, end), replacement in edits:
        if end <= offset:
            shift += len(replacement) - (end - max(start, 0))
        else:
            offset = min(offset, start)
            break
    return offset + shift


def splice(data: bytes, doc: Document, edits: Sequence[Edit]) -> bytes:
    """Return the bytes of a document with edits applied; they are ascending, without overlaps.

    Raises:
        ValueError: edits overlap or lie outside the text.
        UnicodeEncodeError: inserted text cannot be encoded.
    """
    source = doc.source
    bom, text = raw(data, source, doc.text)
    if any(edit.span.start == -1 for edit in edits):
        bom = b""
    if source.newline != "\n":
        edits = _in_file(doc, text, edits)
    errors = "surrogateescape" if source.encoding == "utf-8" else "strict"
    return bom + apply(text, edits).encode(source.encoding, errors)


def _in_file(doc: Document, text: str, edits: Iterable[Edit]) -> list[Edit]:
    """Convert edits to the offsets and line ends of the text in the file."""
    starts, ends = raw_lines(text)

    def place(offset: int) -> int:
        line = doc.line_at(max(offset, 0))
        return starts[line] + max(offset, 0) - doc.line_start(line)

    found = []
    for (start, end), inserted in edits:
        line = doc.line_at(max(start, 0))
        # The last line has no line end, and a replaced line end is no example: use the most common
        # one.
        alike = line == len(ends) or inserted == "\n" == doc.text[start:end]
        newline = doc.source.commonest if alike else ends[line]
        found.append(Edit(Span(place(start), place(end)), inserted.replace("\n", newline)))
    return found
