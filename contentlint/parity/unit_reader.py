"""Reads a document into the units that are aligned with those of its translation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.core import fold_label, sentences
from contentlint.model.document import (
    ATTRIBUTES,
    CODE,
    EXPRESSION,
    FOOTNOTE,
    IMAGE,
    IMAGE_REF,
    LINK,
    MARK,
    MATH,
    OBJECT,
    REFERENCE,
    TAG,
    TEMPLATE,
    Block,
    Document,
    Node,
)
from contentlint.model.terminators import SPLITTING
from contentlint.parity.targets import definitions
from contentlint.parity.units import Unit

if TYPE_CHECKING:
    from typing import Final

PROSE: Final = frozenset({"paragraph", "item", "quote"})
"""The kinds of units that are running text, and that a translator may make one of the other."""
MATTER: Final = PROSE | {"heading", "fence", "indented", "table", "image"}
"""The kinds that a translation must have; markup is not among them."""

_KINDS: Final = {
    "heading": "heading",
    "paragraph": "paragraph",
    "pipe_row": "paragraph",
    "list_item": "item",
    "quote": "quote",
    "table": "table",
    "image": "image",
    "directive": "markup",
    "shortcode": "markup",
}
"""The kinds of blocks; those of code and of HTML depend on their text, others are no units."""
_ELEMENTS: Final = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    "p": "paragraph",
    "td": "paragraph",
    "dd": "paragraph",
    "dt": "paragraph",
    "div": "paragraph",
    "center": "paragraph",
    "summary": "paragraph",
    "figcaption": "paragraph",
    "li": "item",
    "blockquote": "quote",
}
"""The elements that begin a unit of their own in a block of HTML."""
# The constructor of a NamedTuple is a Python function; this takes half the time.
_new: Final = tuple.__new__
FENCES: Final = ("```", "~~~")
_COMMENT: Final = "<!--"
_SCRIPT: Final = ("import ", "import{", "export ", "export{")
"""The beginnings of statements of MDX, which are no code of the article."""
# `####المصادر`: a heading whose space is missing; one sign may begin a tag of a social network.
_GLUED: Final = lazy_regex.compile(r"(#{2,6})(?=[^#\s])")
# `--- collapse ---` above a line of signs or the fields of a block, which Markdown reads as
# headings.
_MARKER: Final = lazy_regex.compile(r"-{3} /?[\w-]+ -{3}[ \t]*(?:\n|$)")
# One or more of these on a line, and nothing else.
_MARKERS: Final = lazy_regex.compile(r"(?:-{3} /?[\w-]+ -{3}[ \t]*)+(?:\n|$)")
# `۱. ` begins no item in Markdown, but readers see one.
_NUMBERED: Final = lazy_regex.compile(
    "(?<![^\n])[ \t]*[\u0660-\u0669\u06f0-\u06f9]{1,3}[.)\u2013-][ \t]+"
)
_FIELD: Final = lazy_regex.compile(r"(?:title|hint|image|line_\w+)[ \t]*:[ \t]")
# The neighbours are looked at afterwards: in the pattern they take five times as long.
_NUMBER: Final = lazy_regex.compile(
    "[0-9\u0660-\u0669\u06f0-\u06f9][0-9\u0660-\u0669\u06f0-\u06f9.,٫٬’]+"
)
_SHORTCODE: Final = lazy_regex.compile(r"\{[{%][<%]?-?[ \t]*(/?[ \t]*[\w.:-]+)")
_SEPARATORS: Final = str.maketrans("", "", ".,٫٬’")
_ENDS: Final = {"?": "?", "؟": "?", "？": "?", ":": ":", "：": ":"}
_TRAILING: Final = f" *_\n{MARK}"
_STOP: Final = lazy_regex.compile(f"[{SPLITTING}]")
# `**Fields:** - one - two`: a list whose lines are joined.
_JOINED: Final = lazy_regex.compile(r"(?::[*_]* |(?<=[^\s-]) )- (?=\S)")
_LEAST_ITEMS: Final = 2
_LEAST_ROWS: Final = 3
_DELIMITERS: Final = frozenset("|:- \t")
_BROKEN_IMAGE: Final = f"! {MARK}"
_LONGEST_NUMBER: Final = 15
_LONGEST_KEY: Final = 120
_QUOTES: Final = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚", "'")})
_COMMENTS: Final = ("#", "//", "--", ";", "%", "/*", "*", "<!--", "<#", "REM ", "rem ")


def units(doc: Document, wrapped: bool = False) -> tuple[Unit, ...]:
    """Return the units in the order of the text; ask through ``doc.fact(units, wrapped)``.

    Front matter, comments, thematic breaks, definitions of links and the statements of MDX are
    none. With ``wrapped`` adjacent lines are one paragraph, although the document seems to have a
    paragraph on each line: the other side has not.
    """
    read = _Reader(doc)
    found: list[Unit] = []
    blocks: Iterable[Block]
    hidden = 0
    blocks = _unwrapped(doc.blocks) if wrapped else doc.blocks
    if any(block.kind == "pipe_row" for block in doc.blocks):
        blocks = _tables(doc.text, blocks)
    for block in blocks:
        kind = block.kind
        if block.start < hidden:
            continue
        if kind == "html":
            opened = _opened(doc.text, block)
            if opened > block.start:
                hidden = doc.text.find("-->", block.end) + 1
                block = block._replace(end=opened)
            found += read.html(block)
        elif kind == "code":
            if not (doc.syntax.components and _is_script(doc, block)):
                found.append(read.code(block))
        elif kind in _KINDS:
            if block.end > block.start:
                found += map(read.prose, read.parts(block))
    return tuple(found)


def _tables(text: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks, with the rows as one table whose delimiter row has more or fewer columns than
    its header: Markdown shows these rows as text, but they were meant as a table."""
    rows: list[Block] = []
    for block in (*blocks, None):
        if block is not None and block.kind == "pipe_row":
            if not rows or rows[-1].last + 1 == block.line:
                rows.append(block)
                continue
        if len(rows) >= _LEAST_ROWS and _DELIMITERS.issuperset(text[rows[1].start : rows[1].end]):
            yield rows[0]._replace(kind="table", end=rows[-1].end, last=rows[-1].last)
        else:
            yield from rows
        rows = []
        if block is not None:
            if block.kind == "pipe_row":
                rows = [block]
            else:
                yield block


