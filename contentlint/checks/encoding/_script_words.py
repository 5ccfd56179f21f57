"""Words of two scripts: letters of another alphabet that look like those beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from contentlint._util import lazy_regex
from contentlint.text.unicode.chars import script

# One class, and what it is not: letters and their marks in one class are too many.
WORD = lazy_regex.compile(
    "[^\\s\\d\x00-@\\[-`{-\xbf\xd7\xf7\u05be\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u066a-\u066d\u06d4"
    "\u2000-\u200b\u200d-\u2bff\u3000-\u303f\ufd3e\ufd3f\ufe00-\ufe0f\ufeff-\uffff]+"
)
"""Letters with their marks; no digit, no punctuation."""

# Letters of Cyrillic and Greek drawn as Latin ones are (UTS #39), beside their twins.
_TWINS = (
    ("cyrillic", "аеорсухіјѕһԁԛԝАВЕКМНОРСТХУІЈЅҺԌ", "aeopcyxijshdqwABEKMHOPCTXYIJSHG"),
    ("greek", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo"),
)
TWIN_OF = {c: t for _, own, latin in _TWINS for c, t in zip(own, latin, strict=True)}
"""A letter to its Latin twin."""
_LATIN_TWINS = {
    name: dict(zip(reversed(latin), reversed(own), strict=True)) for name, own, latin in _TWINS
}
_SHORT = 3


def parts(word: str) -> list[tuple[str, str]]:
    """The scripts of a word in their order, each with its letters; marks go with the letter."""
    letters = [(script(char), char) for char in word if char.isalpha() and char != "\u0640"]
    return [
        (name, "".join(c for _, c in group)) for name, group in groupby(letters, lambda p: p[0])
    ]


def impostors(word: str) -> Iterator[tuple[str, str]]:
    """Letters of a word that belong to another script than the rest, each with its twin."""
    found = parts(word)
    count: Counter[str] = Counter()
    for name, text in found:
        count[name] += len(text)
    if len(count) != 2 or "latin" not in count or sum(count.values()) <= _SHORT:
        return
    other = next(name for name in count if name != "latin")
    if other not in _LATIN_TWINS:
        return
    own = "".join(text for name, text in found if name == other)
    latin = "".join(text for name, text in found if name == "latin")
    if all(char in TWIN_OF for char in own) and count["latin"] >= count[other]:
        yield from ((char, TWIN_OF[char]) for char in own)
    elif all(char in _LATIN_TWINS[other] for char in latin) and count[other] > count["latin"]:
        yield from ((char, _LATIN_TWINS[other][char]) for char in latin)
