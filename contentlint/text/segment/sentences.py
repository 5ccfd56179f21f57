"""Where sentences end, in every script; and how many words a stretch of prose has."""

from __future__ import annotations

from contentlint.model.document import MARK
from contentlint.text.segment import words
from contentlint.text.segment.words import count_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

# Sentence_Terminal of Unicode 17: full stops, question and exclamation marks of all scripts.
_SENTENCE_TERMINAL = (
    "!.?\u0589\u061d\u061e\u061f\u06d4\u0700\u0701\u0702\u07f9\u0837\u0839\u083d\u083e\u0964"
    "\u0965\u104a\u104b\u1362\u1367\u1368\u166e\u1735\u1736\u17d4\u17d5\u1803\u1809\u1944"
    "\u1945\u1aa8\u1aa9\u1aaa\u1aab\u1b4e\u1b4f\u1b5a\u1b5b\u1b5e\u1b5f\u1b7d\u1b7e\u1b7f"
    "\u1c3b\u1c3c\u1c7e\u1c7f\u2024\u203c\u203d\u2047\u2048\u2049\u2cf9\u2cfa\u2cfb\u2e2e"
    "\u2e3c\u2e53\u2e54\u2e60\u2e61\u3002\ua4ff\ua60e\ua60f\ua6f3\ua6f7\ua876\ua877\ua8ce"
    "\ua8cf\ua92f\ua9c8\ua9c9\uaa5d\uaa5e\uaa5f\uaaf0\uaaf1\uabeb\ufe12\ufe15\ufe16\ufe52"
    "\ufe56\ufe57\uff01\uff0e\uff1f\uff61\U00010a56\U00010a57\U00010f55\U00010f56\U00010f57"
    "\U00010f58\U00010f59\U00010f86\U00010f87\U00010f88\U00010f89\U00011047\U00011048"
    "\U000110be\U000110bf\U000110c0\U000110c1\U00011141\U00011142\U00011143\U000111c5"
    "\U000111c6\U000111cd\U000111de\U000111df\U00011238\U00011239\U0001123b\U0001123c"
    "\U000112a9\U000113d4\U000113d5\U0001144b\U0001144c\U000115c2\U000115c3\U000115c9"
    "\U000115ca\U000115cb\U000115cc\U000115cd\U000115ce\U000115cf\U000115d0\U000115d1"
    "\U000115d2\U000115d3\U000115d4\U000115d5\U000115d6\U000115d7\U00011641\U00011642"
    "\U0001173c\U0001173d\U0001173e\U00011944\U00011946\U00011a42\U00011a43\U00011a9b"
    "\U00011a9c\U00011c41\U00011c42\U00011ef7\U00011ef8\U00011f43\U00011f44\U00016a6e"
    "\U00016a6f\U00016af5\U00016b37\U00016b38\U00016b44\U00016d6e\U00016d6f\U00016e98"
    "\U0001bc9f\U0001da88"
)
ENDINGS: Final = frozenset(_SENTENCE_TERMINAL + "\u2026\u22ef\u0f0d\u0f0e\u037e\u203d\u2e18")
"""Sentence_Terminal, the ellipsis, the Tibetan shad, the Greek question mark."""
CLOSERS = (
    "\"'\u00bb\u00ab\u201d\u201c\u2019\u2018\u203a\u2039)]}\u300d\u300f\u3011\u3015\u300b\u3009"
    "\uff09\uff3d\uff63\ufd3e\ufd3f*_~|`"
)
"""What may stand after a sentence's end: quotes (either way round), brackets, emphasis."""
NO_FULL_STOP = frozenset({"th", "lo", "km", "bo", "dz"})
"""Languages whose sentences end without a mark: Thai, Lao, Khmer, Tibetan, Dzongkha."""
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
_TRAIL: Final = INVISIBLE + MARK + " \t\n\u00a0\u202f\u3000"
_CLOSED: Final = frozenset(CLOSERS + _TRAIL)


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
        elif c == 32 or 9 <= c <= 13 or 28 <= c <= 31 or c == 0x85 or c == 0xA0:
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
