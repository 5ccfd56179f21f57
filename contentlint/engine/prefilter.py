"""The prefilter: it scans a document and selects the rules that may find something there."""

from __future__ import annotations

from contentlint.article import edges
from contentlint.core import brackets, paragraphs
from contentlint.core.chars import CharTable
from contentlint.core.index import Scan, index_of
from contentlint.core.nodes import NodeScan, NodeTable
from contentlint.core.phrase_table import Table
from contentlint.model import characters, trigger
from contentlint.model import events as e_
from contentlint.model.characters import code_at
from contentlint.model.document import IMAGE, Document
from contentlint.model.languages import UNSPACED
from contentlint.text.similarity import loops

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_OTHER_DIGIT: Final = 1 << characters.OTHER_DIGIT
_LAM: Final = "\u0644"
_SIGNS: Final = frozenset("@#<&\\{=_[~^`$%;|>]")
_MOST_SIGNS: Final = 100
_SPARSE: Final = 32
"""Characters of a text per further sign that is examined; with more signs a search is faster."""
_BEGINNINGS: Final = 0x3FF


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
    """Return the numbers of the gates that a document opens, ascending, and record its index for
    ``trigger.seen``; ``triggers``: those of ``chars`` and of ``nodes``, in order. See
    ``dispatch.Gates``."""
    found = looked(doc, table, wanted, chars)
    index = index_of(found, not any_line)
    beside = NodeScan(doc.text, doc.nodes, nodes)
    index.places = dict(zip(triggers, found.chars.found + beside.found, strict=True))
    doc.know(trigger.seen, index)
    return opened(found, each, beside.met)


def looked(doc: Document, table: Table, wanted: int, chars: CharTable) -> Scan:
    """Return the scan of a document; ``table``: the phrases that open rules; ``wanted``: the
    enabled rules with phrases, one bit each; ``chars``: the triggers that are characters."""
    by_line = doc.paragraphs == "line"
    found = Scan(doc.text, doc.prose, doc.language, table.firsts, table.more, chars, by_line)
    found.lines.known, found.lines.known_more = table.known(wanted)
    found.lines.wanted = wanted
    first = edges.first_paragraph(doc, edges.WORDS)
    if first >= 0:
        found.lines.beginning = doc.blocks[first].start
    found.run(doc.blocks)
    events = 0
    for node in doc.nodes:
        if node.kind == IMAGE:
            found.lines.label(doc.text, node.first, node.last)
    if found.events & e_.ECHO:
        found.more |= paragraphs.events_of(doc, found.echoes, found.plain)
    if found.events & e_.UNBALANCED:
        found.more |= brackets.events_of(doc, found.unbalanced)
    if doc.language in UNSPACED and loops.in_unspaced(doc):
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
        """``events``, ``more``: see ``events``; ``text``, ``shown``: classes of the text and of the
        prose; ``begun``: see ``Opened``."""
        self.always = always
        self.events: i64 = events
        self.more: i64 = more
        self.text: i64 = text
        self.shown: i64 = shown
        self.begun: i64 = begun
        self.literals = literals
        self.chars: i64 = chars
        """The triggers of a ``CharTable``, one bit each, of which one must be met."""
        self.nodes: i64 = nodes
        """Those of a ``NodeTable``."""


def opened(found: Scan, gates: list[Gate], nodes: i64) -> list[int]:
    """Return the numbers of the gates that a scan opens; ``nodes``: see ``NodeScan.met``."""
    shown = found.shown
    text = shown | found.hidden
    events = found.events
    more = found.more
    begun = found.lines.begun
    met = found.chars.met
    present: dict[str, bool] = {}
    numbers: list[int] = []
    for number, gate in enumerate(gates):
        if (
            gate.always
            or gate.events & events
            or gate.more & more
            or gate.text & text
            or gate.shown & shown
            or gate.begun & begun
            or gate.chars & met
            or gate.nodes & nodes
        ):
            numbers.append(number)
            continue
        for each in gate.literals:
            if each.text & text != each.text or each.shown & shown != each.shown:
                continue
            if each.follow and not each.stray:
                there = followed(found.text, each)
            else:
                known = present.get(each.literal)
                if known is None:
                    if each.stray:
                        known = is_stray(found.text, each)
                    else:
                        known = holds(found.text, each.literal, each.sign)
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
