"""What stands for a text that ``compare.space`` and ``compare.light`` make equal to others.

Letters and digits as ``light`` leaves them, those left out of which that cannot be told one by
one: texts that are equal under one of both have the same, and others may.
"""

from __future__ import annotations

from contentlint.core.folds import FACTOR, FAR, MASK, fold, latin
from contentlint.text.unicode import classes as k_
from contentlint.text.unicode.classes import TABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

ALL: Final = 1 << 40
ODD: Final = -1
# Those of the Greek letters from alpha to omega of which no other letter is a form.
_GREEK: Final = 0x1D8746D


def source_letters(source: str, most: i64) -> i64:
    """A hash of the first letters and digits of a text under ``light``; -1 where they cannot be
    told one by one."""
    return letters(source, source, latin(source), 0, len(source), most)


def letters(text: str, prose: str, latin: bytes, at: i64, end: i64, most: i64) -> i64:
    """The same of a stretch of an article as a reader sees it; ``latin``: of its prose."""
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
    """What all characters have in common that are equal under ``light``, whatever stands beside
    them; 0: it is left out; -1: what it is depends on that."""
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
