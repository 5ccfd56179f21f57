"""Measures of how much a document repeats itself; ``table`` describes each.

They count as Gopher (Rae et al. 2021, table A1) and datatrove do, in the body without its code,
whose lines and braces repeat by nature. All functions are for ``doc.fact``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint.core import repeated_grams
from contentlint.model.document import Document
from contentlint.text.measures.makeup import share
from contentlint.text.measures.parts import body, body_lines, body_tokens

MOST_TOKENS = 10
"""The tokens of the longest sequences that Gopher counts."""


class _Repeats(NamedTuple):
    """How many of some parts of the body repeat an earlier one."""

    parts: int
    """The number of parts, repeated or not."""
    repeated: int
    """The number of parts that repeat an earlier one."""
    characters: int
    """The characters of these."""


def _repeats(parts: Sequence[str]) -> _Repeats:
    once = Counter(parts)
    characters = sum(map(len, parts)) - sum(map(len, once))
    return _Repeats(len(parts), len(parts) - len(once), characters)


def _repeated_lines(doc: Document) -> _Repeats:
    return _repeats([line for line in doc.fact(body).split("\n") if line])


def _repeated_paragraphs(doc: Document) -> _Repeats:
    parts = [part.lstrip("\n") for part in doc.fact(body).split("\n\n")]
    return _repeats([part for part in parts if part])


def duplicate_line_share(doc: Document) -> float:
    found = doc.fact(_repeated_lines)
    return share(found.repeated, found.parts)


def duplicate_line_character_share(doc: Document) -> float:
    return share(doc.fact(_repeated_lines).characters, len(doc.fact(body)))


def duplicate_paragraph_share(doc: Document) -> float:
    found = doc.fact(_repeated_paragraphs)
    return share(found.repeated, found.parts)


def duplicate_paragraph_character_share(doc: Document) -> float:
    return share(doc.fact(_repeated_paragraphs).characters, len(doc.fact(body)))


def duplicated_share(doc: Document) -> float:
    text = doc.fact(body)
    return share(_repeats(doc.fact(body_lines)).characters, len(text) - text.count("\n"))


def _grams(doc: Document) -> list[tuple[int, int]]:
    return repeated_grams(doc.fact(body_tokens), MOST_TOKENS)


def top_gram_share(doc: Document, size: int) -> float:
    return share(doc.fact(_grams)[size - 2][0], len(doc.fact(body)))


def duplicate_gram_share(doc: Document, size: int) -> float:
    return share(doc.fact(_grams)[size - 2][1], len(doc.fact(body)))
