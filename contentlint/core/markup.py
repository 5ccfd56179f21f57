"""The markup of a text beside its links: emphasis, code, tags, comments, escapes and the rest.

The parser records where markup begins and ends, and this module makes nodes of it when a rule asks
for them. Delimiters of emphasis are matched as in CommonMark 0.31, 6.2, within one block,
one cell of a table and one link text.
"""

from __future__ import annotations

from contentlint.core.lexer import NOWHERE, tag_end
from contentlint.model.document import (
    BREAK,
    CODE,
    COMMENT,
    EMPHASIS,
    ESCAPE,
    FOOTNOTE,
    IMAGE,
    IMAGE_REF,
    LINK,
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
    marks: list[int],
    ends: list[int],
    others: list[Node],
    by_line: bool,
) -> list[Node]:
    """Return the nodes of a text beside ``links``, by start; one inside another follows it.

    ``marks`` and ``ends`` are where the markup begins and ends that ``inline.Scanner`` has found,
    in order; ``others`` are the nodes that it has made itself. What begins inside one of these is
    left out, unless it is the text of a reference. ``by_line``: each line is a paragraph, and no
    line break is a hard one.
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
        before = _kind(ord(text[a - 1])) if a > 0 else _SPACE
        after = _kind(ord(text[b])) if b < len(text) else _SPACE
        if c == 126 and ((a > 0 and ord(text[a - 1]) == c) or text.startswith("~", b)):
            self._unmatched(a, size)
            return
        opens = after != _SPACE and (after != _SIGN or before != 0)
        closes = before != _SPACE and (before != _SIGN or after != 0)
        if c == 95 and opens and closes:  # _
            opens = before == _SIGN
            closes = after == _SIGN
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


_SPACE: Final = 1
_SIGN: Final = 2


def _ascii() -> bytes:
    """Return what ``_kind`` returns for the characters of ASCII."""
    kinds = [0] * 128
    for c in range(128):
        char = chr(c)
        if char.isspace():
            kinds[c] = _SPACE
        elif char.isprintable() and not char.isalnum():
            kinds[c] = _SIGN
    return bytes(kinds)


_ASCII: Final = _ascii()


def _kind(c: i64) -> i64:
    """Return ``_SPACE``, ``_SIGN`` for punctuation and symbols as CommonMark has them, or 0."""
    if c < 128:
        return _ASCII[c]
    char = chr(c)
    if char.isalnum():
        return 0
    if char.isspace():
        return _SPACE
    from unicodedata import category  # few texts need it

    return _SIGN if category(char)[0] in "PS" else 0
