"""Block structure of Markdown and of the Markdown-like text that extractors write.

A line scanner that dispatches on the first character, not a parser: it knows
what the rules ask for (which lines are code, tables, lists, headings) and
follows CommonMark where that decides what a reader sees. Its departures:
a table ends at the first line without a pipe; indented lines are code only
where no list precedes and they hold no link or image; containers are not
nested (a quote's or list item's own code is found, its own quotes are not).
"""

from __future__ import annotations

import re

from contentlint.document import Block
from contentlint.text import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_HTML_BLOCK_TAGS = frozenset(
    "address article aside base basefont blockquote body caption center col colgroup dd details "
    "dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 "
    "head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option "
    "p param search section summary table tbody td tfoot th thead title tr track ul".split()
)
_HTML_RAW = lazy.compile(r"<(script|style|pre|textarea)(?=[\s>]|$)", re.IGNORECASE)
_HTML_TAG = lazy.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?=[\s/>]|$)")
_HTML_ALONE = lazy.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>$")
_IMAGES = lazy.compile(
    r"(?:\[?!\[[^\[\]]*\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)(?:\]\([^()\n]*\))?\s*)+$"
)
_ORDERED = lazy.compile(r"(\d{1,9})[.)](?:[ \t]+|$)")
_CLOSING_HASHES = lazy.compile(r"(?:^|[ \t])#+[ \t]*$")
_DEFINITION = lazy.compile(r"\[(?!\^)[^\[\]\n]+\]:[ \t]*\S")
_DELIMITER = lazy.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
_FENCE = lazy.compile(r"`{3,}(?!.*`)|~{3,}")
# The constructor that Block's own __new__ wraps in Python, at half the time.
_new: Final = tuple.__new__
_BLOCK: Final = Block
_UNESCAPED_PIPE = lazy.compile(r"(?<!\\)\|")


def cell_count(row: str) -> int:
    """Number of cells of a table row: unescaped pipes, the outer ones not counted (GFM)."""
    row = row.strip()
    if "\\" not in row:
        pipes = row.count("|")
        closed = row.endswith("|")
    else:
        pipes = len(_UNESCAPED_PIPE.findall(row))
        closed = row.endswith("|") and not row.endswith("\\|")
    return pipes + 1 - row.startswith("|") - (closed and len(row) > 1)


def is_delimiter_row(stripped: str) -> bool:
    """Whether a stripped line is a GFM delimiter row (``| --- | :-: |``)."""
    return "-" in stripped and _DELIMITER.match(stripped) is not None


def is_thematic_break(stripped: str) -> bool:
    """Whether a stripped line is a thematic break (``---``, ``* * *``, ``___``)."""
    if stripped[0] != stripped[-1]:
        return False
    bare = stripped.replace(" ", "").replace("\t", "")
    return len(bare) >= 3 and bare[0] in "-*_" and bare == bare[0] * len(bare)


def _heading(stripped: str) -> tuple[int, int]:
    """The level of a heading whose ``#`` begin a stripped line, and how long its marker is; 0:
    it is none."""
    level = len(stripped) - len(stripped.lstrip("#"))
    content = stripped[level:].lstrip(" \t")
    marker = len(stripped) - len(content)
    return (level, marker) if level < 7 and (marker > level or not content) else (0, 0)


