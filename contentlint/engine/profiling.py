"""The processor time of each rule, for ``--profile-rules``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint.model.diagnostic import FileResult
from contentlint.model.document import Document
from contentlint.model.rule import BoundRule, Rule

if TYPE_CHECKING:
    from typing import Any, ParamSpec

    _P = ParamSpec("_P")

READING = "reading"
"""The key of the time that reading takes, among the codes of rules."""

Times = dict[str, list[int]]
"""By code, nanoseconds of processor time and the number of findings."""

# Another thread's time is not the rule's, where the system tells them apart.
_clock: Callable[[], int] = getattr(time, "thread_time_ns", time.process_time_ns)


def timed_reader(read: Callable[_P, Document], times: Times) -> Callable[_P, Document]:
    """Return ``read``, made to add its time to ``times``; timed rules add theirs."""

    def timed_read(*args: _P.args, **options: _P.kwargs) -> Document:
        start = _clock()
        doc = read(*args, **options)
        add(times, READING, _clock() - start)
        doc.know(_times_of, times)
        return doc

    return timed_read


def _times_of(_: Document) -> Times:
    return {}


def timed(bound: BoundRule) -> BoundRule:
    """Return the rule, made to record its time for documents from ``read``.

    The time of a fact that several rules share, such as the words of a document, counts for the
    first rule that needs it.
    """
    code = bound.rule.code
    check, collect = bound.check, bound.collect
    return bound._replace(
        check=None if check is None else _timed(check, code),
        collect=None if collect is None else _timed(collect, code),
    )


def _timed(
    function: Callable[[Document], Iterable[Any]], code: str
) -> Callable[[Document], Iterator[Any]]:
    def run(doc: Document) -> Iterator[Any]:
        found: list[Any] = []
        fault: Exception | None = None
        start = _clock()
        try:
            for one in function(doc):
                found.append(one)  # noqa: PERF402  what was found before it raised stays
        except Exception as error:
            fault = error
        add(doc.fact(_times_of), code, _clock() - start, len(found))
        yield from found
        if fault is not None:
            raise fault

    return run


def add(times: Times, code: str, nanoseconds: int, found: int = 0) -> None:
    """Add a time, and a number of findings, to those of a code."""
    entry = times.setdefault(code, [0, 0])
    entry[0] += nanoseconds
    entry[1] += found


def table(results: Sequence[FileResult], rules: Mapping[str, Rule]) -> Iterator[str]:
    """Yield the lines of a table, the slowest rule first; shares are of all recorded time."""
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
