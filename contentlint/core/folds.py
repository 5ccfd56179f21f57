"""Folding of characters: what the scan compares in place of a letter."""

from __future__ import annotations

from contentlint.model import characters as k_
from contentlint.model.characters import TABLE

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
    """Return that hash of a part of an article as readers see it; ``latin``: of its prose."""
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
