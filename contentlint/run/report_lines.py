"""Renders findings as lines of the report, in the process that found them.

A worker then sends one text for a task, which its parent only has to write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from contentlint._util.style import Style
from contentlint.model.diagnostic import Counts, FileResult, Repair
from contentlint.model.rule import Rule
from contentlint.report import formats

_MOST = 10_000
"""The most findings of a file that are rendered as one text, which is held in memory."""
_UNREPAIRED = Repair()


def rendered(result: FileResult, rules: Mapping[str, Rule], name: str, style: Style) -> FileResult:
    """Return the result with the lines of its findings in place of its diagnostics.

    ``name`` is a format that streams. A result with too many findings is returned as it is.
    """
    found = result.diagnostics
    if len(found) > _MOST:
        return result
    lines = formats.load(name).lines(found, rules, style)
    return result._replace(diagnostics=(), rendered=(len(found), "".join(lines)))


def merged(results: Iterable[FileResult]) -> Iterator[FileResult]:
    """Merge neighbouring results that hold only counts and rendered lines.

    The order stays. A merged result has the path of the first, and counts its files.
    """
    row: list[FileResult] = []
    for result in results:
        if result.diagnostics or result.incomplete or result.repair != _UNREPAIRED:
            if row:
                yield _merge(row)
            yield result
            row = []
        else:
            row.append(result)
    if row:
        yield _merge(row)


def _merge(row: Sequence[FileResult]) -> FileResult:
    counts = [result.counts for result in row if any(result.counts)]
    lines = [result.rendered for result in row if result.rendered[0]]
    return FileResult(
        row[0].path,
        (),
        sum(result.suppressed for result in row),
        (),
        Counts(*map(sum, zip(*counts, strict=True))),
        rendered=(sum(n for n, _ in lines), "".join([text for _, text in lines])),
        files=len(row),
    )
