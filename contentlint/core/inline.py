"""Inline nodes and the prose mask, in one pass over the text outside code.

What is found here once (links, images, URLs, comments) is what the rules about
links, images and URLs read; what is left over is ``Document.prose``.

Formulas in TeX, templates of site generators and raw HTML are no Markdown; ``blocks`` asks for
those that fill several lines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from contentlint._util import lazy_regex
from contentlint.core import dialects, lexer
from contentlint.core.dialects import component_end, expression_end
from contentlint.core.lexer import (
    BLANK,
    MARKED,
    NOWHERE,
    SHOWN,
    Target,
    bare_urls,
    emails,
    is_punctuation,
    label_end,
    masked,
    may_lead,
    occurrences,
    standing,
    tag_end,
)
from contentlint.model.characters import EMPHASIS_SPACES, code_at, is_emphasis_space, is_space
from contentlint.model.dialects import JSX, VUE
from contentlint.model.document import (
    ATTRIBUTES,
    AUTOLINK,
    BARE,
    BREAK,
    CODE,
    COMMENT,
    EMAIL,
    EMPHASIS,
    ESCAPE,
    EXPRESSION,
    FOOTNOTE,
    IMAGE,
    IMAGE_REF,
    LINK,
    MARK,
    MATH,
    REFERENCE,
    STRIKETHROUGH,
    STRONG,
    TAG,
    TEMPLATE,
    UNMATCHED,
    Block,
    Document,
    Node,
    Span,
)
from contentlint.model.queries import FLOWING, block_on_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Final

    from mypy_extensions import i64

# Each run of white space has one place only where it can match: two neighbours that both take
# spaces would try every split of them, and `[a](` with 500 spaces would take seconds.
_SPACE = r"[ \t]*(?:\n[ \t]*)?"
_TITLE = r"(?:\"[^\"\\]*(?:\\[\s\S][^\"\\]*)*\"|'[^'\\]*(?:\\[\s\S][^'\\]*)*'|\([^()]*\))"
# A title without a destination is a link to CommonMark only when it holds no space; to an editor
# it is a link whose destination was lost.
_DEST = r"(?:<([^<>\n]*)>|([^\x00- ()<>]+(?:\([^\x00- ()]*\)[^\x00- ()]*)*))"
_TARGET = rf"\({_SPACE}(?:{_DEST}(?:[ \t\n]{_SPACE}{_TITLE})?{_SPACE}|{_TITLE}{_SPACE}|)\)"
# What a bracket begins, or an exclamation mark before one.
_TOKEN: Final = lazy_regex.compile(
    rf"!\[([^\[\]\n\\]*)\]{_TARGET}"
    rf"|\[([^\[\]\n\\`*<]+)\]{_TARGET}"
    r"|\[\^[^\[\]\s]+\]"
    r"|!\["
    r"|\["
    rf"|\](?:{_TARGET})?"
    r"|<(?:!--|/?[A-Za-z][^<>]*>|!)"
)
TAG_SYNTAX: Final = (
    r"</[A-Za-z][A-Za-z0-9-]*\s*>|<[A-Za-z][A-Za-z0-9-]*"
    r"(?:\s+(?:[A-Za-z_:][A-Za-z0-9_.:-]*|[@#*][A-Za-z][A-Za-z0-9_.:-]*"
    r"|\[\(?[A-Za-z][A-Za-z0-9_.-]*\)?\]|\([A-Za-z][A-Za-z0-9_.-]*\))"
    r"(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?)*\s*/?>"
    r"|<[A-Z][^<>{]*=\{[^<>]*>"
)
"""The pattern of a tag. Names of attributes may have the signs of components (``@click``), and
attributes of components may be JavaScript."""
_TAG_SYNTAX: Final = lazy_regex.compile(TAG_SYNTAX)
_AUTOLINK: Final = lazy_regex.compile(
    r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*|[^<>\s@]+@[^<>\s]+)>"
)
# What Kramdown, Pandoc and others take for the attributes of a heading: `{#id .class key=value}`.
_ATTRIBUTES: Final = lazy_regex.compile(
    r"\{[ \t]*:?[ \t]*(?:[#.][^{}\n]*|[A-Za-z][\w-]*=[^{}\n]*)\}[ \t#]*(?:\n|$)"
)
_RAW: Final = ("pre", "scr", "sty")
"""First letters of the elements whose content may be no prose."""
_ATTRIBUTE_LIST: Final = lazy_regex.compile(
    r"\{:[^{}\n]*\}|\{[.#][^{}\n]*\}(?=[ \t]*$)", lazy_regex.MULTILINE
)
_DEFINITION: Final = lazy_regex.compile(
    r"\[((?:[^\[\]\\]|\\.)+)\]:[ \t]*(?:\n[ \t>]*)?(?:<([^<>\n]*)>|(\S+))"
)
# A deeper stack of open brackets than this is noise, and would make closing them slow.
_MAX_OPEN: Final = 64
_MATH: Final = ("$$", "\\[", "```math", "~~~math", "```{math}", ":::{math}")
"""What code begins with that is a formula."""
_OPENING: Final = 40
_BEFORE_OPENING: Final = " \t>*+-0123456789.)"
_NONE: Final[list[int]] = []
_FAR: Final = 300
"""Code points; of a longer address only the end is examined."""


def _destination(m: re.Match[str], group: int) -> tuple[int, int]:
    """Return the span of a destination, in angle brackets (``group``) or bare (the next group)."""
    span = m.span(group + 1)
    if span[0] < 0:
        span = m.span(group)
    return span if span[0] >= 0 else (m.end() - 1, m.end() - 1)


def fold_label(label: str) -> str:
    """Return a reference label as CommonMark compares it."""
    return " ".join(label.split()).casefold()


class Scanner:
    """The inline nodes of one document, and what they leave of its prose; call ``scan`` once."""

    def __init__(
        self,
        text: str,
        starts: list[int],
        known: lexer.Signs | None,
        *,
        features: int,
        comments: bool,
        live: bool = False,
    ) -> None:
        """``starts`` are those of ``lexer.line_starts``; ``known`` are the signs of the text; None
        where nothing is compiled, and the text is searched for each. ``features`` are those of the
        dialect; ``live`` is that of ``template_spans``."""
        self.text = text
        self.starts = starts
        self.nodes: list[Node] = []
        self.marks: list[int] = []
        self.mark_ends: list[int] = []
        """Where the markup begins and ends that ``markup_nodes`` makes nodes of, in order."""
        self.others: list[Node] = []
        """The other nodes of ``Document.markup``, which are rare."""
        self.comments: list[Span] = []
        self.definitions: set[str] = set()
        """Reference labels, folded by ``fold_label``."""
        self.cuts: list[int] = []
        """What is no prose: start, end and fill of each cut in one number, 30 bits for an
        offset."""
        self._last_cut: i64 = -1
        self._late = False
        """True if a cut was added after one that begins later in the text."""
        self.open: list[int] = []
        """Open brackets: twice the offset, plus one if it opens an image."""
        self.references: list[tuple[int, int, int, bool]] = []
        self.unsorted = False
        """True if ``nodes`` may not be in the order of the text."""
        self.features = features
        self._components = features & (JSX | VUE) != 0
        self.live = live
        self.escapes = False
        """True if a backslash precedes a bracket or another backslash."""
        self.read_comments = comments
        self._ticks: dict[int, list[int]] = {}
        self._unclosed: dict[str, int] = {}
        """For each closer of comments and declarations, the end of the region that has no more of
        them: openers without a closer are searched once a region, not once each."""
        self._signs = known
        self._target = Target()
        self._places: list[int] | None = None
        """Offsets of signs where there are no ``Signs``."""
        self._next = 0
        """The index of the next sign."""

    def scan(
        self,
        blocks: list[Block],
        joined: set[int],
        markers: list[int],
        hidden: list[int],
        bodies: list[tuple[int, int]],
    ) -> str:
        """Scan everything outside code and front matter; return the masked prose.

        ``joined``, ``markers``, ``hidden`` and ``bodies`` are those of ``blocks.Scanner``.
        """
        text = self.text
        index: i64 = 0
        first: i64 = (
            0  # the region that is not scanned yet: a block, and those that it is joined by
        )
        last: i64 = 0
        next_hidden: i64 = 0
        while index < len(blocks):
            kind, start, end, _, _, level = blocks[index]
            if index not in joined:
                self._region(first, last)
                first = last = start
            if next_hidden < len(hidden) and hidden[next_hidden] == index:
                next_hidden += 1
                first = last = end
                if kind == "definition":
                    self.definition(start, end)
                elif level == 1 and (kind == "html" or kind == "code"):
                    head = text.find("<", start)
                    if text.startswith("<!--", head):
                        self.comments.append(Span(head, end))
                    self._mark(head, end)
                elif kind == "code":
                    if text[start : start + _OPENING].lstrip(_BEFORE_OPENING).startswith(_MATH):
                        self._other(MATH, start, end)
                self.cut(start, end, BLANK)
            elif kind == "table":
                self._rows(start, end)
                first = last = end
            else:
                last = end
            index += 1
        self._region(first, last)
        self.resolve_references()
        known = self._signs
        brace = known.brace if known is not None else "{" in text
        if brace:
            for start, end in _attributes(text, blocks):
                self.cut(start, end, MARKED)
                self._other(ATTRIBUTES, start, end)
        prose = masked(text, self.starts, self.all_cuts(), markers)
        if bodies:
            prose = self._covered(prose, [(a, b, SHOWN) for a, b in bodies], CODE)
        if brace and self.read_comments:
            if "{{" in text or "{%" in text:
                found = template_spans(text, prose, self.live)
                prose = self._covered(prose, found, TEMPLATE)
            if self.live:
                prose = self._covered(prose, _attribute_lists(text, prose), ATTRIBUTES)
        prose = self._urls(prose)
        if known.dollar if known is not None else "$" in prose:
            first, last = prose.find("$"), prose.rfind("$")
            if first < last:
                formula = dollar_formulas(text, prose, first, last)
                prose = self._covered(prose, [(a, b, SHOWN) for a, b in formula], MATH)
        if self.escapes and self.read_comments:
            formula = bracket_formulas(text, prose)
            prose = self._covered(prose, [(a, b, SHOWN) for a, b in formula], MATH)
        if self.features:
            prose = self._of_dialect(prose)
        if self.unsorted:
            self.nodes.sort(key=place)
        return prose

    def markup(self, doc: Document) -> list[Node]:
        """Return the nodes of ``Document.markup``."""
        return markup_nodes(
            doc.text,
            doc.prose,
            doc.blocks,
            doc.nodes,
            self.marks,
            self.mark_ends,
            self.others,
            doc.paragraphs == "line",
        )

    def _rows(self, start: i64, end: i64) -> None:
        """Scan the rows of a table. In code, a pipe does not end the cell, as authors expect."""
        at = self.text.find("\n", start, end)
        while at >= 0:
            self._region(start, at)
            start = at + 1
            at = self.text.find("\n", start, end)
        self._region(start, end)

    def _region(self, start: int, end: int) -> None:
        """Scan the text of a block."""
        if start == end:
            return
        self.open.clear()
        if self._signs is not None:
            self._by_sign(self._signs.tokens, start, end)
            return
        if self._places is None:
            self._places = lexer.places(self.text)
        first, last = bisect_left(self._places, start), bisect_left(self._places, end)
        self._by_place(self._places[first:last], start, end)

    def _by_place(self, places: list[int], start: int, end: int) -> None:
        """Scan a region where nothing is compiled, and patterns match what a bracket begins."""
        text, cuts = self.text, self.cuts
        at = start
        for a in places:
            if a < at:
                continue
            c = text[a]
            if c == "*":  # most are; as ``_emphasis`` has it
                at = a + 1
                while text[at : at + 1] == c:
                    at += 1
                before, after = text[a - 1 : a], text[at : at + 1]
                if before not in EMPHASIS_SPACES or after not in EMPHASIS_SPACES:
                    self._mark(a, at)
                    cuts.append(a << 32 | at << 2 | MARKED)
            elif c == "_" or c == "`":
                at = self._run(a, end)
            elif c == "~":
                if text[a + 1 : a + 2] == c:
                    at = a + 2
                    self._emphasis(a, at)
            elif c == "\\":
                if a + 1 < end and is_punctuation(ord(text[a + 1])):
                    self._mark(a, a + 1)
                    self.cut(a, a + 1, MARKED)
                    at = a + 2
                    # See ``_by_sign``.
                    c = text[a + 1]
                    if c in "*_`":
                        if text[at : at + 1] == c:
                            at = self._run(at, end)
                    elif c in "([\\":
                        self.escapes = True
            else:
                if c == "[" and a > at and text[a - 1] == "!":
                    a -= 1
                if c == "<" and self._components:
                    b = component_end(text, a, end)
                    if b > 0:
                        at = self._tag(a, b, end)
                    if b > 0 or text[a + 1 : a + 2] != "!":
                        continue
                m = _TOKEN.match(text, a, end)
                if m is not None:
                    at = self._bracket(m, end)

    def _by_sign(self, tokens: list[int], start: int, end: int) -> None:
        """Scan a region from sign to sign."""
        text = self.text
        at: i64 = start
        stop: i64 = end
        index: i64 = self._next
        count: i64 = len(tokens)
        while index < count:
            a: i64 = tokens[index]
            if a >= stop:
                break
            index += 1
            if a < at:
                continue
            c: i64 = ord(text[a])
            at = a + 1
            if c == 42 or c == 95 or c == 96:  # * _ `
                at = self._run(a, stop)
            elif c == 91 or c == 33:  # [ !
                at = self._opened(a, stop)
            elif c == 93:
                at = self._closed(a, stop)
            elif at >= stop:
                break
            elif c == 60:  # <
                c = ord(text[at])
                if c == 33:  # !
                    if text.startswith("<!--", a) and a + 4 <= stop:
                        at = self._comment(a, stop)
                    else:
                        at = self._declaration(a, stop)
                else:
                    if self._components:
                        b = component_end(text, a, stop)
                    else:
                        b = tag_end(text, at, stop)
                    if b > 0:
                        at = self._tag(a, b, stop)
            elif c == 126:  # ~
                at += 1
                self._emphasis(a, at)
            elif is_punctuation(ord(text[at])):
                self._mark(a, at)
                self.cut(a, at, MARKED)
                c = ord(text[at])
                at += 1
                # What is left of a run whose first character it was.
                if c == 42 or c == 95 or c == 96:
                    if at < stop and ord(text[at]) == c:
                        at = self._run(at, stop)
                elif c == 40 or c == 91 or c == 92:  # ( [ \
                    self.escapes = True
        self._next = index

    def _run(self, a: i64, stop: i64) -> i64:
        """Read a run of `` ` * _``; return where scanning continues."""
        text = self.text
        c: i64 = ord(text[a])
        at = a + 1
        while at < stop and ord(text[at]) == c:
            at += 1
        if c == 96:
            return self._code_span(a, at, stop)
        self._emphasis(a, at)
        return at

    def _emphasis(self, a: i64, b: i64) -> None:
        """Cut a run of emphasis markers, unless white space on both sides makes it a sign."""
        text = self.text
        before: i64 = ord(text[a - 1]) if a else 32
        after: i64 = ord(text[b]) if b < len(text) else 32
        if is_emphasis_space(before) and is_emphasis_space(after):
            return
        if ord(text[a]) == 95 and chr(after).isalnum():  # _
            if chr(before).isalnum() or self._in_url(a):
                return
        self._mark(a, b)
        self.cut(a, b, MARKED)

    def _opened(self, a: i64, stop: i64) -> i64:
        """Read a ``[`` or ``![``, and the link that it opens if that is a plain one; return where
        scanning continues."""
        text = self.text
        image = ord(text[a]) == 33
        at: i64 = a + 1
        if image:
            at += 1
        if at > stop:
            return at
        close = label_end(text, at, stop, image)
        end: i64 = NOWHERE
        if close >= 0 and close + 1 < stop and ord(text[close + 1]) == 40:
            end = self._target.end(text, close + 2, stop)
            if end > 0:
                self.link(image, a, end, at, close, close + 2, self._target.dest)
                return end
        if end == NOWHERE and (image or at >= stop or ord(text[at]) != 94):  # ^
            self.remember(a, image)
            return at
        m = _TOKEN.match(text, a, stop)
        assert m is not None
        return self._bracket(m, stop)

    def _closed(self, a: i64, stop: i64) -> i64:
        """Read a ``]`` and what it closes; return where scanning continues."""
        text = self.text
        end: i64 = NOWHERE
        if self.open and a + 1 < stop and ord(text[a + 1]) == 40:
            end = self._target.end(text, a + 2, stop)
            if end > 0:
                self.close(a, end, a + 2, self._target.dest)
                return end
        if end == NOWHERE:
            self.close(a, a + 1, -1, -1)
            return a + 1
        m = _TOKEN.match(text, a, stop)
        assert m is not None
        return self._bracket(m, stop)

    def _bracket(self, m: re.Match[str], end: int) -> int:
        """Read a token that begins with a bracket or ``!``; return where scanning continues."""
        a, b = m.span()
        c = self.text[a]
        if c == "<":
            if self.text[b - 1] == ">":
                return self._tag(a, b, end)
            return self._comment(a, end) if m[0] == "<!--" else self._declaration(a, end)
        if c == "]":
            if not self.open:
                return a + 1
            dest, end = _destination(m, 7) if b > a + 1 else (-1, -1)
            self.close(a, b, dest, end)
        elif m.lastindex is not None:
            image = c == "!"
            group = 1 if image else 4
            first, last = m.span(group)
            dest, end = _destination(m, group + 1)
            self.link(image, a, b, first, last, dest, end)
        elif self.text[a + 1 : a + 2] == "^" and b > a + 2:
            self._mark(a, b)
            self.cut(a, b, MARKED)
        else:
            self.remember(a, c == "!")
        return b

    def _in_url(self, at: int) -> bool:
        """Return True if an offset is inside a URL in running text: `…?_ga=1`."""
        text = self.text
        start = text.rfind(" ", max(at - _FAR, 0), at) + 1
        scheme = text.rfind("://", max(start, at - _FAR), at)
        return scheme >= 0 and text.find("\n", scheme, at) < 0

    def _code_span(self, a: int, b: int, end: int) -> int:
        """Mask the code span that opens at a; return where scanning continues."""
        width = b - a
        text = self.text
        at = text.find("`", b, end)
        if at < 0:
            return b
        if self._after_ticks(at) != at + width:  # the next run closes most of them
            ends = (self._ticks or self._all_ticks()).get(width, _NONE)
            index = bisect_left(ends, b)
            if index == len(ends):
                return b
            at = ends[index]
        if at + width > end or text.find("\n\n", b, at) >= 0:
            return b
        self._mark(a, at + width)
        self.cut(a, at + width, SHOWN)
        return at + width

    def _after_ticks(self, at: i64) -> i64:
        """Return the offset after a run of backticks."""
        text = self.text
        size: i64 = len(text)
        while at < size and ord(text[at]) == 96:
            at += 1
        return at

    def _all_ticks(self) -> dict[int, list[int]]:
        """Return the offsets of all runs of backticks by their length, so that a text of ever
        longer runs is not searched once for each."""
        text = self.text
        at: i64 = text.find("`")
        while at >= 0:
            start = at
            at = self._after_ticks(at)
            self._ticks.setdefault(at - start, []).append(start)
            at = text.find("`", at)
        return self._ticks

    def _comment(self, a: int, end: int) -> int:
        """Read the comment that ``<!--`` begins; return where scanning continues."""
        close = self._closing("-->", a + 2, end)  # `<!-->` is one
        if close < 0:
            return a + 4
        self.comments.append(Span(a, close))
        self._mark(a, close)
        self.cut(a, close, BLANK)
        return close

    def _closing(self, closer: str, a: int, end: int) -> int:
        """Return the offset after the next closer of a comment or a declaration, which are not
        displayed; -1 if it is missing, or if they are text here."""
        if not self.read_comments or self._unclosed.get(closer) == end:
            return -1
        close = self.text.find(closer, a, end)
        if close < 0:
            self._unclosed[closer] = end
            return -1
        return close + len(closer)

    def _tag(self, a: int, b: int, end: int) -> int:
        """Read a tag, or an address in angle brackets, up to b; return where scanning continues."""
        text = self.text
        may = self._signs is None or may_lead(text, a, b)  # which costs more, uncompiled
        link = _AUTOLINK.match(text, a, end) if may else None
        if link:
            first, last = link.span(1)
            self.nodes.append(Node(AUTOLINK, a, link.end(), first, last, first, last))
            self.cut(a, b, SHOWN)
        elif not self._components and not _TAG_SYNTAX.match(text, a, end):
            return a + 1
        else:
            self._mark(a, b)
            self.cut(a, b, MARKED)
            if text[a + 1 : a + 4].lower() in _RAW:
                return self._raw(a, b, end)
        return b

    def _declaration(self, a: int, end: int) -> int:
        """Read what ``<!`` begins and is no comment; return where scanning continues."""
        text = self.text
        close: int = -1
        if text.startswith("<![CDATA[", a):
            close = self._closing("]]>", a + 9, end)
        elif a + 2 < end and text[a + 2].isascii() and text[a + 2].isalpha():
            close = self._closing(">", a + 3, end)
        if close < 0:
            return a + 2
        self._mark(a, close)
        self.cut(a, close, BLANK)
        return close

    def _raw(self, a: int, b: int, end: int) -> int:
        """Mask the text of the element whose opening tag ends at b, if it is no prose; return where
        scanning continues."""
        start, stop = element_content(self.text, a, end)
        if start != b or stop < 0 or self.text.find("\n\n", start, stop) >= 0:
            return b
        if start < stop:
            self._mark(start, stop)
            self.cut(start, stop, SHOWN)
        return stop

    def _urls(self, prose: str) -> str:
        known = self._signs
        if known is None:
            # One character is looked for ten times as fast as three.
            schemes = occurrences(prose, "://") if "/" in prose else _NONE
            www = occurrences(prose, "www.")
        else:
            schemes = standing(prose, known.schemes, "://")
            www = standing(prose, known.www, "www.")
        mail = known.at if known is not None else "@" in prose
        capitals = known is None or known.capitals
        found: list[tuple[int, int]] = []
        if schemes or www or mail:
            found = bare_urls(prose, schemes, www, capitals)
        for a, b in found:
            self.nodes.append(Node(BARE, a, b, a, b, a, b))
        if found:
            self.unsorted = True
            prose = self._hidden(prose, sorted(found))
        if mail and "@" in prose:
            addresses = emails(prose)
            for a, b in addresses:
                self._other(EMAIL, a, b)
            prose = self._hidden(prose, addresses)
        return prose

    def _of_dialect(self, prose: str) -> str:
        """Mask what the dialect adds within lines."""
        if self.features & JSX and "{" in prose:
            prose = self._hidden(prose, self._expressions(prose))
        found = dialects.spans(self.text, prose, self.features)
        for kind in sorted({each[3] for each in found}):
            prose = self._covered(prose, [each[:3] for each in found if each[3] == kind], kind)
        self.comments += [Span(a, b) for a, b, _, kind in found if kind == COMMENT]
        return prose

    def _expressions(self, prose: str) -> list[tuple[int, int]]:
        """Return the spans of MDX's ``{…}``, searched in the text because the mask has changed
        ``{/*``."""
        text = self.text
        found: list[tuple[int, int]] = []
        at = prose.find("{")
        while at >= 0:
            end: i64 = NOWHERE
            if at == 0 or text[at - 1] != "\\":
                alone = not text[text.rfind("\n", 0, at) + 1 : at].strip()
                end = expression_end(text, at, alone)
            if end < 0:
                end = at + 1
            else:
                found.append((at, end))
                comment = text.startswith("{/*", at) and text.endswith("*/}", at, end)
                if comment:
                    self.comments.append(Span(at, end))
                self._other(COMMENT if comment else EXPRESSION, at, end)
            at = prose.find("{", end)
        return found

    def _mark(self, a: i64, b: i64) -> None:
        """Record markup that ``markup_nodes`` makes a node of."""
        self.marks.append(a)
        self.mark_ends.append(b)

    def _other(self, kind: i64, a: i64, b: i64) -> None:
        """Record a node without delimiters or destination."""
        self.others.append(Node(kind, a, b, a, b, b, b))

    def _covered(self, prose: str, spans: list[tuple[int, int, int]], kind: i64) -> str:
        """Return ``prose`` with some spans masked, which are in order and do not overlap; drop the
        links and comments that begin in them, and record nodes of a kind."""
        if not spans:
            return prose
        for a, b, _ in spans:
            self._other(kind, a, b)
        ends = [-1, *[b for _, b, _ in spans]]
        begins = [a for a, _, _ in spans]
        self.nodes = [
            node for node in self.nodes if ends[bisect_right(begins, node.start)] <= node.start
        ]
        self.comments = [
            comment
            for comment in self.comments
            if ends[bisect_right(begins, comment.start)] <= comment.start
        ]
        return masked(prose, self.starts, [a << 32 | b << 2 | fill for a, b, fill in spans])

    def _hidden(self, prose: str, spans: list[tuple[int, int]]) -> str:
        """Return ``prose`` with some spans, which are in order, masked as objects."""
        if not spans:
            return prose
        return masked(prose, self.starts, [a << 32 | b << 2 | SHOWN for a, b in spans])

    def cut(self, start: i64, end: i64, fill: i64) -> None:
        """Mask a span of the text as one of ``MARKED``, ``SHOWN`` and ``BLANK``."""
        if start <= self._last_cut:
            self._late = True
        else:
            self._last_cut = start
        self.cuts.append(start << 32 | end << 2 | fill)

    def all_cuts(self) -> list[int]:
        """Return the cuts so far, in the order of their starts, then of their ends."""
        if self._late:
            self.cuts.sort()
        return self.cuts

    def remember(self, a: i64, image: bool) -> None:
        """Push an open bracket."""
        self.open.append(a << 1 | image)
        if len(self.open) > _MAX_OPEN:
            del self.open[0]

    def link(
        self, image: bool, start: i64, end: i64, first: i64, last: i64, dest: i64, dest_end: i64
    ) -> None:
        """Add a link or image; the offsets are those of ``Node``."""
        if image:
            self.nodes.append(Node(IMAGE, start, end, first, last, dest, dest_end))
            self.cut(start, end, SHOWN)
        else:
            self.nodes.append(Node(LINK, start, end, first, last, dest, dest_end))
            self.cut(start, start + 1, MARKED)
            self.cut(last, end, MARKED)

    def close(self, close: i64, end: i64, dest: i64, dest_end: i64) -> None:
        """Match a ``]`` with the last open bracket; ``dest`` is -1 if no destination follows."""
        if not self.open:
            return
        opened: i64 = self.open.pop()
        start = opened >> 1
        image = opened & 1 != 0
        if self.text.find("\n\n", start, close) >= 0:
            self.open.clear()
        elif dest < 0:
            self.references.append((start, close, end, image))
        else:
            self.unsorted = True
            first = start + 1
            if image:
                first += 1
            self.link(image, start, end, first, close, dest, dest_end)
            if not image and self.open:
                # Links hold no links: what is still open before this one is text.
                self.open = [b for b in self.open if b & 1]

    def resolve_references(self) -> None:
        """Turn ``[text][label]``, ``[label][]`` and ``[label]`` with a definition into links."""
        text, definitions, references = self.text, self.definitions, self.references
        if not definitions:  # those of images alone are seen for what they are
            references = [each for each in references if each[3]]
        if not references:
            return
        self.unsorted = True
        closed = {start: close for start, close, _, _ in self.references}
        used: set[int] = set()
        for start, close, end, image in references:
            if start in used:
                continue
            label = Span(start + (2 if image else 1), close)
            reference = label
            if text[end : end + 2] == "[]":
                end += 2
            elif text[end : end + 1] == "[" and end in closed:
                reference = Span(end + 1, closed[end])
                used.add(end)
                end = closed[end] + 1
            elif not image and fold_label(text[label.start : label.end]) not in definitions:
                continue
            defined = fold_label(text[reference.start : reference.end]) in definitions
            if image:
                explicit = reference is not label
                if defined or explicit:
                    self.nodes.append(Node(IMAGE_REF, start, end, *label, *reference))
                    self.cut(start, end, SHOWN)
            elif defined:
                self.others.append(Node(REFERENCE, start, end, *label, *reference))
                self.cut(start, start + 1, MARKED)
                self.cut(close, end, MARKED)

    def definition(self, start: int, end: int) -> None:
        """Read the address of a reference definition, which is a block."""
        m = _DEFINITION.match(self.text, start, end)
        if m:
            a, b = m.span(2 if m[2] is not None else 3)
            self.definitions.add(fold_label(m[1]))
            self.nodes.append(Node(AUTOLINK, a, b, a, b, a, b))


