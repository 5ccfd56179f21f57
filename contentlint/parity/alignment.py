"""Aligns the units of a document with those of its source.

Units whose invariants are unique and equal on both sides are anchors. Between two anchors dynamic
programming finds the cheapest alignment; its cost counts kinds, levels, invariants and lengths
(Gale and Church 1993).
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.frontmatter import metadata
from contentlint.model.document import Document
from contentlint.parity.reading import MATTER, PROSE, is_unclosed, units
from contentlint.parity.units import Alignment, Pairing, Unit

if TYPE_CHECKING:
    from typing import Final

MOST_CELLS: Final = 250_000
"""Cells of all tables of the dynamic programme for one pair of documents, a third of a second;
sections for which none are left stay unaligned."""
_GAP: Final = 1.0
_FORBIDDEN: Final = 1e9
_OTHER_KIND: Final = 0.6
_LEVEL: Final = 0.5
"""For each level between two headings."""
_MOST_LENGTH: Final = 1.6
_SOFT_LENGTH: Final = 0.8
"""The same for what is not prose, whose length says less."""
_LENGTH: Final = 0.25
_INVARIANTS: Final = 2.2
_SURE_INVARIANTS: Final = 6
_DIAGONAL: Final = 0.75
"""The highest cost of a pair where as many units of the same kinds are paired in order."""
_MEAN_DIAGONAL: Final = 0.35
_LEAST_ANCHOR: Final = 2
_LEAST_MOVED: Final = 3
_MOST_COMPARED: Final = 10_000
_SAME: Final = 0.8
_TRUSTED: Final = 0.6
_LEAST_TRUSTED: Final = 2
_LONG: Final = 80
"""Paragraphs with so many characters tell the ratio of lengths."""
_OUT_OF_STEP: Final = 0.3
_FEW: Final = 4
_CLASSES: Final = {
    "heading": 0,
    "paragraph": 1,
    "item": 1,
    "quote": 1,
    "fence": 2,
    "indented": 2,
    "table": 3,
    "image": 4,
}
_NAME: Final = lazy_regex.compile(r"[A-Za-z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*|[A-Z][a-z]+")


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
    return _Aligner(source, target, order).align()


class _Aligner:
    def __init__(self, source: Document, target: Document, order: str) -> None:
        self.docs = source, target
        self.free = order == "free"
        self.source: tuple[Unit, ...] = source.fact(units)
        self.target: tuple[Unit, ...] = target.fact(units)
        self.cells = MOST_CELLS
        self.ratio = 1.0
        self.weak: set[int] = set()
        """Units of the source that are paired only because nothing else is at their place."""
        self.loose: set[int] = set()
        """Units of the source whose counterpart is joined, split or at another place."""

    def align(self) -> Alignment:
        """Return the alignment."""
        ones = [i for i, unit in enumerate(self.source) if unit.kind in MATTER]
        twos = [j for j, unit in enumerate(self.target) if unit.kind in MATTER]
        anchors = self.anchors(ones, twos)
        self.ratio = self.estimate(anchors, ones, twos)
        pairs = dict(anchors)
        for some, others in _between(anchors, ones, twos):
            pairs.update(self.segment(some, others))
        self.pair_rest(pairs, ones, twos)
        moved = self.moved(pairs, ones, twos)
        taken = set(pairs.values()) | set(moved.values())
        missing = [i for i in ones if i not in pairs and i not in moved]
        added = [j for j in twos if j not in taken]
        self.ratio = self.median(pairs, self.ratio)
        missing, added = self.without_joined(pairs, missing, added)
        missing, added = self.without_swallowed(pairs, missing, added)
        missing, added = self.without_title(missing, added)
        lost = len(missing) + len(self.weak)
        drift = lost / len(ones) if ones else 0.0
        return Alignment(
            self.source,
            self.target,
            tuple(self.trusted(pairs, ones, twos)),
            tuple(Pairing(i, j, trusted=False) for i, j in sorted(moved.items())),
            _runs(missing, ones),
            _runs(added, twos),
            drift,
            self.ratio,
            lost >= _FEW and drift > _OUT_OF_STEP,
        )

    def anchors(self, ones: Sequence[int], twos: Sequence[int]) -> list[tuple[int, int]]:
        """Return the units with the same invariants that are unique on both sides, in the longest
        chain that ascends on both."""
        where = _unique(self.target, twos)
        found = [
            (i, j)
            for key, i in _unique(self.source, ones).items()
            if (j := where.get(key, -1)) >= 0
        ]
        found.sort()
        return _chain(found)

    def estimate(
        self, anchors: Sequence[tuple[int, int]], ones: Sequence[int], twos: Sequence[int]
    ) -> float:
        """Return the ratio of lengths before anything but anchors is paired."""
        known = self.median(dict(anchors), 0.0, 3)
        if known:
            return known
        one = [unit.letters for i in ones if (unit := self.source[i]).kind in PROSE]
        two = [unit.letters for j in twos if (unit := self.target[j]).kind in PROSE]
        if not one or not two or not any(one):
            return 1.0
        # Where nothing is missing the sums agree, else at least the usual lengths.
        if len(one) == len(two):
            guess = sum(two) / sum(one)
        else:
            guess = _middle(two) / max(_middle(one), 1)
        return min(max(guess, 0.25), 4.0)

    def median(self, pairs: Mapping[int, int], unknown: float, least: int = 1) -> float:
        """Return the median ratio of the lengths of long paired paragraphs, at least of some."""
        ratios = [
            self.target[j].letters / unit.letters
            for i, j in pairs.items()
            if (unit := self.source[i]).kind in PROSE and unit.letters >= _LONG
        ]
        return (_middle(ratios) or unknown) if len(ratios) >= least else unknown

    def segment(self, ones: Sequence[int], twos: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield the pairs of the cheapest alignment of some units."""
        if not ones or not twos:
            return
        if len(ones) == len(twos) and self.is_diagonal(ones, twos):
            yield from zip(ones, twos, strict=True)
            return
        if len(ones) * len(twos) <= self.cells:
            self.cells -= len(ones) * len(twos)
            yield from self.programme(ones, twos)
            return
        yield from self.sections(ones, twos)

    def sections(self, ones: Sequence[int], twos: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Align headings first, then what is between them."""
        some = [i for i in ones if self.source[i].kind == "heading"]
        others = [j for j in twos if self.target[j].kind == "heading"]
        if not some or not others or len(some) * len(others) > self.cells // 2:
            return
        heads = list(self.segment(some, others))
        yield from heads
        for each, rest in _between(heads, ones, twos):
            if len(each) * len(rest) <= self.cells or len(each) == len(rest):
                yield from self.segment(each, rest)

    def is_diagonal(self, ones: Sequence[int], twos: Sequence[int]) -> bool:
        """Return True if the units of two segments, which are as many, agree one by one."""
        total = 0.0
        for i, j in zip(ones, twos, strict=True):
            one, two = self.source[i], self.target[j]
            cost = self.cost(one, two, one.invariants, two.invariants)
            total += cost
            if cost > _DIAGONAL:
                return False
        return total <= _MEAN_DIAGONAL * len(ones)

    def cost(
        self, one: Unit, two: Unit, ours: Mapping[str, int], theirs: Mapping[str, int]
    ) -> float:
        """Return the cost of pairing a unit of the source with one of the target; ``ours`` and
        ``theirs`` are what is compared of their invariants."""
        kind = _CLASSES[one.kind]
        if kind != _CLASSES[two.kind]:
            return _FORBIDDEN
        cost = 0.0 if one.kind == two.kind else _OTHER_KIND
        if kind == 0:
            cost = _LEVEL * abs(one.level - two.level)
        if ours or theirs:
            cost += _invariant_cost(ours, theirs)
        if kind == 4:
            return cost
        expected = one.letters * (1.0 if kind == 2 else self.ratio)
        both = expected + two.letters
        if both:
            difference = expected - two.letters
            length = _LENGTH * difference * difference / (2 * both)
            most = _MOST_LENGTH if kind == 1 else _SOFT_LENGTH
            cost += length if length < most else most
        # Code whose comments and strings are translated may have no line in common.
        return min(cost, 1.5) if kind == 2 else cost

    def programme(self, ones: Sequence[int], twos: Sequence[int]) -> list[tuple[int, int]]:
        """Return the cheapest alignment, by a table of all beginnings of both segments."""
        ours, theirs = self.with_names(ones, twos)
        width = len(twos)
        above = [_GAP * j for j in range(width + 1)]
        steps: list[bytearray] = []
        for row, i in enumerate(ones):
            one, known = self.source[i], ours[row]
            kind = _CLASSES[one.kind]
            step = bytearray(width + 1)
            step[0] = 1
            left = above[0] + _GAP
            here = [left]
            for column, j in enumerate(twos):
                two = self.target[j]
                best, way = above[column + 1] + _GAP, 1  # the source's unit has no counterpart
                if left + _GAP < best:
                    best, way = left + _GAP, 2
                if kind == _CLASSES[two.kind]:
                    paired = above[column] + self.cost(one, two, known, theirs[column])
                    if paired <= best:
                        best, way = paired, 0
                step[column + 1] = way
                left = best
                here.append(best)
            above = here
            steps.append(step)
        found: list[tuple[int, int]] = []
        row, column = len(ones), width
        while row and column:
            way = steps[row - 1][column]
            if way == 0:
                found.append((ones[row - 1], twos[column - 1]))
            row -= way != 2
            column -= way != 1
        found.reverse()
        return found

    def with_names(
        self, ones: Sequence[int], twos: Sequence[int]
    ) -> tuple[list[Mapping[str, int]], list[Mapping[str, int]]]:
        """Return the invariants of the units of two segments, with the names in Latin script that
        occur in both: others are transliterated in one of them."""
        source = [self.names(0, self.source[i]) for i in ones]
        target = [self.names(1, self.target[j]) for j in twos]
        both = {name for names in source for name in names}
        both &= {name for names in target for name in names}
        return (
            [_with(self.source[i].invariants, n, both) for i, n in zip(ones, source, strict=True)],
            [_with(self.target[j].invariants, n, both) for j, n in zip(twos, target, strict=True)],
        )

    def names(self, side: int, unit: Unit) -> list[str]:
        """Return the names in Latin script in the prose of a unit, in small letters."""
        if not unit.letters or _CLASSES[unit.kind] == 2:
            return []
        return [name.lower() for name in _NAME.findall(self.docs[side].prose, unit.start, unit.end)]

    def pair_rest(self, pairs: dict[int, int], ones: Sequence[int], twos: Sequence[int]) -> None:
        """Pair what is at the same place and of the same class although it differs: the passage was
        rewritten. In a free order the place does not count."""
        taken = set(pairs.values())
        rest = [i for i in ones if i not in pairs]
        if not rest:
            return
        places: list[tuple[Sequence[int], Sequence[int]]]
        if self.free:
            places = [(rest, [j for j in twos if j not in taken])]
        else:
            places = list(_between(sorted(pairs.items()), ones, twos))
        for some, others in places:
            waiting: dict[int, list[int]] = {}
            for j in reversed(others):
                waiting.setdefault(_CLASSES[self.target[j].kind], []).append(j)
            if len(some) != len(others) and not self.free:
                continue
            for i in some:
                same = waiting.get(_CLASSES[self.source[i].kind])
                if same:
                    pairs[i] = same.pop()
                    self.weak.add(i)

    def moved(
        self, pairs: Mapping[int, int], ones: Sequence[int], twos: Sequence[int]
    ) -> dict[int, int]:
        """Return the units of the source that stand at another place in the target."""
        taken = set(pairs.values())
        some = [i for i in ones if i not in pairs]
        others = [j for j in twos if j not in taken]
        if len(some) * len(others) > _MOST_COMPARED:
            return {}
        found: dict[int, int] = {}
        for i in some:
            one = self.source[i]
            if sum(one.invariants.values()) < _LEAST_MOVED:
                continue
            for j in others:
                two = self.target[j]
                if (
                    _CLASSES[one.kind] == _CLASSES[two.kind]
                    and dice(one.invariants, two.invariants) >= _SAME
                ):
                    found[i] = j
                    others.remove(j)
                    break
        return found

    def without_joined(
        self, pairs: Mapping[int, int], missing: list[int], added: list[int]
    ) -> tuple[list[int], list[int]]:
        """Leave out what the counterpart of a neighbour contains: two paragraphs may have become
        one, or one two."""
        back = {j: i for i, j in pairs.items()}
        lost = [i for i in missing if not self.is_joined(i, pairs, self.source, self.target, True)]
        more = [j for j in added if not self.is_joined(j, back, self.target, self.source, False)]
        return lost, more

    def is_joined(
        self,
        at: int,
        pairs: Mapping[int, int],
        here: Sequence[Unit],
        there: Sequence[Unit],
        forward: bool,
    ) -> bool:
        """Return True if the counterpart of a neighbour of a unit contains the unit as well."""
        unit = here[at]
        if unit.kind not in PROSE:
            return False
        ratio = self.ratio if forward else 1 / self.ratio
        for near in (_step(here, at, -1), _step(here, at, 1)):
            if near not in pairs or here[near].kind not in PROSE:
                continue
            beside, whole = here[near], there[pairs[near]]
            alone = beside.letters * ratio
            both = (unit.letters + beside.letters) * ratio
            longer = 0.75 * both <= whole.letters <= 1.4 * both and whole.letters > 1.3 * alone
            sentences = (
                whole.sentences >= unit.sentences + beside.sentences
                and whole.sentences > beside.sentences
                and whole.letters > 1.15 * alone
            )
            if longer or sentences or _holds(whole.invariants, unit, beside):
                self.loose.add(near if forward else pairs[near])
                return True
        return False

    def without_swallowed(
        self, pairs: Mapping[int, int], missing: list[int], added: list[int]
    ) -> tuple[list[int], list[int]]:
        """Leave out what an unclosed fence on the other side contains."""
        if missing and is_unclosed(self.docs[1], self.target):
            last = max(pairs, default=-1)
            missing = [i for i in missing if i < last]
        if added and is_unclosed(self.docs[0], self.source):
            last = max(pairs.values(), default=-1)
            added = [j for j in added if j < last]
        return missing, added

    def without_title(self, missing: list[int], added: list[int]) -> tuple[list[int], list[int]]:
        """Leave out a title that is in the front matter on the other side."""
        source, target = self.docs
        if missing and _is_title(self.source, missing[0]) and _has_title(target):
            missing = missing[1:]
        if added and _is_title(self.target, added[0]) and _has_title(source):
            added = added[1:]
        return missing, added

    def trusted(
        self, pairs: Mapping[int, int], ones: Sequence[int], twos: Sequence[int]
    ) -> Iterator[Pairing]:
        """Yield the pairs in the order of the source; see ``Pairing.trusted``."""
        before = dict(zip(ones[1:], ones, strict=False))
        after = dict(itertools.pairwise(ones))
        previous = dict(zip(twos[1:], twos, strict=False))
        following = dict(itertools.pairwise(twos))
        for i, j in sorted(pairs.items()):
            one, two = self.source[i], self.target[j]
            agree = dice(one.invariants, two.invariants) >= _TRUSTED
            if agree and sum(one.invariants.values()) >= _LEAST_TRUSTED:
                yield Pairing(i, j, trusted=i not in self.loose)
                continue
            in_step = (
                i not in self.loose
                and i not in self.weak
                and not self.free
                and pairs.get(before.get(i, -1), -1) == previous.get(j, -1)
                and pairs.get(after.get(i, -1), -1) == following.get(j, -1)
            )
            expected = one.letters * self.ratio if one.kind in PROSE else one.letters
            long = max(expected, two.letters)
            close = one.kind not in PROSE or min(expected, two.letters) * 2 >= long
            yield Pairing(i, j, trusted=in_step and close)


def place(found: Alignment, at: int) -> int:
    """Return the offset in the translation at which a unit of the source is missing: the end of the
    counterpart of the last unit before it that has one, or the start of the first unit."""
    last = bisect_left(found.pairs, (at,)) - 1
    if last >= 0:
        return found.target[found.pairs[last].target].end
    return found.target[0].start if found.target else 0


def dice(one: Mapping[str, int], two: Mapping[str, int]) -> float:
    """Return how far two multisets agree, 0 to 1; 0 if both are empty."""
    both = sum(one.values()) + sum(two.values())
    if not both:
        return 0.0
    if len(two) < len(one):
        one, two = two, one
    return 2 * sum([min(n, two[key]) for key, n in one.items() if key in two]) / both


def _invariant_cost(one: Mapping[str, int], two: Mapping[str, int]) -> float:
    number = max(sum(one.values()), sum(two.values()))
    weight = min(1.0, number / _SURE_INVARIANTS)
    return (0.5 - dice(one, two)) * _INVARIANTS * weight


def _unique(all_units: Sequence[Unit], some: Iterable[int]) -> dict[tuple[object, ...], int]:
    """Return the units with enough invariants that no other unit has, by these."""
    found: dict[tuple[object, ...], int] = {}
    for i in some:
        unit = all_units[i]
        if sum(unit.invariants.values()) >= _LEAST_ANCHOR:
            key = (_CLASSES[unit.kind], frozenset(unit.invariants.items()))
            found[key] = -1 if key in found else i
    return {key: i for key, i in found.items() if i >= 0}


def _chain(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
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


def _between(
    pairs: Sequence[tuple[int, int]], ones: Sequence[int], twos: Sequence[int]
) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Yield the units of both sides before, between and behind pairs that ascend."""
    first = second = 0
    for i, j in pairs:
        to = bisect_left(ones, i, first)
        until = bisect_left(twos, j, second)
        if to > first or until > second:
            yield ones[first:to], twos[second:until]
        first, second = to + 1, until + 1
    if first < len(ones) or second < len(twos):
        yield ones[first:], twos[second:]


def _with(known: Mapping[str, int], names: Iterable[str], both: set[str]) -> Mapping[str, int]:
    more = [name for name in names if name in both]
    if not more:
        return known
    found = dict(known)
    for name in more:
        key = f"name:{name}"
        found[key] = found.get(key, 0) + 1
    return found


def _holds(whole: Mapping[str, int], unit: Unit, beside: Unit) -> bool:
    """Return True if some invariants contain those of two units, at least two of them the
    first's."""
    return sum(unit.invariants.values()) >= _LEAST_ANCHOR and all(
        whole.get(key, 0) >= number + beside.invariants.get(key, 0)
        for key, number in unit.invariants.items()
    )


def _step(all_units: Sequence[Unit], at: int, step: int) -> int:
    """Return the next unit that is no markup in a direction; -1: there is none."""
    at += step
    while 0 <= at < len(all_units):
        if all_units[at].kind in MATTER:
            return at
        at += step
    return -1


def _runs(some: Sequence[int], order: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return units as half-open runs; between two of a run there is nothing but markup."""
    found: list[tuple[int, int]] = []
    following = dict(itertools.pairwise(order))
    for i in some:
        if found and following.get(found[-1][1] - 1) == i:
            found[-1] = found[-1][0], i + 1
        else:
            found.append((i, i + 1))
    return tuple(found)


def _is_title(all_units: Sequence[Unit], at: int) -> bool:
    unit = all_units[at]
    return unit.kind == "heading" and unit.level == 1 and _step(all_units, at, -1) < 0


def _has_title(doc: Document) -> bool:
    return "title" in doc.fact(metadata.read).fields


def _middle(values: Iterable[float]) -> float:
    """Return the median, the upper one of two; 0 without values."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else 0.0
