"""Letters of India that may not be in their composed form: candidates of the scan.

``not_nfc`` decides; other scripts are found by their class, in ``index`` or in the rule.
"""

from __future__ import annotations

from contentlint.model.characters import code_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

MARKS: Final = "\u093c\u0c56\u0dca"
"""Marks that compose with a few letters, perhaps with other marks between."""
HARMLESS: Final = "\u0904-\u0927\u0929-\u092f\u0931\u0932\u0934-\u0939\u0d9a-\u0dc6"
"""Letters that none of them composes with, as the body of a class."""
VOWELS: Final = (
    "\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57"
    "\u0dcf\u0ddf\u102e\u1b35"
)
"""Vowel signs that compose with the character before them, if it is one of ``BASES``."""
BASES: Final = (
    "\u09c7\u0b47\u0b92\u0bc6\u0bc7\u0cbf\u0cc6\u0cca\u0d46\u0d47\u0dd9\u1025"
    "\u1b05\u1b07\u1b09\u1b0b\u1b0d\u1b11\u1b3a\u1b3c\u1b3e\u1b3f\u1b42"
)
OTHERS: Final = (
    "\u0300-\u036f\u0374\u037e\u0387\u0653-\u0655\u1161-\u1175\u11a8-\u11c2\u1f71-\u1ffd"
    "\u2000\u2001\u2126\u212a\u212b\u2329\u232a\u3099\u309a"
    "\U00010000-\U0001efff\U0002f800-\U0002fa1f"
)
"""Marks that compose with many letters, parts of syllables, characters with a twin, and what is
rare: the body of a class."""
_FIRST: Final = 0x900
_PLAIN: Final = 0
_VOWEL: Final = 1
_BASE: Final = 2
_MARK: Final = 3
_HARMLESS: Final = 4


def _table() -> bytes:
    table = bytearray(0x1B80 - _FIRST)
    for kind, chars in ((_VOWEL, VOWELS), (_BASE, BASES), (_MARK, MARKS)):
        for char in chars:
            table[ord(char) - _FIRST] = kind
    first = ""
    for number, char in enumerate(HARMLESS):
        if char == "-":
            for code in range(ord(first), ord(HARMLESS[number + 1])):
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
