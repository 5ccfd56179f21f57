"""Letters as the scan compares them: folds, and candidates of composition and of mojibake.

Letters and paragraphs are compared under hashes of their folded letters. What may not be composed
``not_nfc`` decides. What a pattern of ``text.mojibake`` finds, ``is_misread`` finds as well, at the
character of the pattern that is rarest in sound text. It may find more; less only if a letter
followed by a space is all there is on its line: see ``_stands_alone``.
"""

from __future__ import annotations

from contentlint.model import characters as k_
from contentlint.model.characters import TABLE, code_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

MASK: Final = 0x3FFFFFFFFFF
FACTOR: Final = 1000003
"""A hash of characters: each is added to the hash so far times the factor, within the mask."""
WHOLE: Final = 0x7FE07FFF7FE
"""Letters from U+0621 to U+064A that ``similarity.exact`` keeps whole, one bit each from U+0620."""
FAR: Final = 63
"""The byte of ``latin`` for a code point beyond U+00FF: a question mark."""
_DROPPED: Final = (1 << 0) | (1 << 28) | (1 << 29) | (1 << 30) | (1 << 43) | (1 << 59)


def latin(text: str) -> bytes:
    """Return a text with one byte for each character, which a loop reads in half the time: C need
    not ask how wide the characters are."""
    return text.encode("latin-1", "replace")


def is_dropped(bits: i64) -> bool:
    """Return True if ``similarity.exact`` drops a byte that continues a character, by its six
    bits."""
    return (_DROPPED >> bits) & 1 != 0


def flat_size(c: i64) -> i64:
    """Return how many bytes ``similarity.exact`` keeps of a character."""
    if c < 0x80:
        if c == 34 or c == 0 or c == 26:
            return 0
        return 1
    size: i64 = 1
    if is_dropped(c & 63):
        size = 0
    if c < 0x800:
        if c >= 0xC0:
            size += 1
        return size
    if not is_dropped((c >> 6) & 63):
        size += 1
    if c < 0x10000:
        if c < 0x2000 or c >= 0x3000:
            size += 1
        return size
    if not is_dropped((c >> 12) & 63):
        size += 1
    return size + 1


def flat(c: i64) -> i64:
    """Return the bytes that ``similarity.exact`` keeps of a character beyond ASCII, the last one
    lowest."""
    kept: i64 = 0
    if not is_dropped(c & 63):
        kept = 0x80 | (c & 63)
    if c < 0x800:
        if c < 0xC0:
            return kept
        return kept | (0xC0 | (c >> 6)) << 8 if kept else 0xC0 | (c >> 6)
    size: i64 = 8 if kept else 0
    c >>= 6
    if not is_dropped(c & 63):
        kept |= (0x80 | (c & 63)) << size
        size += 8
    c >>= 6
    if c < 16:
        return kept if c == 2 else kept | (0xE0 | c) << size
    if not is_dropped(c & 63):
        kept |= (0x80 | (c & 63)) << size
        size += 8
    return kept | (0xF0 | (c >> 6)) << size


def is_whole(c: i64) -> bool:
    """Return True if ``similarity.exact`` keeps all bytes of a letter."""
    if c < 0x80:
        return True
    if is_dropped(c & 63):
        return False
    return c < 0x800 or not is_dropped((c >> 6) & 63)


def fold(c: i64, k: i64) -> i64:
    """Return the same number for all letters that ``fold.light`` makes equal; 0 if the letter
    may be left out."""
    if k <= k_.UPPER:
        return c | 32
    if k >= k_.THEH:
        return _arabic(c, k)
    if c < 0x100:
        if c == 0xDF:
            return 115
        if c < 0xC0 or c == 0xFF:
            return 1
        if c <= 0xDE:
            c += 32
        return c
    if 0x400 <= c < 0x460:
        if c < 0x410:
            c += 80
        elif c < 0x430:
            c += 32
        return c
    if 0x590 <= c < 0x600:
        if c < 0x5D0:
            return 0
        return c
    if c == 0x1E9E or c == 0x17F:
        return 115
    return 1


