"""Findings put into the words of a report by the process that found them.

What a worker sends is then one text a task, and the parent has only to write it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module

from contentlint._util.style import Style
from contentlint.model.diagnostic import Counts, FileResult, Repair
from contentlint.model.rule import Rule

_MOST = 10_000
"""Findings of one file whose text may be held at once; more are told one after the other."""
_UNREPAIRED = Repair()


_TOLD = FileResult._fields.index("told")
# The constructor that a NamedTuple's own __new__ wraps in Python: half the time.
_new = tuple.__new__

Tell = Callable[[FileResult, Mapping[str, Rule]], FileResult]
"""From a result to one with the text of its findings in place of them."""


def teller(name: str, *style: bool) -> Tell:
    """For a format and the parts of its ``Style``."""
    lines = import_module(f"contentlint.report.formats.{name}").lines
    shown = Style(*style)

    def told(result: FileResult, rules: Mapping[str, Rule]) -> FileResult:
        found = result.diagnostics
        if not 0 < len(found) <= _MOST:
            return result
        path, _, *rest = result
        rest[_TOLD - 2] = len(found), "".join(lines(found, rules, shown))
        return _new(FileResult, (path, (), *rest))

    return told


def together(results: Iterable[FileResult]) -> Iterator[FileResult]:
    """Results in the order of the report, with those in a row put into one that have nothing to
    tell but their text and numbers. It has the path of the first.
    """
    row: list[FileResult] = []
    for result in results:
        if result.diagnostics or result.incomplete or result.repair != _UNREPAIRED:
            if row:
                yield _one(row)
            yield result
            row = []
        else:
            row.append(result)
    if row:
        yield _one(row)


def _one(row: Sequence[FileResult]) -> FileResult:
    counts = [result.counts for result in row if any(result.counts)]
    told = [result.told for result in row if result.told[0]]
    return FileResult(
        row[0].path,
        (),
        sum(result.suppressed for result in row),
        (),
        Counts(*map(sum, zip(*counts, strict=True))),
        told=(sum(n for n, _ in told), "".join([text for _, text in told])),
        files=len(row),
    )
