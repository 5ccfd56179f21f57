"""What letters a text has, as far as that tells its language: one look at its UTF-8 form.

Compiled by mypyc this takes a fifth of what counting one byte after the other
takes; interpreted it is not run at all (see ``language``).
"""

from __future__ import annotations

from contentlint.text.commonest import space_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

RARE: Final = "ٹڈڑںےہھ۔ڕڵۆێەټډړږښګڼېۍۇۈڭٻڀٺٿڃڄڇڊڌڍڙڦڱڳڻپچژگیک"
"""Letters of the Arabic script that not all of its languages have, of which each is counted."""


def _rare() -> bytes:
    """By the offset from U+0600: the place among ``RARE``, from 1."""
    table = bytearray(256)
    for place, letter in enumerate(RARE, 1):
        table[ord(letter) - 0x600] = place
    return bytes(table)


_RARE: Final = _rare()
_PAIRS: Final = 256
_SIZE: Final = 1280


class Letters:
    """What one look at a text has found. Lone surrogates do not count, but in the length of words.

    The words counted are those of three characters and more that ``str.split`` would give.
    """

    def __init__(self, data: bytes) -> None:
        """``data``: the UTF-8 form, surrogates included."""
        self.counts = [0] * _SIZE
        """By the first byte of a character of two bytes; of three from 256 on, by two of them."""
        self.rare = [0] * (len(RARE) + 1)
        self.latin: i64 = 0
        """Letters of ASCII."""
        self.beyond: i64 = 0
        """Bytes that are not ASCII."""
        self.lost: i64 = 0
        """Bytes of surrogates."""
        self.words: i64 = 0
        self.articles: i64 = 0
        """Of the words, those that begin with the Arabic article, or with a particle and that."""
        self._look(data)

    def count(self, lead: bytes) -> int:
        """How many characters begin with one byte, or with two of three."""
        counts = self.counts
        c: i64 = lead[0]
        if c < 0xE0:
            return counts[c]
        at = _PAIRS + ((c & 15) << 6)
        if len(lead) == 2:
            return counts[at + (lead[1] & 63)]
        return sum(counts[at : at + 64])

    def rarities(self) -> dict[str, int]:
        """The letters of ``RARE`` that there are, and how many of each."""
        return {RARE[n - 1]: count for n, count in enumerate(self.rare) if count}

    def _look(self, data: bytes) -> None:
        size: i64 = len(data)
        at: i64 = 0
        latin: i64 = 0
        length: i64 = 0  # of a word, so far
        key: i64 = 0
        run: i64 = 0  # characters with that key that were not counted yet
        article = False
        while at < size:
            c: i64 = data[at]
            width: i64 = 1
            if c < 0x80:
                space = c == 32 or (c < 32 and (c >= 28 or 9 <= c <= 13))
                if 97 <= c <= 122 or 65 <= c <= 90:
                    latin += 1
            else:
                space = (c == 0xC2 or 0xE1 <= c <= 0xE3) and space_width(data, at) > 0
                k = c
                if c < 0xE0:
                    width = 2
                    if 0xD8 <= c <= 0xDB:
                        self._arabic(data[at + 1] & 63 | (c & 3) << 6)
                        if length == 0:
                            article = begins_with_article(data, at)
                elif c < 0xF0:
                    width = 3
                    k = _PAIRS + ((c & 15) << 6 | data[at + 1] & 63)
                    if c == 0xED and data[at + 1] >= 0xA0:
                        self.lost += 3
                        k = 0
                else:
                    width = 4
                self.beyond += width
                if k != key:
                    self.counts[key] += run
                    key = k
                    run = 0
                run += 1
            at += width
            if not space:
                length += 1
                continue
            self._word(length, article)
            length = 0
            article = False
        self._word(length, article)
        self.counts[key] += run
        self.beyond -= self.lost
        self.latin = latin

    def _arabic(self, letter: i64) -> None:
        """One of U+0600 to U+06FF."""
        place: i64 = _RARE[letter]
        if place:
            self.rare[place] += 1

    def _word(self, length: i64, article: bool) -> None:
        if length >= 3:
            self.words += 1
            if article:
                self.articles += 1


def begins_with_article(data: bytes, at: i64) -> bool:
    """Whether ``ال``, ``وال``, ``بال``, ``كال``, ``فال`` or ``لل`` begins at an offset."""
    letter = code(data, at)
    if letter == 0x644:
        return code(data, at + 2) == 0x644
    if letter == 0x648 or letter == 0x628 or letter == 0x643 or letter == 0x641:
        at += 2
        letter = code(data, at)
    return letter == 0x627 and code(data, at + 2) == 0x644


def code(data: bytes, at: i64) -> i64:
    """The character of two bytes at an offset; something else where there is none."""
    if at + 1 >= len(data):
        return 0
    c: i64 = data[at]
    return c << 6 & 0x7C0 | data[at + 1] & 63
