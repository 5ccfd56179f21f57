"""GitHub workflow commands: annotations in the log of a run and in the diff of a pull request.

Columns count UTF-16 code units. GitHub keeps 10 errors, 10 warnings and 10 notices per step: the
worst findings are written, then a notice with the number of the others. ``summary`` has them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import github, github_property, message, visible
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.style import Style
from contentlint.model.diagnostic import Diagnostic, Position, worst_first
from contentlint.model.report import Report
from contentlint.report.columns import Columns, cut, utf8, utf16
from contentlint.report.fingerprints import last_line
from contentlint.report.formats import Format, markdown
from contentlint.report.paths import relative

if TYPE_CHECKING:
    from typing import TextIO

FORMAT = Format()
CAP, LONGEST = 10, 4096
"""Annotations of a kind per step; UTF-16 code units of a message."""
SUMMARY = 1_000_000
"""Bytes of a step's summary; GitHub discards one over 1 MiB."""
_KINDS = {"error": "error", "warning": "warning", "info": "notice"}
_Properties = tuple[tuple[str, object], ...]


class _Annotation(NamedTuple):
    kind: str
    properties: _Properties
    message: str
    """Content in it is already visible, so every line feed is ours."""

    def __str__(self) -> str:
        values = ",".join(f"{k}={github_property(str(v))}" for k, v in self.properties)
        return f"::{self.kind} {values}::{github(cut(self.message, LONGEST))}\n"


def write(report: Report, out: TextIO, style: Style) -> None:  # noqa: ARG001
    """Write one command per line: files not fully checked first, then the worst findings."""
    everything = list(_annotations(report))
    counts = Counter(a.kind for a in everything)
    room = dict.fromkeys(counts, CAP)
    if max(counts.values(), default=0) > CAP:
        room["notice"] = CAP - 1  # the last notice reports that there are more
    written = 0
    for annotation in everything:
        if room[annotation.kind]:
            room[annotation.kind] -= 1
            written += 1
            out.write(str(annotation))
    if left := len(everything) - written:
        text = f"{left} more, not annotated here"
        out.write(str(_Annotation("notice", (("title", "contentlint"),), text)))


def summary(report: Report) -> str:
    """Return all findings as Markdown, for the file named by ``$GITHUB_STEP_SUMMARY``."""
    return markdown.render(report, SUMMARY, utf8)


def _annotations(report: Report) -> Iterator[_Annotation]:
    for entry in report.incomplete:
        where: _Properties = (
            ("file", relative(entry.path)),
            ("title", entry.rule or "contentlint"),
        )
        yield _Annotation("error", where, f"not fully checked: {visible(entry.reason)}")
    columns = Columns(report, utf16)
    for d in worst_first(report.diagnostics):
        place = columns.position(d.path, d.position)
        where = (("file", relative(d.path)), *_place(place), ("title", f"{d.code} {d.name}"))
        yield _Annotation(_KINDS[d.severity], where, _message(d, report))


def _place(place: Position) -> _Properties:
    """Return the position, with columns only if it is within a line: the runner drops others."""
    line, column, end_line, end_column = place
    if end_line == line:
        return ("line", line), ("endLine", line), ("col", column), ("endColumn", end_column)
    return ("line", line), ("endLine", last_line(place))


def _message(d: Diagnostic, report: Report) -> str:
    rule = report.rules.get(d.code)
    about = message(d.message)
    return f"{about}\nhelp: {message(rule.help)}" if rule and rule.help else about
