"""Where a line of page chrome stands, how grave it is there, and how it is removed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from contentlint.diagnostic import Fix
from contentlint.document import Block, Document, Link, Span
from contentlint.records import NamedTuple
from contentlint.rule import Words
from contentlint.text.article import folded, tail_start
from contentlint.text.edits import remove_lines
from contentlint.text.phrases import Line, is_one_word


class Place(NamedTuple):
    """Where a short line stands."""

    span: Span
    """The line without the white space around it."""
    tail: bool
    """Whether it lies in the article's tail."""
    kind: str
    """The kind of its block; ``""`` when it has none."""

    @property
    def loose(self) -> bool:
        """Whether nothing hangs on it: it lies in the tail and is no heading of what follows."""
        return self.tail and self.kind != "heading"


class Labels:
    """The labels of a source line, which the tail begins at, folded when first asked for."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._folded: frozenset[str] | None = None

    def __call__(self) -> frozenset[str]:
        if self._folded is None:
            self._folded = folded(self._words)
        return self._folded


def place(doc: Document, line: int, labels: Labels) -> Place:
    """Where a line (from 0) stands; asked for lines that hold a phrase, which are few."""
    text = doc.lines[line]
    start = doc.line_start(line) + len(text) - len(text.lstrip())
    end = doc.line_start(line) + len(text.rstrip())
    block = block_at(doc, line)
    tail = start >= doc.fact(tail_start, labels())
    return Place(Span(start, end), tail, block.kind if block else "")


def block_at(doc: Document, line: int) -> Block | None:
    """The block that holds a line (from 0); None for a blank line."""
    index = bisect_right(doc.blocks, line, key=_first_line) - 1
    if index < 0:
        return None
    block = doc.blocks[index]
    return block if block.line <= line <= block.last else None


def _first_line(block: Block) -> int:
    return block.line


def removal(doc: Document, first: int, last: int, *, safe: bool) -> Fix | None:
    """Remove lines (from 0, ``last`` inclusive) that are chrome as a whole.

    None inside a table or a link that goes on beyond them, where something else would break.
    """
    block = block_at(doc, last)
    if block and block.kind == "heading":
        last = block.last  # an underline belongs to its heading
    if block and block.kind == "table":
        return None
    start, end = doc.line_start(first), doc.line_span(last).end
    for link in _links_around(doc, start, end):
        a, b = link.span
        if b > start:
            if a < start or b > end:
                return None
            # It may be an icon, and it may be a picture of the article.
            safe = safe and not link.kind.startswith("image")
    title = "remove the line" if first == last else "remove the lines"
    return Fix((remove_lines(doc, first, last),), safe, title)


def _links_around(doc: Document, start: int, end: int) -> list[Link]:
    """The links that start before ``end`` and may reach past ``start``: they do not nest, so
    that one before, and the image inside it, are enough to look at."""
    first = bisect_left(doc.links, start, key=_link_start)
    return doc.links[max(first - 2, 0) : bisect_left(doc.links, end, key=_link_start)]


def _link_start(link: Link) -> int:
    return link.span.start


def standing(
    doc: Document, line: Line, key: str, labels: Labels
) -> tuple[Place, str | None] | None:
    """The place and severity of a phrase that is a warning wherever it stands as a whole line.

    A single word may be there for other reasons: outside the tail it is an info,
    and nothing in a heading, a list or a table. None: no finding.
    """
    where = place(doc, line.number, labels)
    if where.tail or not is_one_word(key):
        return where, None
    if where.kind in ("heading", "list_item", "table", "quote"):
        return None
    return where, "info"
