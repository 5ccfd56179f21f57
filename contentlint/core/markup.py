"""The markup of a text beside its links: emphasis, code, tags, comments, escapes and the rest.

The parser of inline nodes records where it cuts the text, and this module reads these cuts when a
rule asks for them. Delimiters of emphasis are matched as in CommonMark 0.31, 6.2, within one block,
one cell of a table and one link text.
"""

from __future__ import annotations

from contentlint.core.lexer import NOWHERE, tag_end
from contentlint.core.mask import BLANK, MARKED
from contentlint.model.document import (
    BREAK,
    CODE,
    COMMENT,
    EMPHASIS,
    ESCAPE,
    FOOTNOTE,
    LINK,
    OBJECT,
    REFERENCE,
    STRIKETHROUGH,
    STRONG,
    TAG,
    UNMATCHED,
    Block,
    Node,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

_OFFSET: Final = (1 << 30) - 1
_END: Final = 1 << 62
_BROKEN: Final = frozenset({"paragraph", "list_item", "quote"})
"""The kinds of blocks in which a line may end in a hard break."""
_KEYS: Final = 18
"""The number of the kinds of closers; see ``_Delimiters._key``."""


def place(node: Node) -> int:
    """Return the sort key of a node: one inside another comes after it."""
    return (node.start << 31) - node.end


def nodes(
    text: str,
    prose: str,
    blocks: list[Block],
    links: list[Node],
    cuts: list[int],
    others: list[Node],
    by_line: bool,
) -> list[Node]:
    """Return the nodes of a text beside ``links``, by start; one inside another follows it.

    ``cuts``, in order, are those of ``inline.Scanner``; ``others`` are the nodes that it has
    recorded itself. What begins inside one of these is left out, unless it is a reference.
    ``by_line``: each line is a paragraph, and no line break is a hard one.
    """
    references: list[Node] = []
    covers: list[Node] = []
    if others:
        others.sort(key=place)
        covers = [node for node in others if node.kind != REFERENCE]
        references = [
            node for node in others if node.kind == REFERENCE and not _is_inside(node, covers)
        ]
    found = covers + references
    runs: list[int] = []  # of delimiters: twice 30 bits
    over: i64 = 0  # the indices of the next cover, link and block
    link: i64 = 0
    block: i64 = 0
    position: i64 = 0
    for cut in cuts:
        a = cut >> 32
        b = cut >> 2 & _OFFSET
        fill = cut & 3
        if a < position:
            continue
        while over < len(covers) and covers[over].end <= a:
            over += 1
        if over < len(covers) and covers[over].start <= a:
            continue
        c: i64 = ord(text[a])
        if fill == MARKED:
            if ord(prose[a]) != 0:  # another mask replaces it
                continue
            if c == 42 or c == 95 or c == 126:  # * _ ~
                runs.append(a << 30 | b)
            elif c == 92:  # \
                found.append(Node(ESCAPE, a, b + 1, b, b + 1, b + 1, b + 1))
            elif c == 60:  # <
                found.append(_tag(text, a, b))
            elif c == 91 and b > a + 1:  # [
                found.append(Node(FOOTNOTE, a, b, a + 2, b - 1, b, b))
        elif fill == BLANK:
            if c == 60:
                while block < len(blocks) and blocks[block].end <= a:
                    block += 1
                if block == len(blocks) or blocks[block].kind != "code":
                    found.append(Node(COMMENT, a, b, a + 4, b - 3, b, b))
                else:
                    end = tag_end(text, a + 1, b)
                    if end != NOWHERE:
                        found.append(_tag(text, a, end))
        elif c == 10 or prose[a] == OBJECT:
            while link < len(links) and links[link].start < a:
                link += 1
            if link == len(links) or links[link].start > a or links[link].kind == LINK:
                found.append(_code(text, a, b))
        position = b
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


def _is_inside(node: Node, covers: list[Node]) -> bool:
    return any(cover.start <= node.start < cover.end for cover in covers)


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
        # Of each open run: where it begins, how much of it is left, how long it was, its character
        # and the sides it is flanked on.
        self._starts: list[int] = []
        self._left: list[int] = []
        self._sizes: list[int] = []
        self._signs: list[int] = []
        self._closers: list[bool] = []
        self._bottoms: list[list[int]] = [[0] * _KEYS]
        """For each scope and each kind of closer, the number of open runs that need not be tried:
        none of them matches it. Without it, time would be quadratic."""

    def read(self, runs: list[int]) -> None:
        """Match the runs, in order; each is its start and its end, of 30 bits."""
        for run in runs:
            self._run(run >> 30, run & _OFFSET)
        self._close_block()

    def _run(self, a: i64, b: i64) -> None:
        """Read the run of one of ``* _ ~`` from a to b."""
        self._enter(a)
        text = self.text
        c: i64 = ord(text[a])
        size = b - a
        before = text[a - 1] if a > 0 else "\n"
        after = text[b] if b < len(text) else "\n"
        if c == 126 and (before == "~" or after == "~"):
            self._unmatched(a, size)
            return
        space_before, space_after = before.isspace(), after.isspace()
        sign_before, sign_after = _is_sign(before), _is_sign(after)
        left = not space_after and (not sign_after or space_before or sign_before)
        right = not space_before and (not sign_before or space_after or sign_after)
        opens, closes = left, right
        if c == 95:  # _
            opens = left and (not right or sign_before)
            closes = right and (not left or sign_after)
        rest = size
        if closes:
            rest = self._close(a, size, c, opens)
        if rest == 0:
            return
        a = b - rest
        if not opens:
            self._unmatched(a, rest)
            return
        self._starts.append(a)
        self._left.append(rest)
        self._sizes.append(size)
        self._signs.append(c)
        self._closers.append(closes)

    def _close_block(self) -> None:
        """Leave all scopes."""
        self._leave(0)
        self._ends.clear()
        self._bases.clear()
        del self._bottoms[1:]

    def _enter(self, a: i64) -> None:
        """Leave the scopes that end before an offset, and enter those that hold it."""
        if a >= self._block_end:
            self._close_block()
            blocks = self.blocks
            self._block += 1
            while self._block < len(blocks) and blocks[self._block].end <= a:
                self._block += 1
            self._table = False
            self._block_end = len(self.text)
            if self._block < len(blocks):
                block = blocks[self._block]
                self._block_end = block.end
                self._table = block.kind in ("table", "pipe_row")
        while self._ends and self._ends[-1] <= a:
            self._leave(self._bases[-1])
            self._ends.pop()
            self._bases.pop()
            self._bottoms.pop()
        if self._table and not self._ends:
            end = self.text.find("\n", a)
            if end < 0:
                end = len(self.text)
            pipe = self.prose.find("|", a, end)
            self._push(pipe if pipe >= 0 else end)
        scopes = self.scopes
        while self._scope < len(scopes) and scopes[self._scope].start < a:
            last: i64 = scopes[self._scope].last
            if last > a:
                self._push(last)
            self._scope += 1

    def _push(self, end: i64) -> None:
        """Enter a scope."""
        count = len(self._starts)
        self._ends.append(end)
        self._bases.append(count)
        self._bottoms.append([count] * _KEYS)

    def _leave(self, base: i64) -> None:
        """Drop the open runs from an index on: nothing matches them."""
        count: i64 = len(self._starts)
        if count == base:
            return
        i = base
        while i < count:
            self._unmatched(self._starts[i], self._left[i])
            i += 1
        self._truncate(base)

    def _truncate(self, count: i64) -> None:
        del self._starts[count:]
        del self._left[count:]
        del self._sizes[count:]
        del self._signs[count:]
        del self._closers[count:]
        bottoms = self._bottoms[-1]
        i: i64 = 0
        while i < _KEYS:
            if bottoms[i] > count:
                bottoms[i] = count
            i += 1

    def _unmatched(self, a: i64, size: i64) -> None:
        self.found.append(Node(UNMATCHED, a, a + size, a + size, a + size, a + size, a + size))

    def _close(self, a: i64, size: i64, c: i64, opens: bool) -> i64:
        """Match a run that may close with what is open; return how much of it is left."""
        bottoms = self._bottoms[-1]
        key = _key(c, size, opens)
        rest = size
        while rest > 0:
            bottom: i64 = bottoms[key]
            i: i64 = len(self._starts) - 1
            while i >= bottom and not self._matches(i, c, size, opens):
                i -= 1
            if i < bottom:
                bottoms[key] = len(self._starts)
                break
            left: i64 = self._left[i]
            width: i64 = 2
            if left < 2 or rest < 2:
                width = 1
            if c == 126:
                kind = STRIKETHROUGH
            elif width == 2:
                kind = STRONG
            else:
                kind = EMPHASIS
            first: i64 = self._starts[i] + left
            self._leave(i + 1)
            self.found.append(Node(kind, first - width, a + width, first, a, a + width, a + width))
            if left == width:
                self._truncate(i)
            else:
                self._left[i] = left - width
            a += width
            rest -= width
        return rest

    def _matches(self, i: i64, c: i64, size: i64, opens: bool) -> bool:
        """Return True if an open run matches a closing one (rules 9 and 10)."""
        if self._signs[i] != c:
            return False
        if not opens and not self._closers[i]:
            return True
        opener: i64 = self._sizes[i]
        return (opener + size) % 3 != 0 or (opener % 3 == 0 and size % 3 == 0)


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


def _is_sign(char: str) -> bool:
    """Return True for punctuation and symbols, as CommonMark has them."""
    if char.isascii():
        return char.isprintable() and not char.isalnum() and char != " "
    if char.isalnum() or char.isspace():
        return False
    from unicodedata import category  # few texts need it

    return category(char)[0] in "PS"
