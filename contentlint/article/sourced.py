"""Source lines taken apart: what stands after the label, and what follows the line."""

from __future__ import annotations

from bisect import bisect_right

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.source_line import source_lines
from contentlint.model.document import Block, Document, Span
from contentlint.model.queries import block_on_line
from contentlint.text.unicode.fold import light

_AROUND = frozenset("*_ \t\u00a0\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
_LABEL = lazy_regex.compile(r"[\s*_#>•·\u200e\u200f-]*([^:：\n]{1,40}?)[\s*_]*[:：]")
_SAYS_SOMETHING = lazy_regex.compile(r"[^\W_]")
_URL = lazy_regex.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://\S|www\.\w|\]\([^)\s]")
_LONGEST_BETWEEN = 80


class SourceLine(NamedTuple):
    line: int
    """From 0."""
    label: str
    value: Span
    """What follows the colon, without white space and emphasis; may be empty."""


def taken_apart(doc: Document, labels: frozenset[str]) -> list[SourceLine]:
    """The source lines in order; ask through ``doc.fact``. ``labels`` are folded.

    Lines below one that belong to the same paragraph count, too: without blank
    lines Markdown makes one paragraph of them.
    """
    found: list[SourceLine] = []
    for line in doc.fact(source_lines, labels):
        block = block_on_line(doc, line)
        last = block.last if block and block.kind == "paragraph" else line
        # The last line of a paragraph can be one of its own.
        first = max(line, found[-1].line + 1) if found else line
        for number in range(first, last + 1):
            m = _LABEL.match(doc.lines[number])
            if m and (number == line or light(m[1].strip()) in labels):
                found.append(SourceLine(number, m[1].strip(), _value(doc, number, m.end())))
    return found


def _value(doc: Document, line: int, start: int) -> Span:
    text = doc.lines[line]
    end = len(text)
    while start < end and text[end - 1] in _AROUND:
        end -= 1
    while start < end and text[start] in _AROUND:
        start += 1
    at = doc.line_start(line)
    return Span(at + start, at + end)


def says_something(doc: Document, value: Span) -> bool:
    """Whether a value holds a letter or a digit."""
    return _SAYS_SOMETHING.search(doc.text, value.start, value.end) is not None


def has_url(doc: Document, start: int, end: int) -> bool:
    """Whether a stretch of text holds a URL or a link."""
    return _URL.search(doc.text, start, end) is not None


def block_after(doc: Document, line: int) -> Block | None:
    """The first block that begins below a line (from 0)."""
    at = _index_after(doc, line)
    return doc.blocks[at] if at < len(doc.blocks) else None


def stand_together(doc: Document, first: int, second: int) -> bool:
    """Whether nothing but short lines lies between two lines (from 0).

    Source lines further apart belong to tables, pictures and sections.
    """
    between = doc.blocks[_index_after(doc, first) : _index_after(doc, second - 1)]
    return all(
        block.kind in ("paragraph", "list_item", "break")
        and block.end - block.start <= _LONGEST_BETWEEN
        for block in between
    )


def _index_after(doc: Document, line: int) -> int:
    return bisect_right(doc.blocks, line, key=_first_line)


def _first_line(block: Block) -> int:
    return block.line
