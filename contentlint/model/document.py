"""The article as rules see it: text, blocks, inline nodes, and a mask of its prose.

Offsets are code points into ``Document.text``, from 0, half-open. Lines are counted from 0;
``Document.position`` returns the 1-based position for reports.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping, Sequence

from contentlint.model.annotations import SYNTAX, Syntax
from contentlint.model.annotations import Block as Block
from contentlint.model.annotations import Link as Link
from contentlint.model.annotations import Source as Source
from contentlint.model.annotations import Span as Span
from contentlint.model.annotations import Suppression as Suppression
from contentlint.model.dialects import DIALECTS, JSX, NONE, VUE, Dialect

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final, TypeVar

    from mypy_extensions import i64

    from contentlint.model.counterpart import Counterpart
    from contentlint.model.observation import Observation

    T = TypeVar("T")

ORIGINS: Final = ("authored", "extracted", "translated", "unknown")
"""How an article was produced: written or translated by people, extracted from a page, translated
by a machine, or unknown."""

OBJECT: Final = "\x1a"
"""Replaces an object in ``prose`` that is part of a sentence but not prose (inline code, a URL, an
image): SUB, one byte, neither a letter nor a space."""

MARK: Final = "\x00"
"""Replaces markup in ``prose`` that renders as nothing (``**``, a tag, ``](url)``)."""

_UNKNOWN: Final = object()
_NO_DIALECT: Final = DIALECTS[NONE]
# The constructor of a NamedTuple is a Python function; this takes half the time.
_new: Final = tuple.__new__

COMPONENTS: Final = frozenset({"directive", "shortcode"})
"""The kinds of the blocks that are tags of a dialect."""

LINK: Final = 0
IMAGE: Final = 1
IMAGE_REF: Final = 2
AUTOLINK: Final = 3
BARE: Final = 4
KINDS: Final = ("link", "image", "image_ref", "autolink", "bare")
"""The kinds of the nodes in ``Document.nodes``, by number."""

EMPHASIS: Final = 5
STRONG: Final = 6
STRIKETHROUGH: Final = 7
UNMATCHED: Final = 8
"""What is left of a run of ``*``, ``_`` or ``~~`` that opens and closes nothing. The prose masks it
nevertheless."""
CODE: Final = 9
"""Inline code; also the raw text of an element or a template, which has no delimiters."""
MATH: Final = 10
TAG: Final = 11
"""An HTML tag: its inner span is the name, its destination what follows up to the ``>``. A closing
tag has a ``/`` before the name."""
COMMENT: Final = 12
ESCAPE: Final = 13
"""A backslash and the character that it makes text."""
FOOTNOTE: Final = 14
"""``[^1]``, where a note is referred to and where it is defined."""
REFERENCE: Final = 15
"""A link by label; its destination is the label."""
EMAIL: Final = 16
TEMPLATE: Final = 17
"""A shortcode, a tag of Liquid or a variable that a generator of sites fills in."""
EXPRESSION: Final = 18
"""A JavaScript expression of MDX."""
ATTRIBUTES: Final = 19
"""``{#id .class}`` after a heading, and ``{: .class}``."""
BREAK: Final = 20
"""A hard line break: the spaces or the backslash before the line end."""
ROLE: Final = 22
"""What a dialect adds within a line: a role of MyST, a citation, an emoji, a key, a mention."""
WIKI_LINK: Final = 23
"""``[[page]]``, or the delimiters of ``[[page|text]]``."""
LABEL: Final = 21
"""The kind by which triggers select bare URLs in the text of a link, which lead nowhere."""

INVISIBLE: Final = MARK + " \t\n\u00a0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""White space and characters that show nothing."""


class Node:
    """An inline node. Links are converted to ``Link`` when a rule needs links: most files need
    none, and a compiled node takes a tenth of the time."""

    __slots__ = ("dest", "dest_end", "end", "first", "kind", "last", "start")

    def __init__(
        self, kind: i64, start: i64, end: i64, first: i64, last: i64, dest: i64, dest_end: i64
    ) -> None:
        """Store the kind and three spans, each within the first: the whole with its delimiters, the
        content, and the destination, empty if there is none."""
        self.kind: i64 = kind
        self.start: i64 = start
        self.end: i64 = end
        self.first: i64 = first
        self.last: i64 = last
        self.dest: i64 = dest
        self.dest_end: i64 = dest_end

    def link(self) -> Link:
        """Return it as a ``Link``."""
        span = _new(Span, (self.start, self.end))
        if self.kind == BARE:
            text = dest = span
        else:
            text = _new(Span, (self.first, self.last))
            dest = _new(Span, (self.dest, self.dest_end))
        return _new(Link, (KINDS[self.kind], span, text, dest))


def _first(nodes: list[Node], offset: i64) -> i64:
    """Return the index of the first node that begins at an offset or after it."""
    low: i64 = 0
    high: i64 = len(nodes)
    while low < high:
        middle = (low + high) // 2
        if nodes[middle].start < offset:
            low = middle + 1
        else:
            high = middle
    return low


class Document:
    """One article, read. Nothing in it changes after construction.

    Attributes:
        path: as displayed to the user.
        text: decoded, with ``\\n`` for every line end, without byte-order mark; invalid bytes are
            lone surrogates U+DC80-U+DCFF.
        format: ``markdown``, ``mdx`` or ``text``.
        language: a lower-case BCP 47 primary subtag, or ``""`` if unknown: the declared one
            (command line, configuration, front matter), else ``detected``.
        detected: the language detected from the prose, whatever was declared.
        direction: ``rtl`` or ``ltr``: the majority of the strong letters.
        paragraphs: ``line`` (one paragraph per line) or ``blank-line``.
        origin: one of ``ORIGINS``.
        dialect: what the program that reads the file adds to Markdown.
        blocks: see ``Block``; they do not overlap.
        nodes: the nodes of the links, in the same order.
        markup: all other inline nodes, ``EMPHASIS`` ... ``WIKI_LINK``; see the property.
        comments: spans of ``<!-- -->`` (``{/* */}`` in MDX).
        prose: the text with everything except prose replaced by a blank, ``OBJECT`` or ``MARK``;
            it has the same length and the same line ends.
        lookup: see ``exists``; set by the session, which has access to the files.
        suppressions: those of the configuration; set by the session.
        counterpart: the source of a translation; set by the session. None for a file that is no
            translation, or whose source does not exist.
        missing_source: the path of the source that a translation should have and does not; set by
            the session. ``""`` for every other file.
        met: what meets some triggers; set by a scan.
        observations: what the web answered for URLs, by ``text.urls.identity.key_of``; set by the
            session if the run has any.
    """

    __slots__ = (
        "_facts",
        "_find",
        "_lines",
        "_links",
        "_markup",
        "_read_markup",
        "_starts",
        "blocks",
        "comments",
        "counterpart",
        "detected",
        "dialect",
        "direction",
        "format",
        "language",
        "lookup",
        "met",
        "missing_source",
        "nodes",
        "observations",
        "origin",
        "paragraphs",
        "path",
        "prose",
        "source",
        "suppressions",
        "text",
    )

    def __init__(
        self,
        path: str,
        text: str,
        *,
        lines: list[str] | None,
        starts: list[int],
        format: str,  # noqa: A002  the field's name, as everywhere
        language: str,
        detected: str,
        direction: str,
        paragraphs: str,
        blocks: list[Block],
        nodes: list[Node],
        comments: list[Span],
        prose: str,
        source: Source,
        find: Callable[[Document, Any], Sequence[int]],
        origin: str = "unknown",
        dialect: Dialect = _NO_DIALECT,
        markup: Callable[[Document], list[Node]] | None = None,
    ) -> None:
        """``markup`` returns the nodes of the property of that name."""
        self.path = path
        self.text = text
        self._lines = lines
        self._starts = starts
        self.format = format
        self.language = language
        self.detected = detected
        self.direction = direction
        self.paragraphs = paragraphs
        self.blocks = blocks
        self.nodes = nodes
        self._links: list[Link] | None = None
        self._markup: list[Node] | None = None
        self._read_markup = markup
        self.comments = comments
        self.prose = prose
        self.source = source
        self.origin = origin
        self.dialect = dialect
        self.lookup: Callable[[str], bool | None] | None = None
        self.suppressions: Sequence[Suppression] = ()
        self.counterpart: Counterpart | None = None
        self.missing_source = ""
        self.met: Mapping[tuple[Any, ...], Sequence[int]] | None = None
        self.observations: Mapping[str, Observation] | None = None
        self._find = find
        self._facts: dict[Any, Any] = {}

    @property
    def syntax(self) -> Syntax:
        """Return what the format makes of its characters: rules ask this, not ``format``."""
        return SYNTAX["mdx" if self.dialect.features & (JSX | VUE) else self.format]

    @property
    def lines(self) -> list[str]:
        """Return the lines of the text, without line ends."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return self._lines

    @property
    def links(self) -> list[Link]:
        """Return the links by start of span; an image inside a link follows it."""
        if self._links is None:
            self._links = [node.link() for node in self.nodes]
        return self._links

    @property
    def markup(self) -> list[Node]:
        """Return the inline nodes beside ``nodes`` by start; one inside another follows it.

        They are computed on first use. What ``prose`` masks as ``MARK`` or ``OBJECT`` is a
        delimiter of one of them or of a link, or is inside one that is no prose.
        """
        found = self._markup
        if found is None:
            read = self._read_markup
            found = self._markup = read(self) if read is not None else []
        return found

    def may_mark(self, offset: i64) -> bool:
        """Return False if no emphasis and no tag begins at an offset; True if one may. Few
        paragraphs begin with any, and the mask tells so before ``markup`` is computed."""
        if self._markup is not None:
            return True
        if self.prose[offset] != MARK:
            return False
        nodes = self.nodes
        i = _first(nodes, offset)
        return i == len(nodes) or nodes[i].start != offset  # else a link begins there

    def markup_in(self, start: i64, end: i64) -> list[Node]:
        """Return the nodes of ``markup`` that begin in a stretch of the text."""
        nodes = self.markup
        i = _first(nodes, start)
        found: list[Node] = []
        while i < len(nodes) and nodes[i].start < end:
            found.append(nodes[i])
            i += 1
        return found

    def first_node(self, offset: i64) -> i64:
        """Return the index in ``nodes`` of the first one that begins at an offset or after it."""
        return _first(self.nodes, offset)

    def fact(self, compute: Callable[..., T], *args: Hashable) -> T:
        """Return ``compute(self, *args)``, computed once per document for all rules."""
        key = (compute, args) if args else compute
        # An exception for each new fact would cost more than most of them.
        value = self._facts.get(key, _UNKNOWN)
        if value is _UNKNOWN:
            value = self._facts[key] = compute(self, *args)
        return value  # type: ignore[no-any-return]

    def know(self, compute: Callable[..., object], value: object) -> None:
        """Store a value that ``fact`` then returns, computed by the way."""
        self._facts[compute] = value

    def places(self, wanted: tuple[Any, ...]) -> Sequence[int]:
        """Return what meets a trigger of ``model.trigger``, ascending: offsets for ``Chars``,
        indices in ``nodes`` for ``Nodes``."""
        if self.met is not None:
            found = self.met.get(wanted)
            if found is not None:
                return found
        return self.fact(self._find, wanted)

    def exists(self, path: str) -> bool | None:
        """Return True if a path names an existing file, spelt exactly like this.

        ``path`` is relative to the article's folder or, beginning with ``/``,
        to the site's root. None: it cannot be known (no root is configured).
        """
        return self.lookup(path) if self.lookup is not None else None

    @property
    def line_count(self) -> int:
        """Return the length of ``lines``."""
        return len(self._starts) - 1

    def line(self, line: int) -> str:
        """Return a line (from 0) without its line end; cheaper than ``lines`` for a few lines."""
        if self._lines is not None:
            return self._lines[line]
        return self.text[self._starts[line] : self._starts[line + 1] - 1]

    def line_start(self, line: int) -> int:
        """Return the offset of the first character of a line (from 0)."""
        return self._starts[line]

    def line_end(self, line: int) -> int:
        """Return the offset of the line end of a line (from 0), or of the end of the text."""
        return self._starts[line + 1] - 1

    def line_span(self, line: int) -> Span:
        """Return the span of a line (from 0) without its line end."""
        return _new(Span, (self._starts[line], self._starts[line + 1] - 1))

    def line_at(self, offset: int) -> int:
        """Return the line (from 0) that contains an offset; a line end belongs to the line it
        ends."""
        return bisect_right(self._starts, offset) - 1 if offset > 0 else 0

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both from 1; the offset -1 (the BOM) is 1:1.

        Columns count code points, as SARIF's "unicodeCodePoints" does; an
        offset at the end of the text is allowed.

        Raises:
            IndexError: offset is below -1 or past the end.
        """
        if not -1 <= offset <= len(self.text):
            raise IndexError(f"offset {offset} is not in a text of {len(self.text)} code points")
        line = self.line_at(offset)
        return line + 1, max(offset, 0) - self._starts[line] + 1