def _attributes(text: str, blocks: list[Block]) -> list[tuple[int, int]]:
    """Return the attribute blocks at the ends of headings, which are not shown."""
    found: list[tuple[int, int]] = []
    for kind, start, end, _, _, _ in blocks:
        if kind == "heading":
            line_end = text.find("\n", start, end)
            a = text.rfind("{", start, end if line_end < 0 else line_end)
            m = _ATTRIBUTES.match(text, a, end) if a > start else None
            if m:
                found.append((a, text.index("}", a) + 1))
    return found


def _attribute_lists(text: str, prose: str) -> list[tuple[int, int, int]]:
    """Return where Kramdown's ``{: .class}`` stands, and ``{.class}`` alone on a line; in order.

    ``prose`` is the mask so far; what it masks as code is skipped.
    """
    found: list[tuple[int, int, int]] = []
    for m in _ATTRIBUTE_LIST.finditer(text):
        start, end = m.span()
        alone = not text[text.rfind("\n", 0, start) + 1 : start].strip()
        if prose[start] == "{" and (alone or text[start + 1] == ":"):
            found.append((start, end, MARKED))
    return found


_BROKEN: Final = frozenset({"paragraph", "list_item", "quote"})
"""The kinds of blocks in which a line may end in a hard break."""
_KEYS: Final = 18
"""The number of the kinds of closers; see ``_Delimiters._key``."""


