"""The units of a page that are aligned with those of its translation."""

from __future__ import annotations

from collections.abc import Mapping

from contentlint._util.namedtuple import NamedTuple


class Unit(NamedTuple):
    """A block as a translator sees it."""

    kind: str
    """``heading``, ``paragraph``, ``item``, ``quote``, ``fence``, ``indented``, ``table``,
    ``image`` or ``markup``."""
    start: int
    """Offsets in the text of its document, of the content as in ``Block``."""
    end: int
    level: int
    """Of a heading 1-6, else 0."""
    letters: int
    """Characters of its prose, without white space and markup; of its text, if it is code."""
    sentences: int
    invariants: Mapping[str, int]
    """What a translator must not change, with how often it occurs: a prefix (``link:``,
    ``span:``, ``number:``, ...) and the normalised text."""
    ends: str = ""
    """``?`` or ``:`` if prose ends in such a mark of any script, else ``""``."""


class Pairing(NamedTuple):
    """A unit of the source and its counterpart in the translation, by index."""

    source: int
    target: int
    trusted: bool
    """True if the two can be compared within: their neighbours are paired too, and their lengths
    or invariants agree."""
    in_step: bool = False
    """True if the units before and after both are paired with each other, too."""


class Alignment(NamedTuple):
    """How the units of a page and of its translation belong together."""

    source: tuple[Unit, ...]
    target: tuple[Unit, ...]
    pairs: tuple[Pairing, ...]
    """Ascending by source; by target too, without those in ``moved``."""
    moved: tuple[Pairing, ...]
    """Pairs that stand elsewhere in the translation."""
    missing: tuple[tuple[int, int], ...]
    """Half-open runs of units of the source without a counterpart, ascending."""
    added: tuple[tuple[int, int], ...]
    """Half-open runs of units of the translation without a counterpart, ascending."""
    drift: float
    """The share of the source's units that have no counterpart, 0 to 1."""
    ratio: float
    """Letters of the translation for one letter of the source, the median of its paragraphs."""
    out_of_step: bool
    """True if so much is missing that only this is worth saying."""
