"""Captions of pictures: which lines they are, whose picture they name, which images have one.

A caption is a single-cell row, an emphasised line directly below an image, or
a paragraph of at most 300 characters beside an image that ends in a credit.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from contentlint.document import Block, Document, Span
from contentlint.text.article import source_lines
from contentlint.text.credits import Credit, credit_of, trim
from contentlint.text.images import has_title
from contentlint.text.piperows import PipeRow, pipe_rows

LONGEST = 300
# Paragraphs of body text are longer.
_SHORT = 160
_FIGURES = frozenset({"image", "pipe_row"})
_EMPHASISED = re.compile(r"([*_])(?=\S)((?:(?!\1)[^\n])+)(?<=\S)\1")


class Caption(NamedTuple):
    block: Block
    span: Span
    """Its text, without pipes and emphasis."""
    credit: Credit | None
    figure: int
    """Line (from 0) of the image it stands beside; -1 for a row that stands alone."""


def captions(doc: Document, labels: frozenset[str]) -> tuple[Caption, ...]:
    """The captions in order; ``labels`` are folded (``article.folded``).

    Ask through ``doc.fact(captions, labels)``.
    """
    blocks = doc.blocks
    rows = _rows(doc)
    pictures = doc.fact(figure_blocks)
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
    for link in doc.links:
        if link.kind == "image":
            i = bisect_right(blocks, link.span.start, key=lambda block: block.start) - 1
            if i not in found and blocks[i].kind == "paragraph":
                inline = _inline_caption(doc, blocks[i], labels)
                if inline is not None:
                    found[i] = inline
    return tuple(found[i] for i in sorted(found))


def figures(doc: Document, labels: frozenset[str]) -> tuple[tuple[int, bool], ...]:
    """Each line (from 0) that shows a picture of its own, and whether that has a caption."""
    shown = {doc.blocks[i].line: False for i in doc.fact(figure_blocks)}
    for caption in doc.fact(captions, labels):
        if caption.figure >= 0:
            shown[caption.figure] = True
    for link in doc.links:
        if link.kind == "image" and has_title(doc, link):
            line = doc.line_at(link.span.start)
            if line in shown:
                shown[line] = True
    return tuple(sorted(shown.items()))


def may_be_captioned(
    doc: Document, line: int, labels: frozenset[str], sources: frozenset[str]
) -> bool:
    """Whether a short plain paragraph beside the image of a line may be its caption after all."""
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
    """Indices of the blocks that hold images and nothing else, stray pipes aside.

    Ask through ``doc.fact(figure_blocks)``.
    """
    found = [i for i, block in enumerate(doc.blocks) if block[0] in _FIGURES]
    if "|" not in doc.text:
        return found
    rows = _rows(doc)
    return [
        i
        for i in found
        if doc.blocks[i].kind == "image"
        or ((row := rows.get(doc.blocks[i].line)) is not None and row.images)
    ]


def _rows(doc: Document) -> dict[int, PipeRow]:
    return {row.line: row for row in doc.fact(pipe_rows)} if "|" in doc.text else {}


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
    """The block with this index as the caption of the image beside it, if it is one."""
    if not 0 <= i < len(doc.blocks):
        return None
    block = doc.blocks[i]
    if block.kind == "pipe_row":
        cell = _single_cell(rows.get(block.line))
        return _caption(doc, block, cell, labels, figure) if cell else None
    if block.kind != "paragraph" or block.end - block.start > LONGEST:
        return None
    if below and _EMPHASISED.fullmatch(doc.text[block.start : block.end].strip()):
        return _caption(doc, block, Span(block.start, block.end), labels, figure)
    caption = _caption(doc, block, Span(block.start, block.end), labels, figure)
    return caption if caption.credit else None


def _inline_caption(doc: Document, block: Block, labels: frozenset[str]) -> Caption | None:
    """The text after the image a paragraph begins with, when it is emphasised or has a credit."""
    if not doc.text.startswith(("![", "[!["), block.start):
        return None
    start = doc.prose.rfind("\x1a", block.start, block.end) + 1
    if doc.text.startswith("](", start):
        start = max(start, doc.text.find(")", start, block.end) + 1)
    while start < block.end and doc.text[start] in " \t":
        start += 1
    if not 0 < block.end - start <= LONGEST:
        return None
    caption = _caption(doc, block, Span(start, block.end), labels, block.line)
    emphasised = _EMPHASISED.fullmatch(doc.text[start : block.end].strip())
    return caption if caption.credit or emphasised else None


def _caption(
    doc: Document, block: Block, span: Span, labels: frozenset[str], figure: int
) -> Caption:
    start, end = trim(doc.text, span.start, span.end)
    return Caption(block, Span(start, end), credit_of(doc, start, end, labels), figure)


def caption_lines(doc: Document, labels: frozenset[str]) -> frozenset[int]:
    """The first lines (from 0) of all captions."""
    return frozenset(caption.block.line for caption in doc.fact(captions, labels))


def is_caption(doc: Document, block: Block, labels: frozenset[str]) -> bool:
    """Whether a block is a caption."""
    found = doc.fact(captions, labels)
    i = bisect_left(found, block.start, key=lambda caption: caption.block.start)
    return i < len(found) and found[i].block.start == block.start
