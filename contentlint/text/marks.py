"""Where punctuation meets spaces and letters, found for the whole document in a few C passes."""

from __future__ import annotations

from typing import NamedTuple

from contentlint.document import Document

ARABIC = "،؛؟"
"""Comma, semicolon and question mark of the Arabic script."""
SPACES = " \t\u00a0\u202f"
"""What people type between a word and its mark."""
CLOSERS = "\"'»”’)]}›」』）"
"""Closing brackets and quotes, and the straight quotes, which may be either."""
OPENERS = "([{«“‘‹„「『（"

_MERGE = bytes.maketrans(b",;:!?\t", b"..... ")
_ASCII_TWINS = (
    (b"\xd8\x8c", b","),
    (b"\xd8\x9b", b";"),
    (b"\xd8\x9f", b"?"),
    (b"\xc2\xa0", b" "),
    (b"\xe2\x80\xaf", b" "),
)


class View(NamedTuple):
    """The prose as bytes in which every mark is ``.`` and, in Arabic, every space `` ``."""

    data: bytes
    merged: bytes
    """As long as ``data``; has as many code points as the prose."""


def view(doc: Document) -> View:
    """Ask through ``doc.fact``."""
    data = doc.prose.encode("utf-8", "surrogatepass")
    if any(mark in doc.prose for mark in ARABIC):
        for arabic, twin in _ASCII_TWINS:
            data = data.replace(arabic, twin)
    return View(data, data.translate(_MERGE))


def spaced(doc: Document) -> list[int]:
    """Offsets in the prose of a space that a mark follows; ask through ``doc.fact``."""
    return _places(doc, b" .")


def doubled(doc: Document) -> list[int]:
    """Offsets in the prose of a mark that a mark follows; ask through ``doc.fact``."""
    return _places(doc, b"..")


def _places(doc: Document, pair: bytes) -> list[int]:
    """Where a pair stands in the merged view; overlapping ones are all found."""
    data, merged = doc.fact(view)
    at = merged.find(pair)
    done = offset = 0
    found = []
    while at >= 0:
        offset += len(data[done:at].decode("utf-8", "surrogatepass"))
        done = at
        found.append(offset)
        at = merged.find(pair, at + 1)
    return found
