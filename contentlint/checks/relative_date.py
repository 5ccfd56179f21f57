"""Words such as "yesterday" in an article that does not say when it appeared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Finding, Related
from contentlint.document import Document, Span
from contentlint.rule import Words
from contentlint.text.days import days
from contentlint.text.published import front_matter_date, has_dateline
from contentlint.text.quotes import is_quoted

_MOST_RELATED = 19


class Options(NamedTuple):
    words: Words = {}
    """The words, by language."""
    months: Words = {}
    """Gregorian months, by language, with their numbers."""
    solar: Words = {}
    """Months of the Solar Hijri calendar, with their numbers."""
    hijri: Words = {}
    """Months of the Islamic calendar, with their numbers."""


class Prepared(NamedTuple):
    words: dict[str, tuple[tuple[str, re.Pattern[str]], ...]]
    calendars: tuple[Words, ...]
    """Gregorian, Solar Hijri, Islamic."""


def prepare(options: Options) -> Prepared:
    """Each word with a pattern of it as a word of its own, which may begin a sentence."""
    return Prepared(
        {
            language: tuple((word[1:], _pattern(word)) for word in words)
            for language, words in options.words.items()
        },
        (options.months, options.solar, options.hijri),
    )


def _pattern(word: str) -> re.Pattern[str]:
    first = f"[{word[0]}{word[0].upper()}]" if word[0].upper() != word[0] else word[0]
    return re.compile(rf"{first}{re.escape(word[1:])}(?![^\W\d_])")


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    words = options.words.get(doc.language, ())
    prose = doc.prose
    found = [
        Span(*m.span())
        for tail, pattern in words
        if tail in prose
        for m in pattern.finditer(prose)
        if not prose[m.start() - 1 : m.start()].isalpha()
    ]
    if not found or doc.fact(front_matter_date)[0]:
        return
    names = (all_.get(doc.language, ()) for all_ in options.calendars)
    if has_dateline(doc, doc.fact(days, *names)):
        return
    places = [span for span in sorted(found) if not is_quoted(doc, span.start)]
    if places:
        first = places[0]
        yield Finding(
            first,
            {"found": doc.text[first.start : first.end]},
            related=tuple(Related(span, "so does this") for span in places[1 : _MOST_RELATED + 1]),
        )
