"""Queries about one place in a document: its block, and if it is code, a link or quoted.

The cost of each is a look-up, for any number of places, links and blocks. Rules that search the
whole text use its UTF-8 form: memchr finds a rare character by its rarest byte.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from contentlint._util import lazy_regex
from contentlint.model.document import (
    CODE,
    EMPHASIS,
    ESCAPE,
    IMAGE,
    IMAGE_REF,
    LINK,
    MARK,
    OBJECT,
    STRONG,
    TAG,
    UNMATCHED,
    Block,
    Document,
    Node,
    Span,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Final


def kinds(doc: Document) -> list[str]:
    """Return the kind of each block, for a test if a kind occurs. Ask through ``doc.fact``."""
    return [block.kind for block in doc.blocks]


def _first_lines(doc: Document) -> list[int]:
    return [block.line for block in doc.blocks]


def block_at(doc: Document, offset: int) -> Block | None:
    """Return the block whose lines contain an offset; None on a blank line."""
    return block_on_line(doc, doc.line_at(offset))


def block_on_line(doc: Document, line: int) -> Block | None:
    """Return the block that contains a line (from 0); None for a blank line."""
    at = bisect_right(doc.fact(_first_lines), line) - 1
    if at < 0 or doc.blocks[at].last < line:
        return None
    return doc.blocks[at]


_NUMBER: Final = lazy_regex.compile(r"(?:[Uu]\+|\\u\{?|&#x)([0-9A-Fa-f]{2,6})")


def in_code(doc: Document, offset: int) -> bool:
    """Return True if an offset is in a code block, or in inline code or math."""
    block = block_at(doc, offset)
    if block is not None and block.kind == "code":
        return True
    if offset >= len(doc.prose) or doc.prose[offset] != OBJECT:
        return False
    return not any(link.span.start <= offset < link.span.end for link in doc.links)


def names_character(doc: Document, offset: int) -> bool:
    """Return True if a line gives the number of its character, as one with an example does:
    ``U+0307``, ``\\u0307``, ``&#x307;``."""
    return (doc.line_at(offset), ord(doc.text[offset])) in doc.fact(_named_characters)


def _named_characters(doc: Document) -> frozenset[tuple[int, int]]:
    """Return the lines, from 0, with the numbers of characters in them."""
    return frozenset((doc.line_at(m.start()), int(m[1], 16)) for m in _NUMBER.finditer(doc.text))


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


def in_emphasis(doc: Document, offset: int) -> bool:
    """Return True if an offset is in emphasis of either kind."""
    block = block_at(doc, offset)
    # The mask excludes most places before ``markup`` is computed.
    if block is None or MARK not in doc.prose[block.start : offset]:
        return False
    return any(
        (node.kind == EMPHASIS or node.kind == STRONG) and node.end > offset
        for node in doc.markup_in(block.start, offset)
    )


FLOWING: Final = frozenset({"paragraph", "list_item", "quote", "heading"})
"""Block kinds that a browser lays out as one bidirectional paragraph, with any number of lines."""


def paragraph_at(doc: Document, offset: int) -> Span:
    """Return the bidirectional paragraph around an offset: a flowing block, else the physical
    line."""
    block = block_at(doc, offset)
    if block is not None and block.kind in FLOWING and doc.paragraphs != "line":
        return Span(doc.line_start(block.line), block.end)
    return doc.line_span(doc.line_at(offset))


_HIDDEN: Final = frozenset({"code", "front_matter"})


def is_shown(doc: Document, offset: int) -> bool:
    """Return True if an offset is in displayed text, or in the text or target of a link.

    It is not in code, math, front matter or a comment.
    """
    block = block_at(doc, offset)
    if block is not None and block.kind in _HIDDEN:
        return False
    if doc.comments and _in_comment(doc, offset):
        return False
    return doc.prose[offset] != OBJECT or in_link(doc, offset)


def in_link(doc: Document, offset: int) -> bool:
    """Return True if an offset is in a link, an image or a URL."""
    links = doc.links
    last = bisect_right(doc.fact(_link_starts), offset) - 1
    # Links do not nest, except for an image inside a link.
    return any(links[i].span.end > offset for i in range(max(last - 1, 0), last + 1))


def _link_starts(doc: Document) -> list[int]:
    return [link.span.start for link in doc.links]


