"""Sequences that follow themselves, found by looking at a few places only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from operator import eq

from contentlint.model.trigger import LOOP_CHARS


def word_runs(every: list[str], least: int) -> Iterator[int]:
    """Indices at which one word stands ``least`` times in a row."""
    pairs = list(compress(range(len(every)), map(eq, every, every[1:])))
    for at, last in zip(pairs, pairs[least - 2 :], strict=False):
        if last - at == least - 2:
            yield at


def may_loop(every: list[str], size: int, least: int) -> list[int]:
    """Indices at which a loop of ``size`` words that runs ``least`` times may be.

    In such a loop all words but the last ``size`` stand again ``size`` further
    on, so that it is enough to look at every ``(least - 1) * size``-th word.
    """
    count, step = len(every), (least - 1) * size
    found = []
    same = map(eq, every[::step], every[size::step])
    for at in compress(range(0, count, step), same):
        word, third = every[at], at + 2 * size
        # Once more on one side; no pipes of tables.
        again = least < 3 or (third < count and every[third] == word)
        again = again or (at >= size and every[at - size] == word)
        if again and word[0].isalpha():
            found.append(at)
    return found


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
    """Loops of 2 to 20 characters that run ``least`` times: start, end, characters of one turn."""
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
