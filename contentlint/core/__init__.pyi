"""The contract of the compiled core: it parses a text, indexes it, and selects the rules to run.

Everything outside of this package imports from here and from none of its modules. The comments name
the modules that define the names below them.

Laws:

- The core knows no rule and no option. Rules state what they look for as triggers
  (``model.trigger``), worked out from their options.
- It returns raw candidates: a superset of what a rule accepts. The rule alone judges.
- ``core/pure.py`` defines the tables below and all triggers. Compiled modules return the same, or
  less of what no rule can use; tests compare both.
- Offsets are code points into ``Document.text``, from 0; ends are exclusive. Sequences ascend
  unless they say otherwise. ``prose`` is text in which what is not prose is blanked.
- Functions raise nothing of their own.

A table is a function of a document: ``doc.fact(core.doubled)`` computes it once. A document that
has been scanned (``started``) has its tables already.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from contentlint.core.paragraphs import Copies, Sequences
from contentlint.model.document import Document, Source, Span

# Which form of the modules runs

def wanted() -> bool:
    """Return True if the environment asks for uncompiled modules: ``CONTENTLINT_PURE=1``."""

def is_compiled() -> bool:
    """Return True if the modules that can be compiled are, and are used."""

def insist() -> None:
    """Make all later imports use the sources, never a compiled module."""

# Parsing (parser; language)

def parse(
    path: str,
    text: str,
    source: Source,
    data: bytes,
    format: str,  # noqa: A002
    language: str,
    paragraph_mode: str,
    origin: str,
    dialect: str,
    first: int,
) -> Document:
    """Parse Markdown, MDX or plain text with ``\\n`` line ends to blocks, nodes and prose.

    ``data`` is the text in UTF-8, or empty if it is not available; ``first`` is the line (from 0)
    after the front matter; ``language`` ("": detect it), ``paragraph_mode`` (``auto``, ``line``,
    ``blank-line``), ``origin`` and ``dialect`` (of ``model.dialects``) are those of
    ``source.formats.read``.
    """

def detect(prose: str) -> tuple[str, str]:
    """Return the language ("": unknown) and the direction (``rtl``, ``ltr``) of prose."""

RECOGNIZED: Final[frozenset[str]]
"""Languages that ``detect`` distinguishes from others of their script."""

def common_words(language: str) -> frozenset[str]:
    """Return the commonest words of a language of the Latin script; none of an unknown one."""

def count_letters(text: str) -> tuple[int, int]:
    """Return how many letters a text has, and how many of them are Latin, below U+0250."""

LEAST_LETTERS: Final = 150
"""As many letters have enough of the commonest words to tell languages of one script apart."""

def seems_own(text: str, start: int, end: int, ranges: str, snippets: tuple[str, ...]) -> bool:
    """Return True if a part of a text begins in the script of some ranges of letters (``A-Za-z``)
    and, with ``LEAST_LETTERS``, has one of the snippets, if there are any."""

def doubtful_paragraphs(
    doc: Document, least: int, ranges: str, snippets: tuple[str, ...]
) -> list[int]:
    """Return the indices of the paragraphs and list items of ``least`` letters or more that are not
    ``seems_own``."""

# Dispatch (dispatch; phrase_table)

class Gates:
    """The triggers of some rules, compiled to what a scan looks for."""

def build_gates(needs: Sequence[tuple[Any, ...]]) -> Gates:
    """Return the gates of rules with these needs, each ``trigger.Need``; () always runs."""

def some_gates(whole: Gates, numbers: Sequence[int]) -> Gates:
    """Return the gates of some of the rules, given by their indices."""

def started(doc: Document, asked: Gates) -> list[int]:
    """Scan a document, store its tables and candidates (``doc.places``), and return the indices of
    the rules that can find something in it, ascending."""

def pack_phrases(needs: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    """Return the phrases of rules with these needs in a form that ``marshal`` writes."""

def install_phrases(packed: Sequence[Any]) -> None:
    """Let all later gates share these phrases of ``pack_phrases``, which takes 1 ms, not 20."""

def first_words(text: str, count: int) -> list[int]:
    """Return the first words of a line, folded, each as one number, for the trigger of a phrase;
    0: there is no such word, ``trigger.FAR_WORD``: its script has no spaces."""

def last_head(text: str) -> int:
    """Return a number for the beginning of the last word of a text; 0 if it has none."""

# Tables: places (pure; paragraphs)

def doubled(doc: Document, any_token: bool = False) -> Sequence[int]:
    """Return the ends of the words that follow themselves, in capitals or not. A word is what
    stands between white space; it begins with a letter unless ``any_token``."""

def gaps(doc: Document) -> Sequence[int]:
    """Return the indices of the blocks above which there are two blank lines or more."""

def opening_lines(doc: Document) -> Sequence[int] | None:
    """Return the starts of the lines in which a phrase of ``line_phrases.lines`` or ``parts`` may
    be; None: perhaps all."""

def headings_without_text(doc: Document) -> Sequence[int] | None:
    """Return the indices of the headings with no text below them; None: perhaps all."""

def misread(doc: Document) -> Sequence[int] | None:
    """Return characters that may have been decoded in the wrong code page, in no order; None:
    perhaps all."""

def unbalanced(doc: Document) -> Sequence[int] | None:
    """Return a bracket or directional quote of each unit in which one may have no partner; None:
    there may be others."""

def figures(doc: Document) -> Sequence[int] | None:
    """Return the first separators of dates in figures; None: perhaps all separators."""

def named(doc: Document) -> Sequence[int] | None:
    """Return the separators before a month's name or a year; None: perhaps all."""

