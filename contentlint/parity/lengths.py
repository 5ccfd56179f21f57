"""How long a translation is for its source: the ratio of their letters, and passages that are far
from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.parity.state import Sides, State
from contentlint.parity.unit_reader import PROSE
from contentlint.parity.units import Unit

if TYPE_CHECKING:
    from typing import Final

_LONG: Final = 80
"""A paragraph with so many characters tells the ratio of lengths."""
_SOME_LONG: Final = 5
"""With fewer of these, shorter ones count, too."""
_SHORT: Final = 15
"""The least number of characters of those."""
_LEAST_ANCHORS: Final = 3
"""With fewer paragraphs among the anchors, the ratio is estimated by the lengths of sentences."""
_LEAST_RATIO: Final = 0.25
_MOST_RATIO: Final = 4.0
"""What an estimate may be."""
_LEAST_PLAUSIBLE: Final = 0.45
_MOST_PLAUSIBLE: Final = 1.7
"""No alphabet is so much shorter or longer than another one: the page is no translation."""
_DENSE: Final = lazy_regex.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)
"""Letters that stand for a word or a syllable, or that no blanks part into words."""
_MOST_DENSE: Final = 0.05
"""The share of these in the prose of a page in an alphabet, as a name may be in another script."""
_UNLIKE: Final = 1.65
"""A passage is so much longer or shorter than expected if it may be another one."""
_LEAST_UNLIKE: Final = 4
_SHARE_UNLIKE: Final = 0.6
"""So many passages, and such a share of all, are the page."""
_SOME_LETTERS: Final = 40
"""The least number of letters of a passage whose length says something."""


def estimated_ratio(sides: Sides, anchors: Sequence[tuple[int, int]]) -> float:
    """Return the ratio of lengths before anything but anchors is paired."""
    known = median_ratio(sides, dict(anchors), (), 0.0, _LEAST_ANCHORS)
    if known:
        return known
    source = _sentence_length(sides.source[i] for i in sides.sources)
    target = _sentence_length(sides.target[j] for j in sides.targets)
    return min(max(target / source, _LEAST_RATIO), _MOST_RATIO) if source and target else 1.0


def median_ratio(
    sides: Sides,
    pairs: Mapping[int, int],
    loose: Collection[int],
    unknown: float,
    least: int = 1,
) -> float:
    """Return the median ratio of the lengths of long paired paragraphs; with few of these, that of
    all; with fewer than ``least``, ``unknown``. Those with as many sentences that are not
    ``loose`` count: others may be joined or abridged."""
    known = [
        (source.letters, target.letters)
        for i, j in pairs.items()
        if (source := sides.source[i]).letters >= _SHORT
        and source.kind in PROSE
        and source.sentences == (target := sides.target[j]).sentences
        and i not in loose
    ]
    long = sorted([target / source for source, target in known if source >= _LONG])
    if len(long) >= _SOME_LONG:
        return long[len(long) // 2]
    if len(known) < least:
        return unknown
    # Of a few, the sums vary less than the median.
    return sum(target for _, target in known) / sum(source for source, _ in known) or unknown


def _sentence_length(units: Iterable[Unit]) -> float:
    """Return the mean length of the sentences of the prose among some units; 0 if there is none."""
    prose = [unit for unit in units if unit.kind in PROSE]
    sentences = sum(unit.sentences for unit in prose)
    return sum(unit.letters for unit in prose) / sentences if sentences else 0.0


def unlike(sides: Sides, state: State, ratio: float) -> int:
    """Return how many passages are paired with one of quite another length, if most are: the page
    has the text of another one. Else 0."""
    found = _unlike_at(sides, state, ratio)
    if not _LEAST_PLAUSIBLE <= ratio <= _MOST_PLAUSIBLE and _are_alphabets(sides):
        return max(found, _unlike_at(sides, state, 1.0))
    return found


def _unlike_at(sides: Sides, state: State, ratio: float) -> int:
    """Return how many passages are unlike at a ratio of lengths, if most are."""
    known = [
        (source.letters * ratio, sides.target[j].letters)
        for i, j in state.pairs.items()
        if i not in state.weak
        and (source := sides.source[i]).kind in PROSE
        and source.letters >= _SOME_LETTERS
    ]
    found = sum(
        not expected / _UNLIKE <= actual <= expected * _UNLIKE for expected, actual in known
    )
    return found if found >= _LEAST_UNLIKE and found >= _SHARE_UNLIKE * len(known) else 0


def _are_alphabets(sides: Sides) -> bool:
    """Return True if both pages are written in alphabets, with blanks between words."""
    return all(
        len(_DENSE.findall(doc.prose)) <= _MOST_DENSE * len(doc.prose)
        for doc in (sides.source_doc, sides.target_doc)
    )
