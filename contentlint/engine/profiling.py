"""The processor time of each rule, to find out why a run is slow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from time import process_time_ns

from contentlint._util import TYPE_CHECKING
from contentlint.model.diagnostic import FileResult
from contentlint.model.document import Document
from contentlint.model.rule import BoundRule, Rule

if TYPE_CHECKING:
    from typing import Any

READING = "reading"
"""The key, in place of a code, for the time to read the files."""

Times = dict[str, list[int]]
"""By code: nanoseconds of processor time, and number of findings."""


def timed(bound: BoundRule, times: Times) -> BoundRule:
    """Return the rule with a checker that adds its time to ``times``.

    The cost of shared facts, such as the words of a document, counts for the first rule that needs
    them.
    """
    code = bound.rule.code
    check, collect = bound.check, bound.collect
    return bound._replace(
        check=None if check is None else _timed(check, code, times),
        collect=None if collect is None else _timed(collect, code, times),
    )


def _timed(
    function: Callable[[Document, Any], Iterable[Any]], code: str, times: Times
) -> Callable[[Document, Any], Iterator[Any]]:
    def run(doc: Document, options: Any) -> Iterator[Any]:
        found: list[Any] = []
        fault: Exception | None = None
        start = process_time_ns()
        try:
            for one in function(doc, options):
                found.append(one)  # noqa: PERF402  what was found before it raised stays
        except Exception as error:
            fault = error
        add(times, code, process_time_ns() - start, len(found))
        yield from found
        if fault is not None:
            raise fault

    return run


def add(times: Times, code: str, nanoseconds: int, found: int = 0) -> None:
    """Add one more measurement."""
    entry = times.setdefault(code, [0, 0])
    entry[0] += nanoseconds
    entry[1] += found


def table(results: Sequence[FileResult], rules: Mapping[str, Rule]) -> Iterator[str]:
    """Return the lines of a table, the most expensive rules first; shares refer to all measured
    time."""
    times: Times = {}
    for result in results:
        for code, nanoseconds, found in result.times:
            add(times, code, nanoseconds, found)
    whole = sum(nanoseconds for nanoseconds, _ in times.values()) or 1
    files = len(results) or 1
    yield f"{'rule':42} {'ms':>9} {'share':>7} {'µs a file':>10} {'findings':>9}"
    for code, (nanoseconds, found) in sorted(
        times.items(), key=lambda pair: (-pair[1][0], pair[0])
    ):
        rule = rules.get(code)
        label = f"{code} {rule.name}" if rule else code
        cost = (
            f"{nanoseconds / 1e6:9.1f} {nanoseconds / whole:7.1%} {nanoseconds / 1e3 / files:10.1f}"
        )
        yield f"{label:42} {cost} {found if rule else '':>9}"