def doubtful_numbers(doc: Document) -> Sequence[int] | None:
    """Return the numbers that may be the day of an impossible date, or have a weekday to compare,
    in no order; None: perhaps all."""

def copies(doc: Document) -> Copies:
    """Return the paragraphs and sentences that may be copies of others."""

def sequences(doc: Document, index: int) -> Sequences:
    """Return the sequences of words of a block, for comparing it with others."""

# Tables: properties of the whole text (pure); True and all bits mean "perhaps"

def classes(doc: Document) -> int:
    """Return the classes of characters (``model.characters``) in the prose, one bit each."""

def vowels(doc: Document) -> int:
    """Return how many of ``characters.VOWEL_SIGNS`` the prose has."""

def has_backwards(doc: Document) -> bool:
    """Return True if a word begins as only Arabic stored in visual order does."""

def has_buttons(doc: Document) -> bool:
    """Return True if the alternative text of an image may begin with a phrase of a rule."""

def has_orders(doc: Document) -> bool:
    """Return True if a month may stand both before and after its day."""

def is_plain(doc: Document) -> bool:
    """Return True if ``fold.space`` changes nothing in the text but white space."""

def invisibles(doc: Document) -> frozenset[str]:
    """Return the characters of the text that show as nothing or as damage: controls, bidirectional
    and format characters, U+FFFD, tag characters, undecodable bytes (lone surrogates)."""

def may_compose(doc: Document) -> bool:
    """Return True if the prose may not be in NFC."""

# Words and sentences (segment; blocks, prefilter)

def words(text: str) -> list[str]:
    """Return the words of a text; numbers are words, two characters of a script without spaces."""

def words_and_marks(text: str) -> list[str]:
    """Return the words and each punctuation mark by itself, as corpus filters count tokens."""

def count_words(text: str) -> int:
    """Return the number of words: what white space separates and holds a letter or digit."""

def has_words(prose: str, least: int) -> bool:
    """Return True if ``count_words`` is at least ``least``; cheaper than counting."""

def has_words_at(prose: str, start: int, end: int, least: int) -> bool:
    """Return ``has_words`` for a part of the prose."""

def has_more_words(text: str, most: int) -> bool:
    """Return True if ``count_words`` is more than ``most``."""

def unspaced(found: list[str]) -> int:
    """Return how many of some words are in a script without spaces."""

def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the sentences of ``text[start:end]``, without the white space around them."""

def ends_sentence(prose: str) -> bool:
    """Return True if prose ends in a sentence's end, closing quotes and brackets aside."""

def ends_at(prose: str, start: int, end: int) -> bool:
    """Return ``ends_sentence`` for a part of the prose."""

def line_ends_sentence(line: str) -> bool:
    """Return ``ends_sentence`` for a line of the text, whose markup is not blanked."""

def bare_end(prose: str) -> str:
    """Return prose without the white space, invisible characters and markup at its end."""

def first_paragraph(doc: Document, least: int) -> int:
    """Return the index of the first block of prose if it is a paragraph of sentences with at least
    ``least`` words, else -1."""

def tokens(doc: Document) -> list[str]:
    """Return what white space separates in the prose, ASCII letters in lower case; of a long text
    those of its first piece. A fact: ``doc.fact(core.tokens)``."""

