"""Words such as "yesterday" in an article without a publication date."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.quotes import in_closed_quotation
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import MARK, Document, Span
from contentlint.model.rule import Words
from contentlint.text.dates.days import days
from contentlint.text.dates.published import front_matter_date, has_copyright_year, has_dateline

if TYPE_CHECKING:
    import re

_MOST_RELATED = 19

# A capital Latin letter: "am Morgen" is not "morgen", unless it begins a sentence.
_BEGINS = ".!?:…\n\"'“„«»(" + MARK

Patterns = tuple[tuple[str, "re.Pattern[str]", bool], ...]
"""The end of a word, whose absence rules the word out; its pattern; and whether the word is always
capitalised."""


class Options(NamedTuple):
    words: Words = {}
    """Words for relative dates, by language."""
    also: Words = {}
    """Ambiguous words, by language, which count only beside one of ``words``."""
    months: Words = {}
    """Gregorian months, by language, with their numbers."""
    solar: Words = {}
    """Months of the Solar Hijri calendar, with their numbers."""
    hijri: Words = {}
    """Months of the Islamic calendar, with their numbers."""


class Checker:
    def __init__(self, options: Options) -> None:
        self._words = _patterns(options.words)
        self._also = _patterns(options.also)
        self._calendars = (options.months, options.solar, options.hijri)
        """Gregorian, Solar Hijri, Islamic."""

    def check(self, doc: Document) -> Iterator[Finding]:
        found = _find(doc, self._words.get(doc.language, ()))
        if not found or doc.fact(front_matter_date)[0]:
            return
        names = (all_.get(doc.language, ()) for all_ in self._calendars)
        if has_dateline(doc, doc.fact(days, *names)) or has_copyright_year(doc):
            return
        places = [span for span in sorted(found) if not in_closed_quotation(doc, span.start)]
        if places:
            first = places[0]
            others = places[1:] + _find(doc, self._also.get(doc.language, ()))
            yield Finding(
                first,
                {"found": doc.text[first.start : first.end]},
                related=tuple(
                    Related(span, "also here") for span in sorted(others)[:_MOST_RELATED]
                ),
            )


def _patterns(words: Words) -> dict[str, Patterns]:
    return {
        language: tuple((word[1:], _pattern(word), word[0].isupper()) for word in each)
        for language, each in words.items()
    }


def _pattern(word: str) -> re.Pattern[str]:
    """Return the pattern of a whole word, with an optional initial capital."""
    first = f"[{word[0]}{word[0].upper()}]" if word[0].upper() != word[0] else word[0]
    return lazy_regex.made(rf"{first}{lazy_regex.escape(word[1:])}(?![^\W\d_])")


def _find(doc: Document, words: Patterns) -> list[Span]:
    prose = doc.prose
    return [
        Span(*m.span())
        for tail, pattern, capital in words
        if tail in prose
        for m in pattern.finditer(prose)
        if not prose[m.start() - 1 : m.start()].isalpha()
        # "In the last year" is a duration.
        and not prose.endswith(" the ", max(m.start() - 5, 0), m.start())
        and (capital or not m[0][0].isupper() or _begins_sentence(prose, m.start()))
    ]


def _begins_sentence(prose: str, at: int) -> bool:
    return (prose[max(at - 4, 0) : at].rstrip(" ") or "\n")[-1] in _BEGINS
