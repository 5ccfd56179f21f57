"""Code in a text without a fence, which a scraper lost or the author left out."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.model.document import Document
from contentlint.model.queries import block_at

# `fn = () => {`, `list = [1, 2];`, `if (x) {`, `log(x); // done`, `call(`; prose has none of them.
_LINE = lazy_regex.compile(r"(?m)=>|=[ \t]*\[|\)[ \t]*\{|\)[ \t]*;[ \t]*(?:$|//)|[({][ \t]*$")


def in_program(doc: Document, offset: int) -> bool:
    """Return True if an offset is in a block with a line that can only be code."""
    block = block_at(doc, offset)
    return block is not None and doc.fact(_is_program, block.start, block.end)


def _is_program(doc: Document, start: int, end: int) -> bool:
    text = doc.text[start:end]
    # Most paragraphs have none of these, and searching for a sign is faster than a pattern.
    return any(map(text.__contains__, "=(){")) and _LINE.search(text) is not None