def place(node: Node) -> int:
    """Return the sort key of a node: one inside another comes after it."""
    return (node.start << 31) - node.end


def markup_nodes(
    text: str,
    prose: str,
    blocks: list[Block],
    links: list[Node],
    marks: list[int],
    ends: list[int],
    others: list[Node],
    by_line: bool,
) -> list[Node]:
    """Return the nodes of a text beside ``links``, by start; one inside another follows it.

    ``marks`` and ``ends`` are where the markup begins and ends that ``inline.Scanner`` has found,
    in order; ``others`` are the nodes that it has made itself. What begins inside one of these is
    left out, unless it is the text of a reference. ``by_line`` is True if each line is a
    paragraph, and no line break is a hard one.
    """
    others.sort(key=place)
    references = [node for node in others if node.kind == REFERENCE]
    covers = others
    if references:
        covers = [node for node in others if node.kind != REFERENCE]
        references = _outside(references, covers)
    found = covers + references
    runs: list[int] = []  # of delimiters: start and end by turns
    over: i64 = 0  # the indices of the next cover, reference and link
    reference: i64 = 0
    link: i64 = 0
    i: i64 = 0
    while i < len(marks):
        a: i64 = marks[i]
        b: i64 = ends[i]
        i += 1
        while over < len(covers) and covers[over].end <= a:
            over += 1
        if over < len(covers) and covers[over].start <= a:
            continue
        c: i64 = ord(text[a])
        shown: i64 = ord(prose[a])
        if shown == 0:  # MARK
            while reference < len(references) and references[reference].end <= a:
                reference += 1
            # The label, behind the text, is no text itself.
            if reference < len(references) and references[reference].last <= a:
                continue
            if c == 42 or c == 95 or c == 126:  # * _ ~
                runs.append(a)
                runs.append(b)
            elif c == 92:  # \
                found.append(Node(ESCAPE, a, b + 1, b, b + 1, b + 1, b + 1))
            elif c == 60:  # <
                found.append(_tag(text, a, b))
            else:
                found.append(Node(FOOTNOTE, a, b, a + 2, b - 1, b, b))
        elif shown == 32:
            if text.startswith("<!--", a):
                first = min(a + 4, b - 3)  # `<!-->` is one to HTML
                found.append(Node(COMMENT, a, b, first, b - 3, b, b))
            else:
                end = tag_end(text, a + 1, b)
                if end != NOWHERE:
                    found.append(_tag(text, a, end))
        elif shown == 26 or c == 10:  # OBJECT
            while link < len(links) and links[link].start <= a:
                link += 1
            if not _is_image(links, link - 1, a) and not _is_image(links, link - 2, a):
                found.append(_code(text, a, b))
    before = len(found)
    if runs:
        scopes = [node for node in links if node.kind == LINK] + references
        if references:
            scopes.sort(key=place)
        _Delimiters(text, prose, blocks, scopes, found).read(runs)
    if not by_line:
        _breaks(text, prose, blocks, found)
    if others or before != len(found):
        found.sort(key=place)
    return found


