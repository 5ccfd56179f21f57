"""Aligns the units of a document with those of its source.

Units whose invariants are unique and equal on both sides are anchors. Between two anchors dynamic
programming finds the cheapest alignment; its costs (``costs``) count kinds, levels, invariants,
sentences and lengths (Gale and Church 1993).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.frontmatter import metadata
from contentlint.model.document import Document
from contentlint.parity.costs import (
    CLASSES,
    FORBIDDEN,
    LEAST_COST,
    Weighed,
    cost_of,
    dice,
    join_cost,
    joined_of,
    weighed,
)
from contentlint.parity.joins import Joins
from contentlint.parity.reading import MATTER, PROSE, is_unclosed, next_matter, units
from contentlint.parity.units import Alignment, Pairing, Unit

if TYPE_CHECKING:
    from typing import Final

MOST_CELLS: Final = 250_000
"""Cells of all tables of the dynamic programme for one pair of documents, a third of a second;
sections for which none are left stay unaligned."""
_GAP: Final = 1.0
_DIAGONAL: Final = 0.75
"""The highest cost of a pair where as many units of the same kinds are paired in order."""
_MEAN_DIAGONAL: Final = 0.35
_LEAST_ANCHOR: Final = 2
_LONG_KEY: Final = 16
"""A single invariant of so many characters, such as a command, makes an anchor as well."""
_FAR: Final = 2
"""Units by which an anchor has moved at least."""
_LEAST_MOVED: Final = 3
_NEAR: Final = 8
"""Units between which a passage without invariants may have moved."""
_MOST_COMPARED: Final = 10_000
_SAME: Final = 0.8
_TRUSTED: Final = 0.6
_LEAST_TRUSTED: Final = 2
_LONG: Final = 80
_SOME_LONG: Final = 5
_SHORT: Final = 15
"""So many paragraphs with so many characters tell the ratio of lengths, else shorter ones do,
too."""
_OUT_OF_STEP: Final = 0.3
_FEW: Final = 4
_SOME_LETTERS: Final = 40
_ASTRAY: Final = 0.1
"""The share of text without counterpart, on both sides, from which pictures and code count that are
paired with others."""
_MORE_ASTRAY: Final = 2
"""How many of those, with pictures that are missing, are a sign."""
_OWN: Final = ("image:", "code:")
_SHORTEST: Final = 0.45
_LONGEST: Final = 1.7
"""No alphabet is so much shorter or longer than another one: the page is no translation."""
_LONGEST_WORD: Final = 12
"""Characters for a word, with its blank, in the mean of a page."""
_UNLIKE: Final = 1.65
_MOST_UNLIKE: Final = 0.6
"""Most passages of at least so many letters are so much longer or shorter than expected."""
_MOST_REWRITTEN: Final = 100
"""Pairs that are compared of what is left at a place on both sides."""
_MOST_JOINED: Final = 20
"""So many passages of both sides that are as long together may be the same."""
_MOST_SHIFTED: Final = 8
"""So many passages are paired anew together."""
_AGREE: Final = 0.5
_LONGER: Final = 2.0
_MOST_ABRIDGED: Final = 3.0
"""The same as ``_LONGER`` beside passages that are paired by their invariants."""
_MEAN_LONGER: Final = 0.5
"""How much longer than expected one of them may be, or shorter, and all in the mean."""
_REACH: Final = 20
"""How far the table goes to both sides of its diagonal, beyond the difference of the lengths."""
_BOTH: Final = 0
_UP: Final = 1
_LEFT: Final = 2
_JOIN: Final = 3
_SPLIT: Final = 4
"""The last step of the cheapest alignment of two beginnings: the units are a pair, that of the
source has no counterpart, that of the target has none, two of the source became one, or one
two."""
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
        # Whether each line is a paragraph is guessed, for one file and not for the other.
        wrapped = source.paragraphs != target.paragraphs
        self.source: tuple[Unit, ...] = source.fact(units, wrapped and source.syntax.markup)
        self.target: tuple[Unit, ...] = target.fact(units, wrapped and target.syntax.markup)
        self.cells = MOST_CELLS
        self.ratio = 1.0
        self.weak: set[int] = set()
        """Units of the source that are paired only because nothing else is at their place."""
        self.loose: set[int] = set()
        """Units of the source whose counterpart is joined, split or at another place."""
        self.joined: dict[int, int] = {}
        """Units of the source that are a part of the counterpart of a neighbour, with that."""
        self.split: dict[int, int] = {}
        """Units of the target that are a part of the counterpart of a unit of the source, with
        that unit."""

    def align(self) -> Alignment:
        """Return the alignment."""
        ones = [i for i, unit in enumerate(self.source) if unit.kind in MATTER]
        twos = [j for j, unit in enumerate(self.target) if unit.kind in MATTER]
        anchors = self.anchors(ones, twos)
        self.ratio = self.estimate(anchors, ones, twos)
        pairs = dict(anchors)
        for some, others in _between(anchors, ones, twos):
            pairs.update(self.segment(some, others))
        self.join_rest(pairs, ones, twos)
        self.pair_rest(pairs, ones, twos)
        self.straighten(pairs, ones, twos)
        moved = self.moved(pairs, ones, twos)
        taken = set(pairs.values()) | set(moved.values())
        missing = [i for i in ones if not (i in pairs or i in moved or i in self.joined)]
        added = [j for j in twos if not (j in taken or j in self.split)]
        self.ratio = self.median(pairs, self.ratio)
        missing, added = self.without_joined(pairs, missing, added)
        missing, added = self.without_swallowed(pairs, missing, added)
        missing, added = self.without_title(missing, added)
        # One missing picture follows the other; they are counted by themselves.
        lost = sum(self.source[i].kind != "image" for i in (*missing, *self.weak))
        lost += self.unlike(pairs)
        astray = sum(self.target[j].kind != "image" for j in added) + lost
        if astray >= _ASTRAY * len(ones) and (wrong := self.contradicted(pairs)):
            wrong += sum(self.source[i].kind == "image" for i in missing)
            lost += wrong if wrong >= _MORE_ASTRAY else 0
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
        return _in_place(_chain(found), ones, twos)

    def estimate(
        self, anchors: Sequence[tuple[int, int]], ones: Sequence[int], twos: Sequence[int]
    ) -> float:
        """Return the ratio of lengths before anything but anchors is paired."""
        known = self.median(dict(anchors), 0.0, 3)
        if known:
            return known
        one = [self.source[i] for i in ones if self.source[i].kind in PROSE]
        two = [self.target[j] for j in twos if self.target[j].kind in PROSE]
        ours, theirs = _per_sentence(one), _per_sentence(two)
        return min(max(theirs / ours, 0.25), 4.0) if ours and theirs else 1.0

    def median(self, pairs: Mapping[int, int], unknown: float, least: int = 1) -> float:
        """Return the median ratio of the lengths of long paired paragraphs; without some, that of
        all. Those with as many sentences count: others may be joined or abridged."""
        known = [
            (one.letters, two.letters)
            for i, j in pairs.items()
            if (one := self.source[i]).letters >= _SHORT
            and one.kind in PROSE
            and one.sentences == (two := self.target[j]).sentences
            and i not in self.loose
        ]
        long = [there / here for here, there in known if here >= _LONG]
        if len(long) >= _SOME_LONG:
            return _middle(long)
        if len(known) < least:
            return unknown
        # Of a few, the sums vary less than the median.
        return sum(there for _, there in known) / sum(here for here, _ in known) or unknown

    def segment(self, ones: Sequence[int], twos: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield the pairs of the cheapest alignment of some units."""
        if not ones or not twos:
            return
        if len(ones) == len(twos) and self.is_diagonal(ones, twos):
            yield from zip(ones, twos, strict=True)
            return
        cells = len(ones) * _band(len(ones), len(twos))
        if cells <= self.cells:
            self.cells -= cells
            yield from self.programme(ones, twos)
            return
        yield from self.sections(ones, twos)

    def sections(self, ones: Sequence[int], twos: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Align headings first, then what is between them."""
        some = [i for i in ones if self.source[i].kind == "heading"]
        others = [j for j in twos if self.target[j].kind == "heading"]
        if not some or not others or (len(some) == len(ones) and len(others) == len(twos)):
            return
        heads = list(self.segment(some, others))
        yield from heads
        if heads:
            for each, rest in _between(heads, ones, twos):
                yield from self.segment(each, rest)

    def is_diagonal(self, ones: Sequence[int], twos: Sequence[int]) -> bool:
        """Return True if the units of two segments, which are as many, agree one by one."""
        total = 0.0
        for i, j in zip(ones, twos, strict=True):
            one, two = self.source[i], self.target[j]
            cost = cost_of(
                weighed(one, one.invariants, self.ratio), weighed(two, two.invariants, 1.0)
            )
            total += cost
            if cost > _DIAGONAL:
                return False
        return total <= _MEAN_DIAGONAL * len(ones)

    def programme(self, ones: Sequence[int], twos: Sequence[int]) -> list[tuple[int, int]]:
        """Return the cheapest alignment, by a table of the beginnings of both segments: a band
        around its diagonal."""
        ours, theirs = self.with_names(ones, twos)
        height, width = len(ones), len(twos)
        reach = abs(height - width) + _REACH
        joined, split = joined_of(ours), joined_of(theirs)
        nowhere = [FORBIDDEN] * (width + 1)
        farther, above = nowhere, [_GAP * j for j in range(width + 1)]
        steps: list[tuple[int, bytearray]] = []
        for row, one in enumerate(ours):
            middle = (row + 1) * width // height
            first, last = max(middle - reach, 1), min(middle + reach, width)
            here = nowhere[:]
            left = here[first - 1] = _GAP * (row + 1) if first == 1 else FORBIDDEN
            kind = one[0]
            one_more = joined[row]
            step = bytearray()
            for column in range(first, last + 1):
                best, way = above[column] + _GAP, _UP
                if left + _GAP < best:
                    best, way = left + _GAP, _LEFT
                two = theirs[column - 1]
                if kind == two[0]:
                    before = above[column - 1]
                    if before - LEAST_COST < best:
                        cost = before + cost_of(one, two)
                        if cost <= best:
                            best, way = cost, _BOTH
                    if one_more is not None and farther[column - 1] < best:
                        cost = farther[column - 1] + join_cost(one_more, two)
                        if cost < best:
                            best, way = cost, _JOIN
                    two_more = split[column - 1]
                    if two_more is not None and above[column - 2] < best:
                        cost = above[column - 2] + join_cost(one, two_more)
                        if cost < best:
                            best, way = cost, _SPLIT
                step.append(way)
                left = here[column] = best
            farther, above = above, here
            steps.append((first, step))
        return self.walk(steps, ones, twos)

    def walk(
        self, steps: Sequence[tuple[int, bytearray]], ones: Sequence[int], twos: Sequence[int]
    ) -> list[tuple[int, int]]:
        """Return the pairs of a table, each row of which is its first column and the steps."""
        found: list[tuple[int, int]] = []
        row, column = len(ones), len(twos)
        while row and column:
            first, step = steps[row - 1]
            way = step[column - first] if first <= column < first + len(step) else _UP
            if way == _UP:
                row -= 1
            elif way == _LEFT:
                column -= 1
            else:
                if way == _BOTH:
                    found.append((ones[row - 1], twos[column - 1]))
                elif way == _JOIN:
                    row -= 1
                    one, other = self.source[ones[row - 1]], self.source[ones[row]]
                    # The longer of the two is the pair.
                    pair = row if other.letters >= one.letters else row - 1
                    found.append((ones[pair], twos[column - 1]))
                    self.loose.add(ones[pair])
                    self.joined[ones[2 * row - 1 - pair]] = twos[column - 1]
                else:
                    column -= 1
                    one, other = self.target[twos[column - 1]], self.target[twos[column]]
                    pair = column if other.letters >= one.letters else column - 1
                    found.append((ones[row - 1], twos[pair]))
                    self.loose.add(ones[row - 1])
                    self.split[twos[2 * column - 1 - pair]] = ones[row - 1]
                row -= 1
                column -= 1
        found.reverse()
        return found

    def with_names(
        self, ones: Sequence[int], twos: Sequence[int]
    ) -> tuple[list[Weighed], list[Weighed]]:
        """Return what is compared of the units of two segments. The names in Latin script that
        occur in both count among the invariants: others are transliterated in one of them."""
        source = [self.names(0, self.source[i]) for i in ones]
        target = [self.names(1, self.target[j]) for j in twos]
        both = {name for names in source for name in names}
        both &= {name for names in target for name in names}
        ours: list[Weighed] = []
        for i, names in zip(ones, source, strict=True):
            unit = self.source[i]
            ours.append(weighed(unit, _with(unit.invariants, names, both), self.ratio))
        theirs: list[Weighed] = []
        for j, names in zip(twos, target, strict=True):
            unit = self.target[j]
            theirs.append(weighed(unit, _with(unit.invariants, names, both), 1.0))
        return ours, theirs

    def names(self, side: int, unit: Unit) -> list[str]:
        """Return the names in Latin script in the prose of a unit, in small letters."""
        if not unit.letters or CLASSES[unit.kind] == 2:
            return []
        return [name.lower() for name in _NAME.findall(self.docs[side].prose, unit.start, unit.end)]

    def join_rest(self, pairs: dict[int, int], ones: Sequence[int], twos: Sequence[int]) -> None:
        """Pair passages at the same place that are as long together, such as a list that became a
        paragraph."""
        for some, others in list(_between(sorted(pairs.items()), ones, twos)):
            ours = [i for i in some if self.is_free_passage(self.source, i, self.joined)]
            theirs = [j for j in others if self.is_free_passage(self.target, j, self.split)]
            if len(ours) == len(theirs) or len(ours) + len(theirs) > _MOST_JOINED:
                continue
            if not ours or not theirs:
                continue
            expected = sum(self.source[i].letters for i in ours) * self.ratio
            actual = sum(self.target[j].letters for j in theirs)
            if 0.7 * expected <= actual <= 1.4 * expected:
                pairs[ours[0]] = theirs[0]
                self.loose.add(ours[0])
                self.joined.update(dict.fromkeys(ours[1:], theirs[0]))
                self.split.update(dict.fromkeys(theirs[1:], ours[0]))

    def is_free_passage(self, side: Sequence[Unit], at: int, taken: Mapping[int, int]) -> bool:
        """Return True if a unit is prose and not joined with another."""
        return side[at].kind in PROSE and at not in taken

    def pair_rest(self, pairs: dict[int, int], ones: Sequence[int], twos: Sequence[int]) -> None:
        """Pair what is at the same place and of the same class although it differs: the passage was
        rewritten. In a free order the place does not count."""
        taken = {*pairs.values(), *self.split}
        rest = [i for i in ones if i not in pairs and i not in self.joined]
        if not rest:
            return
        places: list[tuple[Sequence[int], Sequence[int]]]
        if self.free:
            places = [(rest, [j for j in twos if j not in taken])]
        else:
            places = list(_between(sorted(pairs.items()), ones, twos))
        for each, other in places:
            more: list[tuple[int, int]] = []
            for some, others in self.by_class(each, other):
                if self.free:
                    more += zip(some, others, strict=False)
                elif len(some) * len(others) <= _MOST_REWRITTEN:
                    more += self.rewritten(some, others)
            more.sort()
            pairs.update(more if self.free else (more := _chain(more)))
            self.weak.update(i for i, _ in more)

    def rewritten(self, ones: Sequence[int], twos: Sequence[int]) -> list[tuple[int, int]]:
        """Return the cheapest pairs, in order, of all units of the smaller of two groups of one
        class."""
        if not ones or not twos:
            return []
        ours = [weighed(u, u.invariants, self.ratio) for u in (self.source[i] for i in ones)]
        theirs = [weighed(u, u.invariants, 1.0) for u in (self.target[j] for j in twos)]
        swap = len(ones) > len(twos)
        few, many = (theirs, ours) if swap else (ours, theirs)
        # The cheapest choices for the first units of the smaller group, by how many of the other
        # group they may use.
        best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())] * (len(many) + 1)
        for one in few:
            here: list[tuple[float, tuple[int, ...]]] = [(FORBIDDEN, ())]
            for at, two in enumerate(many):
                cost = best[at][0] + (cost_of(two, one) if swap else cost_of(one, two))
                here.append(min(here[-1], (cost, (*best[at][1], at))))
            best = here
        chosen = best[-1][1]
        if len(chosen) < len(few):
            return []
        if swap:
            return [(ones[at], j) for at, j in zip(chosen, twos, strict=True)]
        return [(i, twos[at]) for i, at in zip(ones, chosen, strict=True)]

    def by_class(
        self, ones: Sequence[int], twos: Sequence[int]
    ) -> Iterator[tuple[list[int], list[int]]]:
        """Yield the units of each class that are in no pair and not joined."""
        classes: dict[int, tuple[list[int], list[int]]] = {}
        for i in ones:
            if i not in self.joined:
                classes.setdefault(CLASSES[self.source[i].kind], ([], []))[0].append(i)
        for j in twos:
            if j not in self.split:
                classes.setdefault(CLASSES[self.target[j].kind], ([], []))[1].append(j)
        yield from classes.values()

    def straighten(self, pairs: dict[int, int], ones: Sequence[int], twos: Sequence[int]) -> None:
        """Pair passages one by one where a few are paired with the next or the last one only
        because one unit too many is paired with none on each side, if their lengths agree."""
        ratio = self.median(pairs, self.ratio)
        place = {j: at for at, j in enumerate(twos)}
        taken = set(pairs.values())
        for at, i in enumerate(ones):
            if i in pairs or i in self.joined or self.source[i].kind not in PROSE:
                continue
            for step in (1, -1):
                before = at - step
                if not 0 <= before < len(ones):
                    start = 0 if step > 0 else len(twos) - 1
                elif ones[before] in pairs:
                    start = place[pairs[ones[before]]] + step
                else:
                    continue
                run = _shifted(
                    pairs, taken, ones[at::step], twos[start::step] if start >= 0 else ()
                )
                if run and self.is_straight(run, pairs, ratio):
                    pairs.update(run)
                    taken.update(j for _, j in run)
                    self.loose.update(i for i, _ in run)
                    self.split.pop(run[-1][1], None)
                    break

    def is_straight(
        self, run: Sequence[tuple[int, int]], pairs: Mapping[int, int], ratio: float
    ) -> bool:
        """Return True if the passages of a run may be the same one by one, and nothing says that
        they are paired well already."""
        off = 0.0
        most = _LONGER
        if any(self.is_rather(i, j, pairs) for i, j in run):
            most = _MOST_ABRIDGED
        for i, j in run:
            one, two = self.source[i], self.target[j]
            if one.kind != two.kind and not (len(run) == 1 and self.is_indented_prose(two)):
                return False
            now = self.target[pairs[i]] if i in pairs else None
            if now is not None and dice(one.invariants, now.invariants) >= _AGREE:
                return False
            long, short = one.letters * ratio, float(two.letters)
            if long < short:
                long, short = short, long
            if long > most * short:
                return False
            off += long / short - 1
        # A neighbour that was split although this one is missing was not.
        mean = most - 1 if run[-1][1] in self.split else _MEAN_LONGER
        return off <= mean * len(run)

    def is_rather(self, i: int, j: int, pairs: Mapping[int, int]) -> bool:
        """Return True if a unit has invariants in common with another one, and none with its
        counterpart if it has one."""
        known = self.source[i].invariants
        return dice(known, self.target[j].invariants) >= _AGREE and (
            i not in pairs or known.keys().isdisjoint(self.target[pairs[i]].invariants)
        )

    def is_indented_prose(self, unit: Unit) -> bool:
        """Return True if a unit of the translation is read as code only for its indentation, such
        as that of an item whose list has digits of another script."""
        doc = self.docs[1]
        text = doc.text[unit.start : unit.end]
        letters = [char for char in text if char.isalpha()]
        return unit.kind == "indented" and 2 * sum(map(str.isascii, letters)) < len(letters)

    def moved(
        self, pairs: Mapping[int, int], ones: Sequence[int], twos: Sequence[int]
    ) -> dict[int, int]:
        """Return the units of the source that stand at another place in the target."""
        taken = {*pairs.values(), *self.split}
        some = [i for i in ones if i not in pairs and i not in self.joined]
        others = [j for j in twos if j not in taken]
        if len(some) * len(others) > _MOST_COMPARED:
            return {}
        found: dict[int, int] = {}
        for i in some:
            for j in others:
                if is_same(self.source[i], self.target[j]) or self.is_near(i, j, pairs):
                    found[i] = j
                    others.remove(j)
                    break
        # A heading moves with the passage that follows it.
        for i in some:
            after = found.get(next_matter(self.source, i, 1), -1)
            before = next_matter(self.target, after, -1) if after >= 0 else -1
            if i not in found and before in others and self.is_heading(i, before):
                found[i] = before
                others.remove(before)
        return found

    def is_heading(self, i: int, j: int) -> bool:
        """Return True if both units are headings of one level."""
        one, two = self.source[i], self.target[j]
        return one.kind == two.kind == "heading" and one.level == two.level

    def is_near(self, i: int, j: int, pairs: Mapping[int, int]) -> bool:
        """Return True if a passage of the source may be one of the target a few units away: their
        lengths agree, and their invariants do not contradict."""
        one, two = self.source[i], self.target[j]
        if one.kind not in PROSE or two.kind not in PROSE or one.sentences != two.sentences:
            return False
        expected = one.letters * self.ratio
        if not 0.75 * expected <= two.letters <= 1.33 * expected:
            return False
        if (one.invariants or two.invariants) and dice(one.invariants, two.invariants) < 0.5:
            return False
        # Whatever is paired nearby says about where it would stand.
        near = range(i - 1, max(i - 1 - _NEAR, -1), -1)
        place = next((pairs[at] for at in near if at in pairs), -1 if i < _NEAR else None)
        return place is not None and abs(j - place) <= _NEAR

    def without_joined(
        self, pairs: Mapping[int, int], missing: list[int], added: list[int]
    ) -> tuple[list[int], list[int]]:
        """Leave out what the counterpart of a neighbour contains: paragraphs may have become one,
        or one several."""
        source, target = self.source, self.target
        for at, near in Joins(source, target, pairs, self.joined, self.ratio).among(missing):
            self.joined[at] = pairs[near]
            self.loose.add(near)
        for at, near in self.on_own_lines(pairs, missing):
            self.joined[at] = pairs[near]
            self.loose.add(near)
        back = {j: i for i, j in pairs.items()}
        for at, near in Joins(target, source, back, self.split, 1 / self.ratio).among(added):
            self.split[at] = back[near]
            self.loose.add(back[near])
        return (
            [i for i in missing if i not in self.joined],
            [j for j in added if j not in self.split],
        )

    def on_own_lines(
        self, pairs: Mapping[int, int], missing: Sequence[int]
    ) -> Iterator[tuple[int, int]]:
        """Yield the missing passages that are the last line of the counterpart of the passage
        before them, with that: the blank line between the two was lost."""
        text = self.docs[1].text
        for at in missing:
            near = next_matter(self.source, at, -1)
            if at in self.joined or near not in pairs:
                continue
            one, beside, whole = self.source[at], self.source[near], self.target[pairs[near]]
            if one.kind != "paragraph" or beside.kind != "paragraph" or whole.kind != "paragraph":
                continue
            if "\n" in self.docs[0].text[beside.start : beside.end]:
                continue  # lines end where they are long
            rest, line, last = text[whole.start : whole.end].rpartition("\n")
            if line and self.is_as_long(one, last) and self.is_as_long(beside, rest):
                yield at, near

    def is_as_long(self, unit: Unit, text: str) -> bool:
        """Return True if a text may have the length of the translation of a unit."""
        expected = unit.letters * self.ratio
        return expected <= _LONGER * len("".join(text.split())) <= _LONGER * _LONGER * expected

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

    def unlike(self, pairs: Mapping[int, int]) -> int:
        """Return how many passages are paired with one of quite another length, if most are: the
        page has the text of another one."""
        found = self.unlike_at(self.ratio, pairs)
        if not _SHORTEST <= self.ratio <= _LONGEST and self.has_words():
            return max(found, self.unlike_at(1.0, pairs))
        return found

    def unlike_at(self, ratio: float, pairs: Mapping[int, int]) -> int:
        """Return how many passages are unlike at a ratio of lengths, if most are."""
        known = [
            (one.letters * ratio, self.target[j].letters)
            for i, j in pairs.items()
            if i not in self.weak
            and (one := self.source[i]).kind in PROSE
            and one.letters >= _SOME_LETTERS
        ]
        found = sum(not here / _UNLIKE <= there <= here * _UNLIKE for here, there in known)
        return found if found >= _FEW and found >= _MOST_UNLIKE * len(known) else 0

    def has_words(self) -> bool:
        """Return True if both pages write blanks between words, as alphabets do."""
        return all(len(doc.prose) <= _LONGEST_WORD * len(doc.prose.split()) for doc in self.docs)

    def contradicted(self, pairs: Mapping[int, int]) -> int:
        """Return how many pictures and blocks of code are paired with others, which have no name
        and no line in common: the page may be the translation of another one."""
        return sum(
            i not in self.weak
            and one.kind in ("image", "fence")
            and any(key.startswith(_OWN) for key in one.invariants)
            and any(key.startswith(_OWN) for key in self.target[j].invariants)
            and one.invariants.keys().isdisjoint(self.target[j].invariants)
            for i, j in pairs.items()
            for one in (self.source[i],)
        )

    def trusted(
        self, pairs: Mapping[int, int], ones: Sequence[int], twos: Sequence[int]
    ) -> Iterator[Pairing]:
        """Yield the pairs in the order of the source; see ``Pairing.trusted``."""
        before = dict(zip(ones[1:], ones, strict=False))
        after = dict(pairwise(ones))
        previous = dict(zip(twos[1:], twos, strict=False))
        following = dict(pairwise(twos))
        for i, j in sorted(pairs.items()):
            one, two = self.source[i], self.target[j]
            sound = i not in self.loose and i not in self.weak
            in_step = (
                sound
                and not self.free
                and pairs.get(before.get(i, -1), -1) == previous.get(j, -1)
                and pairs.get(after.get(i, -1), -1) == following.get(j, -1)
            )
            agree = (
                sum(one.invariants.values()) >= _LEAST_TRUSTED
                and dice(one.invariants, two.invariants) >= _TRUSTED
            )
            expected = one.letters * self.ratio if one.kind in PROSE else one.letters
            long = max(expected, two.letters)
            close = one.kind not in PROSE or min(expected, two.letters) * 2 >= long
            trusted = i not in self.loose if agree else in_step and close
            yield Pairing(i, j, trusted=trusted, in_step=in_step)


def _shifted(
    pairs: Mapping[int, int], taken: set[int], ones: Sequence[int], twos: Sequence[int]
) -> list[tuple[int, int]]:
    """Return what is at the same places of two sequences, of which the first begins with a unit
    that has no counterpart, up to the first such unit of the second; empty if that is far, or a
    unit between them is paired with another than the one before its place."""
    run: list[tuple[int, int]] = []
    for i, j in zip(ones[:_MOST_SHIFTED], twos, strict=False):
        if run and pairs.get(i) != run[-1][1]:
            return []
        run.append((i, j))
        if j not in taken:
            return run
    return []


def is_same(one: Unit, two: Unit) -> bool:
    """Return True if two units of a class have enough invariants in common."""
    return (
        CLASSES[one.kind] == CLASSES[two.kind]
        and sum(one.invariants.values()) >= _LEAST_MOVED
        and dice(one.invariants, two.invariants) >= _SAME
    )


def place(found: Alignment, at: int) -> int:
    """Return the offset in the translation at which a unit of the source is missing: the end of the
    counterpart of the last unit before it that has one, or the start of the first unit."""
    last = bisect_left(found.pairs, (at,)) - 1
    if last >= 0:
        return found.target[found.pairs[last].target].end
    return found.target[0].start if found.target else 0


def _band(height: int, width: int) -> int:
    """Return how many columns of a table are computed in each row."""
    return min(2 * (abs(height - width) + _REACH) + 1, width)


def _unique(all_units: Sequence[Unit], some: Iterable[int]) -> dict[tuple[object, ...], int]:
    """Return the units with enough invariants that no other unit has, by these."""
    found: dict[tuple[object, ...], int] = {}
    for i in some:
        unit = all_units[i]
        known = unit.invariants
        if known and (sum(known.values()) >= _LEAST_ANCHOR or len(next(iter(known))) >= _LONG_KEY):
            key = (CLASSES[unit.kind], frozenset(known.items()))
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


def _in_place(
    anchors: list[tuple[int, int]], ones: Sequence[int], twos: Sequence[int]
) -> list[tuple[int, int]]:
    """Return anchors without those that have moved: there is too much before them on one side, and
    as much after them on the other. The dynamic programme may still pair them."""
    kept: list[tuple[int, int]] = []
    first = second = -1
    for number, (i, j) in enumerate(anchors):
        at, place = bisect_left(ones, i), bisect_left(twos, j)
        after = anchors[number + 1] if number + 1 < len(anchors) else None
        last = bisect_left(ones, after[0]) if after else len(ones)
        end = bisect_left(twos, after[1]) if after else len(twos)
        before = (at - first) - (place - second)
        behind = (last - at) - (end - place)
        if before * behind < 0 and min(abs(before), abs(behind)) >= _FAR:
            continue
        kept.append((i, j))
        first, second = at, place
    return kept


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


def _runs(some: Sequence[int], order: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return units as half-open runs; between two of a run there is nothing but markup."""
    found: list[tuple[int, int]] = []
    following = dict(pairwise(order))
    for i in some:
        if found and following.get(found[-1][1] - 1) == i:
            found[-1] = found[-1][0], i + 1
        else:
            found.append((i, i + 1))
    return tuple(found)


def _is_title(all_units: Sequence[Unit], at: int) -> bool:
    unit = all_units[at]
    return unit.kind == "heading" and unit.level == 1 and next_matter(all_units, at, -1) < 0


def _has_title(doc: Document) -> bool:
    return "title" in doc.fact(metadata.read).fields


def _per_sentence(some: Sequence[Unit]) -> float:
    """Return the mean length of the sentences of some units; 0 if there are none."""
    sentences = sum(unit.sentences for unit in some)
    return sum(unit.letters for unit in some) / sentences if sentences else 0.0


def _middle(values: Iterable[float]) -> float:
    """Return the median, the upper one of two; 0 without values."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else 0.0
