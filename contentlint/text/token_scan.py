"""Tokens that follow themselves, one by one or several in a row, as far as ``scan`` looks."""

from __future__ import annotations

from contentlint.text.loops import turns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

MOST_DOUBLED: Final = 100
_STREAK: Final = 3
LONGEST_LOOP: Final = 12
STRIDE: Final = 6
"""Tokens of a loop that stand a second time or more, at least."""
_MOST_TRIED: Final = 40


class TokenScan:
    """What was found so far. Tokens are told by a hash; ``Scan.read`` adds them."""

    def __init__(self, prose: str) -> None:
        self.prose = prose
        self.doubled: list[int] = []
        """Where words end that follow themselves, the first ``MOST_DOUBLED``."""
        self.loops = False
        """Whether a word stands four times in a row, or two to twelve words do."""
        self.before: i64 = 0
        self.streak: i64 = 0
        """So many times the token before has followed itself."""
        self.tried: i64 = 0
        self.row: i64 = 0
        """Tokens in a row, below ``STRIDE``, that stand among those before them, too."""
        # Two bits of each of the last 12 tokens, and of those and the 12 before.
        self.count: i64 = 0
        self.new_a: i64 = 0
        self.new_b: i64 = 0
        self.known_a: i64 = 0
        self.known_b: i64 = 0

    def end(self, token: i64) -> None:
        """The last token, which the text ends with; of its bits none are asked for."""
        self.streak += 1
        if token != self.before:
            self.streak = 0
        self.row += 1
        self.look(len(self.prose))

    def look(self, at: i64) -> None:
        """Whether the token before an offset follows itself, alone or in a loop."""
        if self.streak and self.begins_with_letter(at):
            if len(self.doubled) < MOST_DOUBLED:
                self.doubled.append(at)
            if self.streak >= _STREAK:
                self.loops = True
        if self.row == STRIDE:
            self.row = 0
            if not self.loops:
                self.tried += 1
                if self.tried > _MOST_TRIED or turns(self.prose, at):
                    self.loops = True

    def begins_with_letter(self, at: i64) -> bool:
        """Whether the token before an offset begins with a letter."""
        at -= 1
        while at > 0 and not self.prose[at - 1].isspace():
            at -= 1
        return self.prose[at].isalpha()
