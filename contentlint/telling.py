"""Findings put into the words of a report by the process that found them.

What a worker sends is then one text a task, and the parent has only to write it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module

from contentlint.diagnostic import Counts, FileResult, Repair
from contentlint.rule import Rule
from contentlint.style import Style

_MOST = 10_000
"""Findings of one file whose text may be held at once; more are told one after the other."""
_UNREPAIRED = Repair()


def told(
    result: FileResult, telling: tuple[str, bool, bool], rules: Mapping[str, Rule]
) -> FileResult:
    """A result with the text of its findings in place of them; ``telling`` as in ``Request``."""
    found = result.diagnostics
    if not 0 < len(found) <= _MOST:
        return result
    name, *style = telling
    reporter = import_module(f"contentlint.reporters.{name}")
    text = "".join(reporter.lines(found, rules, Style(*style)))
    return result._replace(diagnostics=(), told=(len(found), text))


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
