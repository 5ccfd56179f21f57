"""A table for spreadsheets: a row for each finding, below a row with the names of the columns.

Columns of a place count code points, from 1. No cell is a formula, whatever an article or a file's
name contains, and a file begins with a byte-order mark, or Excel would take it for Latin text.
"""

from __future__ import annotations

import csv

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import cell
from contentlint._util.style import Style
from contentlint.model.diagnostic import Diagnostic
from contentlint.model.report import Report
from contentlint.report.formats import Format
from contentlint.report.formats.full import marked

if TYPE_CHECKING:
    from typing import TextIO

FORMAT = Format(excerpt=60, bom=True)
COLUMNS = (
    *("path", "line", "column", "end_line", "end_column"),
    *("severity", "code", "name", "message", "fix", "text"),
)
"""``fix`` is ``safe``, ``unsafe`` or empty; ``text`` has the fault between ⟦ and ⟧."""


def write(report: Report, out: TextIO, style: Style) -> None:  # noqa: ARG001
    """Write the table."""
    # In quotation marks, so that no line begins with a command to GitHub's runner.
    rows = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    rows.writerow(COLUMNS)
    rows.writerows(map(_row, report.diagnostics))


def _row(d: Diagnostic) -> tuple[int | str, ...]:
    fix = "" if d.fix is None else "safe" if d.fix.safe else "unsafe"
    text = cell(marked(d, Style()))
    about = (d.severity, cell(d.code), cell(d.name), cell(d.message))
    return cell(d.path), *d.position, *about, fix, text
