"""Words that may follow themselves, one or several: for ``census``, where nothing is compiled.

Tokens as bytes are cut and compared in less time than as text, and in most documents none has to
be looked at.
"""

from __future__ import annotations

from itertools import compress
from operator import eq

from contentlint._util import lazy_regex
from contentlint.core.pure import plain_utf8
from contentlint.model import events as e_
from contentlint.model.document import Document
from contentlint.model.languages import UNSPACED
from contentlint.text.segment.words import PIECE
from contentlint.text.similarity.loops import MOST_WORDS
from contentlint.text.unicode.chars import invisibles, uncommon

EVENTS = e_.DOUBLED | e_.LOOP
# Spaces beyond ASCII that are neither invisible nor among those that ``plain_utf8`` makes plain.
_SPACE = lazy_regex.compile(rb"\xe2(?:\x80[\x80-\x8a\xaf]|\x81\x9f)")
_OGHAM = b"\xe1\x9a\x80"
_IDEOGRAPHIC = 0xE3
"""The first byte of the ideographic space."""
_TURNS = 4


def events_of(doc: Document) -> int:
    """Those of ``EVENTS`` that a document may have."""
    if len(doc.prose) > PIECE or doc.language in UNSPACED:
        return EVENTS
    data = doc.fact(plain_utf8)
    if _IDEOGRAPHIC in data or doc.fact(invisibles):
        return EVENTS
    signs = doc.fact(uncommon)
    if _SPACE.search(signs) or _OGHAM in signs:
        return EVENTS
    # In small letters, as far as they are ASCII: what is alike without that still is.
    every = data.lower().split()
    echoed = list(compress(every, map(eq, every, every[1:])))
    known: list[bytes] | None = echoed
    doc.know(doubled, known)
    alike = list(filter(_may_be_word, echoed))
    events = e_.DOUBLED if alike else 0
    # A word that stands four times in a row follows itself three times.
    if any(map(eq, alike, alike[_TURNS - 2 :])) or _turns(every):
        events |= e_.LOOP
    return events


def doubled(doc: Document) -> list[bytes] | None:  # noqa: ARG001  as all that ``fact`` asks
    """The tokens that follow themselves, as UTF-8 with small ASCII letters, and some that nearly
    do; None: ``look`` has not told them. Ask through ``doc.fact``."""
    return None


def _turns(every: list[bytes]) -> bool:
    """Return True if a few words are said again and again: see ``loops.may_loop``."""
    count = len(every)
    for size in range(2, min(MOST_WORDS, count // _TURNS) + 1):
        step = (_TURNS - 1) * size
        high = 0
        for at in compress(range(0, count, step), map(eq, every[::step], every[size::step])):
            if at < high:
                continue  # it is of the turns that were looked at last
            low, high = at, at + size
            while low and every[low - 1] == every[low - 1 + size]:
                low -= 1
            while high < count and every[high] == every[high - size]:
                high += 1
            if high - low >= _TURNS * size and any(map(_may_be_word, every[low : low + size])):
                return True
    return False


def _may_be_word(token: bytes) -> bool:
    """Return True if a token may begin with a letter."""
    return token[:1].isalpha() or token[0] >= 0x80
