"""Arabic words at a place of the prose, and those that end in tanwin and alef."""

from __future__ import annotations

from functools import lru_cache

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import Document, Span
from contentlint.text.language.proclitics import PROCLITICS
from contentlint.text.unicode.chars import is_arabic_letter, is_mark

TANWIN_FIRST = "\u064b\u0627"
"""Fathatan before the alef, as in كتابًا."""
ALEF_FIRST = "\u0627\u064b"
"""The alef before the fathatan, as in كتاباً."""

_LONGEST = 30


class Occurrence(NamedTuple):
    word: Span
    stem: Span
    """The word without what was put before and after it."""


@lru_cache(maxsize=1024)
def joins(char: str) -> bool:
    """Return True if a character continues a word: letters, marks, tatweel, ZWNJ, digits."""
    return char.isalnum() or is_mark(char) or char in "\u0640\u200c" or is_arabic_letter(char)


def around(prose: str, start: int, end: int) -> Span:
    """Return the word that holds ``prose[start:end]``; at most 30 characters are added on each
    side."""
    first, last = max(start - _LONGEST, 0), min(end + _LONGEST, len(prose))
    while start > first and joins(prose[start - 1]):
        start -= 1
    while end < last and joins(prose[end]):
        end += 1
    return Span(start, end)


def tanwin_words(doc: Document, pair: str) -> list[Span]:
    """Return the words that end in ``TANWIN_FIRST`` or ``ALEF_FIRST``, the only places of tanwin
    with alef; ask through ``doc.fact(tanwin_words, pair)``."""
    prose = doc.prose
    found = []
    at = prose.find(pair)
    while at >= 0:
        word = around(prose, at, at + 2)
        if word.start < at and word.end == at + 2:
            found.append(word)
        at = prose.find(pair, at + 2)
    return found


def occurrences(prose: str, form: str, *, endings: bool, alone: bool) -> list[Occurrence]:
    """Return the places where a form is a word, perhaps with conjunctions, prepositions and the
    article before it. With ``endings`` any letters may follow it; with ``alone`` it must have a
    space on both sides."""
    found = []
    # Look for the letters, then around each: a pattern that begins with what may
    # stand before the word takes a hundred times as long.
    needle = f" {form} " if alone else form
    at = prose.find(needle)
    while at >= 0:
        stem = Span(at + alone, at + alone + len(form))
        word = stem if alone else around(prose, *stem)
        if (endings or word.end == stem.end) and prose[word.start : stem.start] in PROCLITICS:
            found.append(Occurrence(word, stem))
        at = prose.find(needle, stem.end)
    return found
