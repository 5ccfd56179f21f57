"""The records of a document: spans, blocks, links, and the results of the compiled modules.

They are here, and not in the modules that create them, because mypyc builds named tuples with
``typing``, whose import takes an eighth of a run on one file (without the start of Python). This
module is not compiled.
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
    html, table, pipe_row, image, definition, break, directive, shortcode. The
    last two are the tags of a dialect, without what they contain; the block of
    a directive with a title is the title.
    """

    kind: str
    start: int
    """Start of the content, after the marker (``# ``, ``- ``, ``> ``)."""
    end: int
    """End of the content, without the line end."""
    line: int
    """First line, from 0."""
    last: int
    """Last line, from 0, inclusive."""
    level: int = 0
    """Heading level 1-6, the nesting depth of a list item or quote in columns, or 1 for a table
    without a header and a delimiter row."""


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


class Suppression(NamedTuple):
    """A suppression in the configuration: of rules, on the lines of a file that have a text."""

    file: str
    """The absolute path."""
    rules: tuple[str, ...]
    """Codes or names."""
    text: str
    reason: str


class Syntax(NamedTuple):
    """What a program makes of the characters of a format, and readers do not see."""

    markup: bool = False
    """Markdown's signs and HTML's tags are markup; elsewhere they are displayed."""
    references: bool = False
    """Character references (``&nbsp;``) are decoded."""
    components: bool = False
    """Tags are those of components, and scripts are part of the article."""
    front_matter: bool = False
    """A file is expected to begin with front matter, or at least may."""


SYNTAX = {
    "markdown": Syntax(markup=True, references=True, front_matter=True),
    "mdx": Syntax(markup=True, references=True, components=True, front_matter=True),
    "text": Syntax(),
}
"""By the name of the format, as in ``Document.format``."""


class Source(NamedTuple):
    """What a file contains besides its text, kept so that it can be written back."""

    encoding: str = "utf-8"
    bom: bool = False
    newline: str = "\n"
    """``\\n``, ``\\r\\n`` or ``\\r``; ``mixed`` when the file has more than one."""
    commonest: str = "\n"
    """The most common of mixed line ends."""
    other_lines: tuple[int, ...] = ()
    """The first lines (from 0, at most ten thousand) with another line end."""
    damaged: bool = False
    """True if some bytes are invalid, and lone surrogates in the text."""


JOINING = (" by", " of", " از", "courtesy", "摄", "攝")
"""Ends of labels that need no colon before the name, or that follow it."""


class Under(NamedTuple):
    """The position of a block below headings and bold lines."""

    titles: tuple[str, ...]
    """The titles above it, outermost first."""
    distance: int
    """Distance in blocks to the nearest one."""
    level: int
    """Level of the nearest one, 7 for a bold line; 0: there is none."""


class Bracket(NamedTuple):
    offset: int
    char: str
    line: int
    """From 0."""


class Unit(NamedTuple):
    """The range in which brackets are matched: a paragraph, or a line if each line is a
    paragraph."""

    start: int
    end: int


class Caption(NamedTuple):
    block: Block
    span: Span
    """Its text, without pipes and emphasis."""
    credit: Credit | None
    figure: int
    """Line (from 0) of the image beside it; -1 for a row on its own."""


class Place(NamedTuple):
    """The position of a short line."""

    span: Span
    """The line without the white space around it."""
    tail: bool
    """True if it is in the article's tail."""
    kind: str
    """The kind of its block; ``""`` if it has none."""

    @property
    def loose(self) -> bool:
        """Return True if the line can be removed alone: it is in the tail and not a heading of
        other text."""
        return self.tail and self.kind != "heading"


class Credit(NamedTuple):
    span: Span
    """The whole credit, brackets included."""
    label: Span
    """Empty for ``© name``."""
    name: Span
    """Empty if there is no name."""
    key: str
    """The label under the ``light`` profile; ``©``."""
    colon: str
    """The colon or its substitute; ``"before"`` if it precedes the label; or ``""``."""
    bracket: bool

    @property
    def joins(self) -> bool:
        """Return True if the label needs no colon ("photo by")."""
        return self.key == "©" or self.key.endswith(JOINING)


class Date(NamedTuple):
    span: Span
    style: str
    """``D Month``, ``D Month/Month``, ``Month D``, ``D-Month-YYYY``, ``YYYY-MM-DD``, ``D/M/YYYY``,
    ``M/D/YYYY`` (the last two with any separator), ``?/?/YYYY`` if the order is ambiguous,
    ``Hijri`` for a date in the Islamic calendar."""
    has_year: bool


class PseudoHeading(NamedTuple):
    at: int
    """Index of its block in ``doc.blocks``."""
    block: Block
    text: Span
    """The text of the heading, without emphasis."""
    gallery: bool
    """True if its words announce pictures."""


class Tag(NamedTuple):
    start: int
    end: int
    name: str
    """In lower case."""
    closes: bool
    alone: bool
    """True if it ends in ``/>``."""