def folds_alone(c: i64) -> bool:
    """Return True if a letter of three bytes is told by ``fold`` although it may compose: nothing
    but others of them comes of it. So it is in the scripts of India and Ethiopia, in Thai and in
    Vietnamese; Hangul, Georgian and Greek are not looked at."""
    return 0x900 <= c < 0x10A0 or 0x1200 <= c < 0x13A0 or 0x1EA0 <= c < 0x1EFA


def may_be_unassigned(c: i64) -> bool:
    """Return True if a code point beyond U+2100 may be unassigned, or is private; those from U+309B
    to U+D800 need no test."""
    if c < 0x309B:
        return not (
            c <= 0x218B
            or 0x2190 <= c <= 0x2426
            or 0x2460 <= c <= 0x2B73
            or 0x3000 <= c <= 0x303F
            or 0x3041 <= c <= 0x3096
            or c >= 0x3099
        )
    if c < 0xE000:
        return False  # an undecodable byte
    if c < 0x10000:
        return not (
            0xFB50 <= c <= 0xFBC2
            or 0xFDF0 <= c <= 0xFE19
            or (0xFE70 <= c <= 0xFEFC and c != 0xFE75)
            or c == 0xFEFF
            or 0xFF01 <= c <= 0xFFBE
            or 0xFFF9 <= c <= 0xFFFD
        )
    return not (0x1F300 <= c <= 0x1F6D7 or 0x1F900 <= c <= 0x1FA53 or 0xE0100 <= c <= 0xE01EF)


def is_odd(c: i64) -> bool:
    """Return True if a character beyond the table composes, or is made another one."""
    if c < 0xD800:
        return 0x2126 <= c <= 0x212B or 0x2329 <= c <= 0x232A or c == 0x2ADC or 0x3099 <= c < 0x309B
    if c < 0xFB50:
        return c >= 0xF900
    return 0x11000 <= c < 0x12000 or 0x1D100 <= c < 0x1D200 or 0x2F800 <= c < 0x30000


def is_told(c: i64, k: i64) -> bool:
    """Return True if ``fold`` knows all that a character beyond U+02FF can become, and no other
    becomes one with it."""
    if k == k_.LETTER_3:
        return folds_alone(c)
    if k == k_.MARK:
        return c < 0x653 or c > 0x655
    return k != k_.COMBINING and not (c >= k_.SIZE and is_odd(c))


def _arabic(c: i64, k: i64) -> i64:
    if k == k_.ALEF_FORMS:
        return 0x627
    if k == k_.KEHEH:
        return 0x643
    if k == k_.MAKSURA or k == k_.FARSI_YEH:
        return 0x64A
    if k == k_.HAMZA_FORMS:
        if c == 0x624:
            return 0x648
        if c == 0x626:
            return 0x64A
        if c == 0x6C0:
            return 0x6D5
        if c == 0x6C2:
            return 0x6C1
        return 0x6D2
    return c


ALL: Final = 1 << 40
ODD: Final = -1
# Those of the Greek letters from alpha to omega of which no other letter is a form.
_GREEK: Final = 0x1D8746D


def source_letters(source: str, most: i64) -> i64:
    """Return a hash of the first letters and digits of a text under ``light``; -1 if they depend on
    their neighbours."""
    return letters(source, source, latin(source), 0, len(source), most)


def letters(text: str, prose: str, latin: bytes, at: i64, end: i64, most: i64) -> i64:
    """Return the hash of ``source_letters`` for a part of an article as readers see it; ``latin``
    is that of its prose."""
    table = TABLE
    key: i64 = 0
    while at < end:
        c: i64 = latin[at]
        if 97 <= c <= 122 or c == 32 or c == 0:
            # Most are these, or hidden markup, and this loop calls nothing.
            while True:
                if c > 32 and c != 115:
                    # Not before it: marks that belong to the last letter follow it.
                    if most == 0:
                        return key
                    most -= 1
                    key = (key * FACTOR + c) & MASK
                at += 1
                if at >= end:
                    return key
                c = latin[at]
                if (c < 97 or c > 122) and c != 32 and c != 0:
                    break
        if c == FAR:
            c = ord(prose[at])
        elif c == 26:
            c = ord(text[at])
        at += 1
        k: i64 = k_.FAR
        if c < k_.SIZE:
            k = table[c]
        if k_.ARABIC <= k <= k_.LAST_LETTER:
            if k > k_.ARABIC:
                c = fold(c, k)
        elif k_.SPACE <= k < k_.FAR_LETTER:
            continue  # all signs
        else:
            c = letter(c, k)
            if c < 0:
                return ODD
            if c == 0:
                continue
        if most == 0:
            break
        most -= 1
        key = (key * FACTOR + c) & MASK
    return key