def _unwrapped(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks, with lines that go on a paragraph or an item as a part of it."""
    before: Block | None = None
    for block in blocks:
        if before is None:
            before = block
        elif (
            block.kind == "paragraph"
            and before.kind in ("paragraph", "list_item")
            and block.line == before.last + 1
        ):
            before = before._replace(end=block.end, last=block.last)
        else:
            yield before
            before = block
    if before is not None:
        yield before


def _opened(text: str, block: Block) -> int:
    """Return the offset of a comment that begins in a block of HTML and goes on behind it, as
    browsers read it, although the block ends at a blank line; -1 if there is none."""
    opened = text.rfind(_COMMENT, block.start, block.end)
    return opened if opened >= 0 and text.find("-->", opened, block.end) < 0 else -1


def _is_script(doc: Document, block: Block) -> bool:
    return doc.text.startswith(_SCRIPT, block.start)


class _Reader:
    """Reads the blocks of a document from the first to the last."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.nodes: list[Node] = doc.nodes
        self.markup: list[Node] = doc.markup
        self.node = 0
        """The first of ``nodes`` that begins behind all that has been read."""
        self.mark = 0
        """The same in ``markup``."""
        self.numbers = _numbers(doc.prose)
        self.number = 0
        """The same in ``numbers``."""
        self.labels = doc.fact(definitions)
        self.marker = -1
        """Where the last ``--- collapse ---`` ends."""

    def parts(self, block: Block) -> Iterator[Block]:
        """Yield the units that a block of text is: one, unless it has markers on lines of their own
        at its beginning or end, or its lines are numbered in digits that begin no item."""
        text, start, end = self.doc.text, block.start, block.end
        if block.kind not in ("paragraph", "pipe_row", "list_item"):
            yield block
            return
        while (marker := _MARKERS.match(text, start, end)) is not None:
            yield block._replace(kind="directive", start=start, end=marker.end())
            start = marker.end()
        last = end
        while last > start:
            line = max(text.rfind("\n", start, last) + 1, start)
            if _MARKERS.match(text, line, last) is None:
                break
            last = max(line - 1, start)
        if last > start:
            yield from self.numbered(block._replace(start=start, end=last))
        if last < end:
            yield block._replace(kind="directive", start=last + 1, end=end)

    def items(self, block: Block) -> Iterator[Block]:
        """Yield what a paragraph that leads in a list is: itself, or also the items that follow the
        colon on the same line."""
        text, start = self.doc.text, block.start
        found = (
            list(_JOINED.finditer(text, start, block.end))
            if " - " in text[start : block.end]
            else []
        )
        first = next((n for n, each in enumerate(found) if each[0][0] == ":"), len(found))
        if len(found) - first < _LEAST_ITEMS:
            yield block
            return
        for each in found[first:]:
            yield block._replace(start=start, end=each.end() - len(" - "))
            start, block = each.end(), block._replace(kind="list_item")
        yield block._replace(start=start)

    def numbered(self, block: Block) -> Iterator[Block]:
        """Yield what is before the first numbered line, and the items that begin with one."""
        start = block.start
        kind = block.kind
        for item in _NUMBERED.finditer(self.doc.text, block.start, block.end):
            if item.start() > start:
                yield block._replace(kind=kind, start=start, end=item.start() - 1)
            start, kind = item.end(), "list_item"
        yield from self.items(block._replace(kind=kind, start=start))

    def prose(self, block: Block) -> Unit:
        """Return a block of text."""
        kind, level = _KINDS[block.kind], block.level
        start, end = block.start, block.end
        if kind == "heading" and (self.is_marker(start, end) or self.is_underlined(start, end)):
            kind = "paragraph"
        if kind != "heading":
            level = 0
            if kind == "paragraph" and self.doc.syntax.markup:
                glued = _GLUED.match(self.doc.text, start, end)
                if glued:
                    kind, level = "heading", len(glued[1])
        return self.unit(kind, start, end, level)

    def is_marker(self, start: int, end: int) -> bool:
        """Return True if a stretch is the marker of a block, or a field right below one."""
        text = self.doc.text
        if _MARKER.match(text, start, end):
            self.marker = end
            return True
        # Between the two there is nothing but the line of signs.
        return (
            self.marker >= 0
            and _FIELD.match(text, start, end) is not None
            and not text[self.marker : start].strip("- \n")
        )

    def is_underlined(self, start: int, end: int) -> bool:
        """Return True if a heading is several lines, under which a thematic break stands without
        a blank line: they were meant as a paragraph."""
        return "\n" in self.doc.text[start:end]

    def code(self, block: Block) -> Unit:
        """Return a code block; its invariants are its lines without those that are comments."""
        start, end = block.start, block.end
        text = self.doc.text[start:end]
        self.skip(end)
        lines = text.split("\n")
        kind = "indented"
        if text.lstrip(" \t>").startswith(FENCES):
            kind = "fence"
            del lines[0]
            if lines and lines[-1].strip(" \t>").startswith(FENCES):
                del lines[-1]
        found: dict[str, int] = {}
        for line in lines:
            bare = line.strip()
            if bare and bare.isascii() and not bare.startswith(_COMMENTS):
                key = f"code:{bare[:_LONGEST_KEY]}"
                found[key] = found.get(key, 0) + 1
        return Unit(kind, start, end, 0, len(text), 0, found)

    def html(self, block: Block) -> Iterator[Unit]:
        """Yield the elements of a block of HTML that are passages, and the rest as markup."""
        doc, start = self.doc, block.start
        if doc.text.startswith(_COMMENT, start):
            self.skip(block.end)
            return
        kind, level = "markup", 0
        for node in doc.markup_in(start, block.end):
            if node.kind != TAG:
                continue
            name = doc.text[node.first : node.last].lower()
            if name not in _ELEMENTS:
                continue
            if node.start > start:
                yield from self.element(kind, start, node.start, level)
                start = node.start
            kind, level = "markup", 0
            if doc.text[node.start + 1] != "/":
                kind = _ELEMENTS[name]
                level = int(name[1]) if kind == "heading" else 0
        yield from self.element(kind, start, block.end, level)

    def element(self, kind: str, start: int, end: int, level: int) -> Iterator[Unit]:
        """Yield a stretch of HTML as a unit, without the white space at its end."""
        while end > start and self.doc.text[end - 1].isspace():
            end -= 1
        if end > start:
            unit = self.unit(kind, start, end, level)
            if unit.kind == "markup" and unit.letters:
                unit = unit._replace(kind="paragraph")
            yield unit

    def unit(self, kind: str, start: int, end: int, level: int) -> Unit:
        """Return a stretch of prose as a unit."""
        doc = self.doc
        piece = doc.prose[start:end]
        letters = len("".join(piece.split())) - piece.count(MARK) - piece.count(OBJECT)
        found: dict[str, int] = {}
        has_image = self.links(found, start, end)
        has_code = self.marks(found, start, end)
        if kind != "table" and not letters:
            if has_image:
                kind = "image"
            elif kind in PROSE and not has_code and not any(k[:5] == "link:" for k in found):
                kind = "markup"
        count, ends = 0, ""
        if kind in PROSE:
            ends = _ENDS.get(piece.rstrip(_TRAILING)[-1:], "")
            stop = _STOP.search(piece)
            # Most items have one mark, at their end.
            count = 1
            if stop is not None and stop.end() < len(piece):
                count = sum(1 for _ in sentences(doc.prose, start, end))
                # `! [a](b.png)` is a broken image and ends no sentence.
                count -= min(piece.count(_BROKEN_IMAGE), count - 1)
        numbers, at = self.numbers, self.number
        while at < len(numbers) and numbers[at][0] < end:
            if numbers[at][0] >= start:
                key = numbers[at][1]
                found[key] = found.get(key, 0) + 1
            at += 1
        self.number = at
        return _new(Unit, (kind, start, end, level, letters, count, found, ends))

    def skip(self, end: int) -> None:
        """Leave out the nodes before an offset."""
        nodes = self.nodes
        while self.node < len(nodes) and nodes[self.node].start < end:
            self.node += 1
        nodes = self.markup
        while self.mark < len(nodes) and nodes[self.mark].start < end:
            self.mark += 1

    def links(self, found: dict[str, int], start: int, end: int) -> bool:
        """Add the targets of links and images in a stretch; return True if one is an image."""
        nodes, text = self.nodes, self.doc.text
        at = self.node
        shown = -1
        has_image = False
        while at < len(nodes) and nodes[at].start < end:
            node = nodes[at]
            at += 1
            if node.start < start:
                continue
            kind = node.kind
            target = text[node.dest : node.dest_end]
            if kind in (IMAGE, IMAGE_REF):
                has_image = True
                key = "image:"
                if kind == IMAGE_REF:
                    target = self.defined(target)
            elif kind == LINK:
                shown = node.last
                key = "link:"
            elif node.start < shown:  # a URL as the text of a link
                continue
            else:
                key = "link:"
            key += tail(target)
            found[key] = found.get(key, 0) + 1
        self.node = at
        return has_image

    def defined(self, label: str) -> str:
        """Return the target of a reference; ``""`` if nothing defines it."""
        where = self.labels.get(fold_label(label)) if self.labels else None
        return self.doc.text[where.start : where.end] if where is not None else ""

    def marks(self, found: dict[str, int], start: int, end: int) -> bool:
        """Add code, placeholders, components, identifiers and the like in a stretch; return True if
        one is code or mathematics."""
        nodes, text = self.markup, self.doc.text
        at = self.mark
        has_code = False
        while at < len(nodes) and nodes[at].start < end:
            node = nodes[at]
            at += 1
            if node.start < start:
                continue
            kind = node.kind
            if kind in (CODE, MATH):
                if node.first == node.last:
                    continue
                has_code = True
                key = span_key(text[node.first : node.last])
            elif kind == TAG:
                if text[node.start + 1] == "/":
                    continue
                key = self.tag(node)
            elif kind == TEMPLATE:
                name = _SHORTCODE.match(text, node.start, node.end)
                key = f"placeholder:{name[1] if name else text[node.start : node.end]}"
            elif kind == EXPRESSION:
                key = f"placeholder:{text[node.start : node.end]}"
            elif kind == ATTRIBUTES:
                key = f"id:{text[node.start : node.end].strip('{: }')}"
            elif kind == FOOTNOTE:
                key = f"note:{text[node.first : node.last]}"
            elif kind == REFERENCE:
                target = self.defined(text[node.dest : node.dest_end])
                key = f"link:{tail(target)}" if target else ""
            else:
                continue
            if key:
                found[key] = found.get(key, 0) + 1
        self.mark = at
        return has_code

    def tag(self, node: Node) -> str:
        """Return the key of a component, an image or the target of a link in HTML."""
        text = self.doc.text
        name = text[node.first : node.last]
        if name[:1].isupper() or "-" in name or "." in name:
            return f"component:{name}"
        lower = name.lower()
        if lower in ("a", "img"):
            address = _ATTRIBUTE.search(text, node.last, node.end)
            if address:
                target = address[1] or address[2] or address[3] or ""
                return f"{'image' if lower == 'img' else 'link'}:{tail(target)}"
        return ""


_ATTRIBUTE: Final = lazy_regex.compile(
    r"\s(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", lazy_regex.IGNORECASE
)


def _numbers(prose: str) -> list[tuple[int, str]]:
    """Return the numbers of two digits or more with their offsets, ascending, as keys in which
    separators do not count."""
    found: list[tuple[int, str]] = []
    for number in _NUMBER.finditer(prose):
        start, end = number.span()
        digits = number[0].translate(_SEPARATORS)
        if (
            1 < len(digits) <= _LONGEST_NUMBER
            and not prose[start - 1 : start].isalnum()
            and not prose[end : end + 1].isalpha()
        ):
            found.append((start, f"number:{int(digits)}"))
    return found


def tail(target: str) -> str:
    """Return the end of the path of a target, or its host, without query, fragment and suffix: it
    stays the same where a site rewrites the links of a translation."""
    path = target.partition("#")[0].partition("?")[0].rstrip("/")
    last = path.rpartition("/")[2].lower()
    if not last:
        return target.lower()
    if "%" in last:
        from urllib.parse import unquote

        last = unquote(last)
    stem, dot, suffix = last.rpartition(".")
    return stem if dot and suffix in _PAGES else last


_PAGES: Final = frozenset({"md", "mdx", "html", "htm"})


def span_key(code: str) -> str:
    """Return the key of inline code: white space and quotation marks do not count."""
    return f"span:{''.join(code.split()).translate(_QUOTES)[:_LONGEST_KEY]}"


def is_unclosed(doc: Document, all_units: tuple[Unit, ...]) -> bool:
    """Return True if the last unit is a fence that is not closed and contains the rest of the
    text."""
    if not all_units or all_units[-1].kind != "fence":
        return False
    first, _, rest = doc.text[all_units[-1].start : all_units[-1].end].partition("\n")
    fence = first.lstrip(" \t>")[:3]
    return not rest.rpartition("\n")[2].strip(" \t>").startswith(fence)


def next_matter(all_units: Sequence[Unit], at: int, step: int) -> int:
    """Return the next unit that is no markup in a direction; -1: there is none."""
    at += step
    while 0 <= at < len(all_units):
        if all_units[at].kind in MATTER:
            return at
        at += step
    return -1
