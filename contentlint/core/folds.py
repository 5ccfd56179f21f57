"""How ``paragraph_facts`` and ``compare.light`` see a character, for the scans: as a number."""

from __future__ import annotations

from contentlint.text.unicode import classes as k_

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

MASK: Final = 0x3FFFFFFFFFF
FACTOR: Final = 1000003
"""A hash of some characters: each is added to what is there times the factor, below the mask."""
WHOLE: Final = 0x7FE07FFF7FE
"""The letters U+0621 to U+064A that ``paragraph_facts`` keeps whole, a bit each from U+0620 on."""
FAR: Final = 63
"""What ``latin`` has in place of a code point beyond U+00FF: that of a question mark."""
_DROPPED: Final = (1 << 0) | (1 << 28) | (1 << 29) | (1 << 30) | (1 << 43) | (1 << 59)


def latin(text: str) -> bytes:
    """A text with one byte a character, which costs a loop half of what the text itself does: C
    need not ask how wide its characters are."""
    return text.encode("latin-1", "replace")


def is_dropped(bits: i64) -> bool:
    """Return True if ``paragraph_facts`` drops a byte that continues a character, by its six
    bits."""
    return (_DROPPED >> bits) & 1 != 0


def flat_size(c: i64) -> i64:
    """How many bytes ``paragraph_facts`` keeps of a character."""
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
    """The bytes that ``paragraph_facts`` keeps of a character beyond ASCII, the last lowest."""
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
    """Return True if ``paragraph_facts`` keeps all bytes of a letter."""
    if c < 0x80:
        return True
    if is_dropped(c & 63):
        return False
    return c < 0x800 or not is_dropped((c >> 6) & 63)


def fold(c: i64, k: i64) -> i64:
    """A letter so that all that ``compare.light`` makes equal are; 0: it may be left out."""
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
