"""Pairs among the units that the dynamic programme leaves without a counterpart.

Each step takes what is known and returns what is known after it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint.model.document import Document
from contentlint.parity.costs import CLASSES, FORBIDDEN, cost_of, dice, is_same, weighed
from contentlint.parity.lengths import median_ratio
from contentlint.parity.sequences import between, chain, runs
from contentlint.parity.state import Sides, State, free_sources, free_targets
from contentlint.parity.unit_reader import PROSE, next_matter
from contentlint.parity.units import Unit

if TYPE_CHECKING:
    from typing import Final

_MOST_JOINED: Final = 20
"""So many passages of both sides that are as long together may be the same."""
_LEAST_TOGETHER: Final = 0.7
_MOST_TOGETHER: Final = 1.4
"""They are as long together if they have such a share of the expected length."""
_MOST_REWRITTEN: Final = 100
"""Pairs that are compared of what is left at a place on both sides."""
_MOST_SHIFTED: Final = 8
"""So many passages are paired anew together."""
_AGREE: Final = 0.5
"""Two units agree if their invariants do so far."""
_LONGER: Final = 2.0
"""How much longer than expected one of the passages that are paired anew may be, or shorter."""
_MOST_ABRIDGED: Final = 3.0
"""The same beside passages that are paired by their invariants."""
_MEAN_LONGER: Final = 0.5
"""How much more than the expected length they may have in the mean."""
_MOST_COMPARED: Final = 10_000
"""Pairs that are compared to find what has moved."""
_SOME_HEADINGS: Final = 3
"""A section with so many headings may have moved although its passages were rewritten."""
_LEAST_SECTION: Final = 0.5
"""The share of the expected length that it has."""
_NEAR: Final = 8
"""Units between which a passage without invariants may have moved."""
_LEAST_MOVED: Final = 0.75
_MOST_MOVED: Final = 1.33
"""The share of the expected length that such a passage has."""


def join_rest(sides: Sides, state: State, ratio: float) -> State:
    """Pair passages at the same place that are as long together, such as a list that became a
    paragraph."""
    pairs, loose = dict(state.pairs), set(state.loose)
    joined, split = dict(state.joined), dict(state.split)
    for sources, targets in between(sorted(state.pairs.items()), sides.sources, sides.targets):
        own = [i for i in sources if sides.source[i].kind in PROSE and i not in joined]
        other = [j for j in targets if sides.target[j].kind in PROSE and j not in split]
        if not own or not other:
            continue
        if len(own) == len(other) or len(own) + len(other) > _MOST_JOINED:
            continue
        expected = sum(sides.source[i].letters for i in own) * ratio
        actual = sum(sides.target[j].letters for j in other)
        if _LEAST_TOGETHER * expected <= actual <= _MOST_TOGETHER * expected:
            pairs[own[0]] = other[0]
            loose.add(own[0])
            joined.update(dict.fromkeys(own[1:], other[0]))
            split.update(dict.fromkeys(other[1:], own[0]))
    return state._replace(pairs=pairs, loose=frozenset(loose), joined=joined, split=split)


def pair_rewritten(sides: Sides, state: State, ratio: float) -> State:
    """Pair what is at the same place and of the same class although it differs: the passage was
    rewritten."""
    if not free_sources(state, sides.sources):
        return state
    pairs, weak = dict(state.pairs), set(state.weak)
    for place in between(sorted(state.pairs.items()), sides.sources, sides.targets):
        found: list[tuple[int, int]] = []
        for sources, targets in _by_class(sides, state, *place):
            if len(sources) * len(targets) <= _MOST_REWRITTEN:
                found += _cheapest(sides, sources, targets, ratio)
        found.sort()
        found = chain(found)
        pairs.update(found)
        weak.update(i for i, _ in found)
    return state._replace(pairs=pairs, weak=frozenset(weak))


def pair_anywhere(sides: Sides, state: State) -> State:
    """Pair what is left of each class in order, wherever it is: of documents whose passages may be
    in another order."""
    sources = free_sources(state, sides.sources)
    targets = free_targets(state, sides.targets)
    found = {
        i: j
        for group in _by_class(sides, state, sources, targets)
        for i, j in zip(*group, strict=False)
    }
    return state._replace(pairs={**state.pairs, **found}, weak=state.weak | found.keys())


def _by_class(
    sides: Sides, state: State, sources: Sequence[int], targets: Sequence[int]
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the units of each class that are not joined or split."""
    classes: dict[int, tuple[list[int], list[int]]] = {}
    for i in sources:
        if i not in state.joined:
            classes.setdefault(CLASSES[sides.source[i].kind], ([], []))[0].append(i)
    for j in targets:
        if j not in state.split:
            classes.setdefault(CLASSES[sides.target[j].kind], ([], []))[1].append(j)
    yield from classes.values()


