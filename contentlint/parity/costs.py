"""What it costs to pair a unit of the source with one of the translation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from contentlint._util import TYPE_CHECKING
from contentlint.parity.units import Unit

if TYPE_CHECKING:
    from typing import Final, TypeAlias

Weighed: TypeAlias = "tuple[int, str, int, float, Mapping[str, int], int, int, str]"
"""Class, kind, level, length, invariants and their number, sentences, last mark."""

HEADING: Final = 0
TEXT: Final = 1
CODE: Final = 2
TABLE: Final = 3
IMAGE: Final = 4
CLASSES: Final = {
    "heading": HEADING,
    "paragraph": TEXT,
    "item": TEXT,
    "quote": TEXT,
    "fence": CODE,
    "indented": CODE,
    "table": TABLE,
    "image": IMAGE,
}
FORBIDDEN: Final = 1e9
LEAST_COST: Final = 1.1
"""No pair costs less than minus this."""
_OTHER_KIND: Final = 0.6
_LEVEL: Final = 0.5
"""For each level between two headings."""
_MOST_LENGTH: Final = 1.4
_SOFT_LENGTH: Final = 0.8
"""The same for what is not prose, whose length says less."""
_LENGTH: Final = 0.25
_INVARIANTS: Final = 2.2
_SURE_INVARIANTS: Final = 3
_SENTENCE: Final = 0.15
_MOST_SENTENCES: Final = 0.45
_ENDS: Final = 0.25
"""If one of two passages is a question, or leads in a list, and the other does not."""
_JOINED: Final = 0.7
_JOINED_ITEMS: Final = 0.4
"""More, if they are items or one is."""
_MOST_CODE: Final = 1.5
_LEAST_SAME: Final = 3
_SAME: Final = 0.8
"""Two units with so many invariants are the same if these agree so far."""


def dice(one: Mapping[str, int], two: Mapping[str, int]) -> float:
    """Return how far two multisets agree, 0 to 1; 0 if both are empty."""
    both = sum(one.values()) + sum(two.values())
    if not both:
        return 0.0
    if len(two) < len(one):
        one, two = two, one
    return 2 * sum([min(n, two[key]) for key, n in one.items() if key in two]) / both


def is_same(source: Unit, target: Unit) -> bool:
    """Return True if two units of a class have enough invariants in common, wherever they are."""
    return (
        CLASSES[source.kind] == CLASSES[target.kind]
        and sum(source.invariants.values()) >= _LEAST_SAME
        and dice(source.invariants, target.invariants) >= _SAME
    )


def weighed(unit: Unit, invariants: Mapping[str, int], ratio: float) -> Weighed:
    """Return a unit as ``cost_of`` takes it; its length is multiplied by a ratio if it is text."""
    kind = CLASSES[unit.kind]
    length = unit.letters * ratio if kind != CODE else float(unit.letters)
    number = sum(invariants.values())
    return kind, unit.kind, unit.level, length, invariants, number, unit.sentences, unit.ends


def cost_of(one: Weighed, two: Weighed) -> float:
    """Return the cost of pairing two units of the same class."""
    kind, name, level, length, ours, number, sentences, ends = one
    _, other, depth, actual, theirs, count, others, end = two
    if kind == HEADING:
        cost = _LEVEL * abs(level - depth)
    else:
        cost = 0.0 if name == other else _OTHER_KIND
    if number or count:
        most = number if number > count else count
        weight = _INVARIANTS * most / _SURE_INVARIANTS if most < _SURE_INVARIANTS else _INVARIANTS
        same = 0.0
        if number and count and not ours.keys().isdisjoint(theirs):
            same = dice(ours, theirs)
        cost += (0.5 - same) * weight
    if kind != IMAGE:
        both = length + actual
        if both:
            difference = length - actual
            more = _LENGTH * difference * difference / (2 * both)
            most_more = _MOST_LENGTH if kind == TEXT else _SOFT_LENGTH
            cost += more if more < most_more else most_more
    if sentences != others:
        cost += min(_SENTENCE * abs(sentences - others), _MOST_SENTENCES)
    if ends != end:
        cost += _ENDS
    # Code whose comments and strings are translated may have no line in common.
    return _MOST_CODE if kind == CODE and cost > _MOST_CODE else cost


def joined_of(units: Sequence[Weighed]) -> list[Weighed | None]:
    """Return for each unit what it is together with the one before; None if they cannot be one
    paragraph."""
    found: list[Weighed | None] = [None]
    for one, two in pairwise(units):
        if one[0] != TEXT or two[0] != TEXT:
            found.append(None)
            continue
        invariants = one[4] if not two[5] else two[4] if not one[5] else _sum(one[4], two[4])
        # Paragraphs are joined more often than items are.
        kind = one[1] if one[1] == two[1] != "item" else "items"
        sums = one[3] + two[3], invariants, one[5] + two[5], one[6] + two[6]
        found.append((TEXT, kind, 0, *sums, two[7]))
    return found


def _sum(one: Mapping[str, int], two: Mapping[str, int]) -> Mapping[str, int]:
    found = dict(one)
    for key, number in two.items():
        found[key] = found.get(key, 0) + number
    return found


def join_cost(one: Weighed, two: Weighed) -> float:
    """Return the cost of pairing a unit with two neighbours that ``joined_of`` has put together."""
    length, actual = one[3], two[3]
    if not 0.7 * length <= actual <= 1.45 * length:
        return FORBIDDEN
    cost = _JOINED + cost_of(one, two)
    if "items" in (one[1], two[1]):
        cost += _JOINED_ITEMS - _OTHER_KIND
    # Once more: sentences tell a joined paragraph from one without the other.
    return cost + min(_SENTENCE * abs(one[6] - two[6]), _MOST_SENTENCES)
