"""Block structure of Markdown and of the Markdown-like text that extractors write.

A line scanner with CommonMark's containers and GFM's tables. The blocks of a document are a flat
list: those that hold text, code or HTML, whatever quotes and lists they are in. The departures from
CommonMark are listed in ``docs/markdown.md``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from contentlint._util import lazy_regex
from contentlint.core import inline
from contentlint.core.dialects import Lines
from contentlint.core.lexer import BLANK, is_blank
from contentlint.model.characters import is_space
from contentlint.model.dialects import HEADERLESS_TABLES, JSX, MARKDOWN_IN_HTML
from contentlint.model.document import Block
from contentlint.model.terminators import LINE_CLOSERS, LINE_ENDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_HTML_BLOCK_TAGS: Final = frozenset(
    "address article aside base basefont blockquote body caption center col colgroup dd details "
    "dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 "
    "head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option "
    "p param search section summary table tbody td tfoot th thead title tr track ul".split()
)
_HTML_RAW_TAGS: Final = frozenset({"script", "style", "pre", "textarea"})
_HTML_ALONE: Final = lazy_regex.compile(rf"(?:{inline.TAG_SYNTAX})$")
_CLOSED_HTML: Final = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))
"""What begins HTML that lines without a tag may belong to, and what ends it."""
_RAW_END: Final = lazy_regex.compile(r"</(?:script|pre|style|textarea)>", lazy_regex.IGNORECASE)
_IMAGES: Final = lazy_regex.compile(
    r"(?:\[?!\[[^\[\]]*\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)(?:\]\([^()\n]*\))?\s*)+$"
)
_ITEM: Final = lazy_regex.compile(r"(?:[-*+]|1[.)])[ \t]+\S")
_CLOSING_HASHES: Final = lazy_regex.compile(r"(?:^|[ \t])#+[ \t]*$")
_DEFINITION: Final = lazy_regex.compile(
    r"\[(?!\^)((?:[^\[\]\\]|\\.)+)\]:[ \t]*\n?[ \t]*"
    r"(?:<(?:[^<>\n\\]|\\.)*>|(?!<)(?:[^\s()\\]|\\\S|\\(?!.)|\((?:[^\s()\\]|\\\S)*\))+)"
    r"(?:(?:[ \t]+|[ \t]*\n[ \t]*)(?:\"(?:[^\"\\]|\\[\s\S])*\"|'(?:[^'\\]|\\[\s\S])*'"
    r"|\((?:[^()\\]|\\[\s\S])*\)))?[ \t]*(?=\n|$)"
)
_DELIMITER: Final = lazy_regex.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
# The constructor that Block's own __new__ wraps in Python, at half the time.
_new: Final = tuple.__new__
_BLOCK: Final = Block
_UNESCAPED_PIPE: Final = lazy_regex.compile(r"(?<!\\)\|")
# Code and tags of Liquid, whose pipes part no cells.
_CODE_OR_TAG: Final = lazy_regex.compile(r"(`+)[^`\n]+\1|\{[{%][^\n]*?[%}]\}")


def cell_count(row: str) -> int:
    """Return the number of cells of a table row: unescaped pipes, the outer ones not counted
    (GFM)."""
    row = row.strip()
    if "\\" not in row:
        pipes = row.count("|")
        closed = row.endswith("|")
    else:
        pipes = len(_UNESCAPED_PIPE.findall(row))
        closed = row.endswith("|") and not row.endswith("\\|")
    return pipes + 1 - row.startswith("|") - (closed and len(row) > 1)


def cells(row: str) -> list[str]:
    """Return the cells that ``cell_count`` counts, without the blanks around them."""
    found = [cell.strip() for cell in _UNESCAPED_PIPE.split(row.strip())]
    if len(found) > 1 and not found[0]:
        del found[0]
    if len(found) > 1 and not found[-1]:
        del found[-1]
    return found


def is_delimiter_row(stripped: str) -> bool:
    """Return True if a stripped line is a GFM delimiter row (``| --- | :-: |``)."""
    return "-" in stripped and _DELIMITER.match(stripped) is not None


def _special() -> bytes:
    """Return a table of ASCII: 1 if a line that begins with the character may be no paragraph."""
    return bytes(chr(c) in "#-*_+=>`~<|![{$\\0123456789" for c in range(128))


_SPECIAL: Final = _special()
_BEGINS: Final = bytes(chr(c) in ">-+*_=0123456789" for c in range(128))
"""1 if a container, an underline or a break may begin with the character."""
_GROWING: Final = frozenset({"paragraph", "list_item", "quote"})
"""The kinds of blocks that the next line of a paragraph belongs to."""
_BODY: Final = 4
"""The columns by which the body of an admonition is indented."""
_DEEPEST: Final = 100
"""Containers in each other; what is deeper is text."""
_LONGEST_FORMULA: Final = 4_000
_BEHIND_FORMULA: Final = ".,;:"


class Scanner:
    """One pass over the lines of one document; call ``scan`` once."""

    def __init__(
        self,
        text: str,
        starts: list[int],
        *,
        first: int,
        plain: bool,
        line_mode: bool,
        mdx: bool,
        pipes: bool = True,
        components: Lines | None = None,
    ) -> None:
        """``starts`` are those of ``lexer.line_starts``; ``first`` is the line (from 0) after the
        front matter; ``plain`` is for ``.txt``; ``pipes`` is False if the text has none;
        ``components`` reads the tags of a dialect."""
        self.text = text
        self.starts = starts
        self.count: i64 = len(starts) - 1
        """The number of lines."""
        self.first: i64 = first
        self.plain = plain
        self.line_mode = line_mode
        self.mdx = mdx
        self.pipes = pipes
        self.components = components
        self._leads = components.leads(_SPECIAL) if components is not None else _SPECIAL
        """As ``_SPECIAL``; 2 if a component may begin with the character."""
        features = components.features if components is not None else 0
        self._headerless = features & HEADERLESS_TABLES != 0
        self._fences_in_html = features & (MARKDOWN_IN_HTML | JSX) != 0
        self.blocks: list[Block] = []
        self.markers: list[int] = []
        """Block markers (``# ``, ``> ``, ``- ``), which are no prose, in order; encoded as
        ``inline.Scanner.cuts`` are."""
        self.hidden: list[int] = []
        """Indices of the blocks that hold no prose at all."""
        self.bodies: list[tuple[int, int]] = []
        """Spans of code on lines that hold other text too, in order."""
        self.joined: set[int] = set()
        """Indices of the blocks that are one paragraph of CommonMark with the block before."""
        self._containers: list[int] = []
        """The open containers, outermost first: 0 for a quote; for a list item, the columns by
        which its content is indented."""
        self._quotes: i64 = 0
        """The number of quotes among them."""
        self._open = False
        """True if CommonMark would continue a paragraph with the next line."""
        self._joins = False
        """True if the next line continues a paragraph, HTML or a shortcode: if it is indented, it
        is no code."""
        self._paragraph: i64 = 0
        """The index of the first block of the open paragraph."""
        self._lone: i64 = -1
        """The index of the last item whose text is not indented below its marker. A ``-`` below it
        is the next marker."""
        self._matched: i64 = 0
        """The number of containers that hold the line."""
        self._at: i64 = 0
        self._column: i64 = 0
        self._base: i64 = 0
        """Where the content of the line begins that ``_enter`` has read: its offset, its column,
        and the column at which content without indentation would begin."""
        self._in_conflict = False
        """True between the first and the last mark of a merge conflict."""
        self._kind = ""
        self._last: i64 = -1
        """The kind and the last line of the block that was added last."""
        if first:
            self._extent("front_matter", 0, first - 1)

    def scan(self) -> list[Block]:
        """Return the blocks, in order."""
        text, starts = self.text, self.starts
        mdx, line_mode, leads = self.mdx, self.line_mode, self._leads
        i: i64 = self.first
        n: i64 = self.count
        size: i64 = len(text)
        pipe: i64 = -1  # where the next one stands
        if not self.pipes:
            pipe = size
        grows = False  # a line of text continues the last block
        grown: i64 = -1  # the line that the last block must be extended to; -1: none
        end: i64 = starts[i] - 1
        while i < n:
            begin: i64 = end + 1
            end = starts[i + 1] - 1
            head = begin
            c: i64 = 10
            while head < end:
                c = ord(text[head])
                # Uncompiled, a call for each line would be felt.
                if 32 < c < 0x85 or 0xA0 < c < 0x1680 or not is_space(c):
                    break
                head += 1
            if head >= end:
                grows = self._open = self._joins = False
                if self._containers:
                    self._blank(i)
                i += 1
                continue
            special = (c < 128 and leads[c] != 0) or (mdx and self._is_script(i))
            if pipe < begin:
                pipe = text.find("|", begin)
                if pipe < 0:
                    pipe = size
            if not special and pipe >= end:
                if grows:
                    grown = i
                    i += 1
                    continue
                if head == begin and not self._containers:
                    if grown >= 0:
                        self._grow(grown)
                        grown = -1
                    if self._joins:
                        self.joined.add(len(self.blocks))
                    else:
                        self._paragraph = len(self.blocks)
                    self._add("paragraph", head, end, i, i, 0)
                    self._open = self._joins = True
                    grows = not line_mode
                    i += 1
                    continue
            if grown >= 0:
                self._grow(grown)
                grown = -1
            i = self._read(i, pipe < end)
            end = starts[i] - 1
            grows = self._open and not line_mode and self._kind in _GROWING
        if grown >= 0:
            self._grow(grown)
        return self.blocks

    def _add(self, kind: str, start: i64, end: i64, line: i64, last: i64, level: i64) -> None:
        self.blocks.append(_new(_BLOCK, (kind, start, end, line, last, level)))
        self._kind = kind
        self._last = last

    def _mark(self, start: i64, end: i64) -> None:
        """Add a block marker."""
        self.markers.append(start << 32 | end << 2 | BLANK)

    def _grow(self, i: i64) -> None:
        """Extend the last block to the end of line i."""
        kind, start, _, first, _, level = self.blocks.pop()
        self._add(kind, start, self._end(i), first, i, level)

    def _end(self, i: i64) -> i64:
        """Return where line i ends."""
        end: i64 = self.starts[i + 1]
        return end - 1

    def _stop(self, head: i64, end: i64) -> i64:
        """Return where a part of a line ends, without the white space at its end."""
        text = self.text
        while end > head:
            c: i64 = ord(text[end - 1])
            if 32 < c < 0x85 or not is_space(c):
                break
            end -= 1
        return end

    def _bare(self, head: i64, end: i64) -> str:
        """Return a part of a line without the white space at its end."""
        return self.text[head : self._stop(head, end)]

    def _is_script(self, i: i64) -> bool:
        """Return True if line i is an import or export of MDX, which begins at the very start of a
        line: the text of an item may begin with these words."""
        return self.text.startswith(("import ", "export "), self.starts[i])

    # Containers

    def _enter(self, i: i64) -> i64:
        """Match line i with the open containers; return how many match. ``_at``, ``_column`` and
        ``_base`` are those of what follows their markers."""
        text = self.text
        end = self._end(i)
        self._base = 0
        self._column = 0
        self._skip(self.starts[i], end)
        matched: i64 = 0
        for each in self._containers:
            width: i64 = each
            if width:
                if self._at < end and self._column - self._base < width:
                    break
                self._base += width
            elif self._at < end and self._column - self._base < 4 and text[self._at] == ">":
                self._quote(end)
            else:
                break
            matched += 1
        return matched

    def _skip(self, at: i64, end: i64) -> None:
        """Pass over spaces and tabs."""
        text = self.text
        column = self._column
        while at < end:
            c: i64 = ord(text[at])
            if c == 32:
                column += 1
            elif c == 9:
                column += 4 - column % 4
            else:
                break
            at += 1
        self._at = at
        self._column = column

    def _quote(self, end: i64) -> None:
        """Read the marker of a quote."""
        at = self._at
        self._column += 1
        self._base = self._column
        self._skip(at + 1, end)
        if self._column > self._base:
            self._base += 1
        self._mark(at, self._at)

    def _item(self, end: i64, interrupts: bool) -> i64:
        """Read the marker of a list item; return the columns by which its content is indented; 0
        if there is no marker. ``interrupts`` is True if the line continues a paragraph, which only
        an item with content ends, and of ordered ones the first."""
        text = self.text
        head = self._at
        at = head
        c: i64 = ord(text[at])
        if 48 <= c <= 57:
            while at < end and 48 <= ord(text[at]) <= 57:
                at += 1
            if at >= end or at - head > 9:
                return 0
            c = ord(text[at])
            if c != 46 and c != 41:  # . )
                return 0
            if interrupts and text[head:at] != "1":
                return 0
        elif c != 45 and c != 42 and c != 43:  # - * +
            return 0
        at += 1
        if at < end and ord(text[at]) != 32 and ord(text[at]) != 9:
            return 0
        if interrupts and self._stop(at, end) == at:
            return 0
        outer = self._base
        self._column += at - head
        self._base = self._column + 1
        self._skip(at, end)
        if self._at < end and self._column - self._base < 4:
            self._base = self._column
        self._mark(head, self._at)
        return self._base - outer

    def _leave(self, count: i64) -> None:
        """Close all containers but the outermost ones, and the open paragraph."""
        while len(self._containers) > count:
            if not self._containers.pop():
                self._quotes -= 1
        self._open = self._joins = False

    def _blank(self, i: i64) -> None:
        """Read a blank line inside containers: it ends quotes and an item without content."""
        if self._quotes:
            self._leave(self._enter(i))
        if self._kind == "list_item" and self._last == i - 1 and self._containers:
            block = self.blocks[-1]
            if block.start == block.end and self._containers[-1]:
                self._leave(len(self._containers) - 1)

    def _inside(self, i: i64) -> bool:
        """Return True if line i is in all open containers. It has been read by ``_enter`` then."""
        if not self._containers:
            self._enter(i)
            return True
        count = len(self.markers)
        if self._enter(i) == len(self._containers):
            return True
        del self.markers[count:]
        return False

    # Blocks

    def _read(self, i: i64, piped: bool) -> i64:
        """Read the containers and the block that begin on line i; return the line after it."""
        text = self.text
        end = self._end(i)
        self._matched = self._enter(i)
        item: i64 = -1  # where the marker of the innermost item is, if it is on this line
        while self._at < end and self._matched < _DEEPEST:
            lazy = self._matched < len(self._containers) or self._lone == self._paragraph
            lazy = lazy or self._kind == "image"  # nor does an image make a heading
            at = self._at
            c: i64 = ord(text[at])
            if c >= 128 or not self._leads[c] or self._is_indented():
                break
            if self._leads[c] == 2:
                after = self._component(i, at, end)
                if after:
                    return after
            if not _BEGINS[c]:
                break
            width: i64 = 0
            if c == 62:  # >
                if self._in_conflict and text.startswith(">>>>>>> ", at):
                    self._in_conflict = False
                    return self._conflict_mark(i)
                self._quote(end)
                self._quotes += 1
                item = -1
            else:
                after = self._ruled(i, at, end, lazy)
                if after:
                    return after
                width = self._item(end, self._open and not lazy and not self.line_mode)
                if not width:
                    break
                item = at
            self._leave(self._matched)
            self._containers.append(width)
            self._matched += 1
            self._kind = ""
        if self._at < end:
            return self._leaf(i, end, item, piped)
        self._leave(self._matched)
        if item >= 0:
            self._add("list_item", end, end, i, i, item - self.starts[i])
        elif self._matched and not self._containers[self._matched - 1]:
            if self._kind in ("", "quote") or self._last < i - 1:
                self._add("quote", end, end, i, i, 1)
        return i + 1

    def _component(self, i: i64, head: i64, end: i64) -> i64:
        """Read the tag of a dialect that begins on line i, and the code in it; return the line
        after it; 0 if there is none."""
        assert self.components is not None
        stop = self._stop(head, end)
        tag = self.components.read(i, head, stop)
        if tag is None:
            return 0
        self._leave(self._matched)
        if tag.title >= 0:
            self._mark(head, tag.title)
            if tag.title_end < stop:
                self._mark(tag.title_end, stop)
            self._add(tag.kind, tag.title, tag.title_end, i, i, 0)
            if tag.last > i:
                self._extent(tag.kind, i + 1, tag.last)
        else:
            self._extent(tag.kind, i, tag.last)
        if tag.body > tag.last:
            self._extent("code", tag.last + 1, tag.body)
        if tag.indented:
            self._containers.append(_BODY)
        return self._last + 1

    def _is_indented(self) -> bool:
        """Return True if the line is indented so far that no block but code begins on it."""
        return self._column - self._base >= 4 and not (self.plain or self.mdx)

    def _leaf(self, i: i64, end: i64, item: i64, piped: bool) -> i64:
        """Read the block that begins on line i inside its containers; return the line after it.
        ``item`` is where the marker of the item is that begins with it, or -1."""
        text = self.text
        at = self._at
        c: i64 = ord(text[at])
        lazy = self._matched < len(self._containers)
        quoted = self._matched > 0 and self._containers[self._matched - 1] == 0
        continued = self._open or (self._joins and not lazy)
        kind = "quote" if quoted else "paragraph"
        stop = self._stop(at, end)
        if self._is_indented():
            if not continued and text.find("](", at, end) < 0:
                self._leave(self._matched)
                return self._indented_code(i)
        else:
            if c < 128 and _SPECIAL[c]:
                after = self._dispatch(i, at, end, item >= 0, quoted)
                if after:
                    return after
            elif self.mdx and not self._open and self._is_script(i):
                return self._script(i)
            if piped and not (lazy and self._open) and self._is_table(i, text[at:stop]):
                return self._table(i, at)
            if piped and self._headerless and (item >= 0 or self._may_begin_table(i)):
                after = self._bare_table(i, at, stop)
                if after:
                    return after
        if item < 0 and piped and not quoted:
            if c == 124 or (text[stop - 1] == "|" and text[stop - 2] != "\\"):
                kind = "pipe_row"
        if (c == 33 or (c == 91 and item < 0)) and not quoted and is_images(text, at, stop):
            kind = "image"
        if not continued:
            filled = kind == "paragraph" and self._is_filled(i, lazy)
            self._leave(self._matched)
            self._paragraph = len(self.blocks)
            if filled:
                self._paragraph -= 1
                if lazy:
                    self._lone = self._paragraph
                self._grow(i)
                self._open = self._joins = True
                return i + 1
        elif self._open and not self.line_mode and self._kind in _GROWING and kind in _GROWING:
            self._grow(i)
            return i + 1
        else:
            self.joined.add(len(self.blocks))
        while at < stop and is_space(
            ord(text[at])
        ):  # which is no indentation, but is not displayed either
            at += 1
        level = at - self.starts[i]
        if item >= 0 and kind != "image":
            kind = "list_item"
            level = item - self.starts[i]
        elif kind == "quote":
            level = 1
        elif kind != "paragraph":
            level = 0
        self._add(kind, at, end, i, i, level)
        self._open = self._joins = True
        return i + 1

    def _is_filled(self, i: i64, lazy: bool) -> bool:
        """Return True if line i is the text of an item whose marker is alone on the line before:
        extractors write so, without indentation."""
        if self._kind != "list_item" or self._last != i - 1 or (lazy and self.line_mode):
            return False
        block = self.blocks[-1]
        return block.start == block.end

    def _extent(self, kind: str, i: i64, last: i64, level: i64 = 0) -> i64:
        """Append a block of whole lines, i to last; return the line after it."""
        if last >= self.count:
            last = self.count - 1
        if kind != "table" and kind != "shortcode" and (kind != "html" or level == 1):
            self.hidden.append(len(self.blocks))
        self._add(kind, self.starts[i], self._end(last), i, last, level)
        return last + 1

    def _dispatch(self, i: i64, head: i64, end: i64, begins_item: bool, quoted: bool) -> i64:
        """Read the block that begins on line i, by its first character; return the line after it;
        0 if the line is an ordinary one after all."""
        text = self.text
        c: i64 = ord(text[head])
        if c == 35:  # #
            return self._hashes(i, head, end)
        if c == 60:  # <
            if text.startswith("<<<<<<< ", head) and head == self.starts[i]:
                self._in_conflict = True
                return self._conflict_mark(i)
            return 0 if self.plain else self._html(i, head, end)
        if c == 124:  # |
            if self._in_conflict and text.startswith("||||||| ", head):
                return self._conflict_mark(i)
            return 0
        if c == 96 or c == 126:  # ` ~
            after = fence_end(text, head, end)
            return self._fence(i, text[head:after]) if after else 0
        if c == 91:  # [
            if self._open and not self.line_mode:
                return 0
            return self._definition(i, head, end)
        if self.plain or quoted:
            return 0
        if c == 123:  # {
            return self._template(i, head, begins_item)
        if (c == 36 or c == 92) and text.startswith(("$$", "\\["), head):
            return self._formula(i, head, self._stop(head, end))
        return 0

    def _ruled(self, i: i64, head: i64, end: i64, lazy: bool) -> i64:
        """Read the underline of a heading, or a thematic break."""
        text = self.text
        stop = self._stop(head, end)
        c: i64 = ord(text[head])
        if ord(text[stop - 1]) != c:
            return 0
        if c == 61 and self._in_conflict and text[head:stop] == "=======":
            return self._conflict_mark(i)
        if (c == 45 or c == 61) and self._open and not lazy and not self.line_mode:
            if not self.plain and text[head:stop] == chr(c) * (stop - head):
                return self._underline(i, head, 1 if c == 61 else 2)
        if not is_break(text, head, stop):
            return 0
        self._leave(self._matched)
        self.hidden.append(len(self.blocks))
        self._add("break", head, end, i, i, 0)
        return i + 1

    def _conflict_mark(self, i: i64) -> i64:
        """Read a line that a version control system has put around what it could not merge."""
        self._leave(self._matched)
        return self._extent("break", i, i)

    def _underline(self, i: i64, head: i64, level: i64) -> i64:
        """Make a heading of the open paragraph."""
        last = self.blocks[-1]
        first = last
        while len(self.blocks) > self._paragraph:
            self.joined.discard(len(self.blocks) - 1)
            first = self.blocks.pop()
        self._leave(self._matched)
        self._add("heading", first.start, last.end, first.line, i, level)
        self._mark(head, self._end(i))
        return i + 1

    def _hashes(self, i: i64, head: i64, end: i64) -> i64:
        """Read a line that begins with ``#``."""
        text = self.text
        stop = self._stop(head, end)
        level, start = heading(text, head, stop)
        if not level:
            return 0
        self._leave(self._matched)
        close = stop
        if ord(text[stop - 1]) == 35:
            closing = _CLOSING_HASHES.search(text[head:stop], level)
            if closing:
                close = head + closing.start()
        start = min(start, close)
        self._mark(head, start)
        if close < stop:
            self._mark(close, stop)
        self._add("heading", start, close, i, i, level)
        return i + 1

    def _script(self, i: i64) -> i64:
        """Read the imports and exports of MDX that begin on line i, up to a blank line that is in
        no template literal."""
        text, starts = self.text, self.starts
        last, first_blank = i, self.count
        ticks: i64 = text.count("`", starts[i], starts[i + 1])
        while last + 1 < self.count:
            start: i64 = starts[last + 1]
            if is_blank(text, start, self._end(last + 1)):
                first_blank = min(first_blank, last + 1)
                if ticks % 2 == 0:
                    break
            ticks += text.count("`", start, starts[last + 2])
            last += 1
        if ticks % 2:  # Nothing closes it.
            last = first_blank - 1
        self._leave(self._matched)
        return self._extent("code", i, last)

    def _definition(self, i: i64, head: i64, end: i64) -> i64:
        """Read the definition of a link that begins on line i."""
        text = self.text
        if text.find("]:", head, self._end(min(i + 1, self.count - 1))) < 0:
            return 0
        if not self._joins:
            self._leave(self._matched)
        source = text[head:end]
        # Its label may be on two lines, its destination and title on lines of their own.
        j = i + 1
        if self._matched == len(self._containers):
            while j < min(i + 8, self.count) and self._is_plain(j):
                source += "\n" + text[self._at : self._end(j)]
                j += 1
        m = _DEFINITION.match(source)
        if m is None or not m[1].strip():
            return 0
        last = i + source.count("\n", 0, m.end())
        self._leave(self._matched)
        self.hidden.append(len(self.blocks))
        self._add("definition", head, self._end(last), i, last, 0)
        return last + 1

    def _is_plain(self, i: i64) -> bool:
        """Return True if line i is a line of text whatever precedes it."""
        if not self._inside(i) or self._at >= self._end(i):
            return False
        at, end = self._at, self._end(i)
        s = self._bare(at, end)
        return s.strip("=") != "" and s.strip("-") != "" and not self._interrupts(at, end)

    def _fence(self, i: i64, fence: str) -> i64:
        """Read a code block that begins on line i, up to the line that closes it."""
        text, starts = self.text, self.starts
        self._leave(self._matched)
        limit = self.components.limit(i) if self.components is not None else self.count
        last = i
        while last + 1 < limit:
            if not self._containers:
                at = text.find(fence, starts[last + 1])
                if at < 0 or at >= starts[limit]:
                    return self._extent("code", i, limit - 1)
                while starts[last + 2] <= at:
                    last += 1
            if not self._inside(last + 1):
                break
            last += 1
            end = self._end(last)
            if self._at < end and not self._is_indented() and text.startswith(fence, self._at):
                if closes(self._bare(self._at, end), fence):
                    break
        return self._extent("code", i, last)

    def _template(self, i: i64, head: i64, begins_item: bool) -> i64:
        """Read a line that begins with ``{``: a tag that holds several lines of code, or a
        shortcode that has its lines to itself, unless an item begins with it."""
        text = self.text
        after = inline.template_end(text, head)
        if not after:
            return 0
        last = self._line_at(after - 1)
        stop, close = inline.template_body(text, head, after)
        if stop > self._end(last):
            self._leave(self._matched)
            self._extent("shortcode", i, last)
            closing = self._body(last, after, stop)
            self.bodies.append((self.starts[closing], close))
            last = self._line_at(close - 1)
            self._extent("shortcode", closing, last)
        else:
            if begins_item or not text.startswith("{{", head):
                return 0
            if text[after : self._end(last)].strip():
                return 0
            self._leave(self._matched)
            self._extent("shortcode", i, last)
        self._joins = True
        return last + 1

    def _body(self, i: i64, start: i64, stop: i64) -> i64:
        """Read the code between two offsets, the first of them on line i; return the line of the
        other."""
        closing = self._line_at(stop)
        self.bodies.append((start, self._end(i)))
        if closing > i + 1:
            self._extent("code", i + 1, closing - 1)
        return closing

    def _line_at(self, offset: i64) -> i64:
        """Return the line of an offset."""
        return bisect_right(self.starts, offset) - 1

    def _formula(self, i: i64, head: i64, stop: i64) -> i64:
        """Read a formula that begins with ``$$`` or ``\\[`` on line i and ends on a later one."""
        text = self.text
        closer = "$$" if ord(text[head]) == 36 else "\\]"
        at = text.find(closer, head + 2, head + _LONGEST_FORMULA)
        if at < stop:
            return 0
        last = self._line_at(at)
        if self._bare(at + 2, self._end(last)).strip(_BEHIND_FORMULA):
            return 0
        inner = text[head + 2 : at]
        blank = any(not line.strip() for line in inner.split("\n")[1:-1])
        alone = stop == head + 2 and not text[self.starts[last] : at].strip()
        if (blank or not alone) and not inline.is_formula(inner, False):
            return 0
        if blank and not (alone and "$" not in inner):
            return 0
        self._leave(self._matched)
        return self._extent("code", i, last)

    def _indented_code(self, i: i64) -> i64:
        last = i
        j = i + 1
        while j < self.count and self._inside(j):
            if self._at < self._end(j):
                if not self._is_indented():
                    break
                last = j
            j += 1
        return self._extent("code", i, last)

    def _html(self, i: i64, head: i64, end: i64) -> i64:
        """Read HTML that begins on line i."""
        text = self.text
        s = self._bare(head, end)
        for opener, closer in _CLOSED_HTML:
            if s.startswith(opener):
                if closer == ">" and not s[2:3].isalpha():
                    return 0
                return self._closed_html(i, head, closer, "html")
        name = tag_name(s)
        if not name:
            return 0
        after = len(name) + (2 if s[1] == "/" else 1)
        if name in _HTML_RAW_TAGS and s[1] != "/" and s[after : after + 1] != "/":
            return self._closed_html(i, head, "</", "code")
        if name not in _HTML_BLOCK_TAGS:
            if self._open or (name in _HTML_RAW_TAGS and s[1] != "/"):
                return 0
            if not _HTML_ALONE.match(s):
                return 0
        elif s.startswith("/", after) and not s.startswith("/>", after):
            return 0
        self._leave(self._matched)
        last = i
        begin: i64 = self.starts[i]
        while True:
            last = self._html_end(last)
            if self.components is not None:
                further = self.components.html_end(begin, last)
                if further > last:
                    last = self._html_end(further)
            start, stop = inline.element_over_lines(text, begin, self._end(last))
            if stop < 0:
                break
            self.bodies.append((start, stop))
            begin = stop
            last = max(last, self._line_at(stop))
        self._extent("html", i, last)
        self._joins = self.line_mode
        return last + 1

    def _closed_html(self, i: i64, head: i64, closer: str, kind: str) -> i64:
        """Read HTML that only what closes it ends, or the end of its container: a comment, an
        instruction, or an element whose content is no prose."""
        text = self.text
        self._leave(self._matched)
        last = i
        at = head
        stop: i64 = -1
        while True:
            limit = self._end(last) if self._containers else len(text)
            stop = closing(text, closer, at, limit)
            if stop >= 0:
                last = self._line_at(stop - 1)
                break
            if not self._containers:
                last = self.count
                break
            if last + 1 >= self.count or not self._inside(last + 1):
                break
            last += 1
            at = self._at
        if closer == "?>":  # a template that has not run, which rules report
            return self._extent("html", i, last)
        if stop >= 0 and self._bare(stop, self._end(last)):
            # What follows on the line is displayed. A comment is an inline node then.
            if closer != "-->":
                self.bodies.append((head, stop))
            return self._extent("html", i, last)
        return self._extent(kind, i, last, 1)

    def _html_end(self, last: i64) -> i64:
        """Return the last line of HTML that has reached a line: a blank line ends it, and code of a
        template does."""
        if not self.line_mode:
            text = self.text
            while last + 1 < self.count and self._inside(last + 1):
                at = self._at
                if is_blank(text, at, self._end(last + 1)):
                    break
                if ord(text[at]) == 123 and inline.holds_code(text, at):
                    break
                if self._fences_in_html and fence_end(text, at, self._end(last + 1)):
                    break
                last += 1
        return last

    def _is_table(self, i: i64, s: str) -> bool:
        """Return True if a table begins on line i, whose text is ``s``."""
        if s == "|" or i + 1 >= self.count:
            return False
        count = len(self.markers)
        matched = self._enter(i + 1)
        del self.markers[count:]
        at, end = self._at, self._end(i + 1)
        if matched < self._matched or at >= end or self._is_indented():
            return False
        if self.text[at] not in "|:-":
            return False
        below = self._bare(at, end)
        return (
            (below[0] != "-" or below[1:2].strip() != "")  # else it is an underline or an item
            and is_delimiter_row(below)
            and ("|" in below or "|" in s)
            and cell_count(below) == cell_count(s)
        )

    def _table(self, i: i64, head: i64) -> i64:
        text = self.text
        self._leave(self._matched)
        start: i64 = head if self._containers else self.starts[i]
        last = i + 1
        self._inside(last)
        self._mark(self._at, self._end(last))
        while last + 1 < self.count and self._inside(last + 1):
            at, end = self._at, self._end(last + 1)
            if self._is_indented() or text.find("|", at, end) < 0 or self._interrupts(at, end):
                break
            last += 1
        self._add("table", start, self._end(last), i, last, 0)
        return last + 1

    def _may_begin_table(self, i: i64) -> bool:
        """Return True if there is no text or other block directly above line i, but attributes."""
        if self._last < i - 1 or self._kind in ("", "front_matter"):
            return True
        return self.text.startswith("{:", self.starts[i - 1])

    def _bare_table(self, i: i64, head: i64, stop: i64) -> i64:
        """Read a table of Kramdown without a header: between blank lines and attributes each line
        has a pipe, the first one at its edge. Return the line after it; 0 if there is none."""
        text = self.text
        if text[head] != "|" and text[stop - 1] != "|":
            return 0
        self._leave(self._matched)
        start: i64 = head if self._containers else self.starts[i]
        count = len(self.markers)
        last, line = i, text[head:stop]
        while "|" in line and _UNESCAPED_PIPE.search(_CODE_OR_TAG.sub("", line)):
            line = ""
            if last + 1 < self.count and self._inside(last + 1):
                line = self._bare(self._at, self._end(last + 1))
            if not line or (line.startswith("{:") and line.endswith("}")):
                self._add("table", start, self._end(last), i, last, 1)
                return last + 1
            last += 1
        del self.markers[count:]
        return 0

    def _interrupts(self, at: i64, end: i64) -> bool:
        """Return True if a line begins another block where text could go on."""
        text = self.text
        c: i64 = ord(text[at])
        if c >= 128 or not _SPECIAL[c]:
            return False
        stop = self._stop(at, end)
        if c == 62 or fence_end(text, at, end) or is_break(text, at, stop):  # >
            return True
        if c == 35:  # #
            return heading(text, at, stop)[0] > 0
        if c == 60:  # <
            name = tag_name(text[at:stop])
            raw = name in _HTML_RAW_TAGS and text[at + 1] != "/"
            return raw or name in _HTML_BLOCK_TAGS or text.startswith(("<!", "<?"), at)
        return _ITEM.match(text, at, stop) is not None


def kinds_of(line: str, format: str) -> list[str]:  # noqa: A002  as in Document
    """Return the kinds of the blocks of a line that stands alone in a text of a format."""
    scanner = Scanner(
        line,
        [0, len(line) + 1],
        first=0,
        plain=format == "text",
        line_mode=False,
        mdx=format == "mdx",
    )
    return [block.kind for block in scanner.scan()]


def is_break(text: str, at: i64, stop: i64) -> bool:
    """Return True if a line without white space around it is a thematic break."""
    c: i64 = ord(text[at])
    if ord(text[stop - 1]) != c or (c != 45 and c != 42 and c != 95):  # - * _
        return False
    count: i64 = 0
    while at < stop:
        each: i64 = ord(text[at])
        if each == c:
            count += 1
        elif each != 32 and each != 9:
            return False
        at += 1
    return count >= 3


def heading(text: str, head: i64, stop: i64) -> tuple[i64, i64]:
    """Return the level of a heading whose ``#`` begin at ``head``, 0 if it is none, and where its
    content begins. The line ends at ``stop``, without white space."""
    at = head
    while at < stop and ord(text[at]) == 35:
        at += 1
    level = at - head
    while at < stop and (ord(text[at]) == 32 or ord(text[at]) == 9):
        at += 1
    if level < 7 and (at > head + level or at == stop):
        return level, at
    return 0, at


def fence_end(text: str, head: i64, stop: i64) -> i64:
    """Return where the code fence at ``head`` ends; 0 if there is none. Its line ends at
    ``stop``."""
    if head >= stop:
        return 0
    c: i64 = ord(text[head])
    if c != 96 and c != 126:  # ` ~
        return 0
    at = head + 1
    while at < stop and ord(text[at]) == c:
        at += 1
    if at - head < 3 or (c == 96 and text.find("`", at, stop) >= 0):
        return 0
    return at


def closes(stripped: str, fence: str) -> bool:
    """Return True if a line without white space around it closes the code of a fence."""
    return (
        stripped[:3] == fence[:3]
        and len(stripped) >= len(fence)
        and stripped == fence[0] * len(stripped)
    )


def is_images(text: str, at: i64, stop: i64) -> bool:
    """Return True if a line consists of images and nothing else."""
    if ord(text[at]) == 33:
        if not text.startswith("![", at):
            return False
        if is_image(text, at, stop):
            return True
    elif not text.startswith("[![", at):
        return False
    return text[stop - 1] == ")" and _IMAGES.match(text[at:stop]) is not None


def is_image(text: str, at: i64, stop: i64) -> bool:
    """Return True if a line that begins with ``![`` is one image and nothing else, written as most
    are; others may be, too."""
    close = text.find("]", at + 2, stop)
    if close < 0 or close + 1 == stop or ord(text[close + 1]) != 40:  # (
        return False
    if text.find("[", at + 2, close) >= 0 or text.find("(", close + 2, stop) >= 0:
        return False
    return text.find(")", close + 2, stop) == stop - 1


def closing(text: str, closer: str, at: int, end: int) -> int:
    """Return the offset after what closes HTML; -1 if nothing does. ``</`` stands for the closing
    tag of any element whose content is no prose."""
    if closer == "</":
        m = _RAW_END.search(text, at, end)
        return m.end() if m is not None else -1
    found = text.find(closer, at, end)
    return found + len(closer) if found >= 0 else -1


def tag_name(s: str) -> str:
    """Return the name, in lower case, of the tag that a line begins with; ``""`` if there is
    none."""
    size: i64 = len(s)
    at: i64 = 2 if s.startswith("</") else 1
    start = at
    while at < size:
        c: i64 = ord(s[at])
        if not (65 <= c <= 90 or 97 <= c <= 122 or (at > start and (48 <= c <= 57 or c == 45))):
            if c != 47 and c != 62 and not is_space(c):  # / >
                return ""
            break
        at += 1
    return s[start:at].lower()


# A hard wrap is below this width; editors wrap at 72 to 100.
_WRAP: Final = 110
_LINE: Final = 80
_LONG: Final = 40


def paragraph_mode(
    text: str,
    lines: list[str] | None,
    starts: list[int],
    first: int,
    counted: tuple[int, int],
    default: str,
) -> str:
    """Return ``line`` or ``blank-line`` for the lines of a document from ``first`` on.

    ``starts`` are those of ``lexer.line_starts``, ``lines`` the lines if they are available,
    ``counted`` is the result of ``neighbours``.

    Extractors write one paragraph per line: few blank lines, long lines, and most of them end a
    sentence. Short lines of one width that stop in the middle of a sentence are a hard wrap. If
    neither is certain, the result is ``default`` (``line`` for plain text, ``blank-line`` for
    Markdown).
    """
    filled, adjacent = counted
    if filled < 3 or adjacent == 0:
        return default
    together = adjacent * 5 >= (filled - 1) * 3
    if default == "blank-line":
        if not together:
            return default
        # If most lines are short, the result is known; without white space they are shorter still.
        blank = len(starts) - 1 - first - filled
        if _brief(lines, starts, first) - blank > filled // 2:
            return default
    if lines is not None:
        return _by_lines(lines[first:], together) or default
    return _by_length(text, starts, first, together) or default


def neighbours(lines: list[str], first: int) -> tuple[int, int]:
    """Count the non-blank lines from ``first`` on, and those of them below another one; used where
    nothing is compiled, otherwise ``Signs`` has the numbers."""
    lines = lines[first:] if first else lines
    if any(map(str.isspace, lines)):
        filled = bytes([line != "" and not line.isspace() for line in lines])
    else:
        filled = bytes(map(bool, lines))
    count = filled.count(1)
    # All lines of each run but the first.
    return count, count - (b"\0" + filled).count(b"\0\1")


def _brief(lines: list[str] | None, starts: list[int], first: i64) -> i64:
    """Count the short lines from ``first`` on, white space included."""
    if lines is not None:
        return sum(map(_LINE.__gt__, map(len, lines[first:])))
    count: i64 = 0
    i: i64 = first
    last: i64 = len(starts) - 1
    begin: i64 = starts[i]
    while i < last:
        i += 1
        end: i64 = starts[i]
        if end - begin <= _LINE:
            count += 1
        begin = end
    return count


def _by_lines(lines: list[str], together: bool) -> str:
    """Return the result of ``_by_length`` for a list of lines, where nothing is compiled."""
    bare = [line for line in map(str.strip, lines) if line]
    sizes = sorted(map(len, bare))
    long = [line for line in bare if len(line) >= _LONG]
    ending = [line for line in long if not "a" <= line[-1] <= "z" and line_ends_sentence(line)]
    return _decide(
        len(sizes),
        bisect_left(sizes, _LINE),
        bisect_right(sizes, _WRAP),
        len(long),
        len(ending),
        together,
    )


def _by_length(text: str, starts: list[int], first: i64, together: bool) -> str:
    """Return the mode that the lengths of lines and their sentence ends show; ``""`` if it is
    uncertain.

    ``together`` is True if there are few blank lines between lines.
    """
    count: i64 = 0
    short: i64 = 0
    wrapped: i64 = 0
    long: i64 = 0
    ending: i64 = 0
    i: i64 = first
    last: i64 = len(starts) - 1
    begin: i64 = starts[i]
    while i < last:
        head = begin
        begin = starts[i + 1]
        end = begin - 1
        while end > head and is_space(ord(text[end - 1])):
            end -= 1
        while head < end and is_space(ord(text[head])):
            head += 1
        i += 1
        size = end - head
        if size == 0:
            continue
        count += 1
        if size < _LINE:
            short += 1
        if size <= _WRAP:
            wrapped += 1
        if size >= _LONG:
            long += 1
            c: i64 = ord(text[end - 1])
            # Nearly all end in a letter, or in a full stop.
            if (c < 97 or c > 122) and _ends_sentence(text, head, end):
                ending += 1
    return _decide(count, short, wrapped, long, ending, together)


def _decide(count: i64, short: i64, wrapped: i64, long: i64, ending: i64, together: bool) -> str:
    """Return the result of ``_by_length`` from the numbers of lines of each length."""
    # The median is long.
    if together and short <= count // 2 and ending * 2 >= long:
        return "line"
    # Nearly every line is below the wrap width, and most long ones stop inside a sentence.
    if long and ending * 2 < long and wrapped > count * 95 // 100:
        return "blank-line"
    return ""


def line_ends_sentence(line: str) -> bool:
    """Return True if a line ends in terminal punctuation, not counting closing quotes and
    brackets."""
    return _ends_sentence(line, 0, len(line.rstrip()))


def _ends_sentence(text: str, head: i64, end: i64) -> bool:
    """Return the result of ``line_ends_sentence`` for the line between two offsets, which has no
    white space at its end."""
    if end > head and text[end - 1] in LINE_ENDS:
        return True
    while end > head and text[end - 1] in LINE_CLOSERS:
        end -= 1
    while end > head and is_space(ord(text[end - 1])):
        end -= 1
    return end > head and text[end - 1] in LINE_ENDS
