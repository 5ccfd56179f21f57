"""Pairs of paragraphs that are nearly the same: compared by their tokens, then by their words."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from contentlint.core import classes, copies, sequences, words
from contentlint.model.document import Document
from contentlint.model.languages import UNSPACED
from contentlint.model.trigger import NEAR_WORDS
from contentlint.text.similarity.exact import echoes, originals
from contentlint.text.similarity.keys import is_prose, may_be_prose, prose_key, space_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

# In a group larger than this, each paragraph is compared with so many before it.
_WINDOW: Final = 6
_ROUNDING: Final = 1e-6
_KINDS: Final = frozenset({"paragraph", "list_item"})


def similar(doc: Document, least: int, strict: bool) -> list[tuple[int, int]]:
    """Return the pairs of nearly equal blocks, ascending: prose of ``least`` words, but not equal.

    With ``strict``, these are the pairs for which ``are_echoes`` is true and, if a scan has
    compared them, ``Sequences.may_resemble`` is too. Otherwise they are the pairs with a sequence
    of words in common.
    """
    source: dict[int, int] | None = None
    pairs = _seen(doc, least) if strict else sorted(_pairs(doc, _sharing(doc)))
    if pairs is None:
        pairs = _alike(doc, least)
        source = doc.fact(originals) if pairs else None
    is_able: dict[int, bool] = {}
    found = []
    for early, late in pairs:
        for index in (early, late):
            if index not in is_able:
                is_able[index] = is_prose(doc, doc.blocks[index], least)
        if not is_able[early] or not is_able[late]:
            continue
        if source is None:
            is_same = doc.fact(space_key, early) == doc.fact(space_key, late)
        else:
            is_same = source[early] == source[late]
        if not is_same:
            found.append((early, late))
    return found


def _seen(doc: Document, least: int) -> Sequence[tuple[int, int]] | None:
    """Return the pairs that a scan has found; None if it did not look for blocks of so many
    words."""
    return doc.fact(copies).near if least == NEAR_WORDS else None


def _sharing(doc: Document) -> tuple[tuple[int, ...], ...]:
    """Return the groups of blocks, ascending, that have a sequence of words in common.

    For rules that require fewer words than usual: how sentences begin and how paragraphs end does
    not show then which blocks are alike.
    """
    owners: dict[tuple[str, str, str], list[int]] = {}
    for index, block in enumerate(doc.blocks):
        if block.kind in _KINDS and may_be_prose(doc, block):
            for sequence in doc.fact(wording, index).sequences():
                owners.setdefault(sequence, []).append(index)
    return tuple({tuple(group) for group in owners.values() if len(group) > 1})


def are_echoes(doc: Document, early: int, late: int) -> bool:
    """Return True if two blocks share the beginning or the end of a sentence, and few of the blocks
    between them do."""
    for group in doc.fact(echoes).paragraphs:
        if late in group:
            at = group.index(late)
            if early in group[max(0, at - _WINDOW) : at]:
                return True
    return False


def _alike(doc: Document, least: int) -> list[tuple[int, int]]:
    """Return the pairs of echoes that share at least half of their tokens."""
    pairs = sorted(_pairs(doc, doc.fact(echoes).paragraphs))
    # Letter by letter: only where that is compiled, and there was a scan.
    if doc.fact(classes) >= 0:
        pairs = _resembling(doc, pairs, least)
    if not pairs:
        return []
    tokens = _tokens(doc, {index for pair in pairs for index in pair}, least)
    found = []
    for early, late in pairs:
        if early not in tokens or late not in tokens:
            continue
        a, b = tokens[early], tokens[late]
        # Half, not nine tenths: vowel signs and punctuation make other tokens of one word.
        if 2 * len(a & b) >= min(len(a), len(b)):
            found.append((early, late))
    return found


def _resembling(doc: Document, pairs: list[tuple[int, int]], least: int) -> list[tuple[int, int]]:
    known = {index: doc.fact(sequences, index) for pair in pairs for index in pair}
    found = []
    for pair in pairs:
        one, two = known[pair[0]], known[pair[1]]
        told = one.words >= 0 and two.words >= 0
        if not told or (min(one.words, two.words) >= least and one.may_resemble(two)):
            found.append(pair)
    return found


def _pairs(doc: Document, groups: tuple[tuple[int, ...], ...]) -> set[tuple[int, int]]:
    """Return the pairs of blocks of a group that may be prose: each with a few of those before
    it."""
    blocks = doc.blocks
    able = {
        index
        for index in {index for group in groups for index in group}
        if blocks[index].kind != "quote" and may_be_prose(doc, blocks[index])
    }
    pairs: set[tuple[int, int]] = set()
    if len(able) < 2:
        return pairs
    for group in groups:
        for at, late in enumerate(group):
            if late in able:
                before = able.intersection(group[max(0, at - _WINDOW) : at])
                pairs.update([(early, late) for early in before])
    return pairs


def _tokens(doc: Document, members: AbstractSet[int], least: int) -> dict[int, frozenset[str]]:
    """Return the tokens, as white space separates them, of those blocks that may have ``least``
    words; by index."""
    prose, blocks = doc.prose, doc.blocks
    if doc.language in UNSPACED:
        least = 0
    found = {}
    for index in members:
        _, start, end, _, _, _ = blocks[index]
        tokens = prose[start:end].split()
        if len(tokens) >= least:
            found[index] = frozenset(tokens)
    return found


class Wording:
    """The words of a block under ``light``."""

    def __init__(self, units: list[str]) -> None:
        self.units = units
        self.distinct = frozenset(units)
        self._sequences: frozenset[tuple[str, str, str]] | None = None

    def sequences(self) -> frozenset[tuple[str, str, str]]:
        """Return all sequences of three words."""
        if self._sequences is None:
            units = self.units
            self._sequences = frozenset(zip(units, units[1:], units[2:], strict=False))
        return self._sequences

    def may_share(self, other: Wording, least: float) -> bool:
        """Return True if this block may have the share ``least`` of its sequences in common with
        another.

        Only words that the other lacks are counted: each of them but the last two begins a sequence
        that the other lacks.
        """
        alone = len(self.distinct - other.distinct) - 2
        return alone <= (1 - least) * (len(self.units) - 2) + _ROUNDING


def wording(doc: Document, index: int) -> Wording:
    """Return the words of a block; ask through ``doc.fact``."""
    return Wording(words(doc.fact(prose_key, index)))


def common(one: Wording, two: Wording, least: float) -> tuple[float, float] | None:
    """Return which share of their sequences two blocks of three words or more have in common.

    The first number is relative to the sequences of both (Jaccard), the second to those of the
    block with fewer. None if neither can reach ``least``.
    """
    if not (one.may_share(two, least) or two.may_share(one, least)):
        return None
    small, large = one.sequences(), two.sequences()
    both = len(small & large)
    fewer = min(len(small), len(large))
    return both / (len(small) + len(large) - both), both / fewer
