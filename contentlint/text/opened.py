"""By the first words of a line, the rules that it opens: what the scan looks lines up in.

Compiled: a run enters thousands of phrases before it looks at its first article.
"""

from __future__ import annotations

from contentlint.text.folds import FACTOR, MASK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

Opened = tuple[int, int, int, int, int, int, int]
"""Rules that a first word opens on a line of at most 68 code points, of at most 260, of any
length, behind a separator on a short line, at the beginning of the article, and on a short line
that has no other words than such: one bit a rule. Last those that know a phrase of which a word
that goes on differently may be the rest: see ``head``."""
PLACES: Final = "^/>|$&"
"""Signs for the parts of ``Opened``, in their order."""
NOTHING: Final[Opened] = (0, 0, 0, 0, 0, 0, 0)
KNOWN: Final = 0x1FFF
ALONE: Final = 2
EVERY: Final = b"\2" * (KNOWN + 1)


class Table:
    """The words that phrases begin with, as numbers."""

    def __init__(self) -> None:
        self.firsts: dict[int, Opened] = {}
        """By the first word of a line."""
        self.pairs: dict[tuple[int, int], Opened] = {}
        """By its first word, and the words behind it ``joined``."""
        self.known = EVERY
        self.known_pairs = EVERY
        """By the lowest bits of a word, whether it may be a first one, ``ALONE`` or more where that
        opens something; and by those of a first one and others ``joined`` to one, whether they
        may be a pair. Most are not, and need not be looked up. See ``close``."""

    def copy(self) -> Table:
        """One to enter more into."""
        made = Table()
        made.firsts = self.firsts.copy()
        made.pairs = self.pairs.copy()
        return made

    def enter(self, names: tuple[str, ...], own: int) -> list[str]:
        """Let phrases open a rule; gives back the names that are no phrases.

        A phrase is a NUL, one of ``PLACES``, and its words: numbers in hexadecimal
        with dots between them, or ``~`` before the ``head`` of the last. ``own`` is the rule's bit.
        """
        others = []
        for name in names:
            where = PLACES.find(name[1:2]) if name[:1] == "\0" and len(name) > 1 else -1
            if where < 0:
                others.append(name)
            else:
                self._phrase(name, where, own)
        return others

    def close(self) -> None:
        """All phrases are entered."""
        known = bytearray(KNOWN + 1)
        for word, found in self.firsts.items():
            known[word & KNOWN] |= 1 if found == NOTHING else ALONE
        self.known = bytes(known)
        known = bytearray(KNOWN + 1)
        for first, rest in self.pairs:
            known[joined(first, rest) & KNOWN] = 1
        self.known_pairs = bytes(known)

    def _phrase(self, name: str, where: int, own: int) -> None:
        first: i64 = -1
        rest: i64 = 0
        word: i64 = 0
        size: i64 = len(name)
        at: i64 = 2
        # The words on the way are entered as well, to be looked further from.
        while at <= size:
            c: i64 = 46
            if at < size:
                c = ord(name[at])
            at += 1
            if c != 46 and c != 126:
                word = word * 16 + (c - 48 if c < 58 else c - 87)
            elif first < 0:
                first = word
                word = 0
                if at > size:
                    self.firsts[first] = _with(self.firsts.get(first, NOTHING), where, own)
                elif c == 126:
                    self.firsts[first] = _with(self.firsts.get(first, NOTHING), 6, own)
                else:
                    self.firsts.setdefault(first, NOTHING)
            else:
                rest = joined(rest, word)
                word = 0
                key = (int(first), int(rest))
                if at > size:
                    self.pairs[key] = _with(self.pairs.get(key, NOTHING), where, own)
                elif c == 126:
                    self.pairs[key] = _with(self.pairs.get(key, NOTHING), 6, own)
                else:
                    self.pairs.setdefault(key, NOTHING)


def joined(rest: i64, word: i64) -> i64:
    """Words behind the first as one number, and another behind them."""
    return (rest * FACTOR + word) & MASK


def _with(opened: Opened, where: int, own: int) -> Opened:
    short, long, any_length, part, beginning, row, begun = opened
    if where == 6:
        return short, long, any_length, part, beginning, row, begun | own
    if where == 5:
        return short, long, any_length, part, beginning, row | own, begun
    if where == 4:
        return short, long, any_length, part, beginning | own, row, begun
    if where == 3:
        return short, long, any_length, part | own, beginning, row, begun
    # What counts on a long line counts on a shorter one.
    if where == 2:
        any_length |= own
    if where >= 1:
        long |= own
    return short | own, long, any_length, part, beginning, row, begun
