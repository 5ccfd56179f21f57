"""The records of a document: spans, blocks, links, and what the compiled modules find in it.

They lie here, not beside their makers, because mypyc builds named tuples with ``typing``, whose
import takes an eighth of a run on one file (the start of Python not counted). This module is not
compiled.
"""

from __future__ import annotations

from collections.abc import Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple

if TYPE_CHECKING:
    import re


class Span(NamedTuple):
    """A half-open range of code points; (-1, 0) is the byte-order mark before the text."""

    start: int
    end: int


class Block(NamedTuple):
    """One block of the document, in the order of the text; blank lines belong to none.

    ``kind`` is one of front_matter, heading, paragraph, list_item, quote, code,
    html, table, pipe_row, image, definition, break.
    """

    kind: str
    start: int
    """Where the content begins, after the marker (``# ``, ``- ``, ``> ``)."""
    end: int
    """Past the last character, the line end excluded."""
    line: int
    """First line, from 0."""
    last: int
    """Last line, from 0, inclusive."""
    level: int = 0
    """Heading level 1-6, or the nesting depth of a list item or quote in columns."""


class Link(NamedTuple):
    """A Markdown link or image, or a bare or bracketed URL.

    For a bare URL ``text`` and ``dest`` are the same span.
    """

    kind: str
    """``image``, ``link``, ``image_ref``, ``autolink`` (``<…>``) or ``bare``."""
    span: Span
    text: Span
    """The link text or the image's alternative text."""
    dest: Span
    """The destination without ``<>`` and without title; of a reference, its label."""


class Source(NamedTuple):
    """What a file was made of beside its text, kept so that it can be written back."""

    encoding: str = "utf-8"
    bom: bool = False
    newline: str = "\n"
    """``\\n``, ``\\r\\n`` or ``\\r``; ``mixed`` when the file has more than one."""
    commonest: str = "\n"
    """Of mixed line ends the one that most lines have."""
    other_lines: tuple[int, ...] = ()
    """The first lines (from 0, at most ten thousand) that end otherwise."""
    damaged: bool = False
    """Some bytes are no text, and stand in it as lone surrogates."""


JOINING = (" by", " of", " از", "courtesy", "摄", "攝")
"""Ends of labels that lead over to the name without a colon, or stand after it."""


class Under(NamedTuple):
    """Where a block stands among the headings and lines in bold."""

    titles: tuple[str, ...]
    """Those it stands under, outermost first."""
    distance: int
    """How many blocks below the nearest."""
    level: int
    """That of the nearest, 7 for a line in bold; 0: there is none."""


class Bracket(NamedTuple):
    offset: int
    char: str
    line: int
    """From 0."""


class Unit(NamedTuple):
    """What brackets are matched within: a paragraph, or a line where lines are paragraphs."""

    start: int
    end: int


class Caption(NamedTuple):
    block: Block
    span: Span
    """Its text, without pipes and emphasis."""
    credit: Credit | None
    figure: int
    """Line (from 0) of the image it stands beside; -1 for a row that stands alone."""


class Place(NamedTuple):
    """Where a short line stands."""

    span: Span
    """The line without the white space around it."""
    tail: bool
    """True if it lies in the article's tail."""
    kind: str
    """The kind of its block; ``""`` when it has none."""

    @property
    def loose(self) -> bool:
        """Return True if nothing hangs on it: it lies in the tail and is no heading of what
        follows."""
        return self.tail and self.kind != "heading"


class Credit(NamedTuple):
    span: Span
    """The whole of it, brackets included."""
    label: Span
    """Empty for ``© name``."""
    name: Span
    """Empty when nobody is named."""
    key: str
    """The label under the ``light`` profile; ``©``."""
    colon: str
    """The colon or what stands for it; ``"before"`` when it precedes the label; or ``""``."""
    bracket: bool

    @property
    def joins(self) -> bool:
        """Return True if the label needs no colon ("photo by")."""
        return self.key == "©" or self.key.endswith(JOINING)


class Ends(NamedTuple):
    """The first and the last words of labels, folded."""

    first: frozenset[str]
    last: frozenset[str]
    unsure: bool
    """A label is so long that a stretch of text may begin within it."""


class Date(NamedTuple):
    span: Span
    style: str
    """``D Month``, ``D Month/Month``, ``Month D``, ``D-Month-YYYY``, ``YYYY-MM-DD``, ``D/M/YYYY``,
    ``M/D/YYYY`` (the last two with any separator), ``?/?/YYYY`` when the order cannot be told,
    ``Hijri`` for a date in the Islamic calendar."""
    has_year: bool


class PseudoHeading(NamedTuple):
    at: int
    """Index of its block in ``doc.blocks``."""
    block: Block
    text: Span
    """What the heading says, without emphasis."""
    gallery: bool
    """Announces pictures, by its words."""


class Tag(NamedTuple):
    start: int
    end: int
    name: str
    """In small letters."""
    closes: bool
    alone: bool
    """Ends in ``/>``."""


class Image(NamedTuple):
    span: Span
    alt: str | None
    """None: an HTML image without the attribute."""
    source: str | None
    """None: an undefined reference, or an HTML image without the attribute."""
    kind: str
    """``inline``, ``reference`` or ``html``."""
    decorative: bool = False
    """HTML only: marked as something that a screen reader leaves out."""


class View(NamedTuple):
    """The prose as bytes in which every mark is ``.`` and, in Arabic, every space `` ``."""

    data: bytes
    merged: bytes
    """As long as ``data``; has as many code points as the prose."""


