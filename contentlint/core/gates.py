"""The gates of rules, which what a document has opens; ``dispatch`` builds them.

A gate asks for one of several things: events of the scan, classes of characters, triggers, or a
literal, which is looked for only if nothing else has opened it.
"""

from __future__ import annotations

from contentlint.model.characters import code_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_SIGNS: Final = frozenset("0@#<&\\{=_[~^`$%;|>]")
_MOST_SIGNS: Final = 100
_SPARSE: Final = 32
"""Characters of a text per further sign that is examined; with more signs a search is faster."""
_BEGINNINGS: Final = 0x3FF


class Literal:
    """A literal that opens a gate."""

    def __init__(
        self,
        literal: str,
        text: int,
        shown: int,
        follow: tuple[str, ...],
        stray: bool = False,
    ) -> None:
        """A text that holds the literal has the classes ``text``, its prose the classes ``shown``.
        The literal counts only if one of ``follow`` follows it, if there are any; or, if it is
        ``stray``, none."""
        self.literal = literal
        self.sign = -1
        """The index of a sign in it that is rare in most texts; -1: it has none."""
        for at, char in enumerate(literal):
            if char in _SIGNS:
                self.sign = at
                break
        self.follow = follow
        self.stray = stray
        self.by_two = min([len(each) for each in follow], default=0) > 1
        begins = bytearray(_BEGINNINGS + 1 if follow else 0)
        for each in follow:
            begins[_beginning(each, 0, self.by_two)] = 1
        self.begins = bytes(begins)
        """A table of their ``_beginning``."""
        self.text: i64 = text
        self.shown: i64 = shown


class Gate:
    """The conditions of which a document must meet one for a rule to run."""

    def __init__(
        self,
        always: bool,
        events: int,
        more: int,
        text: int,
        shown: int,
        begun: int,
        literals: list[Literal],
        chars: int,
        nodes: int,
    ) -> None:
        self.always = always
        self.events: i64 = events
        self.more: i64 = more
        """Those of the second word of ``events``."""
        self.text: i64 = text
        """Classes of characters of the text, one bit each."""
        self.shown: i64 = shown
        """Classes of characters of the prose."""
        self.begun: i64 = begun
        """The bit of the rule's phrases; see ``phrase_table.Opened``."""
        self.literals = literals
        self.chars: i64 = chars
        """The triggers of a ``CharTable``, one bit each."""
        self.nodes: i64 = nodes
        """Those of a ``NodeTable``."""


class Met:
    """The conditions of gates that a document may meet, one bit each; at first all."""

    def __init__(self) -> None:
        self.events: i64 = -1
        self.more: i64 = -1
        self.text: i64 = -1
        self.shown: i64 = -1
        self.begun: i64 = -1
        self.chars: i64 = -1
        self.nodes: i64 = -1


def opened(text: str, met: Met, gates: list[Gate]) -> list[int]:
    """Return the numbers of the gates that a document opens, ascending."""
    shown = met.shown
    classes = met.text
    events = met.events
    more = met.more
    begun = met.begun
    chars = met.chars
    nodes = met.nodes
    present: dict[str, bool] = {}
    numbers: list[int] = []
    for number, gate in enumerate(gates):
        if (
            gate.always
            or gate.events & events
            or gate.more & more
            or gate.text & classes
            or gate.shown & shown
            or gate.begun & begun
            or gate.chars & chars
            or gate.nodes & nodes
        ):
            numbers.append(number)
            continue
        for each in gate.literals:
            if each.text & classes != each.text or each.shown & shown != each.shown:
                continue
            if each.follow and not each.stray:
                there = followed(text, each)
            else:
                known = present.get(each.literal)
                if known is None:
                    if each.stray:
                        known = is_stray(text, each)
                    else:
                        known = holds(text, each.literal, each.sign)
                    present[each.literal] = known
                there = known
            if there:
                numbers.append(number)
                break
    return numbers


def holds(text: str, literal: str, sign: int) -> bool:
    """Return True if a text has a literal. ``sign`` is the index of a rare sign in it: one
    character is found ten times as fast as more."""
    size: i64 = len(literal)
    place: i64 = sign
    if size == 2 and place < 0:
        place = 0
    if place >= 0 and size > 1:
        one = literal[place]
        beside: i64 = 1 if place + 1 < size else -1
        if place > 0 and literal[place + 1 : place + 2] == one:
            beside = -1  # a sign often follows itself
        other: i64 = ord(literal[place + beside])
        at: i64 = text.find(one)
        for _ in range(_MOST_SIGNS + len(text) // _SPARSE):
            if at < 0:
                return False
            if code_at(text, at + beside) == other and at >= place:
                if text.startswith(literal, at - place):
                    return True
            at = text.find(one, at + 1)
    return literal in text


def followed(text: str, each: Literal) -> bool:
    """Return True if a text has a literal followed by one of its ``follow``."""
    literal, begins, by_two = each.literal, each.begins, each.by_two
    size: i64 = len(literal)
    place: i64 = max(each.sign, 0)
    one = literal[place] if each.sign >= 0 else literal
    end: i64 = len(text) - 1
    at: i64 = text.find(one)
    while at >= 0:
        behind = at - place + size
        if behind > end:
            return False
        # Most brackets are followed by none of them, which costs no call to see.
        if begins[_beginning(text, behind, by_two)] and at >= place:
            if text.startswith(literal, at - place) and text.startswith(each.follow, behind):
                return True
        at = text.find(one, at + 1)
    return False


def is_stray(text: str, each: Literal) -> bool:
    """Return True if a text has a literal followed by none of its ``follow``."""
    literal, follow = each.literal, each.follow
    size = len(literal)
    at = text.find(literal)
    while at >= 0:
        at += size
        if not text.startswith(follow, at):
            return True
        at = text.find(literal, at)
    return False


def _beginning(text: str, at: i64, by_two: bool) -> i64:
    """Return the character at an offset, perhaps with the next, as a number of ten bits."""
    key: i64 = ord(text[at])
    if by_two:
        key = key * 37 + code_at(text, at + 1)
    return key & _BEGINNINGS
