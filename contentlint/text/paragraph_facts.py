"""What the rules about repetition share: which paragraphs could repeat another at all.

Every paragraph and every sentence is stood for by a few folded characters of
its beginning, and every paragraph by those of its end. Two that are equal, or
nearly, have one of these in common; in most documents none occurs twice, and
then no rule has anything to compare.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from contentlint.document import MARK, OBJECT, Document
from contentlint.records import NamedTuple
from contentlint.text import lazy

MIN_CHARS = 40
"""Paragraphs shorter than this are not looked at by any of the rules."""

_KINDS = frozenset({"paragraph", "list_item", "quote"})
_PIECE = 32
_SHORTEST_PIECE = 20
_END = 20
# What is left of that in fully vocalised Arabic.
_BARE_END = 10
_BOUND = "\x01"
_BYTE_BOUND = _BOUND.encode()
_BETWEEN = _BOUND + ". "
_ARABIC = frozenset({"ar", "fa", "ur", "ckb", "ps", "ug", "sd"})
# Where the full stop is another character; without spaces one must come in.
_STOPS = dict.fromkeys(("ur", "ps", "sd"), ("۔", "."))
_STOPS |= dict.fromkeys(("hi", "bn"), ("।", "."))
_STOPS |= dict.fromkeys(("zh", "ja"), ("。", ". "))
_MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640"
_FOLDS = (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ى", "ي"), ("ی", "ي"), ("ک", "ك"))
# One pass over bytes in place of eight over characters: letters small, sentence ends to full
# stops, line ends to spaces; markup, code and all quotation marks dropped. Of other characters
# some bytes go as well, the same ones in each copy.
_FLAT = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ!?\n\t", b"abcdefghijklmnopqrstuvwxyz..  ")
_DROPPED = bytes(set(f'{MARK}{OBJECT}"»«“”„'.encode()))


class Echoes(NamedTuple):
    """Groups of blocks (indices, ascending); none: nothing of ``MIN_CHARS`` repeats another."""

    beginnings: tuple[tuple[int, ...], ...]
    """Those in which a sentence begins alike, of one where it is the same block."""
    paragraphs: tuple[tuple[int, ...], ...]
    """Groups of two and more: these, and paragraphs that end alike."""


_NONE = Echoes((), ())


def echoes(doc: Document) -> Echoes:
    """Which blocks share the beginning or end of a sentence; ask through ``doc.fact``."""
    prose = doc.prose
    if _BOUND in prose:
        prose = prose.replace(_BOUND, " ")
    texts = [
        prose[start:end]
        for kind, start, end, _, _, _ in doc.blocks
        if end - start >= MIN_CHARS and kind in _KINDS
    ]
    if not texts:
        return _NONE
    # Each part begins as sentences inside it do: with a stop and a space.
    joined = ". " + _BETWEEN.join(texts)
    flat = _flatten(joined, doc.language)
    # What stands for a character here: a byte, or two or three where hardly any is ASCII.
    width = round(len(flat) / len(joined)) or 1
    heads = _beginnings(width).findall(flat)
    size = _END * width
    ends = [part[-size:] for part in flat.split(_BYTE_BOUND)]
    tails: Sequence[bytes | str] = ends
    if doc.language in _ARABIC:
        tails = _bare(_BYTE_BOUND.join(ends))
    if len(set(heads)) == len(heads) and len(set(tails)) == len(tails):
        return _NONE
    indices = _candidates(doc)
    same = set()
    once: set[bytes] = set()
    repeated = {head for head in heads if head in once or once.add(head)}  # type: ignore[func-returns-value]
    if repeated:
        same = _same_heads([head for head in heads if head in repeated], flat, indices)
    several = {group for group in same if len(group) > 1} | _same_tails(tails, indices)
    return Echoes(tuple(sorted(same)), tuple(sorted(several)))


def _candidates(doc: Document) -> list[int]:
    """Indices into ``doc.blocks`` of what can be a repeated paragraph."""
    return [
        index
        for index, block in enumerate(doc.blocks)
        if block.end - block.start >= MIN_CHARS and block.kind in _KINDS
    ]


@lru_cache(maxsize=4)
def _beginnings(width: int) -> re.Pattern[bytes]:
    """What follows a full stop and a space, when it is long enough to be told from others."""
    return lazy.made(rb"\. {1,4}([^.]{%d,%d})" % (_SHORTEST_PIECE * width, _PIECE * width))


def _flatten(text: str, language: str) -> bytes:
    if language in _ARABIC:
        text = text.replace("؟", ".")
    if language in _STOPS:
        stop, instead = _STOPS[language]
        text = text.replace(stop, instead)
    return text.encode("utf-8", "surrogatepass").translate(_FLAT, _DROPPED)


def _bare(tails: bytes) -> list[str]:
    """The ends of paragraphs without Arabic marks and letter variants, as ``light`` has it."""
    text = tails.decode("utf-8", "ignore")
    size = len(text)
    for mark in _MARKS:
        text = text.replace(mark, "")
    bare = len(text) != size
    for old, new in _FOLDS:
        text = text.replace(old, new)
    found = text.split(_BOUND)
    # What lost its marks is shorter than what had none.
    return [tail[-_BARE_END:] for tail in found] if bare else found


_SENTENCE_ENDS = (b". ", b".  ", b".   ", b".    ")


def _same_heads(repeated: list[bytes], flat: bytes, indices: list[int]) -> set[tuple[int, ...]]:
    owners: dict[bytes, dict[int, None]] = {}
    at = part = 0
    for head in repeated:
        # Each stands behind the one before: all these searches together read the text once.
        found = flat.find(head, at)
        while not flat.endswith(_SENTENCE_ENDS, max(found - 5, 0), found):
            found = flat.find(head, found + 1)
        part += flat.count(_BYTE_BOUND, at, found)
        at = found + 1
        owners.setdefault(head, {})[indices[part]] = None
    return set(map(tuple, owners.values()))


def _same_tails(tails: Sequence[bytes | str], indices: list[int]) -> set[tuple[int, ...]]:
    owners: dict[bytes | str, list[int]] = {}
    for index, tail in zip(indices, tails, strict=True):
        owners.setdefault(tail, []).append(index)
    return {tuple(group) for group in owners.values() if len(group) > 1}


def suspects(doc: Document) -> list[int]:
    """The blocks that share a beginning or an end with another, ascending."""
    return sorted({index for group in doc.fact(echoes).paragraphs for index in group})