def letter(c: i64, k: i64) -> i64:
    """Return the same number for all characters that are equal under ``light``, whatever their
    neighbours; 0: it is left out; -1: it depends on the neighbours."""
    if c >= k_.SIZE:
        return _far_letter(c)
    if k <= k_.UPPER:
        c |= 32
        # No expression with an ``else``: its value would be an object.
        if c == 115:
            return 0  # of which there are two in one other letter
        return c
    if k == k_.LETTER_3:
        return _letter_3(c)
    if k <= k_.LAST_LETTER:
        if 0x391 <= c < 0x3CA:
            return _greek(c)
        c = fold(c, k)
        if c == 1 or c == 115:
            return 0
        return c
    if k == k_.DIGIT:
        return c
    if k == k_.OTHER_DIGIT:
        return 48 + (c & 15)
    if k == k_.COMBINING or 0x653 <= c <= 0x655:
        return ODD
    return 0


def _greek(c: i64) -> i64:
    if c < 0x3B1:
        c += 32
    if 0x3B1 <= c < 0x3CA and (_GREEK >> (c - 0x3B1)) & 1:
        return c
    return 0


def _letter_3(c: i64) -> i64:
    if c < 0xB95:
        if 0x904 <= c < 0x915 or 0x923 <= c < 0x928 or 0x935 <= c < 0x93A or 0x93E <= c < 0x94D:
            return c
        return 0
    if c < 0x1100:
        if c < 0xBBA or 0xE01 <= c < 0xF00 or 0x10D0 <= c < 0x10FB:
            return c
        return 0
    if 0x1200 <= c < 0x1380 or 0x1780 <= c < 0x17D4:
        return c
    if 0x1EA0 <= c < 0x1EFA:
        return c | 1
    return ODD if c < 0x1200 or 0x1C80 <= c < 0x1CC0 or c >= 0x1E96 else 0


def _far_letter(c: i64) -> i64:
    if 0x3400 <= c < 0xA000 or 0xAC00 <= c < 0xD7A4 or 0x3041 <= c < 0x3097 or 0x30A1 <= c < 0x30FB:
        return c
    if 0x2126 <= c <= 0x212B or 0x3099 <= c <= 0x309A:
        return ODD
    return ODD if 0xF900 <= c < 0xFB50 or 0x2F800 <= c < 0x2FA20 else 0


_MARKS: Final = "\u093c\u0c56\u0dca"
"""Marks that compose with a few letters, perhaps with other marks between."""
_HARMLESS_LETTERS: Final = "\u0904-\u0927\u0929-\u092f\u0931\u0932\u0934-\u0939\u0d9a-\u0dc6"
"""Letters that none of them composes with, as the body of a class."""
_VOWELS: Final = (
    "\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57"
    "\u0dcf\u0ddf\u102e\u1b35"
)
"""Vowel signs that compose with the character before them, if it is one of ``_BASES``."""
_BASES: Final = (
    "\u09c7\u0b47\u0b92\u0bc6\u0bc7\u0cbf\u0cc6\u0cca\u0d46\u0d47\u0dd9\u1025"
    "\u1b05\u1b07\u1b09\u1b0b\u1b0d\u1b11\u1b3a\u1b3c\u1b3e\u1b3f\u1b42"
)
_OTHERS: Final = (
    "\u0300-\u036f\u0374\u037e\u0387\u0653-\u0655\u1161-\u1175\u11a8-\u11c2\u1f71-\u1ffd"
    "\u2000\u2001\u2126\u212a\u212b\u2329\u232a\u3099\u309a"
    "\U00010000-\U0001efff\U0002f800-\U0002fa1f"
)
"""Marks that compose with many letters, parts of syllables, characters with a twin, and what is
rare: the body of a class."""
COMPOSING: Final = (
    f"[{_OTHERS}{_MARKS}{_VOWELS}]"
    f"(?:(?<=[{_OTHERS}])|(?<=[{_BASES}][{_VOWELS}])|(?<=[{_MARKS}])(?<![{_HARMLESS_LETTERS}].))"
)
"""The pattern of a character that may compose with the one before it, or has a twin."""
_FIRST: Final = 0x900
_PLAIN: Final = 0
_VOWEL: Final = 1
_BASE: Final = 2
_MARK: Final = 3
_HARMLESS: Final = 4


