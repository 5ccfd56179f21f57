"""Captions of pictures: which lines they are, whose picture they name, which images have one.

A caption is a single-cell row, an emphasised line directly below an image, or
a paragraph of at most 300 characters beside an image that ends in a credit.
A credit is ``(label: name)`` at the end, ``label: name`` after the last
sentence, or ``© name``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.document import Block, Document, Span
from contentlint.text.article import source_lines
from contentlint.text.compare import light
from contentlint.text.images import has_title
from contentlint.text.piperows import PipeRow, pipe_rows

LONGEST = 300
COLONS = ":\uff1a\u2236\ua789\u05c3\ufe55\ufe13\u02d0"
"""The colon, and what is taken for one: full-width, ratio, modifier, sof pasuq, small, IPA."""
_CLOSERS = {")": "(", "\uff09": "\uff08", "]": "[", "\uff3d": "\uff3b", "\u3011": "\u3010"}
_LONGEST_CREDIT = 150
# Paragraphs of body text are longer.
_SHORT = 160
_LONGEST_LABEL = 40
_FIGURES = frozenset({"image", "pipe_row"})
_EDGE = " \t\u00a0\u3000*_|\u200e\u200f\x00"
_STOPS = ".\u3002\u06d4"
# What may stand before a label that no bracket opens; a word there makes it part of a sentence.
_BEFORE_LABEL = ".!?؟۔。|/\\–—-,،;؛…»“”\")]）*_•·\x1a"
_EMPHASISED = re.compile(r"([*_])(?=\S)((?:(?!\1)[^\n])+)(?<=\S)\1")
_WORD = re.compile(r"\S+")
# Three words after a full stop are another sentence, so that the label began no credit.
_SENTENCE = re.compile(r"[.!?؟۔]\s+\S+\s+\S+\s+\S")
_NAME_SIGNS = re.compile(r"[^\W_]|\x1a")
# Labels that lead over to the name without a colon, or stand after it.
_JOINING = (" by", " of", " از", "courtesy", "摄", "攝")


class Credit(NamedTuple):
    span: Span
    """The whole of it, brackets included."""
    label: Span
    """Empty for ``© name``."""
    name: Span
    """Empty when nobody is named."""
    key: str
    """The label under the ``light`` profile; ``©``."""
    colon: str
    """The colon or what stands for it; ``"before"`` when it precedes the label; or ``""``."""
    bracket: bool

    @property
    def joins(self) -> bool:
        """Whether the label needs no colon ("photo by")."""
        return self.key == "©" or self.key.endswith(_JOINING)


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


def may_be_captioned(doc: Document, line: int, sources: frozenset[str]) -> bool:
    """Whether a short paragraph beside the image of a line may be its caption after all."""
    i = bisect_right(doc.blocks, line, key=lambda block: block.line) - 1
    for block in doc.blocks[max(i - 1, 0) : i + 2]:
        if (
            block.kind == "paragraph"
            and block.end - block.start <= _SHORT
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
    start, end = _trim(doc.text, span.start, span.end, _EDGE)
    return Caption(block, Span(start, end), credit_of(doc, start, end, labels), figure)


def credit_of(doc: Document, start: int, end: int, labels: frozenset[str]) -> Credit | None:
    """The credit at the end of a stretch of text, well formed or not."""
    text = doc.text
    stop = end
    while stop > start and text[stop - 1] in _STOPS + _EDGE:
        stop -= 1
    opener = _CLOSERS.get(text[stop - 1]) if stop > start else None
    if opener:
        at = _opening(text, max(start, stop - _LONGEST_CREDIT), stop, opener)
        if at >= 0:
            credit = _in_brackets(text, Span(at, stop), labels)
            if credit is not None:
                return credit
    return _at_end(doc, start, end, labels)


def _opening(text: str, start: int, end: int, opener: str) -> int:
    """Where the bracket opens that closes at end - 1, or -1."""
    depth = 0
    closer = text[end - 1]
    for at in range(end - 1, start - 1, -1):
        if text[at] == closer:
            depth += 1
        elif text[at] == opener:
            depth -= 1
            if depth == 0:
                return at
    return -1


def _in_brackets(text: str, span: Span, labels: frozenset[str]) -> Credit | None:
    start, end = _trim(text, span.start + 1, span.end - 1, _EDGE)
    if start < end and text[start] == "©":
        name = Span(*_trim(text, start + 1, end, _EDGE))
        return Credit(span, Span(start, start), name, "©", "", True)
    colon = _first_colon(text, start, min(end, start + _LONGEST_LABEL))
    if colon == start:
        a, b = _trim(text, colon + 1, end, _EDGE)
        label = _leading_label(text, a, b, labels)
        if label is None:
            return None
        return _credit(text, span, label, Span(label.end, b), "before", True)
    if colon > start:
        label = Span(*_trim(text, start, colon, _EDGE))
        if light(text[label.start : label.end]) in labels:
            return _credit(text, span, label, Span(colon + 1, end), text[colon], True)
        return None
    label = _leading_label(text, start, end, labels)
    if label is not None:
        return _credit(text, span, label, Span(label.end, end), "", True)
    last = text.rfind(" ", start, end) + 1
    if last > start and light(text[last:end]) in labels and text[last:end] in "摄攝":
        return _credit(text, span, Span(last, end), Span(start, last), "", True)
    return None


def _at_end(doc: Document, start: int, end: int, labels: frozenset[str]) -> Credit | None:
    """``label: name`` or ``© name`` after the last sentence, without brackets."""
    text, prose = doc.text, doc.prose
    sign = prose.rfind("©", max(start, end - _LONGEST_CREDIT), end)
    if sign >= 0:
        name = Span(*_trim(text, sign + 1, end, _EDGE + _STOPS))
        return Credit(Span(sign, end), Span(sign, sign), name, "©", "", False)
    colon = _first_colon(prose, start, end)
    while colon >= 0:
        label = _trailing_label(text, start, colon, labels)
        if (
            label is not None
            and end - label.start <= _LONGEST_CREDIT
            and not _SENTENCE.search(prose, colon, end)
        ):
            return _credit(
                text, Span(label.start, end), label, Span(colon + 1, end), text[colon], False
            )
        colon = _first_colon(prose, colon + 1, end)
    if text[end - 1 : end] in ("摄", "攝") and text[end - 2 : end - 1] in " \u3000":
        return Credit(Span(end - 1, end), Span(end - 1, end), Span(start, end - 1), "摄", "", False)
    return None


def _credit(
    text: str, span: Span, label: Span, rest: Span, colon: str, bracket: bool
) -> Credit:
    name = Span(*_trim(text, rest.start, rest.end, _EDGE + _STOPS))
    if not _NAME_SIGNS.search(text, name.start, name.end):
        name = Span(name.start, name.start)
    return Credit(span, label, name, light(text[label.start : label.end]), colon, bracket)


def _leading_label(text: str, start: int, end: int, labels: frozenset[str]) -> Span | None:
    """The longest label of up to three words that a stretch begins with."""
    best = None
    for n, word in enumerate(_WORD.finditer(text, start, min(end, start + _LONGEST_LABEL))):
        if n == 3:
            break
        if word.end() <= end and light(text[start : word.end()]) in labels:
            best = Span(start, word.end())
    return best


def _trailing_label(text: str, start: int, end: int, labels: frozenset[str]) -> Span | None:
    """The longest label that ends at a colon and is no part of a sentence before it."""
    start = max(start, end - _LONGEST_LABEL)
    a, b = _trim(text, start, end, _EDGE)
    words = [m.start() for m in re.finditer(r"[^\s.!?؟۔。|/\\–—,،;؛…»“”\"()\[\]）（*_•·-]+", text[a:b])]
    for offset in words[-3:]:
        at = a + offset
        if light(text[at:b]) not in labels:
            continue
        before = text[start:at].rstrip(_EDGE)
        if not before or before[-1] in _BEFORE_LABEL:
            return Span(at, b)
    return None


def _first_colon(text: str, start: int, end: int) -> int:
    at = min((i for c in COLONS if (i := text.find(c, start, end)) >= 0), default=-1)
    return at


def _trim(text: str, start: int, end: int, edge: str) -> tuple[int, int]:
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge:
        end -= 1
    return start, end


def credits(doc: Document, labels: frozenset[str]) -> Iterator[Credit]:  # noqa: A001
    """The credits of all captions, in order."""
    for caption in doc.fact(captions, labels):
        if caption.credit is not None:
            yield caption.credit
