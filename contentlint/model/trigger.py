"""Triggers: conditions, besides literals, without which a rule cannot find anything.

``needs`` of a kind or a rule may return the names below and ``Chars``, besides literals. The
compiled ``core.index`` determines in one pass which of them a document has, and only rules with one
of these run. Without compiled modules, ``engine.census`` determines a few events, and all other
rules with a name or ``Chars`` run.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain, takewhile

from contentlint._util.namedtuple import NamedTuple
from contentlint.core import (
    index,
    paragraphs,
    phrase_table,
)
from contentlint.model import characters, document
from contentlint.model import events as e_
from contentlint.text.unicode.normalize import normalize


class Chars(NamedTuple):
    """Signs of the prose, selected by their neighbours. A rule with letters, digits, white space or
    combining marks among ``chars`` always runs: the scan enters signs only."""

    chars: str
    """One of these characters."""
    before: int = -1
    """The classes, one bit each, of the character before it; see ``model.characters``."""
    after: int = -1
    """Those of the character after it. Line ends are what is beyond the ends of the text."""


class Nodes(NamedTuple):
    """Nodes, selected by their traits and by the character after them."""

    kinds: int
    """Their kinds, one bit each; see ``kinds``."""
    traits: int = 0
    """A node has one of these traits; 0: it may have none. See ``model.document``."""
    after: int = -1
    """As of ``Chars``, but in the text."""
    holds: tuple[str, ...] = ()
    """Its destination contains one of these, of two characters or more; none: it may have any."""


Need = str | Chars | Nodes
"""What ``needs`` returns: a literal, a name of this module, or a trigger of its own."""


def kinds(*numbers: int) -> int:
    """Return bits for kinds of nodes or classes of characters."""
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


SPACES = kinds(characters.SPACE, characters.OTHER_SPACE)
LETTERS = (1 << characters.LAST_LETTER + 1) - 1 | kinds(
    characters.TATWEEL,
    characters.COMBINING,
    characters.SYMBOL,
    characters.FAR_LETTER,
    characters.FAR,
)
"""Includes the classes of which some characters are letters."""
CAPITALS = kinds(
    characters.UPPER, characters.LETTER, characters.LETTER_3, characters.FAR_LETTER, characters.FAR
)
"""Includes the classes of which some characters are capitals."""
LATIN = kinds(characters.LOWER, characters.UPPER, characters.LOW_LINE)
"""ASCII letters and ``_``."""
STOPS = kinds(characters.STOP)
MARKS = kinds(*range(characters.STOP, characters.COLON + 1))
"""Full stops, commas, colons, question and exclamation marks, and the like."""
COVERED = kinds(characters.DAMAGE)
"""Controls, among them the characters of the mask."""
LINE_ENDS = kinds(characters.NEWLINE)
HASH = kinds(characters.HASH)
SYMBOLS = kinds(characters.SYMBOL)
"""Those that have no class of their own, the ellipsis among them."""


def classes_of(chars: str) -> int:
    """Return the classes of some characters, one bit each."""
    return kinds(*map(class_of, chars))


@cache
def class_of(char: str) -> int:
    return characters.class_of(ord(char))


LINKS = kinds(document.LINK)
IMAGES = kinds(document.IMAGE, document.IMAGE_REF)
BARE_URLS = kinds(document.BARE)
LABELS = kinds(document.LABEL)
ADDRESSES = kinds(document.LINK, document.IMAGE, document.AUTOLINK, document.BARE)
"""Kinds of nodes whose destination may be an address."""


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
NEAR_WORDS = paragraphs.NEAR_WORDS
COPY_WORDS = paragraphs.COPY_WORDS
MIN_CHARS = paragraphs.MIN_CHARS
ITEM_CHARS = paragraphs.ITEM_CHARS
SAID_WORDS = paragraphs.SAID_WORDS
FAR_WORDS = paragraphs.FAR_WORDS
FEW_WORDS = "\0few words"
MANY_WORDS = index.MANY_WORDS
DATES = "\0dates"
DAYS = "\0days"
UNBALANCED = "\0unbalanced bracket"
BLANKS = "\0blank lines"
TRAILING = "\0trailing lines"
EMPTY_ITEM = "\0empty item"
COMBINING = "\0combining mark"
SECTION = "\0section"
FORMS = "\0presentation forms"
ODD = "\0odd composition"
NO_END = "\0no end"
BY_LINE = "\0by line"
BYTE_ORDER_MARK = "\0byte-order mark"
MISREAD = "\0misread"
OTHER_DIGITS = "\0other digits"
REVERSED = "\0reversed"
ALWAYS = "\0always"
NEVER = "\0never"
"""The trigger of rules whose findings the linter itself makes."""
IMAGE = "!["
_UNTOLD = "\0line that cannot be told"
_FAR_LINE = "\0line of a far script"
INVISIBLE = (BIDI, UNDECODABLE, ZERO_WIDTH, CONTROL, REPLACED, HIDDEN)
"""The events of the characters of ``chars.invisibles``."""
ANY_LINE = "\0line"
"""The trigger of phrases of unknown lines: perhaps every line begins with one."""
WITHOUT = "\0-"
TOKEN = "\0+"
"""The prefix of the signs of a literal, the literal and what follows it; see ``token``."""
EVENTS = {
    DOUBLED: e_.DOUBLED,
    LOOP: e_.LOOP,
    BIDI: e_.BIDI,
    UNDECODABLE: e_.UNDECODABLE,
    ZERO_WIDTH: e_.ZERO_WIDTH,
    CONTROL: e_.CONTROL,
    REPLACED: e_.REPLACED,
    HIDDEN: e_.OTHER_INVISIBLE,
    PRIVATE: e_.PRIVATE,
    _FAR_LINE: e_.FAR_LINE,
    ODD: e_.ODD,
    FEW_WORDS: e_.FEW_WORDS,
    DATES: e_.FIGURES | e_.NAMED | e_.ORDERS,
    DAYS: e_.DAYS,
    BLANKS: e_.BLANKS,
    TRAILING: e_.TRAILING,
    EMPTY_ITEM: e_.EMPTY_ITEM,
    COMBINING: e_.COMBINING,
    SECTION: e_.SECTION,
    FORMS: e_.FORMS,
    NO_END: e_.NO_END,
    BY_LINE: e_.BY_LINE,
    BYTE_ORDER_MARK: e_.MARKED,
    MISREAD: e_.MISREAD,
    UNBALANCED: e_.UNBALANCED,
}
MORE = {
    SAME: e_.SAME,
    RESPELLED: e_.RESPELLED,
    NEAR: e_.NEAR,
    SAID: e_.SAID,
    _UNTOLD: e_.UNTOLD,
    OTHER_DIGITS: e_.OTHER_DIGITS,
    REVERSED: e_.REVERSED,
}


def lines(*lists: Iterable[str], longest: int = 68, whole: bool = True) -> tuple[str, ...]:
    """Return the triggers of lines that begin like a phrase. Without markup the lines have at most
    ``longest`` code points: 68, 260 or, for 0, any number.

    ``whole``: no other word follows the phrase; a counter, signs and icons may.
    """
    return _phrases(lists, {68: 0, 260: 1, 0: 2}[longest], whole)


def begun(*lists: Iterable[str]) -> tuple[str, ...]:
    """Return the triggers of phrases at the beginning of a short line, where the last word of a
    phrase may continue in the text."""
    untold, names = [], set()
    for phrase in chain.from_iterable(lists):
        composed = normalize("NFC", phrase)
        words = phrase_table.first_words(composed, len(composed) + 1)
        words = words[: words.index(0)]
        known = [*takewhile(_is_word, words[: phrase_table.WORDS])]
        if not known:
            untold.append(phrase)
            continue
        end = ""
        # A Chinese character is a word, and a line begins with the whole of a single word.
        if 1 < len(words) == len(known) and composed[-1] < "\u2e80":
            known.pop()
            head = phrase_table.last_head(composed)
            end = f"~{head:x}" if head else ""
        names.add(f"\0{phrase_table.PLACES[0]}" + ".".join([f"{word:x}" for word in known]) + end)
    return (*sorted(names), *lines(untold, whole=False), _UNTOLD)


def parts(*lists: Iterable[str]) -> tuple[str, ...]:
    """Return the triggers of phrases after another on a short line."""
    return _phrases(lists, 3, False)


def rows(*lists: Iterable[str]) -> tuple[str, ...]:
    """Return the triggers of short lines of two words or more, all of them words of some names."""
    names, far = set[str](), False
    for name in chain.from_iterable(lists):
        composed = normalize("NFC", name)
        words = {*phrase_table.first_words(composed, len(composed) + 1)} - {0}
        if not words:
            return (ANY_LINE,)  # a number, for example, that a row may also have
        far |= phrase_table.FAR_WORD in words
        names |= {f"\0{phrase_table.PLACES[5]}{word:x}" for word in words if _is_word(word)}
    return (*sorted(names), *((_FAR_LINE,) if far else ()), _UNTOLD)


_WORDS = 3
"""The number of words of a phrase that are looked up if it is a whole line; a fourth would cost
every run and exclude few lines."""


def _phrases(lists: Iterable[Iterable[str]], where: int, whole: bool) -> tuple[str, ...]:
    found, far = set(), False
    for phrase in {phrase for phrases in lists for phrase in phrases}:
        # The scan folds letters that are one code point.
        composed = normalize("NFC", phrase)
        first = phrase_table.first_words(composed, _WORDS if whole else phrase_table.WORDS)
        if first[0] == phrase_table.FAR_WORD:
            far = True
            continue
        words = [*takewhile(_is_word, first)]
        # Nothing follows a phrase that is a whole line: a 0 after its words.
        if not words or (whole and first[len(words) :][:1] == [0]):
            words.append(0)
        found.add(f"\0{phrase_table.PLACES[where]}" + ".".join([f"{word:x}" for word in words]))
    if not found and not far:
        return ()
    return (*sorted(found), *((_FAR_LINE,) if far else ()), _UNTOLD)


def _is_word(word: int) -> bool:
    return word > 0


def token(literal: str, signs: str, follow: Iterable[str] = ()) -> str:
    """Return the trigger of a literal that counts only if the prose has some signs, and one of
    ``follow`` follows it, if there are any."""
    return "\0".join([TOKEN + signs, literal, *follow])


def without(literal: str, follow: Iterable[str]) -> str:
    """Return the trigger of a literal that none of ``follow`` follows."""
    return "\0".join([WITHOUT, literal, *follow])


def kinds_of(literal: str) -> int:
    """Return the character classes, one bit each, that a text with a literal has in a scan."""
    bits = 0
    for char in literal:
        bits |= 1 << class_of(char)
    return bits


def events(names: Iterable[str]) -> int:
    """Return the bits in ``Scan.events`` of some names."""
    bits = 0
    for name in names:
        bits |= EVENTS[name]
    return bits