def _table() -> bytes:
    table = bytearray(0x1B80 - _FIRST)
    for kind, chars in ((_VOWEL, _VOWELS), (_BASE, _BASES), (_MARK, _MARKS)):
        for char in chars:
            table[ord(char) - _FIRST] = kind
    first = ""
    for number, char in enumerate(_HARMLESS_LETTERS):
        if char == "-":
            for code in range(ord(first), ord(_HARMLESS_LETTERS[number + 1])):
                table[code - _FIRST] = _HARMLESS
        elif table[ord(char) - _FIRST] == _PLAIN:
            table[ord(char) - _FIRST] = _HARMLESS
        first = char
    return bytes(table)


_TABLE: Final = _table()


def composes(text: str, at: i64, c: i64) -> bool:
    """Return True if a letter of U+0800 to U+1FFF, at an offset, may compose or has a twin."""
    if c >= 0x1100:
        return c >= 0x1F71 or 0x1161 <= c <= 0x1175 or 0x11A8 <= c <= 0x11C2 or c == 0x1B35
    if c < _FIRST:
        return False
    kind: i64 = _TABLE[c - _FIRST]
    if kind == _VOWEL:
        return _kind_at(text, at - 1) == _BASE
    return kind == _MARK and _kind_at(text, at - 1) != _HARMLESS


def _kind_at(text: str, at: i64) -> i64:
    c = code_at(text, at)
    if c < _FIRST or c >= 0x1B80:
        return _PLAIN
    return _TABLE[c - _FIRST]


_REACH: Final = 500
"""Code points of a line examined on each side of a letter; see ``_stands_alone``."""
_FEW: Final = 4


def is_misread(text: str, at: i64, c: i64) -> bool:
    """Return True if ``c``, the code point at an offset, and its neighbours may be misread; ``c``
    is beyond ASCII."""
    if c < 0xC0:
        return _sign(text, at, c)
    if c < 0x200:
        return _latin(text, at, c) or _is_after_tah(text, at, c)
    if c < 0x400:
        return (c == 0x39E and _after_xi(_at(text, at + 1))) or _is_after_tah(text, at, c)
    if c < 0x500:
        return _cyrillic(text, at, c)
    if c == 0x5F3:
        return _at(text, at - 1) == c or _at(text, at - 2) == c
    return 0x2000 <= c < 0x2600 and _typographic(text, at, c)


def _at(text: str, at: i64) -> i64:
    if at < 0 or at >= len(text):
        return 0
    return ord(text[at])


def _is_ascii_letter(c: i64) -> bool:
    return 97 <= c <= 122 or 65 <= c <= 90


def _is_low(c: i64) -> bool:
    return 97 <= c <= 122


def _is_sign(c: i64) -> bool:
    """Return True for ``mojibake.candidates._SIGN``: characters in place of a continuation byte."""
    if c < 0x180:
        return c == 32 or 0x80 <= c < 0xC0 or c >= 0x100
    return 0x2000 <= c < 0x2140 or 0x2C0 <= c < 0x300 or c == 0x192 or c == 0xFFFD


def _is_natural(c: i64) -> bool:
    """Return True for signs that follow a sound letter only."""
    if 0x2000 <= c < 0x2020:
        return c != 0x201A and c != 0x201E
    return c == 0xA0 or c == 0xBB or c == 0x2026 or c == 0x203A


def _is_odd(c: i64) -> bool:
    """Return True for ``mojibake.candidates._ODD``: signs that follow no sound letter."""
    if c < 0x200:
        return (0x80 <= c < 0xC0 and c != 0xA0 and c != 0xBB) or 0x140 <= c < 0x180 or c == 0x192
    if 0x2000 <= c < 0x2040:
        return c == 0x201A or c == 0x201E or 0x2020 <= c <= 0x2022 or c == 0x2030 or c == 0x2039
    return 0x2C0 <= c < 0x300 or 0x2040 <= c < 0x2140


