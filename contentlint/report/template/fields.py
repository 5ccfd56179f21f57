"""The fields of templates, and the parts of a report that a section repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

from contentlint._util.style import Style
from contentlint.model.diagnostic import Counts, Diagnostic
from contentlint.model.report import Report
from contentlint.report import statistics
from contentlint.report.formats.full import marked
from contentlint.report.paths import relative

Values = Mapping[str, "str | int"]

_COUNTS = ("findings", "errors", "warnings", "infos")
RUN = ("version", "files", *_COUNTS, "shown", "suppressed", "fixable")
"""The fields of the run; ``findings`` and the severities count hidden findings too."""
_PLACE = ("path", "line", "column", "end_line", "end_column")
PARTS: Mapping[str, tuple[str, ...]] = {
    "finding": (
        *(*_PLACE, "severity", "code", "name", "message", "help", "fix"),
        *("text", "before", "found", "after"),
    ),
    "file": ("path", "language", *_COUNTS),
    "rule": ("code", "name", *_COUNTS),
    "incomplete": ("path", "reason", "rule"),
}
"""The fields of each part of a report; each also has ``last``."""
WITHIN: Mapping[str, tuple[str, ...]] = {"": tuple(PARTS), "file": ("finding",)}
"""The parts that a section may repeat in the whole report, and in each of another part."""
NUMBERS = frozenset((*RUN[1:], *_PLACE[1:], "last"))
CONTENT = frozenset(("path", "message", "help", "text", "before", "found", "after", "reason"))
"""The fields that others than the project and its rules may have written."""


def of_run(report: Report) -> Values:
    """Return the values of ``RUN``."""
    counts = _counted(report.counts)
    totals = (report.version, report.files, *counts, len(report.diagnostics), report.suppressed)
    return dict(zip(RUN, (*totals, report.counts.fixable), strict=True))


def parts(name: str, report: Report) -> list[tuple[Values, Report]]:
    """Return each part of a report with that name: its values, and the report of it alone."""
    found = list(_PARTS[name](report))
    return [({**each, "last": int(each is found[-1][0])}, own) for each, own in found]


def _findings(report: Report) -> Iterator[tuple[Values, Report]]:
    for d in report.diagnostics:
        rule = report.rules.get(d.code)
        text, start, end, cut_before, cut_after = d.excerpt
        values = (
            *(relative(d.path), *d.position, d.severity, d.code, d.name, d.message),
            rule.help if rule else "",
            "" if d.fix is None else "safe" if d.fix.safe else "unsafe",
            marked(d, Style()),
            ("…" if cut_before else "") + text[:start].lstrip(),
            text[start:end],
            text[end:].rstrip() + ("…" if cut_after else ""),
        )
        yield dict(zip(PARTS["finding"], values, strict=True)), report


def _files(report: Report) -> Iterator[tuple[Values, Report]]:
    for path, group in groupby(report.diagnostics, lambda d: d.path):
        found = tuple(group)
        values = (relative(path), report.languages.get(path, ""), *_tally(found))
        own = report._replace(diagnostics=found)
        yield dict(zip(PARTS["file"], values, strict=True)), own


def _rules(report: Report) -> Iterator[tuple[Values, Report]]:
    names = {d.code: d.name for d in report.diagnostics}
    for code, counts in statistics.by_rule(report):
        values = (code, names[code], *_counted(counts))
        yield dict(zip(PARTS["rule"], values, strict=True)), report


def _incomplete(report: Report) -> Iterator[tuple[Values, Report]]:
    for entry in report.incomplete:
        values = (relative(entry.path), entry.reason, entry.rule or "")
        yield dict(zip(PARTS["incomplete"], values, strict=True)), report


_PARTS: Mapping[str, Callable[[Report], Iterable[tuple[Values, Report]]]] = {
    "finding": _findings,
    "file": _files,
    "rule": _rules,
    "incomplete": _incomplete,
}


def _counted(counts: Counts) -> tuple[int, int, int, int]:
    return counts.total(), counts.error, counts.warning, counts.info


def _tally(found: tuple[Diagnostic, ...]) -> tuple[int, int, int, int]:
    severities = [d.severity for d in found]
    errors, warnings, infos = map(severities.count, ("error", "warning", "info"))
    return len(found), errors, warnings, infos
