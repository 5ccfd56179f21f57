"""Questions about one place in a document: its block, and whether it is code, a link or quoted.

Each costs a look-up, however many the places, links and blocks are. The text as UTF-8 serves
rules that search it whole: a rare character is found by its rarest byte, at the speed of memchr.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from contentlint._util import lazy_regex
from contentlint.model.document import MARK, OBJECT, Block, Document, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Final


def kinds(doc: Document) -> list[str]:
    """The kind of each block: what a rule needs is often not there. Ask through ``doc.fact``."""
    return [block.kind for block in doc.blocks]


def _first_lines(doc: Document) -> list[int]:
    return [block.line for block in doc.blocks]


def block_at(doc: Document, offset: int) -> Block | None:
    """The block whose lines hold an offset; None on a blank line."""
    return block_on_line(doc, doc.line_at(offset))


def block_on_line(doc: Document, line: int) -> Block | None:
    """The block that holds a line (from 0); None for a blank line."""
    at = bisect_right(doc.fact(_first_lines), line) - 1
    if at < 0 or doc.blocks[at].last < line:
        return None
    return doc.blocks[at]


def in_code(doc: Document, offset: int) -> bool:
    """Return True if an offset lies in a code block, or in inline code or math."""
    block = block_at(doc, offset)
    if block is not None and block.kind == "code":
        return True
    if offset >= len(doc.prose) or doc.prose[offset] != OBJECT:
        return False
    return not any(link.span.start <= offset < link.span.end for link in doc.links)


def in_quotation(doc: Document, offset: int) -> bool:
    """Return True if quotation marks are open before an offset in its block."""
    block = block_at(doc, offset)
    if block is None:
        return False
    before = doc.prose[block.start : offset]
    return before.count('"') % 2 == 1 or any(
        before.rfind(opener) > before.rfind(closer) for opener, closer in _QUOTE_PAIRS
    )


_QUOTE_PAIRS: Final = (("«", "»"), ("“", "”"), ("„", "“"))

FLOWING: Final = frozenset({"paragraph", "list_item", "quote", "heading"})
"""Block kinds that a browser lays out as one directional paragraph, however many their lines."""


def paragraph_at(doc: Document, offset: int) -> Span:
    """The directional paragraph around an offset: a flowing block, else the physical line."""
    block = block_at(doc, offset)
    if block is not None and block.kind in FLOWING and doc.paragraphs != "line":
        return Span(doc.line_start(block.line), block.end)
    return doc.line_span(doc.line_at(offset))


_HIDDEN: Final = frozenset({"code", "front_matter"})


def is_shown(doc: Document, offset: int) -> bool:
    """Return True if an offset is read as text or as the text or target of a link.

    That is, it lies in no code, math, front matter or comment.
    """
    block = block_at(doc, offset)
    if block is not None and block.kind in _HIDDEN:
        return False
    if doc.comments and _in_comment(doc, offset):
        return False
    return doc.prose[offset] != OBJECT or in_link(doc, offset)


def in_link(doc: Document, offset: int) -> bool:
    """Return True if an offset lies in a link, an image or a URL."""
    links = doc.links
    last = bisect_right(doc.fact(_link_starts), offset) - 1
    # They do not nest, an image inside a link apart.
    return any(links[i].span.end > offset for i in range(max(last - 1, 0), last + 1))


def _link_starts(doc: Document) -> list[int]:
    return [link.span.start for link in doc.links]


def part_of_link(doc: Document, offset: int) -> str:
    """The part of a link or an image that an offset lies in.

    ``target``, ``alt`` (the alternative text of an image) or ``""``: text that is shown, inside a
    link or not.
    """
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


_QUOTE_MARKS: Final = '"«»“”„「」『』‹›'
_BEFORE_OPENING: Final = frozenset(" \t\n\u00a0\u200f\u200e([{:،,-–—")
_FAR: Final = 300


def in_block_quote_or_marks(doc: Document, offset: int) -> bool:
    """Return True if an offset lies in a block quote or after an opening quotation mark."""
    block = block_at(doc, offset)
    if block is None:
        return False
    if block.kind == "quote" or doc.prose[offset] in _QUOTE_MARKS:
        return True
    before = doc.prose[max(block.start, offset - _FAR) : offset].replace(MARK, "")
    at = max(map(before.rfind, _QUOTE_MARKS))
    # A mark after a letter or a full stop closes, whatever its shape.
    return at == 0 or (at > 0 and before[at - 1] in _BEFORE_OPENING)


def first_line(doc: Document, offset: int) -> int:
    """The first line (from 0) of the block that an offset lies in."""
    block = block_at(doc, offset)
    return block.line if block is not None else doc.line_at(offset)


def has_code(doc: Document) -> bool:
    """Return True if the document shows code, in blocks or lines; ask through ``doc.fact``."""
    return "`" in doc.text or any(
        # A script of the page is no code that is shown.
        block.kind == "code" and not doc.text.startswith("<", block.start)
        for block in doc.blocks
    )


def to_utf8(text: str) -> bytes:
    """Encode a text as UTF-8; lone surrogates, which stand for undecodable bytes, included."""
    return text.encode("utf-8", "surrogatepass")


def utf8_text(doc: Document) -> bytes:
    """The text as UTF-8; ask through ``doc.fact``."""
    return to_utf8(doc.text)


def utf8_prose(doc: Document) -> bytes:
    """The prose as UTF-8; ask through ``doc.fact``."""
    if doc.prose is doc.text:
        return doc.fact(utf8_text)
    return to_utf8(doc.prose)


@lru_cache(maxsize=128)
def bytes_pattern(source: bytes) -> re.Pattern[bytes]:
    """A pattern over UTF-8, compiled when it is first asked for."""
    return lazy_regex.made(source)