def _is_any(c: i64) -> bool:
    """Return True for ``mojibake.candidates._ANY``."""
    return 0x80 <= c < 0x4C0 or 0x2000 <= c < 0x3000


def _is_between(c: i64) -> bool:
    """Return True for ``mojibake.candidates._CYRILLIC``: a continuation byte read as
    Windows-1251."""
    if c < 0x400:
        return 0x80 <= c < 0xC0
    return c < 0x410 or 0x450 <= c < 0x460 or c == 0x490 or c == 0x491 or 0x2000 <= c < 0x3000


def _after_xi(c: i64) -> bool:
    return 0x80 <= c < 0xC0 or 0x384 <= c < 0x390 or 0x2000 <= c < 0x3000


def _is_after_tah(text: str, at: i64, c: i64) -> bool:
    """Return True for ``mojibake.candidates._ARABIC`` after the letter TAH or ZAH."""
    before = _at(text, at - 1)
    if before != 0x637 and before != 0x638:
        return False
    if c < 0x200:
        return 0xA2 <= c < 0xBF or 0x140 <= c < 0x1C0
    return 0x2C0 <= c < 0x300 or 0x2000 <= c < 0x2140


def _sign(text: str, at: i64, c: i64) -> bool:
    """Return the result of ``is_misread`` for U+0080 to U+00BF."""
    before = _at(text, at - 1)
    if before < 0x80:
        return (c == 0xB1 or c == 0xB6) and _is_low(before) and _is_low(_at(text, at + 1))
    if before == 0x623:
        return _is_ascii_letter(_at(text, at - 2))
    if before == 0x5B3:
        return True
    if 0x637 <= before <= 0x639:
        return c < 0xA0 or _is_after_tah(text, at, c)
    return c == 0xAC and before == 0x43F


def _latin(text: str, at: i64, c: i64) -> bool:
    """Return the result of ``is_misread`` for U+00C0 to U+01FF."""
    after = _at(text, at + 1)
    if after < 0x80:
        # Nearly all: a letter, or white space behind it.
        if after != 32 and c != 0xC7:
            return False
    if c < 0x100:
        if c == 0xC7 and (_at(text, at - 1) == 0x393 or _at(text, at - 1) == 0xD4):
            return True
        if c == 0xFF:
            return _is_any(after) and _is_y(_at(text, at + 2))
        if 0xC2 <= c <= 0xDB:
            if after == 32:
                return not _stands_alone(text, at)
            return _is_sign(after) or _is_row(text, at)
        if 0xE0 <= c <= 0xF4 and after != 32 and _is_sign(after):
            if c == 0xE2 and after == 0x20AC:
                return True
            second = _at(text, at + 2)
            if _is_natural(after):
                return _is_odd(second)
            return _is_odd(after) and _is_sign(second)
        return _is_row(text, at)
    if c == 0x178:
        return _is_any(after) and _is_y(_at(text, at + 2))
    if c == 0x153:
        second = _at(text, at + 2)
        return _is_any(after) and (second == 0x152 or second == 0x153)
    if c == 0x192:
        return 0x80 <= after < 0x3000
    if not _is_sign(after) or not _is_lead(c):
        return False
    return after != 32 or not _stands_alone(text, at)


def _stands_alone(text: str, at: i64) -> bool:
    """Return True if a letter with a space behind it ("É um", "FPÖ und") can be no damage: a space
    is the weakest of signs, but for ``Ã`` and ``Â``, and proves nothing unless something else on
    the line may be a character that was taken apart, or many letters are no part of other words."""
    start = at
    while _at(text, start - 1) != 10 and start > 0:
        start -= 1
        if at - start > _REACH:
            return False
    before: i64 = 10
    lone: i64 = 0
    c = _at(text, start)
    while c != 10 and c != 0:
        after = _at(text, start + 1)
        if c >= 0x80:
            if c < 0xC0:
                if c == 0xA8 or c == 0xB8 or c == 0xB1 or c == 0xB6:
                    return False
            elif c < 0x200:
                if c == 0xC2 or c == 0xC3 or after >= 0x80:
                    return False
                if after == 32:
                    second = _at(text, start + 2)
                    if second == 32 or second >= 0x80:
                        return False
                if c < 0x100 and not _is_ascii_letter(before) and not _is_ascii_letter(after):
                    lone += 1
                    if lone > _FEW:
                        return False
            elif c >= 0xFB00:
                return False
        before = c
        start += 1
        if start - at > _REACH:
            return False
        c = after
    return c == 10 or start >= len(text)


