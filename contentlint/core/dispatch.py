"""The gates of rules, built from the rules' needs, and the gates that a document opens.

A need is a literal of the text, a name of ``model.trigger``, or a ``trigger.Chars``. A gate
opens if the document meets one of its needs; a rule without needs always runs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from contentlint._util.namedtuple import NamedTuple
from contentlint.core import events as e_
from contentlint.core import is_compiled, phrase_table, prefilter, pure
from contentlint.core.gates import Gate, Literal, Met, opened
from contentlint.core.index import MOST, CharTable, are_signs
from contentlint.core.prefilter import NodeTable
from contentlint.model import characters, trigger
from contentlint.model.document import Document

COMPILED = is_compiled()
"""True if documents are scanned; interpreted, the scan would cost more than the rules it spares."""
_EVENTS = {
    trigger.DOUBLED: e_.DOUBLED,
    trigger.LOOP: e_.LOOP,
    trigger.BIDI: e_.BIDI,
    trigger.UNDECODABLE: e_.UNDECODABLE,
    trigger.ZERO_WIDTH: e_.ZERO_WIDTH,
    trigger.CONTROL: e_.CONTROL,
    trigger.REPLACED: e_.REPLACED,
    trigger.HIDDEN: e_.OTHER_INVISIBLE,
    trigger.PRIVATE: e_.PRIVATE,
    trigger.UNASSIGNED: e_.UNASSIGNED,
    trigger.FAR_LINE: e_.FAR_LINE,
    trigger.ODD: e_.ODD,
    trigger.FEW_WORDS: e_.FEW_WORDS,
    trigger.DATES: e_.FIGURES | e_.NAMED | e_.ORDERS,
    trigger.DAYS: e_.DAYS,
    trigger.BLANKS: e_.BLANKS,
    trigger.TRAILING: e_.TRAILING,
    trigger.EMPTY_ITEM: e_.EMPTY_ITEM,
    trigger.COMBINING: e_.COMBINING,
    trigger.SECTION: e_.SECTION,
    trigger.FORMS: e_.FORMS,
    trigger.NO_END: e_.NO_END,
    trigger.BY_LINE: e_.BY_LINE,
    trigger.BYTE_ORDER_MARK: e_.MARKED,
    trigger.MISREAD: e_.MISREAD,
    trigger.UNBALANCED: e_.UNBALANCED,
}
_MORE = {
    trigger.SAME: e_.SAME,
    trigger.RESPELLED: e_.RESPELLED,
    trigger.NEAR: e_.NEAR,
    trigger.SAID: e_.SAID,
    trigger.UNTOLD: e_.UNTOLD,
    trigger.OTHER_DIGITS: e_.OTHER_DIGITS,
    trigger.REVERSED: e_.REVERSED,
}
"""By name, the bits in ``Scan.events`` and ``Scan.more``."""
_MOST = 62
"""The number of rules with phrases that have a bit of their own; of more, some run together."""


Need = str | tuple[str, int, int] | tuple[int, int, int, tuple[str, ...]]
"""A literal, a name of ``model.trigger``, a ``trigger.Chars`` or a ``trigger.Nodes``."""


class Triggers(NamedTuple):
    chars: list[tuple[str, int, int]]
    nodes: list[tuple[int, int, int, tuple[str, ...]]]


class Gates(NamedTuple):
    each: list[Gate]
    """One gate for each rule, in their order."""
    opened: phrase_table.Table
    """The rules opened by the first words of lines."""
    any_line: bool
    """True if a rule has phrases that the scan does not know."""
    begun: int
    """The bits of the rules with phrases: ``opened`` has those of disabled rules, too."""
    triggers: Triggers
    """The triggers of all rules that are characters or nodes."""
    chars: CharTable
    """Those of the enabled rules that are characters, in the same order."""
    nodes: NodeTable
    """Those that are nodes."""


class Entered(NamedTuple):
    """The phrases of many rules, in one table."""

    opened: phrase_table.Table
    rules: Mapping[tuple[Need, ...], tuple[int, Sequence[Need]]]
    """By the needs of a rule: the bit of its phrases (0: it has none), and its other names."""


def enter(needs: Iterable[tuple[Need, ...]], before: Entered | None = None) -> Entered:
    """Enter the phrases of rules with these needs, in addition to those entered before."""
    table = before.opened.copy() if before else phrase_table.Table()
    rules = {**before.rules} if before else {}
    phrases = sum(begun > 0 for begun, _ in rules.values())
    for names in needs:
        if names in rules:
            continue
        own = 1 << (phrases % _MOST)
        others: list[Need] = [name for name in names if isinstance(name, tuple)]
        others += table.enter(tuple([name for name in names if isinstance(name, str)]), own)
        begun = own if len(others) < len(names) else 0
        phrases += begun > 0
        rules[names] = begun, others
    return Entered(table, rules)


ready: Entered | None = None
"""The built-in rules, entered beforehand: most of the thousands of phrases of a run are theirs."""

Packed = tuple[
    bytes,
    bytes,
    tuple[tuple[int, ...], ...],
    Mapping[tuple[Need, ...], tuple[int, Sequence[Need]]],
]
"""Two tables, of first words and of several words, the values that both refer to by index, and
``Entered.rules``. A table is pairs of key and index, integers of eight bytes in this machine's byte
order."""


def pack_phrases(needs: Iterable[tuple[Need, ...]]) -> Packed:
    """Return the phrases of rules with these needs, for ``install_phrases``."""
    entered = enter(needs)
    tables = entered.opened.firsts, entered.opened.more
    values = sorted({found.bits() for each in tables for found in each.values()})
    places = {value: n for n, value in enumerate(values)}
    firsts, more = (
        _numbers([number for key, found in each.items() for number in (key, places[found.bits()])])
        for each in tables
    )
    return firsts, more, tuple(values), entered.rules


def _numbers(numbers: list[int]) -> bytes:
    return b"".join([number.to_bytes(8, sys.byteorder) for number in numbers])


def install_phrases(packed: Packed) -> None:
    """Make these phrases ``ready`` for all later gates."""
    global ready
    table = phrase_table.Table()
    values = [phrase_table.Opened(*bits) for bits in packed[2]]
    table.firsts, table.more = (
        {key: values[n] for key, n in zip(numbers[::2], numbers[1::2], strict=True)}
        for numbers in (memoryview(each).cast("q").tolist() for each in packed[:2])
    )
    ready = Entered(table, packed[3])


def build_gates(needs: Sequence[tuple[Need, ...]]) -> Gates:
    """Return the gates of rules with these needs, for ``some_gates`` to choose from."""
    any_line = any(trigger.ANY_LINE in names for names in needs)
    triggers = _triggers(needs)
    tables = CharTable(triggers.chars), NodeTable(triggers.nodes)
    entered = ready
    # The phrases of other rules only cost time, and open no rule.
    if entered is None or not any(entered.rules.get(names, (0,))[0] for names in needs):
        entered = enter(needs)
    elif more := [names for names in needs if names not in entered.rules]:
        entered = enter(more, entered)
    each = []
    for names in needs:
        begun, others = entered.rules[names]
        each.append(_gate(others, begun, triggers, always=not names))
    return Gates(each, entered.opened, any_line, _begun(each), triggers, *tables)


def _triggers(needs: Sequence[tuple[Need, ...]]) -> Triggers:
    """Return the triggers of all rules that are characters or nodes, as many as a table holds.

    Rules with others always run: an option may name characters that the scan does not enter.
    """
    found = dict.fromkeys(name for names in needs for name in names if isinstance(name, tuple))
    signs, kinds = [], []
    for each in found:
        if len(each) == 4:
            kinds.append(each)
        elif are_signs(each[0]):
            signs.append(each)
    return Triggers(signs[:MOST], kinds[:MOST])


def some_gates(whole: Gates, numbers: Sequence[int]) -> Gates:
    """Return the gates of some of the rules, as of those for one language."""
    each = [whole.each[n] for n in numbers]
    signs = kinds = 0
    for one in each:
        signs |= one.chars
        kinds |= one.nodes
    # The others meet nothing.
    own = [
        chosen if signs >> number & 1 else ("", 0, 0)
        for number, chosen in enumerate(whole.triggers.chars)
    ]
    owned = [
        chosen if kinds >> number & 1 else (0, 0, 0, ())
        for number, chosen in enumerate(whole.triggers.nodes)
    ]
    tables = CharTable(own), NodeTable(owned)
    begun = _begun(each)
    return Gates(each, whole.opened, whole.any_line, begun, whole.triggers, *tables)


def _begun(each: Iterable[Gate]) -> int:
    bits = 0
    for one in each:
        bits |= one.begun
    return bits


def _gate(names: Sequence[Need], begun: int, triggers: Triggers, *, always: bool) -> Gate:
    """Return the gate of a rule. ``names`` are its needs other than phrases, ``begun`` is the bit
    of its phrases, and ``triggers`` are the characters and nodes that all rules ask for."""
    events = more = text = shown = signs = kinds = 0
    literals = []
    for name in names:
        if isinstance(name, tuple):
            if name in triggers.chars:
                signs |= 1 << triggers.chars.index(name)
            elif name in triggers.nodes:
                kinds |= 1 << triggers.nodes.index(name)
            else:
                always = True
            continue
        kind = name[:2]
        if kind == trigger.TOKEN:
            shown_signs, literal, *follow = name[2:].split("\0")
            if COMPILED and literal == shown_signs and not follow and _is_exact(literal):
                shown |= trigger.classes_of(literal)
            else:
                literals.append(_literal(literal, shown_signs, tuple(follow)))
        elif kind == trigger.WITHOUT:
            literal, *follow = name[2:].split("\0")[1:]
            literals.append(_literal(literal, "", tuple(follow), stray=True))
        elif name == trigger.NEVER:
            pass
        elif name in _EVENTS:
            events |= _EVENTS[name]
        elif name in _MORE:
            more |= _MORE[name]
        elif name.startswith("\0"):
            always = True
        elif COMPILED and _is_exact(name):
            text |= trigger.classes_of(name)
        else:
            literals.append(_literal(name, ""))
    return Gate(
        always=always,
        events=events,
        more=more,
        text=text,
        shown=shown,
        begun=begun,
        literals=literals,
        chars=signs,
        nodes=kinds,
    )


def _literal(
    literal: str, signs: str, follow: tuple[str, ...] = (), *, stray: bool = False
) -> Literal:
    text, shown = trigger.classes_of(literal), trigger.classes_of(signs)
    return Literal(literal, text, shown, follow, stray)


@cache
def _is_exact(char: str) -> bool:
    """Return True if a character is the only one of its class."""
    if len(char) != 1:
        return False
    return ord(char) < characters.SIZE and characters.TABLE.count(trigger.class_of(char)) == 1


def started(doc: Document, asked: Gates) -> list[int]:
    """Return the numbers of the rules that can find something in a document."""
    if not COMPILED:
        met = pure.narrow(doc, Met(), asked.each, asked.triggers)
        return opened(doc.text, met, asked.each)
    return prefilter.started(
        doc,
        asked.each,
        asked.opened,
        asked.any_line,
        asked.begun,
        asked.chars,
        asked.nodes,
        [*asked.triggers.chars, *asked.triggers.nodes],
    )
