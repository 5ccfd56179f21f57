"""The findings of each file below its path: ``line:column  severity  CODE  [*] message``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import line_start
from contentlint._util.style import Style
from contentlint.model.diagnostic import Diagnostic
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report.formats import Format

if TYPE_CHECKING:
    from typing import TextIO

FORMAT = Format(streams=True, replays=True, for_people=True, translated="always")
_SEVERITY = len("warning")


def write(report: Report, out: TextIO, style: Style) -> None:
    """Write a block for each file, with a blank line after it; ``[*]`` marks a safe fix."""
    out.writelines(lines(report.diagnostics, report.rules, style))


def lines(
    found: Iterable[Diagnostic],
    rules: Mapping[str, Rule],  # noqa: ARG001  as in other formats
    style: Style,
) -> Iterator[str]:
    """Yield the block of each file."""
    for path, group in groupby(found, lambda d: d.path):
        of_file = [(f"{d.position.line}:{d.position.column}", d) for d in group]
        width = max(len(place) for place, _ in of_file)
        rows = [f"  {place:>{width}}  {_finding(d, style)}\n" for place, d in of_file]
        yield f"{style.bold(style.place(line_start(path)))}\n{''.join(rows)}\n"


def _finding(d: Diagnostic, style: Style) -> str:
    pad = " " * (_SEVERITY - len(d.severity))
    mark = "[*]" if d.fix is not None and d.fix.safe else "   "
    severity, code = style.severity(d.severity), style.bold(d.code)
    return f"{severity}{pad}  {code}  {mark} {style.sentence(d.message, d.quoted)}"