def _cheapest(
    sides: Sides, sources: Sequence[int], targets: Sequence[int], ratio: float
) -> list[tuple[int, int]]:
    """Return the cheapest pairs, in order, of all units of the smaller of two groups of one
    class."""
    if not sources or not targets:
        return []
    own = [weighed(u, u.invariants, ratio) for u in (sides.source[i] for i in sources)]
    other = [weighed(u, u.invariants, 1.0) for u in (sides.target[j] for j in targets)]
    swap = len(own) > len(other)
    few, many = (other, own) if swap else (own, other)
    # The cheapest choices for the first units of the smaller group, by how many of the other
    # group they may use.
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())] * (len(many) + 1)
    for unit in few:
        here: list[tuple[float, tuple[int, ...]]] = [(FORBIDDEN, ())]
        for at, choice in enumerate(many):
            cost = best[at][0] + (cost_of(choice, unit) if swap else cost_of(unit, choice))
            here.append(min(here[-1], (cost, (*best[at][1], at))))
        best = here
    chosen = best[-1][1]
    if len(chosen) < len(few):
        return []
    if swap:
        return [(sources[at], j) for at, j in zip(chosen, targets, strict=True)]
    return [(i, targets[at]) for i, at in zip(sources, chosen, strict=True)]


def straighten(sides: Sides, state: State, ratio: float) -> State:
    """Pair passages one by one where a few are paired with the next or the last one only because
    one unit too many is paired with none on each side, if their lengths agree."""
    ratio = median_ratio(sides, state.pairs, state.loose, ratio)
    sources, targets = sides.sources, sides.targets
    pairs, loose, split = dict(state.pairs), set(state.loose), dict(state.split)
    place = {j: at for at, j in enumerate(targets)}
    taken = set(pairs.values())
    for at, i in enumerate(sources):
        if i in pairs or i in state.joined or sides.source[i].kind not in PROSE:
            continue
        for step in (1, -1):
            before = at - step
            if not 0 <= before < len(sources):
                start = 0 if step > 0 else len(targets) - 1
            elif sources[before] in pairs:
                start = place[pairs[sources[before]]] + step
            else:
                continue
            others = targets[start::step] if start >= 0 else ()
            run = _shifted(pairs, taken, sources[at::step], others)
            if run and _is_straight(sides, run, pairs, split, ratio):
                pairs.update(run)
                taken.update(j for _, j in run)
                loose.update(i for i, _ in run)
                split.pop(run[-1][1], None)
                break
    return state._replace(pairs=pairs, loose=frozenset(loose), split=split)


def _shifted(
    pairs: Mapping[int, int], taken: set[int], sources: Sequence[int], targets: Sequence[int]
) -> list[tuple[int, int]]:
    """Return what is at the same places of two sequences, of which the first begins with a unit
    that has no counterpart, up to the first such unit of the second; empty if that is far, or a
    unit between them is paired with another than the one before its place."""
    run: list[tuple[int, int]] = []
    for i, j in zip(sources[:_MOST_SHIFTED], targets, strict=False):
        if run and pairs.get(i) != run[-1][1]:
            return []
        run.append((i, j))
        if j not in taken:
            return run
    return []


def _is_straight(
    sides: Sides,
    run: Sequence[tuple[int, int]],
    pairs: Mapping[int, int],
    split: Collection[int],
    ratio: float,
) -> bool:
    """Return True if the passages of a run may be the same one by one, and nothing says that they
    are paired well already."""
    off = 0.0
    most = _LONGER
    if any(_is_rather(sides, i, j, pairs) for i, j in run):
        most = _MOST_ABRIDGED
    for i, j in run:
        source, target = sides.source[i], sides.target[j]
        if source.kind != target.kind and not (
            len(run) == 1 and _is_indented_prose(sides.target_doc, target)
        ):
            return False
        now = sides.target[pairs[i]] if i in pairs else None
        if now is not None and dice(source.invariants, now.invariants) >= _AGREE:
            return False
        long, short = source.letters * ratio, float(target.letters)
        if long < short:
            long, short = short, long
        if long > most * short:
            return False
        off += long / short - 1
    # A neighbour that was split although this one is missing was not.
    mean = most - 1 if run[-1][1] in split else _MEAN_LONGER
    return off <= mean * len(run)


def _is_rather(sides: Sides, i: int, j: int, pairs: Mapping[int, int]) -> bool:
    """Return True if a unit has invariants in common with another one, and none with its
    counterpart if it has one."""
    known = sides.source[i].invariants
    return dice(known, sides.target[j].invariants) >= _AGREE and (
        i not in pairs or known.keys().isdisjoint(sides.target[pairs[i]].invariants)
    )


def _is_indented_prose(doc: Document, unit: Unit) -> bool:
    """Return True if a unit of a translation is read as code only for its indentation, such as that
    of an item whose list has digits of another script."""
    if unit.kind != "indented":
        return False
    letters = [char for char in doc.text[unit.start : unit.end] if char.isalpha()]
    return 2 * sum(map(str.isascii, letters)) < len(letters)


