"""What the steps of an alignment take and return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import Document
from contentlint.parity.unit_reader import MATTER, units
from contentlint.parity.units import Unit


class Sides(NamedTuple):
    """A document and its translation with their units."""

    source_doc: Document
    target_doc: Document
    source: tuple[Unit, ...]
    target: tuple[Unit, ...]
    sources: Sequence[int]
    """The units of the source that are aligned, ascending: all but markup."""
    targets: Sequence[int]
    """Those of the translation."""


class State(NamedTuple):
    """What is known after a step; units are given by their index in their document."""

    pairs: Mapping[int, int]
    """Units of the source with their counterparts, in any order."""
    weak: frozenset[int] = frozenset()
    """Units of the source that are paired only because nothing else is at their place."""
    loose: frozenset[int] = frozenset()
    """Units of the source whose counterpart is joined, split or at another place."""
    joined: Mapping[int, int] = {}
    """Units of the source that are a part of the counterpart of a neighbour, with that."""
    split: Mapping[int, int] = {}
    """Units of the target that are a part of the counterpart of a unit of the source, with that
    unit."""
    moved: Mapping[int, int] = {}
    """Units of the source whose counterparts are at another place, with these."""


def sides_of(source: Document, target: Document) -> Sides:
    """Read both documents."""
    # Whether each line is a paragraph is guessed, for one file and not for the other.
    wrapped = source.paragraphs != target.paragraphs
    source_units = source.fact(units, wrapped and source.syntax.markup)
    target_units = target.fact(units, wrapped and target.syntax.markup)
    return Sides(
        source,
        target,
        source_units,
        target_units,
        [i for i, unit in enumerate(source_units) if unit.kind in MATTER],
        [j for j, unit in enumerate(target_units) if unit.kind in MATTER],
    )


def free_sources(state: State, sources: Sequence[int]) -> list[int]:
    """Return those units of the source that have no counterpart yet."""
    known = {*state.pairs, *state.joined, *state.moved}
    return [i for i in sources if i not in known]


def free_targets(state: State, targets: Sequence[int]) -> list[int]:
    """Return those units of the target that are the counterpart of none yet."""
    known = {*state.pairs.values(), *state.split, *state.moved.values()}
    return [j for j in targets if j not in known]
