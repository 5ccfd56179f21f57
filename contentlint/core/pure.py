"""The triggers and tables of a document, as they are defined, and found where nothing is scanned.

A scan finds the same places, nodes and counts. Tables that would cost more here than the rules that
ask for them say that anything may be there: None, True, or all bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import compress
from operator import eq

from contentlint._util import lazy_regex
from contentlint.model import queries, trigger
from contentlint.model.characters import class_at
from contentlint.model.document import BARE, IMAGE_REF, INVISIBLE, LABEL, LINK, MARK, Document, Node
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
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any, Final

VOWELS: Final = "\u064f\u0651\u0650\u064e\u064d\u064c\u0652"
_BACKWARDS: Final = (
    rb"\xa9(?<=[ \n]\xd8\xa9)[\xd8\xd9]",
    rb"\x89(?<=[ \n]\xd9\x89)[\xd8\xd9]",
    rb"\x81(?<=[ \n]\xd9\x8a\xd9\x81)[ \n]",
)
"""A space and TEH MARBUTA or ALEF MAKSURA, with which no word begins, or FEH and YEH alone; the
rarer byte comes first."""
_BLANK: Final = trigger.classes_of(" \n")
_TOKEN: Final = lazy_regex.compile(r"\S+")
_PLAIN: Final = lazy_regex.compile(
    r"(?:https?://|www\.)(?:[A-Za-z0-9_][A-Za-z0-9_-]{0,62}\.){1,9}[A-Za-z]{2,63}"
    r"(?::[0-9]{1,4})?(?:[/?#][!#-;=?-\[\]_a-z~]*)?"
)
_ESCAPED_SIGN: Final = lazy_regex.compile("%(?:[CcEe]2|[Ee][Ff]|[Dd]8%9[Cc])")
_BAD_ESCAPE: Final = lazy_regex.compile("%(?![0-9A-Fa-f]{2})")


def find(doc: Document, wanted: tuple[Any, ...]) -> Sequence[int]:
    """Return what meets one trigger, a ``Chars`` or a ``Nodes``; ask through ``doc.places``."""
    return (nodes if isinstance(wanted[0], int) else places)(doc, wanted)[0]


def places(doc: Document, *triggers: tuple[str, int, int]) -> list[list[int]]:
    """Return by trigger, a ``Chars``, the offsets that meet it."""
    prose = doc.prose
    found: list[list[int]] = [[] for _ in triggers]
    for char, pattern, wanted in _by_char(triggers):
        if char not in prose:
            continue
        for m in pattern.finditer(prose):
            at = m.start()
            left, right = 1 << class_at(prose, at - 1), 1 << class_at(prose, at + 1)
            for number, before, after in wanted:
                if before & left and after & right:
                    found[number].append(at)
    for offsets in found:
        offsets.sort()
    return found


@lru_cache(maxsize=256)
def _by_char(
    triggers: tuple[tuple[str, int, int], ...],
) -> list[tuple[str, re.Pattern[str], list[tuple[int, int, int]]]]:
    """Return each character of some triggers, a pattern that finds where it may meet one, and these
    triggers with their numbers. ``re`` finds one character ten times as fast as a set."""
    wanted: dict[str, list[tuple[int, int, int]]] = {}
    for number, (chars, before, after) in enumerate(triggers):
        for char in {*chars}:
            wanted.setdefault(char, []).append((number, before, after))
    found = []
    for char, own in wanted.items():
        literal = lazy_regex.escape(char)
        # Most marks end a word, where most triggers do not look for them.
        if not any(before & trigger.WORD and after & _BLANK for _, before, after in own):
            literal += rf"(?:(?<!\w{literal})|(?![ \n]))"
        found.append((char, lazy_regex.compile(literal), own))
    return found


def nodes(doc: Document, *triggers: tuple[int, int, int, tuple[str, ...]]) -> list[list[int]]:
    """Return by trigger, a ``Nodes``, the indices in ``doc.nodes`` that meet it."""
    every = doc.fact(_described) if doc.nodes else ()
    return [
        [
            at
            for at, (kind, traits, after, dest) in enumerate(every)
            if kinds >> kind & 1
            and later >> after & 1
            and (not wanted or traits & wanted)
            and (not held or any(map(dest.__contains__, held)))
        ]
        for kinds, wanted, later, held in triggers
    ]


def _described(doc: Document) -> list[tuple[int, int, int, str]]:
    """Return of each node its kind, its traits, the class of the character after it, and its
    destination."""
    text = doc.text
    found = []
    shown = 0
    for node in doc.nodes:
        kind = LABEL if node.kind == BARE and node.start < shown else node.kind
        if kind == LINK:
            shown = node.last
        dest = text[node.dest : node.dest_end]
        found.append((kind, traits_of(text, node), class_at(text, node.end), dest))
    return found


def traits_of(text: str, node: Node) -> int:
    """Return the traits of a node, one bit each."""
    traits = 0
    dest = text[node.dest : node.dest_end]
    if node.kind != BARE:
        if not text[node.first : node.last].strip(INVISIBLE):
            traits |= NO_TEXT
        if len(dest) <= 1 or dest[0] in "jJ \t\n":
            traits |= NO_TARGET
        before = text[node.dest - 1]
        ends = dest[:1] + dest[-1:] if before == "<" else before
        if dest and " " in ends + text[node.end - 2]:
            traits |= PADDED
        if node.kind == IMAGE_REF or "://" not in dest or dest[0] in "/#." or dest[:5] == "data:":
            return traits
    if not _PLAIN.fullmatch(dest):
        traits |= ODD
    if not dest.isascii():
        traits |= BEYOND_ASCII
    joints = max(dest.count("-"), dest.count("_"))
    if joints >= SLUG_JOINTS:
        traits |= SLUG
    if joints >= LONG_SLUG_JOINTS:
        traits |= LONG_SLUG
    if "?" in dest:
        traits |= QUERY
    if ".." in dest:
        traits |= DOTS
    if "%" in dest:
        if _ESCAPED_SIGN.search(dest):
            traits |= ESCAPED_SIGN
        if _BAD_ESCAPE.search(dest):
            traits |= BAD_ESCAPE
    return traits


# Tables of the whole document; ask through ``doc.fact``. A scan stores its own beforehand.


def gaps(doc: Document) -> Sequence[int]:
    """Return the indices of the blocks above which there are two blank lines or more."""
    lasts = [-1, *[block.last for block in doc.blocks]]
    return [number for number, block in enumerate(doc.blocks) if block.line - lasts[number] > 2]


def doubled(doc: Document, any_token: bool = False) -> Sequence[int]:
    """Return the ends of the words that follow themselves, in capitals or not; a word is what
    stands between white space and begins with a letter. ``any_token``: or with another character,
    which a scan does not look for."""
    prose = doc.prose
    every = prose.lower().split()
    if MARK in prose:
        every = [token.lstrip(MARK) for token in every]
    # Most that follow themselves are pipes and dashes.
    echoed = compress(every, map(eq, every, every[1:]))
    if not any(token[:1].isalpha() or any_token for token in echoed):
        return ()
    found = []
    before = ""
    for m in _TOKEN.finditer(prose):
        token = m[0].lstrip(MARK).lower()
        if token == before and (token[:1].isalpha() or (any_token and token)):
            found.append(m.end())
        before = token
    return found


def classes(doc: Document) -> int:  # noqa: ARG001  as all that ``fact`` asks
    """Return the classes of characters that the prose may have, one bit each: all of them."""
    return -1


def vowels(doc: Document) -> int:
    """Return how many Arabic marks the prose has, fathatan aside, which most texts have."""
    return sum(map(doc.prose.count, VOWELS))


def has_backwards(doc: Document) -> bool:
    """Return True if a word of the text begins as only Arabic stored in visual order does."""
    data = doc.fact(queries.utf8_text)
    return any(queries.bytes_pattern(sign).search(data) for sign in _BACKWARDS)


def may_compose(doc: Document) -> bool:  # noqa: ARG001
    """Return True if the prose may not be in its composed form: always."""
    return True


def may_be_invisible(doc: Document) -> bool:  # noqa: ARG001
    """Return True if a character of the text may show as nothing or as damage: always."""
    return True


def misread(doc: Document) -> Sequence[int] | None:  # noqa: ARG001
    """Return characters that may have been decoded in the wrong code page, in no order; None:
    perhaps any."""
    return None


def unbalanced(doc: Document) -> Sequence[int] | None:  # noqa: ARG001
    """Return a bracket or directional quote of each unit in which one may have no partner, in
    order; None: there may be others."""
    return None


def figures(doc: Document) -> Sequence[int] | None:  # noqa: ARG001
    """Return the first separators of dates in figures; None: perhaps any separator."""
    return None


def named(doc: Document) -> Sequence[int] | None:  # noqa: ARG001
    """Return the separators before a month's name or a year; None: perhaps any."""
    return None


def has_orders(doc: Document) -> bool:  # noqa: ARG001
    """Return True if a month may stand both before and after its day: always."""
    return True


def doubtful_numbers(doc: Document) -> Sequence[int] | None:  # noqa: ARG001
    """Return the numbers that may be the day of an impossible date, or have a weekday to compare,
    in no order; see ``dates.DateScan.days``. None: perhaps any."""
    return None


def headings_without_text(doc: Document) -> Sequence[int] | None:  # noqa: ARG001
    """Return the indices of the headings with no text below them; None: perhaps any."""
    return None


def opening_lines(doc: Document) -> Sequence[int] | None:  # noqa: ARG001
    """Return the starts, ascending, of the lines in which a rule may find a phrase that it names
    through ``line_phrases.lines`` or ``line_phrases.parts``; None: perhaps every line."""
    return None


def has_buttons(doc: Document) -> bool:  # noqa: ARG001
    """Return True if an image may have such a phrase as its alternative text: always."""
    return True


def is_plain(doc: Document) -> bool:  # noqa: ARG001
    """Return True if ``fold.space`` changes nothing in the text but white space: it may."""
    return False
