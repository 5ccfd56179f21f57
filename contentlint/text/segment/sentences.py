"""Where sentences end, in every script; and how many words a stretch of prose has."""

from __future__ import annotations

from contentlint.model.characters import END_SPACES, is_space
from contentlint.model.document import MARK
from contentlint.model.terminators import BOTH_CLOSERS, ENDINGS
from contentlint.text.segment import words
from contentlint.text.segment.words import count_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

INVISIBLE = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_COMPILED = not words.__file__.endswith(".py")
"""True if looking at each character costs less than splitting the text."""
_SHAPES: Final = bytes(97 if chr(byte).isalnum() else 32 for byte in range(128)) + bytes(128)
_SIGNS: Final = bytes(c for c in range(128) if not chr(c).isalnum() and not chr(c).isspace())
_HEAD: Final = 16
"""Code points for each word, among which nearly all texts have so many, front matter aside."""
_TRAIL: Final = INVISIBLE + MARK + END_SPACES
_CLOSED: Final = frozenset(BOTH_CLOSERS + _TRAIL)


def bare_end(prose: str) -> str:
    """Prose without white space, invisible characters and markup at its end."""
    return prose.rstrip(_TRAIL)


def ends_sentence(prose: str) -> bool:
    """Return True if prose ends in a sentence's end, closing quotes and brackets aside."""
    return ends_at(prose, 0, len(prose))


def ends_at(prose: str, start: i64, end: i64) -> bool:
    """The same of a stretch of it."""
    while end > start:
        end -= 1
        c: i64 = ord(prose[end])
        # Most end in one of these.
        if c == 46:
            return True
        if 97 <= c <= 122 or 0x620 <= c <= 0x64A:
            return False
        last = prose[end]
        if last not in _CLOSED:
            return last in ENDINGS
    return False


def has_words(prose: str, least: int) -> bool:
    """Return True if masked prose has at least so many words; most texts show it in their head."""
    return has_words_at(prose, 0, len(prose), least)


def has_words_at(prose: str, start: i64, end: i64, least: int) -> bool:
    """The same of a stretch of it, which is not cut out where it tells at once."""
    if _COMPILED:
        found = _words(prose, start, end, least)
        if found >= 0:
            return found >= least
    prose = prose[start:end]
    if not _COMPILED and _ascii_words(prose[: least * _HEAD]) >= least:
        return True
    # Most show it in so few characters; without spaces two are a word.
    size = least * (10 if " " in prose[:least] else 4)
    while True:
        head = prose[:size]
        tokens = head.split()
        if sum(map(str.isalnum, tokens)) >= least:
            return True
        # Most of the others begin with a letter and end in a mark; in a script with spaces
        # they are words, also where one is cut.
        if len([word for word in tokens if word[0] < "\u0800" and word[0].isalnum()]) >= least:
            return True
        # A cut may make one word of a part of one. Where each word is a token, there must be
        # as many of these.
        needed = least + (size < len(prose))
        if (len(tokens) >= needed or not head.isascii()) and count_words(head) >= needed:
            return True
        if size >= len(prose):
            return False
        size *= 3


def _ascii_words(text: str) -> int:
    """Tokens with a letter or digit of ASCII, of which a text may have more: where nothing is
    compiled."""
    return (b" " + text.encode("ascii", "replace").translate(_SHAPES, _SIGNS)).count(b" a")


def _words(prose: str, at: i64, stop: i64, least: i64) -> i64:
    """Tokens with a letter or digit of a script with spaces, at most so many: whatever else they
    have, each is a word. -1: there are fewer, and characters that are not known here."""
    found: i64 = 0
    counted = False
    told = True
    while at < stop:
        c: i64 = ord(prose[at])
        if 97 <= c <= 122:
            begins = not counted
        elif is_space(c):
            begins = counted = False
        elif c < 0x80:
            begins = not counted and (65 <= c <= 90 or 48 <= c <= 57)
        elif c < 0x800:
            begins = not counted and prose[at].isalnum()
        else:
            # Dashes, quotation marks and their like are known.
            told = told and 0x2010 <= c <= 0x2027
            begins = False
        if begins:
            counted = True
            found += 1
            if found >= least:
                return found
        at += 1
    return found if told else -1
