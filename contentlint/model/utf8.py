"""The text as UTF-8: a rare character is found by its rarest byte, at the speed of memchr."""

from __future__ import annotations

from functools import lru_cache

from contentlint._util import lazy_regex
from contentlint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re


def encoded(text: str) -> bytes:
    """The UTF-8 form of any text, bytes that are no text included."""
    return text.encode("utf-8", "surrogatepass")


def data(doc: Document) -> bytes:
    """Ask through ``doc.fact``."""
    return encoded(doc.text)


def shown(doc: Document) -> bytes:
    """The prose in the same way; ask through ``doc.fact``."""
    if doc.prose is doc.text:
        return doc.fact(data)
    return doc.prose.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=128)
def pattern(source: bytes) -> re.Pattern[bytes]:
    """Compiled when it is first asked for; see ``text.lazy``."""
    return lazy_regex.made(source)