def _outside(nodes: list[Node], covers: list[Node]) -> list[Node]:
    """Return the nodes that begin in none of some others; both are in order."""
    found: list[Node] = []
    reach: i64 = 0
    i: i64 = 0
    for node in nodes:
        while i < len(covers) and covers[i].start <= node.start:
            reach = max(reach, covers[i].end)
            i += 1
        if node.start >= reach:
            found.append(node)
    return found


def _is_image(links: list[Node], i: i64, offset: i64) -> bool:
    """Return True if a node is an image around an offset; its text is masked with it. One in a
    link is the last node or the last but one that begins before the offset."""
    if i < 0:
        return False
    node = links[i]
    return node.end > offset and (node.kind == IMAGE or node.kind == IMAGE_REF)


def _code(text: str, a: i64, b: i64) -> Node:
    """Return the code between two runs of backticks, or the raw text of an element."""
    first = a
    while first < b and ord(text[first]) == 96:
        first += 1
    size = first - a
    last = b - size
    if last < first or text[a:first] != text[last:b]:
        return Node(CODE, a, b, a, b, b, b)
    return Node(CODE, a, b, first, last, b, b)


def _tag(text: str, a: i64, b: i64) -> Node:
    """Return the node of a tag; its inner span is the name, its destination the attributes."""
    first = a + 1
    if ord(text[first]) == 47:  # /
        first += 1
    last = first
    while last < b:
        c: i64 = ord(text[last])
        if c == 47 or c == 62 or c <= 32:  # / >
            break
        last += 1
    return Node(TAG, a, b, first, last, last, b - 1)


