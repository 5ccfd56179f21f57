"""What is ASCII in a text of another script, seen at once."""

from __future__ import annotations

from contentlint.model.document import Document

RTL_LETTERS = "اليوهמלושת"
"""One of them stands in nearly every text in the Arabic and Hebrew scripts."""
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZbcdefghijklmnopqrstuvwxyz_"
_SHAPE = bytes.maketrans(_LETTERS + b"123456789", b"a" * len(_LETTERS) + b"0" * 9)


def shape(doc: Document) -> bytes:
    """The prose, a byte a character: every Latin letter (and ``_``) ``a``, every digit ``0``,
    what is not ASCII ``?``. Ask through ``doc.fact``.

    Two passes in C, 7 us an article; a pattern of letters over the prose takes 40.
    """
    return doc.prose.encode("ascii", "replace").translate(_SHAPE)
