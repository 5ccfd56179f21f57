"""The words of a block as ``similarity.near`` has them, and their sequences of three, as numbers.

For ``paragraphs``: words equal under ``light`` have the same number, and others may, too.
"""

from __future__ import annotations

from contentlint.core.folds import FACTOR, FAR, MASK, ODD, fold, latin, letter
from contentlint.model import characters as k_
from contentlint.model.characters import TABLE, far_class
from contentlint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

PARTS: Final = 0
JOINS: Final = 1
"""A character between two characters of a word."""
LEFT_OUT: Final = 2
WORD: Final = 3
"""What a character is to ``words`` behind ``light``; ``ODD``: that depends on others."""

# Of 32 bits: a greater number would be an object, and asked for its value each time.
_PAIRS: Final = 0x55555555
_FOURS: Final = 0x33333333
_EIGHTS: Final = 0x0F0F0F0F


class Sequences:
    """Those of a stretch of prose."""

    def __init__(self, prose: str, latin: bytes, start: i64, end: i64) -> None:
        """``latin``: see ``folds.latin``."""
        self.prose = prose
        self.latin = latin
        self.start: i64 = start
        self.end: i64 = end
        self.words: i64 = 0
        """How many there are; -1: they cannot be told."""
        self.found: set[int] | None = None
        """All sequences, once they are asked for: most blocks are told apart by the bits below."""
        # One of 256 for each sequence, and no object. No literal: of one, C would shift 32 bits.
        self.one: i64 = 1
        self.bits_0: i64 = 0
        self.bits_1: i64 = 0
        self.bits_2: i64 = 0
        self.bits_3: i64 = 0
        self.look()
        self.size: i64 = self.common(self)

    def all(self) -> set[int]:
        """All of them."""
        if self.found is None:
            self.found = set()
            self.words = 0
            self.look()
        return self.found

    def look(self) -> None:
        """Enter each word."""
        prose, latin, table = self.prose, self.latin, TABLE
        at = self.start
        end = self.end
        # The last two words, and what there is of the next.
        before: i64 = 0
        last: i64 = 0
        word: i64 = 0
        is_inside = joins = False
        while at < end:
            c: i64 = latin[at]
            if 97 <= c <= 122:
                # Most are these, and this loop calls nothing.
                is_inside, joins = True, False
                while True:
                    if c != 115:
                        word = (word * FACTOR + c) & MASK
                    at += 1
                    if at >= end:
                        break
                    c = latin[at]
                    if c < 97 or c > 122:
                        break
                continue
            at += 1
            if c == 0:
                continue  # markup: much of what is a link
            if c == FAR:
                c = ord(prose[at - 1])
            k: i64 = k_.FAR
            if c < k_.SIZE:
                k = table[c]
            if k_.ARABIC <= k <= k_.LAST_LETTER:
                is_inside, joins = True, False
                word = (word * FACTOR + fold(c, k)) & MASK
                continue
            role: i64 = PARTS
            if c != 32:
                role = role_of(c, k if c < k_.SIZE else far_class(c))
            if role == WORD:
                is_inside, joins = True, False
                c = letter(c, k)
                if c < 0:
                    self.words = ODD
                    return
                if c:
                    word = (word * FACTOR + c) & MASK
            elif role == LEFT_OUT:
                pass
            elif role == ODD:
                self.words = ODD
                return
            elif is_inside:
                if role == JOINS and not joins:
                    joins = True
                    continue
                self.add(before, last, word)
                before, last, word = last, word, 0
                is_inside = joins = False
        if is_inside:
            self.add(before, last, word)

    def add(self, before: i64, last: i64, word: i64) -> None:
        """End a word that follows two others."""
        self.words += 1
        if self.words <= 2:
            return
        pair = (before * FACTOR + last) & MASK
        key = (pair * FACTOR + word) & MASK
        if self.found is not None:
            self.found.add(key)
            return
        bit = self.one << ((key >> 8) & 63)
        which = (key >> 14) & 3
        if which == 0:
            self.bits_0 |= bit
        elif which == 1:
            self.bits_1 |= bit
        elif which == 2:
            self.bits_2 |= bit
        else:
            self.bits_3 |= bit

    def common(self, other: Sequences) -> i64:
        """Return how many bits both have."""
        ones = _ones(self.bits_0 & other.bits_0) + _ones(self.bits_1 & other.bits_1)
        ones += _ones(self.bits_2 & other.bits_2) + _ones(self.bits_3 & other.bits_3)
        ones += ones >> 32
        ones += ones >> 16
        return (ones & 0xFF) + ((ones >> 8) & 0xFF)

    def may_resemble(self, other: Sequences) -> bool:
        """Return True if four fifths of the sequences of both may be in both, or nineteen
        twentieths of those of one, which both have 20 words then.

        Words that have one number make the sequences fewer here, and a bit may stand for several:
        what one has alone are at least so many, and all of it at most one for each word but two.
        """
        if self.differs_from(other):
            return False
        own, there = self.all(), other.all()
        common = len(own & there)
        return self.may_have(other, len(own) - common, len(there) - common)

    def differs_from(self, other: Sequences) -> bool:
        """Return True if the bits of both show that they are not similar."""
        common = self.common(other)
        return not self.may_have(other, self.size - common, other.size - common)

    def may_have(self, other: Sequences, alone: i64, alone_there: i64) -> bool:
        """Return True if so many may be in both, where one has so many alone, and the other."""
        most = self.words - 2
        most_there = other.words - 2
        if min(most - alone, most_there - alone_there) >= 4 * (alone + alone_there):
            return True
        if most < 18 or most_there < 18:
            return False
        return 20 * alone <= most or 20 * alone_there <= most_there


