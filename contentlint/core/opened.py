"""By the first words of a line, the rules that it opens: what the scan looks lines up in.

Compiled: a run enters thousands of phrases before it looks at its first article.
"""

from __future__ import annotations

from contentlint.core.folds import FACTOR, MASK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

PLACES: Final = "^/>|$&"
"""Signs for the places that a phrase may have, in the order in which ``Opened`` names them."""
# Their numbers in ``PLACES``; a short line is the first. The last two are no signs of a phrase.
_LONG: Final = 1
_ANY_LENGTH: Final = 2
_PART: Final = 3
_BEGINNING: Final = 4
_ROW: Final = 5
_BEGUN: Final = 6
_AHEAD: Final = 7
KNOWN: Final = 0x1FFF
ALONE: Final = 2
EVERY: Final = b"\2" * (KNOWN + 1)


class Opened:
    """What is opened by some words that a line begins with: one bit a rule."""

    def __init__(
        self,
        short: i64 = 0,
        long: i64 = 0,
        any_length: i64 = 0,
        part: i64 = 0,
        beginning: i64 = 0,
        row: i64 = 0,
        begun: i64 = 0,
        ahead: i64 = 0,
    ) -> None:
        self.short = short
        self.long = long
        self.any_length = any_length
        """Rules that a line opens of at most 68 code points, of at most 260, of any length."""
        self.part = part
        """Those that are opened behind a separator on a short line."""
        self.beginning = beginning
        """Those that are opened at the beginning of the article."""
        self.row = row
        """Those opened by a short line that has no other words than such."""
        self.begun = begun
        """Those that know a phrase of which a word that goes on differently may be the rest: see
        ``head``."""
        self.ahead = ahead
        """Those that know a phrase with more words."""

    def bits(self) -> tuple[int, int, int, int, int, int, int, int]:
        """All of these, in the order in which a new one takes them."""
        return (
            *(self.short, self.long, self.any_length, self.part),
            *(self.beginning, self.row, self.begun, self.ahead),
        )

    def add(self, place: i64, own: i64) -> None:
        """A rule has a phrase of these words at a place: the number of one of ``PLACES``, or that
        the words are not all of it (``_BEGUN``, ``_AHEAD``)."""
        if place == _AHEAD:
            self.ahead |= own
        elif place == _BEGUN:
            self.begun |= own
        elif place == _ROW:
            self.row |= own
        elif place == _BEGINNING:
            self.beginning |= own
        elif place == _PART:
            self.part |= own
        else:
            # What counts on a long line counts on a shorter one.
            self.short |= own
            if place >= _LONG:
                self.long |= own
            if place == _ANY_LENGTH:
                self.any_length |= own

    def opens(self) -> i64:
        """The rules for which the words are more than a way to others."""
        return (
            self.short | self.long | self.any_length | self.part | self.beginning | self.row
        ) | self.begun


NOTHING: Final = Opened()


class Table:
    """The words that phrases begin with, as numbers."""

    def __init__(self) -> None:
        self.firsts: dict[int, Opened] = {}
        """By the first word of a line."""
        self.more: dict[int, Opened] = {}
        """By its first words, two and more, ``joined``."""
        self._known: dict[int, tuple[bytes, bytes]] = {}

    def copy(self) -> Table:
        """One to enter more into."""
        made = Table()
        made.firsts = {word: Opened(*found.bits()) for word, found in self.firsts.items()}
        made.more = {words: Opened(*found.bits()) for words, found in self.more.items()}
        return made

    def enter(self, names: tuple[str, ...], own: int) -> list[str]:
        """Let phrases open a rule; gives back the names that are no phrases.

        A phrase is a NUL, one of ``PLACES``, and its words: numbers in hexadecimal
        with dots between them, or ``~`` before the ``head`` of the last. ``own`` is the rule's bit.
        """
        others = []
        self._known = {}
        for name in names:
            where = PLACES.find(name[1:2]) if name[:1] == "\0" and len(name) > 1 else -1
            if where < 0:
                others.append(name)
            else:
                self._phrase(name, where, own)
        return others

    def known(self, wanted: int) -> tuple[bytes, bytes]:
        """By the lowest bits of a first word, whether some rules have a phrase that begins with
        it, ``ALONE`` or more where that alone opens something; and by those of several ``joined``,
        whether a phrase begins with them. Most lines begin otherwise, and need not be looked up.
        ``wanted``: the bits of those rules; phrases of others only cost time."""
        found = self._known.get(wanted)
        if found is None:
            found = self._known[wanted] = self._filters(wanted)
        return found

    def _filters(self, wanted: i64) -> tuple[bytes, bytes]:
        firsts, more = bytearray(KNOWN + 1), bytearray(KNOWN + 1)
        for word, found in self.firsts.items():
            if found.opens() & wanted:
                firsts[word & KNOWN] |= ALONE
            elif found.ahead & wanted:
                firsts[word & KNOWN] |= 1
        for words, found in self.more.items():
            if (found.opens() | found.ahead) & wanted:
                more[words & KNOWN] = 1
        return bytes(firsts), bytes(more)

    def _phrase(self, name: str, where: int, own: int) -> None:
        words: i64 = -1
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
                continue
            place = where
            if at <= size:
                place = _BEGUN if c == 126 else _AHEAD
            if words < 0:
                words = word
                _at(self.firsts, words).add(place, own)
            else:
                words = joined(words, word)
                _at(self.more, words).add(place, own)
            word = 0


def _at(table: dict[int, Opened], key: int) -> Opened:
    found = table.get(key)
    if found is None:
        found = table[key] = Opened()
    return found


def joined(words: i64, word: i64) -> i64:
    """The first words of a line as one number, and another behind them."""
    return (words * FACTOR + word) & MASK
