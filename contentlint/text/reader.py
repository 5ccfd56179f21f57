"""From decoded text to a Document; the readers in ``formats`` say what is special."""

from __future__ import annotations

from contentlint.document import Block, Document, Source
from contentlint.text import blocks, frontmatter, inline, paragraphs, utf8
from contentlint.text.language import RTL, detect


def build(
    path: str,
    text: str,
    source: Source,
    data: bytes = b"",
    *,
    format: str,  # noqa: A002
    language: str,
    paragraph_mode: str,
) -> Document:
    """Scan blocks and inline nodes of a text with ``\\n`` line ends.

    ``data`` is its UTF-8 form, where that is at hand.
    """
    lines = text.split("\n")
    stripped = [line.strip() for line in lines]
    starts = []
    at = 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    plain = format == "text"
    first = frontmatter.end_line(stripped)
    if paragraph_mode == "auto":
        paragraph_mode = paragraphs.mode(
            stripped[first:] if first else stripped, "line" if plain else "blank-line"
        )
    scanner = blocks.Scanner(
        lines,
        stripped,
        starts,
        first=first,
        plain=plain,
        line_mode=paragraph_mode == "line",
        mdx=format == "mdx",
    )
    if first:
        end = starts[first - 1] + len(lines[first - 1])
        scanner.blocks.append(Block("front_matter", 0, end, 0, first - 1))
    scanned = scanner.scan()
    inlines = inline.Scanner(text, data, mdx=format == "mdx", comments=not plain)
    prose = inlines.scan(scanned, scanner.markers)
    language = language or frontmatter.language(stripped, first)
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
        links=inlines.links,
        comments=inlines.comments,
        prose=prose,
        source=source,
    )
    if data:
        doc.know(utf8.data, data)
    return doc
