"""Checkstyle's XML report: a ``file`` for each path, an ``error`` for each finding.

The format defines no unit for columns: ours count code points, from 1.
"""

from __future__ import annotations

from itertools import groupby

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import xml
from contentlint._util.style import Style
from contentlint.model.diagnostic import Diagnostic
from contentlint.model.report import Report
from contentlint.report.formats import Format
from contentlint.report.paths import relative

if TYPE_CHECKING:
    from typing import TextIO

FORMAT = Format()


def write(report: Report, out: TextIO, style: Style) -> None:  # noqa: ARG001
    """Write the document; a file that was not fully checked has an ``exception``."""
    files: dict[str, list[str]] = {}
    for path, found in groupby(report.diagnostics, lambda d: d.path):
        files.setdefault(path, []).extend(map(_error, found))
    for entry in report.incomplete:
        text = xml(f"not fully checked: {entry.reason}")
        files.setdefault(entry.path, []).append(f"    <exception>{text}</exception>\n")
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="8.0">\n')
    for path, lines in files.items():
        out.write(f'  <file name="{xml(relative(path))}">\n{"".join(lines)}  </file>\n')
    out.write("</checkstyle>\n")


def _error(d: Diagnostic) -> str:
    return (
        f'    <error line="{d.position.line}" column="{d.position.column}" '
        f'severity="{d.severity}" message="{xml(d.message)}" source="contentlint.{d.code}"/>\n'
    )
