"""Characters: the classes that the index distinguishes, and the sets of white space.

A class is one byte a character, in a table. Letters come first, so that one comparison separates
them from everything else.
"""

from __future__ import annotations

from collections.abc import Iterable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

BLANKS: Final = " \t\u00a0"
"""White space that people type within a line."""
MARK_SPACES: Final = BLANKS + "\u202f"
"""White space between a word and its punctuation mark: French typography has the narrow one."""
END_SPACES: Final = MARK_SPACES + "\n\u3000"
"""White space after the last mark of a sentence: Chinese and Japanese have the wide one."""
EMPHASIS_SPACES: Final = " \n\t\r\u00a0\u3000\u2028"
"""White space on both sides of an asterisk that makes it a sign: those that articles have."""
IGNORED_AT_EDGES: Final = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)
"""Invisible characters that do not count at the end of a sentence or paragraph."""
VOWEL_SIGNS: Final = "\u064f\u0651\u0650\u064e\u064d\u064c\u0652"
"""The vowel signs of Arabic, the most frequent first, without fathatan, which most texts have."""

MARKS: Final = ".,:;!?\u060c\u061b\u061f"
"""Punctuation marks of Latin and Arabic script."""
OPENING: Final = "([{«“‘‹„「『（"
CLOSING: Final = "\"'»”’)]}›」』）"
"""Brackets and quotes; the straight quotes may be either."""
SMILES: Final = frozenset([f"{eyes}{mouth}" for eyes in ":;8=" for mouth in ")(DPp/"])

SIZE: Final = 0x2100
"""Code points below this are looked up, the others told by ``far_class``."""

LOWER: Final = 0
UPPER: Final = 1
LETTER: Final = 2
LETTER_3: Final = 3
THEH: Final = 4
"""ASCII; other letters of two and three bytes; those that ``paragraph_facts`` cuts in two."""
ARABIC: Final = 5
ALEF: Final = 6
ALEF_FORMS: Final = 7
KAF: Final = 8
KEHEH: Final = 9
YEH: Final = 10
MAKSURA: Final = 11
FARSI_YEH: Final = 12
LAM: Final = 13
TTEH: Final = 14
HAMZA_FORMS: Final = 15
LAST_LETTER: Final = 15
"""Letters of the Arabic script; those that ``compare.light`` makes one of; and the one that
looks like damage behind TAH (``core.letters``)."""
MARK: Final = 16
TATWEEL: Final = 17
IGNORED: Final = 18
COMBINING: Final = 19
"""Arabic marks; what ``compare.light`` drops; marks that compose with other letters."""
DIGIT: Final = 20
OTHER_DIGIT: Final = 21
SPACE: Final = 22
NEWLINE: Final = 23
OTHER_SPACE: Final = 24
STOP: Final = 25
EXCLAMATION: Final = 26
QUESTION: Final = 27
STOPS: Final = 28
"""The last: the question mark of Arabic, the full stops of Urdu and Hindi."""
COMMA: Final = 29
ARABIC_COMMA: Final = 30
SEMICOLON: Final = 31
COLON: Final = 32
OPEN_ROUND: Final = 33
CLOSE_ROUND: Final = 34
OPEN_SQUARE: Final = 35
CLOSE_SQUARE: Final = 36
OPEN_CURLY: Final = 37
CLOSE_CURLY: Final = 38
OPEN_ANGULAR: Final = 39
CLOSE_ANGULAR: Final = 40
OPEN_QUOTE: Final = 41
CLOSE_QUOTE: Final = 42
QUOTE: Final = 43
APOSTROPHE: Final = 44
HYPHEN: Final = 45
DASH: Final = 46
SLASH: Final = 47
PIPE: Final = 48
STAR: Final = 49
LOW_LINE: Final = 50
HASH: Final = 51
LESS: Final = 52
AMPERSAND: Final = 53
EQUALS: Final = 54
AT: Final = 55
BACKSLASH: Final = 56
PERCENT: Final = 57
BACKTICK: Final = 58
DAMAGE: Final = 59
SYMBOL: Final = 60
FAR_LETTER: Final = 61
FAR: Final = 62
"""What ``core.invisibles`` names, and controls; signs; letters and others beyond the table."""

_ASCII: Final = {
    "\n": NEWLINE, " ": SPACE, "\t": OTHER_SPACE, "!": EXCLAMATION, '"': QUOTE, "#": HASH,
    "%": PERCENT, "&": AMPERSAND, "'": APOSTROPHE, "(": OPEN_ROUND, ")": CLOSE_ROUND, "*": STAR,
    ",": COMMA, "-": HYPHEN, ".": STOP, "/": SLASH, ":": COLON, ";": SEMICOLON, "<": LESS,
    "=": EQUALS, "?": QUESTION, "@": AT, "[": OPEN_SQUARE, "\\": BACKSLASH, "]": CLOSE_SQUARE,
    "_": LOW_LINE, "`": BACKTICK, "{": OPEN_CURLY, "|": PIPE, "}": CLOSE_CURLY,
}  # fmt: skip
_OTHERS: Final = {
    OPEN_ANGULAR: (0xAB,), CLOSE_ANGULAR: (0xBB,), OPEN_QUOTE: (0x201C, 0x201E),
    CLOSE_QUOTE: (0x201D,), APOSTROPHE: (0x2018, 0x2019), DASH: range(0x2010, 0x2016),
    ARABIC_COMMA: (0x60C, 0x61B), STOPS: (0x61F, 0x6D4, 0x964),
    OTHER_SPACE: (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F),
    OTHER_DIGIT: (*range(0x660, 0x66A), *range(0x6F0, 0x6FA)),
    IGNORED: (0x180B, 0x180C, 0x180D),
    DAMAGE: (
        *range(9), *range(11, 32), *range(0x7F, 0xA0), 0xAD, 0x34F, 0x61C, 0x180E,
        *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070),
    ),
    COMBINING: (
        *range(0x300, 0x34F), *range(0x350, 0x370), 0x374, 0x37E, 0x387,
        *range(0x591, 0x5BE), 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7,
        0x711, *range(0x730, 0x74B), *range(0x7EB, 0x7F4), 0x7FD, *range(0x20D0, 0x20F1),
    ),
}  # fmt: skip
_ARABIC: Final = {
    ALEF: (0x627,), ALEF_FORMS: (0x622, 0x623, 0x625, 0x671), KAF: (0x643,), KEHEH: (0x6A9,),
    YEH: (0x64A,), MAKSURA: (0x649,), FARSI_YEH: (0x6CC,), LAM: (0x644,),
    TTEH: (0x679,),
    HAMZA_FORMS: (0x624, 0x626, 0x6C0, 0x6C2, 0x6D3),
    THEH: (0x62B, 0x63B, 0x680, 0x69C, 0x69D, 0x69E, 0x6AB, 0x6BB), TATWEEL: (0x640,),
    MARK: (
        *range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6DD),
        *range(0x6DF, 0x6E5), 0x6E7, 0x6E8, *range(0x6EA, 0x6EE),
    ),
}  # fmt: skip


