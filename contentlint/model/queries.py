"""Which block an offset lies in, for the few characters a rule asks about."""

from __future__ import annotations

from bisect import bisect_right

from contentlint.model.document import OBJECT, Block, Document, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


def kinds(doc: Document) -> list[str]:
    """The kind of each block: what a rule needs is often not there. Ask through ``doc.fact``."""
    return [block[0] for block in doc.blocks]


def _first_lines(doc: Document) -> list[int]:
    return [block[3] for block in doc.blocks]


def block_at(doc: Document, offset: int) -> Block | None:
    """The block whose lines hold an offset; None on a blank line."""
    line = doc.line_at(offset)
    at = bisect_right(doc.fact(_first_lines), line) - 1
    if at < 0 or doc.blocks[at].last < line:
        return None
    return doc.blocks[at]


def in_code(doc: Document, offset: int) -> bool:
    """Whether an offset lies in a code block, or in inline code or math."""
    block = block_at(doc, offset)
    if block is not None and block.kind == "code":
        return True
    if offset >= len(doc.prose) or doc.prose[offset] != OBJECT:
        return False
    return not any(link.span.start <= offset < link.span.end for link in doc.links)


def in_quotation(doc: Document, offset: int) -> bool:
    """Whether quotation marks stand open before an offset in its block."""
    block = block_at(doc, offset)
    if block is None:
        return False
    before = doc.prose[block.start : offset]
    return before.count('"') % 2 == 1 or any(
        before.rfind(opener) > before.rfind(closer) for opener, closer in _QUOTES
    )


_QUOTES: Final = (("«", "»"), ("“", "”"), ("„", "“"))

FLOWING: Final = frozenset({"paragraph", "list_item", "quote", "heading"})
"""Block kinds that a browser lays out as one directional paragraph, however many their lines."""


def paragraph_at(doc: Document, offset: int) -> Span:
    """The directional paragraph around an offset: a flowing block, else the physical line."""
    block = block_at(doc, offset)
    if block is not None and block.kind in FLOWING and doc.paragraphs != "line":
        return Span(doc.line_start(block.line), block.end)
    return doc.line_span(doc.line_at(offset))
