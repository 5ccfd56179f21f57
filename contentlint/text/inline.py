"""Inline nodes and the prose mask, in one pass over the text outside code.

What is found here once (links, images, URLs, comments) is what the rules about
links, images and URLs read; what is left over is ``Document.prose``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from contentlint.document import MARK, OBJECT, Block, Link, Span
from contentlint.records import NamedTuple
from contentlint.text import lazy
from contentlint.text.urls import bare_urls, emails

# Each run of white space has one place only where it can match: two neighbours that both take
# spaces would try every split of them, and `[a](` with 500 spaces would take seconds.
_SPACE = r"[ \t]*(?:\n[ \t]*)?"
_TITLE = r"(?:\"[^\"\\]*(?:\\[\s\S][^\"\\]*)*\"|'[^'\\]*(?:\\[\s\S][^'\\]*)*'|\([^()]*\))"
# A title without a destination is a link to CommonMark only when it holds no space; to an editor
# it is a link whose destination was lost.
_DEST = r"(?:<([^<>\n]*)>|([^\x00- ()<>]+(?:\([^\x00- ()]*\)[^\x00- ()]*)*))"
_TARGET = rf"\({_SPACE}(?:{_DEST}(?:[ \t\n]{_SPACE}{_TITLE})?{_SPACE}|{_TITLE}{_SPACE}|)\)"
# Every alternative starts with a literal, so that `re` skips ahead by a character set:
# 300 MB/s over prose without markup, against 60 with a leading quantifier.
_TOKEN = lazy.compile(
    r"``*"  # 0
    r"|\\[!-/:-@\[-`{-~]"
    rf"|!\[([^\[\]\n\\]*)\]{_TARGET}"
    rf"|\[([^\[\]\n\\`*<]+)\]{_TARGET}"
    r"|\[\^[^\[\]\s]+\]"
    r"|!\["
    r"|\["
    rf"|\](?:{_TARGET})?"
    r"|<(?:!--|/?[A-Za-z][^<>]*>)"
    r"|\*\**"
    r"|__*"
    r"|~~"
)
_TICKS = lazy.compile("``*")
_AUTOLINK = lazy.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*|[^<>\s@]+@[^<>\s]+)>")
_MATH = lazy.compile(r"\$\$[^$]+\$\$|\$(?=[^\s\d$])[^$\n]*[^\s\\$]\$(?!\d)")
_MATH_SIGNS = frozenset("\\^_={}")
_MDX_EXPRESSION = lazy.compile(r"\{/\*.*?\*/\}|\{[^{}\n]*\}", re.DOTALL)
# What Kramdown, Pandoc and others take for the attributes of a heading: `{#id .class key=value}`.
_ATTRIBUTES = lazy.compile(
    r"\{[ \t]*:?[ \t]*(?:[#.][^{}\n]*|[A-Za-z][\w-]*=[^{}\n]*)\}[ \t#]*(?:\n|$)"
)
_DEFINITION = lazy.compile(r"\[([^\[\]\n]+)\]:[ \t]*(?:<([^<>\n]*)>|(\S+))")
# A deeper stack of open brackets than this is noise, and would make closing them slow.
_MAX_OPEN = 64
_FAR = 300
"""Longer addresses are no longer looked at as a whole."""
_WHITE = frozenset(" \t\n\r\u00a0\u3000\u2028")


# The constructor that a NamedTuple's own __new__ wraps in Python: half the time of a link.
_new = tuple.__new__


def _destination(m: re.Match[str], group: int) -> Span:
    """The span of a destination, in angle brackets (``group``) or bare (the next group)."""
    span = m.span(group + 1)
    if span[0] < 0:
        span = m.span(group)
    if span[0] < 0:
        span = (m.end() - 1, m.end() - 1)
    return _new(Span, span)


class Inlines(NamedTuple):
    links: list[Link]
    comments: list[Span]
    prose: str
    definitions: dict[str, Span]
    """Reference label, casefolded with runs of white space collapsed, to its destination."""


def fold_label(label: str) -> str:
    """A reference label as CommonMark compares it."""
    return " ".join(label.split()).casefold()


class Scanner:
    """Collects the inline nodes of one document; call ``scan`` once."""

    def __init__(self, text: str, *, mdx: bool = False, comments: bool = True) -> None:
        self.text = text
        self.mdx = mdx
        self.read_comments = comments
        self.links: list[Link] = []
        self.comments: list[Span] = []
        self.definitions: dict[str, Span] = {}
        self.cuts: list[tuple[int, int, str]] = []
        self._references: list[tuple[int, int, int, bool]] = []
        self._ticks: dict[int, list[int]] = {}
        self._no_comment = -1
        """The end of the region in which no comment is closed any more."""
        self._unsorted = False

    def scan(self, blocks: list[Block], markers: list[tuple[int, int]]) -> Inlines:
        """Scan everything outside code and front matter.

        ``markers`` are the spans of block markers, in any order.
        """
        text = self.text
        position = 0
        for block in blocks:
            kind = block.kind
            if kind in _MASKED or (kind == "html" and block.level == 1):
                if position < block.start:
                    self._region(position, block.start)
                position = block.end
                if kind == "definition":
                    self._definition(block)
                elif kind == "html":
                    self.comments.append(Span(block.start, block.end))
                self.cuts.append((block.start, block.end, " "))
        if position < len(text):
            self._region(position, len(text))
        self._resolve_references()
        self.cuts.extend((a, b, " ") for a, b in markers)
        if "{" in text:
            self.cuts.extend(_attributes(text, blocks))
        prose = _mask(text, self.cuts)
        if "://" in prose or "www." in prose or "@" in prose:
            prose = self._urls(prose)
        if "$" in prose:
            prose = self._objects(prose, _MATH, lambda s: not _MATH_SIGNS.isdisjoint(s[1:-1]))
        if self.mdx and "{" in prose:
            prose = self._expressions(prose)
        if self._unsorted:
            self.links.sort(key=lambda link: (link.span.start, -link.span.end))
        return Inlines(self.links, self.comments, prose, self.definitions)

    def _region(self, start: int, end: int) -> None:
        """Scan ``text[start:end]``, which holds no code block."""
        text, cuts = self.text, self.cuts
        append = cuts.append
        open_brackets: list[tuple[int, bool]] = []
        skip = start
        for m in _TOKEN.finditer(text, start, end):
            a = m.start()
            if a < skip:
                continue
            c = text[a]
            if c == "[" or c == "!":
                if m.lastindex is not None:
                    self._simple(m, c == "!")
                elif text[a : a + 2] == "[^" and m.end() > a + 2:
                    cuts.append((a, m.end(), MARK))
                else:
                    open_brackets.append((a, c == "!"))
                    if len(open_brackets) > _MAX_OPEN:
                        del open_brackets[0]
            elif c == "]":
                if open_brackets:
                    self._close(m, open_brackets)
            elif c == "`":
                skip = self._code_span(a, m.end(), end)
            elif c == "\\":
                append((a, a + 1, MARK))
            elif c == "<":
                skip = self._angle(m, end)
            else:  # a run of emphasis markers, unless white space on both sides makes it a sign
                b = m.end()
                before = text[a - 1] if a else " "
                after = text[b] if b < len(text) else " "
                if before in _WHITE and after in _WHITE:
                    continue
                if c == "_" and after.isalnum() and (before.isalnum() or self._in_url(a)):
                    continue
                append((a, b, MARK))

    def _in_url(self, at: int) -> bool:
        """Whether a URL in running text goes on over an offset: `…?_ga=1`."""
        text = self.text
        start = text.rfind(" ", max(at - _FAR, 0), at) + 1
        scheme = text.rfind("://", max(start, at - _FAR), at)
        return scheme >= 0 and text.find("\n", scheme, at) < 0

    def _simple(self, m: re.Match[str], image: bool) -> None:
        """A link or image whose text holds no bracket: one match has all of it."""
        group = 1 if image else 4
        a, b = m.span()
        label = _new(Span, m.span(group))
        group += 1
        dest = _destination(m, group)
        self.links.append(
            _new(Link, ("image" if image else "link", _new(Span, (a, b)), label, dest))
        )
        if image:
            self.cuts.append((a, b, OBJECT))
        else:
            self.cuts.append((a, a + 1, MARK))
            self.cuts.append((label.end, b, MARK))

    def _close(self, m: re.Match[str], open_brackets: list[tuple[int, bool]]) -> None:
        text = self.text
        start, image = open_brackets.pop()
        close = m.start()
        if text.find("\n\n", start, close) >= 0:
            open_brackets.clear()
            return
        label = Span(start + (2 if image else 1), close)
        if m.end() > close + 1:
            self._unsorted = True
            dest = _destination(m, 7)
            kind = "image" if image else "link"
            self.links.append(Link(kind, Span(start, m.end()), label, dest))
            if image:
                self.cuts.append((start, m.end(), OBJECT))
            else:
                # Links hold no links: what is still open before this one is text.
                open_brackets[:] = [b for b in open_brackets if b[1]]
                self.cuts.append((start, start + 1, MARK))
                self.cuts.append((close, m.end(), MARK))
        else:
            self._references.append((start, close, m.end(), image))

    def _resolve_references(self) -> None:
        """Turn ``[text][label]``, ``[label][]`` and ``[label]`` with a definition into links."""
        if not self._references:
            return
        self._unsorted = True
        text = self.text
        closed = {start: close for start, close, _, _ in self._references}
        used: set[int] = set()
        for start, close, end, image in self._references:
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
            elif not image and fold_label(text[label.start : label.end]) not in self.definitions:
                continue
            defined = fold_label(text[reference.start : reference.end]) in self.definitions
            if image:
                explicit = reference is not label
                if defined or explicit:
                    self.links.append(Link("image_ref", Span(start, end), label, reference))
                    self.cuts.append((start, end, OBJECT))
            elif defined:
                self.cuts.append((start, start + 1, MARK))
                self.cuts.append((close, end, MARK))

    def _definition(self, block: Block) -> None:
        m = _DEFINITION.match(self.text, block.start, block.end)
        if m:
            dest = Span(*m.span(2 if m[2] is not None else 3))
            self.definitions.setdefault(fold_label(m[1]), dest)
            self.links.append(Link("autolink", dest, dest, dest))

    def _code_span(self, a: int, b: int, end: int) -> int:
        """Mask the code span that opens at a; returns where scanning goes on."""
        width = b - a
        places = self._ticks.get(width, ()) if self._ticks else self._all_ticks().get(width, ())
        index = bisect_left(places, b)
        if index == len(places) or places[index] + width > end:
            return b
        at = places[index]
        if self.text.find("\n\n", b, at) >= 0:
            return b
        self.cuts.append((a, at + width, OBJECT))
        return at + width

    def _all_ticks(self) -> dict[int, list[int]]:
        """Where the runs of backticks stand, by their length: or a text of ever longer runs
        would be searched through for each of them."""
        for m in _TICKS.finditer(self.text):
            self._ticks.setdefault(m.end() - m.start(), []).append(m.start())
        return self._ticks

    def _angle(self, m: re.Match[str], end: int) -> int:
        text = self.text
        a = m.start()
        if m[0] == "<!--":
            if not self.read_comments or self._no_comment == end:
                return m.end()
            close = text.find("-->", a + 4, end)
            if close < 0:
                self._no_comment = end
                return m.end()
            self.comments.append(Span(a, close + 3))
            self.cuts.append((a, close + 3, " "))
            return close + 3
        link = _AUTOLINK.match(text, a, end)
        if link:
            dest = Span(*link.span(1))
            self.links.append(Link("autolink", Span(*link.span()), dest, dest))
            self.cuts.append((a, link.end(), OBJECT))
            return link.end()
        if "\n\n" in m[0]:
            return a + 1
        self.cuts.append((a, m.end(), MARK))
        return m.end()

    def _urls(self, prose: str) -> str:
        cuts = []
        self._unsorted = True
        for a, b in bare_urls(prose):
            span = Span(a, b)
            self.links.append(Link("bare", span, span, span))
            cuts.append((a, b, OBJECT))
        if cuts:
            prose = _mask(prose, cuts)
        if "@" in prose:
            addresses = [(a, b, OBJECT) for a, b in emails(prose)]
            if addresses:
                prose = _mask(prose, addresses)
        return prose

    def _expressions(self, prose: str) -> str:
        """Mask MDX's ``{…}``; looked for in the text, whose ``{/*`` the mask has changed."""
        cuts = []
        for m in _MDX_EXPRESSION.finditer(self.text):
            if prose[m.start()] == "{":
                cuts.append((m.start(), m.end(), OBJECT))
                if m[0].startswith("{/*"):
                    self.comments.append(Span(*m.span()))
        return _mask(prose, cuts)

    @staticmethod
    def _objects(prose: str, pattern: re.Pattern[str], wanted: object) -> str:
        assert callable(wanted)
        cuts = [(m.start(), m.end(), OBJECT) for m in pattern.finditer(prose) if wanted(m[0])]
        return _mask(prose, cuts) if cuts else prose


def _attributes(text: str, blocks: list[Block]) -> Iterator[tuple[int, int, str]]:
    """The attribute blocks at the ends of headings, which are not shown."""
    for block in blocks:
        if block.kind == "heading":
            end = text.find("\n", block.start, block.end)
            a = text.rfind("{", block.start, block.end if end < 0 else end)
            m = _ATTRIBUTES.match(text, a, block.end) if a > block.start else None
            if m:
                yield a, text.index("}", a) + 1, MARK


_MASKED = frozenset({"front_matter", "code", "definition", "break"})


def _mask(text: str, cuts: list[tuple[int, int, str]]) -> str:
    """``text`` with each cut replaced by its character, line ends kept."""
    if not cuts:
        return text
    cuts.sort()
    parts = []
    position = 0
    for a, b, fill in cuts:
        if a < position:
            if b <= position:
                continue
            a = position
        if position < a:
            parts.append(text[position:a])
        if text.find("\n", a, b) < 0:
            parts.append(fill * (b - a))
        else:
            parts.append("\n".join(fill * len(line) for line in text[a:b].split("\n")))
        position = b
    parts.append(text[position:])
    return "".join(parts)