def _breaks(text: str, prose: str, blocks: list[Block], found: list[Node]) -> None:
    """Add the hard line breaks: two spaces or a backslash before a line end."""
    for kind, start, end, line, last, _ in blocks:
        if line == last or kind not in _BROKEN:
            continue
        at = text.find("\n", start, end)
        while at >= 0:
            a: i64 = at
            while a > start and ord(text[a - 1]) == 32:
                a -= 1
            if a == at and ord(text[at - 1]) == 92 and ord(prose[at - 1]) == 92:
                found.append(Node(BREAK, at - 1, at, at, at, at, at))
            elif at - a > 1 and ord(prose[a]) == 32:
                found.append(Node(BREAK, a, at, at, at, at, at))
            at = text.find("\n", at + 1, end)


class _Run:
    """A run of delimiters that may open emphasis."""

    __slots__ = ("closes", "left", "sign", "size", "start")

    def __init__(self, start: i64, left: i64, size: i64, sign: i64, closes: bool) -> None:
        """``left`` of its ``size`` characters, from ``start`` on, are not matched yet; ``closes``:
        it may close emphasis as well."""
        self.start: i64 = start
        self.left: i64 = left
        self.size: i64 = size
        self.sign: i64 = sign
        self.closes = closes


class _Delimiters:
    """The matching of delimiter runs; call ``read`` once."""

    def __init__(
        self, text: str, prose: str, blocks: list[Block], scopes: list[Node], found: list[Node]
    ) -> None:
        """``scopes`` are the links, in order; nodes are added to ``found``."""
        self.text = text
        self.prose = prose
        self.blocks = blocks
        self.scopes = scopes
        self.found = found
        self._block: i64 = -1
        self._block_end: i64 = 0
        self._table = False
        self._scope: i64 = 0
        """The index of the next link."""
        self._ends: list[int] = []
        self._bases: list[int] = []
        """Of each scope around the place that has been reached: its end, and the number of open
        runs before it."""
        self._open: list[_Run] = []
        self._bottoms: list[list[int]] = [[0] * _KEYS]
        """For each scope and each kind of closer, the number of open runs that need not be tried:
        none of them matches it. Without it, time would be quadratic."""

    def read(self, runs: list[int]) -> None:
        """Match the runs, in order, of which each is its start and its end."""
        i: i64 = 0
        while i < len(runs):
            self._read(runs[i], runs[i + 1])
            i += 2
        self._close_block()

    def _read(self, a: i64, b: i64) -> None:
        """Read the run of one of ``* _ ~`` from a to b."""
        self._enter(a)
        text = self.text
        c: i64 = ord(text[a])
        size = b - a
        before = _kind(ord(text[a - 1])) if a > 0 else _IS_SPACE
        after = _kind(ord(text[b])) if b < len(text) else _IS_SPACE
        if c == 126 and ((a > 0 and ord(text[a - 1]) == c) or text.startswith("~", b)):
            self._unmatched(a, size)
            return
        opens = after != _IS_SPACE and (after != _IS_SIGN or before != 0)
        closes = before != _IS_SPACE and (before != _IS_SIGN or after != 0)
        if c == 95 and opens and closes:  # _
            opens = before == _IS_SIGN
            closes = after == _IS_SIGN
        rest = size
        if closes and self._open:
            rest = self._close(a, size, c, opens)
        if rest == 0:
            return
        a = b - rest
        if opens:
            self._open.append(_Run(a, rest, size, c, closes))
        else:
            self._unmatched(a, rest)

    def _enter(self, a: i64) -> None:
        """Leave the scopes that end before an offset, and enter those that hold it."""
        if a >= self._block_end:
            self._close_block()
            blocks = self.blocks
            at = self._block + 1
            kind = ""
            end: i64 = len(self.text)
            while at < len(blocks):
                kind, _, last, _, _, _ = blocks[at]
                if last > a:
                    end = last
                    break
                at += 1
            self._block = at
            self._block_end = end
            self._table = kind == "table" or kind == "pipe_row"
        while self._ends and self._ends[-1] <= a:
            self._leave(self._bases[-1])
            self._ends.pop()
            self._bases.pop()
            self._bottoms.pop()
        if self._table and not self._ends:
            end = self.text.find("\n", a)
            if end < 0:
                end = len(self.text)
            pipe: i64 = self.prose.find("|", a, end)
            self._push(pipe if pipe >= 0 else end)
        scopes = self.scopes
        while self._scope < len(scopes) and scopes[self._scope].start < a:
            last = scopes[self._scope].last
            if last > a:
                self._push(last)
            self._scope += 1

    def _push(self, end: i64) -> None:
        """Enter a scope."""
        count = len(self._open)
        self._ends.append(end)
        self._bases.append(count)
        self._bottoms.append([count] * _KEYS)

    def _close_block(self) -> None:
        """Leave all scopes."""
        self._leave(0)
        if self._ends:
            self._ends.clear()
            self._bases.clear()
            del self._bottoms[1:]

    def _leave(self, base: i64) -> None:
        """Drop the open runs from an index on: nothing matches them."""
        count: i64 = len(self._open)
        if count == base:
            return
        i = base
        while i < count:
            run = self._open[i]
            self._unmatched(run.start, run.left)
            i += 1
        self._truncate(base)

    def _truncate(self, count: i64) -> None:
        del self._open[count:]
        bottoms = self._bottoms[-1]
        i: i64 = 0
        while i < _KEYS:
            if bottoms[i] > count:
                bottoms[i] = count
            i += 1

    def _unmatched(self, a: i64, size: i64) -> None:
        b = a + size
        self.found.append(Node(UNMATCHED, a, b, b, b, b, b))

    def _close(self, a: i64, size: i64, c: i64, opens: bool) -> i64:
        """Match a run that may close with what is open; return how much of it is left."""
        bottoms = self._bottoms[-1]
        key = _key(c, size, opens)
        rest = size
        while rest > 0:
            bottom: i64 = bottoms[key]
            i: i64 = len(self._open) - 1
            while i >= bottom and not _matches(self._open[i], c, size, opens):
                i -= 1
            if i < bottom:
                bottoms[key] = len(self._open)
                break
            run = self._open[i]
            width: i64 = 2
            if run.left < 2 or rest < 2:
                width = 1
            if c == 126:
                kind = STRIKETHROUGH
            elif width == 2:
                kind = STRONG
            else:
                kind = EMPHASIS
            first = run.start + run.left
            self._leave(i + 1)
            end = a + width
            self.found.append(Node(kind, first - width, end, first, a, end, end))
            if run.left == width:
                self._truncate(i)
            else:
                run.left -= width
            a = end
            rest -= width
        return rest


