"""Azure Pipelines logging commands, ``task.logissue``.

Columns count code points, from 1; Azure names no unit.
"""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import azure, azure_property
from contentlint._util.style import Style
from contentlint.model.report import Report
from contentlint.report.formats import Format
from contentlint.report.paths import relative

if TYPE_CHECKING:
    from typing import TextIO

FORMAT = Format()


def write(report: Report, out: TextIO, style: Style) -> None:  # noqa: ARG001
    """Write one command per line; an info is a warning whose message begins with ``info:``."""
    for entry in report.incomplete:
        where = _properties(
            type="error", sourcepath=relative(entry.path), code=entry.rule or "incomplete"
        )
        out.write(f"##vso[task.logissue {where}]{azure(f'not fully checked: {entry.reason}')}\n")
    for d in report.diagnostics:
        where = _properties(
            type="error" if d.severity == "error" else "warning",
            sourcepath=relative(d.path),
            linenumber=d.position.line,
            columnnumber=d.position.column,
            code=d.code,
        )
        grade = "info: " if d.severity == "info" else ""
        out.write(f"##vso[task.logissue {where}]{grade}{azure(d.message)}\n")


def _properties(**values: object) -> str:
    return "".join(f"{key}={azure_property(str(value))};" for key, value in values.items())
