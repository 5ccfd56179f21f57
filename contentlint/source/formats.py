"""Formats by file suffix, and their readers: modules with a function ``read``."""

from __future__ import annotations

from importlib import import_module

from contentlint._util import TYPE_CHECKING
from contentlint.model.dialects import BY_SUFFIX, NONE
from contentlint.model.document import Document
from contentlint.model.record import Record

if TYPE_CHECKING:
    from typing import Any

FORMATS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "mdx",
    ".qmd": "markdown",
    ".txt": "text",
}
"""Each suffix (lower case), mapped to the name of the format."""
ARTICLE_LIKE = frozenset(
    ".livemd .markdn .mdoc .mdown .mdtext .mdtxt .mdwn .mkd .mkdn .mkdown .rmarkdown .rmd .svx "
    ".text".split()
)
"""Suffixes of Markdown and plain text that are not read."""
_READERS = {
    "markdown": "contentlint.markdown.reader",
    "mdx": "contentlint.markdown.reader",
    "text": "contentlint.markdown.reader",
}
"""Each format, mapped to the module that reads it."""


_loaded: dict[str, Any] = {}
"""Readers by format: a repeated import statement takes a microsecond."""


def suffix_of(path: str) -> str:
    """Return the suffix of a path in lower case, with its dot; ``""`` if it has none."""
    dot = path.rfind(".")
    if dot <= 0 or path[dot - 1] in "/\\":  # a name with its only dot at the beginning has none
        return ""
    suffix = path[dot:]
    if suffix in FORMATS:  # as most are
        return suffix
    suffix = suffix.lower()
    return "" if "/" in suffix or "\\" in suffix else suffix


def may_tell(suffix: str) -> bool:
    """Return True if the suffix alone tells whether a file is like an article, as nearly all do."""
    return suffix.isascii() and suffix[1:].isalnum()


def is_article_like(path: str) -> bool:
    """Return True if the suffix of a path is read, is one of ``ARTICLE_LIKE``, or looks like one of
    them: with invisible and other characters that are not ASCII in it, or dots and spaces behind
    it."""
    suffix = suffix_of(path)
    if suffix in FORMATS or suffix in ARTICLE_LIKE:
        return True
    if may_tell(suffix):
        return False
    name = path[path.rfind("/") + 1 :]
    if "." not in name and name.isascii():
        return False
    from unicodedata import normalize

    text = normalize("NFKD", name[-_LONGEST:]).lower()
    _, dot, end = "".join(c for c in text if "!" <= c <= "~").rstrip(".").rpartition(".")
    return dot + end in FORMATS or dot + end in ARTICLE_LIKE


_LONGEST = 255
"""The characters of a name that most file systems allow."""


def record(path: str, data: bytes) -> Record:
    """Return the content of a file as a record.

    Raises:
        ValueError: the suffix of the path is not one of ``FORMATS``.
    """
    suffix = suffix_of(path)
    if suffix not in FORMATS:
        known = ", ".join(FORMATS)
        raise ValueError(f"{path}: unknown suffix; the suffix decides the format, one of {known}")
    return Record(path, data, FORMATS[suffix])


def read(
    path: str,
    data: bytes,
    *,
    language: str = "",
    paragraphs: str = "auto",
    format: str = "",  # noqa: A002
    origin: str = "unknown",
    dialect: str = "none",
) -> Document:
    """Read the bytes of a file; its suffix decides how, unless ``format`` is given.

    ``language`` overrides front matter and detection; ``paragraphs`` is
    ``auto``, ``line`` or ``blank-line``; ``origin`` is what ``Document.origin`` holds, and
    ``dialect`` a key of ``dialects.DIALECTS``; if it is ``none``, the suffix may name another.

    Raises:
        ReadError: the bytes are no text.
        KeyError: the suffix is unknown and no format was given.
    """
    format = format or FORMATS[suffix_of(path)]  # noqa: A001
    reader = _loaded.get(format)
    if reader is None:
        reader = _loaded[format] = import_module(_READERS[format])
    if dialect == NONE:
        dialect = BY_SUFFIX.get(suffix_of(path), NONE)
    doc: Document = reader.read(
        path,
        data,
        format=format,
        language=language,
        paragraphs=paragraphs,
        origin=origin,
        dialect=dialect,
    )
    return doc
