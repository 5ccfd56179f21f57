"""Words of closed lists that are written in place of others, one finding a form."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.spelling import Form, is_own, misspelled
from contentlint.core import Needles
from contentlint.model.diagnostic import Finding
from contentlint.model.document import OBJECT, Document, Span
from contentlint.model.errors import ConfigError
from contentlint.model.rule import Words
from contentlint.text.language.arabic import around

if TYPE_CHECKING:
    from typing import Literal

_OF_PAIRS = "S"
"""The class of the pairs that options give."""
_BY_KEYBOARD = "U"
"""The class of those with ھ for ہ, which old keyboards of Urdu write."""
_FEW = 8
"""So few words are found faster by a search for each."""
_TOUCHING = frozenset("_@#/" + OBJECT)


class Options(NamedTuple):
    classes: str = ""
    """The classes of misspellings in the built-in Arabic word list to report, one capital letter
    each: ``A`` missing hamza of the first alef, ``B`` hamza on hamzat wasl, ``C`` hamza above the
    alef instead of below it or the other way round, ``D`` final ه instead of ة, ``E`` final ة
    instead of ه, ``F`` final ى instead of ي, ``G`` final ي instead of ى, ``H`` hamza on the wrong
    letter, ``I`` ض instead of ظ, ``K`` missing silent alef of the plural, ``M`` missing hamza
    inside the word, ``N`` لا joined to its verb, ``S`` other wrong letters."""
    region: Literal["auto", "egypt", "gulf"] = "auto"
    """The regional spelling of final yeh: without dots in ``egypt``, with dots in ``gulf``;
    ``auto`` follows the article itself."""
    exceptions: Words = {}
    """Correct words, by language, also with و or ف before them."""
    words: Words = {}
    """``wrong>right`` for words or phrases, by language, with a vertical bar between
    alternative corrections."""
    endings: tuple[str, ...] = ()
    """``wrong>right`` for the end of any word; vowel signs are significant."""


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: an entry is not a pair.
        """
        self._classes = frozenset(options.classes)
        self._region = options.region
        self._own = {key: _one(frozenset(each)) for key, each in options.exceptions.items()}
        self._pairs = {key: _pairs("words", each) for key, each in options.words.items()}
        self._needles = {
            language: Needles(pairs) for language, pairs in self._pairs.items() if len(pairs) > _FEW
        }
        self._endings = _pairs("endings", options.endings)

    def check(self, doc: Document) -> Iterator[Finding]:
        own = self._own.get(doc.language, _NONE)
        forms = []
        if doc.language == "ar":
            forms = [f for f in doc.fact(misspelled, own) if f.letters[0] in self._classes]
            if self._region != "gulf" and any(form.letters[0] == "F" for form in forms):
                from contentlint.checks.orthography._misspelled import is_dotless

                if self._region == "egypt" or doc.fact(is_dotless):
                    forms = [form for form in forms if form.letters[0] != "F"]
        listed = {at for form in forms for at in form.places}
        forms += [form for form in self._of_options(doc, own) if listed.isdisjoint(form.places)]
        if forms:
            from contentlint.checks.orthography import _misspelled  # most articles have none

            yield from _misspelled.findings(doc, forms)

    def _of_options(self, doc: Document, own: frozenset[str]) -> list[Form]:
        """Return the forms of the pairs and endings that options give."""
        pairs = self._pairs.get(doc.language, {})
        found: dict[str, Form] = {}
        needles = self._needles.get(doc.language)
        for wrong in needles.found(doc) if needles else pairs:
            for at in _places(doc.prose, wrong):
                _enter(found, doc.prose[slice(*at)], wrong, pairs[wrong], at)
        for ending, rights in self._endings.items():
            for at in _endings(doc.prose, ending):
                _enter(found, doc.prose[slice(*at)], ending, rights, at)
        forms = [form for form in found.values() if not is_own(form.word, own)]
        if not forms:
            return []
        from contentlint.article.spelling_exceptions import counts, in_verse, teaches_spelling

        arabic = doc.language == "ar"
        if arabic and doc.fact(teaches_spelling):
            return []
        for form in forms:
            # Old verse, in every language, has words that are rare in prose.
            form.places[:] = [
                at
                for at in form.places
                if (counts(doc, at.start) if arabic else not in_verse(doc, doc.line_at(at.start)))
            ]
        return [form for form in forms if form.places]


_NONE: frozenset[str] = frozenset()
_sets: dict[frozenset[str], frozenset[str]] = {}


def _one(words: frozenset[str]) -> frozenset[str]:
    """Return one set for all equal ones: the rules share what they find under it, and comparing
    two sets of a house's words for each document would take longer than finding them."""
    return _sets.setdefault(words, words)


def _pairs(option: str, entries: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found = {}
    for entry in entries:
        wrong, _, right = entry.partition(">")
        rights = tuple(right.split("|"))
        if not wrong or not all(rights):
            raise ConfigError(f"option {option!r}: expected a pair like wrong>right, not {entry!r}")
        found[wrong] = rights
    return found


def _enter(
    found: dict[str, Form], word: str, wrong: str, rights: tuple[str, ...], at: Span
) -> None:
    """Enter a word with one of the pairs in it, which is perhaps not the whole of it."""
    if word not in found:
        whole = tuple([word.replace(wrong, right) for right in rights])
        by_keyboard = "ھ" in wrong and rights == (wrong.replace("ھ", "ہ"),)
        found[word] = Form(word, whole, _BY_KEYBOARD if by_keyboard else _OF_PAIRS, True, [])
    found[word].places.append(at)


def _places(prose: str, wrong: str) -> Iterator[Span]:
    """Yield the places where a form stands by itself, perhaps with و or ف before it."""
    at = prose.find(wrong)
    while at >= 0:
        end = at + len(wrong)
        word = around(prose, at, end)
        beside = prose[word.start - 1 : word.start] + prose[end : end + 1]
        # A half-space separates a Persian word from its ending.
        if word.end == end or prose[end] == "\u200c":
            if prose[word.start : at] in ("", "و", "ف") and _TOUCHING.isdisjoint(beside):
                yield Span(word.start, end)
        at = prose.find(wrong, end)


def _endings(prose: str, ending: str) -> Iterator[Span]:
    """Yield the words that end so."""
    at = prose.find(ending)
    while at >= 0:
        end = at + len(ending)
        word = around(prose, at, end)
        if word.start < at and word.end == end:
            yield word
        at = prose.find(ending, end)
