"""Predicates of the scan about a sign and its neighbours; the rules that they name decide."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.checks.residue._notices import LONGEST, may_count, shown
from contentlint.model import characters as k_
from contentlint.model.characters import class_at, code_at
from contentlint.model.terminators import QUOTED_ENDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_COOKIE: Final = (1 << 2) | (1 << 4) | (1 << 8) | (1 << 10) | (1 << 14)
"""The letters of "cookie", one bit each."""
_BARE: Final = frozenset("nbsp amp quot lt gt laquo raquo rsquo lsquo".split())


def shown_at(prose: str, at: i64) -> i64:
    """Return a code point of the prose; a line end outside it."""
    if at < 0 or at >= len(prose):
        return 10
    return ord(prose[at])


def are_odd(prose: str, dots: Sequence[int]) -> bool:
    """Return True if some runs of three dots and more may be wrong: used besides the ellipsis
    character, of four dots, before a lower-case letter or after an Arabic one; see
    ``ellipsis_style``."""
    if not prose.isascii() and "…" in prose:
        return True
    for place in dots:
        at: i64 = place
        after = code_at(prose, at + 3)
        if after == 46 or code_at(prose, at - 1) >= 0x591:
            return True
        # Most are followed by a space or the end of the line.
        if after > 96 and prose[at + 3].islower():
            return True
    return False


def stands_apart(prose: str, c: i64, at: i64, french: bool) -> bool:
    """Return True if the space before a mark may be wrong; see ``space_before_punctuation``."""
    if class_at(prose, at - 2) == k_.NEWLINE:
        return False
    if c >= 0x80:
        return c == 0x60C or c == 0x61B or c == 0x61F
    if french and c != 44 and c != 46:
        return False
    after = shown_at(prose, at + 1)
    if after == 32:
        return shown_at(prose, at + 2) != c
    if after == 0 or after == 10 or after == 9:
        return True
    if c == 58 or c == 59:
        return False
    return (
        after == 34 or after == 39 or after == 41 or after == 42 or after == 93
        or after == 0xBB or after == 0x201D or after == 0x2019
    )  # fmt: skip


def is_doubled(prose: str, c: i64, at: i64, last: i64) -> bool:
    """Return True if a mark and the mark before it, at ``last``, may be wrong; see
    ``repeated_punctuation``."""
    p = shown_at(prose, last)
    if c == 46:
        if p == c:
            return last == at - 1 and shown_at(prose, at - 2) != c and shown_at(prose, at + 1) != c
        return p == 44 or p == 0x60C
    if p == c and (c == 44 or c == 58 or c == 59 or c == 0x60C or c == 0x61B):
        return True
    if p == 46:
        return c == 0x60C
    if not (is_loud(c) and is_loud(p)):
        return False
    return is_loud(shown_at(prose, last - 1)) or is_loud(shown_at(prose, last - 2))


def is_at_name(prose: str, c: i64, at: i64) -> bool:
    """Return True if an ASCII sign may belong to a Latin name; see ``checks.bidi._names``."""
    if c == 43 or c == 35 or c == 42:
        if is_latin(shown_at(prose, at - 1)) and not is_latin(shown_at(prose, at + 1)):
            return True
    if c == 46 or c == 64 or c == 35 or c == 36 or c == 92 or c == 47:
        return is_latin(shown_at(prose, at + 1)) and not is_latin(shown_at(prose, at - 1))
    return False


def is_backwards(text: str, at: i64, c: i64) -> bool:
    """Return True if a word begins with YEH, MAQSURA or TEH MARBUTA as only words stored in visual
    order do; see ``reversed_arabic``."""
    before = code_at(text, at - 1)
    if before != 32 and before != 10:
        return False
    after = code_at(text, at + 1)
    if c != 0x64A:
        return 0x600 <= after < 0x680
    last = code_at(text, at + 2)
    return after == 0x641 and (last == 32 or last == 10)


def ends_quoted(prose: str, at: i64) -> bool:
    """Return True if a right-to-left sentence ends before a closing quotation mark."""
    c = shown_at(prose, at - 1)
    if chr(c) in QUOTED_ENDS:
        for back in range(2, 5):
            if 0x590 <= shown_at(prose, at - back) <= 0x6FF:
                return True
    return False


def is_alone(text: str, at: i64) -> bool:
    """Return True if a sign is all there is on its line, which is not the first."""
    if at < 1 or code_at(text, at - 1) != 10:
        return False
    after = at + 1
    while code_at(text, after) == 32 or code_at(text, after) == 9:
        after += 1
    return shown_at(text, after) == 10


def is_entity(prose: str, at: i64) -> bool:
    """Return True if the ampersand before an offset may begin an entity."""
    c = shown_at(prose, at)
    if c == 35:
        return True
    end = at
    while end < at + 32 and is_alphanumeric(shown_at(prose, end)):
        end += 1
    return end > at and (shown_at(prose, end) == 59 or prose[at:end] in _BARE)


def may_notify(prose: str, at: i64) -> bool:
    """Return True if the line of an offset may be a notice; see ``consent_legal_boilerplate``."""
    size: i64 = 0
    start = at
    c = shown_at(prose, start - 1)
    while c != 10:
        if is_counted(c):
            size += 1
            if size > LONGEST:
                return False
        start -= 1
        c = shown_at(prose, start - 1)
    letters: i64 = 0
    one: i64 = 1
    digit = False
    size = 0
    end = start
    c = shown_at(prose, end)
    while c != 10:
        if is_counted(c):
            size += 1
            if size > LONGEST:
                return False
            if 48 <= c <= 57:
                digit = True
            elif c < 0x80:
                letters |= one << ((c | 32) - 97)
            elif c == 0x212A:
                letters |= one << 10  # the sign of Kelvin, a "k" when it is folded
            elif 0x660 <= c < 0x6FA:
                digit = digit or c < 0x66A or c >= 0x6F0
        end += 1
        c = shown_at(prose, end)
    # That decides most lines, which need not be cut out and folded.
    if not digit and letters & _COOKIE != _COOKIE:
        return False
    return may_count(shown(prose[start:end]))


def is_counted(c: i64) -> bool:
    """Return True for characters that are not stripped from the ends of a line."""
    return is_alphanumeric(c) or (c >= 0x80 and c != 0x2022)


def is_code(text: str, c: i64, at: i64) -> bool:
    """Return True if one of ``[ ] _ % $`` is part of one of the literals of ``events.CODE``."""
    after = code_at(text, at + 1)
    if c == 91:
        return after == 111 or after == 85
    before = code_at(text, at - 1)
    if c == 93:
        if before == 110 and code_at(text, at - 2) == 111:
            return code_at(text, at - 3) == 105 and code_at(text, at - 4) == 116
        return before == 84 or before == 75
    if c == 95:
        if after == c:
            return code_at(text, at + 4) == c
        return before == 109 and code_at(text, at - 2) == 116
    if after == 56:
        return code_at(text, at + 2) == 48 and code_at(text, at + 3) == 37
    return after == 115 or after == (100 if c == 36 else 37)


def is_loud(c: i64) -> bool:
    """Return True for question and exclamation marks: ``EXCLAMATIONS``."""
    return c == 33 or c == 63 or c == 0x61F


def is_latin(c: i64) -> bool:
    """Return True for ASCII letters and ``_``."""
    return 97 <= c <= 122 or 65 <= c <= 90 or c == 95


def is_alphanumeric(c: i64) -> bool:
    """Return True for ASCII letters and digits."""
    return 97 <= c <= 122 or 65 <= c <= 90 or 48 <= c <= 57


def is_rare(c: i64, k: i64) -> bool:
    """Return True if a character has a bit in ``Scan.rare``: a sign beyond ASCII, an Arabic mark,
    or a letter of the Arabic script that Arabic itself does not use."""
    if k >= k_.SYMBOL:
        return c >= 0x80 and k != k_.FAR_LETTER
    return k == k_.MARK or (c > 0x64A and k_.ARABIC <= k <= k_.LAST_LETTER)


def rare(c: i64) -> i64:
    """Return the number of a character's bit in ``Scan.rare``, one of 63."""
    return _place(c ^ (c >> 6) ^ (c >> 11))


