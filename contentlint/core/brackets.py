"""Brackets and directional quotes that may have no partner: candidates of the scan."""

from __future__ import annotations

from contentlint.model import characters as k_
from contentlint.model.languages import LOOSE_ANGLES, LOOSE_QUOTES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_LONGEST_INTERVAL: Final = 40
"""Code points; intervals like ``[0, 1)`` are shorter from bracket to bracket."""
_FAR_OPENERS: Final = {
    0x300B: 0x300A,
    0x300D: 0x300C,
    0x300F: 0x300E,
    0x3011: 0x3010,
    0xFD3E: 0xFD3F,
}


class Balance:
    """The brackets of one unit: those that are open, and those closed without being open."""

    def __init__(self, language: str) -> None:
        self.loose_quotes = not language or language in LOOSE_QUOTES
        self.loose_angles = not language or language in LOOSE_ANGLES
        self.used = False
        self.broken = False
        self.round = 0
        self.square = 0
        self.curly = 0
        self.angular = 0
        self.angles = 0
        self.broken_angles = False
        self.quoted = 0
        self.quotes = 0
        self.broken_quotes = False
        self.low = False
        self.before = 0
        self.before_at = 0
        self.last = 0
        """The offset of the last bracket."""
        self.far: dict[int, int] = {}

    def bracket(self, c: int, k: int, at: int) -> None:
        """Enter a bracket or directional quote by its code point, class and offset."""
        self.used = True
        self.last = at
        if k == k_.OPEN_ROUND:
            self.round += 1
        elif k == k_.CLOSE_ROUND:
            self.round = self.closed(self.round)
        elif k == k_.OPEN_SQUARE:
            self.square += 1
        elif k == k_.CLOSE_SQUARE:
            self.square = self.closed(self.square)
        elif k == k_.OPEN_CURLY:
            self.curly += 1
        elif k == k_.CLOSE_CURLY:
            self.curly = self.closed(self.curly)
        else:
            self.quote(c, k)
        if k <= k_.CLOSE_SQUARE:
            self.interval(k, at)

    def closed(self, open_: int) -> int:
        if open_ == 0:
            self.broken = True
            return 0
        return open_ - 1

    def quote(self, c: int, k: int) -> None:
        if k == k_.OPEN_ANGULAR:
            self.angles += 1
            self.angular += 1
        elif k == k_.CLOSE_ANGULAR:
            self.angles += 1
            if self.angular == 0:
                self.broken_angles = True
            else:
                self.angular -= 1
        elif k == k_.OPEN_QUOTE:
            self.quotes += 1
            self.quoted += 1
            if c == 0x201E:
                self.low = True
        else:
            self.quotes += 1
            if self.quoted == 0:
                self.broken_quotes = True
            else:
                self.quoted -= 1

    def interval(self, k: int, at: int) -> None:
        """Remove the brackets of a half-open interval, which differ in kind or do not face."""
        before = self.before
        self.before = k
        if at - self.before_at <= _LONGEST_INTERVAL and (
            (before == k_.OPEN_SQUARE and k == k_.CLOSE_ROUND)
            or (before == k_.OPEN_ROUND and k == k_.CLOSE_SQUARE)
            or (before == k_.CLOSE_SQUARE and k_.OPEN_SQUARE <= k <= k_.CLOSE_SQUARE)
        ):
            self.broken = True
        self.before_at = at

    def far_bracket(self, c: int, at: int) -> None:
        """Enter a sign beyond the table of classes by its code point and offset."""
        if c == 0xFF08:
            self.used = True
            self.round += 1
        elif c == 0xFF09:
            self.used = True
            self.round = self.closed(self.round)
        elif 0x300A <= c <= 0x3011 or c == 0xFD3E or c == 0xFD3F:
            self.used = True
            opener = _FAR_OPENERS.get(c)
            if opener is None:
                self.far[c] = self.far.get(c, 0) + 1
            elif self.far.get(opener, 0):
                self.far[opener] -= 1
            else:
                self.broken = True
        else:
            return
        self.last = at

    def settle(self) -> bool:
        """End a unit; return True if a bracket in it may lack a partner."""
        lacks = self.broken or self.round + self.square + self.curly != 0
        if self.low or self.loose_quotes:
            lacks = lacks or self.quotes == 1
        else:
            lacks = lacks or self.broken_quotes or self.quoted != 0
        if self.loose_angles:
            lacks = lacks or self.angles == 1
        else:
            lacks = lacks or self.broken_angles or self.angular != 0
        if self.far:
            lacks = lacks or any(self.far.values())
            self.far = {}
        self.used = self.broken = self.broken_angles = self.broken_quotes = self.low = False
        self.round = self.square = self.curly = self.angular = self.quoted = 0
        self.angles = self.quotes = 0
        self.before = 0
        return lacks
