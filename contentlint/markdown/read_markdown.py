"""Markdown and MDX: CommonMark blocks, GFM tables, front matter."""

from __future__ import annotations

from contentlint.markdown import reader
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
) -> Document:
    """See ``contentlint.source.formats.read``; ``format`` is ``markdown`` or ``mdx``."""
    text, source = decode(data)
    own = data if source is UNCHANGED else b""
    # By place: naming them takes longer, and there are many files.
    return reader.build(path, text, source, own, format, language, paragraphs, origin)