class Image(NamedTuple):
    span: Span
    alt: str | None
    """None: an HTML image without the attribute."""
    source: str | None
    """None: an undefined reference, or an HTML image without the attribute."""
    kind: str
    """``inline``, ``reference`` or ``html``."""
    decorative: bool = False
    """HTML only: marked as ignored by screen readers."""


class Echoes(NamedTuple):
    """Groups of blocks (indices, ascending); without groups no text of ``MIN_CHARS`` occurs
    twice."""

    beginnings: tuple[tuple[int, ...], ...]
    """Blocks with equal beginnings of sentences; a group of one has two in the same block."""
    paragraphs: tuple[tuple[int, ...], ...]
    """Groups of two or more: these, and paragraphs with equal ends."""


class Line(NamedTuple):
    """A short line, folded."""

    number: int
    """From 0."""
    counter: str
    """``decisive`` ("3 comments", "comments (3)"), ``bare`` ("comments 3") or ``""``."""


class ShortLines(NamedTuple):
    """The lines that may contain one of a rule's phrases."""

    whole: dict[str, list[Line]]
    """Folded text of a line without its counter, mapped to the lines that have it."""
    heads: dict[str, list[int]]
    """Folded text before the first colon, bar or link of a line, mapped to the lines (from 0)."""
    arabic: bool
    """True if the document has lines in the Arabic script."""


class PipeRow(NamedTuple):
    """One line that starts or ends with an unescaped pipe, outside every table."""

    line: int
    span: Span
    """The line without the white space around it."""
    cells: tuple[Span, ...]
    """The cells with content, without the white space around them."""
    pipes: int
    """Unescaped pipes outside code; never 0."""
    opens: bool
    """True if it starts with a pipe."""
    closes: bool
    """True if it ends with a pipe."""
    images: tuple[Link, ...]
    """The images of a line with nothing but images and pipes, else ()."""
    run: int
    """Number of the run of adjacent lines that the row belongs to, from 0."""


class Lines(NamedTuple):
    """Lines in the order of the text; the rows are those that can contain a phrase."""

    numbers: list[int]
    """The line (from 0) of each row."""
    inner: set[int]
    """Lines of paragraphs of three lines or more."""
    rows: list[str]
    """Each is one or several lines, in prose."""
    others: list[tuple[int, int]]
    """Spans of the one-line blocks that cannot be a phrase as a whole."""
    rest: list[str]
    """The other lines of at most ``LONGEST`` code points."""


class Token(NamedTuple):
    start: int
    end: int
    severity: str | None
    """As in ``Finding``."""


class Limits(NamedTuple):
    """Exceptions for tokens, where they do not count, or have a lower severity; the keys are
    literals."""

    allow: tuple[str, ...] = ()
    """Beginnings of tokens that are allowed."""
    allow_below_front_matter: tuple[str, ...] = ()
    """The same in a file with front matter: the source of a site, whose generator uses the
    tokens."""
    urls: tuple[str, ...] = ()
    """Literals that also count in the target of a link."""
    without_code: tuple[str, ...] = ()
    """Literals that count only if the document has no code."""
    not_beside: Mapping[str, str] = {}
    """Literals that do not count below front matter if another literal occurs."""
    not_in: Mapping[str, str] = {}
    """Literals that do not count in some languages, separated by spaces."""
    quoted: str = ""
    """Severity inside quotation marks and in a block quote; ``none``: no token."""
    allow_authored: tuple[str, ...] = ()
    """Beginnings of tokens that are allowed in authored text, whose generator uses them."""


class Wanted(NamedTuple):
    """The patterns to search if some signs occur."""

    signs: str
    """The signs that must all occur in the prose."""
    tag: str
    """This must be among the names of the tags."""
    patterns: list[tuple[str, re.Pattern[str]]]
    in_urls: bool
    """True if they also count in the target of a link, which is not prose."""
    kinds: int
    """The character classes of the signs: see ``Index``."""
    sign: str
    """The rarest of the signs; ``""``: none is needed."""


class Sought(NamedTuple):
    """``Wanted`` by sign, so that one test excludes all that need a sign."""

    signed: list[tuple[str, int, list[Wanted]]]
    """By the rarest sign, with its class; ``""``: no sign is needed."""
    tagged: dict[str, list[Wanted]]
    in_urls: list[Wanted]


class Target(NamedTuple):
    """A place in the document with a URL that has a scheme or begins with ``www.``."""

    start: int
    end: int
    url: str
    """As written, Markdown's backslash escapes included."""
    kind: str
    """As in ``Link``; for a definition ``autolink``."""


class Targets(NamedTuple):
    all: list[Target]
    bare: list[Target]
    """Targets in running text, where the next characters may belong to them."""


class Hit(NamedTuple):
    """Lines that are chrome as a whole."""

    first: int
    """From 0."""
    last: int
    """From 0, inclusive."""
    severity: str | None
    """As in ``Finding``."""
    safe: bool
    """True if removing them is a safe fix."""


class Heading(NamedTuple):
    level: int
    """1 to 6."""
    text: Span
    """Its text without the marker, including inline markup."""
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
    """The text after the colon, without white space and emphasis; may be empty."""
