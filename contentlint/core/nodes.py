"""Nodes selected by their traits, for triggers: see ``model.trigger.Nodes``."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.model.characters import class_at
from contentlint.model.document import BARE, IMAGE_REF, INVISIBLE, LABEL, LINK, Node
from contentlint.model.traits import (
    BAD_ESCAPE,
    BEYOND_ASCII,
    DOTS,
    ESCAPED_SIGN,
    LONG_SLUG,
    LONG_SLUG_JOINTS,
    NO_TARGET,
    NO_TEXT,
    ODD,
    PADDED,
    QUERY,
    SLUG,
    SLUG_JOINTS,
    TRAITS,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

MOST: Final = 62
"""The number of triggers that one table can hold: a bit of a native integer each."""
_CLASSES: Final = 64
_PAIRS: Final = 1024


class NodeTable:
    """Triggers by kind, by trait, and by the class of the character after a node."""

    def __init__(self, triggers: Sequence[tuple[int, int, int, tuple[str, ...]]]) -> None:
        """``triggers``: at most ``MOST``, each as a ``Nodes``."""
        self.size = len(triggers)
        self.kinds: list[int] = [0] * (LABEL + 1)
        """By kind, the triggers, one bit each, that such a node may meet."""
        self.traits: list[int] = [0] * TRAITS
        """By trait, those that such a node meets."""
        self.after: list[int] = [0] * _CLASSES
        self.any = 0
        """Those that ask for no trait."""
        self.held: list[tuple[str, ...]] = []
        """By trigger, the texts of which a destination must contain one."""
        self.holding = 0
        """Those with such texts."""
        pairs = bytearray(_PAIRS)
        for number, (kinds, traits, after, held) in enumerate(triggers):
            bit = 1 << number
            self.held.append(held)
            if held:
                self.holding |= bit
            for each in held:
                pairs[pair_of(ord(each[0]), ord(each[1]))] = 1
            for k in range(LABEL + 1):
                if kinds >> k & 1:
                    self.kinds[k] |= bit
            for k in range(TRAITS):
                if traits >> k & 1:
                    self.traits[k] |= bit
            if not traits:
                self.any |= bit
            for k in range(_CLASSES):
                if after >> k & 1:
                    self.after[k] |= bit
        self.pairs = bytes(pairs)
        """By the first two characters of a text, 1 if a trigger has such a text."""


class NodeScan:
    """The nodes of a document that meet the triggers of a table."""

    def __init__(self, text: str, nodes: list[Node], table: NodeTable) -> None:
        self.found: list[list[int]] = [[] for _ in range(table.size)]
        """By trigger, indices of nodes in order."""
        self.met: i64 = 0
        """The triggers with a node, one bit each."""
        at = -1
        shown: i64 = 0
        for node in nodes:
            at += 1
            kind: i64 = node.kind
            if kind == LINK:
                shown = node.last
            elif kind == BARE and node.start < shown:
                kind = LABEL
            own: i64 = table.kinds[kind]
            if own == 0:
                continue
            bits: i64 = table.any
            traits = traits_of(text, node)
            k = 0
            while traits:
                if traits & 1:
                    wanted: i64 = table.traits[k]
                    bits |= wanted
                traits >>= 1
                k += 1
            bits &= own
            if bits:
                after: i64 = table.after[class_at(text, node.end)]
                bits &= after
                asking: i64 = table.holding
                if bits & asking:
                    bits &= ~asking | holding(text, node, table, bits & asking)
                self.place(bits, at)

    def place(self, bits: i64, at: int) -> None:
        """Record a node for the triggers that it meets."""
        self.met |= bits
        number = 0
        while bits:
            if bits & 1:
                self.found[number].append(at)
            bits >>= 1
            number += 1


def holding(text: str, node: Node, table: NodeTable, bits: i64) -> i64:
    """Return those of some triggers of which the destination of a node contains a text."""
    found: i64 = 0
    pairs = table.pairs
    end: i64 = node.dest_end
    at: i64 = node.dest
    if at >= end:
        return 0
    c: i64 = ord(text[at])
    while at + 1 < end:
        after: i64 = ord(text[at + 1])
        if pairs[pair_of(c, after)]:
            rest = bits & ~found
            number = 0
            bit: i64 = 1
            while rest:
                if rest & 1:
                    for held in table.held[number]:
                        if text.startswith(held, at) and at + len(held) <= end:
                            found |= bit
                rest >>= 1
                bit <<= 1
                number += 1
        c = after
        at += 1
    return found


def pair_of(c: i64, after: i64) -> i64:
    """Return a number below ``_PAIRS`` for two code points."""
    return (c * 37 + after) & (_PAIRS - 1)


def traits_of(text: str, node: Node) -> i64:
    """Return the traits of a node, one bit each; ``core.pure.traits_of`` defines them."""
    kind: i64 = node.kind
    start: i64 = node.dest
    end: i64 = node.dest_end
    traits: i64 = 0
    if kind != BARE:
        first: i64 = node.first
        last: i64 = node.last
        while first < last and text[first] in INVISIBLE:
            first += 1
        if first == last:
            traits = NO_TEXT
        if end - start <= 1:
            traits |= NO_TARGET
        else:
            c: i64 = ord(text[start])
            if c == 106 or c == 74 or c == 32 or c == 9 or c == 10:
                traits |= NO_TARGET
        if start < end and is_padded(text, start, end, node.end - 1):
            traits |= PADDED
        if kind == IMAGE_REF or not is_address(text, start, end):
            return traits
    return traits | address_traits(text, start, end)


def is_padded(text: str, start: i64, end: i64, close: i64) -> bool:
    """Return True if a destination has a space beside it, or inside its angle brackets."""
    if ord(text[close - 1]) == 32:
        return True
    before: i64 = ord(text[start - 1])
    return before == 32 or (before == 60 and (ord(text[start]) == 32 or ord(text[end - 1]) == 32))


def is_address(text: str, start: i64, end: i64) -> bool:
    """Return True if a destination begins with a scheme and ``://``, other than ``data:``."""
    if start >= end:
        return False
    c: i64 = ord(text[start])
    if c == 47 or c == 35 or c == 46:
        return False
    # `data:` may be a megabyte.
    return not (c == 100 and text.startswith("data:", start)) and text.find("://", start, end) >= 0


