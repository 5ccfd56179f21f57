"""Table rows without any content, and pipes that split a cell in the middle of its code."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.edits import remove_lines
from contentlint.article.tables import in_grid, pipe_rows
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, OBJECT, Block, Document, Span

if TYPE_CHECKING:
    from typing import Literal

_BLANK = "| \t\u00a0\u200b\u3000-–—_"
_EMPTY_TAGS = ("<br>", "<br/>", "<br />", "&nbsp;")


class Options(NamedTuple):
    fault: Literal["empty", "split"]
    """The fault to report: an ``empty`` row or table, or a cell ``split`` by a pipe in code or
    a URL."""


def needs(options: Options) -> tuple[str, ...]:
    return ("|",)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if options.fault == "split":
        for block in doc.blocks:
            if block.kind == "table":
                yield from _split(doc, block)
        return
    found = [f for block in doc.blocks if block.kind == "table" for f in _empty(doc, block)]
    found += _outside(doc)
    yield from sorted(found, key=lambda finding: finding.span.start)


def _is_empty(line: str) -> bool:
    if "<" in line or "&" in line:
        for tag in _EMPTY_TAGS:
            line = line.replace(tag, "")
    return not line.strip(_BLANK)


def _empty(doc: Document, table: Block) -> Iterator[Finding]:
    """Yield rows without content, consecutive ones as one finding; a heading alone may be empty."""
    rows = range(table.line if table.level else table.line + 2, table.last + 1)
    empty = [i for i in rows if _is_empty(doc.lines[i])]
    if len(empty) == len(rows) and _is_empty(doc.lines[table.line]):
        yield _finding(doc, table.line, table.last, "table without any content")
        return
    if len(empty) == len(rows) > 1 and all(doc.lines[i].count("|") > 1 for i in rows):
        return  # a form to be filled in
    for first, last in _stretches(empty):
        noun = "row" if first == last else f"{last - first + 1} rows"
        yield _finding(doc, first, last, f"{noun} without any content")


def _outside(doc: Document) -> Iterator[Finding]:
    """Yield rows of pipes alone outside every table; another rule reports a single pipe."""
    lines = [row.line for row in doc.fact(pipe_rows) if not row.cells and row.pipes > 1]
    for first, last in _stretches(lines):
        if not in_grid(doc, first, last):
            noun = "row" if first == last else f"{last - first + 1} rows"
            yield _finding(doc, first, last, f"{noun} without any content")


def _stretches(lines: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each run of consecutive lines."""
    start = 0
    for k in range(1, len(lines) + 1):
        if k == len(lines) or lines[k] != lines[k - 1] + 1:
            yield lines[start], lines[k - 1]
            start = k


def _finding(doc: Document, first: int, last: int, found: str) -> Finding:
    span = Span(doc.line_start(first), doc.line_span(last).end)
    whole = "table" if found.startswith("table") else "row" + "s" * (last > first)
    return Finding(
        span, {"found": found}, Fix((remove_lines(doc, first, last),), False, f"remove the {whole}")
    )


def _split(doc: Document, table: Block) -> Iterator[Finding]:
    """Yield pipes that are masked as code, a link or a URL, but split the row."""
    text, prose = doc.text, doc.prose
    at = text.find("|", table.start, table.end)
    end, torn = 0, False
    while at >= 0:
        if prose[at] in (OBJECT, MARK) and text[at - 1] != "\\":
            # The pipes of one stretch are tested together: it may be long.
            if at >= end:
                start, end = _stretch(doc, at)
                torn = _is_torn(text[start:end])
            if torn:
                fix = Fix((Edit(Span(at, at), "\\"),), False, "write it as \\|")
                yield Finding(Span(at, at + 1), {}, fix)
        at = text.find("|", at + 1, table.end)


def _stretch(doc: Document, at: int) -> Span:
    """Return the masked characters around an offset, on its line."""
    prose = doc.prose
    line = doc.line_span(doc.line_at(at))
    start = end = at
    while start > line.start and prose[start - 1] == prose[at]:
        start -= 1
    while end < line.end and prose[end] == prose[at]:
        end += 1
    return Span(start, end)


def _is_torn(masked: str) -> bool:
    """Return True for code or an address: two single backticks or dollar prices in different cells
    are neither."""
    inner = masked.strip("`")
    return masked[0] in "`!<]hw" and not (inner[:1] == " " and inner[-1:] == " ")
