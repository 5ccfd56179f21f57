"""Triggers: what a document must have for a rule to find anything in it.

``needs`` of a kind or a rule returns literals of the text, the names below, and triggers with
values: ``Chars``, ``Nodes``. It works them out from the options of the rule, so that no option can
ask for more than the trigger lets through. A compiled scan finds out which of them a document
meets, and the linter calls only rules with one of these; ``Document.places`` has the candidates of
``Chars`` and ``Nodes``. Without compiled modules ``core.pure`` finds out what it can at less cost.
Triggers of phrases are in ``text.match.line_phrases``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from contentlint._util.namedtuple import NamedTuple
from contentlint.model import characters, document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


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
    """A node has one of these traits; 0: it may have none. See ``model.traits``."""
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
WORD = LETTERS | kinds(characters.DIGIT, characters.OTHER_DIGIT, characters.LOW_LINE)
"""Includes the classes of which some characters are ``\\w`` to a pattern."""
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


# What the tables of ``core`` enter; a rule with options that ask for less always runs.
MANY_WORDS: Final = 50
"""With so many words an article is not short."""
EDGE_WORDS: Final = 8
"""Default least number of words of a first or last paragraph."""
MIN_CHARS: Final = 40
"""Code points of a paragraph that may be a copy."""
COPY_WORDS: Final = 6
ITEM_CHARS: Final = 80
"""Words of such a paragraph, and code points of a list item."""
NEAR_WORDS: Final = 12
"""Words of a paragraph that may nearly be a copy."""
SAID_WORDS: Final = 4
FAR_WORDS: Final = 10
"""Words of a sentence that follows its copy, and of one that does not."""
YEAR_REACH: Final = 64
"""The largest distance from a day to the end of its year, in code points."""
LOOP_CHARS: Final = 20
LOOP_WORDS: Final = 12
"""Characters and words of one turn of a loop, at most."""


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
UNASSIGNED = "\0unassigned"
FEW_WORDS = "\0few words"
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
ALEF = "\u0627"
"""Every text in the Arabic script contains it."""
IMAGE = "!["
LINK = "]("
UNTOLD = "\0line that cannot be told"
FAR_LINE = "\0line of a far script"
INVISIBLE = (BIDI, UNDECODABLE, ZERO_WIDTH, CONTROL, REPLACED, HIDDEN)
"""The triggers of the characters that ``core.invisibles`` finds."""
ANY_LINE = "\0line"
"""The trigger of phrases of unknown lines: perhaps every line begins with one."""
PHRASE_PLACES: Final = "^/>|$&"
"""The second character of the trigger of a phrase: a short line, a long one, a line of any length,
a part of a short line, the beginning of the article, a word of a row."""
PHRASE_WORDS: Final = 4
"""The number of words of a phrase that are looked up."""
FAR_WORD: Final = -1
"""In place of a word in a script whose words ``core`` cannot separate."""
WITHOUT = "\0-"
TOKEN = "\0+"
"""The prefix of the signs of a literal, the literal and what follows it; see ``token``."""


def token(literal: str, signs: str, follow: Iterable[str] = ()) -> str:
    """Return the trigger of a literal that counts only if the prose has some signs, and one of
    ``follow`` follows it, if there are any."""
    return "\0".join([TOKEN + signs, literal, *follow])


def without(literal: str, follow: Iterable[str]) -> str:
    """Return the trigger of a literal that none of ``follow`` follows."""
    return "\0".join([WITHOUT, literal, *follow])
