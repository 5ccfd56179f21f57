"""The triggers and tables of a document, as they are defined, and found where nothing is scanned.

A scan finds the same places, nodes and counts. Tables that would cost more here than the rules that
ask for them say that anything may be there: None, True, or all bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import compress, count, islice
from operator import eq

from contentlint._util import lazy_regex
from contentlint.core import events as e_
from contentlint.core import segment
from contentlint.model import queries, trigger
from contentlint.model import traits as t_
from contentlint.model.characters import OTHER_DIGIT, TABLE, VOWEL_SIGNS, class_at
from contentlint.model.document import BARE, IMAGE_REF, INVISIBLE, LABEL, LINK, MARK, Document, Node
from contentlint.model.languages import UNSPACED

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any, Final

    from contentlint.core.gates import Gate, Met

    _Chars = tuple[str, int, int]
    _Nodes = tuple[int, int, int, tuple[str, ...]]

_BACKWARDS: Final = (
    rb"\xa9(?<=[ \n]\xd8\xa9)[\xd8\xd9]",
    rb"\x89(?<=[ \n]\xd9\x89)[\xd8\xd9]",
    rb"\x81(?<=[ \n]\xd9\x8a\xd9\x81)[ \n]",
)
"""A space and TEH MARBUTA or ALEF MAKSURA, with which no word begins, or FEH and YEH alone; the
rarer byte comes first."""
_BLANK: Final = trigger.classes_of(" \n")
_OTHER_DIGIT: Final = trigger.kinds(OTHER_DIGIT)
_WITH_BLANKS: Final = frozenset({"code", "front_matter", "html"})
"""Kinds of blocks that may end in blank lines."""
_MARKS: Final = lazy_regex.compile(r"\x00(?<!\S\x00)\x00*(?=\S)")
"""``MARK`` before a word."""
_TOKEN: Final = lazy_regex.compile(r"\S+")
_PLAIN: Final = lazy_regex.compile(
    r"(?:https?://|www\.)(?:[A-Za-z0-9_][A-Za-z0-9_-]{0,62}\.){1,9}[A-Za-z]{2,63}"
    r"(?::[0-9]{1,4})?(?:[/?#][!#-;=?-\[\]_a-z~]*)?"
)
_PUBLIC: Final = lazy_regex.compile(
    r"(?:[a-z]+://|(?=www\.))(?:[a-z0-9_-]+\.)+"
    rf"(?!(?:{'|'.join(sorted(t_.OUTSIDE_DNS))})(?![a-z]))[a-z]+(?:[:/?#].*)?",
    lazy_regex.DOTALL,
)
_DISK: Final = lazy_regex.compile("[A-Za-z]:|[Ff][Ii][Ll][Ee]:")
_ESCAPED_SIGN: Final = lazy_regex.compile("%(?:[CcEe]2|[Ee][Ff]|[Dd]8%9[Cc])")
_BAD_ESCAPE: Final = lazy_regex.compile("%(?![0-9A-Fa-f]{2})")
_CONTROLS: Final = bytes((*range(9), *range(11, 32), 127))
# ASCII without controls, and the lead bytes of letters: no invisible character has them.
_ORDINARY: Final = bytes(
    {*range(0x80), *range(0xC3, 0xED)}.difference(_CONTROLS, (0xCD, 0xD8, 0xE1, 0xE2))
)
_TAILS: Final = bytes((0xD8, *range(0x80, 0xC0)))
"""The bytes of Arabic letters that are in ``uncommon``."""
_ARABIC_LETTER_MARK: Final = b"\xd8\x9c"
_INVISIBLES: Final = lazy_regex.compile(
    rb"\xc2[\x80-\x9f\xad]|\xe2(?:\x80[\x8b-\x8f\xa8-\xae]|\x81[\xa0\xa6-\xaf])|\xcd\x8f"
    rb"|\xe1\xa0\x8e|\xed[\xb2\xb3][\x80-\xbf]|\xef(?:\xbb\xbf|\xbf[\xb9-\xbd])"
    rb"|\xf3\xa0[\x80\x81][\x80-\xbf]|" + b"|".join([b"\\x%02x" % c for c in _CONTROLS])
)
"""The other characters of ``invisibles``, in UTF-8: half of the letters of
Arabic begin as this one does. Literals come first: ``re`` makes a set of them."""


def find(doc: Document, wanted: tuple[Any, ...]) -> Sequence[int]:
    """Return what meets one trigger, a ``Chars`` or a ``Nodes``; ask through ``doc.places``."""
    return (nodes if isinstance(wanted[0], int) else places)(doc, wanted)[0]


def places(doc: Document, *triggers: _Chars) -> list[list[int]]:
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
    triggers: tuple[_Chars, ...],
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


def nodes(doc: Document, *triggers: _Nodes) -> list[list[int]]:
    """Return by trigger, a ``Nodes``, the indices in ``doc.nodes`` that meet it."""
    every = doc.fact(_described) if doc.nodes else ()
    shown = has = 0
    for kind, own, _, _ in every:
        shown |= kind
        has |= own
    return [
        [
            at
            for at, (kind, own, after, dest) in enumerate(every)
            if kind & kinds
            and (own & traits or not traits)
            and after & later
            and (not held or any(map(dest.__contains__, held)))
        ]
        if shown & kinds and (has & traits or not traits)
        else []
        for kinds, traits, later, held in triggers
    ]


def _described(doc: Document) -> list[tuple[int, int, int, str]]:
    """Return of each node its kind and its traits as bits, the bit of the class of the character
    after it, and its destination."""
    text = doc.text
    found = []
    shown = 0
    for node in doc.nodes:
        kind = LABEL if node.kind == BARE and node.start < shown else node.kind
        if kind == LINK:
            shown = node.last
        dest = text[node.dest : node.dest_end]
        found.append((1 << kind, traits_of(text, node), 1 << class_at(text, node.end), dest))
    return found


def traits_of(text: str, node: Node) -> int:
    """Return the traits of a node, one bit each."""
    traits = 0
    dest = text[node.dest : node.dest_end]
    if (1 << class_at(text, node.start - 1) | 1 << class_at(text, node.end)) & trigger.LETTERS:
        traits |= t_.GLUED
    if node.kind != BARE:
        shown = text[node.first : node.last]
        if not shown.strip(INVISIBLE):
            traits |= t_.NO_TEXT
        if shown[:1].isspace() or shown[-1:].isspace():
            traits |= t_.SPACED
        if len(dest) <= 1 or dest[0] in "jJ \t\n":
            traits |= t_.NO_TARGET
        before = text[node.dest - 1]
        ends = dest[:1] + dest[-1:] if before == "<" else before
        if dest and " " in ends + text[node.end - 2]:
            traits |= t_.PADDED
        if node.kind == IMAGE_REF:
            return traits
    is_address = node.kind == BARE or (
        "://" in dest and dest[0] not in "/#." and dest[:5] != "data:"
    )
    has_host = is_address or dest[:4] == "www."
    if _DISK.match(dest) or (has_host and not _PUBLIC.fullmatch(dest)):
        traits |= t_.LOCAL
    if not is_address:
        return traits
    if not _PLAIN.fullmatch(dest):
        traits |= t_.ODD
    if not dest.isascii():
        traits |= t_.BEYOND_ASCII
    joints = max(dest.count("-"), dest.count("_"))
    if joints >= t_.SLUG_JOINTS:
        traits |= t_.SLUG
    if joints >= t_.LONG_SLUG_JOINTS:
        traits |= t_.LONG_SLUG
    if "?" in dest:
        traits |= t_.QUERY
    if ".." in dest:
        traits |= t_.DOTS
    if dest[-1] in t_.END_SIGNS:
        traits |= t_.SIGN_AT_END
    if "%" in dest:
        if _ESCAPED_SIGN.search(dest):
            traits |= t_.ESCAPED_SIGN
        if _BAD_ESCAPE.search(dest):
            traits |= t_.BAD_ESCAPE
    return traits


# Tables of the whole document; ask through ``doc.fact``. A scan stores its own beforehand.


def gaps(doc: Document) -> Sequence[int]:
    """Return the indices of the blocks above which there are two blank lines or more."""
    lasts = [-1, *[block.last for block in doc.blocks]]
    return [number for number, block in enumerate(doc.blocks) if block.line - lasts[number] > 2]


def has_trailing(doc: Document) -> bool:
    """Return True if something may follow the last line: white space, or what a block of code or
    HTML ends in."""
    kind, end = (doc.blocks[-1].kind, doc.blocks[-1].end) if doc.blocks else ("", 0)
    return 0 <= doc.prose.find("\n", end) < len(doc.prose) - 1 or kind in _WITH_BLANKS


def doubled(doc: Document, any_token: bool = False) -> Sequence[int]:
    """Return the ends of the words that follow themselves, in capitals or not. A word is what
    stands between white space; it begins with a letter unless ``any_token``, for which a scan does
    not look."""
    return doc.fact(_repeated, any_token)[0]


def may_loop(doc: Document) -> bool:
    """Return True if a word, or a sequence of two to twelve words, may occur four times in a row,
    or a sequence of characters in a language written without spaces."""
    return doc.language in UNSPACED or doc.fact(_repeated, False)[1]


def _repeated(doc: Document, any_token: bool) -> tuple[list[int], bool]:
    """Return ``doubled``, and ``may_loop`` for words: both compare all words."""
    prose = doc.prose
    ends: list[int] = []
    loops = False
    last = ""
    for start, end in segment.pieces(prose):
        piece = prose[start:end]
        words = (_MARKS.sub("", piece) if MARK in piece else piece).lower().split()
        echoes = [*compress(count(1), map(eq, words, islice(words, 1, None)))]
        if words[:1] == [last]:
            echoes.insert(0, 0)
        # Most that follow themselves are pipes and dashes.
        echoes = [at for at in echoes if any_token or words[at][0].isalpha()]
        tokens, done = _TOKEN.finditer(prose, start, end), 0
        for at in echoes:
            token = next(islice(tokens, at - done, None))
            done = at + 1
            if any_token or token[0][0] != MARK:
                ends.append(token.end())
        last = words[-1] if words else last
        loops = loops or any(c - a == 2 for a, c in zip(echoes, echoes[2:], strict=False))
        loops = loops or any(segment.may_loop(words, size, 4) for size in range(2, 13))
    return ends, loops


def classes(doc: Document) -> int:
    """Return the classes of characters that the prose may have, one bit each: all but those of one
    sign of ASCII that it lacks, and of Arabic digits if it lacks these."""
    found = _classes(doc.prose)
    data = doc.fact(queries.utf8_prose)
    # The first bytes of U+0660-U+0669 and of U+06F0-U+06F9.
    return found if b"\xd9" in data or b"\xdb" in data else found & ~_OTHER_DIGIT


def _classes(text: str) -> int:
    lacking = 0
    for sign, bit in _signs():
        if sign not in text:
            lacking |= bit
    return ~lacking


@lru_cache(maxsize=1)
def _signs() -> list[tuple[str, int]]:
    """Return the signs of ASCII that are the only ones of their class, and the bits of these."""
    return [(chr(c), 1 << TABLE[c]) for c in range(128) if TABLE.count(TABLE[c]) == 1]


def vowels(doc: Document) -> int:
    """Return how many of ``VOWEL_SIGNS`` the prose has."""
    return sum(map(doc.prose.count, VOWEL_SIGNS))


def has_backwards(doc: Document) -> bool:
    """Return True if a word of the text begins as only Arabic stored in visual order does."""
    data = doc.fact(queries.utf8_text)
    return any(queries.bytes_pattern(sign).search(data) for sign in _BACKWARDS)


def may_compose(doc: Document) -> bool:  # noqa: ARG001
    """Return True if the prose may not be in its composed form: always."""
    return True


def invisibles(doc: Document) -> frozenset[str]:
    """Return the characters of the text that show as nothing or as damage.

    Controls (TAB and LF are none), U+00AD, U+034F, U+061C, U+180E, U+200B-U+200F,
    U+2028-U+202E, U+2060, U+2066-U+206F, U+FEFF, U+FFF9-U+FFFD, tag characters, and
    undecodable bytes (lone surrogates).
    """
    if not doc.fact(may_be_invisible):
        return frozenset()
    left = doc.fact(uncommon)
    found = {m.decode("utf-8", "surrogatepass") for m in set(_INVISIBLES.findall(left))}
    if _ARABIC_LETTER_MARK in left:
        found.add(_ARABIC_LETTER_MARK.decode())
    return frozenset(found)


def may_be_invisible(doc: Document) -> bool:
    """Return True if a character of the text may show as nothing or as damage."""
    left = doc.fact(uncommon)
    if _ARABIC_LETTER_MARK in left:
        return True
    return bool(left.translate(None, _TAILS)) and _INVISIBLES.search(left) is not None


def uncommon(doc: Document) -> bytes:
    """Return the text as UTF-8 without ASCII that is seen and without the first bytes of most
    letters: the signs and spaces beyond ASCII are whole."""
    return doc.fact(queries.utf8_text).translate(None, _ORDINARY)


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


def narrow(
    doc: Document, met: Met, gates: Sequence[Gate], triggers: tuple[list[_Chars], list[_Nodes]]
) -> Met:
    """Clear in ``met`` what a document does not meet of what ``gates`` ask, as far as that costs
    less than the rules; store what meets their ``triggers``, a ``dispatch.Triggers``."""
    signs, kinds = triggers
    found = [*places(doc, *signs), *nodes(doc, *kinds)]
    doc.met = dict(zip((*signs, *kinds), found, strict=True))
    bits = sum([1 << number for number, each in enumerate(found) if each])
    met.chars, met.nodes = bits & (1 << len(signs)) - 1, bits >> len(signs)
    met.shown = doc.fact(classes)
    met.text = met.shown | _classes(doc.text)
    if not met.shown & _OTHER_DIGIT:
        met.more &= ~e_.OTHER_DIGITS
    wanted = 0
    for gate in gates:
        wanted |= gate.events
    for events, table in _TABLES:
        if wanted & events and not doc.fact(table):
            met.events &= ~events
    return met


_TABLES: Final = (
    (e_.DOUBLED, doubled),
    (e_.LOOP, may_loop),
    (e_.INVISIBLE, may_be_invisible),
    (e_.FORMS, lambda doc: b"\xef" in doc.fact(queries.utf8_text)),
    (e_.BLANKS, gaps),
    (e_.TRAILING, has_trailing),
    (e_.MARKED, lambda doc: doc.source.bom),
    (e_.NO_END, lambda doc: not doc.text.endswith("\n")),
    (e_.BY_LINE, lambda doc: doc.paragraphs == "line"),
)
"""Events, and what says that a document may have one of them."""
