"""Block structure of Markdown and of the Markdown-like text that extractors write.

A line scanner that dispatches on the first character, not a parser: it knows
what the rules ask for (which lines are code, tables, lists, headings) and
follows CommonMark where that decides what a reader sees. Its departures:
a table ends at the first line without a pipe; indented lines are code only
where no list precedes and they hold no link or image; containers are not
nested (a quote's or list item's own code is found, its own quotes are not);
what a shortcode, Liquid or a formula holds over several lines is code.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from contentlint._util import lazy_regex
from contentlint.core import inline
from contentlint.core.components import Lines
from contentlint.core.lexer import BLANK
from contentlint.model.characters import is_space
from contentlint.model.dialects import JSX, MARKDOWN_IN_HTML
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
_HTML_ALONE: Final = lazy_regex.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>$")
_IMAGES: Final = lazy_regex.compile(
    r"(?:\[?!\[[^\[\]]*\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)(?:\]\([^()\n]*\))?\s*)+$"
)
_ORDERED: Final = lazy_regex.compile(r"(\d{1,9})[.)](?:[ \t]+|$)")
_CLOSING_HASHES: Final = lazy_regex.compile(r"(?:^|[ \t])#+[ \t]*$")
_DEFINITION: Final = lazy_regex.compile(r"\[(?!\^)[^\[\]\n]+\]:[ \t]*\S")
_DELIMITER: Final = lazy_regex.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
# The constructor that Block's own __new__ wraps in Python, at half the time.
_new: Final = tuple.__new__
_BLOCK: Final = Block
_UNESCAPED_PIPE: Final = lazy_regex.compile(r"(?<!\\)\|")


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


def is_thematic_break(stripped: str) -> bool:
    """Return True if a stripped line is a thematic break (``---``, ``* * *``, ``___``)."""
    return is_break(stripped, 0, len(stripped))


def _special() -> bytes:
    """Return a table of ASCII: 1 if a line that begins with the character may be no paragraph."""
    return bytes(chr(c) in "#-*_+=>`~<|![{$\\0123456789" for c in range(128))


_SPECIAL: Final = _special()
_FENCES: Final = ("```", "~~~")
_INDENTS: Final = ("    ", "\t")
_IMAGE: Final = ("![", "[![")
_OPEN_ENDED: Final = frozenset({"list_item", "quote"})
_BEFORE_INDENTED: Final = frozenset({"paragraph", "list_item", "quote", "shortcode"})
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
        front matter; ``plain`` is for ``.txt``; ``pipes``: False if there are none; ``components``
        reads the tags of a dialect."""
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
        self.blocks: list[Block] = []
        self.markers: list[int] = []
        """Block markers (``# ``, ``> ``, ``- ``), which are no prose, in order; encoded as
        ``inline.Scanner.cuts`` are."""
        self.hidden: list[int] = []
        """Indices of the blocks that hold no prose at all."""
        self.bodies: list[tuple[int, int]] = []
        """Spans of code on lines that hold other text too, in order."""
        features = components.features if components is not None else 0
        self._fences_in_html = features & (MARKDOWN_IN_HTML | JSX) != 0
        self._in_list = False
        self._kind = ""
        self._last: i64 = -1
        """The kind and the last line of the block that was added last."""
        if first:
            self._extent("front_matter", 0, first - 1)

    def scan(self) -> list[Block]:
        """Return the blocks, in order."""
        text, starts = self.text, self.starts
        plain, line_mode, mdx, leads = self.plain, self.line_mode, self.mdx, self._leads
        i: i64 = self.first
        n: i64 = self.count
        size: i64 = len(text)
        pipe: i64 = -1  # where the next one stands
        if not self.pipes:
            pipe = size
        open_paragraph = False
        grown: i64 = -1  # the line that the last block reaches to; -1: it is told already
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
                open_paragraph = False
                i += 1
                continue
            special = (c < 128 and leads[c] != 0) or (mdx and self._is_script(i, head))
            if pipe < begin:
                pipe = text.find("|", begin)
                if pipe < 0:
                    pipe = size
            if open_paragraph and not special and pipe >= end:
                grown = i
                i += 1
                continue
            if grown >= 0:
                self._grow(grown)
                grown = -1
            if special:
                after = self._dispatch(i, head, end, open_paragraph)
                if after:
                    open_paragraph = (
                        self._kind in _OPEN_ENDED and self._last == after - 1 and not line_mode
                    )
                    i = after
                    end = starts[i] - 1
                    continue
            if pipe < end:
                after = self._piped(i, head)
                if after:
                    open_paragraph = False
                    i = after
                    end = starts[i] - 1
                    continue
            if open_paragraph:
                self._grow(i)
                i += 1
                continue
            indent = head - begin
            if indent and (indent >= 4 or ord(text[begin]) == 9):
                if not (plain or mdx or self._in_list or self._follows(i)):
                    if text.find("](", head, end) < 0:
                        i = self._indented_code(i)
                        end = starts[i] - 1
                        continue
            elif indent == 0:
                self._in_list = False
            self._add("paragraph", head, end, i, i, indent)
            open_paragraph = not line_mode
            i += 1
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

    def _head(self, i: i64) -> i64:
        """Return where the content of line i begins; where the line ends if it is blank."""
        at: i64 = self.starts[i]
        end = self._end(i)
        while at < end and is_space(ord(self.text[at])):
            at += 1
        return at

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
        """Return that part of the line."""
        return self.text[head : self._stop(head, end)]

    def _line(self, i: i64) -> str:
        """Return line i without the white space around it."""
        return self._bare(self._head(i), self._end(i))

    def _is_script(self, i: i64, head: i64) -> bool:
        """Return True if a line begins an import or export of MDX."""
        return self.text.startswith(("import ", "export "), head) and self._bare(
            head, self._end(i)
        ).startswith(("import ", "export "))

    def _is_indented_code(self, i: i64) -> bool:
        """Return True if line i is code by its indentation, which is none in MDX."""
        if self.plain or self.mdx or self._in_list or self._follows(i):
            return False
        return self.text.startswith(_INDENTS, self.starts[i])

    def _follows(self, i: i64) -> bool:
        """Return True if line i directly continues a paragraph (an indented line cannot interrupt
        it)."""
        return self._last == i - 1 and self._kind in _BEFORE_INDENTED

    def _extent(self, kind: str, i: i64, last: i64, level: i64 = 0) -> i64:
        """Append a block of whole lines, i to last; return the line after it."""
        if last >= self.count:
            last = self.count - 1
        if kind != "table" and kind != "shortcode" and (kind != "html" or level == 1):
            self.hidden.append(len(self.blocks))
        self._add(kind, self.starts[i], self._end(last), i, last, level)
        return last + 1

    def _piped(self, i: i64, head: i64) -> i64:
        """Read a table, or a row outside a table, that begins on line i; return the line after it;
        0 if the line is an ordinary one after all."""
        s = self._bare(head, self._end(i))
        if self._is_table(i, s):
            return self._table(i)
        if s[-1] == "|" and s[-2:] != "\\|":
            self._add("pipe_row", head, self._end(i), i, i, 0)
            return i + 1
        return 0

    def _dispatch(self, i: i64, head: i64, end: i64, open_paragraph: bool) -> i64:
        """Read the block that begins on line i, by the first character of the line; return the
        line after it; 0 if the line is an ordinary one after all."""
        text = self.text
        c: i64 = ord(text[head])
        if c < 128 and self._leads[c] == 2:
            after = self._component(i, head, end)
            if after or not _SPECIAL[c]:
                return after
        if c == 35:  # #
            return self._hashes(i, head, end)
        if 48 <= c <= 57:
            return self._ordered(i, head, end, open_paragraph)
        if c == 62:  # >
            return self._quote(i, head)
        if c == 60:  # <
            return 0 if self.plain else self._html(i, self._bare(head, end), open_paragraph)
        if c == 45 or c == 42 or c == 95 or c == 43 or c == 61:  # - * _ + =
            return self._ruled(i, head, end, open_paragraph)
        if c == 96 or c == 126:  # ` ~
            after = fence_end(text, head, end)
            return self._fence(i, text[head:after]) if after else 0
        stop = self._stop(head, end)
        if c == 33 and text.startswith("![", head) and is_image(text, head, stop):
            self._add("image", head, end, i, i, 0)
            return i + 1
        if c == 124:  # |
            if self._is_table(i, text[head:stop]):
                return self._table(i)
            self._add("pipe_row", head, end, i, i, 0)
            return i + 1
        if c == 33 or c == 91:  # ! [
            if c == 91 and not open_paragraph and text.find("]:", head, stop) >= 0:
                if _DEFINITION.match(text[head:stop]):
                    self.hidden.append(len(self.blocks))
                    self._add("definition", head, end, i, i, 0)
                    return i + 1
            if ord(text[stop - 1]) == 41 and text.startswith(_IMAGE, head):
                if _IMAGES.match(text[head:stop]):
                    self._add("image", head, end, i, i, 0)
                    return i + 1
            return 0
        if c == 123:  # {
            return 0 if self.plain else self._template(i, head)
        if c == 36 or c == 92:  # $ \
            if self.plain or not text.startswith(("$$", "\\["), head):
                return 0
            return self._formula(i, head, stop, open_paragraph)
        if open_paragraph:
            return 0
        last = i  # MDX: import and export
        while last + 1 < self.count and self._head(last + 1) < self._end(last + 1):
            last += 1
        return self._extent("code", i, last)

    def _component(self, i: i64, head: i64, end: i64) -> i64:
        """Read the tag of a dialect that begins on line i, and the code in it."""
        assert self.components is not None
        if self._is_indented_code(i):
            return 0
        stop = self._stop(head, end)
        tag = self.components.read(i, head, stop)
        if tag is None:
            return 0
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
            self._in_list = True
        return self._last + 1

    def _ruled(self, i: i64, head: i64, end: i64, open_paragraph: bool) -> i64:
        """Read a line that begins with one of ``- * _ + =``."""
        text = self.text
        stop = self._stop(head, end)
        c: i64 = ord(text[head])
        if ord(text[stop - 1]) == c:
            if c == 61 or (c == 45 and open_paragraph):
                after = self._setext(i, text[head:stop], open_paragraph)
                if after:
                    return after
            if c != 43 and c != 61 and is_break(text, head, stop):
                self.hidden.append(len(self.blocks))
                self._add("break", head, end, i, i, 0)
                self._in_list = False
                return i + 1
        if c == 95 or c == 61:
            return 0
        at = head + 1
        while at < stop and (ord(text[at]) == 32 or ord(text[at]) == 9):
            at += 1
        if at == head + 1 and (
            at < stop
            # An empty item cannot interrupt a paragraph.
            or (open_paragraph and self._kind == "paragraph")
        ):
            return 0
        return self._item(i, head, at, end)

    def _ordered(self, i: i64, head: i64, end: i64, open_paragraph: bool) -> i64:
        """Read a line that begins with a digit."""
        text = self.text
        at = head + 1
        while at < end and 48 <= ord(text[at]) <= 57:
            at += 1
        if at >= end:
            return 0
        c: i64 = ord(text[at])
        if c == 46 or c == 41:  # . )
            stop = self._stop(head, end)
            after = at + 1
            while after < stop and (ord(text[after]) == 32 or ord(text[after]) == 9):
                after += 1
            if at - head > 9 or (after == at + 1 and after < stop):
                return 0
            first = at == head + 1 and ord(text[head]) == 49
        # Those of other scripts are digits as well.
        elif text[at].isdecimal():
            m = _ORDERED.match(self._bare(head, end))
            if not m:
                return 0
            first, after = False, head + m.end()
        else:
            return 0
        if open_paragraph and not first and self._kind == "paragraph":
            return 0
        return self._item(i, head, after, end)

    def _hashes(self, i: i64, head: i64, end: i64) -> i64:
        """Read a line that begins with ``#``."""
        text = self.text
        begin: i64 = self.starts[i]
        stop = self._stop(head, end)
        if head > begin and text.startswith(_INDENTS, begin):
            # Code, where the general rule for indented lines says so.
            if self._is_indented_code(i) and text.find("](", head, stop) < 0:
                return self._indented_code(i)
        level, start = heading(text, head, stop)
        if not level:
            return 0
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
        self._in_list = False
        return i + 1

    def _setext(self, i: i64, s: str, open_paragraph: bool) -> i64:
        if self.plain or not open_paragraph or s != s[0] * len(s):
            return 0
        if self._kind != "paragraph" or self._last != i - 1:
            return 0
        _, start, end, line, _, _ = self.blocks.pop()
        self._add("heading", start, end, line, i, 1 if s[0] == "=" else 2)
        self._mark(self.starts[i], self._end(i))
        return i + 1

    def _item(self, i: i64, head: i64, start: i64, end: i64) -> i64:
        """Read a list item and the block on its first line; ``start`` follows its marker."""
        text = self.text
        self._mark(head, start)
        self._in_list = True
        at = start
        c: i64 = 10
        while at < end:
            c = ord(text[at])
            if 32 < c < 0x85 or not is_space(c):
                break
            at += 1
        if c == 96 or c == 126:  # ` ~
            after = fence_end(text, at, end)
            if after:
                return self._fence(i, text[at:after])
        elif c == 33:  # !
            if _IMAGES.match(self._bare(at, end)):
                self._add("image", start, end, i, i, 0)
                return i + 1
        elif c == 35:  # #
            level, content = heading(text, at, self._stop(at, end))
            if level:
                self._mark(start, start + content - at)
                self._add("heading", start + content - at, end, i, i, level)
                return i + 1
        elif not self.plain and (c == 123 or c == 36 or c == 92):  # { $ \
            after = self._code_in_item(i, at, end)
            if after:
                return after
        self._add("list_item", start, end, i, i, head - self.starts[i])
        return i + 1

    def _code_in_item(self, i: i64, at: i64, end: i64) -> i64:
        """Read code or a formula of several lines at the beginning of an item; return the line
        after it, or 0 if the item begins with neither."""
        if self.text.startswith(("$$", "\\["), at):
            return self._formula(i, at, self._stop(at, end), False)
        if self.text.startswith(("{{", "{%"), at) and inline.holds_code(self.text, at):
            return self._template(i, at)
        return 0

    def _quote(self, i: i64, head: i64) -> i64:
        """Read one paragraph of a block quote, or a fenced code block inside one."""
        start, inner = self._peel(i, head)
        self._mark(head, start)
        if fence := fence_end(inner, 0, len(inner)):
            last = i
            while last + 1 < self.count and (head := self._quoted(last + 1)) >= 0:
                last += 1
                if closes(self._peel(last, head)[1], inner[:fence]):
                    break
            return self._extent("code", i, last)
        if not inner:
            self._add("quote", start, start, i, i, 1)
            return i + 1
        last = i
        if not self.line_mode:
            while last + 1 < self.count and (head := self._quoted(last + 1)) >= 0:
                begin, inner = self._peel(last + 1, head)
                if not inner or inner.startswith(_FENCES):
                    break
                self._mark(head, begin)
                last += 1
        self._add("quote", start, self._end(last), i, last, 1)
        return last + 1

    def _quoted(self, i: i64) -> i64:
        """Return where the quote markers of line i begin; -1 if it has none."""
        head = self._head(i)
        return head if head < self._end(i) and self.text[head] == ">" else -1

    def _peel(self, i: i64, head: i64) -> tuple[int, str]:
        """Return the offset and the stripped text of what follows the quote markers of line i."""
        text = self.text
        end = self._end(i)
        at = head
        while at < end and text[at] in "> \t":
            at += 1
        return at, self._bare(at, end)

    def _fence(self, i: i64, fence: str) -> i64:
        """Read a code block that begins on line i, up to the line that closes it."""
        text, starts = self.text, self.starts
        limit = self.components.limit(i) if self.components is not None else self.count
        last = i + 1
        while last < limit:
            at = text.find(fence, starts[last])
            if at < 0:
                return self._extent("code", i, limit - 1)
            while starts[last + 1] <= at:
                last += 1
            if last >= limit:
                return self._extent("code", i, limit - 1)
            if closes(self._line(last), fence):
                break
            last += 1
        return self._extent("code", i, min(last, limit - 1))

    def _template(self, i: i64, head: i64) -> i64:
        """Read a line that begins with ``{``: a tag that holds several lines of code, or a
        shortcode that has its lines to itself."""
        text = self.text
        after = inline.template_end(text, head)
        if not after:
            return 0
        last = self._line_at(after - 1)
        stop, close = inline.template_body(text, head, after)
        if stop > self._end(last):
            self._extent("shortcode", i, last)
            closing = self._body(last, after, stop)
            self.bodies.append((self.starts[closing], close))
            last = self._line_at(close - 1)
            self._extent("shortcode", closing, last)
        elif text.startswith("{{", head) and not text[after : self._end(last)].strip():
            self._extent("shortcode", i, last)
        else:
            return 0
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

    def _formula(self, i: i64, head: i64, stop: i64, open_paragraph: bool) -> i64:
        """Read a formula that begins with ``$$`` or ``\\[`` on line i and ends on a later one."""
        text = self.text
        if text.startswith(_INDENTS, self.starts[i]) and not (self._in_list or open_paragraph):
            return 0
        closer = "$$" if ord(text[head]) == 36 else "\\]"
        at = text.find(closer, head + 2, head + _LONGEST_FORMULA)
        if at < stop:
            return 0
        last = i
        blank = False
        while self._end(last) < at:
            last += 1
            blank = blank or self._head(last) >= self._end(last)
        if self._bare(at + 2, self._end(last)).strip(_BEHIND_FORMULA):
            return 0
        alone = stop == head + 2 and at == self._head(last)
        inner = text[head + 2 : at]
        if (blank or not alone) and not inline.is_formula(inner, False):
            return 0
        if blank and not (alone and "$" not in inner):
            return 0
        return self._extent("code", i, last)

    def _indented_code(self, i: i64) -> i64:
        last = i
        j = i + 1
        while j < self.count:
            if self._head(j) < self._end(j):
                if not self.text.startswith(_INDENTS, self.starts[j]):
                    break
                last = j
            j += 1
        return self._extent("code", i, last)

    def _html(self, i: i64, s: str, open_paragraph: bool) -> i64:
        n = self.count
        last = i
        if s.startswith("<!--"):
            # Only a comment that has its lines to itself is a block; others are inline.
            at = self.text.find("-->", self.starts[i])
            if at < 0:
                return 0
            last = bisect_right(self.starts, at) - 1
            if not self._line(last).endswith("-->"):
                return 0
            return self._extent("html", i, last, 1)
        name = tag_name(s)
        if name in _HTML_RAW_TAGS and s[1] != "/" and s[len(name) + 1 : len(name) + 2] != "/":
            close = "</" + name
            while last < n and close not in self._line(last).lower():
                last += 1
            return self._extent("code", i, last)
        if not name:
            return 0
        if name not in _HTML_BLOCK_TAGS and (open_paragraph or not _HTML_ALONE.match(s)):
            return 0
        begin: i64 = self.starts[i]
        while True:
            last = self._html_end(last)
            if self.components is not None:
                further = self.components.html_end(begin, last)
                if further > last:
                    last = self._html_end(further)
            start, stop = inline.element_over_lines(self.text, begin, self._end(last))
            if stop < 0:
                return self._extent("html", i, last)
            self.bodies.append((start, stop))
            begin = stop
            last = max(last, self._line_at(stop))

    def _html_end(self, last: i64) -> i64:
        """Return the last line of HTML that has reached a line: a blank line ends it, and code of a
        template does."""
        if not self.line_mode:
            text = self.text
            while last + 1 < self.count:
                head = self._head(last + 1)
                if head >= self._end(last + 1):
                    break
                if ord(text[head]) == 123 and inline.holds_code(text, head):
                    break
                if self._fences_in_html and fence_end(text, head, self._end(last + 1)):
                    break
                last += 1
        return last

    def _is_table(self, i: i64, s: str) -> bool:
        """Return True if a table begins on line i, whose text is ``s``."""
        if i + 1 >= self.count:
            return False
        head = self._head(i + 1)
        end = self._end(i + 1)
        if head >= end or self.text[head] not in "|:-":
            return False
        below = self._bare(head, end)
        return (
            is_delimiter_row(below)
            and ("|" in below or "|" in s)
            and cell_count(below) == cell_count(s)
        )

    def _table(self, i: i64) -> i64:
        last = i + 1
        while last + 1 < self.count:
            if self.text.find("|", self.starts[last + 1], self._end(last + 1)) < 0:
                break
            last += 1
        self._mark(self.starts[i + 1], self._end(i + 1))
        return self._extent("table", i, last)


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


def is_image(text: str, at: i64, stop: i64) -> bool:
    """Return True if a line that begins with ``![`` is one image and nothing else, written as most
    are; others may be, too."""
    close = text.find("]", at + 2, stop)
    if close < 0 or close + 1 == stop or ord(text[close + 1]) != 40:  # (
        return False
    if text.find("[", at + 2, close) >= 0 or text.find("(", close + 2, stop) >= 0:
        return False
    return text.find(")", close + 2, stop) == stop - 1


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
    """Return the same from the numbers of lines of each length."""
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
    """Return the same for a line without white space at its end."""
    if end > head and text[end - 1] in LINE_ENDS:
        return True
    while end > head and text[end - 1] in LINE_CLOSERS:
        end -= 1
    while end > head and is_space(ord(text[end - 1])):
        end -= 1
    return end > head and text[end - 1] in LINE_ENDS
