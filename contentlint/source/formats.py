"""Bytes to Document, by file suffix: one reader a module."""

from __future__ import annotations

from importlib import import_module

from contentlint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

READERS = {
    ".md": ("markdown", "markdown"),
    ".markdown": ("markdown", "markdown"),
    ".mdx": ("markdown", "mdx"),
    ".txt": ("text", "text"),
}
"""Suffix (lower case) to the reader's module and the format's name."""


_loaded: dict[str, Any] = {}
"""Readers by the name of their module: asking for an import each time takes a microsecond."""


def suffix_of(path: str) -> str:
    """The suffix of a path, lower-cased, with its dot; ``""`` when there is none."""
    dot = path.rfind(".")
    if dot <= 0 or path[dot - 1] in "/\\":  # a name that begins with its only dot has none
        return ""
    suffix = path[dot:]
    if suffix in READERS:  # as most are
        return suffix
    suffix = suffix.lower()
    return "" if "/" in suffix or "\\" in suffix else suffix


def read(
    path: str,
    data: bytes,
    *,
    language: str = "",
    paragraphs: str = "auto",
    format: str = "",  # noqa: A002
    origin: str = "unknown",
) -> Document:
    """Read the bytes of a file; its suffix decides how, unless ``format`` is given.

    ``language`` overrides front matter and detection; ``paragraphs`` is
    ``auto``, ``line`` or ``blank-line``; ``origin`` is what ``Document.origin`` holds.

    Raises:
        ReadError: the bytes are no text.
        KeyError: the suffix is unknown and no format was given.
    """
    if format:
        module = "text" if format == "text" else "markdown"
    else:
        module, format = READERS[suffix_of(path)]  # noqa: A001
    reader = _loaded.get(module)
    if reader is None:
        reader = _loaded[module] = import_module(f"contentlint.markdown.read_{module}")
    doc: Document = reader.read(
        path, data, format=format, language=language, paragraphs=paragraphs, origin=origin
    )
    return doc