def part_of_link(doc: Document, offset: int) -> str:
    """Return the part of a link or an image at an offset.

    ``target``, ``alt`` (the alternative text of an image) or ``""``: displayed text, inside a link
    or not.
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
    """Return True if an offset is in a block quote or after an opening quotation mark."""
    block = block_at(doc, offset)
    if block is None:
        return False
    if block.kind == "quote" or doc.prose[offset] in _QUOTE_MARKS:
        return True
    before = doc.prose[max(block.start, offset - _FAR) : offset].replace(MARK, "")
    at = max(map(before.rfind, _QUOTE_MARKS))
    # A mark after a letter or a full stop closes, whatever its shape.
    return at == 0 or (at > 0 and before[at - 1] in _BEFORE_OPENING)


def is_emphasised(doc: Document, start: int, end: int, *, strong: bool = False) -> bool:
    """Return True if a stretch of text begins and ends in emphasis of either kind, or in strong
    emphasis, white space around it not counted."""
    text = doc.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end or not doc.may_mark(start):
        return False
    opens = closes = False
    for node in doc.markup_in(start, end):
        emphasis = node.kind == STRONG or node.kind == EMPHASIS
        if not opens and (node.start > start or not emphasis):
            return False
        if emphasis:
            counts = not strong or node.kind == STRONG
            # One may be directly inside another, which comes first.
            if node.start == start:
                opens = opens or counts
                start = node.first
            if node.end == end:
                closes = closes or counts
                end = node.last
    return opens and closes


def _ends_link(doc: Document, offset: int) -> bool:
    """Return True if a link or image ends at an offset, and no emphasis."""
    i = doc.first_node(offset) - 1
    return i >= 0 and doc.nodes[i].end == offset


def unemphasised(doc: Document, start: int, end: int, *, code: bool = False) -> Span:
    """Return a stretch of text without the blanks and the delimiters of emphasis around it; with
    ``code``, also without the backticks of inline code."""
    text, prose = doc.text, doc.prose
    while start < end and text[start] in _BLANKS:
        start += 1
    while end > start and text[end - 1] in _BLANKS:
        end -= 1
    masks = MARK + OBJECT if code else MARK
    if start >= end:
        return Span(start, start)
    # Most have none, and the mask and the links say so before ``markup`` is computed.
    begins = prose[start] in masks and doc.may_mark(start)
    if not begins and (prose[end - 1] not in masks or _ends_link(doc, end)):
        return Span(start, end)
    last = CODE if code else UNMATCHED
    there = [node for node in doc.markup_in(start, end) if EMPHASIS <= node.kind <= last]
    for node in there:
        while start < end and text[start] in _BLANKS:
            start += 1
        if node.start != start:
            break
        start = node.end if node.kind == UNMATCHED else node.first
    for node in sorted(there, key=_end, reverse=True):
        while end > start and text[end - 1] in _BLANKS:
            end -= 1
        if node.end != end:
            break
        end = node.start if node.kind == UNMATCHED else node.last
    while start < end and text[start] in _BLANKS:
        start += 1
    while end > start and text[end - 1] in _BLANKS:
        end -= 1
    return Span(start, max(start, end))


_BLANKS: Final = " \t\n"


def _end(node: Node) -> int:
    return node.end


def is_escaped(doc: Document, offset: int) -> bool:
    """Return True if a backslash makes the character at an offset text."""
    return any(node.kind == ESCAPE for node in doc.markup_in(offset - 1, offset))


def pipes(doc: Document, start: int, end: int) -> list[int]:
    """Return the offsets of the pipes of a stretch that part cells: they are not escaped, and
    outside code, links and URLs."""
    found = []
    at = doc.prose.find("|", start, end)
    while at >= 0:
        if at == start or not _is_escaped_pipe(doc, at):
            found.append(at)
        at = doc.prose.find("|", at + 1, end)
    return found


def cell_at(doc: Document, offset: int) -> Span:
    """Return the cell around an offset in a line of a table, without its pipes."""
    start, end = doc.line_span(doc.line_at(offset))
    before = doc.prose.rfind("|", start, offset)
    while before >= 0 and _is_escaped_pipe(doc, before):
        before = doc.prose.rfind("|", start, before)
    after = doc.prose.find("|", offset, end)
    while after >= 0 and _is_escaped_pipe(doc, after):
        after = doc.prose.find("|", after + 1, end)
    return Span(start if before < 0 else before + 1, end if after < 0 else after)


def _is_escaped_pipe(doc: Document, at: int) -> bool:
    # The mask tells most of them.
    return at > 0 and doc.prose[at - 1] == MARK and is_escaped(doc, at)


def begins_with_label(doc: Document, offset: int) -> bool:
    """Return True if a short text in strong emphasis begins at an offset, with a colon at its end
    or after it."""
    if not doc.may_mark(offset):
        return False
    text = doc.text
    return any(
        node.kind == STRONG
        and node.last - node.first <= _LONGEST_LABEL
        and (text[node.last - 1] == ":" or text.startswith(":", node.end))
        for node in doc.markup_in(offset, offset + 1)
    )


_LONGEST_LABEL: Final = 60


def begins_with_image(doc: Document, offset: int) -> bool:
    """Return True if an image, or a link whose text begins with one, begins at an offset."""
    nodes = doc.nodes
    i = doc.first_node(offset)
    if i < len(nodes) and nodes[i].start == offset and nodes[i].kind == LINK:
        offset = nodes[i].first
        i += 1
    if i == len(nodes) or nodes[i].start != offset:
        return False
    return nodes[i].kind == IMAGE or nodes[i].kind == IMAGE_REF


def has_image(doc: Document, start: int, end: int) -> bool:
    """Return True if an image begins in a stretch of text, in Markdown or as an element."""
    nodes = doc.nodes
    i = doc.first_node(start)
    while i < len(nodes) and nodes[i].start < end:
        if nodes[i].kind == IMAGE or nodes[i].kind == IMAGE_REF:
            return True
        i += 1
    return any(
        start <= tag.start < end and doc.text[tag.first : tag.last] == "img"
        for tag in doc.fact(tag_nodes)
    )


def has_link(doc: Document, start: int, end: int) -> bool:
    """Return True if the text of an inline link, or of an image with its address, ends in a stretch
    of text."""
    nodes = doc.nodes
    # The text may begin before it, that of an image in a link as well.
    i = max(doc.first_node(start) - 2, 0)
    while i < len(nodes) and nodes[i].start < end:
        if nodes[i].kind == LINK or nodes[i].kind == IMAGE:
            if start <= nodes[i].last < end:
                return True
        i += 1
    return False


def is_link(doc: Document, start: int, end: int) -> bool:
    """Return True if a stretch of text is one link with a text, perhaps emphasised, and nothing
    else. The text is no image."""
    nodes, prose = doc.nodes, doc.prose
    i = doc.first_node(start)
    if i == len(nodes) or nodes[i].kind != LINK:
        return False
    node = nodes[i]
    return (
        node.end <= end
        and not begins_with_image(doc, node.first)
        and not prose[start : node.start].strip(_UNSEEN)
        and not prose[node.end : end].strip(_UNSEEN)
    )


_UNSEEN: Final = MARK + " \t\n"


def tag_nodes(doc: Document) -> list[Node]:
    """Return the nodes of the tags, in order; ask through ``doc.fact``."""
    # Most texts have none, and need not be searched for other markup.
    return [node for node in doc.markup if node.kind == TAG] if "<" in doc.text else []


def first_line(doc: Document, offset: int) -> int:
    """Return the first line (from 0) of the block at an offset."""
    block = block_at(doc, offset)
    return block.line if block is not None else doc.line_at(offset)


def has_code(doc: Document) -> bool:
    """Return True if the document displays code, in blocks or lines; ask through ``doc.fact``."""
    return any(
        # A script of the page is not displayed.
        block.kind == "code" and not doc.text.startswith("<", block.start)
        for block in doc.blocks
    ) or any(node.kind == CODE for node in doc.markup)


def to_utf8(text: str) -> bytes:
    """Encode a text as UTF-8, including the lone surrogates that stand for invalid bytes."""
    return text.encode("utf-8", "surrogatepass")


def utf8_text(doc: Document) -> bytes:
    """Return the text as UTF-8; ask through ``doc.fact``."""
    return to_utf8(doc.text)


def utf8_prose(doc: Document) -> bytes:
    """Return the prose as UTF-8; ask through ``doc.fact``."""
    if doc.prose is doc.text:
        return doc.fact(utf8_text)
    return to_utf8(doc.prose)


@lru_cache(maxsize=128)
def bytes_pattern(source: bytes) -> re.Pattern[bytes]:
    """Return a pattern over UTF-8, compiled on first use."""
    return lazy_regex.made(source)
