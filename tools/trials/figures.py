"""What a trial measures, beside its goal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, NamedTuple, TypeVar

Tier = Literal["quick", "gate", "soak"]
TIERS: tuple[Tier, ...] = ("quick", "gate", "soak")
T = TypeVar("T")


class Figure(NamedTuple):
    """One line of the table in ``docs/reliability.md``."""

    name: str
    value: str
    goal: str
    passed: bool
    promises: tuple[str, ...]
    """``P1`` to ``P12``."""
    faults: tuple[str, ...] = ()
    """What went wrong, one a line, for whoever mends it; not stored."""


Run = Callable[[Tier], Iterator[Figure]]


def sized(tier: Tier, quick: T, gate: T, soak: T) -> T:
    """How much of something a tier does."""
    return (quick, gate, soak)[TIERS.index(tier)]


def counted(
    name: str,
    done: int,
    goal: int,
    faults: Sequence[str],
    promises: tuple[str, ...],
    what: str = "faults",
) -> Figure:
    """A figure of the form "10,800 done, 0 faults"; it passes with enough done and no fault."""
    return Figure(
        name,
        f"{done:,}, {len(faults):,} {what}",
        f">= {goal:,}, 0 {what}",
        done >= goal and not faults,
        promises,
        tuple(faults),
    )


def note(line: str) -> None:
    """Progress, on standard error."""
    print(line, file=sys.stderr, flush=True)


@contextmanager
def standing_in(folder: str) -> Iterator[None]:
    """With another current folder (contextlib.chdir is newer than Python 3.10)."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
