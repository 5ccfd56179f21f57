"""Comparison profiles: when two pieces of text count as the same.

``space``
    NFC, white space collapsed to single spaces, default-ignorable characters
    dropped except U+200C and U+200D, which change words.
``light``
    also without Arabic marks and tatweel; alef, yeh and kaf variants folded;
    digits ASCII; quotes, dashes and the ellipsis unified; casefolded. Numbers
    keep their value: paragraphs that differ in a figure are not the same.

``mapped`` gives the same text with the offsets it came from.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from contentlint._util import lazy_regex
from contentlint.text.unicode.chars import ARABIC_MARKS, TATWEEL
from contentlint.text.unicode.normalize import normalize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_IGNORABLE: Final = lazy_regex.compile(
    "[\u00ad\u034f\u061c\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_HAS_ARABIC: Final = lazy_regex.compile("[\u0610-\u06ff]")
_DROPPED: Final = lazy_regex.compile(f"[{TATWEEL}{ARABIC_MARKS}]")
_ARABIC_FOLDS: Final = (
    *((c, "ا") for c in "أإآٱ"),
    ("ى", "ي"),
    ("ی", "ي"),
    ("ک", "ك"),
    *((chr(0x660 + d), str(d)) for d in range(10)),
    *((chr(0x6F0 + d), str(d)) for d in range(10)),
)
_COMMON_FOLDS: Final = (
    *((c, '"') for c in "“”„‟«»″"),
    *((c, "'") for c in "‘’‚‛ʼ‹›′"),
    *((c, "-") for c in "‐‑‒–—―−"),
    ("…", "..."),
)
# One look tells it of most short texts.
_HAS_COMMON: Final = lazy_regex.compile("[«»ʼ‐‑‒–-‟…′″‹›−]")


def space(text: str) -> str:
    """Return a text under the ``space`` profile."""
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """Return a text under the ``space`` profile, but with its white space unchanged."""
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFC", text):
        text = normalize("NFC", text)
    return _IGNORABLE.sub("", text)


def light(text: str) -> str:
    """Return a text under the ``light`` profile."""
    return folded(space(text))


def folded(text: str) -> str:
    """Return under ``light`` a text that is under ``space`` already."""
    if text.isascii():
        return text.lower()
    if _HAS_COMMON.search(text):
        for old, new in _COMMON_FOLDS:
            text = text.replace(old, new)
    if _HAS_ARABIC.search(text):
        # pyarabic.araby.strip_diacritics drops the same marks; its import takes 5 ms.
        text = _DROPPED.sub("", text)
        for old, new in _ARABIC_FOLDS:
            text = text.replace(old, new)
    return text.casefold()


@lru_cache(maxsize=4096)
def light_word(word: str) -> str:
    """Return a word under ``light``; most words recur from file to file."""
    return light(word)


def mapped(text: str, profile: str) -> tuple[str, list[int]]:
    """Return a text under ``space`` or ``light``, and for each folded character its offset in
    ``text``.

    The offsets never descend. If several characters became one (white space, composition), it is
    the offset of the first; if one became several (``…``, ``ß``), each has its offset. This takes
    about a hundred times as long as ``space`` and ``light``: use it only for what is going to be
    shown.

    Raises:
        ValueError: there is no such profile.
    """
    if profile not in ("space", "light"):
        raise ValueError(f"no comparison profile {profile!r}")
    folded: list[str] = []
    offsets: list[int] = []
    gap, begun = -1, False
    for char, offset in _composed(text):
        if char.isspace():
            if begun and gap < 0:
                gap = offset
            continue
        if _IGNORABLE.match(char):
            continue
        begun = True
        # A gap counts although nothing of the word after it may be left.
        if gap >= 0:
            folded.append(" ")
            offsets.append(gap)
            gap = -1
        for each in _fold(char) if profile == "light" else char:
            folded.append(each)
            offsets.append(offset)
    return "".join(folded), offsets


def _fold(char: str) -> str:
    """Return one character under ``light``: no step after NFC depends on its neighbours."""
    if _DROPPED.match(char):
        return ""
    return _FOLDS.get(char, char).casefold()


_FOLDS: Final = dict((*_COMMON_FOLDS, *_ARABIC_FOLDS))


def _composed(text: str) -> list[tuple[str, int]]:
    """Return the characters of a text under NFC, each with the offset at which its sequence
    began."""
    if unicodedata.is_normalized("NFC", text):
        return [(char, at) for at, char in enumerate(text)]
    result: list[tuple[str, int]] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or _begins(text, start, at):
            piece = text[start:at]
            normal = normalize("NFC", piece)
            if len(normal) == len(piece):
                result.extend(zip(normal, range(start, at), strict=True))
            else:
                result.extend((char, start) for char in normal)
            start = at
    return result


def _begins(text: str, start: int, at: int) -> bool:
    """Return True if the normalisation of what precedes ``at`` cannot change what follows."""
    char = text[at]
    if unicodedata.combining(char):
        return False
    # Hangul jamo and some Indic vowels combine although they are no marks.
    before = text[max(start, at - 2) : at]
    normal = unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", char)
    return unicodedata.normalize("NFC", before + char) == normal
