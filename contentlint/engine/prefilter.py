"""The prefilter: it scans a document and selects the rules that may find something there."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.article import edges
from contentlint.core import loops, paragraphs, pure
from contentlint.core.chars import CharTable
from contentlint.core.index import MOST_DOUBLED, Scan
from contentlint.core.nodes import NodeScan, NodeTable
from contentlint.core.phrase_table import Table
from contentlint.model import characters
from contentlint.model import events as e_
from contentlint.model.characters import code_at
from contentlint.model.document import IMAGE, Document
from contentlint.model.languages import UNSPACED
from contentlint.text.unicode.chars import has_invisibles

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
    """Return the numbers of the gates that a document opens, ascending, and store its tables.

    ``triggers``: those of ``chars`` and of ``nodes``, in order; see ``dispatch.Gates``.
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
    """Store the tables of a scan for the rules; ``any_line``: True if a rule has phrases that the
    scan does not know."""
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
    doc.know(has_invisibles, found.events & e_.INVISIBLE != 0)


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


class Met:
    """The conditions of gates that a document meets, one bit each; all bits where it was not
    scanned."""

    def __init__(self) -> None:
        self.events: i64 = -1
        self.more: i64 = -1
        self.text: i64 = -1
        self.shown: i64 = -1
        self.begun: i64 = -1
        self.chars: i64 = -1
        self.nodes: i64 = -1


def supposed(text: str, gates: list[Gate]) -> list[int]:
    """Return the numbers of the gates that a document may open that was not scanned."""
    return opened(text, Met(), gates)


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