def _place(number: i64) -> i64:
    """Return the number of one of 63 bits; the 64th would be the sign."""
    number &= 63
    # No expression with an ``else``: its value would be an object.
    if number == 63:
        return 0
    return number


def tag(text: str, at: i64, one: i64) -> i64:
    """Return the bits of ``Scan.tags`` for a ``<``: of the next character, and of the next two.
    ``one`` is 1."""
    first = code_at(text, at + 1)
    if first == 0:
        return 0
    bits = one << _place(first)
    second = code_at(text, at + 2)
    if second:
        bits |= one << _place(first * 7 + second)
    return bits


def trace(text: str, c: i64, at: i64, one: i64) -> i64:
    """Return the bit of ``Scan.tags`` for ``_`` or ``%`` between two characters, or for a bracket
    with two characters inside; 0 if there are none. ``one`` is 1."""
    second = code_at(text, at - 1)
    first = code_at(text, at - 2)
    if c == 95 or c == 37:
        first = code_at(text, at + 1)
    elif c == 91:
        first = code_at(text, at + 1)
        second = code_at(text, at + 2)
    elif c != 93:
        return 0
    elif second == 110:
        first = code_at(text, at - 6)  # of "tion"
    if first == 0 or second == 0:
        return 0
    return one << _place(first * 5 + second * 3)


def is_letter(k: i64) -> bool:
    """Return True if a class has characters that are letters to Python."""
    return k <= k_.LAST_LETTER or k == k_.TATWEEL or k == k_.COMBINING or k >= k_.SYMBOL
