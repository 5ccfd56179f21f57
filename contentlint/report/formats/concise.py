"""One line per finding: ``path:line:col: severity CODE [*] message``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import line_start
from contentlint._util.escape import message as shown
from contentlint._util.style import Style
from contentlint.model.diagnostic import Diagnostic
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report.formats import Format

if TYPE_CHECKING:
    from typing import TextIO

FORMAT = Format(streams=True, replays=True, for_people=True, translated="terminal")


def write(report: Report, out: TextIO, style: Style) -> None:
    """Write the findings; ``[*]`` marks those with a safe fix."""
    out.writelines(lines(report.diagnostics, report.rules, style))


def lines(
    found: Iterable[Diagnostic],
    rules: Mapping[str, Rule],  # noqa: ARG001  as in other formats
    style: Style,
) -> Iterator[str]:
    """Yield a line for each finding."""
    before = start = ""
    plain = not (style.colour or style.isolate)
    for path, place, code, _, severity, message, fix, _, _, _, quoted, _, _, _ in found:
        line, column, _, _ = place
        if path != before:
            before, start = path, line_start(path)
        mark = " [*]" if fix is not None and fix.safe else ""
        if plain:  # most reports are; the styling below would take two thirds of the time
            message = shown(message)
            yield f"{start}:{line}:{column}: {severity} {code}{mark} {message}\n"
            continue
        where = style.bold(style.place(f"{start}:{line}:{column}:"))
        message = style.sentence(message, quoted)
        yield f"{where} {style.severity(severity)} {style.bold(code)}{mark} {message}\n"
