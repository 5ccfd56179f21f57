"""Which parts of a document are laid out as one directional paragraph, and as which characters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import MARK, OBJECT, TAG, Document, Span
from contentlint.model.queries import FLOWING, block_at, cell_at, paragraph_at, tag_nodes
from contentlint.text.bidi.algorithm import classes, resolve

if TYPE_CHECKING:
    from typing import TypeVar

    P = TypeVar("P")


_ROWS = frozenset({"table", "pipe_row"})
_DIR = lazy_regex.compile(r"<bdi\b|\bdir\s{0,9}=\s{0,9}[\"']?(ltr|rtl|auto)", lazy_regex.IGNORECASE)
_ISOLATES = {"ltr": "\u2066", "rtl": "\u2067"}
_UNSEEN = frozenset({"front_matter", "code", "definition", "break", "html", "shortcode"})


def paragraph(doc: Document, offset: int) -> Span:
    """Return the directional paragraph around an offset: a flowing block, a cell, or a line."""
    block = block_at(doc, offset)
    if block is not None and (block.kind in _ROWS or (block.kind == "html" and _row(doc, offset))):
        return cell_at(doc, offset)
    return paragraph_at(doc, offset)


def _row(doc: Document, offset: int) -> bool:
    """Return True if a line of HTML is the row of a table, which MDX and others read there."""
    return doc.prose[slice(*doc.line_span(doc.line_at(offset)))].lstrip()[:1] == "|"


def paragraphs(doc: Document) -> Iterator[Span]:
    """Yield every directional paragraph outside tables and code, in the order of the text."""
    for block in doc.blocks:
        if block.kind in FLOWING and doc.paragraphs != "line":
            yield Span(block.start, block.end)
        elif block.kind not in _UNSEEN and block.kind not in _ROWS:
            for line in range(block.line, block.last + 1):
                start, end = doc.line_span(line)
                yield Span(max(start, block.start), end)


def _images(doc: Document) -> list[Span]:
    return sorted(link.span for link in doc.links if link.kind.startswith("image"))


def rendered(doc: Document, span: Span) -> str:
    """Return a part of the prose as it is laid out, as long as in the file.

    Inline code and URLs are ``x`` (they begin with a Latin letter), images U+FFFC, line ends
    spaces. Markup that renders as nothing stays MARK, which the algorithm ignores, but an element
    with ``dir`` is an isolate.
    """
    start, end = span
    shown = doc.prose[start:end].replace("\n", " ")
    if MARK in shown and doc.fact(_directed):
        shown = _isolate(doc, start, shown)
    if OBJECT not in shown:
        return shown
    images = doc.fact(_images)
    for index in range(max(bisect_right(images, (start,)) - 1, 0), len(images)):
        image = images[index]
        if image.start >= end:
            break
        if image.end > start:
            a, b = max(image.start, start) - start, min(image.end, end) - start
            shown = shown[:a] + "\ufffc" * (b - a) + shown[b:]
    return shown.replace(OBJECT, "x")


def _directed(doc: Document) -> bool:
    """Return True if an element has a direction of its own; ask through ``doc.fact``."""
    text = doc.text
    return any(_DIR.search(text, tag.start, tag.end) for tag in doc.fact(tag_nodes))


def _isolate(doc: Document, start: int, shown: str) -> str:
    """Put isolates in place of the tags of elements that have a direction of their own."""
    text = doc.text
    cut = list(shown)
    open_: list[tuple[str, bool]] = []
    for tag in doc.markup_in(start, start + len(shown)):
        if tag.kind != TAG or text[tag.end - 2] == "/":
            continue
        at = tag.start - start
        name = text[tag.first : tag.last].lower()
        if text[tag.start + 1] != "/":
            direction = _DIR.search(text, tag.start, tag.end)
            open_.append((name, direction is not None))
            if direction is not None:
                cut[at] = _ISOLATES.get((direction[1] or "").lower(), "\u2068")
        elif open_ and open_[-1][0] == name:
            if open_.pop()[1]:
                cut[at] = "\u2069"
    return "".join(cut)


class Layout(NamedTuple):
    """A directional paragraph and how it is laid out."""

    span: Span
    shown: str
    kinds: bytes
    """The class of each character, as ``algorithm`` names them."""
    levels: bytes


def layout(doc: Document, start: int, end: int, base: int) -> Layout:
    """Return the layout of the paragraph with this span for a base level; ask through
    ``doc.fact``."""
    shown = rendered(doc, Span(start, end))
    kinds = classes(shown)
    return Layout(Span(start, end), shown, kinds, resolve(kinds, shown, base))


def layouts(
    doc: Document, places: Iterable[P], base: int, start: Callable[[P], int]
) -> Iterator[tuple[P, Layout]]:
    """Yield each place, in the order of the text, with the layout of its paragraph."""
    span = Span(0, 0)
    found = None
    for place in places:
        at = start(place)
        if found is None or at >= span.end:
            span = paragraph(doc, at)
            found = doc.fact(layout, *span, base)
        yield place, found
