"""Headings with nothing under them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Finding
from contentlint.document import Block, Document, Span
from contentlint.rule import Words
from contentlint.text.article import folded, source_lines
from contentlint.text.captions import captions
from contentlint.text.endings import word_count
from contentlint.text.headings import pseudo_headings

_TEXT = frozenset({"paragraph", "code", "table"})
_READ = frozenset({"paragraph", "list_item", "quote"})
_MAX_WORDS = 15
_NOTHING = frozenset({"break", "definition", "front_matter"})
_USELESS = ("data:", "about:blank", "#")
_GALLERY_LEVEL = 6
"""A line that announces pictures ends at every heading."""


class Options(NamedTuple):
    galleries: Words
    """What headings of picture galleries begin with."""
    credits: Words
    """Labels of picture credits, by which a caption is known."""
    sources: Words
    """Labels of the source line, which ends the last section."""


class Prepared(NamedTuple):
    galleries: frozenset[str]
    credits: frozenset[str]
    sources: frozenset[str]


def anchors(options: Options) -> tuple[str, ...]:
    return ("#", "![", "---", "===")


def prepare(options: Options) -> Prepared:
    return Prepared(folded(options.galleries), folded(options.credits), folded(options.sources))


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    blocks = doc.blocks
    levels = {i: block.level for i, block in enumerate(blocks) if block.kind == "heading"}
    if "![" in doc.text:
        for heading in doc.fact(pseudo_headings, options.galleries, options.credits):
            if heading.gallery:
                levels[heading.index] = _GALLERY_LEVEL
    order = sorted(levels)
    empty: list[tuple[int, int]] = []
    for n, i in enumerate(order):
        if i + 1 < len(blocks) and _is_text(blocks[i + 1]):
            continue
        following = next((k for k in order[n + 1 :] if _names(doc, blocks[k])), len(blocks))
        if (
            (following == len(blocks) or levels[following] <= levels[i])
            and _names(doc, blocks[i])
            and not any(_is_content(doc, b, options) for b in _section(doc, i, following, options))
            and not _above_title(blocks, levels, i, following, first=n == 0)
        ):
            empty.append((i, following))
    yield from _findings(blocks, empty)


def _is_text(block: Block) -> bool:
    """A quick look at the block below a heading, which settles nearly all of them."""
    if block.kind in ("list_item", "quote"):
        return block.end - block.start > 3
    return block.kind in _TEXT or (block.kind == "html" and not block.level)


def _findings(blocks: list[Block], empty: list[tuple[int, int]]) -> Iterator[Finding]:
    """Empty sections that follow one another have one cause, and are one finding."""
    n = 0
    while n < len(empty):
        first, following = empty[n]
        n += 1
        count = 1
        while n < len(empty) and empty[n][0] == following:
            following = empty[n][1]
            n += 1
            count += 1
        pictures = any(block.kind in ("image", "pipe_row") for block in blocks[first + 1 : following])
        what = "only empty images" if pictures else "nothing"
        where = f"{count} sections in a row with {what} in them" if count > 1 else f"section with {what} in it"
        yield Finding(Span(blocks[first].start, blocks[first].end), {"found": where})


def _above_title(
    blocks: list[Block], levels: dict[int, int], i: int, following: int, *, first: bool
) -> bool:
    """Whether the heading is the line above the title: no text before, a higher heading below."""
    if following == len(blocks) or any(block.kind in _READ for block in blocks[:i]):
        return False
    return first or levels[following] < levels[i]


def _names(doc: Document, heading: Block) -> bool:
    """Whether a heading has words, and not so many that it is the text itself."""
    prose = doc.prose[heading.start : heading.end]
    return any(map(str.isalnum, prose)) and word_count(prose) <= _MAX_WORDS


def _section(doc: Document, i: int, following: int, options: Prepared) -> Iterator[Block]:
    """The blocks under a heading, up to the source line."""
    sources = doc.fact(source_lines, options.sources)
    for block in doc.blocks[i + 1 : following]:
        if block.line in sources:
            return
        yield block


def _is_content(doc: Document, block: Block, options: Prepared) -> bool:
    if block.kind in _NOTHING or block.kind == "heading":
        return False
    if block.kind == "html" and "<!-- contentlint" in doc.text[block.start : block.end]:
        return False
    if _shows_image(doc, block):
        return True
    if block.kind in ("paragraph", "pipe_row"):
        caption = _caption_at(doc, block, options)
        if caption or block.kind == "pipe_row":
            return not caption and any(map(str.isalnum, doc.prose[block.start : block.end]))
    if block.kind in ("paragraph", "list_item", "quote"):
        text = doc.text[block.start : block.end]
        return any(map(str.isalnum, doc.prose[block.start : block.end])) or "`" in text or "://" in text
    return block.kind != "image"


def _caption_at(doc: Document, block: Block, options: Prepared) -> bool:
    found = doc.fact(captions, options.credits)
    i = bisect_left(found, block.start, key=lambda caption: caption.block.start)
    return i < len(found) and found[i].block.start == block.start


def _shows_image(doc: Document, block: Block) -> bool:
    """Whether the block has an image with a source that can be shown."""
    i = bisect_left(doc.links, block.start, key=lambda link: link.span.start)
    while i < len(doc.links) and doc.links[i].span.start < block.end:
        link = doc.links[i]
        source = doc.text[link.dest.start : link.dest.end].strip()
        if link.kind in ("image", "image_ref") and source and not source.startswith(_USELESS):
            return True
        i += 1
    return False