def _ones(bits: i64) -> i64:
    """How many of 64 bits are set, in eight parts of eight bits each. What is shifted may have a
    sign; what is added has none."""
    pair: i64 = _PAIRS
    four: i64 = _FOURS
    eight: i64 = _EIGHTS
    pair |= pair << 32
    four |= four << 32
    eight |= eight << 32
    pairs = (bits & pair) + ((bits >> 1) & pair)
    fours = (pairs & four) + ((pairs >> 2) & four)
    return (fours & eight) + ((fours >> 4) & eight)


def sequences(doc: Document, index: int) -> Sequences:
    """Return the sequences of a block; call through ``doc.fact``."""
    _, start, end, _, _, _ = doc.blocks[index]
    prose = doc.prose[start:end]
    return Sequences(prose, latin(prose), 0, end - start)


def role_of(c: i64, k: i64) -> i64:
    """Return the role of a character of a class in the words of a text under ``light``."""
    if k <= k_.LAST_LETTER:
        if k == k_.LETTER_3:
            spaced = c < 0xE00 or 0x10A0 <= c < 0x1360 or c >= 0x1E00
            return WORD if spaced else ODD
        return JOINS if c == 0x2BC else WORD
    if k <= k_.OTHER_DIGIT:
        if k >= k_.DIGIT:
            return WORD
        return LEFT_OUT if k <= k_.TATWEEL and not 0x653 <= c <= 0x655 else ODD
    if c < 0x80:
        if c == 0x27 or c == 0x22:
            return JOINS
        if k == k_.DAMAGE:
            return LEFT_OUT if c == 0 or c == 26 else ODD
        return WORD if k == k_.LOW_LINE else PARTS
    if k <= k_.DASH:
        return JOINS if k_.OPEN_ANGULAR <= k <= k_.APOSTROPHE else PARTS
    if k == k_.DAMAGE:
        return WORD if c == 0x200C or c == 0x200D else ODD
    if k == k_.SYMBOL:
        return _role_of_sign(c)
    return WORD if is_plain_sign(c) else ODD


def _role_of_sign(c: i64) -> i64:
    if c < 0x100:
        parts = c == 0xA1 or c == 0xA7 or c == 0xB6 or c == 0xB7 or c == 0xBF
        return PARTS if parts else WORD
    if c < 0x2000:
        if c < 0x600:
            return PARTS if c == 0x5BE or c == 0x5C0 or c == 0x5C3 else WORD
        parts = c == 0x60D or 0x61D <= c <= 0x61E or 0x66A <= c <= 0x66D or c == 0x965
        return PARTS if parts else WORD
    if c < 0x2070:
        joins = 0x201A <= c <= 0x201F or 0x2032 <= c <= 0x2033 or 0x2039 <= c <= 0x203A
        return JOINS if joins else PARTS
    return WORD


def is_plain_sign(c: i64) -> bool:
    """Return True if a character beyond the classes is an arrow, a picture or the like."""
    if c < 0x2800:
        return 0x2130 <= c < 0x2212 or c >= 0x2500
    return 0x1F300 <= c < 0x1FB00
