"""What letters a text has, as far as that tells its language: one look at its UTF-8 form.

Compiled by mypyc this takes a fifth of what counting one byte after the other
takes; interpreted it is not run at all (see ``language``).
"""

from __future__ import annotations

from contentlint.core.commonest import space_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

RARE: Final = "ٹڈڑںےہھ۔ڕڵۆێەټډړږښګڼېۍۇۈڭٻڀٺٿڃڄڇڊڌڍڙڦڱڳڻپچژگیک"
"""Letters of the Arabic script that not all of its languages have, of which each is counted."""

# Lead bytes of two- and three-byte forms; see the Unicode blocks they open.
SCRIPTS: Final[tuple[tuple[str, tuple[bytes, ...]], ...]] = (
    ("Arabic", (b"\xd8", b"\xd9", b"\xda", b"\xdb")),
    ("Hebrew", (b"\xd6", b"\xd7")),
    ("Cyrillic", (b"\xd0", b"\xd1")),
    ("Greek", (b"\xce", b"\xcf")),
    ("Armenian", (b"\xd4", b"\xd5")),
    ("Thaana", (b"\xde",)),
    ("Devanagari", (b"\xe0\xa4", b"\xe0\xa5")),
    ("Bengali", (b"\xe0\xa6", b"\xe0\xa7")),
    ("Tamil", (b"\xe0\xae", b"\xe0\xaf")),
    ("Thai", (b"\xe0\xb8", b"\xe0\xb9")),
    ("Georgian", (b"\xe1\x82", b"\xe1\x83")),
    ("Ethiopic", (b"\xe1\x88", b"\xe1\x89", b"\xe1\x8a", b"\xe1\x8b", b"\xe1\x8c", b"\xe1\x8d")),
    ("Hangul", (b"\xea\xb0", b"\xea\xb1", b"\xea\xb2", b"\xea\xb3", b"\xeb", b"\xec")),
    ("Kana", (b"\xe3\x81", b"\xe3\x82", b"\xe3\x83")),
    ("Han", (b"\xe4", b"\xe5", b"\xe6", b"\xe7", b"\xe8", b"\xe9")),
    ("Latin", (b"\xc3", b"\xc4", b"\xc5")),
    ("Latin of three bytes", (b"\xe1\xba", b"\xe1\xbb")),
    ("signs", (b"\xc2",)),
    ("signs of three bytes", (b"\xe2",)),
)
LATIN: Final = 15
LATIN_3: Final = 16
SIGNS: Final = 17
SIGNS_3: Final = 18
"""The places of those that tell no language."""


def _rare() -> bytes:
    """By the offset from U+0600: the place among ``RARE``, from 1."""
    table = bytearray(256)
    for place, letter in enumerate(RARE, 1):
        table[ord(letter) - 0x600] = place
    return bytes(table)


def _scripts() -> bytes:
    """By the code point without its last six bits, below U+10000: the place among ``SCRIPTS``,
    or the one behind them."""
    table = bytearray([len(SCRIPTS)]) * 1024
    for place, (_, leads) in enumerate(SCRIPTS):
        for lead in leads:
            if lead[0] < 0xE0:
                table[lead[0] & 31] = place
            else:
                at = (lead[0] & 15) << 6
                ends = range(64) if len(lead) == 1 else (lead[1] & 63,)
                for end in ends:
                    table[at + end] = place
    return bytes(table)


_RARE: Final = _rare()
_SCRIPTS: Final = _scripts()


class Letters:
    """What one look at a text has found. Lone surrogates do not count, but in the length of words.

    The words counted are those of three characters and more that ``str.split`` would give.
    """

    def __init__(self, data: bytes) -> None:
        """``data``: the UTF-8 form, surrogates included."""
        self.counts = [0] * (len(SCRIPTS) + 1)
        """Of each of ``SCRIPTS``, how many characters."""
        self.rare = [0] * (len(RARE) + 1)
        self.latin: i64 = 0
        """Letters of ASCII."""
        self.beyond: i64 = 0
        """Bytes that are not ASCII."""
        self.words: i64 = 0
        self.articles: i64 = 0
        """Of the words, those that begin with the Arabic article, or with a particle and that."""
        self._look(data)

    def rarities(self) -> dict[str, int]:
        """The letters of ``RARE`` that there are, and how many of each."""
        return {RARE[n - 1]: count for n, count in enumerate(self.rare) if count}

    def _look(self, data: bytes) -> None:
        scripts, rare = _SCRIPTS, _RARE
        size: i64 = len(data)
        at: i64 = 0
        latin: i64 = 0
        beyond: i64 = 0
        words: i64 = 0
        articles: i64 = 0
        length: i64 = 0  # of a word, so far
        script: i64 = len(SCRIPTS)
        run: i64 = 0  # characters of that script that were not counted yet
        article = False
        while at <= size:
            c: i64 = 32  # which ends the last word
            if at < size:
                c = data[at]
            if c < 0x80:
                at += 1
                if c > 32 or not (c == 32 or c >= 28 or 9 <= c <= 13):
                    if 97 <= c <= 122 or 65 <= c <= 90:
                        latin += 1
                    length += 1
                    continue
            else:
                space = (c == 0xC2 or 0xE1 <= c <= 0xE3) and space_width(data, at) > 0
                k: i64 = len(SCRIPTS)
                if c < 0xE0:
                    if 0xD8 <= c <= 0xDB:
                        place: i64 = rare[data[at + 1] & 63 | (c & 3) << 6]
                        if place:
                            self.rare[place] += 1
                        if length == 0:
                            article = begins_with_article(data, at)
                    k = scripts[c & 31]
                    at += 2
                    beyond += 2
                elif c < 0xF0:
                    if c != 0xED or data[at + 1] < 0xA0:
                        k = scripts[(c & 15) << 6 | data[at + 1] & 63]
                        beyond += 3
                    at += 3
                else:
                    at += 4
                    beyond += 4
                if k != script:
                    self.counts[script] += run
                    script = k
                    run = 0
                run += 1
                if not space:
                    length += 1
                    continue
            if length >= 3:
                words += 1
                if article:
                    articles += 1
            length = 0
            article = False
        self.counts[script] += run
        self.latin, self.beyond = latin, beyond
        self.words, self.articles = words, articles


def begins_with_article(data: bytes, at: i64) -> bool:
    """Return True if ``ال``, ``وال``, ``بال``, ``كال``, ``فال`` or ``لل`` begins at an offset."""
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