def _matches(run: _Run, c: i64, size: i64, opens: bool) -> bool:
    """Return True if an open run matches a closing one (rules 9 and 10)."""
    if run.sign != c:
        return False
    if not opens and not run.closes:
        return True
    return (run.size + size) % 3 != 0 or (run.size % 3 == 0 and size % 3 == 0)


def _key(c: i64, size: i64, opens: bool) -> i64:
    """Return a number for what decides which open runs match a closer."""
    key = size % 3
    if opens:
        key += 3
    if c == 95:
        key += 6
    elif c == 126:
        key += 12
    return key


_IS_SPACE: Final = 1
_IS_SIGN: Final = 2


def _ascii() -> bytes:
    """Return what ``_kind`` returns for the characters of ASCII."""
    kinds = [0] * 128
    for c in range(128):
        char = chr(c)
        if char.isspace():
            kinds[c] = _IS_SPACE
        elif char.isprintable() and not char.isalnum():
            kinds[c] = _IS_SIGN
    return bytes(kinds)


_ASCII: Final = _ascii()


def _kind(c: i64) -> i64:
    """Return ``_IS_SPACE``, ``_IS_SIGN`` for punctuation and symbols as CommonMark has them, or
    0."""
    if c < 128:
        return _ASCII[c]
    char = chr(c)
    if char.isalnum():
        return 0
    if char.isspace():
        return _IS_SPACE
    from unicodedata import category  # few texts need it

    return _IS_SIGN if category(char)[0] in "PS" else 0


def emphasised_lines(doc: Document) -> list[int]:
    """Return the indices of the paragraphs of one line that begin with a delimiter of emphasis."""
    found: list[int] = []
    for number, (kind, start, _, line, last, _) in enumerate(doc.blocks):
        if kind == "paragraph" and line == last and doc.may_mark(start):
            found.append(number)
    if not found:
        return found
    starts = {node.start for node in doc.markup if EMPHASIS <= node.kind <= UNMATCHED}
    return [number for number in found if doc.blocks[number].start in starts]


def is_bold(doc: Document, start: int, end: int) -> bool:
    """Return True if a line is in strong emphasis as a whole, perhaps in italics too, and no other
    emphasis is in it."""
    there = [node for node in doc.markup_in(start, end) if EMPHASIS <= node.kind <= UNMATCHED]
    first = last = 0
    for node in there:
        if node.kind == STRONG:
            first, last = node.first, node.last
    outer = there[0]
    return (
        len(there) <= 2
        and first > 0
        and outer.start == start
        and not doc.text[outer.end : end].strip()
        and (len(there) == 1 or (outer.first == there[1].start and outer.last == there[1].end))
        # A sign that does not mark emphasis belongs to the name of a program.
        and _BOLD_SIGNS.isdisjoint(doc.prose[first:last])
    )


_BOLD_SIGNS: Final = frozenset("*_")


SHOWN_MARKERS: Final = (MARK, "*", "_")
"""What the prose has for a marker that is no code."""


def is_bold_sound(text: str, prose: str) -> bool:
    """Return True if each line has bold text without a space inside only, or one marker without
    another: then no line has bold text with a space inside, as in most articles."""
    at = _marker(text, "*", 0)
    while at >= 0:
        first = at + 2
        last = text.find("*", first)
        if last < 0 or text.find("\n", first, last) >= 0:
            at = _marker(text, "*", first)
            continue
        if (
            text[first].isspace()
            or text[last - 1].isspace()
            or not _is_marker(text, last)
            or prose[at] not in SHOWN_MARKERS
            or prose[last + 1] not in SHOWN_MARKERS
        ):
            return False
        at = _marker(text, "*", last + 2)
    at = _marker(text, "_", 0)
    while at >= 0:
        if prose[at] in SHOWN_MARKERS:
            return False
        at = _marker(text, "_", at + 2)
    return True


def bold_lines(doc: Document) -> list[tuple[int, int, list[int]]]:
    """Return the lines where all bold text ends that begins there: the start in the block, the end,
    and the offsets of the markers; ask through ``doc.fact``."""
    text, prose = doc.text, doc.prose
    runs: list[int] = []
    for sign in "*_":
        at = _marker(text, sign, 0)
        while at >= 0:
            if prose[at] in SHOWN_MARKERS:
                runs.append(at)
            at = _marker(text, sign, at + 2)
    runs.sort()
    found: list[tuple[int, int, list[int]]] = []
    previous: Block | None = None
    inside = False
    i: i64 = 0
    while i < len(runs):
        line = doc.line_at(runs[i])
        end = doc.line_end(line)
        block = block_on_line(doc, line)
        known = block is not None and block.kind in FLOWING
        if block is not None and known and block is not previous:
            inside, previous = False, block
        start = doc.line_start(line)
        if block is not None and block.start > start:
            start = block.start
        markers: list[int] = []
        while i < len(runs) and runs[i] <= end:
            if runs[i] >= start:
                markers.append(runs[i])
            i += 1
        if known:
            odd = len(markers) % 2 == 1
            if not odd and not inside:
                found.append((start, end, markers))
            inside ^= odd
    return found


def _marker(text: str, sign: str, at: int) -> int:
    """Return the offset of the next marker made of two signs, or -1."""
    at = text.find(sign, at)
    while at >= 0 and not _is_marker(text, at):
        at = text.find(sign, at + 1)
    return at


def _is_marker(text: str, at: i64) -> bool:
    """Return True if the sign at an offset begins a marker that neither belongs to a longer run nor
    is escaped."""
    if code_at(text, at) != code_at(text, at + 1):
        return False
    after = code_at(text, at + 2)
    before = code_at(text, at - 1)
    return after != 42 and after != 95 and before != 42 and before != 95 and before != 92


