"""The cheapest alignment of two segments, by dynamic programming.

The costs (``costs``) count kinds, levels, invariants, sentences and lengths (Gale and Church 1993).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.model.document import Document
from contentlint.parity.costs import (
    CLASSES,
    CODE,
    FORBIDDEN,
    LEAST_COST,
    Weighed,
    cost_of,
    join_cost,
    joined_of,
    weighed,
)
from contentlint.parity.sequences import between
from contentlint.parity.state import Sides, State
from contentlint.parity.units import Unit

if TYPE_CHECKING:
    from typing import Final

MOST_CELLS: Final = 250_000
"""Cells of all tables of the dynamic programme for one pair of documents, a third of a second;
sections for which none are left stay unaligned."""
_GAP: Final = 1.0
"""The cost of a unit without a counterpart."""
_DIAGONAL: Final = 0.75
"""The highest cost of a pair where as many units of the same kinds are paired in order."""
_MEAN_DIAGONAL: Final = 0.35
"""The highest mean of their costs."""
_REACH: Final = 20
"""How far the table goes to both sides of its diagonal, beyond the difference of the lengths."""

_BOTH: Final = 0
"""The last step of the cheapest alignment of two beginnings: their last units are a pair."""
_SOURCE_ALONE: Final = 1
"""The last unit of the source has no counterpart."""
_TARGET_ALONE: Final = 2
"""That of the target has none."""
_JOIN: Final = 3
"""The last two units of the source became one."""
_SPLIT: Final = 4
"""The last unit of the source became two."""
_NAME: Final = lazy_regex.compile(r"[A-Za-z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*|[A-Z][a-z]+")


def align_segments(sides: Sides, anchors: Sequence[tuple[int, int]], ratio: float) -> State:
    """Pair the units between anchors, as far as ``MOST_CELLS`` goes."""
    programme = _Programme(sides, ratio)
    pairs = dict(anchors)
    for sources, targets in between(anchors, sides.sources, sides.targets):
        pairs.update(programme.segment(sources, targets))
    joined, split = programme.joined, programme.split
    loose = set(split.values())
    if joined:
        whole = set(joined.values())
        loose.update(i for i, j in pairs.items() if j in whole)
    return State(pairs, loose=frozenset(loose), joined=joined, split=split)


class _Programme:
    """Aligns segments of two documents, all together within ``MOST_CELLS``."""

    def __init__(self, sides: Sides, ratio: float) -> None:
        self.sides = sides
        self.ratio = ratio
        self.cells = MOST_CELLS
        """How many are left."""
        self.joined: dict[int, int] = {}
        """As in ``State``, of the segments so far."""
        self.split: dict[int, int] = {}

    def segment(self, sources: Sequence[int], targets: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield the pairs of the cheapest alignment of some units."""
        if not sources or not targets:
            return
        if len(sources) == len(targets) and self._is_diagonal(sources, targets):
            yield from zip(sources, targets, strict=True)
            return
        cells = len(sources) * band(len(sources), len(targets))
        if cells <= self.cells:
            self.cells -= cells
            steps = table(*_with_names(self.sides, sources, targets, self.ratio))
            yield from self._walk(steps, sources, targets)
            return
        yield from self._sections(sources, targets)

    def _sections(
        self, sources: Sequence[int], targets: Sequence[int]
    ) -> Iterator[tuple[int, int]]:
        """Align headings first, then what is between them."""
        own = [i for i in sources if self.sides.source[i].kind == "heading"]
        other = [j for j in targets if self.sides.target[j].kind == "heading"]
        if not own or not other or (len(own) == len(sources) and len(other) == len(targets)):
            return
        headings = list(self.segment(own, other))
        yield from headings
        if headings:
            for source_section, target_section in between(headings, sources, targets):
                yield from self.segment(source_section, target_section)

    def _is_diagonal(self, sources: Sequence[int], targets: Sequence[int]) -> bool:
        """Return True if the units of two segments, which are as many, agree one by one."""
        total = 0.0
        for i, j in zip(sources, targets, strict=True):
            source, target = self.sides.source[i], self.sides.target[j]
            cost = cost_of(
                weighed(source, source.invariants, self.ratio),
                weighed(target, target.invariants, 1.0),
            )
            total += cost
            if cost > _DIAGONAL:
                return False
        return total <= _MEAN_DIAGONAL * len(sources)

    def _walk(
        self,
        steps: Sequence[tuple[int, bytearray]],
        sources: Sequence[int],
        targets: Sequence[int],
    ) -> list[tuple[int, int]]:
        """Return the pairs of the cheapest alignment of two segments, whose steps ``table`` has
        made."""
        found: list[tuple[int, int]] = []
        row, column = len(sources), len(targets)
        while row and column:
            first, row_steps = steps[row - 1]
            inside = first <= column < first + len(row_steps)
            step = row_steps[column - first] if inside else _SOURCE_ALONE
            if step == _SOURCE_ALONE:
                row -= 1
                continue
            if step == _TARGET_ALONE:
                column -= 1
                continue
            row, column = row - 1, column - 1
            i, j = sources[row], targets[column]
            # The longer one of two neighbours is in the pair.
            if step == _JOIN:
                row -= 1
                i, part = _by_length(self.sides.source, sources[row], i)
                self.joined[part] = j
            elif step == _SPLIT:
                column -= 1
                j, part = _by_length(self.sides.target, targets[column], j)
                self.split[part] = i
            found.append((i, j))
        found.reverse()
        return found


