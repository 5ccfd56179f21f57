"""Rows of several cells without a table: the delimiter row is missing."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.edits import (
    FEWEST_MERGED,
    adjacent,
    delimiter_row,
    merge_findings,
    remove_lines,
)
from contentlint.article.tables import PipeRow, in_grid, is_data_row, is_scattered, pipe_rows, runs
from contentlint.core import cell_count, is_delimiter_row
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.queries import block_on_line, has_image, is_link, pipes

if TYPE_CHECKING:
    from typing import Literal

# Lines between rows of one table; a cell with a list takes a dozen.
_FAR = 12
# Wiki markup, and the borders of Org mode tables and of drawings.
_OTHER_MARKUP = ("|-", "|}", "|+", "||", "{|")
_FEWEST_NAMES = 3
_COUNT = lazy_regex.compile(r"(\d{1,4})[.):]?")


class Options(NamedTuple):
    fault: Literal["no-delimiter", "outside"]
    """The fault to report: ``no-delimiter`` (consecutive rows of one width) or rows ``outside``
    a table."""


class Rows(NamedTuple):
    """Adjacent rows of several cells."""

    rows: list[PipeRow]
    columns: int
    """The number of cells that the first two rows have; 0 if no two rows have the same."""
    whole: bool
    """True if no other row is directly above, and none has more cells than the first."""


def needs(options: Options) -> tuple[str, ...]:
    return ("|",)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    tables = doc.fact(groups)
    if options.fault == "no-delimiter":
        for table in tables:
            if table.columns and not _is_layout(doc, table.rows):
                yield _without_delimiter(doc, table)
        return
    outside = [_outside(table.rows) for table in tables if not table.columns]
    for group in adjacent(doc, outside, _FAR):
        if len(group) < FEWEST_MERGED:
            yield from group
        else:
            found = f"rows of several cells at {len(group)} places"
            yield merge_findings(group, {"found": found}, "")


def _is_layout(doc: Document, rows: list[PipeRow]) -> bool:
    """Return True if rows are a menu or adjacent pictures, and not a data table."""
    pictures = sum(has_image(doc, *cell) for row in rows for cell in row.cells)
    links = all(is_link(doc, *cell) for cell in rows[0].cells)
    return links or pictures * 3 >= sum(len(row.cells) for row in rows)


def _without_delimiter(doc: Document, table: Rows) -> Finding:
    first, last = table.rows[0], table.rows[-1]
    fix = None
    below = _below_table(doc, first.line, table.columns)
    # The row above may be the heading; a wider one would lose its last cells.
    if table.whole and below:
        fix = Fix((remove_lines(doc, below, first.line - 1),), False, "remove the blank line")
    elif table.whole and not _has_values(doc, table.rows):
        at = doc.line_span(first.line).end
        indent = doc.lines[first.line][: first.span.start - doc.line_start(first.line)]
        delimiter = "\n" + indent + delimiter_row(table.columns)
        fix = Fix(
            (Edit(Span(at, at), delimiter),), False, "insert a delimiter row below the first row"
        )
    cut = ", cut off from the table above" if below else ""
    values = {"rows": len(table.rows), "columns": table.columns, "cut": cut}
    return Finding(Span(first.span.start, last.span.end), values, fix)


def _below_table(doc: Document, line: int, columns: int) -> int:
    """Return the first of the blank lines above a line where a table of that width ends; else 0."""
    below = line
    while below and not doc.line(below - 1).strip():
        below -= 1
    above = block_on_line(doc, below - 1) if 0 < below < line else None
    if above is None or above.kind != "table" or cell_count(doc.line(above.line)) != columns:
        return 0
    return below


def _has_values(doc: Document, rows: list[PipeRow]) -> bool:
    """Return True if the first row contains values, not headings: numbers, or the start of a
    count."""
    first, second = ([doc.text[slice(*cell)] for cell in row.cells] for row in rows[:2])
    if is_data_row(first):
        return True
    one, two = _COUNT.fullmatch(first[0]), _COUNT.fullmatch(second[0])
    return one is not None and two is not None and int(one[1]) + 1 == int(two[1])


def _outside(rows: list[PipeRow]) -> Finding:
    found = "row of several cells"
    if len(rows) > 1:
        found = f"{len(rows)} rows of several cells"
    return Finding(Span(rows[0].span.start, rows[-1].span.end), {"found": found})


def groups(doc: Document) -> list[Rows]:
    """Return the rows of several cells outside every table; ask through ``doc.fact(groups)``."""
    found: list[Rows] = []
    for run in runs(doc.fact(pipe_rows)):
        if not is_scattered(run) or in_grid(doc, run[0].line, run[-1].line):
            continue
        if any(_is_other(doc, row) for row in run):
            continue
        wide = [row for row in run if _has_cells(row)]
        if len(run) == 1 and _is_menu(doc, run[0]):
            continue
        found += _alike(doc, wide, run[0].line)
    return found


def _alike(doc: Document, wide: list[PipeRow], top: int) -> Iterator[Rows]:
    """Return the first stretch of rows of one width and the rows before it; all rows if there is
    none."""
    counts = [cell_count(doc.text[slice(*row.span)]) for row in wide]
    i = 0
    while i < len(wide):
        j = i + 1
        while j < len(wide) and counts[j] == counts[i] and wide[j].line == wide[j - 1].line + 1:
            j += 1
        if j - i > 1 and counts[i] > 1:
            if i:
                yield Rows(wide[:i], 0, True)
            # A table continues to the first line without a pipe, whatever the width of its rows.
            whole = wide[i].line == top and max(counts[i:]) == counts[i]
            yield Rows(wide[i:], counts[i], whole)
            return
        i = j
    yield Rows(wide, 0, True)


def _has_cells(row: PipeRow) -> bool:
    """Return True if all cells of a row but one have content."""
    return not row.images and (len(row.cells) > 1 or (len(row.cells) == 1 and row.pipes > 2))


def _is_menu(doc: Document, row: PipeRow) -> bool:
    """Return True for several names with a separator behind, or before, each of them."""
    if row.opens == row.closes or not len(row.cells) == row.pipes >= _FEWEST_NAMES:
        return False
    return not any(map(str.isdigit, doc.text[slice(*row.span)]))


def _is_formula(doc: Document, row: PipeRow) -> bool:
    """Return True if each pipe is one of a pair directly around a term, ``|A| = |B|``, or begins a
    ket: ``|0⟩``."""
    text, (start, end) = doc.text, row.span
    if any(text.find(sign, start, end) >= 0 for sign in ("⟩", "〉", "\\rangle")):
        return True
    at = pipes(doc, start, end)
    return len(at) % 2 == 0 and all(
        not text[opening + 1].isspace()
        and not text[closing - 1].isspace()
        and not (text[opening - 1 : opening].isalnum() or text[closing + 1 : closing + 2].isalnum())
        for opening, closing in zip(at[::2], at[1::2], strict=True)
    )


def _is_other(doc: Document, row: PipeRow) -> bool:
    """Return True for wiki markup, a formula, and a delimiter row whose header has another width,
    which another rule reports."""
    text = doc.text[slice(*row.span)]
    return text.startswith(_OTHER_MARKUP) or is_delimiter_row(text) or _is_formula(doc, row)
