"""Findings that are told as they come and then forgotten: many files need no more memory than few.

What wants to see all of them first (a baseline, a comparison of files, totals at the head of a
report) gets them in a list instead: see ``checking``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from contentlint import __version__
from contentlint._util import TYPE_CHECKING
from contentlint._util.style import many
from contentlint.model.diagnostic import Counts, FileResult, Incomplete, Repair
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report import formats
from contentlint.report.writer import Output
from contentlint.run.known import Old
from contentlint.source.discovery import Found

if TYPE_CHECKING:
    from argparse import Namespace


def possible(args: Namespace, old: Old, reports: Sequence[Output], fix: str) -> bool:
    """Return True if the options of a run leave it to tell each finding at once."""
    return (
        old == Old()
        and fix in ("", "write")
        and not (args.fix_only or args.statistics or args.profile_rules)
        and len(reports) == 1
        # A file is not touched before there is something whole to put into it.
        and not reports[0].path
        and formats.declaration(reports[0].format).streams
    )


def stopped(found: Found, done: int) -> Found:
    """As ``found``, with a word on the files that an interrupt has left."""
    left = many(len(found.targets) - done, "file")
    reason = f"interrupted, with {left} not checked"
    return found._replace(incomplete=(*found.incomplete, Incomplete(".", reason)))


_NONE, _UNREPAIRED = Counts(), Repair()


class Told:
    """What remains of results that were told: what the end of a run has to say."""

    def __init__(self, found: Found, shown: str) -> None:
        """``shown`` as ``Report.min_severity``."""
        self._found = found
        self._shown = shown
        self.files = 0
        self.findings = 0
        """Those that were shown."""
        self._counts = [0, 0, 0, 0]
        self.suppressed = 0
        self.incomplete: set[Incomplete] = set()
        self.repaired: list[FileResult] = []
        """Without their findings."""
        self.stopped = False
        """True if an interrupt came before the last of them."""

    def each(self, results: Iterable[FileResult]) -> Iterator[FileResult]:
        """The results, one after the other; fewer after an interrupt."""
        try:
            for result in results:
                self._count(result)
                yield result
        except KeyboardInterrupt:
            self.stopped = True
            self._found = stopped(self._found, self.files)

    def _count(self, result: FileResult) -> None:
        self.files += result.files
        if result.counts != _NONE:
            self.findings += len(result.diagnostics) + result.told[0]
            for place, count in enumerate(result.counts):
                self._counts[place] += count
        self.suppressed += result.suppressed
        self.incomplete.update(result.incomplete)
        if result.repair != _UNREPAIRED:
            self.repaired.append(result._replace(diagnostics=(), told=(0, "")))

    def report(self, rules: Mapping[str, Rule]) -> Report:
        """What a report says besides the findings."""
        incomplete = {*self._found.incomplete, *self.incomplete}
        return Report(
            files=self.files,
            diagnostics=(),
            counts=Counts(*self._counts),
            suppressed=self.suppressed,
            incomplete=tuple(sorted(incomplete, key=lambda e: (e.path, e.reason, e.rule or ""))),
            min_severity=self._shown,
            version=__version__,
            rules=rules,
            told=self.findings,
        )
