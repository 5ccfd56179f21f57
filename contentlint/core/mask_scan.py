"""What the mask hides: code, addresses and markup, of which the prose has only placeholders."""

from __future__ import annotations

from contentlint.core.phrase_table import LineScan
from contentlint.core.prose_scan import ProseScan
from contentlint.text.unicode import classes as k_
from contentlint.text.unicode.classes import TABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_LOUD: Final = 255
_QUIET: Final = bytes(
    [
        TABLE[c] if 9 <= c <= 10 or (c >= 32 and chr(c) not in "!$%./0:;<?@[]_{\x7f") else _LOUD
        for c in range(128)
    ]
)
"""The classes of ASCII, ``_LOUD`` for what is looked at where the mask hides it."""


class MaskScan(ProseScan):
    """What was found so far."""

    def __init__(
        self, text: str, prose: str, latin: bytes, language: str, lines: LineScan, arabic: bool
    ) -> None:
        super().__init__(text, prose, latin, language, lines, arabic)
        self.table = TABLE
        self.hidden: i64 = 0
        """The classes of what the mask hides: one bit each."""

    def covered(self, at: i64, stop: i64) -> i64:
        """Look at the text behind a run of one character of the mask; where the run ends."""
        text, latin, table, quiet = self.text, self.latin, self.table, _QUIET
        hidden: i64 = self.hidden
        one: i64 = self.one
        c: i64 = latin[at]
        end = at + 1
        while end < stop and latin[end] == c:
            end += 1
        size = end - at
        while at < end:
            t: i64 = ord(text[at])
            # Most are of an address, and this loop calls nothing.
            while t < 128:
                k: i64 = quiet[t]
                if k == _LOUD or t == c:
                    break
                hidden |= one << k
                at += 1
                if at >= end:
                    break
                t = ord(text[at])
            if at >= end:
                break
            if t < 128:
                if t != c:
                    hidden |= one << table[t]
                    self.in_markup(t, at)
                elif c != 32:
                    self.damage(c)
            else:
                kind: i64 = 0
                if t < k_.SIZE:
                    kind = table[t]
                else:
                    kind = self.far(t)
                hidden |= one << kind
                self.beyond(t, kind, at)
            at += 1
        self.hidden = hidden
        if c == 0:
            self.lines.marks += size
        if c != 32 and self.long:
            self.dropped += size
        return end
