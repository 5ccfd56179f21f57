"""Tables that an extractor wrote with one cell per line."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.edits import delimiter_row, table_row
from contentlint.article.tables import CellRun, is_data_row, piped_cell_runs, plain_cell_runs
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span


class Options(NamedTuple):
    longest: int = 40
    """The maximum number of characters in a cell of a table without pipes; longer lines are
    text."""
    min_rows: int = 2
    """The minimum number of rows below the header row."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    found = list(piped_cell_runs(doc)) if "|" in doc.text else []
    found += plain_cell_runs(doc, options.longest, options.min_rows)
    for table in sorted(found, key=lambda each: each.first):
        span = Span(doc.line_start(table.first), doc.line_span(table.last).end)
        lines = _markdown(table)
        # A table needs other text above and below it.
        if table.first and doc.lines[table.first - 1].strip():
            lines.insert(0, "")
        if table.last + 1 < len(doc.lines) and doc.lines[table.last + 1].strip():
            lines.append("")
        fix = None
        if not is_data_row(table.rows[0]):
            fix = Fix((Edit(span, "\n".join(lines)),), False, "restore the table")
        yield Finding(span, {"rows": len(table.rows), "columns": len(table.rows[0])}, fix)


def _markdown(table: CellRun) -> list[str]:
    lines = [table_row(row) for row in table.rows]
    lines.insert(1, delimiter_row(len(table.rows[0])))
    return lines
