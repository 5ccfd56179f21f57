"""What the language of a text is detected by: its letters and common words, read byte by byte.

Compiled by mypyc, ``Letters`` takes a fifth of the time of counting each byte, and ``Words`` a
quarter of the time of looking up each word of the split text; interpreted they are not run at all
(see ``text.language.detect``).
"""

from __future__ import annotations

from collections.abc import Mapping

from contentlint.model.characters import is_space
from contentlint.model.languages import LANGUAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

SLOTS: Final = 8192


class Words:
    """A list of at most 255 words without white space, no two of which agree in length and in their
    first, middle and last bytes."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self.words = sorted(weights)
        self.weights = [weights[word] for word in self.words]
        self.forms = [word.encode() for word in self.words]
        self.longest: i64 = max(map(len, self.forms), default=0)
        """The length of the longest word in bytes."""
        self.factor: i64 = 31
        while not self._placed():
            self.factor += 2

    def _placed(self) -> bool:
        """Give each word a slot; return False if two would share one."""
        slots = bytearray(SLOTS)
        for number, form in enumerate(self.forms, 1):
            at = self.slot(form)
            if slots[at]:
                return False
            slots[at] = number
        self.slots = bytes(slots)
        return True

    def slot(self, form: bytes) -> int:
        """Return the slot of a word."""
        size: i64 = len(form)
        first: i64 = form[0]
        middle: i64 = form[size >> 1]
        last: i64 = form[size - 1]
        factor = self.factor
        return (((first * factor + middle) * factor + last) * factor + size) & 8191

    def total(self, data: bytes) -> i64:
        """Return the total weight of the words of ``text.split()``, each counted once; ``data`` is
        the text's UTF-8 form."""
        data += b" "  # which ends the last
        slots, kinds = self.slots, _KINDS
        longest, factor = self.longest, self.factor
        seen = [False] * 256
        total: i64 = 0
        start: i64 = 0
        at: i64 = 0
        size: i64 = len(data)
        while at < size:
            c: i64 = data[at]
            while 32 < c < 0xC2:
                at += 1
                c = data[at]
            kind: i64 = kinds[c]
            if kind == 0:
                at += 1
                continue
            width: i64 = 1
            if kind != SPACE and (width := space_width(data, at)) == 0:
                at += 1
                continue
            length = at - start
            if 0 < length <= longest:
                # As ``slot`` has it: this loop calls nothing.
                first: i64 = data[start]
                middle: i64 = data[start + (length >> 1)]
                last: i64 = data[at - 1]
                key = ((first * factor + middle) * factor + last) * factor + length
                number: i64 = slots[key & 8191]
                if number and not seen[number] and stands(self.forms[number - 1], data, start, at):
                    seen[number] = True
                    weight: i64 = self.weights[number - 1]
                    total += weight
            at += width
            start = at
        return total


def stands(form: bytes, data: bytes, start: i64, end: i64) -> bool:
    """Return True if a word equals the bytes between two offsets."""
    if len(form) != end - start:
        return False
    at: i64 = 0
    while start < end:
        if form[at] != data[start]:
            return False
        at += 1
        start += 1
    return True


SPACE: Final = 1


def _kinds() -> bytes:
    """Return the kind of each byte: white space; 2: perhaps the first byte of it."""
    kinds = bytearray(256)
    for c in range(128):
        if is_space(c):
            kinds[c] = SPACE
    for c in b"\xc2\xe1\xe2\xe3":
        kinds[c] = 2
    return bytes(kinds)


_KINDS: Final = _kinds()


def space_width(data: bytes, at: i64) -> i64:
    """Return the number of bytes of white space that begins with one of ``c2 e1 e2 e3``; 0 if it is
    none."""
    c: i64 = data[at]
    after: i64 = data[at + 1]
    if c == 0xC2:
        return 2 if is_space(after) else 0
    last: i64 = data[at + 2]
    return 3 if is_space((c & 15) << 12 | (after & 63) << 6 | last & 63) else 0


RARE: Final[str] = "".join(
    dict.fromkeys([*"".join([row.letters for row in LANGUAGES.values()]), *"پچژگیک"])
)
"""Letters that not all languages of the Arabic script have; each is counted."""

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
"""Indices of the scripts that identify no language."""


def _rare() -> bytes:
    """Return the index in ``RARE``, from 1, by the offset from U+0600."""
    table = bytearray(256)
    for place, letter in enumerate(RARE, 1):
        table[ord(letter) - 0x600] = place
    return bytes(table)


def _scripts() -> bytes:
    """Return the index in ``SCRIPTS``, or the one after the last, by the code point below U+10000
    without its last six bits."""
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
    """The letters of a text by script. Lone surrogates count in the length of words only.

    The words counted are those of three characters and more that ``str.split`` would return.
    """

    def __init__(self, data: bytes) -> None:
        """``data``: the UTF-8 form, surrogates included."""
        self.counts = [0] * (len(SCRIPTS) + 1)
        """The number of characters of each of ``SCRIPTS``."""
        self.rare = [0] * (len(RARE) + 1)
        self.latin: i64 = 0
        """The number of ASCII letters."""
        self.beyond: i64 = 0
        """The number of bytes that are not ASCII."""
        self.words: i64 = 0
        self.articles: i64 = 0
        """The number of words that begin with the Arabic article, perhaps after a particle."""
        self._look(data)

    def rarities(self) -> dict[str, int]:
        """Return the letters of ``RARE`` that occur, and how often each does."""
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
                if c > 32 or not is_space(c):
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
    """Return the character of two bytes at an offset; another number if there is none."""
    if at + 1 >= len(data):
        return 0
    c: i64 = data[at]
    return c << 6 & 0x7C0 | data[at + 1] & 63
