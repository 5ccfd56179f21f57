"""Aligns the units of a document with those of its source.

Units whose invariants are unique and equal on both sides are anchors (``anchors``). Between two
anchors dynamic programming finds the cheapest alignment (``programme``). What is left over is
paired by its place and length (``leftovers``), or another unit has it (``absences``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from contentlint._util import TYPE_CHECKING
from contentlint.model.document import Document
from contentlint.parity.absences import Absent, without_joined, without_swallowed, without_title
from contentlint.parity.anchors import anchors
from contentlint.parity.costs import dice
from contentlint.parity.leftovers import (
    find_moved,
    join_rest,
    pair_anywhere,
    pair_headings,
    pair_rewritten,
    straighten,
)
from contentlint.parity.lengths import estimated_ratio, median_ratio, unlike
from contentlint.parity.programme import align_segments
from contentlint.parity.sequences import runs
from contentlint.parity.state import Sides, State, free_sources, free_targets, sides_of
from contentlint.parity.unit_reader import PROSE
from contentlint.parity.units import Alignment, Pairing

if TYPE_CHECKING:
    from typing import Final

_LEAST_INVARIANTS: Final = 2
"""A unit with so many invariants can be trusted for them alone."""
_TRUSTED: Final = 0.6
"""How far they agree with those of the counterpart."""
_LEAST_LOST: Final = 4
_OUT_OF_STEP: Final = 0.3
"""So many units that are lost, and such a share of all, are a page out of step."""
_ASTRAY: Final = 0.1
"""The share of text without counterpart, on both sides, from which pictures and code count that are
paired with others."""
_MORE_ASTRAY: Final = 2
"""How many of those, with pictures that are missing, are a sign."""
_OWN: Final = ("image:", "code:")
"""The prefixes of invariants that are a picture's or a block of code's own."""


def of(doc: Document) -> Alignment | None:
    """Return how a document is aligned with its source; None without one. Ask through
    ``doc.fact(of)``."""
    other = doc.counterpart
    return None if other is None else align(other.doc, doc, other.order)


def align(source: Document, target: Document, order: str = "source") -> Alignment:
    """Align a translation with its source.

    ``order`` is ``source``, or ``free`` if a translation may arrange its passages in another order,
    as glossaries do.
    """
    sides = sides_of(source, target)
    first = anchors(sides)
    ratio = estimated_ratio(sides, first)
    state = join_rest(sides, align_segments(sides, first, ratio), ratio)
    if order == "free":
        state = pair_anywhere(sides, state)
    else:
        state = pair_rewritten(sides, state, ratio)
    if order != "free":
        state = pair_headings(sides, state)
    state = find_moved(sides, straighten(sides, state, ratio), ratio)
    ratio = median_ratio(sides, state.pairs, state.loose, ratio)
    absent = Absent(free_sources(state, sides.sources), free_targets(state, sides.targets))
    state, absent = without_joined(sides, state, absent, ratio)
    absent = without_title(sides, without_swallowed(sides, state, absent))
    lost = _lost(sides, state, absent, ratio)
    drift = lost / len(sides.sources) if sides.sources else 0.0
    return Alignment(
        sides.source,
        sides.target,
        tuple(_pairings(sides, state, ratio, order)),
        tuple(Pairing(i, j, trusted=False) for i, j in sorted(state.moved.items())),
        runs(absent.missing, sides.sources),
        runs(absent.added, sides.targets),
        drift,
        ratio,
        lost >= _LEAST_LOST and drift > _OUT_OF_STEP,
    )


def _lost(sides: Sides, state: State, absent: Absent, ratio: float) -> int:
    """Return how many units of the source the translation has not, or has something else for."""
    # One missing picture follows the other; they are counted by themselves.
    lost = sum(sides.source[i].kind != "image" for i in (*absent.missing, *state.weak))
    lost += unlike(sides, state, ratio)
    astray = sum(sides.target[j].kind != "image" for j in absent.added) + lost
    if astray >= _ASTRAY * len(sides.sources) and (wrong := _contradicted(sides, state)):
        wrong += sum(sides.source[i].kind == "image" for i in absent.missing)
        lost += wrong if wrong >= _MORE_ASTRAY else 0
    return lost


def _contradicted(sides: Sides, state: State) -> int:
    """Return how many pictures and blocks of code are paired with others, which have no name and no
    line in common: the page may be the translation of another one."""
    return sum(
        i not in state.weak
        and source.kind in ("image", "fence")
        and any(key.startswith(_OWN) for key in source.invariants)
        and any(key.startswith(_OWN) for key in sides.target[j].invariants)
        and source.invariants.keys().isdisjoint(sides.target[j].invariants)
        for i, j in state.pairs.items()
        for source in (sides.source[i],)
    )


def _pairings(sides: Sides, state: State, ratio: float, order: str) -> Iterator[Pairing]:
    """Yield the pairs in the order of the source; see ``Pairing.trusted``."""
    pairs = state.pairs
    source_before, source_after = _neighbours(sides.sources)
    target_before, target_after = _neighbours(sides.targets)
    for i, j in sorted(pairs.items()):
        source, target = sides.source[i], sides.target[j]
        in_step = (
            i not in state.loose
            and i not in state.weak
            and order != "free"
            and pairs.get(source_before.get(i, -1), -1) == target_before.get(j, -1)
            and pairs.get(source_after.get(i, -1), -1) == target_after.get(j, -1)
        )
        agree = (
            sum(source.invariants.values()) >= _LEAST_INVARIANTS
            and dice(source.invariants, target.invariants) >= _TRUSTED
        )
        expected = source.letters * ratio if source.kind in PROSE else source.letters
        long = max(expected, target.letters)
        close = source.kind not in PROSE or min(expected, target.letters) * 2 >= long
        trusted = i not in state.loose if agree else in_step and close
        yield Pairing(i, j, trusted=trusted, in_step=in_step)


def _neighbours(order: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Return the unit before each and the one after it."""
    return dict(zip(order[1:], order, strict=False)), dict(pairwise(order))


def place(found: Alignment, at: int) -> int:
    """Return the offset in the translation at which a unit of the source is missing: the end of the
    counterpart of the last unit before it that has one, or the start of the first unit."""
    last = bisect_left(found.pairs, (at,)) - 1
    if last >= 0:
        return found.target[found.pairs[last].target].end
    return found.target[0].start if found.target else 0
