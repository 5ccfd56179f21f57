"""Characters that may have been decoded in the wrong code page: candidates of the scan.

What a pattern of ``text.mojibake`` finds, this finds as well, at the character of the pattern that
is rarest in sound text. It may find more; less only if a letter followed by a space is all there is
on its line: see ``_stands_alone``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

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
    """``mojibake.candidates._ANY``."""
    return 0x80 <= c < 0x4C0 or 0x2000 <= c < 0x3000


def _is_between(c: i64) -> bool:
    """``mojibake.candidates._CYRILLIC``: a continuation byte read as Windows-1251."""
    if c < 0x400:
        return 0x80 <= c < 0xC0
    return c < 0x410 or 0x450 <= c < 0x460 or c == 0x490 or c == 0x491 or 0x2000 <= c < 0x3000


def _after_xi(c: i64) -> bool:
    return 0x80 <= c < 0xC0 or 0x384 <= c < 0x390 or 0x2000 <= c < 0x3000


def _is_after_tah(text: str, at: i64, c: i64) -> bool:
    """``mojibake.candidates._ARABIC`` behind the letter TAH or ZAH."""
    before = _at(text, at - 1)
    if before != 0x637 and before != 0x638:
        return False
    if c < 0x200:
        return 0xA2 <= c < 0xBF or 0x140 <= c < 0x1C0
    return 0x2C0 <= c < 0x300 or 0x2000 <= c < 0x2140


def _sign(text: str, at: i64, c: i64) -> bool:
    """U+0080 to U+00BF."""
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
    """U+00C0 to U+01FF."""
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
    """Capitals of Central Europe that are lead bytes in its code pages."""
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
    """U+2000 to U+25FF."""
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
    """``mojibake.candidates._BOXED``: what lines and trees are drawn with, where no drawing has
    it."""
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
    """Where the letter TTEH stands behind TAH or ZAH, and forms of four letters before a sign:
    letters at which ``scan`` asks nothing."""
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