class Pairs(NamedTuple):
    """Offsets in the prose of what a mark follows; overlapping ones are all there."""

    spaced: list[int]
    doubled: list[int]


class Echoes(NamedTuple):
    """Groups of blocks (indices, ascending); none: nothing of ``MIN_CHARS`` repeats another."""

    beginnings: tuple[tuple[int, ...], ...]
    """Those in which a sentence begins alike, of one where it is the same block."""
    paragraphs: tuple[tuple[int, ...], ...]
    """Groups of two and more: these, and paragraphs that end alike."""


class Line(NamedTuple):
    """A short line, folded."""

    number: int
    """From 0."""
    counter: str
    """``decisive`` ("3 comments", "comments (3)"), ``bare`` ("comments 3") or ``""``."""


class ShortLines(NamedTuple):
    """The lines that may hold one of a rule's phrases."""

    whole: dict[str, list[Line]]
    """Folded text of a line without its counter, to the lines that have it."""
    heads: dict[str, list[int]]
    """Folded text before the first colon, bar or link of a line, to the lines (from 0)."""
    arabic: bool
    """True if the document has lines in the Arabic script."""


class PipeRow(NamedTuple):
    """One line that starts or ends with an unescaped pipe, outside every table."""

    line: int
    span: Span
    """The line without the white space around it."""
    cells: tuple[Span, ...]
    """The cells that hold something, without the white space around them."""
    pipes: int
    """Unescaped pipes outside code; never 0."""
    opens: bool
    """Starts with a pipe."""
    closes: bool
    """Ends with a pipe."""
    images: tuple[Link, ...]
    """The images of a line that holds nothing but images and pipes, else ()."""
    run: int
    """Number of the run of adjacent lines that the row belongs to, from 0."""


class Lines(NamedTuple):
    """Lines in the order of the text; those that can hold a phrase are the rows."""

    numbers: list[int]
    """Of each row its line (from 0)."""
    inner: set[int]
    """Lines of paragraphs of three lines or more."""
    rows: list[str]
    """Each one or several, in prose."""
    others: list[tuple[int, int]]
    """Where the blocks of one line are that can hold no phrase as a whole."""
    rest: list[str]
    """The others of at most ``LONGEST`` code points."""


class Token(NamedTuple):
    start: int
    end: int
    severity: str | None
    """As of a Finding."""


class Limits(NamedTuple):
    """Where a token does not count, or counts less; the keys are literals."""

    allow: tuple[str, ...] = ()
    """Beginnings of tokens that are in order."""
    allow_below_front_matter: tuple[str, ...] = ()
    """The same in a file with front matter: the source of a site whose generator reads them."""
    urls: tuple[str, ...] = ()
    """Those that count in the target of a link too."""
    without_code: tuple[str, ...] = ()
    """Those that count only where the document shows no code."""
    not_beside: Mapping[str, str] = {}
    """Those that do not count below front matter where another literal occurs."""
    not_in: Mapping[str, str] = {}
    """Those that do not count in some languages, given between spaces."""
    quoted: str = ""
    """Severity between quotation marks and in a block quote; ``none``: no token."""
    allow_authored: tuple[str, ...] = ()
    """Beginnings of tokens that are in order in authored text, whose generator reads them."""


class Wanted(NamedTuple):
    """What to look for where some signs occur."""

    signs: str
    """All of these must occur in the prose."""
    tag: str
    """This must be among the names of the tags."""
    patterns: list[tuple[str, re.Pattern[str]]]
    in_urls: bool
    """True if they count in the target of a link too, which is no prose."""
    kinds: int
    """Those of the signs: see ``Index``."""
    sign: str
    """The rarest of the signs; ``""``: none is needed."""


class Sought(NamedTuple):
    """The same, so that a document without a sign pays one look for all that need it."""

    signed: list[tuple[str, int, list[Wanted]]]
    """By their rarest sign, with its kind; ``""``: none is needed."""
    tagged: dict[str, list[Wanted]]
    in_urls: list[Wanted]


class Target(NamedTuple):
    """A place of the document that names a URL with a scheme or ``www.``."""

    start: int
    end: int
    url: str
    """As written, Markdown's backslash escapes included."""
    kind: str
    """Of the ``Link``; a definition's is ``autolink``."""


class Targets(NamedTuple):
    all: list[Target]
    bare: list[Target]
    """Those in running text, where what follows may have been a part of them."""
    cut: list[Target]
    """Link texts that are a scheme and nothing more."""
    joined: str
    """Every URL, one a line: one search tells whether any of them can have a fault."""
    after: str
    """The characters that follow the bare ones."""


class Hit(NamedTuple):
    """Lines that are chrome as a whole: see ``runs``."""

    first: int
    """From 0."""
    last: int
    """From 0, inclusive."""
    severity: str | None
    """As of a Finding."""
    safe: bool
    """True if removing them is a safe fix."""


class Heading(NamedTuple):
    level: int
    """1 to 6."""
    text: Span
    """What it says, without the marker; markup inside included."""
    line: int
    """From 0."""
    html: bool


class CellRun(NamedTuple):
    first: int
    """First line, from 0."""
    last: int
    """Last line, from 0, inclusive."""
    rows: list[list[str]]
    """The cells as written, the heading first; all rows have the same number."""


class SourceLine(NamedTuple):
    line: int
    """From 0."""
    label: str
    value: Span
    """What follows the colon, without white space and emphasis; may be empty."""
