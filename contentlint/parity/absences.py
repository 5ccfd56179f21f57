"""Units without a counterpart that are not lacking all the same: a neighbour's counterpart or the
front matter has them, or the other side hides them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.frontmatter import metadata
from contentlint.model.document import MARK, OBJECT, Document
from contentlint.parity.joins import Joins
from contentlint.parity.state import Sides, State
from contentlint.parity.unit_reader import PROSE, is_unclosed, next_matter
from contentlint.parity.units import Unit

if TYPE_CHECKING:
    from typing import Final

_LONGER: Final = 2.0
"""How much longer than expected a line may be that is a passage, or shorter."""


class Absent(NamedTuple):
    """The units without a counterpart, ascending."""

    missing: list[int]
    """Of the source."""
    added: list[int]
    """Of the target."""


def without_joined(
    sides: Sides, state: State, absent: Absent, ratio: float
) -> tuple[State, Absent]:
    """Leave out what the counterpart of a neighbour contains: paragraphs may have become one, or
    one several."""
    pairs, joined, split = state.pairs, dict(state.joined), dict(state.split)
    loose = set(state.loose)
    missing, added = absent
    for at, near in Joins(sides.source, sides.target, pairs, joined, ratio).among(missing):
        joined[at] = pairs[near]
        loose.add(near)
    rest = [i for i in missing if i not in joined]
    for at, near in _on_own_lines(sides, state, rest, ratio):
        joined[at] = pairs[near]
        loose.add(near)
    back = {j: i for i, j in pairs.items()}
    for at, near in Joins(sides.target, sides.source, back, split, 1 / ratio).among(added):
        split[at] = back[near]
        loose.add(back[near])
    return (
        state._replace(loose=frozenset(loose), joined=joined, split=split),
        Absent([i for i in rest if i not in joined], [j for j in added if j not in split]),
    )


def _on_own_lines(
    sides: Sides, state: State, missing: Sequence[int], ratio: float
) -> Iterator[tuple[int, int]]:
    """Yield the missing passages that are the last line of the counterpart of the passage before
    them, with that: the blank line between the two was lost."""
    for at in missing:
        near = next_matter(sides.source, at, -1)
        if near not in state.pairs:
            continue
        lost, beside = sides.source[at], sides.source[near]
        whole = sides.target[state.pairs[near]]
        if lost.kind not in ("paragraph", "quote") or not PROSE.issuperset(
            (beside.kind, whole.kind)
        ):
            continue
        if "\n" in sides.source_doc.text[beside.start : beside.end]:
            continue  # lines end where they are long
        rest, line, last = sides.target_doc.prose[whole.start : whole.end].rpartition("\n")
        if line and _is_as_long(lost, last, ratio) and _is_as_long(beside, rest, ratio):
            yield at, near


def _is_as_long(unit: Unit, prose: str, ratio: float) -> bool:
    """Return True if prose may have the length of the translation of a unit."""
    expected = unit.letters * ratio
    length = len("".join(prose.split())) - prose.count(MARK) - prose.count(OBJECT)
    return expected <= _LONGER * length <= _LONGER * _LONGER * expected


def without_swallowed(sides: Sides, state: State, absent: Absent) -> Absent:
    """Leave out what an unclosed fence on the other side contains."""
    missing, added = absent
    if missing and is_unclosed(sides.target_doc, sides.target):
        last = max(state.pairs, default=-1)
        missing = [i for i in missing if i < last]
    if added and is_unclosed(sides.source_doc, sides.source):
        last = max(state.pairs.values(), default=-1)
        added = [j for j in added if j < last]
    return Absent(missing, added)


def without_title(sides: Sides, absent: Absent) -> Absent:
    """Leave out a title that is in the front matter on the other side."""
    missing, added = absent
    if missing and _is_title(sides.source, missing[0]) and _has_title(sides.target_doc):
        missing = missing[1:]
    if added and _is_title(sides.target, added[0]) and _has_title(sides.source_doc):
        added = added[1:]
    return Absent(missing, added)


def _is_title(units: Sequence[Unit], at: int) -> bool:
    unit = units[at]
    return unit.kind == "heading" and unit.level == 1 and next_matter(units, at, -1) < 0


def _has_title(doc: Document) -> bool:
    return "title" in doc.fact(metadata.read).fields
