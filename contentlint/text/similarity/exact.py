"""Candidates of the rules about repetition: paragraphs and sentences that may repeat another.

A few folded characters of its beginning represent each paragraph and each sentence, and a few
of its end each paragraph. Two that are equal, or nearly, have one of these in common; in most
documents none occurs twice, and then no rule has anything to compare.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache

from contentlint._util import lazy_regex
from contentlint.core import classes, copies, is_plain, sentences, source_letters
from contentlint.model.annotations import Echoes
from contentlint.model.document import MARK, OBJECT, Document, Span
from contentlint.model.languages import ARABIC_SCRIPT, lookup
from contentlint.model.trigger import MIN_CHARS
from contentlint.text.similarity.keys import is_emphasised, same_words, space_key
from contentlint.text.unicode.fold import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Final


_KINDS: Final = frozenset({"paragraph", "list_item", "quote"})
_PIECE: Final = 32
_SHORTEST_PIECE: Final = 20
_END: Final = 20
# What is left of that in fully vocalised Arabic.
_BARE_END: Final = 10
_LETTERS: Final = 48
_UNTOLD: Final = -1
"""The value of ``source_letters`` for a text whose letters depend on their neighbours."""
_BOUND: Final = "\x01"
_BYTE_BOUND: Final = _BOUND.encode()
_BETWEEN: Final = _BOUND + ". "
_MARKS: Final = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640"
_FOLDS: Final = (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ى", "ي"), ("ی", "ي"), ("ک", "ك"))
# One pass over bytes in place of eight over characters: letters small, sentence ends to full
# stops, line ends to spaces; markup, code and all quotation marks dropped. Of other characters
# some bytes go as well, the same ones in each copy.
_FLAT: Final = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ!?\n\t", b"abcdefghijklmnopqrstuvwxyz..  "
)
_DROPPED: Final = bytes(set(f'{MARK}{OBJECT}"»«“”„'.encode()))


_NONE: Final = Echoes((), ())


def echoes(doc: Document) -> Echoes:
    """Return which blocks share the beginning or end of a sentence; ask through ``doc.fact``.

    If the scan has found the blocks that may, the others are not compared.
    """
    seen = doc.fact(copies)
    indices = seen.echoed if seen.echoed is not None else _candidates(doc, MIN_CHARS)
    if not indices:
        return _NONE
    joined = _joined(doc, indices)
    flat = _flatten(joined, doc.language)
    if seen.echoed is None:
        width = _width(flat, joined)
    else:
        width = 2 if seen.wide else _width_of_all(doc, seen.chars)
    beginnings = _beginnings(width)
    parts = flat.split(_BYTE_BOUND)[:-1]
    tails = _tails(parts, width, doc.language)
    same: set[tuple[int, ...]] = set()
    if seen.echoed is not None or not _is_unique(beginnings.findall(flat)):
        same = _same_heads(parts, beginnings, indices)
    elif _is_unique(tails):
        return _NONE
    several = {group for group in same if len(group) > 1} | _same_tails(tails, indices)
    return Echoes(tuple(sorted(same)), tuple(sorted(several)))


def _width(flat: bytes, joined: str) -> int:
    """Return the number of bytes for a character: 1, or 2 or 3 in scripts with few ASCII
    characters."""
    return round(len(flat) / len(joined)) or 1


def _width_of_all(doc: Document, chars: int) -> int:
    """Return ``_width`` of all paragraphs together, which have ``chars`` code points."""
    prose = doc.prose
    if prose.isascii():
        return 1
    # Fewer bytes too many in all of the text than would make it two.
    if lookup(doc.language).full_stop == "." and 2 * (len(_encoded(prose)) - len(prose)) < chars:
        return 1
    joined = _joined(doc, _candidates(doc, MIN_CHARS))
    return _width(_flatten(joined, doc.language), joined)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _candidates(doc: Document, least: int) -> Sequence[int]:
    """Return the indices of the blocks that may be a repeated paragraph of ``least`` code
    points."""
    return [
        index
        for index, (kind, start, end, _, _, _) in enumerate(doc.blocks)
        if end - start >= least and kind in _KINDS
    ]


def _joined(doc: Document, indices: Sequence[int]) -> str:
    """Return the prose of some blocks, each with a full stop and a space before it, as before the
    sentences inside it."""
    prose, blocks = doc.prose, doc.blocks
    if _BOUND in prose:
        prose = prose.replace(_BOUND, " ")
    texts = [prose[start:end] for _, start, end, _, _, _ in [blocks[i] for i in indices]]
    return ". " + _BETWEEN.join(texts) + _BOUND


@lru_cache(maxsize=4)
def _beginnings(width: int) -> re.Pattern[bytes]:
    """Return a pattern of what follows a full stop and a space, if it is long enough to be
    distinctive."""
    return lazy_regex.made(rb"\. {1,4}([^.]{%d,%d})" % (_SHORTEST_PIECE * width, _PIECE * width))


def _flatten(text: str, language: str) -> bytes:
    if language in ARABIC_SCRIPT:
        text = text.replace("؟", ".")
    row = lookup(language)
    if row.full_stop != ".":
        # No space follows a full stop where none separates words.
        text = text.replace(row.full_stop, ". " if not row.separator else ".")
    return _encoded(text).translate(_FLAT, _DROPPED)


def _tails(parts: list[bytes], width: int, language: str) -> Sequence[bytes | str]:
    """Return the ends of paragraphs; in Arabic script without marks and letter variants, as under
    ``light``."""
    size = _END * width
    ends = [part[-size:] for part in parts]
    if language not in ARABIC_SCRIPT:
        return ends
    text = _BYTE_BOUND.join(ends).decode("utf-8", "ignore")
    size = len(text)
    for mark in _MARKS:
        text = text.replace(mark, "")
    bare = len(text) != size
    for old, new in _FOLDS:
        text = text.replace(old, new)
    found = text.split(_BOUND)
    # What lost its marks is shorter than what had none.
    return [tail[-_BARE_END:] for tail in found] if bare else found


def _is_unique(found: Sequence[bytes | str]) -> bool:
    return len(set(found)) == len(found)


def _same_heads(
    parts: list[bytes], beginnings: re.Pattern[bytes], indices: Sequence[int]
) -> set[tuple[int, ...]]:
    first: dict[bytes, int] = {}
    owners: dict[bytes, dict[int, None]] = {}
    for index, part in zip(indices, parts, strict=True):
        # What ends with its paragraph is another beginning than what ends with a full stop.
        for head in beginnings.findall(part + _BYTE_BOUND):
            if head in first:
                owners.setdefault(head, {first[head]: None})[index] = None
            else:
                first[head] = index
    return set(map(tuple, owners.values()))


def _same_tails(tails: Sequence[bytes | str], indices: Sequence[int]) -> set[tuple[int, ...]]:
    owners: dict[bytes | str, list[int]] = {}
    for index, tail in zip(indices, tails, strict=True):
        owners.setdefault(tail, []).append(index)
    return {tuple(group) for group in owners.values() if len(group) > 1}


def space_words(doc: Document) -> dict[int, list[str]]:
    """Return the words, under ``space``, of the source of each block in a group of ``echoes``, by
    index and ascending; ask through ``doc.fact``."""
    text, blocks = doc.text, doc.blocks
    sources = {index: text[blocks[index].start : blocks[index].end] for index in _members(doc)}
    if doc.fact(is_plain):
        return {index: source.split() for index, source in sources.items()}
    return {index: visible(source).split() for index, source in sources.items()}


def originals(doc: Document) -> dict[int, int]:
    """Return for each block in a group of ``echoes`` the first one with the same source under
    ``space``; ask through ``doc.fact``."""
    found = {}
    for indices in _alike(doc):
        if len(indices) == 1:
            found[indices[0]] = indices[0]
            continue
        first: dict[str, int] = {}
        for index in indices:
            found[index] = first.setdefault(doc.fact(space_key, index), index)
    return found


def first_of_all(doc: Document, least: int) -> dict[int, int]:
    """Return for each block of ``least`` code points or more the first one with the same
    ``space_key``.

    For rules that require fewer than ``MIN_CHARS``, for which the index has no candidates.
    """
    first: dict[str, int] = {}
    indices = _candidates(doc, least)
    return {index: first.setdefault(doc.fact(space_key, index), index) for index in indices}


def _alike(doc: Document) -> list[list[int]]:
    """Return the blocks in groups of ``echoes``, ascending, so that blocks with equal sources are
    in one list."""
    groups: dict[int, list[int]] = {}
    # Letter by letter: only where that is compiled, and there was a scan.
    if doc.fact(classes) >= 0:
        text, blocks = doc.text, doc.blocks
        for index in _members(doc):
            _, start, end, _, _, _ = blocks[index]
            groups.setdefault(source_letters(text[start:end], _LETTERS), []).append(index)
        if _UNTOLD not in groups:
            return list(groups.values())
        groups = {}
    words = doc.fact(space_words)
    for index in words:
        groups.setdefault(len(words[index]), []).append(index)
    return list(groups.values())


def _members(doc: Document) -> list[int]:
    """Return the blocks in any group of ``echoes``, ascending."""
    return sorted({index for groups in doc.fact(echoes) for group in groups for index in group})


def suspects(doc: Document) -> list[int]:
    """Return the blocks that share a beginning or an end with another, ascending."""
    return sorted({index for group in doc.fact(echoes).paragraphs for index in group})


SentencePlace = tuple[Span, int, int]
"""A sentence, the index of its block, and its number in the block."""
# Code points by which sentences are told apart before they are folded.
_SENTENCE_START: Final = 8
_SHORTEST_WORD: Final = 2
"""A word has at least a letter and a space, or two characters in scripts without spaces."""


def repeated_sentences(doc: Document, least: int, strict: bool) -> list[SentencePlace]:
    """Return the sentences of ``least`` words or more that begin like another and have as many
    words.

    They are in the order of the text. With ``strict``, only sentences in paragraphs of
    ``MIN_CHARS`` code points count, and none that is much shorter than that.
    """
    able = _candidate_sentences(doc, least, strict)
    size = min(_SENTENCE_START, least * _SHORTEST_WORD)
    found = _with_shared_key([(doc.prose[p[0][0] : p[0][0] + size], p) for p in able])
    return _with_shared_key([(same_words(doc, p[0][0], p[0][1]), p) for p in found])


def _with_shared_key(places: list[tuple[Hashable, SentencePlace]]) -> list[SentencePlace]:
    """Return the sentences whose key occurs more than once."""
    once: set[Hashable] = set()
    twice: set[Hashable] = set()
    for key, _ in places:
        if key in once:
            twice.add(key)
        else:
            once.add(key)
    return [place for key, place in places if key in twice] if twice else []


def _candidate_sentences(doc: Document, least: int, strict: bool) -> list[SentencePlace]:
    """Return the sentences that count. Of equal paragraphs only the first is examined, because
    another rule reports the others."""
    found: list[SentencePlace] = []
    prose, blocks = doc.prose, doc.blocks
    shortest = least * _SHORTEST_WORD
    if strict:
        indices = sorted({index for group in doc.fact(echoes).beginnings for index in group})
        source = doc.fact(originals) if indices else {}
    else:
        source = doc.fact(first_of_all, shortest)
        indices = list(source)
    seen: set[int] = set()
    for index in indices:
        kind, begin, stop, _, _, _ = blocks[index]
        if kind != "paragraph" or is_emphasised(doc, index) or source[index] in seen:
            continue
        seen.add(source[index])
        for number, span in enumerate(sentences(prose, begin, stop)):
            start, end = span
            if end - start >= shortest:
                found.append((span, index, number))
    return found
