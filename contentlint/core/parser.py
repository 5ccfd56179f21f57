"""The parser of Markdown, MDX and plain text: blocks, inline nodes and the prose of a document."""

from __future__ import annotations

from contentlint.core import blocks, dialects, inline, lexer, pure
from contentlint.core.language import detect
from contentlint.model import queries
from contentlint.model.dialects import HOSTS, JSX, LIQUID, VARIABLES, of_format
from contentlint.model.document import Document, Source
from contentlint.model.languages import RTL


def parse(
    path: str,
    text: str,
    source: Source,
    data: bytes,
    format: str,  # noqa: A002
    language: str,
    paragraph_mode: str,
    origin: str,
    dialect: str,
    first: int,
) -> Document:
    """Parse a text with ``\\n`` line ends.

    ``data`` is its UTF-8 form, or empty if it is not available; ``first`` is the line (from 0)
    after the front matter. The others are those of ``contentlint.source.formats.read``.
    """
    found = of_format(dialect, format)
    plain, mdx = format == "text", found.features & JSX != 0
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
        components=dialects.Lines(text, starts, found) if found.features else None,
    )
    scanned = scanner.scan()
    inlines = inline.Scanner(
        text,
        starts,
        known,
        features=found.features,
        comments=not plain,
        live=found.features & (LIQUID | VARIABLES) != 0
        or (origin == "authored" and found.name in HOSTS),
    )
    prose = inlines.scan(scanned, scanner.joined, scanner.markers, scanner.hidden, scanner.bodies)
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
        dialect=found,
        find=pure.find,
        markup=inlines.markup,
    )
    if data:
        doc.know(queries.utf8_text, data)
    return doc