def unsure_bold(text: str) -> list[int]:
    """Return the offsets of two asterisks that are escaped, or not certainly those of bold text."""
    found: list[int] = []
    at = text.find("*")
    while at >= 0:
        end = at + 1
        after: i64 = code_at(text, end)
        if after == 42:
            end = _bold_end(text, at)
            if end < 0:
                found.append(at)
                end = at + 2
        elif after == 92 and code_at(text, at - 1) == 92 and code_at(text, at + 2) == 42:
            found.append(at - 1)
            end = at + 3
        at = text.find("*", end)
    return found


def glued_bold(text: str) -> list[int]:
    """Return the offsets of two asterisks between a character that is no white space and a letter,
    a digit, or two asterisks more."""
    found: list[int] = []
    at = text.find("*")
    while at >= 0:
        end = at + 1
        if code_at(text, end) == 42:
            end += 1
            if at > 0 and (_is_word(text, end) or code_at(text, end) == 42):
                if not is_space(ord(text[at - 1])):
                    found.append(at)
        at = text.find("*", end)
    return found


def _bold_end(text: str, at: i64) -> i64:
    """Return where the bold text ends that two or three asterisks begin, -1 if a parser may see
    none there: the first can only open, the last only close, and no markup between them extends
    beyond them."""
    text_end: i64 = len(text)
    size: i64 = 3 if code_at(text, at + 2) == 42 else 2
    before: i64 = code_at(text, at - 1)
    if before == 42 or before == 92 or at + size >= text_end:
        return -1
    after: i64 = ord(text[at + size])
    if after == 42 or is_space(after) or (_is_word(text, at - 1) and not _is_word(text, at + size)):
        return -1
    depth = 0
    at += size
    while at < text_end:
        c: i64 = ord(text[at])
        if c == 42:
            break
        if c == 91:
            depth += 1
        elif c == 93:
            depth -= 1
        elif c == 95:
            if not (_is_word(text, at - 1) and _is_word(text, at + 1)):
                return -1
            if ord(text[at - 1]) == 95 or ord(text[at + 1]) == 95:
                return -1
        elif c == 10 or c == 36 or c == 60 or c == 92 or c == 96 or c == 126:
            return -1
        if depth < 0 or depth > 2:
            return -1
        at += 1
    end = at + size
    if depth or not text.startswith("***"[:size], at) or code_at(text, end) == 42:
        return -1
    if not _is_word(text, at - 1) and (is_space(ord(text[at - 1])) or _is_word(text, end)):
        return -1
    return end


def _is_word(text: str, at: i64) -> bool:
    """Return True if the character at an offset is a letter, a digit or a low line."""
    c: i64 = code_at(text, at)
    if c < 0x80:
        return 97 <= c | 32 <= 122 or 48 <= c <= 57 or c == 95
    return text[at].isalnum()


_DOLLARS: Final = lazy_regex.compile(
    r"\$\$(?:[^$\n]|\n(?![ \t]*\n))+\$\$|\$(?=[^\s$])[^$\n]*\$(?<![\s\\]\$)(?!\d)"
)
_TEX_SIGNS: Final = frozenset("\\^_={}")
# A command, a power, an index: no prose has them, but for `\[^1\]` and `\[file\_name\]`.
_TEX: Final = lazy_regex.compile(
    r"\\[A-Za-z]{2,}|\\[{}|,;!]|[\w)}|]\^|[\])}]_|(?<![A-Za-z0-9\\_])[A-Za-z]_[A-Za-z0-9{\\]"
)
_COMMAND: Final = lazy_regex.compile(r"\\[A-Za-z]+(?:\{[^{}]*\})?")
_RELATION: Final = lazy_regex.compile(r"[=<>≤≥≠≈∈+]")
_FUNCTION: Final = lazy_regex.compile(
    r"\b(?:log|ln|exp|sin|cos|tan|max|min|sup|inf|lim|gcd|mod|det|dim|ker|arg)\b"
)
_LONG_WORD: Final = lazy_regex.compile(r"[^\W\d_]{3}")
_SHORT_WORD: Final = lazy_regex.compile(r"[^\W\d_]{2}")
_LETTER: Final = lazy_regex.compile(r"[A-Za-z\u0391-\u03c9]")
_OTHER_LETTER: Final = lazy_regex.compile(r"[^\W\d_A-Za-z\u0391-\u03c9]")
_NAME_FOLLOWS: Final = lazy_regex.compile(r"[-=+*/<>.,:;(&|]\$[A-Za-z_]")
_AMOUNT: Final = lazy_regex.compile(r"\d[\d.,]*")
_CURRENCY: Final = lazy_regex.compile(r"[$€£¥₪﷼₹₺]")
_LONGEST_PLAIN: Final = 40
_LONGEST_FORMULA: Final = 2_000
_FORMULA_ENDS: Final = (("\\(", "\\)"), ("\\[", "\\]"))


def dollar_formulas(text: str, prose: str, first: int, last: int) -> list[tuple[int, int]]:
    """Return the spans of formulas between dollar signs, in order.

    The first and the last sign of ``prose`` are told; those that it masks are not looked at.
    """
    found: list[tuple[int, int]] = []
    numbers: list[tuple[int, int]] = []
    at = first
    # The pattern alone would look at each character between the signs.
    while (a := prose.find("$", at, last + 1)) >= 0:
        m = _DOLLARS.match(prose, a, last + 1)
        if m is None:
            at = a + 1
            continue
        b = m.end()
        at = b - 1  # what closes nothing may open
        if b - a <= _LONGEST_FORMULA and _may_open(text, a):
            inner = prose[a:b].strip("$")
            if _AMOUNT.fullmatch(inner.lstrip("-")):
                numbers.append((a, b))
                at = b
            # In `$a=$b` each names a variable of a program.
            elif not _NAME_FOLLOWS.match(prose, b - 2) and _is_between_dollars(
                inner, prose.startswith("$$", a)
            ):
                found.append((a, b))
                at = b
    # A number alone may be a price; beside other formulas it is one of them.
    return sorted(found + numbers) if found and numbers else found


def _may_open(text: str, at: int) -> bool:
    """Return True if no backslash, and no letter or digit of ASCII, stands before a sign."""
    before = text[at - 1] if at else " "
    return before != "\\" and not (before.isascii() and before.isalnum())


def _is_between_dollars(inner: str, display: bool) -> bool:
    if inner[:1].isdigit() and not display:
        if _CURRENCY.search(inner) or _has_words(inner):
            return False
        return not _TEX_SIGNS.isdisjoint(inner) or _is_plain(inner)
    return not _TEX_SIGNS.isdisjoint(inner) or (
        _is_plain(inner) and inner[-1:] not in (":", "/", ".", ",", ";", "-")
    )


def bracket_formulas(text: str, prose: str) -> list[tuple[int, int]]:
    r"""Return the spans of formulas in ``\(…\)`` and ``\[…\]``, in order."""
    found: list[tuple[int, int]] = []
    for opener, closer in _FORMULA_ENDS:
        at = _escape(text, opener, 0)
        while at >= 0:
            end = at + 2
            close = text.find(closer, end, end + _LONGEST_FORMULA)
            if close >= 0 and prose[at + 1] == opener[1] and prose[close + 1] == closer[1]:
                inner = text[end:close]
                # Where Markdown takes one backslash, two are written.
                doubled = text.startswith("\\", at - 1) and inner.endswith("\\")
                inner = inner[:-1] if doubled else inner
                if opener not in inner and "\n\n" not in inner:
                    if is_formula(inner, opener == "\\("):
                        found.append((at - 1 if doubled else at, close + 2))
                        end = close + 2
            at = _escape(text, opener, end)
    found.sort()
    return found


def _escape(text: str, opener: str, at: i64) -> i64:
    """Return the offset of an opening bracket after a backslash, from an offset on; -1 if there is
    none. One character is found much faster than two."""
    bracket: i64 = ord(opener[1])
    at = text.find("\\", at)
    while at >= 0 and code_at(text, at + 1) != bracket:
        at = text.find("\\", at + 1)
    return at


