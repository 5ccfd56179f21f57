"""One line a finding: ``path:line:col: severity CODE [*] message``."""

from __future__ import annotations

from typing import TextIO

from contentlint.escape import line_start, visible
from contentlint.report import Report
from contentlint.style import Style


def write(report: Report, out: TextIO, style: Style) -> None:
    """Write the shown findings; ``[*]`` marks those with a safe fix."""
    lines = []
    for d in report.diagnostics:
        mark = " [*]" if d.fix is not None and d.fix.safe else ""
        where = f"{line_start(d.path)}:{d.position.line}:{d.position.column}:"
        severity = style.severity(d.severity)
        message = style.isolated(visible(d.message))
        lines.append(f"{style.bold(where)} {severity} {style.bold(d.code)}{mark} {message}\n")
    out.write("".join(lines))
