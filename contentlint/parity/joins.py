"""Passages that a translation has joined with a neighbour, or split."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from contentlint.parity.unit_reader import PROSE, next_matter
from contentlint.parity.units import Unit

_MOST_SPLIT = 20
"""So many places are tried at which a run is divided between its neighbours."""


class Joins:
    """Finds the units of one side that the counterpart of a neighbour contains."""

    def __init__(
        self,
        units: Sequence[Unit],
        others: Sequence[Unit],
        pairs: Mapping[int, int],
        joined: Mapping[int, int],
        ratio: float,
    ) -> None:
        """``pairs`` lead from units to those of the other side, ``joined`` are known already."""
        self.units = units
        self.others = others
        self.pairs = pairs
        self.ratio = ratio
        back = {whole: at for at, whole in pairs.items()}
        self.whole = {at: back.get(whole, -1) for at, whole in joined.items()}
        """The units that are joined already, with the one that the counterpart is paired with."""
        self.together: dict[int, list[int]] = {}
        for at, whole in joined.items():
            self.together.setdefault(whole, []).append(at)

    def among(self, lost: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield those among the units without a counterpart, with the neighbour."""
        units = self.units
        for run in _neighbours(lost, units):
            before, after = next_matter(units, run[0], -1), next_matter(units, run[-1], 1)
            passages = [at for at in run if units[at].kind in PROSE]
            if not passages:
                continue
            before, after = self.whole.get(before, before), self.whole.get(after, after)
            # The whole run in one of its neighbours, or in both, else what is next to each of them.
            ways = [[(passages, before)], [(passages, after)]]
            ways += (
                [(passages[:at], before), (passages[at:], after)]
                for at in range(1, min(len(passages), _MOST_SPLIT))
            )
            ways += [[(passages[:1], before)], [(passages[-1:], after)]]
            for way in ways:
                if all(
                    near in self.pairs and self.holds(near, some, near < run[0])
                    for some, near in way
                ):
                    yield from ((at, near) for some, near in way for at in some)
                    break

    def holds(self, near: int, lost: Sequence[int], before: bool) -> bool:
        """Return True if the counterpart of a unit contains other units as well."""
        units = self.units
        beside, whole = units[near], self.others[self.pairs[near]]
        run = [units[at] for at in lost]
        if beside.kind == "heading":
            # A paragraph that became the heading.
            length = sum(unit.letters for unit in run) * self.ratio
            return (
                0.7 * length <= whole.letters <= 1.4 * length
                and whole.letters >= 2 * beside.letters * self.ratio
            )
        if beside.kind not in PROSE:
            return False
        if before and run[-1].ends == whole.ends == ":" != beside.ends:
            return True
        known = [units[at] for at in self.together.get(self.pairs[near], ())]
        return _contains(whole, run, [beside, *known], self.ratio)


def _neighbours(lost: Sequence[int], units: Sequence[Unit]) -> Iterator[list[int]]:
    """Yield units as runs, between two of which there is nothing but markup."""
    run: list[int] = []
    for at in lost:
        if run and next_matter(units, run[-1], 1) != at:
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _contains(whole: Unit, run: Sequence[Unit], beside: Sequence[Unit], ratio: float) -> bool:
    """Return True if a unit of the other side contains a run of units besides the counterpart of
    their neighbour: its length or its sentences are those of both, or it has their invariants."""
    alone = sum(unit.letters for unit in beside) * ratio
    both = alone + sum(unit.letters for unit in run) * ratio
    least = sum(unit.sentences for unit in beside)
    sentences = least + sum(unit.sentences for unit in run)
    long = 0.75 * both <= whole.letters <= 1.4 * both and whole.letters > 1.3 * alone
    if long and whole.sentences < sentences:
        # Paragraphs are joined more often than items are.
        same = all(unit.kind == "paragraph" for unit in (*run, *beside))
        long = same and whole.letters >= 0.9 * both
    if long or (least < sentences <= whole.sentences and whole.letters >= 0.85 * both):
        return True
    number = 0
    for unit in run:
        for key, times in unit.invariants.items():
            number += times
            if whole.invariants.get(key, 0) < times + beside[0].invariants.get(key, 0):
                return False
    return number > 0
