"""What surrounds one place in a text: code, a comment, a URL, a quotation.

For rules that search the whole text for a few literals: each question costs a
look-up, however many the places and the links are.
"""

from __future__ import annotations

from bisect import bisect_right

from contentlint.model.document import MARK, OBJECT, Document
from contentlint.model.queries import block_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_HIDDEN: Final = frozenset({"code", "front_matter"})


def is_shown(doc: Document, offset: int) -> bool:
    """Whether an offset is read as text or as the text or target of a link: it lies in no
    code, math, front matter or comment."""
    block = block_at(doc, offset)
    if block is not None and block.kind in _HIDDEN:
        return False
    if doc.comments and _in_comment(doc, offset):
        return False
    return doc.prose[offset] != OBJECT or in_link(doc, offset)


def in_link(doc: Document, offset: int) -> bool:
    """Whether an offset lies in a link, an image or a URL."""
    links = doc.links
    last = bisect_right(doc.fact(_link_starts), offset) - 1
    # They do not nest, an image inside a link apart.
    return any(links[i].span.end > offset for i in range(max(last - 1, 0), last + 1))


def _link_starts(doc: Document) -> list[int]:
    return [link.span.start for link in doc.links]


def part_of_link(doc: Document, offset: int) -> str:
    """What of a link or an image an offset lies in: ``target``, ``alt`` (what stands for an
    image) or ``""``: text that is shown, inside a link or not."""
    last = bisect_right(doc.fact(_link_starts), offset) - 1
    for link in doc.links[max(last - 1, 0) : last + 1]:
        if link.dest.start <= offset < link.dest.end:
            return "target"
        if link.kind.startswith("image") and link.span.start <= offset < link.span.end:
            return "alt"
    return ""


def _in_comment(doc: Document, offset: int) -> bool:
    at = bisect_right(doc.fact(_comment_starts), offset) - 1
    return at >= 0 and doc.comments[at].end > offset


def _comment_starts(doc: Document) -> list[int]:
    return [comment.start for comment in doc.comments]


_QUOTES: Final = '"«»“”„「」『』‹›'
_BEFORE_OPENING: Final = frozenset(" \t\n\u00a0\u200f\u200e([{:،,-–—")
_FAR: Final = 300


def is_quoted(doc: Document, offset: int) -> bool:
    """Whether an offset stands in a block quote, or the last quotation mark before it opens."""
    block = block_at(doc, offset)
    if block is None:
        return False
    if block.kind == "quote" or doc.prose[offset] in _QUOTES:
        return True
    before = doc.prose[max(block.start, offset - _FAR) : offset].replace(MARK, "")
    at = max(map(before.rfind, _QUOTES))
    # A mark after a letter or a full stop closes, whatever its shape.
    return at == 0 or (at > 0 and before[at - 1] in _BEFORE_OPENING)


def first_line(doc: Document, offset: int) -> int:
    """The first line (from 0) of the block that an offset lies in."""
    block = block_at(doc, offset)
    return block.line if block is not None else doc.line_at(offset)


def has_code(doc: Document) -> bool:
    """Whether the document shows code, in blocks or in its lines; through ``doc.fact``."""
    return "`" in doc.text or any(
        # A script of the page is no code that is shown.
        block.kind == "code" and not doc.text.startswith("<", block.start)
        for block in doc.blocks
    )
