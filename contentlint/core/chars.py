"""Characters with their neighbours, for triggers: see ``model.trigger.Chars``."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.model.characters import FAR_LETTER, OTHER_SPACE, class_at, class_of
from contentlint.model.document import MARK, OBJECT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

MOST: Final = 62
"""The number of triggers that one table can hold: a bit of a native integer each."""
_CLASSES: Final = 64


def are_signs(chars: str) -> bool:
    """Return True if ``core.index`` enters each of some characters: it passes over letters, digits,
    white space and the characters of the mask."""
    for char in chars:
        k = class_of(ord(char))
        if k <= OTHER_SPACE or k == FAR_LETTER or char in (MARK, OBJECT):
            return False
    return True


class CharTable:
    """Triggers by the classes of the character, of the one before it and of the one after it."""

    def __init__(self, triggers: Sequence[tuple[str, int, int]]) -> None:
        """``triggers``: at most ``MOST``, each as a ``Chars``."""
        self.chars: list[str] = []
        """By trigger, its characters."""
        self.own: list[int] = [0] * _CLASSES
        self.before: list[int] = [0] * _CLASSES
        self.after: list[int] = [0] * _CLASSES
        """By class, the triggers, one bit each, that such a character may meet."""
        for number, (chars, before, after) in enumerate(triggers):
            self.chars.append(chars)
            bit = 1 << number
            for char in chars:
                self.own[class_of(ord(char))] |= bit
            for k in range(_CLASSES):
                if before >> k & 1:
                    self.before[k] |= bit
                if after >> k & 1:
                    self.after[k] |= bit


class CharScan:
    """The places of a document that meet the triggers of a table."""

    def __init__(self, prose: str, table: CharTable) -> None:
        self.prose = prose
        self.own = table.own
        self.before = table.before
        self.after = table.after
        self.chars = table.chars
        self.found: list[list[int]] = [[] for _ in table.chars]
        """By trigger, offsets in order."""
        self.met: i64 = 0
        """The triggers with a place, one bit each."""

    def enter(self, own: i64, at: i64) -> None:
        """Enter a character; ``own``: the triggers that its class may meet."""
        prose = self.prose
        before: i64 = self.before[class_at(prose, at - 1)]
        bits: i64 = own & before
        if bits:
            after: i64 = self.after[class_at(prose, at + 1)]
            bits &= after
            if bits:
                self.place(bits, at)

    def place(self, bits: i64, at: i64) -> None:
        """Record an offset for some triggers whose classes it meets."""
        char = self.prose[at]
        number: i64 = 0
        # No ``1 << number``: C would shift 32 bits.
        bit: i64 = 1
        while bits:
            if bits & 1 and char in self.chars[number]:
                self.found[number].append(at)
                self.met |= bit
            bits >>= 1
            bit <<= 1
            number += 1
