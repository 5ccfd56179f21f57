"""Which rules run in a document: the gates made of the rules' anchors, and those that it opens.
Anchors are written with the names of ``model.trigger``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.credits import Ends
from contentlint.core import neighbours, phrase_table
from contentlint.core.index import Index
from contentlint.engine import census, prefilter
from contentlint.engine.anchored import Anchored
from contentlint.model import characters, queries, trigger
from contentlint.model import events as e_
from contentlint.model.document import Document

_LITERALS = {
    "://": e_.URL,
    "](": e_.LINK,
    "www.": e_.WWW,
    "...": e_.DOTS,
    "???": e_.ASKED,
    "n0": e_.TURN,
    "__": e_.LOW_LINES,
}
"""Literals that the scan itself finds."""
_IMPLIED = {
    **_LITERALS,
    **dict.fromkeys(("%s", "%%", "%80%", "$s", "$d"), e_.CODE),
    **dict.fromkeys(("[o", "[U", "T]", "K]", "tion]", "tm_"), e_.CODE),
    "ï¿½": e_.MISREAD,
}
"""Events of a text with a literal, by parts of the literal."""
_LABEL = trigger.FIRST[:2]
"""The prefix of the names of labels."""
_MOST = 62
"""The number of rules with phrases that have a bit of their own; of more, some run together."""


class Gates(NamedTuple):
    each: list[prefilter.Gate]
    """One gate for each rule, in their order."""
    opened: phrase_table.Table
    """The rules opened by the first words of lines."""
    literals: Anchored
    """The literals and events that decide if nothing is compiled."""
    any_line: bool
    """True if a rule has phrases that the scan does not know."""
    ends: Ends
    """The ends of labels that any of the rules has."""
    begun: int
    """The bits of the rules with phrases: ``opened`` has those of disabled rules, too."""


class Entered(NamedTuple):
    """The phrases of many rules, in one table."""

    opened: phrase_table.Table
    rules: Mapping[tuple[str, ...], tuple[int, Sequence[str]]]
    """For the anchors of each rule: the bit of its phrases (0: it has none), and its other
    names."""


def enter(anchors: Iterable[tuple[str, ...]], before: Entered | None = None) -> Entered:
    """Enter the phrases of rules with these anchors, in addition to those entered before."""
    table = before.opened.copy() if before else phrase_table.Table()
    rules = {**before.rules} if before else {}
    phrases = sum(begun > 0 for begun, _ in rules.values())
    for names in anchors:
        if names in rules:
            continue
        own = 1 << (phrases % _MOST)
        others = table.enter(names, own)
        begun = own if len(others) < len(names) else 0
        phrases += begun > 0
        rules[names] = begun, others
    return Entered(table, rules)


ready: Entered | None = None
"""The built-in rules, entered beforehand: most of the thousands of phrases of a run are theirs."""


def build(anchors: Sequence[tuple[str, ...]]) -> Gates:
    """Return the gates of rules with these anchors, for ``some`` to choose from."""
    # Anchors that were worked out where nothing is compiled do not name the phrases.
    any_line = any(trigger.ANY_LINE in names for names in anchors)
    if not trigger.COMPILED:
        each = [_gate(names, 0, always=not names) for names in anchors]
        return Gates(each, phrase_table.Table(), Anchored(), any_line, _ends(anchors), 0)
    entered = ready
    # The phrases of other rules only cost time, and open no rule.
    if entered is None or not any(entered.rules.get(names, (0,))[0] for names in anchors):
        entered = enter(anchors)
    elif more := [names for names in anchors if names not in entered.rules]:
        entered = enter(more, entered)
    each = []
    for names in anchors:
        begun, others = entered.rules[names]
        each.append(_gate(others, begun, always=not names))
    begun = _begun(each)
    return Gates(each, entered.opened, Anchored(), any_line, _ends(anchors), begun)


def some(whole: Gates, numbers: Sequence[int]) -> Gates:
    """Return the gates of some of the rules, as of those for one language."""
    each = [whole.each[n] for n in numbers]
    found = Gates(each, whole.opened, Anchored(), whole.any_line, whole.ends, _begun(each))
    for one in () if trigger.COMPILED else each:
        literals = None if one.always else [each.literal for each in one.literals]
        found.literals.add(literals, one.events)
    return found


def _begun(each: Iterable[prefilter.Gate]) -> int:
    bits = 0
    for one in each:
        bits |= one.begun
    return bits


def _ends(anchors: Sequence[tuple[str, ...]]) -> Ends:
    """Return the ends of the labels that rules with these anchors know."""
    # Thousands are phrases, which are skipped.
    captioned = (trigger.PICTURES, trigger.CREDITS, trigger.ODD_CREDIT)
    named = [each for each in anchors if each and each[0] in captioned]
    names = {name for each in named for name in each}
    first = frozenset([name[3:] for name in names if name[:3] == trigger.FIRST])
    last = frozenset([name[3:] for name in names if name[:3] == trigger.LAST])
    return Ends(first, last, trigger.LONG in names)


def _gate(names: Sequence[str], begun: int, *, always: bool) -> prefilter.Gate:
    """Return the gate of a rule; ``names``: other than its phrases; ``begun``: their bit."""
    events = more = text = shown = 0
    heads = set()
    literals = []
    compiled = trigger.COMPILED
    for name in names:
        kind = name[:2]
        # Most are labels and heads.
        if kind == _LABEL:
            pass
        elif kind == trigger.HEAD:
            heads.add(name[2:])
            always |= not compiled
        elif kind == trigger.TOKEN:
            signs, literal, *follow = name[2:].split("\0")
            if literal == signs and not follow and compiled and _is_exact(signs):
                shown |= trigger.kinds_of(signs)
            else:
                literals.append(_literal(literal, signs, tuple(follow)))
        elif name == trigger.NEVER:
            pass
        elif name in trigger.EVENTS:
            events |= trigger.EVENTS[name]
            always |= not compiled and trigger.EVENTS[name] & ~census.EVENTS != 0
        elif name in trigger.MORE:
            more |= trigger.MORE[name]
            always |= not compiled
        elif name in _LITERALS and compiled:
            events |= _LITERALS[name]
        elif name.startswith("\0"):
            always = True
        elif compiled and _is_exact(name):
            text |= trigger.kinds_of(name)
        else:
            literals.append(_literal(name, ""))
    return prefilter.Gate(always, events, more, text, shown, begun, frozenset(heads), literals)


def _literal(literal: str, signs: str, follow: tuple[str, ...] = ()) -> prefilter.Literal:
    events = 0
    if trigger.COMPILED:
        for part, event in _IMPLIED.items():
            if part in literal:
                events |= event
        if literal[:2] == "__" and literal[4:5] == "_":
            events |= e_.CODE
    rare, tags = _traces(literal)
    text, shown = trigger.kinds_of(literal), trigger.kinds_of(signs)
    return prefilter.Literal(literal, events, text, shown, rare, tags, follow)


def _traces(literal: str) -> tuple[int, int]:
    """Return the bits of ``Scan.rare`` and ``Scan.tags`` that a text with a literal has."""
    rare = tags = 0
    for at, char in enumerate(literal if trigger.COMPILED else ""):
        c = ord(char)
        twice = char in "@{" and literal[at + 1 : at + 2] == char
        if twice or neighbours.is_rare(c, trigger.class_of(char)):
            rare |= 1 << neighbours.rare(c)
        if char == "<":
            tags |= neighbours.tag(literal, at, 1)
        elif char == "_" or (char in "[]%" and neighbours.is_code(literal, c, at)):
            tags |= neighbours.trace(literal, c, at, 1)
    return rare, tags


@cache
def _is_exact(char: str) -> bool:
    """Return True if a character is the only one of its class."""
    if len(char) != 1:
        return False
    return ord(char) < characters.SIZE and characters.TABLE.count(trigger.class_of(char)) == 1


def started(doc: Document, asked: Gates) -> list[int]:
    """Return the numbers of the rules that can find something in a document."""
    if not trigger.COMPILED:
        gaps: list[int] = []
        events = census.events_of(doc, gaps)
        doc.know(trigger.seen, Index(events | ~census.EVENTS, gaps=gaps))
        return asked.literals.started(doc.text, doc.fact(queries.utf8_text), events)
    each, table, _, any_line, ends, begun = asked
    return prefilter.started(doc, each, table, any_line, ends, begun)
