"""Arabic letters in the wrong order, or apart, as programs take them out of a PDF."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import words
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.text.unicode.chars import ARABIC_LETTERS as _LETTERS

_MOST_RELATED = 20
_B, _E = f"(?<![{_LETTERS}])", f"(?![{_LETTERS}])"
_LAM_ALEF = "lam and alef"
_LIGATURES = "ligatures"
_VOWELS = "single sign"
_MANY = 10
"""So many vowel signs before their letters are no typos."""
_SIGNS = {
    # With ى or ي the ligatures of على, إلى and حتى, and في, are stored from left to right.
    _LIGATURES: f"{_B}[وف]?(?:عىل|إىل|حىت){_E}",
    _LAM_ALEF: f"{_B}[وفبك]?ا[أإآا]ل(?=[{_LETTERS}])|ا[أإآ]{_E}",
    "lam and heh": f"{_B}[وفب]?(?:اهلل|هللا){_E}",
    "single teh": f"(?<=[{_LETTERS}] )[\u064b-\u0652]?ة{_E}",
    # Of these sound texts have some, too: names, rare words, typos.
    "feh and yeh": f"{_B}و?يف{_E}",
    "lam and meem": f"{_B}[وفبك]?امل(?=[{_LETTERS}]{{4}})",
    _VOWELS: f"(?<![^\\s])[\u064b-\u0652](?=[{_LETTERS}])",
    "single letters": f"{_B}(?:[{_LETTERS}] ){{4,}}[{_LETTERS}]{_E}",
}
_PATTERNS = {name: lazy_regex.compile(sign) for name, sign in _SIGNS.items()}
_SURE = tuple(_SIGNS)[:4]
_NEEDED = ("عىل", "إىل", "حىت", "اأ", "اإ", "اآ", "اال", "اهلل", "هللا", " ة")
"""What is in every place of the first four signs."""
_BEFORE = (" \u064e", " \u064f", " \u0650")
_ALPHABETS = ("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ")


class Options(NamedTuple):
    min_places: int = 3
    """The minimum number of damaged places: files with fewer are not reported."""
    min_share: float = 0.5
    """The minimum share of damaged words, in percent: files with a smaller share are not
    reported."""


def needs(options: Options) -> tuple[str, ...]:
    return (*_NEEDED, *_BEFORE)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    prose = doc.prose
    if not any(sign in prose for sign in (*_NEEDED, *_BEFORE)):
        return
    found = {name: list(_places(prose, name)) for name in _SIGNS}
    places = sorted([span for spans in found.values() for span in spans])
    sure = sum(len(found[name]) for name in _SURE)
    several = len(places) >= options.min_places and sum(map(bool, found.values())) > 1 and sure > 1
    if not (
        several or len(found[_LIGATURES]) >= options.min_places or len(found[_VOWELS]) >= _MANY
    ):
        return
    if len(places) * 100 < options.min_share * len(words(prose)):
        return
    # ENC024 reports swapped lam and alef at the first place: where both do, this one counts.
    first = (found[_LAM_ALEF] or found[_LIGATURES] or places)[0]
    others = [span for span in places if span != first]
    related = tuple([Related(span, "also here") for span in others[:_MOST_RELATED]])
    values = {"found": prose[slice(*first)], "count": len(places)}
    yield Finding(first, values, None, related)


def _places(prose: str, name: str) -> Iterator[Span]:
    for m in _PATTERNS[name].finditer(prose):
        end = m.end()
        if name == "single letters" and _is_alphabet(m[0]):
            continue
        while end < len(prose) and prose[end].isalpha():
            end += 1
        yield Span(m.start(), end)


def _is_alphabet(letters: str) -> bool:
    joined = letters.replace(" ", "").replace("أ", "ا")
    return any(joined in alphabet for alphabet in _ALPHABETS)
