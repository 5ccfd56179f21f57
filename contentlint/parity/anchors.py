"""Units whose invariants are unique and equal on both sides: what an alignment begins with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint.parity.costs import CLASSES
from contentlint.parity.sequences import chain
from contentlint.parity.state import Sides
from contentlint.parity.units import Unit

if TYPE_CHECKING:
    from typing import Final

_LEAST_INVARIANTS: Final = 2
"""So many invariants make an anchor."""
_LONG_INVARIANT: Final = 16
"""A single invariant of so many characters, such as a command, makes an anchor as well."""
_FAR: Final = 2
"""Units by which an anchor has moved at least."""


def anchors(sides: Sides) -> list[tuple[int, int]]:
    """Return the pairs of units with the same invariants that are unique on both sides, in the
    longest chain that ascends on both."""
    where = _unique(sides.target, sides.targets)
    found = [
        (i, j)
        for key, i in _unique(sides.source, sides.sources).items()
        if (j := where.get(key, -1)) >= 0
    ]
    found.sort()
    return _in_place(chain(found), sides.sources, sides.targets)


def _unique(units: Sequence[Unit], some: Iterable[int]) -> dict[tuple[object, ...], int]:
    """Return the units with enough invariants that no other unit has, by these."""
    found: dict[tuple[object, ...], int] = {}
    for i in some:
        unit = units[i]
        known = unit.invariants
        if known and (
            sum(known.values()) >= _LEAST_INVARIANTS or len(next(iter(known))) >= _LONG_INVARIANT
        ):
            key = (CLASSES[unit.kind], frozenset(known.items()))
            found[key] = -1 if key in found else i
    return {key: i for key, i in found.items() if i >= 0}


def _in_place(
    anchors: list[tuple[int, int]], sources: Sequence[int], targets: Sequence[int]
) -> list[tuple[int, int]]:
    """Return anchors without those that have moved: there is too much before them on one side, and
    as much after them on the other. The dynamic programme may still pair them."""
    kept: list[tuple[int, int]] = []
    last_source = last_target = -1
    for number, (i, j) in enumerate(anchors):
        source, target = bisect_left(sources, i), bisect_left(targets, j)
        after = anchors[number + 1] if number + 1 < len(anchors) else None
        next_source = bisect_left(sources, after[0]) if after else len(sources)
        next_target = bisect_left(targets, after[1]) if after else len(targets)
        before = (source - last_source) - (target - last_target)
        behind = (next_source - source) - (next_target - target)
        if before * behind < 0 and min(abs(before), abs(behind)) >= _FAR:
            continue
        kept.append((i, j))
        last_source, last_target = source, target
    return kept