def _table() -> bytes:
    table = bytearray([SYMBOL]) * SIZE
    table[ord("a") : ord("z") + 1] = bytes([LOWER]) * 26
    table[ord("A") : ord("Z") + 1] = bytes([UPPER]) * 26
    table[ord("0") : ord("9") + 1] = bytes([DIGIT]) * 10
    table[0xC0:0x370] = bytes([LETTER]) * (0x370 - 0xC0)
    table[0x370:0x600] = bytes([LETTER]) * (0x600 - 0x370)
    table[0x620:0x6FF] = bytes([ARABIC]) * (0x6FF - 0x620)
    table[0x700:0x800] = bytes([LETTER]) * 0x100
    table[0x800:0x2000] = bytes([LETTER_3]) * 0x1800
    table[0xAA] = table[0xB5] = table[0xBA] = LETTER
    for c in (0xD7, 0xF7, 0x37E, 0x387, *range(0x55A, 0x560), 0x589, 0x58A, 0x5BE, 0x5C0, 0x5C3):
        table[c] = SYMBOL
    for c in (0x5F3, 0x5F4, 0x66A, 0x66B, 0x66C, 0x66D, 0x965):
        table[c] = SYMBOL
    for c, k in _ASCII.items():
        table[ord(c)] = k
    _fill(table, _ARABIC.items())
    _fill(table, _OTHERS.items())
    return bytes(table)


def _fill(table: bytearray, classes: Iterable[tuple[int, Iterable[int]]]) -> None:
    for k, points in classes:
        for point in points:
            table[point] = k


TABLE: Final = _table()


def class_of(c: i64) -> i64:
    """The class of a code point."""
    if c < SIZE:
        return TABLE[c]
    return far_class(c)


def class_at(text: str, at: i64) -> i64:
    """The class of the character at an offset; of a line end where there is none."""
    if at < 0 or at >= len(text):
        return NEWLINE
    c: i64 = ord(text[at])
    if c < SIZE:
        return TABLE[c]
    return far_class(c)


def code_at(text: str, at: i64) -> i64:
    """The code point at an offset; 0 where there is none."""
    if at < 0 or at >= len(text):
        return 0
    return ord(text[at])


def is_digit_at(text: str, at: i64) -> bool:
    """Return True if a digit stands at an offset."""
    return DIGIT <= class_at(text, at) <= OTHER_DIGIT


def far_class(c: i64) -> i64:
    """The class of a character beyond the table."""
    if c < 0x2E80:
        return FAR_LETTER if 0x2C00 <= c < 0x2E00 else FAR
    if c == 0x3000:
        return OTHER_SPACE
    if 0x3001 <= c < 0x3040 and c != 0x3005:
        return FAR
    if c < 0xD800:
        return FAR_LETTER
    if c < 0xF900:
        return FAR
    if c < 0xFB50:
        return FAR_LETTER
    return _very_far_class(c)


def _very_far_class(c: i64) -> i64:
    if c == 0xFEFF or 0xFE00 <= c < 0xFE10:
        return IGNORED
    if 0xFFE0 <= c < 0x10000 or 0x1F000 <= c < 0x20000 or c >= 0xE0000:
        return FAR
    if 0xFD3E <= c <= 0xFD3F or 0xFE10 <= c < 0xFE70 or 0xFF00 <= c < 0xFF21:
        return FAR
    if 0xFF3B <= c < 0xFF41 or 0xFF5B <= c < 0xFF66:
        return FAR
    return FAR_LETTER


def is_space(c: i64) -> bool:
    """Return True if a code point is white space to ``str.isspace``."""
    if c <= 32:
        return c == 32 or 9 <= c <= 13 or 28 <= c <= 31
    if c < 0x1680:
        return c == 0x85 or c == 0xA0
    if 0x2000 <= c <= 0x205F:
        return c <= 0x200A or c == 0x2028 or c == 0x2029 or c == 0x202F or c == 0x205F
    return c == 0x1680 or c == 0x3000


def is_emphasis_space(c: i64) -> bool:
    """Return True if a code point is one of ``EMPHASIS_SPACES``."""
    if c < 0x80:
        return c == 32 or c == 10 or c == 9 or c == 13
    return c == 0xA0 or c == 0x3000 or c == 0x2028
