"""Pairs of units that ascend on both sides, by index."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise


def chain(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence, of pairs ascending by the first, that ascends by the second:
    patience sorting."""
    ends: list[int] = []
    lasts: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        before.append(lasts[at - 1] if at else -1)
        if at == len(ends):
            ends.append(j)
            lasts.append(number)
        else:
            ends[at] = j
            lasts[at] = number
    found: list[tuple[int, int]] = []
    number = lasts[-1] if lasts else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    found.reverse()
    return found


def between(
    pairs: Sequence[tuple[int, int]], sources: Sequence[int], targets: Sequence[int]
) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Yield the units of both sides before, between and behind pairs that ascend."""
    source_start = target_start = 0
    for i, j in pairs:
        source_end = bisect_left(sources, i, source_start)
        target_end = bisect_left(targets, j, target_start)
        if source_end > source_start or target_end > target_start:
            yield sources[source_start:source_end], targets[target_start:target_end]
        source_start, target_start = source_end + 1, target_end + 1
    if source_start < len(sources) or target_start < len(targets):
        yield sources[source_start:], targets[target_start:]


def runs(some: Sequence[int], order: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return units as half-open runs; between two of a run there is nothing that is not in
    ``order``, the units that are aligned."""
    found: list[tuple[int, int]] = []
    following = dict(pairwise(order))
    for i in some:
        if found and following.get(found[-1][1] - 1) == i:
            found[-1] = found[-1][0], i + 1
        else:
            found.append((i, i + 1))
    return tuple(found)
