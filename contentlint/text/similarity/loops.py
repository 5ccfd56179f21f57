"""Sequences that follow themselves, found by looking at a few places only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from operator import eq

from contentlint.model.trigger import LOOP_CHARS


def word_runs(every: list[str], least: int) -> Iterator[int]:
    """Yield the indices at which one word occurs ``least`` times in a row."""
    pairs = list(compress(range(len(every)), map(eq, every, every[1:])))
    for at, last in zip(pairs, pairs[least - 2 :], strict=False):
        if last - at == least - 2:
            yield at


def extent(every: Sequence[str], at: int, size: int, floor: int, end: int) -> tuple[int, int]:
    """Return the words or characters around ``at`` that have the period ``size``, half-open, within
    bounds."""
    low, high = at, at + size
    while low > floor and every[low - 1] == every[low - 1 + size]:
        low -= 1
    while high < end and every[high] == every[high - size]:
        high += 1
    return low, high


def character_loops(text: str, start: int, end: int, least: int) -> Iterator[tuple[int, int, int]]:
    """Yield the loops of 2 to 20 characters that repeat ``least`` times: start, end, and the length
    of one turn."""
    done = start
    # Any such loop has two characters on this grid that stand again one turn further on.
    for at in range(start, end - 3, 2 * (least - 1) - 1):
        pair = text[at : at + 2]
        limit = min(at + 2 + LOOP_CHARS, end)
        again = text.find(pair, at + 2, limit) if at >= done else -1
        while again >= 0:
            low, high = extent(text, at, again - at, done, end)
            if high - low >= least * (again - at):
                done = high
                yield low, high, again - at
                break
            # The pair may stand twice in one turn.
            again = text.find(pair, again + 1, limit)