def band(height: int, width: int) -> int:
    """Return how many columns of a table are computed in each row."""
    return min(2 * (abs(height - width) + _REACH) + 1, width)


def table(sources: Sequence[Weighed], targets: Sequence[Weighed]) -> list[tuple[int, bytearray]]:
    """Return the last steps of the cheapest alignments of all beginnings of two segments, in a band
    around the diagonal: for each unit of the source the number of the first column, from 1, and the
    steps from there on."""
    height, width = len(sources), len(targets)
    reach = abs(height - width) + _REACH
    joined, split = joined_of(sources), joined_of(targets)
    nowhere = [FORBIDDEN] * (width + 1)
    farther, above = nowhere, [_GAP * j for j in range(width + 1)]
    steps: list[tuple[int, bytearray]] = []
    for row, source in enumerate(sources):
        middle = (row + 1) * width // height
        first, last = max(middle - reach, 1), min(middle + reach, width)
        here = nowhere[:]
        left = here[first - 1] = _GAP * (row + 1) if first == 1 else FORBIDDEN
        kind = source[0]
        both_sources = joined[row]
        row_steps = bytearray()
        for column in range(first, last + 1):
            best, step = above[column] + _GAP, _SOURCE_ALONE
            if left + _GAP < best:
                best, step = left + _GAP, _TARGET_ALONE
            target = targets[column - 1]
            if kind == target[0]:
                before = above[column - 1]
                if before - LEAST_COST < best:
                    cost = before + cost_of(source, target)
                    if cost <= best:
                        best, step = cost, _BOTH
                if both_sources is not None and farther[column - 1] < best:
                    cost = farther[column - 1] + join_cost(both_sources, target)
                    if cost < best:
                        best, step = cost, _JOIN
                both_targets = split[column - 1]
                if both_targets is not None and above[column - 2] < best:
                    cost = above[column - 2] + join_cost(source, both_targets)
                    if cost < best:
                        best, step = cost, _SPLIT
            row_steps.append(step)
            left = here[column] = best
        farther, above = above, here
        steps.append((first, row_steps))
    return steps


def _by_length(units: Sequence[Unit], first: int, second: int) -> tuple[int, int]:
    """Return two units, the longer one first; of two as long, the second."""
    if units[second].letters >= units[first].letters:
        return second, first
    return first, second


def _with_names(
    sides: Sides, sources: Sequence[int], targets: Sequence[int], ratio: float
) -> tuple[list[Weighed], list[Weighed]]:
    """Return what is compared of the units of two segments. The names in Latin script that occur in
    both count among the invariants: others are transliterated in one of them."""
    source_names = [_names(sides.source_doc, sides.source[i]) for i in sources]
    target_names = [_names(sides.target_doc, sides.target[j]) for j in targets]
    both = {name for names in source_names for name in names}
    both &= {name for names in target_names for name in names}
    return (
        [
            _weighed(sides.source[i], n, both, ratio)
            for i, n in zip(sources, source_names, strict=True)
        ],
        [
            _weighed(sides.target[j], n, both, 1.0)
            for j, n in zip(targets, target_names, strict=True)
        ],
    )


def _names(doc: Document, unit: Unit) -> list[str]:
    """Return the names in Latin script in the prose of a unit, in small letters."""
    if not unit.letters or CLASSES[unit.kind] == CODE:
        return []
    return [name.lower() for name in _NAME.findall(doc.prose, unit.start, unit.end)]


def _weighed(unit: Unit, names: Iterable[str], both: set[str], ratio: float) -> Weighed:
    """Return a unit as ``cost_of`` takes it, with its names that are on both sides."""
    return weighed(unit, _with(unit.invariants, [n for n in names if n in both]), ratio)


def _with(known: Mapping[str, int], names: Sequence[str]) -> Mapping[str, int]:
    if not names:
        return known
    found = dict(known)
    for name in names:
        key = f"name:{name}"
        found[key] = found.get(key, 0) + 1
    return found
