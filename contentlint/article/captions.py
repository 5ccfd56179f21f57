"""Captions of pictures: their lines, their pictures, and the images that have one.

A caption is a single-cell row, an emphasised line directly below an image, or a paragraph of at
most 300 characters beside an image that ends in a credit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter

from contentlint._util import lazy_regex
from contentlint.article.credits import bare, credit_of, may_have_credit
from contentlint.article.images import has_title, with_link
from contentlint.article.source_line import source_lines
from contentlint.article.tables import PipeRow, pipe_rows
from contentlint.model import trigger
from contentlint.model.annotations import Caption as Caption
from contentlint.model.document import (
    EMPHASIS,
    IMAGE,
    IMAGE_REF,
    MARK,
    UNMATCHED,
    Block,
    Document,
    Span,
)
from contentlint.model.queries import begins_with_image, kinds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

ANY_CAPTION: Final = (trigger.IMAGE, "|")
"""The needs of a rule about captions: pictures, or rows of a table."""
LONGEST: Final = 300
# Paragraphs of body text are longer.
_SHORT: Final = 160
_NUMBERED: Final = lazy_regex.compile(
    rf"[\s{MARK}]*(?:Abb(?:\.|ildung)|Fig(?:\.|ure)|Bild|Foto|الشكل|شكل|صورة|الصورة)[\s{MARK}:.(]{{0,4}}\d",
    lazy_regex.IGNORECASE,
)
SIGNS: Final = ("©", "(c)", "(C)")
"""Signs of an owner."""
_SPACERS: Final = frozenset("spacer leer space pixel blank clear dot transparent".split())
_NAME_PART: Final = lazy_regex.compile(r"[^\W\d_]+")


_start: Final = attrgetter("start")


def captions(doc: Document, labels: frozenset[str]) -> tuple[Caption, ...]:
    """Return the captions in order; ``labels`` are folded (``source_line.folded``).

    Ask through ``doc.fact(captions, labels)``.
    """
    rows = _rows(doc)
    pictures = doc.fact(figure_blocks)
    shown = [node.start for node in doc.nodes if node.kind == IMAGE]
    if not (rows or pictures or shown):
        return ()
    blocks = doc.blocks
    found: dict[int, Caption] = {}
    left = []
    for i in pictures:
        caption = _beside(doc, i + 1, rows, labels, blocks[i].line, below=True)
        if caption is None:
            left.append(i)
        else:
            found[i + 1] = caption
    for i in left:
        if i - 1 not in found:
            caption = _beside(doc, i - 1, rows, labels, blocks[i].line, below=False)
            if caption is not None:
                found[i - 1] = caption
    if rows:
        for i, block in enumerate(blocks):
            if block.kind == "pipe_row" and i not in found:
                cell = _single_cell(rows.get(block.line))
                if cell is not None:
                    found[i] = _caption(doc, block, cell, labels, -1)
    alone = {blocks[i].start for i in pictures}
    for start in shown:
        # An image in a link begins one character after the start of a block with nothing else.
        if start not in alone and start - 1 not in alone:
            i = bisect_right(blocks, start, key=_start) - 1
            if i not in found and blocks[i].kind == "paragraph":
                inline = _inline_caption(doc, blocks[i], labels)
                if inline is not None:
                    found[i] = inline
    return tuple(found[i] for i in sorted(found))


def figures(doc: Document, labels: frozenset[str]) -> tuple[tuple[int, bool], ...]:
    """Return each line (from 0) with a picture of its own, and True if that has a caption.

    Spacers do not count, and a repeated picture counts once. Images without a source count only if
    no image has one: then the extractor lost them all.
    """
    pictures = {doc.blocks[i].line: i for i in doc.fact(figure_blocks)}
    shown = dict.fromkeys(pictures, False)
    for caption in doc.fact(captions, labels):
        if caption.figure >= 0:
            shown[caption.figure] = True
    sources: dict[int, str] = {}
    blocks, nodes = doc.blocks, doc.nodes
    at = 0
    for line, i in pictures.items():
        _, start, end, *_ = blocks[i]
        while at < len(nodes) and nodes[at].start < start:
            at += 1
        while at < len(nodes) and nodes[at].start < end:
            node = nodes[at]
            at += 1
            if node.kind == IMAGE or node.kind == IMAGE_REF:
                source = doc.text[node.dest : node.dest_end].strip()
                if not _is_spacer(source):
                    sources[line] = sources.get(line) or source
                if not shown[line] and node.kind == IMAGE:
                    shown[line] = has_title(doc, node)
    once: dict[str, int] = {}
    found: dict[int, bool] = {}
    known = any(sources.values())
    for line, source in sources.items():
        if known and not source:
            continue
        first = once.setdefault(source, line) if source else line
        captioned = shown[line] or _is_explained(doc, pictures[line])
        found[first] = found.get(first, False) or captioned
    return tuple(found.items())


def _is_spacer(source: str) -> bool:
    name = source.partition("?")[0].rpartition("/")[2].partition(".")[0].lower()
    for spacer in _SPACERS:
        if spacer in name:
            return not _SPACERS.isdisjoint(_NAME_PART.findall(name))
    return False


def _is_explained(doc: Document, i: int) -> bool:
    """Return True if a paragraph beside an image begins with its number, or names its owner."""
    text, blocks = doc.text, doc.blocks
    for beside in (i - 1, i + 1):
        if not 0 <= beside < len(blocks):
            continue
        kind, start, end, _, _, _ = blocks[beside]
        if kind != "paragraph":
            continue
        if _NUMBERED.match(doc.prose, start, end):
            return True
        for sign in SIGNS:
            if text.find(sign, start, end) >= 0:
                return True
    return False


def may_be_captioned(
    doc: Document, line: int, labels: frozenset[str], sources: frozenset[str]
) -> bool:
    """Return True if a short plain paragraph beside the image of a line may be its caption after
    all."""
    i = bisect_right(doc.blocks, line, key=lambda block: block.line) - 1
    known = doc.fact(caption_lines, labels)
    for block in doc.blocks[max(i - 1, 0) : i + 2]:
        if (
            block.kind == "paragraph"
            and block.end - block.start <= _SHORT
            and block.line not in known
            and block.line not in doc.fact(source_lines, sources)
        ):
            return True
    return False


def figure_blocks(doc: Document) -> list[int]:
    """Return the indices of blocks with nothing but images, except for stray pipes.

    Ask through ``doc.fact(figure_blocks)``.
    """
    every = doc.fact(kinds)
    if "pipe_row" not in every:
        return [i for i, kind in enumerate(every) if kind == "image"] if "image" in every else []
    rows = _rows(doc)
    return [
        i
        for i, kind in enumerate(every)
        if kind == "image"
        or (kind == "pipe_row" and (row := rows.get(doc.blocks[i].line)) is not None and row.images)
    ]


def beside_figures(doc: Document) -> list[Block]:
    """Return the paragraphs before and after pictures, and those that begin with one.

    Ask through ``doc.fact(beside_figures)``.
    """
    pictures = doc.fact(figure_blocks)
    near = {k for i in pictures for k in (i - 1, i + 1)}
    return [
        block
        for k, block in enumerate(doc.blocks)
        if block.kind == "paragraph" and (k in near or begins_with_image(doc, block.start))
    ]


def _rows(doc: Document) -> dict[int, PipeRow]:
    """Return the rows that are blocks of their own, by line."""
    if "pipe_row" not in doc.fact(kinds):
        return {}
    return {row.line: row for row in doc.fact(pipe_rows)}


def _single_cell(row: PipeRow | None) -> Span | None:
    if row is None or row.images or len(row.cells) != 1 or not (row.opens and row.closes):
        return None
    return row.cells[0]


def _beside(
    doc: Document,
    i: int,
    rows: dict[int, PipeRow],
    labels: frozenset[str],
    figure: int,
    *,
    below: bool,
) -> Caption | None:
    """Return the block with this index as the caption of the image beside it; None if it is not
    one."""
    if not 0 <= i < len(doc.blocks):
        return None
    block = doc.blocks[i]
    kind, start, end, _, _, _ = block
    if kind == "pipe_row":
        cell = _single_cell(rows.get(block.line))
        return _caption(doc, block, cell, labels, figure) if cell else None
    if kind != "paragraph" or end - start > LONGEST:
        return None
    if not may_have_credit(doc.prose, start, end) and not (below and doc.may_mark(start)):
        return None
    start, end = bare(doc, start, end)
    credit = credit_of(doc, start, end, labels)
    if credit or (below and _is_in_italics(doc, block.start, block.end)):
        return Caption(block, Span(start, end), credit, figure)
    return None


def _is_in_italics(doc: Document, start: int, end: int) -> bool:
    """Return True if a stretch of text is in italics as a whole, and not in bold as well."""
    text = doc.text
    while start < end and text[start].isspace():
        start += 1
    if start == end or not doc.may_mark(start):
        return False
    there = [node for node in doc.markup_in(start, end) if EMPHASIS <= node.kind <= UNMATCHED]
    return (
        bool(there)
        and there[0].kind == EMPHASIS
        and there[0].start == start
        and not text[there[0].end : end].strip()
        and all(text[node.start] != text[there[0].start] for node in there[1:])
    )


def _inline_caption(doc: Document, block: Block, labels: frozenset[str]) -> Caption | None:
    """Return the text after the image at the start of a paragraph, if it is emphasised or has a
    credit."""
    if not begins_with_image(doc, block.start):
        return None
    nodes = doc.nodes[doc.first_node(block.start) : doc.first_node(block.end)]
    image = [node for node in nodes if node.kind == IMAGE or node.kind == IMAGE_REF][-1]
    start = with_link(doc, Span(image.start, image.end)).end
    while start < block.end and doc.text[start] in " \t":
        start += 1
    if not 0 < block.end - start <= LONGEST:
        return None
    caption = _caption(doc, block, Span(start, block.end), labels, block.line)
    return caption if caption.credit or _is_in_italics(doc, start, block.end) else None


def _caption(
    doc: Document, block: Block, span: Span, labels: frozenset[str], figure: int
) -> Caption:
    start, end = bare(doc, span.start, span.end)
    return Caption(block, Span(start, end), credit_of(doc, start, end, labels), figure)


def caption_lines(doc: Document, labels: frozenset[str]) -> frozenset[int]:
    """Return the first lines (from 0) of all captions."""
    return frozenset(caption.block.line for caption in doc.fact(captions, labels))


def is_caption(doc: Document, block: Block, labels: frozenset[str]) -> bool:
    """Return True if a block is a caption."""
    found = doc.fact(captions, labels)
    i = bisect_left(found, block.start, key=lambda caption: caption.block.start)
    return i < len(found) and found[i].block.start == block.start
