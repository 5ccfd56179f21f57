"""White space in lines without effect: at their end, or as tabs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.html_tags import tags
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import MARK, OBJECT, Document, Span
from contentlint.model.queries import block_at

if TYPE_CHECKING:
    from typing import Literal

_MOST_RELATED = 10
_SPACE = " \t"
_BREAK = "  "
# In code, spaces are content, and in front matter a parser interprets them.
_LITERAL = frozenset({"code", "front_matter"})
_NO_PROSE = (OBJECT, MARK)


class Options(NamedTuple):
    fault: Literal["trailing", "tab"]
    """The fault to report: ``trailing`` spaces at the end of a line, or a ``tab`` anywhere."""


def needs(options: Options) -> tuple[str, ...]:
    return ("\t",) if options.fault == "tab" else (" ", "\t")


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if options.fault == "tab":
        yield from _tabs(doc)
    else:
        yield from _trailing(doc)


def _trailing(doc: Document) -> Iterator[Finding]:
    text = doc.text
    if " \n" not in text and "\t\n" not in text and text[-1:] not in _SPACE:
        return
    literal = _literal_lines(doc)
    edits = []
    for number, line in enumerate(doc.lines):
        if line and line[-1] in _SPACE and not literal.holds(number):
            edit = _edit(doc, number, line)
            # Code or a tag may begin on an earlier line.
            if edit and doc.prose[edit.span.start] not in _NO_PROSE:
                edits.append(edit)
    if edits:
        fix = Fix(tuple(edits), True, "remove the space at the ends of lines")
        yield _one([edit.span for edit in edits], fix)


def _edit(doc: Document, number: int, line: str) -> Edit | None:
    """Return the edit that removes the space from a line; None if it is or contains a hard line
    break."""
    bare = line.rstrip(_SPACE)
    start = doc.line_start(number)
    space = line[len(bare) :]
    if bare and doc.syntax.markup:
        if space == _BREAK or bare.endswith("\\"):
            return None
        if space.endswith(_BREAK) and _goes_on(doc, number):
            # Three spaces and more break the line just as two do.
            return Edit(Span(start + len(bare), start + len(line) - 2), "")
    return Edit(Span(start + len(bare), start + len(line)), "")


def _goes_on(doc: Document, number: int) -> bool:
    return number + 1 < len(doc.lines) and bool(doc.lines[number + 1].strip())


def _tabs(doc: Document) -> Iterator[Finding]:
    literal = _literal_lines(doc)
    spans = []
    for number, line in enumerate(doc.lines):
        if "\t" in line and not literal.holds(number) and line.strip():
            at = doc.line_start(number) + line.index("\t")
            if doc.prose[at] not in _NO_PROSE:
                spans.append(Span(at, at + 1))
    if spans:
        yield _one(spans, None)


def _one(spans: list[Span], fix: Fix | None) -> Finding:
    """Return one finding per file, in which there may be hundreds of places."""
    count = len(spans)
    related = tuple(Related(span, "also here") for span in spans[1 : _MOST_RELATED + 1])
    values = {"count": count}
    return Finding(spans[0], values, fix, related)


class _Lines:
    """Ranges of lines with a constant cost of a look-up."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self.firsts = [first for first, _ in ranges]
        self.lasts = [last for _, last in ranges]

    def holds(self, line: int) -> bool:
        at = bisect_right(self.firsts, line) - 1
        return at >= 0 and line <= self.lasts[at]


def _literal_lines(doc: Document) -> _Lines:
    ranges = [(block.line, block.last) for block in doc.blocks if block.kind in _LITERAL]
    for tag in doc.fact(tags):
        if tag.name == "pre":
            block = block_at(doc, tag.start)
            if block is not None and block.kind == "html":
                ranges.append((block.line, block.last))
    return _Lines(sorted(set(ranges)))