class Scanner:
    """One pass over the lines of one document; call ``scan`` once."""

    def __init__(
        self,
        lines: list[str],
        stripped: list[str],
        starts: list[int],
        *,
        first: int,
        plain: bool,
        line_mode: bool,
        mdx: bool,
    ) -> None:
        """``first`` is the line (from 0) after the front matter; ``plain`` is for ``.txt``."""
        self.lines = lines
        self.stripped = stripped
        self.starts = starts
        self.first = first
        self.plain = plain
        self.line_mode = line_mode
        self.mdx = mdx
        self.blocks: list[Block] = []
        self.markers: list[tuple[int, int]] = []
        """Spans of block markers (``# ``, ``> ``, ``- ``), which are no prose."""
        self._in_list = False

    def scan(self) -> list[Block]:
        """The blocks, in order."""
        lines, stripped, starts = self.lines, self.stripped, self.starts
        blocks = self.blocks
        line_mode, plain = self.line_mode, self.plain
        i, n = self.first, len(lines)
        open_paragraph = False
        while i < n:
            s = stripped[i]
            if not s:
                open_paragraph = False
                i += 1
                continue
            if s[0] in _SPECIAL or (self.mdx and s.startswith(("import ", "export "))):
                after = self._special(i, s, open_paragraph)
                if after:
                    last = blocks[-1]
                    open_paragraph = (
                        last.kind in ("list_item", "quote")
                        and last.last == after - 1
                        and not line_mode
                    )
                    i = after
                    continue
            line = lines[i]
            if "|" in s:
                if i + 1 < n and self._is_table(i):
                    i = self._table(i)
                    open_paragraph = False
                    continue
                if s[-1] == "|" and s[-2:] != "\\|":
                    self._one("pipe_row", i)
                    open_paragraph = False
                    i += 1
                    continue
            if open_paragraph:
                kind, start, _, first, _, level = blocks[-1]
                blocks[-1] = _new(_BLOCK, (kind, start, starts[i] + len(line), first, i, level))
                i += 1
                continue
            indent = 0 if line[0] == s[0] else line.index(s[0])
            start = starts[i] + indent
            if indent >= 4 or line[0] == "\t":
                if not plain and not self._in_list and "](" not in s and not self._follows(i):
                    i = self._indented_code(i)
                    continue
            elif indent == 0:
                self._in_list = False
            blocks.append(_new(_BLOCK, ("paragraph", start, starts[i] + len(line), i, i, indent)))
            open_paragraph = not line_mode
            i += 1
        return self.blocks

    def _follows(self, i: int) -> bool:
        """Whether line i directly continues a paragraph (an indented line cannot interrupt it)."""
        return (
            bool(self.blocks)
            and self.blocks[-1].last == i - 1
            and self.blocks[-1].kind in ("paragraph", "list_item", "quote")
        )

    def _one(self, kind: str, i: int, start: int = -1, level: int = 0, end: int = -1) -> None:
        line, s = self.lines[i], self.stripped[i]
        if start < 0:
            start = self.starts[i] + (0 if line[0] == s[0] else line.index(s[0]))
        if end < 0:
            end = self.starts[i] + len(line)
        self.blocks.append(_new(_BLOCK, (kind, start, end, i, i, level)))

    def _extent(self, kind: str, i: int, last: int, level: int = 0) -> int:
        """Append a block of whole lines i to last; returns the line after it."""
        last = min(last, len(self.lines) - 1)
        end = self.starts[last] + len(self.lines[last])
        self.blocks.append(_new(_BLOCK, (kind, self.starts[i], end, i, last, level)))
        return last + 1

    def _special(self, i: int, s: str, open_paragraph: bool) -> int:
        """Handle a line by its first character; 0 when it is an ordinary line after all."""
        c = s[0]
        if c == "#":
            line = self.lines[i]
            if line[0] != "#" and line.startswith(("    ", "\t")):
                # Code, where the general rule for indented lines says so.
                if not (self.plain or self._in_list or "](" in s or self._follows(i)):
                    return self._indented_code(i)
            return self._heading(i, s)
        if c in "-*_+=":
            if c == "=" or (c == "-" and open_paragraph):
                after = self._setext(i, s, open_paragraph)
                if after:
                    return after
            if c != "+" and c != "=" and is_thematic_break(s):
                self._one("break", i)
                self._in_list = False
                return i + 1
            if c in "-*+" and (len(s) == 1 or s[1] in " \t"):
                # An empty item cannot interrupt a paragraph.
                if len(s) == 1 and open_paragraph and self.blocks[-1].kind == "paragraph":
                    return 0
                return self._item(i, len(s) - len(s[1:].lstrip(" \t")))
            return 0
        if "0" <= c <= "9":
            m = _ORDERED.match(s)
            if not m or (open_paragraph and m[1] != "1" and self.blocks[-1].kind == "paragraph"):
                return 0
            return self._item(i, m.end())
        if c == ">":
            return self._quote(i)
        if c in "`~":
            m = _FENCE.match(s)
            return self._fence(i, m[0]) if m else 0
        if c == "<":
            return 0 if self.plain else self._html(i, s, open_paragraph)
        if c == "|":
            if i + 1 < len(self.lines) and self._is_table(i):
                return self._table(i)
            self._one("pipe_row", i)
            return i + 1
        if c in "![":
            if c == "[" and not open_paragraph and "]:" in s and _DEFINITION.match(s):
                self._one("definition", i)
                return i + 1
            if s[-1] == ")" and s.startswith(("![", "[![")) and _IMAGES.match(s):
                self._one("image", i)
                return i + 1
            return 0
        if c in "ie" and not open_paragraph:  # MDX: import and export
            last = i
            while last + 1 < len(self.lines) and self.stripped[last + 1]:
                last += 1
            return self._extent("code", i, last)
        return 0

    def _heading(self, i: int, s: str) -> int:
        level, marker = _heading(s)
        if not level:
            return 0
        line = self.lines[i]
        line_start = self.starts[i] + (0 if line[0] == "#" else line.index("#"))
        closing = _CLOSING_HASHES.search(s, level) if s[-1] == "#" else None
        end = line_start + (closing.start() if closing and closing.start() >= level else len(s))
        start = min(line_start + marker, end)
        self.markers.append((line_start, start))
        if end < line_start + len(s):
            self.markers.append((end, line_start + len(s)))
        self.blocks.append(_new(_BLOCK, ("heading", start, end, i, i, level)))
        self._in_list = False
        return i + 1

    def _setext(self, i: int, s: str, open_paragraph: bool) -> int:
        if self.plain or not open_paragraph or s != s[0] * len(s):
            return 0
        b = self.blocks[-1]
        if b.kind != "paragraph" or b.last != i - 1:
            return 0
        self.blocks[-1] = Block("heading", b.start, b.end, b.line, i, 1 if s[0] == "=" else 2)
        self.markers.append((self.starts[i], self.starts[i] + len(self.lines[i])))
        return i + 1

    def _item(self, i: int, marker: int) -> int:
        line = self.lines[i]
        indent = len(line) - len(line.lstrip())
        start = min(self.starts[i] + indent + marker, self.starts[i] + len(line))
        self.markers.append((self.starts[i] + indent, start))
        self._in_list = True
        rest = line[indent + marker :].strip()
        if rest[:3] in ("```", "~~~"):
            m = _FENCE.match(rest)
            if m:
                return self._fence(i, m[0])
        if rest[:1] == "!" and _IMAGES.match(rest):
            self._one("image", i, start)
            return i + 1
        if rest[:1] == "#":
            level, width = _heading(rest)
            if level:
                self.markers.append((start, start + width))
                self._one("heading", i, start + width, level)
                return i + 1
        self._one("list_item", i, start, indent)
        return i + 1

    def _quote(self, i: int) -> int:
        """One paragraph of a block quote, or a fenced code block inside one."""
        start, inner = self._peel(i)
        if inner[:3] in ("```", "~~~") and (m := _FENCE.match(inner)):
            last = i
            while last + 1 < len(self.lines) and self.stripped[last + 1][:1] == ">":
                last += 1
                if _closes(self._peel(last, mark=False)[1], m[0]):
                    break
            return self._extent("code", i, last)
        if not inner:
            self._one("quote", i, start, 1, start)
            return i + 1
        last = i
        if not self.line_mode:
            while last + 1 < len(self.lines) and self.stripped[last + 1][:1] == ">":
                inner = self._peel(last + 1, mark=False)[1]
                if not inner or inner[:3] in ("```", "~~~"):
                    break
                self._peel(last + 1)
                last += 1
        end = self.starts[last] + len(self.lines[last])
        self.blocks.append(_new(_BLOCK, ("quote", start, end, i, last, 1)))
        return last + 1

    def _peel(self, i: int, *, mark: bool = True) -> tuple[int, str]:
        """Offset and stripped text of what follows the quote markers of line i."""
        line = self.lines[i]
        at = first = line.index(">")
        while at < len(line) and line[at] in "> \t":
            at += 1
        if mark:
            self.markers.append((self.starts[i] + first, self.starts[i] + at))
        return self.starts[i] + at, line[at:].rstrip()

    def _fence(self, i: int, fence: str) -> int:
        last = i + 1
        n = len(self.lines)
        while last < n and not _closes(self.stripped[last], fence):
            last += 1
        return self._extent("code", i, last)

    def _indented_code(self, i: int) -> int:
        last, n = i, len(self.lines)
        j = i + 1
        while j < n:
            line = self.lines[j]
            if not self.stripped[j]:
                j += 1
                continue
            if not line.startswith(("    ", "\t")):
                break
            last = j
            j += 1
        return self._extent("code", i, last)

    def _html(self, i: int, s: str, open_paragraph: bool) -> int:
        n = len(self.lines)
        if s.startswith("<!--"):
            # Only a comment that has its lines to itself is a block; others are inline.
            last = i
            while last < n and "-->" not in self.stripped[last]:
                last += 1
            if last >= n or not self.stripped[last].endswith("-->"):
                return 0
            return self._extent("html", i, last, 1)
        if m := _HTML_RAW.match(s):
            close = "</" + m[1].lower()
            last = i
            while last < n and close not in self.stripped[last].lower():
                last += 1
            return self._extent("code", i, last)
        m = _HTML_TAG.match(s)
        if not m:
            return 0
        if m[1].lower() not in _HTML_BLOCK_TAGS and (open_paragraph or not _HTML_ALONE.match(s)):
            return 0
        last = i
        while last + 1 < n and self.stripped[last + 1] and not self.line_mode:
            last += 1
        return self._extent("html", i, last)

    def _is_table(self, i: int) -> bool:
        below = self.stripped[i + 1]
        return (
            bool(below)
            and below[0] in "|:-"
            and is_delimiter_row(below)
            and ("|" in below or "|" in self.stripped[i])
            and cell_count(below) == cell_count(self.stripped[i])
        )

    def _table(self, i: int) -> int:
        last, n = i + 1, len(self.lines)
        while last + 1 < n and "|" in self.stripped[last + 1]:
            last += 1
        self.markers.append((self.starts[i + 1], self.starts[i + 1] + len(self.lines[i + 1])))
        return self._extent("table", i, last)


_SPECIAL: Final = frozenset("#-*_+=>`~<|![0123456789")


def _closes(stripped: str, fence: str) -> bool:
    return (
        stripped[:3] == fence[:3]
        and len(stripped) >= len(fence)
        and stripped == fence[0] * len(stripped)
    )
