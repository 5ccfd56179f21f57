"""Triggers of phrases at the beginning of lines, in the form that ``core.phrase_table`` enters."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, takewhile

from contentlint.core import first_words, last_head
from contentlint.model.trigger import (
    ANY_LINE,
    FAR_LINE,
    FAR_WORD,
    PHRASE_PLACES,
    PHRASE_WORDS,
    UNTOLD,
)
from contentlint.text.unicode.normalize import normalize


def lines(*lists: Iterable[str], longest: int = 68, whole: bool = True) -> tuple[str, ...]:
    """Return the triggers of lines that begin like a phrase. Without markup the lines have at most
    ``longest`` code points: 68, 260 or, for 0, any number.

    ``whole``: no other word follows the phrase; a counter, signs and icons may.
    """
    return _phrases(lists, {68: 0, 260: 1, 0: 2}[longest], whole)


def begun(*lists: Iterable[str]) -> tuple[str, ...]:
    """Return the triggers of phrases at the beginning of a short line, where the last word of a
    phrase may continue in the text."""
    untold, names = [], set()
    for phrase in chain.from_iterable(lists):
        composed = normalize("NFC", phrase)
        words = first_words(composed, len(composed) + 1)
        words = words[: words.index(0)]
        known = [*takewhile(_is_word, words[:PHRASE_WORDS])]
        if not known:
            untold.append(phrase)
            continue
        end = ""
        # A Chinese character is a word, and a line begins with the whole of a single word.
        if 1 < len(words) == len(known) and composed[-1] < "\u2e80":
            known.pop()
            head = last_head(composed)
            end = f"~{head:x}" if head else ""
        names.add(f"\0{PHRASE_PLACES[0]}" + ".".join([f"{word:x}" for word in known]) + end)
    return (*sorted(names), *lines(untold, whole=False), UNTOLD)


def parts(*lists: Iterable[str]) -> tuple[str, ...]:
    """Return the triggers of phrases after another on a short line."""
    return _phrases(lists, 3, False)


def rows(*lists: Iterable[str]) -> tuple[str, ...]:
    """Return the triggers of short lines of two words or more, all of them words of some names."""
    names, far = set[str](), False
    for name in chain.from_iterable(lists):
        composed = normalize("NFC", name)
        words = {*first_words(composed, len(composed) + 1)} - {0}
        if not words:
            return (ANY_LINE,)  # a number, for example, that a row may also have
        far |= FAR_WORD in words
        names |= {f"\0{PHRASE_PLACES[5]}{word:x}" for word in words if _is_word(word)}
    return (*sorted(names), *((FAR_LINE,) if far else ()), UNTOLD)


_WORDS = 3
"""The number of words of a phrase that are looked up if it is a whole line; a fourth would cost
every run and exclude few lines."""


def _phrases(lists: Iterable[Iterable[str]], where: int, whole: bool) -> tuple[str, ...]:
    found, far = set(), False
    for phrase in {phrase for phrases in lists for phrase in phrases}:
        # The scan folds letters that are one code point.
        composed = normalize("NFC", phrase)
        first = first_words(composed, _WORDS if whole else PHRASE_WORDS)
        if first[0] == FAR_WORD:
            far = True
            continue
        words = [*takewhile(_is_word, first)]
        # Nothing follows a phrase that is a whole line: a 0 after its words.
        if not words or (whole and first[len(words) :][:1] == [0]):
            words.append(0)
        found.add(f"\0{PHRASE_PLACES[where]}" + ".".join([f"{word:x}" for word in words]))
    if not found and not far:
        return ()
    return (*sorted(found), *((FAR_LINE,) if far else ()), UNTOLD)


def _is_word(word: int) -> bool:
    return word > 0
