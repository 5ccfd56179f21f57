"""One line a finding: ``path:line:col: severity CODE [*] message``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from contentlint.diagnostic import Diagnostic
from contentlint.escape import line_start, visible
from contentlint.report import Report
from contentlint.rule import Rule
from contentlint.style import Style

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def write(report: Report, out: TextIO, style: Style) -> None:
    """Write the shown findings; ``[*]`` marks those with a safe fix."""
    out.writelines(lines(report.diagnostics, report.rules, style))


def lines(
    found: Iterable[Diagnostic],
    rules: Mapping[str, Rule],  # noqa: ARG001  as in the other formats
    style: Style,
) -> Iterator[str]:
    """A line for each."""
    path = start = ""
    for d in found:
        if d.path != path:
            path, start = d.path, line_start(d.path)
        mark = " [*]" if d.fix is not None and d.fix.safe else ""
        where = f"{start}:{d.position.line}:{d.position.column}:"
        severity = style.severity(d.severity)
        message = style.isolated(visible(d.message))
        yield f"{style.bold(where)} {severity} {style.bold(d.code)}{mark} {message}\n"
