"""Tokens that follow themselves, one by one or several in a row, as far as ``scan`` looks."""

from __future__ import annotations

from contentlint.text.similarity.loops import turns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

MOST_DOUBLED: Final = 100
_STREAK: Final = 3
# Of each of the last twelve tokens a field of five bits, of the last one the lowest: few tokens
# have the same, and a loop has the same in a row.
EACH: Final = 0x84210842108421
"""The lowest bits of all fields."""
HIGHEST: Final = (EACH << 4) & ~31
"""Their highest bits, without the last token's, which ``streak`` counts."""
ALL: Final = (1 << 60) - 1
STRIDE: Final = (10 << 5) | (7 << 10) | (4 << 15) | (1 << 20)
"""Added, it sets the highest bit of a field that has counted 6 tokens of a loop of two, 9 of one of
three, 12, 15, else 16: of those of a loop three times as many stand a second time or more."""
_MOST_TRIED: Final = 40


class TokenScan:
    """What was found so far. Tokens are told by a hash; ``Scan.read`` adds them."""

    def __init__(self, prose: str) -> None:
        self.prose = prose
        self.doubled: list[int] = []
        """Where words end that follow themselves, the first ``MOST_DOUBLED``."""
        self.loops = False
        """Whether a word stands four times in a row, or two to twelve words do."""
        self.begun: i64 = -1
        """Where the token begins that is read, -1: none is."""
        self.before: i64 = 0
        """Where the token before it began."""
        self.streak: i64 = 0
        """So many times the token before has followed itself."""
        self.tried: i64 = 0
        self.last: i64 = 0
        """The fields of the last twelve tokens."""
        self.rows: i64 = 0
        """In fields as well: how many tokens in a row were like the one two before, three before
        and so on."""

    def end(self) -> None:
        """The text ends, perhaps with a token; of its bits none are asked for."""
        if self.begun < 0:
            return
        self.streak += 1
        if not are_alike(self.prose, self.before, self.begun, len(self.prose)):
            self.streak = 0
        self.rows += EACH
        self.look(len(self.prose))

    def look(self, at: i64) -> None:
        """Whether the token before an offset follows itself, alone or in a loop."""
        if self.streak and self.begins_with_letter(at):
            if len(self.doubled) < MOST_DOUBLED:
                self.doubled.append(at)
            if self.streak >= _STREAK:
                self.loops = True
        if (self.rows + STRIDE) & HIGHEST:
            self.rows = 0
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


def are_alike(prose: str, at: i64, other: i64, end: i64) -> bool:
    """Whether a token is the same as another, by where that begins and ends; capitals of ASCII
    are small letters."""
    if at == other:
        return False  # the first one
    while other < end:
        a: i64 = ord(prose[at])
        b: i64 = ord(prose[other])
        if a != b and (a ^ b != 32 or not 97 <= a | 32 <= 122):
            return False
        at += 1
        other += 1
    return prose[at].isspace()
