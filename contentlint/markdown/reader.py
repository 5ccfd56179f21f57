"""The reader of Markdown, MDX and plain text: CommonMark blocks, GFM tables, front matter.

Plain text has the form that extractors write: with Markdown's images, links and tables, but no
indented code, no underlined headings, no HTML and no comments.
"""

from __future__ import annotations

from contentlint.core import parse
from contentlint.frontmatter import block
from contentlint.model.document import Document
from contentlint.source.decode import UNCHANGED, decode


def read(
    path: str,
    data: bytes,
    *,
    format: str,  # noqa: A002
    language: str,
    paragraphs: str,
    origin: str,
    dialect: str,
) -> Document:
    """Read a file; see ``contentlint.source.formats.read``.

    ``format`` is ``markdown``, ``mdx`` or ``text``.
    """
    text, source = decode(data)
    own = data if source is UNCHANGED else b""
    first = 0
    head = text[:1] or "#"
    # Nearly all begin with a letter, a digit or a Markdown sign other than white space and + - {.
    if (head <= " " or head > "z" or head in "+-") and block.may_begin(text):
        stripped = block.opening(text)
        first = block.end_line(stripped)
        language = language or block.language(stripped, first)
    # By position: keywords take longer, and there are many files.
    return parse(path, text, source, own, format, language, paragraphs, origin, dialect, first)
