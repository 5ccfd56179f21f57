"""One person's name in two spellings within one article."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.scopes import PROSE
from contentlint.article.terms import folded, lexicon, word_spans
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.model.rule import Words
from contentlint.text.language.proclitics import forms

_MOST_RELATED = 10
_MOST_NAMES = 200


class Options(NamedTuple):
    titles: Words
    """Titles that precede a name, by language."""
    apart: Words = {}
    """Pairs ``a/b`` of different names that look alike, by language."""
    min_letters: int = 5
    """The minimum number of letters of words that differ in one letter: shorter words are not
    compared."""


class Checker:
    def __init__(self, options: Options) -> None:
        titles = [_folded(title) for each in options.titles.values() for title in each]
        self._titles = frozenset(
            form for title in titles for form, _ in ((title, None), *forms(title, True))
        )
        self._apart = frozenset(
            frozenset(_folded(e).split("/")) for each in options.apart.values() for e in each
        )
        self._min_letters = options.min_letters

    def check(self, doc: Document) -> Iterator[Finding]:
        uses: dict[tuple[str, ...], list[Name]] = {}
        for name in doc.fact(names, self._titles):
            # The third word is just as often a verb after the name as part of it.
            uses.setdefault(name.parts[:2], []).append(name)
        buckets: dict[tuple[int, str], list[tuple[str, ...]]] = {}
        for parts in list(uses)[:_MOST_NAMES]:
            for i in (0, 1):
                buckets.setdefault((i, parts[i]), []).append(parts)
        findings: dict[Span, Finding] = {}
        for (same, _), group in buckets.items():
            for n, one in enumerate(group):
                for other in group[n + 1 :]:
                    if self._is_variant(one[1 - same], other[1 - same]):
                        finding = _finding(doc, uses[one], uses[other])
                        findings.setdefault(finding.span, finding)
        yield from (findings[span] for span in sorted(findings))

    def _is_variant(self, a: str, b: str) -> bool:
        if frozenset((a, b)) in self._apart or min(len(a), len(b)) < self._min_letters - 1:
            return False
        if skeleton(a) == skeleton(b) and len(skeleton(a)) > 2:
            return True
        return min(len(a), len(b)) >= self._min_letters and is_near(a, b)


def _folded(entry: str) -> str:
    """Fold an entry in the same way as the words of a text."""
    return folded(entry, False, True)


def _finding(doc: Document, one: list[Name], other: list[Name]) -> Finding:
    """Report the rarer spelling; on a tie the later one."""
    few, many = sorted((one, other), key=lambda uses: (len(uses), -uses[0].span.start))
    text = doc.text
    related = [Related(many[0].compared(text), "the other spelling")]
    again = (name.compared(text) for name in few[1:_MOST_RELATED])
    related += [Related(span, "this spelling again") for span in again]
    found = few[0].compared(text)
    values = {
        "found": text[slice(*found)],
        "other": text[slice(*many[0].compared(text))],
        "few": len(few),
        "many": len(many),
    }
    return Finding(found, values, None, tuple(related))


_MOST_BETWEEN = 3
"""Most words with the definite article between a title and a name: وزير الخارجية الأمريكي …"""
_MOST_PARTS = 3
_LEAST = 3
_STOP = frozenset(
    "إن أن ان في من إلى الى على عن مع قد كان كانت قال قالت أكد أعلن وقال بعد قبل خلال أمس اليوم هو "
    "هي الذي التي لا لم لن ما هذا هذه ذلك تلك كما حول بين منذ حتى عند لدى بأن بين ثم أو أم بل لكن "
    "غير كل بعض أي وهو وهي وكان وفي ومن وعلى وعن ضد نحو أثناء دون عام سنة يوم".split()
)
_FOLDS = lazy_regex.compile("[اويءهئؤى]")
_MERGED = str.maketrans("غگقطصزذظضث", "ججكتسسسسدس")


class Name(NamedTuple):
    span: Span
    parts: tuple[str, ...]
    """Folded."""

    def compared(self, text: str) -> Span:
        """Return the span of the two words that are compared."""
        start, end = self.span
        return Span(start, start + len(" ".join(text[start:end].split()[:2])))


def names(doc: Document, titles: frozenset[str]) -> list[Name]:
    """Return the names of two and three words after a title, in order; ask through ``doc.fact``."""
    words = doc.fact(lexicon, PROSE, False, True)
    if titles.isdisjoint(words.known):
        return []
    places = doc.fact(word_spans, PROSE)
    return list(_names(words.text, words.every, places, titles))


def _names(
    text: str, every: list[str], places: list[tuple[int, int]], titles: frozenset[str]
) -> Iterator[Name]:
    done = 0
    for at, word in enumerate(every):
        if at < done or word not in titles:
            continue
        i = at + 1
        while i - at <= _MOST_BETWEEN and i < len(every) and _follows(text, places, i):
            if every[i] not in titles and not every[i].startswith(("ال", "لل")):
                break
            i += 1
        parts: list[str] = []
        first = i
        while i < len(every) and len(parts) < _MOST_PARTS and _follows(text, places, i):
            if every[i] in _STOP or len(every[i]) < _LEAST or every[i] in titles:
                break
            if every[i].startswith("و") and parts:
                break
            parts.append(every[i])
            i += 1
        if len(parts) > 1:
            done = i
            yield Name(Span(places[first][0], places[i - 1][1]), tuple(parts))


def _follows(text: str, places: list[tuple[int, int]], i: int) -> bool:
    """Return True if a word is Arabic and follows the previous one after a single space."""
    return text[places[i - 1][1] : places[i][0]] == " " and text[places[i][0]] > "\u0600"


@lru_cache(maxsize=4096)
def skeleton(word: str) -> str:
    """Return the consonants of a name that its transliterations share: نتنياهو and نتانياهو
    match."""
    word = folded(word, True, False)
    bare = word[0] + _FOLDS.sub("", word[1:]).translate(_MERGED)
    bare = bare[0].translate(_MERGED) + bare[1:]
    return "".join(c for c, before in zip(bare, " " + bare, strict=False) if c != before)


def is_near(a: str, b: str) -> bool:
    """Return True if one word becomes the other by a single insertion, deletion, substitution or
    transposition."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    rest_a, rest_b = a[i:], b[i:]
    if len(a) != len(b):
        return rest_a[1:] == rest_b if len(a) > len(b) else rest_a == rest_b[1:]
    return rest_a[1:] == rest_b[1:] or (rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:])