def address_traits(text: str, start: i64, end: i64) -> i64:
    """Return the traits of an address."""
    traits: i64 = 0
    hyphens: i64 = 0
    lows: i64 = 0
    before: i64 = 0
    at = start
    while at < end:
        c: i64 = ord(text[at])
        if c == 45:
            hyphens += 1
        elif c == 95:
            lows += 1
        elif c == 46:
            if before == 46:
                traits |= DOTS
        elif c == 37:
            traits |= escape_traits(text, at, end)
        elif c == 63:
            traits |= QUERY
        elif c >= 0x80:
            traits |= BEYOND_ASCII | ODD
        elif is_raw(c):
            traits |= ODD
        before = c
        at += 1
    if hyphens < lows:
        hyphens = lows
    if hyphens >= SLUG_JOINTS:
        traits |= SLUG
        if hyphens >= LONG_SLUG_JOINTS:
            traits |= LONG_SLUG
    if not traits & ODD and not is_plain(text, start, end):
        traits |= ODD
    return traits


def escape_traits(text: str, at: i64, end: i64) -> i64:
    """Return the traits of a percent sign in an address and of what follows it."""
    if at + 2 >= end:
        return BAD_ESCAPE
    a = ord(text[at + 1]) | 32
    b = ord(text[at + 2]) | 32
    if not (is_hex(a) and is_hex(b)):
        return BAD_ESCAPE
    if (b == 50 and (a == 99 or a == 101)) or (a == 101 and b == 102):
        return ESCAPED_SIGN
    if a == 100 and b == 56 and at + 5 < end and text.startswith(("%9c", "%9C"), at + 3):
        return ESCAPED_SIGN
    return 0


def is_hex(c: i64) -> bool:
    """Return True for a hexadecimal digit with bit 32 set."""
    return 48 <= c <= 57 or 97 <= c <= 102


def is_raw(c: i64) -> bool:
    """Return True if an address must encode this ASCII character."""
    if c <= 34:
        return c != 33
    return c == 60 or c == 62 or c == 92 or c == 94 or c == 96 or (c > 122 and c != 126)


def is_plain(text: str, start: i64, end: i64) -> bool:
    """Return True if an address begins like one of the web: ``http``, ``https`` or ``www.``, two to
    ten labels of which the last has letters only, perhaps a port of one to four digits."""
    at = start
    if text.startswith("http", at):
        at += 4
        if at < end and ord(text[at]) == 115:
            at += 1
        if not text.startswith("://", at):
            return False
        at += 3
    elif text.startswith("www.", at):
        at += 4
    else:
        return False
    size: i64 = 0
    labels: i64 = 1
    letters = True
    c: i64 = 0
    while at < end:
        c = ord(text[at])
        if 97 <= c | 32 <= 122:
            pass
        elif c == 46:
            if size == 0 or size > 63:
                return False
            labels += 1
            size = -1
            letters = True
        elif 48 <= c <= 57 or c == 95 or (c == 45 and size):
            letters = False
        else:
            break
        size += 1
        at += 1
    if not letters or size < 2 or size > 63 or labels < 2 or labels > 10:
        return False
    if at < end and c == 58:
        at += 1
        first = at
        while at < end and 48 <= ord(text[at]) <= 57:
            at += 1
        if at == first or at - first > 4:
            return False
        if at < end:
            c = ord(text[at])
    return at >= end or c == 47 or c == 63 or c == 35
