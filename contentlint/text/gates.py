"""What a rule names, beside literals, as that without which it finds nothing.

``anchors`` of a kind may return the names below. The compiled ``scan`` says in
one pass which of them a document has, and only rules that have one are started.
Where it is not compiled ``census`` tells a few, and all other gates stand open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import takewhile

from contentlint.document import Document
from contentlint.records import NamedTuple
from contentlint.text import (
    block_scan,
    census,
    classes,
    copies,
    further,
    gate,
    html_tags,
    images,
    lazy,
    line_scan,
    link_scan,
    margins,
    opened,
    piperows,
    said,
    scan,
    sign_scan,
    token_scan,
    utf8,
)
from contentlint.text.anchored import Anchored
from contentlint.text.credits import Ends, ends_of
from contentlint.text.normal import normalize
from contentlint.text.words import UNSPACED_LANGUAGES

COMPILED = not scan.__file__.endswith(".py")
"""Whether ``scan`` is compiled, so that asking it pays."""

DOUBLED = "\0doubled word"
LOOP = "\0words again and again"
SAME = "\0same paragraph"
RESPELLED = "\0respelled paragraph"
NEAR = "\0nearly the same paragraph"
SAID = "\0repeated sentence"
BIDI = "\0bidi control"
UNDECODABLE = "\0undecodable byte"
ZERO_WIDTH = "\0zero width"
CONTROL = "\0control"
REPLACED = "\0replacement character"
HIDDEN = "\0other invisible"
PRIVATE = "\0private use"
NEAR_WORDS = copies.NEAR_WORDS
SAID_WORDS = said.SAID_WORDS
FEW_WORDS = "\0few words"
MANY_WORDS = scan.MANY_WORDS
MOST_PICTURES = block_scan.MOST_PICTURES
LONGEST_STAND_IN = link_scan.LONGEST_STAND_IN
DATES = "\0dates"
UNBALANCED = "\0unbalanced"
BLANKS = "\0blank lines"
TRAILING = "\0trailing lines"
SPACED = "\0spaced mark"
MARKS = "\0marks"
EMPTY_ITEM = "\0empty item"
SECTION = "\0section"
FORMS = "\0presentation forms"
BULLET = "\0bullet"
SHARE = "\0share link"
ODD = "\0odd composition"
NO_END = "\0no end"
BY_LINE = "\0by line"
BYTE_ORDER_MARK = "\0byte-order mark"
MISREAD = "\0misread"
UNUSUAL_URL = "\0unusual URL"
UNSEEN_IN_URL = "\0unseen in a URL"
FOREIGN_URL = "\0foreign in a URL"
CUT_URL = "\0cut URL"
BROKEN_URL = "\0broken URL"
EMPTY_LINK = "\0empty link"
BARE_IMAGE = "\0image without source or text"
NO_SOURCE = "\0image without source"
PLAIN_ALT = "\0plain alternative text"
SLUG = "\0slug"
QUERY = "\0query"
OPEN_END = "\0open end"
LOW_START = "\0low start"
BOLD_LINE = "\0bold line"
ODD_CREDIT = "\0odd credit"
CREDITS = "\0credits"
PICTURES = "\0pictures"
DISPLACED = "\0displaced sign"
ENTITY = "\0entity"
TAG = "\0tag in question"
PIPES = "\0pipe at an edge"
RAGGED = "\0ragged row"
NEVER = "\0never"
"""Of rules whose findings the linter itself makes."""
_IMAGE = "\0image"
_UNTOLD = "\0line that cannot be told"
_FAR_LINE = "\0line of a far script"
INVISIBLE = (BIDI, UNDECODABLE, ZERO_WIDTH, CONTROL, REPLACED, HIDDEN)
"""What ``chars.invisibles`` names."""
_ANY_LINE = "\0line"
_TOKEN = "\0+"
_HEAD = "\0="
_FIRST, _LAST, _LONG = "\0:<", "\0:>", "\0:*"
"""Of the labels of credits, what ``credits.Ends`` holds: what rules name beside an event of
``block_scan`` about captions."""

_EVENTS = {
    DOUBLED: scan.DOUBLED,
    LOOP: scan.LOOP,
    BIDI: scan.BIDI,
    UNDECODABLE: scan.UNDECODABLE,
    ZERO_WIDTH: scan.ZERO_WIDTH,
    CONTROL: scan.CONTROL,
    REPLACED: scan.REPLACED,
    HIDDEN: scan.OTHER_INVISIBLE,
    PRIVATE: scan.PRIVATE,
    _FAR_LINE: scan.FAR_LINE,
    ODD: scan.ODD,
    FEW_WORDS: scan.FEW_WORDS,
    DATES: scan.FIGURES | scan.NAMED | scan.ORDERS,
    UNBALANCED: scan.UNBALANCED,
    BLANKS: scan.BLANKS,
    TRAILING: scan.TRAILING,
    SPACED: scan.SPACED,
    MARKS: scan.MARKS,
    EMPTY_ITEM: scan.EMPTY_ITEM,
    SECTION: scan.SECTION,
    FORMS: scan.FORMS,
    BULLET: scan.BULLET,
    SHARE: scan.SHARE,
    NO_END: scan.NO_END,
    BY_LINE: scan.BY_LINE,
    BYTE_ORDER_MARK: scan.MARKED,
    _IMAGE: scan.IMAGE,
    MISREAD: scan.MISREAD,
    UNUSUAL_URL: link_scan.UNUSUAL | scan.ODD_SCHEME | scan.SHOWN_LINK,
    UNSEEN_IN_URL: link_scan.UNSEEN,
    FOREIGN_URL: link_scan.FOREIGN | scan.ODD_SCHEME | scan.SHOWN_SCHEME,
    CUT_URL: link_scan.CUT,
    BROKEN_URL: link_scan.BROKEN | scan.ODD_SCHEME,
    EMPTY_LINK: link_scan.EMPTY_LINK,
    BARE_IMAGE: link_scan.BARE_IMAGE,
    NO_SOURCE: link_scan.NO_SOURCE,
    PLAIN_ALT: link_scan.PLAIN_ALT,
    SLUG: link_scan.SLUG,
    QUERY: link_scan.QUERY,
    OPEN_END: block_scan.OPEN_END,
    LOW_START: block_scan.LOW_START,
    BOLD_LINE: block_scan.BOLD_LINE,
    ODD_CREDIT: block_scan.ODD_CREDIT,
    CREDITS: block_scan.CREDITS,
    PICTURES: block_scan.PICTURES,
    DISPLACED: scan.DISPLACED,
    ENTITY: scan.ENTITY,
}
_COPIES = {
    SAME: copies.SAME,
    RESPELLED: copies.RESPELLED,
    NEAR: copies.NEAR,
    SAID: copies.SAID,
}
_MORE = {
    _UNTOLD: further.UNTOLD,
    TAG: further.TAG,
    PIPES: further.PIPES,
    RAGGED: further.RAGGED,
}
# Interpreted, one character: "![" takes ten times as long to look for.
IMAGE = _IMAGE if COMPILED else "!"
PRECISE = COMPILED
"""Whether ``anchors`` tells what only a compiled scan can look for."""


def be_precise() -> None:
    """Have ``anchors`` tell all, for the rule sets of a wheel whose ``scan`` is compiled."""
    global IMAGE, PRECISE
    IMAGE, PRECISE = _IMAGE, True


_LITERALS = {
    "://": scan.URL,
    "](": scan.LINK,
    "www.": scan.WWW,
    "...": scan.DOTS,
    "???": scan.ASKED,
    "n0": scan.TURN,
    "__": scan.LOW_LINES,
}
"""Those that the scan itself looks for."""
_SHOWN = frozenset({"ookie", "opyright"})
"""Those that it looks for in the prose."""
_IMPLIED = {
    **_LITERALS,
    **dict.fromkeys(("%s", "%%", "%80%", "$s", "$d"), scan.CODE),
    **dict.fromkeys(("[o", "[U", "T]", "K]", "tion]", "tm_"), scan.CODE),
    "ï¿½": scan.MISREAD,
}
"""By what a literal may hold, what a text with it has."""
_LESS = 1 << classes.LESS
_PIPE = 1 << classes.PIPE
_PLAIN_NAME = lazy.compile(r"[\w-]+", re.ASCII)
_MOST = 62
"""Rules with phrases that can be told apart; with more, some are started together."""


def either(event: str, *literals: str) -> tuple[str, ...]:
    """An event where a compiled scan tells it, else literals; none of them: always."""
    return (event,) if PRECISE else literals


def lines(*lists: Iterable[str], longest: int = 68, whole: bool = True) -> tuple[str, ...]:
    """The gates of a rule for lines that begin like a phrase and have, markup not counted, at
    most 68 or 260 code points, or any number: 0.

    ``whole``: no other word follows the phrase; a counter, signs and icons may.
    """
    return _phrases(lists, {68: 0, 260: 1, 0: 2}[longest], whole)


def stem(phrase: str) -> str:
    """A phrase without its last word, of which what stands in a text may be the beginning."""
    return " ".join(phrase.split()[:-1]) or phrase


def beginning(*lists: Iterable[str]) -> tuple[str, ...]:
    """The gates of phrases that count at the beginning of an article only."""
    return _phrases(lists, 4, False)


def parts(*lists: Iterable[str]) -> tuple[str, ...]:
    """The same for phrases that stand behind another on a short line."""
    return _phrases(lists, 3, False)


def _phrases(lists: Iterable[Iterable[str]], where: int, whole: bool) -> tuple[str, ...]:
    if not PRECISE:
        return (_ANY_LINE,)
    found, far = set(), False
    for phrase in {phrase for phrases in lists for phrase in phrases}:
        # The scan knows what a letter folds to as one code point.
        composed = normalize("NFC", phrase)
        words = line_scan.first_words(composed, 2 if whole else line_scan.WORDS)
        if words[0] == line_scan.FAR_WORD:
            far = True
            continue
        # Nothing follows a phrase that is a whole line: it may have a second word that is none.
        if not whole:
            words = [*takewhile(_is_word, words)] or [0]
        elif words[1] == line_scan.FAR_WORD:
            del words[1]
        found.add(f"\0{opened.PLACES[where]}" + ".".join([f"{word:x}" for word in words]))
    if not found and not far:
        return ()
    return (*sorted(found), *((_FAR_LINE,) if far else ()), _UNTOLD)


def _is_word(word: int) -> bool:
    return word > 0


def token(literal: str, signs: str) -> str:
    """The gate of a literal that only counts where the prose has some signs."""
    return f"{_TOKEN}{signs}\0{literal}" if PRECISE else literal


def parameters(names: Iterable[str]) -> tuple[str, ...]:
    """The gates of a rule for parameters of URLs with these names, where a compiled scan tells
    them; one that ends in ``*`` stands for all that begin so."""
    heads = {_HEAD + "?"}
    for name in names:
        head = name.lower().rstrip("*")
        if not _PLAIN_NAME.fullmatch(head) or (name[-1:] == "*" and len(head) < link_scan.HEAD):
            return (QUERY,)
        heads.add(f"{_HEAD}?{head[: link_scan.HEAD]}")
    return tuple(sorted(heads))


def stand_ins(words: Iterable[str]) -> tuple[str, ...]:
    """The same for words that stand for a picture, of at most ``LONGEST_STAND_IN`` code points."""
    return (PLAIN_ALT, *sorted({_HEAD + link_scan.stand_in_head(word) for word in words}))


def captioned(event: str, labels: Iterable[str]) -> tuple[str, ...]:
    """The gates of a rule for captions: ``PICTURES``, ``CREDITS`` or ``ODD_CREDIT``, and the labels
    by which it knows a credit."""
    ends = ends_of(labels)
    first = [_FIRST + word for word in sorted(ends.first)]
    last = [_LAST + word for word in sorted(ends.last)]
    return (event, *first, *last, *([_LONG] if ends.unsure else ()))


class Gates(NamedTuple):
    each: list[gate.Gate]
    """One a rule, in their order."""
    opened: opened.Table
    """The rules that the first words of a line open."""
    literals: Anchored
    """What is asked instead where nothing is compiled."""
    any_line: bool
    """Whether a rule has phrases that the scan does not know."""
    ends: Ends
    """Of the labels that any of the rules knows."""


class Entered(NamedTuple):
    """The phrases of many rules, in one table."""

    opened: opened.Table
    rules: Mapping[tuple[str, ...], tuple[int, Sequence[str]]]
    """By the anchors of a rule: the bit of its phrases, 0 if it has none, and its other names."""


def enter(anchors: Iterable[tuple[str, ...]], before: Entered | None = None) -> Entered:
    """Let rules with these anchors be opened, besides those that were entered before."""
    table = before.opened.copy() if before else opened.Table()
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
    table.close()
    return Entered(table, rules)


ready: Entered | None = None
"""Rules that were entered beforehand: a run has thousands of phrases, most of them of these."""


def build(anchors: Sequence[tuple[str, ...]]) -> Gates:
    """The gates of rules with these anchors, for ``some`` to choose from."""
    # Anchors that were worked out where nothing is compiled do not name the phrases.
    any_line = any(_ANY_LINE in names for names in anchors)
    if not COMPILED:
        each = [_gate(names, 0, always=not names) for names in anchors]
        return Gates(each, opened.Table(), Anchored(), any_line, _ends(anchors))
    entered = ready
    # Lines that only other rules' phrases begin are looked at in vain, and no rule is opened.
    if entered is None or not any(entered.rules.get(names, (0,))[0] for names in anchors):
        entered = enter(anchors)
    elif more := [names for names in anchors if names not in entered.rules]:
        entered = enter(more, entered)
    each = []
    for names in anchors:
        begun, others = entered.rules[names]
        each.append(_gate(others, begun, always=not names))
    return Gates(each, entered.opened, Anchored(), any_line, _ends(anchors))


def some(gates: Gates, numbers: Sequence[int]) -> Gates:
    """The gates of some of the rules: of those for one language."""
    each = [gates.each[n] for n in numbers]
    found = Gates(each, gates.opened, Anchored(), gates.any_line, gates.ends)
    for one in () if COMPILED else each:
        literals = None if one.always else [each.literal for each in one.literals]
        found.literals.add(literals, one.events)
    return found


def _ends(anchors: Sequence[tuple[str, ...]]) -> Ends:
    # Thousands are phrases: those are not looked through.
    named = [each for each in anchors if each and each[0] in (PICTURES, CREDITS, ODD_CREDIT)]
    names = {name for each in named for name in each}
    first, last = (
        frozenset([name[3:] for name in names if name[:3] == sign]) for sign in (_FIRST, _LAST)
    )
    return Ends(first, last, _LONG in names)


def _gate(names: Sequence[str], begun: int, *, always: bool) -> gate.Gate:
    """Of a rule: ``names`` besides its phrases, ``begun`` the bit that those set."""
    events = more = text = shown = alike = 0
    heads = set()
    literals = []
    for name in names:
        if name[:2] == _TOKEN:
            signs, _, literal = name[2:].partition("\0")
            if literal in _SHOWN and literal == signs and COMPILED:
                events |= scan.NOTICE
            elif literal == signs and COMPILED and _is_exact(signs):
                shown |= kinds_of(signs)
            else:
                literals.append(_literal(literal, signs))
        elif name == NEVER or name[:2] == _FIRST[:2]:
            pass
        elif name in _EVENTS:
            events |= _EVENTS[name]
            always |= not COMPILED and _EVENTS[name] & ~census.TOLD != 0
        elif name in _COPIES and COMPILED:
            alike |= _COPIES[name]
        elif name[:2] == _HEAD:
            heads.add(name[2:])
            always |= not COMPILED
        elif name in _MORE:
            more |= _MORE[name]
            always |= not COMPILED
        elif name in _LITERALS and COMPILED:
            events |= _LITERALS[name]
        elif name.startswith("\0"):
            always = True
        elif COMPILED and _is_exact(name):
            text |= kinds_of(name)
        else:
            literals.append(_literal(name, ""))
    return gate.Gate(always, events, more, text, shown, begun, alike, frozenset(heads), literals)


def _literal(literal: str, signs: str) -> gate.Literal:
    events = 0
    for part, event in _IMPLIED.items():
        if part in literal and COMPILED:
            events |= event
    if literal[:2] == "__" and literal[4:5] == "_" and COMPILED:
        events |= scan.CODE
    rare, tags = _traces(literal)
    return gate.Literal(literal, events, kinds_of(literal), kinds_of(signs), rare, tags)


def _traces(literal: str) -> tuple[int, int]:
    """Bits that ``Scan.rare`` and ``Scan.tags`` have all of for a text that holds a literal."""
    rare = tags = 0
    for at, char in enumerate(literal if COMPILED else ""):
        c = ord(char)
        if sign_scan.is_rare(c, _class(char)) or (char in "@{" and literal[at + 1 :][:1] == char):
            rare |= 1 << sign_scan.rare(c)
        if char == "<":
            tags |= sign_scan.tag(literal, at, 1)
        elif char == "_" or (char in "[]" and sign_scan.is_code(literal, c, at)):
            tags |= sign_scan.trace(literal, c, at, 1)
    return rare, tags


@cache
def _class(char: str) -> int:
    return classes.class_of(ord(char))


def kinds_of(literal: str) -> int:
    """Bits that a text which holds a literal has all of, where there was a scan."""
    bits = 0
    for char in literal if COMPILED else "":
        bits |= 1 << _class(char)
    return bits


@cache
def _is_exact(char: str) -> bool:
    """Whether a character is the only one of its class."""
    if len(char) != 1:
        return False
    return ord(char) < classes.SIZE and classes.TABLE.count(_class(char)) == 1


def events(names: Iterable[str]) -> int:
    """The events of ``scan`` behind some names."""
    bits = 0
    for name in names:
        bits |= _EVENTS[name]
    return bits


class Seen(NamedTuple):
    """What a scan has found, for rules that it starts. Lists are None where there was no scan."""

    events: int
    """Those of ``scan``; all where there was no scan."""
    doubled: Sequence[int] | None = None
    """See ``Scan``; None also when there are more."""
    echoed: Sequence[int] | None = None
    """See ``Scan``; None also when it cannot be told."""
    chars: int = 0
    """The code points of all paragraphs that ``paragraph_facts`` looks at."""
    wide: bool = False
    """Letters have two bytes in most of them; False: not known."""
    plain: bool = False
    """``compare.space`` changes nothing in the text but white space; False: not known."""
    figures: Sequence[int] | None = None
    named: Sequence[int] | None = None
    dots: Sequence[int] | None = None
    gaps: Sequence[int] | None = None
    """See ``Scan``."""
    lines: Sequence[int] | None = None
    """Where lines begin in which a rule may find one of the phrases that it names through
    ``lines`` or ``parts``, ascending; None: perhaps in every line."""
    buttons: bool = True
    """Whether an image may have such a phrase as its alternative text."""
    shown: int = -1
    """The classes of the prose, one bit each, as ``kinds_of`` tells them; all where there was no
    scan."""
    misread: Sequence[int] | None = None
    spaced: Sequence[int] | None = None
    clusters: Sequence[int] | None = None
    glued: Sequence[int] | None = None
    displaced: Sequence[int] | None = None
    unbalanced: Sequence[int] | None = None
    vowels: int | None = None
    """See ``Scan``."""
    composing: bool = True
    """Whether the prose may be in another than its composed form."""
    backwards: bool | None = None
    """See ``Scan``."""


_UNSEEN = Seen(-1)


def seen(doc: Document) -> Seen:  # noqa: ARG001  as all that ``fact`` asks
    """Ask through ``doc.fact``."""
    return _UNSEEN


def started(doc: Document, gates: Gates) -> list[int]:
    """The numbers of the rules that can find something in a document."""
    if not COMPILED:
        gaps: list[int] = []
        told = census.look(doc, gaps)
        doc.know(seen, Seen(told | ~census.TOLD, gaps=gaps))
        return gates.literals.started(doc.text, doc.fact(utf8.data), told)
    by_line = doc.paragraphs == "line"
    table = gates.opened
    found = scan.Scan(doc.text, doc.prose, doc.language, table.firsts, table.pairs, by_line)
    found.lines.known = table.known
    first = margins.first_paragraph(doc, margins.WORDS)
    if first >= 0:
        found.lines.beginning = doc.blocks[first].start
    found.right_to_left = doc.direction == "rtl"
    found.run(doc.blocks)
    if found.events & scan.ECHO:
        found.copies = copies.look(doc, found.echoes)
    of_links = link_scan.look(doc.text, doc.links, found.heads)
    if (found.shown | found.hidden) & _LESS:
        found.more |= html_tags.look(doc)
        of_links |= images.look(doc, found.heads)
    titled = bool(of_links & link_scan.TITLED)
    of_blocks = block_scan.look(doc, first, titled, gates.ends)
    found.events |= of_links | of_blocks
    if doc.language in UNSPACED_LANGUAGES:
        found.events |= scan.LOOP
    if by_line:
        found.events |= scan.BY_LINE
    if not doc.text.endswith("\n"):
        found.events |= scan.NO_END
    if doc.source.bom:
        found.events |= scan.MARKED
    if (found.shown | found.hidden) & _PIPE:
        found.more |= piperows.look(doc)
    untold = found.more & further.UNTOLD != 0
    doc.know(
        seen,
        Seen(
            found.events,
            found.tokens.doubled if len(found.tokens.doubled) < token_scan.MOST_DOUBLED else None,
            found.echoes.echoed() if found.events & scan.ECHO else (),
            found.echoes.joined,
            found.wide,
            found.plain,
            found.dates.figures,
            found.dates.named,
            found.dots,
            found.gaps,
            None if untold or gates.any_line else found.lines.lines,
            found.lines.buttons or untold or gates.any_line,
            found.shown,
            found.misread,
            found.spaced,
            found.clusters,
            found.glued,
            found.displaced if found.right_to_left else None,
            found.unbalanced,
            found.vowels,
            found.composing,
            found.backwards,
        ),
    )
    return gate.opened(found, gates.each)
