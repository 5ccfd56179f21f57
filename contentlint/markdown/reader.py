"""The reader of Markdown, MDX and plain text: CommonMark blocks, GFM tables, front matter.

Plain text has the form that extractors write: with Markdown's images, links and tables, but no
indented code, no underlined headings, no HTML and no comments.
"""

from __future__ import annotations

from contentlint.core import blocks, inline, lexer, pure
from contentlint.core.language import detect
from contentlint.frontmatter import block
from contentlint.model import queries
from contentlint.model.document import Document, Source
from contentlint.model.languages import RTL
from contentlint.source.decode import UNCHANGED, decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mypy_extensions import i64


def read(
    path: str,
    data: bytes,
    *,
    format: str,  # noqa: A002
    language: str,
    paragraphs: str,
    origin: str,
) -> Document:
    """Read a file; see ``contentlint.source.formats.read``.

    ``format`` is ``markdown``, ``mdx`` or ``text``.
    """
    text, source = decode(data)
    own = data if source is UNCHANGED else b""
    # By position: keywords take longer, and there are many files.
    return build(path, text, source, own, format, language, paragraphs, origin)


def build(
    path: str,
    text: str,
    source: Source,
    data: bytes,
    format: str,  # noqa: A002
    language: str,
    paragraph_mode: str,
    origin: str,
) -> Document:
    """Scan blocks and inline nodes of a text with ``\\n`` line ends.

    ``data`` is its UTF-8 form, or empty if it is not available.
    """
    plain, mdx = format == "text", format == "mdx"
    first = 0
    head: i64 = ord(text[0]) if text else 35
    # Nearly all begin with a letter, a digit or a Markdown sign other than white space and + - {.
    if (head <= 32 or head > 122 or head == 43 or head == 45) and block.may_begin(text):
        stripped = block.opening(text)
        first = block.end_line(stripped)
        language = language or block.language(stripped, first)
    known = lines = None
    if lexer.COMPILED:
        known = lexer.Signs(text, data or queries.to_utf8(text), first)
        starts = known.starts
        counted = (int(known.filled), int(known.adjacent))
    else:
        lines = text.split("\n")
        starts = lexer.line_starts(lines)
        counted = blocks.neighbours(lines, first)
    if paragraph_mode == "auto":
        paragraph_mode = blocks.paragraph_mode(
            text, lines, starts, first, counted, "line" if plain else "blank-line"
        )
    scanner = blocks.Scanner(
        text,
        starts,
        first=first,
        plain=plain,
        line_mode=paragraph_mode == "line",
        mdx=mdx,
        pipes=known is None or known.pipe,
    )
    scanned = scanner.scan()
    live = origin == "authored"
    inlines = inline.Scanner(text, starts, known, mdx=mdx, comments=not plain, live=live)
    prose = inlines.scan(scanned, scanner.markers, scanner.hidden, scanner.bodies)
    detected, direction = detect(prose)
    doc = Document(
        path,
        text,
        lines=lines,
        starts=starts,
        format=format,
        language=language or detected,
        detected=detected,
        direction="rtl" if language in RTL else direction,
        paragraphs=paragraph_mode,
        blocks=scanned,
        nodes=inlines.nodes,
        comments=inlines.comments,
        prose=prose,
        source=source,
        origin=origin,
        find=pure.find,
        markup=inlines.markup,
    )
    if data:
        doc.know(queries.utf8_text, data)
    return doc