def _is_y(c: i64) -> bool:
    return c == 0xFF or c == 0x178


def _is_row(text: str, at: i64) -> bool:
    """Return True if four characters of U+00C0 to U+00FF follow one another."""
    for i in range(1, 4):
        c = _at(text, at + i)
        if c < 0xC0 or c > 0xFF:
            return False
    return True


def _is_lead(c: i64) -> bool:
    """Return True for capitals of Central Europe that are lead bytes in its code pages."""
    if c < 0x120:
        return c == 0x100 or c == 0x102 or c == 0x106 or c == 0x10E or c == 0x110 or c == 0x11E
    if c < 0x140:
        return c == 0x139 or c == 0x13B
    return c == 0x143 or c == 0x158 or c == 0x16E or c == 0x172


def _cyrillic(text: str, at: i64, c: i64) -> bool:
    if c == 0x420 or c == 0x421 or c == 0x428 or c == 0x429:
        if not _is_between(_at(text, at + 1)):
            return False
        second = _at(text, at + 2)
        if c < 0x428:
            return second == 0x420 or second == 0x421 or (c == 0x420 and second == 0x412)
        return second == 0x428 or second == 0x429
    if c == 0x413:
        after = _at(text, at + 1)
        far = 0x2000 <= after < 0x3000
        if far and _at(text, at + 2) == 0x412:
            return True
        beside = far or 0x80 <= after < 0xC0 or 0x400 <= after < 0x4C0
        return beside and _is_ascii_letter(_at(text, at - 1))
    if c == 0x410:
        return _at(text, at - 1) == 0x442
    if c == 0x402:
        return _at(text, at - 1) == 0x432
    return c == 0x45F and _at(text, at - 1) == 0x440


def _typographic(text: str, at: i64, c: i64) -> bool:
    """Return the result of ``is_misread`` for U+2000 to U+25FF."""
    if _is_after_tah(text, at, c):
        return True
    if c == 0x20AC:
        before = _at(text, at - 1)
        return before == 0x5D2 or before == 0x3B2
    if c == 0x200C:
        return _at(text, at - 1) == 0x20AC
    if c == 0x2013:
        second = _at(text, at + 2)
        return (second == 0x2013 or second == 0x2014) and _is_any(_at(text, at + 1))
    if c == 0x201A:
        return _at(text, at + 1) == 0xC4
    if c == 0x221A or c == 0x2248 or c == 0x25CA:
        return 0x80 <= _at(text, at + 1) < 0x3000
    return 0x2500 <= c < 0x2580 and _boxed(text, at, c)


def _boxed(text: str, at: i64, c: i64) -> bool:
    """Return True for ``mojibake.candidates._BOXED``: characters that draw lines and trees, if they
    are not part of a drawing."""
    after = _at(text, at + 1)
    if 0x80 <= after < 0x100 or 0x1C0 <= after < 0x200 or 0x380 <= after < 0x480:
        return True
    if 0x2300 <= after < 0x2340 or 0x2580 <= after < 0x25C0:
        return True
    before = _at(text, at - 1)
    if before == 0x43F or before == 0x44F:
        return True
    if not 0x2500 <= after < 0x25C0:
        return False
    if after < 0x2580 and _is_ascii_letter(before):
        return True
    if c & 0x3F != 0x24 and c & 0x3F != 0x28:
        return False
    second = _at(text, at + 2)
    return second == 0x2564 or second == 0x2568


def misread_letters(text: str) -> list[int]:
    """Return the offsets of the letter TTEH after TAH or ZAH, and of forms of four letters before a
    sign: letters for which ``scan`` does not ask ``is_misread``."""
    found: list[int] = []
    for at in range(len(text)):
        c: i64 = ord(text[at])
        if c == 0x679:
            before = _at(text, at - 1)
            if before == 0x637 or before == 0x638:
                found.append(at)
        elif 0xFEC1 <= c <= 0xFEC8 and _is_sign(_at(text, at + 1)):
            found.append(at)
    return found
