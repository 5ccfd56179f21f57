"""The markers of bold text in a line."""

from __future__ import annotations

from contentlint.model.characters import code_at
from contentlint.model.document import MARK, Block, Document
from contentlint.model.queries import block_on_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

KINDS: Final = frozenset({"paragraph", "list_item", "quote", "heading"})
"""Blocks in which bold text counts."""
SHOWN: Final = (MARK, "*", "_")
"""What the prose has for a marker that is no code."""


def is_sound(text: str, prose: str) -> bool:
    """Return True if each line has bold text without a space inside only, or one marker without
    another: then no line has bold text with a space inside, as in most articles."""
    at = _marker(text, "*", 0)
    while at >= 0:
        first = at + 2
        last = text.find("*", first)
        if last < 0 or text.find("\n", first, last) >= 0:
            at = _marker(text, "*", first)
            continue
        if (
            text[first].isspace()
            or text[last - 1].isspace()
            or not _is_marker(text, last)
            or prose[at] not in SHOWN
            or prose[last + 1] not in SHOWN
        ):
            return False
        at = _marker(text, "*", last + 2)
    at = _marker(text, "_", 0)
    while at >= 0:
        if prose[at] in SHOWN:
            return False
        at = _marker(text, "_", at + 2)
    return True


def lines(doc: Document) -> list[tuple[int, int, list[int]]]:
    """Return the lines where all bold text ends that begins there: the start in the block, the end,
    and the offsets of the markers; ask through ``doc.fact``."""
    text, prose = doc.text, doc.prose
    runs: list[int] = []
    for sign in "*_":
        at = _marker(text, sign, 0)
        while at >= 0:
            if prose[at] in SHOWN:
                runs.append(at)
            at = _marker(text, sign, at + 2)
    runs.sort()
    found: list[tuple[int, int, list[int]]] = []
    previous: Block | None = None
    inside = False
    i: i64 = 0
    while i < len(runs):
        line = doc.line_at(runs[i])
        end = doc.line_end(line)
        block = block_on_line(doc, line)
        known = block is not None and block.kind in KINDS
        if block is not None and known and block is not previous:
            inside, previous = False, block
        start = doc.line_start(line)
        if block is not None and block.start > start:
            start = block.start
        markers: list[int] = []
        while i < len(runs) and runs[i] <= end:
            if runs[i] >= start:
                markers.append(runs[i])
            i += 1
        if known:
            odd = len(markers) % 2 == 1
            if not odd and not inside:
                found.append((start, end, markers))
            inside ^= odd
    return found


def _marker(text: str, sign: str, at: int) -> int:
    """Return the offset of the next marker made of two signs, or -1."""
    at = text.find(sign, at)
    while at >= 0 and not _is_marker(text, at):
        at = text.find(sign, at + 1)
    return at


def _is_marker(text: str, at: i64) -> bool:
    """Return True if the sign at an offset begins a marker that neither belongs to a longer run nor
    is escaped."""
    if code_at(text, at) != code_at(text, at + 1):
        return False
    after = code_at(text, at + 2)
    before = code_at(text, at - 1)
    return after != 42 and after != 95 and before != 42 and before != 95 and before != 92