def token_pieces(doc: Document) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the start and end of each piece of the prose, with its tokens."""

def echoes(every: list[str]) -> list[str]:
    """Return the tokens of a list that follow themselves, in order, as often as they do."""

def may_loop(every: list[str], size: int, least: int) -> list[int]:
    """Return the indices at which a loop of ``size`` tokens (two or more) that runs ``least`` times
    may be."""

class Needles:
    """Some strings, found in one pass over the prose however many they are."""

    def __init__(self, strings: Iterable[str]) -> None: ...
    def found(self, doc: Document) -> set[str]:
        """Return those that the prose of a document has."""

# Repetition (grams)

def repeated_grams(tokens: list[str], most: int) -> list[tuple[int, int]]:
    """Return, for each number of tokens from 2 to ``most``, two numbers of characters: of all
    occurrences of the commonest sequence, with spaces between its tokens; and of the sequences
    that occurred before, without overlap and without spaces. Both are 0 if none occurs twice.
    """

# Similarity (similarity)

BANDS: Final = 20
"""The number of keys of ``band_keys``."""

def runs(words: list[str]) -> bytes:
    """Return the distinct hashes of the sequences of five words of a text, ascending, each as four
    bytes, the highest first; empty for a text of fewer words."""

def band_keys(hashes: bytes) -> list[int]:
    """Return keys of 62 bits of a text from its ``runs``; of two texts that share 80 % of their
    sequences, 99.8 % have one in common. None of an empty one."""

def shared(a: bytes, b: bytes) -> float:
    """Return the share of their sequences that two texts have in common, 0 to 1 (Jaccard), from
    their ``runs``."""

# Misspelled words (spelling)

class WordList:
    """A list of misspelled words, as ``wrong>right|right>class and tier``."""

    def __init__(self, data: bytes) -> None:
        """Take a packed list.

        Raises:
            ValueError: it is damaged, or something else.
        """
    def find(self, prose: str) -> list[tuple[int, int, str]]:
        """Return start, end and entry of every listed word that is part of nothing longer."""
    def scan(self, prose: str) -> list[tuple[int, int, str]]:
        """``find``, in one pass over the characters."""
    def search(self, prose: str) -> list[tuple[int, int, str]]:
        """``find``, with sets in place of a look at each character."""
    def entry(self, word: str) -> str:
        """Return the entry of a word; ``""`` if it is not listed."""

# Characters, dates, Markdown (letters, pure; dates; blocks, inline, lexer)

def uncommon(doc: Document) -> bytes:
    """Return the text as UTF-8 without visible ASCII and without the first bytes of most letters;
    signs and spaces beyond ASCII are whole."""

COMPOSING: Final[str]
"""The pattern of a character that may compose with the one before it, or has a twin."""

def source_letters(source: str, most: int) -> int:
    """Return a hash of the first ``most`` letters and digits of a text, folded; -1 if they depend
    on their neighbours."""

def is_known_month(name: str) -> bool:
    """Return True if the scan finds this month's name wherever it stands."""

def url_end(text: str, start: int, end: int) -> int:
    """Return where a URL that runs to ``end`` stops: before trailing punctuation and unmatched
    closing brackets (RFC 3986 appendix C; GFM's extended autolinks)."""

def fold_label(label: str) -> str:
    """Return a reference label as CommonMark compares it."""

def cell_count(row: str) -> int:
    """Return the number of cells of a table row: unescaped pipes, the outer ones not counted."""

def cells(row: str) -> list[str]:
    """Return the cells that ``cell_count`` counts, without the white space around them."""

def is_delimiter_row(stripped: str) -> bool:
    """Return True if a stripped line is a delimiter row of a GFM table."""

def kinds_of(line: str, format: str) -> list[str]:  # noqa: A002
    """Return the kinds of the blocks of a line that stands alone in a text of a format."""

SHOWN_MARKERS: Final[tuple[str, ...]]
"""What the prose has for a delimiter of emphasis."""

def emphasised_lines(doc: Document) -> list[int]:
    """Return the indices of the paragraphs of one line that begin with a delimiter of emphasis."""

def is_bold(doc: Document, start: int, end: int) -> bool:
    """Return True if a line is in strong emphasis as a whole, and no other emphasis is in it."""

def bold_lines(doc: Document) -> list[tuple[int, int, list[int]]]:
    """Return the lines at whose end all bold text ends that begins in them: the start in the block,
    the end, and the offsets of the delimiters. A fact: ``doc.fact(core.bold_lines)``."""

def is_bold_sound(text: str, prose: str) -> bool:
    """Return True if no line can have bold text with a space inside its delimiters."""

def unsure_bold(text: str) -> list[int]:
    """Return the offsets of ``**`` that are not certainly the delimiters of bold text, and of
    ``\\*\\*``."""

def glued_bold(text: str) -> list[int]:
    """Return the offsets of ``**`` between a character that is no white space and a letter, a digit
    or ``**``."""
