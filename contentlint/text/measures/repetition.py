"""Measures of how much a document repeats itself; ``table`` describes each.

They count as Gopher (Rae et al. 2021, table A1) and datatrove do, in the body without its code,
whose lines and braces repeat by nature. All functions are for ``doc.fact``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import accumulate, pairwise

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import Document
from contentlint.text.measures.makeup import share
from contentlint.text.measures.parts import body, body_lines, body_tokens


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


class _Grams(NamedTuple):
    """The sequences of some number of tokens that occur more than once."""

    places: list[int]
    """The index of the first token of each, ascending."""
    numbers: list[int]
    """For each place a number from 0, the same for equal sequences."""


def _repeated_grams(doc: Document, size: int) -> _Grams:
    codes: Sequence[Hashable]
    if size == 2:
        codes = list(pairwise(doc.fact(body_tokens)))
        places: Sequence[int] = range(len(codes))
    else:
        # A sequence repeats only where both shorter ones in it do: their numbers tell which it is.
        starts, numbers = doc.fact(_repeated_grams, size - 1)
        pairs = zip(pairwise(starts), pairwise(numbers), strict=True)
        found = [(at, code) for (at, after), code in pairs if after == at + 1]
        places, codes = [at for at, _ in found], [code for _, code in found]
    repeated = [code for code, times in Counter(codes).items() if times > 1]
    number = {code: index for index, code in enumerate(repeated)}
    every = list(map(number.get, codes))
    kept = [index for index in every if index is not None]
    return _Grams([at for at, index in zip(places, every, strict=True) if index is not None], kept)


def _ends(doc: Document) -> list[int]:
    """Return the characters of the tokens of the body before each of them, and of all."""
    return [0, *accumulate(map(len, doc.fact(body_tokens)))]


def top_gram_share(doc: Document, size: int) -> float:
    places, numbers = doc.fact(_repeated_grams, size)
    if not places:
        return 0.0
    number, times = Counter(numbers).most_common(1)[0]
    at, ends = places[numbers.index(number)], doc.fact(_ends)
    characters = ends[at + size] - ends[at] + size - 1  # with the spaces between the tokens
    return share(characters * times, len(doc.fact(body)))


def duplicate_gram_share(doc: Document, size: int) -> float:
    places, numbers = doc.fact(_repeated_grams, size)
    ends = doc.fact(_ends) if places else []
    seen: set[int] = set()
    characters = free = 0
    for at, number in zip(places, numbers, strict=True):
        if at < free:
            continue
        if number in seen:
            free = at + size
            characters += ends[free] - ends[at]
        else:
            seen.add(number)
    return share(characters, len(doc.fact(body)))
