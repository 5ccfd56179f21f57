"""What a document is made of: its blocks, its links, and where they are.

These records are not compiled: mypyc would make them with ``typing``, which takes an eighth of what
a run on one file needs beside the start of Python.
"""

from __future__ import annotations

from contentlint._util.namedtuple import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points; (-1, 0) is the byte-order mark before the text."""

    start: int
    end: int


class Block(NamedTuple):
    """One block of the document, in the order of the text; blank lines belong to none.

    ``kind`` is one of front_matter, heading, paragraph, list_item, quote, code,
    html, table, pipe_row, image, definition, break.
    """

    kind: str
    start: int
    """Where the content begins, after the marker (``# ``, ``- ``, ``> ``)."""
    end: int
    """Past the last character, the line end excluded."""
    line: int
    """First line, from 0."""
    last: int
    """Last line, from 0, inclusive."""
    level: int = 0
    """Heading level 1-6, or the nesting depth of a list item or quote in columns."""


class Link(NamedTuple):
    """A Markdown link or image, or a bare or bracketed URL.

    For a bare URL ``text`` and ``dest`` are the same span.
    """

    kind: str
    """``image``, ``link``, ``image_ref``, ``autolink`` (``<…>``) or ``bare``."""
    span: Span
    text: Span
    """The link text or the image's alternative text."""
    dest: Span
    """The destination without ``<>`` and without title; of a reference, its label."""


class Source(NamedTuple):
    """What a file was made of beside its text, kept so that it can be written back."""

    encoding: str = "utf-8"
    bom: bool = False
    newline: str = "\n"
    """``\\n``, ``\\r\\n`` or ``\\r``; ``mixed`` when the file has more than one."""
    commonest: str = "\n"
    """Of mixed line ends the one that most lines have."""
    other_lines: tuple[int, ...] = ()
    """The first lines (from 0, at most ten thousand) that end otherwise."""
    damaged: bool = False
    """Some bytes are no text, and stand in it as lone surrogates."""