def pair_headings(sides: Sides, state: State) -> State:
    """Pair a heading with the one that stands above the counterpart of what follows it, instead of
    one whose own text is not there."""
    pairs = dict(state.pairs)
    back = {j: i for i, j in pairs.items()}
    for i in free_sources(state, sides.sources):
        below = pairs.get(next_matter(sides.source, i, 1), -1)
        above = next_matter(sides.target, below, -1) if below >= 0 else -1
        if above < 0 or not _are_headings(sides.source[i], sides.target[above]):
            continue
        other = back.get(above, -1)
        if other >= 0 and next_matter(sides.source, other, 1) not in pairs:
            del pairs[other]
            pairs[i] = above
            back[above] = i
    return state._replace(pairs=pairs)


def find_moved(sides: Sides, state: State, ratio: float) -> State:
    """Find the units of the source that are at another place in the target."""
    sources = free_sources(state, sides.sources)
    targets = free_targets(state, sides.targets)
    if len(sources) * len(targets) > _MOST_COMPARED:
        return state
    found = dict(_moved_sections(sides, state, sources, targets, ratio))
    moved = set(found.values())
    targets = [j for j in targets if j not in moved]
    for i in sources:
        if i in found:
            continue
        for j in targets:
            if is_same(sides.source[i], sides.target[j]) or _is_near(
                sides, i, j, state.pairs, ratio
            ):
                found[i] = j
                targets.remove(j)
                break
    # A heading moves with the passage that follows it.
    for i in sources:
        after = found.get(next_matter(sides.source, i, 1), -1)
        before = next_matter(sides.target, after, -1) if after >= 0 else -1
        if i not in found and before in targets:
            if _are_headings(sides.source[i], sides.target[before]):
                found[i] = before
                targets.remove(before)
    return state._replace(moved=found)


def _moved_sections(
    sides: Sides, state: State, sources: Sequence[int], targets: Sequence[int], ratio: float
) -> Iterator[tuple[int, int]]:
    """Yield what belongs together of sections that are at another place as a whole: they have as
    many headings of the same levels, and about the length."""
    others = list(_sections(sides.target, targets, sides.targets))
    for section in _sections(sides.source, sources, sides.sources):
        for other in others:
            if _is_section(sides, section, other, ratio):
                others.remove(other)
                for own, its in zip(section, other, strict=True):
                    yield own[0], its[0]
                    for group in _by_class(sides, state, own[1:], its[1:]):
                        yield from zip(*group, strict=False)
                break


def _sections(
    units: Sequence[Unit], free: Sequence[int], order: Sequence[int]
) -> Iterator[list[list[int]]]:
    """Yield runs of units without a counterpart, each from its first heading on, as its headings
    with what follows each of them."""
    for first, last in runs(free, order):
        found: list[list[int]] = []
        for at in free[bisect_left(free, first) : bisect_left(free, last)]:
            if units[at].kind == "heading":
                found.append([at])
            elif found:
                found[-1].append(at)
        if found:
            yield found


def _is_section(
    sides: Sides, section: Sequence[Sequence[int]], other: Sequence[Sequence[int]], ratio: float
) -> bool:
    """Return True if a section may be the other one."""
    if [sides.source[own[0]].level for own in section] != [
        sides.target[its[0]].level for its in other
    ]:
        return False
    if len(section) < _SOME_HEADINGS:
        own, its = [i for each in section for i in each], [j for each in other for j in each]
        return len(own) == len(its) > 2 * len(section) and all(
            _are_alike(sides.source[i], sides.target[j], ratio)
            for i, j in zip(own, its, strict=True)
        )
    expected = ratio * sum(sides.source[i].letters for own in section for i in own)
    actual = sum(sides.target[j].letters for its in other for j in its)
    return _LEAST_SECTION * expected <= actual <= expected / _LEAST_SECTION


def _are_alike(source: Unit, target: Unit, ratio: float) -> bool:
    """Return True if two units are of one kind and about one length, and their invariants agree."""
    if source.kind != target.kind:
        return False
    if source.invariants or target.invariants:
        if dice(source.invariants, target.invariants) < _AGREE:
            return False
    expected = source.letters * ratio
    return expected <= _LONGER * target.letters <= _LONGER * _LONGER * expected


def _are_headings(source: Unit, target: Unit) -> bool:
    """Return True if both units are headings of one level."""
    return source.kind == target.kind == "heading" and source.level == target.level


def _is_near(sides: Sides, i: int, j: int, pairs: Mapping[int, int], ratio: float) -> bool:
    """Return True if a passage of the source may be one of the target a few units away: their
    lengths agree, and their invariants do not contradict."""
    source, target = sides.source[i], sides.target[j]
    if source.kind not in PROSE or target.kind not in PROSE:
        return False
    if source.sentences != target.sentences:
        return False
    expected = source.letters * ratio
    if not _LEAST_MOVED * expected <= target.letters <= _MOST_MOVED * expected:
        return False
    if source.invariants or target.invariants:
        if dice(source.invariants, target.invariants) < _AGREE:
            return False
    # Whatever is paired nearby says about where it would stand.
    near = range(i - 1, max(i - 1 - _NEAR, -1), -1)
    place = next((pairs[at] for at in near if at in pairs), -1 if i < _NEAR else None)
    return place is not None and abs(j - place) <= _NEAR
