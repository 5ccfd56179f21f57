"""Totals of a run, counted result by result; the results need not be kept.

A baseline, rules that compare files, and formats that begin with totals need all results first:
see ``cli.check``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from contentlint import __version__
from contentlint._util import TYPE_CHECKING
from contentlint._util.style import many
from contentlint.model.diagnostic import Counts, FileResult, Incomplete, Repair
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report.writer import Output
from contentlint.run.report_filter import ReportFilters
from contentlint.source.discovery import Found

if TYPE_CHECKING:
    from argparse import Namespace


def can_stream(
    args: Namespace, filters: ReportFilters, outputs: Sequence[Output], fix: str
) -> bool:
    """Return True if the options let each finding be written as soon as it is found."""
    return (
        filters == ReportFilters()
        and fix in ("", "write")
        and not (args.fix_only or args.statistics or args.profile_rules)
        and len(outputs) == 1
        # A file is replaced only by a whole report.
        and not outputs[0].path
        and outputs[0].declared().streams
    )


_NONE, _UNREPAIRED = Counts(), Repair()


class Totals:
    """The counts of a run, and the results that the end of the run still needs."""

    def __init__(self, found: Found, least: str) -> None:
        """``least`` is the least severity that the report shows."""
        self._found = found
        self._all = len(found.targets) + len(found.translations)
        self._least = least
        self.incomplete: set[Incomplete] = {*found.incomplete}
        self.interrupted = False
        """True if an interrupt came before the last result."""
        self.refusal: Incomplete | None = None
        """Set by ``report``: why a run must not pass that has checked nothing."""
        self.more_failing = 0
        """How many more findings make the exit code 1 than their severity tells; fewer, if below
        0. See ``ReportFilters.links_fail_on``."""
        self.recount(())

    def recount(self, results: Iterable[FileResult]) -> None:
        """Replace the counts by those of other results for the same files."""
        self.files = self.suppressed = 0
        self.shown = 0
        """The number of findings in the report."""
        self._counts = [0, 0, 0, 0]
        self.repaired: list[FileResult] = []
        """The results of fixed files, without their findings."""
        for result in results:
            self._add(result)

    def each(self, results: Iterable[FileResult]) -> Iterator[FileResult]:
        """Yield the results and count them; an interrupt ends them."""
        try:
            for result in results:
                self._add(result)
                yield result
        except KeyboardInterrupt:
            self.interrupted = True
            left = many(self._all - self.files, "file")
            self.incomplete.add(Incomplete(".", f"interrupted, with {left} not checked"))

    def _add(self, result: FileResult) -> None:
        self.files += result.files
        if result.counts != _NONE:
            self.shown += len(result.diagnostics) + result.rendered[0]
            for place, count in enumerate(result.counts):
                self._counts[place] += count
        self.suppressed += result.suppressed
        self.incomplete.update(result.incomplete)
        if result.repair != _UNREPAIRED:
            self.repaired.append(result._replace(diagnostics=(), rendered=(0, "")))

    def report(self, rules: Mapping[str, Rule]) -> Report:
        """Return the report without its findings."""
        if self._found.left_out and not (self.files or self.refusal or self.interrupted):
            from contentlint.run import left_out

            self.refusal = left_out.refusal(self._found)
            self.incomplete.update([self.refusal] if self.refusal else [])
        incomplete = sorted(self.incomplete, key=lambda e: (e.path, e.reason, e.rule or ""))
        return Report(
            files=self.files,
            diagnostics=(),
            counts=Counts(*self._counts),
            suppressed=self.suppressed,
            incomplete=tuple(incomplete),
            min_severity=self._least,
            version=__version__,
            rules=rules,
            left_out=self._found.left_out,
            streamed=self.shown,
        )
