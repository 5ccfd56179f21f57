"""The headings of a document, those of HTML included."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import Block, Document, Span

_HTML = lazy_regex.compile(r"<h([1-6])(?:\s[^<>]*)?>([^<>]*)", 2)  # re.IGNORECASE


class Heading(NamedTuple):
    level: int
    """1 to 6."""
    text: Span
    """What it says, without the marker; markup inside included."""
    line: int
    """From 0."""
    html: bool


def outline(doc: Document) -> tuple[Heading, ...]:
    """The headings in order, but for those in a list item or quote; ask through ``doc.fact``."""
    found = []
    html = doc.format != "text" and ("<h" in doc.text or "<H" in doc.text)
    for block in doc.blocks:
        kind = block[0]
        if kind == "heading":
            if _at_the_margin(doc, block):
                found.append(Heading(block.level, Span(block.start, block.end), block.line, False))
        elif html and kind in ("html", "paragraph", "image"):
            # Not Heading's own text: there may be several in one block, tags around them.
            for m in _HTML.finditer(doc.text, block.start, block.end):
                line = doc.line_at(m.start())
                found.append(Heading(int(m[1]), Span(*m.span(2)), line, True))
    return tuple(found)


def _at_the_margin(doc: Document, block: Block) -> bool:
    """Whether a heading is one of the document, not of an item: ``- # title``, or set in."""
    line = doc.lines[block.line]
    return not line.startswith("  ") and (line.lstrip()[:1] == "#" or block.last > block.line)