def is_formula(inner: str, variables: bool) -> bool:
    """Return True if a text is a formula by its signs or, with ``variables``, one name or two."""
    if _TEX.search(inner):
        return True
    if _has_words(inner):
        return False
    return _RELATION.search(inner) is not None or (variables and _is_plain(inner))


def _has_words(inner: str) -> bool:
    """Return True if there are words, which are none of TeX's commands and functions."""
    return _LONG_WORD.search(_FUNCTION.sub("", _COMMAND.sub(" ", inner))) is not None


def _is_plain(inner: str) -> bool:
    """Return True if it is short and has names of variables, but no words."""
    if len(inner) > _LONGEST_PLAIN or not _LETTER.search(inner):
        return False
    if _OTHER_LETTER.search(inner):
        return False
    rest = _FUNCTION.sub("", inner)
    word = _SHORT_WORD if " " in inner else _LONG_WORD
    return word.search(rest) is None and _CURRENCY.search(inner) is None


_LONGEST_TAG: Final = 4_000
_LONGEST_LINK: Final = 300
_OPENER: Final = lazy_regex.compile(r"\{(?:\{[<%]?|%)")
# In braces at most one level deep, as in `{{ f({a: 1}) }}`; no blank line.
_VARIABLE: Final = lazy_regex.compile(
    r"\{\{\{?(?:[^{}\n]|\n(?![ \t]*\n)|\{[^{}\n]*\})*\}\}\}?",
)
_NAME: Final = lazy_regex.compile(r"\{(?:\{[<%]|%-?)[ \t\n]*([\w-]+)")
_OTHER_TEMPLATE: Final = {
    **{
        name: lazy_regex.compile(rf"\{{\{{[<%][ \t]*(/?)[ \t]*{name}(?![\w-])")
        for name in ("highlight", "code", "codeblock", "code-toggle", "mermaid", "math", "katex")
    },
    **{
        f"%{name}": lazy_regex.compile(rf"\{{%-?[ \t]*(end)?{name}(?![\w-])")
        for name in ("highlight", "raw", "set", "codeblock", "comment", "mermaid", "math")
    },
}
"""By the name of what holds code, Liquid's after a ``%``: a pattern of the next such tag; group 1
matches if it closes."""
_MAY_BE_PROSE: Final = frozenset({"%raw", "%set"})
_FENCE: Final = lazy_regex.compile(r"\n[ \t]*(?:```|~~~)")
_NOWHERE: Final = (-1, -1)


def template_end(text: str, at: int) -> int:
    """Return the offset behind the shortcode or tag of Liquid that begins at a brace; 0: none."""
    if text.startswith("{%", at):
        start, opener, closer = at + 2, "{%", "%}"
    elif text.startswith("{{<", at):
        start, opener, closer = at + 3, "{{<", ">}}"
    elif text.startswith("{{%", at):
        start, opener, closer = at + 3, "{{%", "%}}"
    else:
        return 0
    close = text.find(closer, start, start + _LONGEST_TAG)
    if close < 0 or text.find(opener, start, close) >= 0 or text.find("\n\n", start, close) >= 0:
        return 0
    return close + len(closer)


def template_body(text: str, at: int, end: int) -> tuple[int, int]:
    """Return where the code ends that a tag opens, and where the tag ends that closes it.

    The tag begins at ``at`` and ends at ``end``, behind which the code begins. -1: it opens none,
    or nothing closes it before another of its name opens.
    """
    m = _NAME.match(text, at, end)
    if m is None or text.startswith("/>}}", end - 4):
        return _NOWHERE
    name = m[1] if text.startswith("{{", at) else f"%{m[1]}"
    other = _OTHER_TEMPLATE.get(name)
    closing = other.search(text, end) if other is not None else None
    if closing is None or not closing[1]:
        return _NOWHERE
    stop = closing.start()
    close = template_end(text, stop)
    # What has fences is Markdown: whole articles stand in {% raw %}, and {% set %} names a passage.
    if not close or (name in _MAY_BE_PROSE and _FENCE.search(text, end, stop) is not None):
        return _NOWHERE
    return stop, close


def holds_code(text: str, at: int) -> bool:
    """Return True if the tag at a brace opens code that is closed on another line."""
    end = template_end(text, at)
    stop = template_body(text, at, end)[0] if end else -1
    return stop >= 0 and text.find("\n", end, stop) >= 0


def template_spans(text: str, prose: str, live: bool) -> list[tuple[int, int, int]]:
    """Return what is no prose of the templates in a text: where it begins and ends, and which of
    ``MARKED`` and ``SHOWN`` it is; in order.

    ``prose`` is the mask so far, in which code is not looked at. ``live`` is True if a
    generator reads the text: then variables and Liquid's tags are not left over.
    """
    found: list[tuple[int, int, int]] = []
    m = _OPENER.search(text)
    while m is not None:
        at, after = m.span()
        if prose[at] == "{":
            after = _template(text, prose, at, live, found) or after
        m = _OPENER.search(text, after)
    found.sort()
    return found


def _template(text: str, prose: str, at: int, live: bool, found: list[tuple[int, int, int]]) -> int:
    """Add the template at a brace to what is found; return where the search goes on, 0: it is
    none."""
    end = template_end(text, at)
    if not end:
        m = _VARIABLE.match(text, at) if live else None
        if m is None or prose[m.end() - 1] != "}":
            return 0
        found += _addressed(text, at, m.end(), SHOWN)
        return m.end()
    if prose[end - 1] != "}":
        return 0
    if text.startswith("{{", at):
        # One in a comment is shown as it is written.
        found += _addressed(text, at, end, SHOWN if text.startswith("/*", at + 3) else MARKED)
    elif live:
        found += _addressed(text, at, end, MARKED)
    stop, close = template_body(text, at, end)
    if stop >= 0 and prose[stop] == "{":
        found.append((end, close, SHOWN))
        return close
    return end


def _addressed(text: str, at: int, end: int, fill: int) -> list[tuple[int, int, int]]:
    """Return what is no prose of a template, together with the link whose address it begins."""
    if at > 1 and text.startswith("](", at - 2):
        opened = text.rfind("[", max(at - _LONGEST_LINK, 0), at - 2)
        close = text.find(")", end, end + _LONGEST_LINK)
        label = text[opened : at - 2]
        if opened >= 0 and close >= 0 and "]" not in label and "\n" not in label:
            if not any(map(str.isspace, text[end:close])):
                if text.startswith("!", opened - 1):
                    return [(opened - 1, close + 1, SHOWN)]
                return [(opened, opened + 1, MARKED), (at - 2, close + 1, MARKED)]
    return [(at, end, fill)]


_TAG: Final = lazy_regex.compile(r"<(script|style|pre)(?=[\s>])[^<>]*>", lazy_regex.IGNORECASE)
_OTHER_TAG: Final = {
    name: lazy_regex.compile(rf"<(/)?{name}(?=[\s>])", lazy_regex.IGNORECASE)
    for name in ("script", "style", "pre")
}
"""Patterns of the next tag of a name; group 1 matches if it closes."""


def element_content(text: str, at: int, end: int) -> tuple[int, int]:
    """Return where the text of the element begins and ends whose tag is at an offset; -1: none is
    closed before ``end``, or another of its name opens before."""
    m = _TAG.match(text, at, end)
    return (-1, -1) if m is None else (m.end(), _close(text, m[1], m.end(), end))


def element_over_lines(text: str, at: int, end: int) -> tuple[int, int]:
    """Return where the text begins and ends of the first element whose tag is in a stretch of the
    text and which is closed on another line; -1: there is none."""
    m = _TAG.search(text, at, end)
    while m is not None:
        start = m.end()
        close = _close(text, m[1], start, len(text))
        if close >= 0 and text.find("\n", start, close) >= 0:
            return start, close
        m = _TAG.search(text, start, end)
    return -1, -1


def _close(text: str, name: str, start: int, end: int) -> int:
    m = _OTHER_TAG[name.lower()].search(text, start, end)
    return m.start() if m is not None and m[1] else -1
