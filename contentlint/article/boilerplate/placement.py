"""The position of a line of page chrome, its severity there, and its removal."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection

from contentlint.article.boilerplate.lines import Line, is_one_word
from contentlint.article.edits import remove_lines
from contentlint.article.source_line import folded, tail_start
from contentlint.core import count_words, ends_sentence
from contentlint.model.annotations import Place
from contentlint.model.diagnostic import Fix
from contentlint.model.document import MARK, Block, Document, Link, Span
from contentlint.model.queries import block_on_line, has_link
from contentlint.model.rule import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

# So many short lines before and after it make a line an entry of a list.
_AROUND: Final = 2
_ENTRY_WORDS: Final = 4
_COMMAS: Final = (",", "،", "，", "、")
_BETWEEN_LINKS: Final = " \t|·•*+-_\\" + MARK


class Labels:
    """The labels of a source line, which begins the tail, folded when first needed."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._folded: frozenset[str] | None = None

    def __call__(self) -> frozenset[str]:
        if self._folded is None:
            self._folded = folded(self._words)
        return self._folded


def place(doc: Document, line: int, labels: Labels) -> Place:
    """Return the position of a line (from 0); called for lines with a phrase, which are few."""
    text = doc.line(line)
    start = doc.line_start(line) + len(text) - len(text.lstrip())
    end = doc.line_start(line) + len(text.rstrip())
    block = block_on_line(doc, line)
    tail = start >= doc.fact(tail_start, labels())
    return Place(Span(start, end), tail, block.kind if block else "")


def _first_line(block: Block) -> int:
    return block.line


def removal(doc: Document, first: int, last: int, *, safe: bool) -> Fix | None:
    """Return the fix that removes lines (from 0, ``last`` inclusive) that are chrome as a whole.

    None inside a table, a sentence or a link that continues outside the lines, where the removal
    would break something else. The fix is not safe inside a paragraph, nor if a heading would lose
    its text.
    """
    block = block_on_line(doc, last)
    if block and block.kind == "heading":
        last = block.last  # an underline belongs to its heading
    if block and (block.kind == "table" or _is_in_sentence(doc, first, last)):
        return None
    safe = safe and not _is_in_paragraph(doc, first, last) and not _empties(doc, first, last)
    start, end = doc.line_start(first), doc.line_span(last).end
    for link in _links_around(doc, start, end):
        a, b = link.span
        if b > start:
            if a < start or b > end:
                return None
            # It may be an icon or a picture of the article.
            safe = safe and not link.kind.startswith("image")
    title = "remove the line" if first == last else "remove the lines"
    return Fix((remove_lines(doc, first, last),), safe, title)


def _is_in_paragraph(doc: Document, first: int, last: int) -> bool:
    """Return True if lines are part of a longer paragraph; if each line is a paragraph, none is."""
    above, below = block_on_line(doc, first), block_on_line(doc, last)
    return doc.paragraphs != "line" and (
        (above is not None and above.line < first) or (below is not None and below.last > last)
    )


def _is_in_sentence(doc: Document, first: int, last: int) -> bool:
    """Return True if a comma connects lines to the lines above or below them in their paragraph."""
    above = doc.line(first - 1) if first else ""
    below = doc.line(last + 1) if last + 1 < doc.line_count else ""
    return (above.rstrip().endswith(_COMMAS) and doc.line(first).strip() != "") or (
        below.strip() != "" and doc.line(last).rstrip().endswith(_COMMAS)
    )


def is_over_links(doc: Document, first: int, last: int) -> bool:
    """Return True if lines without a link precede one with nothing but links."""
    below = last + 1
    while below < doc.line_count and not doc.line(below).strip():
        below += 1
    if below == doc.line_count or not has_link(doc, *doc.line_span(below)):
        return False
    start, end = doc.line_span(below)
    rest = doc.prose[start:end]
    for link in _links_around(doc, start, end):
        if link.kind == "link" and start <= link.span.start and link.span.end <= end:
            rest = rest.replace(doc.prose[slice(*link.span)], "")
    if rest.strip(_BETWEEN_LINKS):
        return False
    return not any(
        link.span.end > doc.line_start(first)
        for link in _links_around(doc, doc.line_start(first), doc.line_span(last).end)
    )


def _empties(doc: Document, first: int, last: int) -> bool:
    """Return True if nothing would remain between a heading and the next one, or the end."""
    at = bisect_right(doc.blocks, last, key=_first_line)
    before = bisect_left(doc.blocks, first, key=_first_line) - 1
    if before < 0 or doc.blocks[before].kind != "heading":
        return False
    if doc.blocks[before + 1].kind == "heading":
        return False  # nothing was there before
    return at == len(doc.blocks) or doc.blocks[at].kind == "heading"


def _links_around(doc: Document, start: int, end: int) -> list[Link]:
    """Return the links that start before ``end`` and may reach past ``start``: links do not nest,
    so that the previous one, and the image inside it, suffice."""
    first, after = doc.first_node(start), doc.first_node(end)
    return [node.link() for node in doc.nodes[max(first - 2, 0) : after]]


def place_and_severity(
    doc: Document, line: Line, key: str, labels: Labels
) -> tuple[Place, str | None] | None:
    """Return the place of a phrase on line ``line`` and the severity of its finding.

    A phrase is a warning wherever it is a whole line. A single word may have other reasons: outside
    the tail it is an info, and nothing in a heading, a list or a table. None: no finding.
    """
    where = place(doc, line.number, labels)
    if where.tail or not is_one_word(key):
        return where, None
    if where.kind in ("heading", "list_item", "table", "quote"):
        return None
    return where, "info"


def is_entry(doc: Document, line: int, chrome: Collection[int]) -> bool:
    """Return True if a line (from 0) is one of many short ones: a topic of a menu, a kind of work.

    It is not if another of the lines that are ``chrome`` is near it.
    """
    if any(0 < abs(other - line) <= 2 * _AROUND for other in chrome):
        return False
    at = bisect_right(doc.blocks, line, key=_first_line) - 1
    before, after = doc.blocks[max(at - _AROUND, 0) : at], doc.blocks[at + 1 : at + 1 + _AROUND]
    return len(before) == len(after) == _AROUND and all(
        _is_short(doc, block) for block in (*before, *after)
    )


def _is_short(doc: Document, block: Block) -> bool:
    """Return True if a block is a paragraph of one line, with few words and without an end mark."""
    text = doc.prose[block.start : block.end]
    return (
        block.kind == "paragraph"
        and block.line == block.last
        and count_words(text) <= _ENTRY_WORDS
        and not ends_sentence(text)
    )
