"""The prefilter: it scans a document and selects the rules that may find something there.

A rule has a gate, which triggers open: events of the scan, signs with their neighbours, nodes with
their traits, and literals. See ``model.trigger``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contentlint.core import events as e_
from contentlint.core import index, paragraphs, pure
from contentlint.core.gates import Gate, Met, opened
from contentlint.core.index import CLASSES, MOST_DOUBLED, CharTable, Scan
from contentlint.core.phrase_table import Table
from contentlint.core.segment import first_paragraph
from contentlint.model import characters
from contentlint.model.characters import class_at, is_space
from contentlint.model.document import (
    BARE,
    IMAGE,
    IMAGE_REF,
    INVISIBLE,
    LABEL,
    LINK,
    Document,
    Node,
)
from contentlint.model.languages import UNSPACED
from contentlint.model.traits import (
    BAD_ESCAPE,
    BEYOND_ASCII,
    DOTS,
    END_SIGNS,
    ESCAPED_SIGN,
    GLUED,
    LOCAL,
    LONG_SLUG,
    LONG_SLUG_JOINTS,
    NO_TARGET,
    NO_TEXT,
    ODD,
    OUTSIDE_DNS,
    PADDED,
    QUERY,
    SIGN_AT_END,
    SLUG,
    SLUG_JOINTS,
    SPACED,
    TRAITS,
)
from contentlint.model.trigger import EDGE_WORDS, LETTERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_OTHER_DIGIT: Final = 1 << characters.OTHER_DIGIT
_LAM: Final = "\u0644"


def started(
    doc: Document,
    each: list[Gate],
    table: Table,
    any_line: bool,
    wanted: int,
    chars: CharTable,
    nodes: NodeTable,
    triggers: list[tuple[object, ...]],
) -> list[int]:
    """Return the numbers of the gates that a document opens, ascending, and store its tables.

    ``triggers`` are those of ``chars`` and then of ``nodes``; see ``dispatch.Gates``.
    """
    found = looked(doc, table, wanted, chars)
    beside = NodeScan(doc.text, doc.nodes, nodes)
    doc.met = dict(zip(triggers, found.chars.found + beside.found, strict=True))
    know(doc, found, any_line)
    met = Met()
    met.events = found.events
    met.more = found.more
    met.shown = found.shown
    met.text = found.shown | found.hidden
    met.begun = found.lines.begun
    met.chars = found.chars.met
    met.nodes = beside.met
    return opened(doc.text, met, each)


def know(doc: Document, found: Scan, any_line: bool) -> None:
    """Store the tables of a scan for the rules; ``any_line`` is True if a rule has phrases that
    the scan does not know."""
    echoes = found.echoes
    echoed: Sequence[int] | None = ()
    near: Sequence[tuple[int, int]] | None = ()
    same: Sequence[Sequence[int]] | None = ()
    if found.events & e_.ECHO:
        echoed, near, same = echoes.echoed(), echoes.near, echoes.same
    doc.know(paragraphs.copies, paragraphs.Copies(echoed, near, same, echoes.joined, found.wide))
    if len(found.tokens.doubled) < MOST_DOUBLED:
        doc.know(pure.doubled, found.tokens.doubled)
    if not any_line:
        doc.know(pure.opening_lines, found.lines.lines)
        doc.know(pure.has_buttons, found.lines.buttons)
    doc.know(pure.gaps, found.gaps)
    doc.know(pure.classes, found.shown)
    doc.know(pure.figures, found.dates.figures)
    doc.know(pure.named, found.dates.named)
    doc.know(pure.doubtful_numbers, found.dates.days)
    doc.know(pure.headings_without_text, found.sections)
    doc.know(pure.has_orders, found.events & e_.ORDERS != 0)
    doc.know(pure.misread, found.misread)
    doc.know(pure.unbalanced, found.unbalanced)
    doc.know(pure.vowels, found.vowels)
    doc.know(pure.may_compose, found.composing)
    doc.know(pure.has_backwards, found.backwards)
    doc.know(pure.is_plain, found.plain)
    doc.know(pure.may_be_invisible, found.events & e_.INVISIBLE != 0)


def looked(doc: Document, table: Table, wanted: int, chars: CharTable) -> Scan:
    """Return the scan of a document. ``table`` has the phrases that open rules, ``wanted`` the
    enabled rules with phrases, one bit each, and ``chars`` the triggers that are characters."""
    by_line = doc.paragraphs == "line"
    found = Scan(doc.text, doc.prose, doc.language, table.firsts, table.more, chars, by_line)
    found.lines.known, found.lines.known_more = table.known(wanted)
    found.lines.wanted = wanted
    first = first_paragraph(doc, EDGE_WORDS)
    if first >= 0:
        found.lines.beginning = doc.blocks[first].start
    found.run(doc.blocks)
    events = 0
    for node in doc.nodes:
        if node.kind == IMAGE:
            found.lines.label(doc.text, node.first, node.last)
    if found.events & e_.ECHO:
        found.more |= paragraphs.events_of(doc, found.echoes, found.plain)
    if doc.language in UNSPACED and index.in_unspaced(doc):
        events |= e_.LOOP
    if found.shown & _OTHER_DIGIT:
        found.more |= e_.OTHER_DIGITS
    # An Arabic document shows it at once.
    if found.backwards or (doc.language != "ar" and _LAM in doc.text):
        found.more |= e_.REVERSED
    if by_line:
        events |= e_.BY_LINE
    if not doc.text.endswith("\n"):
        events |= e_.NO_END
    if doc.source.bom:
        events |= e_.MARKED
    found.events |= events
    return found


_PAIRS: Final = 1024


class NodeTable:
    """Triggers by kind, by trait, and by the class of the character after a node."""

    def __init__(self, triggers: Sequence[tuple[int, int, int, tuple[str, ...]]]) -> None:
        """``triggers`` are at most ``MOST``, each with the fields of a ``Nodes``."""
        self.size = len(triggers)
        self.kinds: list[int] = [0] * (LABEL + 1)
        """By kind, the triggers, one bit each, that such a node may meet."""
        self.traits: list[int] = [0] * TRAITS
        """By trait, those that such a node meets."""
        self.after: list[int] = [0] * CLASSES
        self.any = 0
        """The triggers that ask for no trait."""
        self.held: list[tuple[str, ...]] = []
        """By trigger, the texts of which a destination must contain one."""
        self.holding = 0
        """The triggers with such texts."""
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
            for k in range(CLASSES):
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
    letters: i64 = LETTERS
    if (letters >> class_at(text, node.start - 1) | letters >> class_at(text, node.end)) & 1:
        traits = GLUED
    if kind != BARE:
        first: i64 = node.first
        last: i64 = node.last
        if first < last and (is_space(ord(text[first])) or is_space(ord(text[last - 1]))):
            traits |= SPACED
        while first < last and text[first] in INVISIBLE:
            first += 1
        if first == last:
            traits |= NO_TEXT
        if end - start <= 1:
            traits |= NO_TARGET
        else:
            c: i64 = ord(text[start])
            if c == 106 or c == 74 or c == 32 or c == 9 or c == 10:
                traits |= NO_TARGET
        if start < end and is_padded(text, start, end, node.end - 1):
            traits |= PADDED
        if kind == IMAGE_REF:
            return traits
    if is_disk(text, start, end):
        traits |= LOCAL
    if kind != BARE and not is_address(text, start, end):
        if text.startswith("www.", start) and not is_public(text, start, end):
            traits |= LOCAL
        return traits
    if not is_public(text, start, end):
        traits |= LOCAL
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
    if before and chr(before) in END_SIGNS:
        traits |= SIGN_AT_END
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


def is_disk(text: str, start: i64, end: i64) -> bool:
    """Return True if a destination begins with the letter of a disk, or with ``file:``."""
    if end - start < 2:
        return False
    if ord(text[start + 1]) == 58:
        return 97 <= ord(text[start]) | 32 <= 122
    return text[start : start + 5].lower() == "file:"


def is_public(text: str, start: i64, end: i64) -> bool:
    """Return True if an address names a host without one of the signs of ``LOCAL``."""
    at = start
    if not text.startswith("www.", at):
        while at < end and 97 <= ord(text[at]) <= 122:
            at += 1
        if at == start or not text.startswith("://", at):
            return False
        at += 3
    label = at
    letters = several = False
    c: i64 = 0
    while at < end:
        c = ord(text[at])
        if 97 <= c <= 122:
            letters = letters or at == label
        elif c == 46:
            if at == label:
                return False
            several = True
            label = at + 1
        elif 48 <= c <= 57 or c == 45 or c == 95:
            letters = False
        else:
            break
        at += 1
    if at == label or not letters or not several or text[label:at] in OUTSIDE_DNS:
        return False
    return at == end or c == 58 or c == 47 or c == 63 or c == 35


_KEYS: Final = 4096
_KEY_SHIFT: Final = 4
_WINDOW: Final = 3
"""Characters by which a string is noticed: what is further back has left the key by its shifts."""


class Needles:
    """Some strings, found in one pass over the prose however many they are."""

    def __init__(self, strings: Iterable[str]) -> None:
        self.short: list[str] = []
        self.by_key: dict[int, list[tuple[str, int]]] = {}
        """The others, each with the end of its window."""
        noticed = bytearray(_KEYS)
        for string in strings:
            if len(string) < _WINDOW:
                self.short.append(string)
                continue
            # In its middle: many begin with an article, and some with a space.
            first = (len(string) - _WINDOW) // 2
            key = 0
            for char in string[first : first + _WINDOW]:
                key = ((key << _KEY_SHIFT) ^ ord(char)) & (_KEYS - 1)
            self.by_key.setdefault(key, []).append((string, first + _WINDOW))
            noticed[key] = 1
        self.noticed = bytes(noticed)

    def found(self, doc: Document) -> set[str]:
        """Return those that the prose of a document has."""
        prose = doc.prose
        if doc.fact(pure.classes) < 0:
            # Interpreted, where there was no scan: a search for each is quicker.
            every = [string for group in self.by_key.values() for string, _ in group]
            return {string for string in [*every, *self.short] if string in prose}
        found = {string for string in self.short if string in prose}
        noticed = self.noticed
        key: i64 = 0
        at: i64 = 0
        size: i64 = len(prose)
        while at < size:
            key = ((key << _KEY_SHIFT) ^ ord(prose[at])) & (_KEYS - 1)
            at += 1
            if noticed[key]:
                for string, end in self.by_key[key]:
                    if at >= end and prose.startswith(string, at - end):
                        found.add(string)
        return found
