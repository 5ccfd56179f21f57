"""Articles with dates in more than one style."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import (
    classes,
    ends_sentence,
    figures,
    has_orders,
    has_words,
    is_known_month,
    named,
)
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Block, Document, Span
from contentlint.model.queries import is_emphasised
from contentlint.model.rule import Words
from contentlint.model.terminators import SENTENCE_BREAKS
from contentlint.text.dates import parse
from contentlint.text.dates.parse import Date
from contentlint.text.unicode.fold import light

if TYPE_CHECKING:
    import re

_QUOTED = lazy_regex.compile(r"«[^«»]*»|“[^“”]*”|„[^„“]*“|”[^”“]*“|\"[^\"\n]*\"")
# A full stop after a word with letters, so that "18. August" does not match.
_SENTENCE_BREAK = lazy_regex.compile(rf"[^\W\d_]{{2}}[{SENTENCE_BREAKS}][\"»”’)\]\x00]*[ \n]")
_OPENING = '«“„”"'
_START = attrgetter("start")
_DATED = frozenset({"paragraph", "pipe_row"})
_MOST_BEFORE = 120
_LABEL = 40
_BLANK = " \x00\n"
_OTHER_DIGITS = trigger.classes_of(parse.OTHER_DIGITS)
_CREDIT = lazy_regex.compile(r"[(\[][^()\[\]\n]{0,40}[:：][^()\[\]\n]{0,60}$")
# "(ABl. L 206 vom 22.7.1992, S. 7)" is an issue of a journal.
_PAGE = lazy_regex.compile(r",\s(?:S|pp?|с|p\xe1g|str)\.\s")
_NUMBER = lazy_regex.compile(r"\d+")
_ISO = "YYYY-MM-DD"
_TIME = lazy_regex.compile(r"[ ,|T–-]{1,4}(?:um |at |ore )?\d{1,2}[:.h]\d\d")


class Options(NamedTuple):
    months: Words = {}
    """Months of the Gregorian and the Solar Hijri calendar, by language."""
    hijri: Words = {}
    """Months of the Islamic calendar, by language."""
    references: Words = {}
    """Headings of bibliographies, by language: dates below them are not compared."""
    citations: Words = {}
    """Words before the date of a cited work, by language."""
    works: Words = {}
    """Parts of nouns for laws, judgments and releases, by language, whose date is part of the
    name: ``Urteil … vom``."""
    min_words: int = 8
    """The minimum number of words: shorter blocks are datelines or time stamps and are not
    checked."""


def needs(options: Options) -> tuple[str, ...]:
    if not _are_in_scan(options.months):
        return ()
    return (trigger.DATES, *(parse.HIJRI if options.hijri else ()))


class Checker:
    def __init__(self, options: Options) -> None:
        self._months = {
            language: parse.by_first_word(names) for language, names in options.months.items()
        }
        self._hijri = {
            language: parse.by_first_word(names) for language, names in options.hijri.items()
        }
        self._references = frozenset(
            light(name) for names in options.references.values() for name in names
        )
        self._citations = tuple(
            word.casefold() for words in options.citations.values() for word in words
        )
        self._works = _works(options.works)
        self._min_words = options.min_words
        self._in_scan = _are_in_scan(options.months)
        """True if the scan detects dates with these months."""

    def check(self, doc: Document) -> Iterator[Finding]:
        months = self._months.get(doc.language, {})
        hijri = self._hijri.get(doc.language, {})
        in_figures = parse.in_figures(doc.prose, doc.fact(figures))
        if not any(self._in_prose(doc, sorted(in_figures))) and not _names_vary(
            doc, months, hijri, self._in_scan
        ):
            return
        found = parse.find(
            doc.prose,
            months,
            hijri,
            month_first=doc.language == "en",
            spans=[(start, end) for kind, start, end, _, _, _ in doc.blocks if kind in _DATED],
            other_digits=doc.fact(classes) & _OTHER_DIGITS == _OTHER_DIGITS,
        )
        if len({date.style for date in found}) < 2:
            return
        kept = _without_values(doc, list(self._in_prose(doc, found)))
        ends = _ends_of_works(doc, self._references)
        for _, dates_of_work in groupby(kept, lambda date: bisect_right(ends, date.span.start)):
            finding = _compare(doc, _by_style(_couples(doc.prose, list(dates_of_work))))
            if finding is not None:
                yield finding
                return

    def _in_prose(self, doc: Document, found: list[Date]) -> Iterator[Date]:
        """Return the dates that are part of the author's sentences: not of timestamps, quotations
        or references."""
        blocks = doc.blocks
        suitable: dict[int, bool] = {}
        end = -1
        for date in found:
            i = bisect_right(blocks, date.span.start, key=_START) - 1
            if i < 0 or date.span.end > blocks[i].end:
                continue
            if i not in suitable:
                suitable[i] = _is_prose(doc, blocks[i], self._min_words)
            if suitable[i] and not self._is_alien(doc, blocks[i], date):
                if end < 0:  # most files have no such date
                    end = _references_start(doc, self._references)
                if date.span.start >= end:
                    return
                yield date

    def _is_alien(self, doc: Document, block: Block, date: Date) -> bool:
        """Return True if a date is a dateline, a label's value, a timestamp, cited or quoted."""
        start, end = date.span
        before = doc.prose[max(block.start, start - _MOST_BEFORE) : start].rstrip(" \u00a0\x00\n")
        if not before or before[-1] in ":[|" or (before[-1] == "(" and date.style[0] != "D"):
            return True
        folded = before.casefold()
        if (
            _TIME.match(doc.prose, end)
            or _PAGE.match(doc.prose, end)
            or folded.endswith(self._citations)
        ):
            return True
        # German cites laws and judgments with "v."; "vom" is also an ordinary word.
        if self._works and (
            folded.endswith(" v.") or (folded.endswith("vom") and self._works.search(folded))
        ):
            return True
        if ("(" in folded or "[" in folded) and _CREDIT.search(folded):
            return True
        # Most dates have no quotation mark before them, and this test needs only five searches.
        if not any(doc.prose.find(mark, block.start, start) >= 0 for mark in _OPENING):
            return False
        quotations = doc.fact(_quotations, block.start, block.end)
        at = bisect_right(quotations, (start, -1)) - 1
        return at >= 0 and quotations[at][0] < start < quotations[at][1]


def _without_values(doc: Document, found: list[Date]) -> list[Date]:
    """Drop the dates that the text is about: those of ISO 8601 beside dates in words, which are
    values of a program, numbers with full stops beside them in English, which are versions
    (``2024.05.01``), and one day written in several ways as an example."""
    if any("Month" in date.style for date in found):
        versions = doc.language == "en"
        found = [
            date
            for date in found
            if "Month" in date.style or not (date.style == _ISO or (versions and "." in date.style))
        ]
    ways: dict[tuple[str, ...], set[str]] = {}
    for date in found:
        ways.setdefault(_figures(doc, date), set()).add(date.style)
    return [date for date in found if "Month" in date.style or len(ways[_figures(doc, date)]) == 1]


def _figures(doc: Document, date: Date) -> tuple[str, ...]:
    """Return the numbers of a date in figures, sorted."""
    return tuple(sorted(_NUMBER.findall(doc.text, date.span.start, date.span.end)))


def _are_in_scan(months: Words) -> bool:
    """Return True if the scan knows all months that may precede or follow a day: those that begin
    like the English ones and consist of letters."""
    return all(map(is_known_month, months.get("en", ())))


def _works(works: Words) -> re.Pattern[str] | None:
    """Return the pattern of a noun of the list and the word before its date, at the end of a
    text."""
    parts = "|".join(
        lazy_regex.escape(word.casefold()) for words in works.values() for word in words
    )
    return lazy_regex.made(rf"(?:{parts})[^.;:!?]{{0,100}}[ \u00a0](?:vom|v\.)$") if parts else None


def _names_vary(doc: Document, months: parse.Months, hijri: parse.Months, in_scan: bool) -> bool:
    """Return True if dates with a month's name may occur in another style than "26 October";
    ``in_scan`` says if the scan detects their order."""
    orders = not in_scan or doc.fact(has_orders)
    places = doc.fact(named)
    if not hijri and not orders and places is not None and not places:
        return False
    both = orders and doc.language == "en"
    return parse.names_vary(doc.prose, months, hijri, month_first=both, places=places)


def _compare(doc: Document, styles: dict[str, list[Date]]) -> Finding | None:
    """Compare the styles of one work; None if it has only one."""
    if len(styles) < 2:
        return None
    most = max(styles, key=lambda style: (len(styles[style]), -styles[style][0].span.start))
    others = sorted(d for style, all_ in styles.items() if style != most for d in all_)
    first = others[0]
    usual = doc.text[slice(*styles[most][0].span)]
    return Finding(
        first.span,
        {
            "found": doc.text[slice(*first.span)],
            "usual": usual,
            "count": len(styles[most]),
        },
        related=tuple(Related(d.span, f"not written like {usual}") for d in others[1:]),
    )


def _ends_of_works(doc: Document, references: frozenset[str]) -> list[int]:
    """Return the ends of the works in a collection, each with its own line "Sources:"; a date in
    one says nothing about the style of another. ``[]`` for a single work."""
    ends = []
    for kind, start, end, line, last, _ in doc.blocks:
        if kind == "paragraph" and line == last and end - start <= _LABEL:
            label = doc.prose[start:end].strip(_BLANK)
            if label[-1:] in (":", "：") and light(label[:-1]) in references:
                ends.append(start)
    return ends if len(ends) > 1 else []


def _references_start(doc: Document, references: frozenset[str]) -> int:
    for kind, start, end, _, _, _ in doc.blocks:
        if kind == "heading":
            title = doc.prose[start:end].partition("[")[0].replace("\x00", "")
            if light(title) in references:
                return start
    return len(doc.text)


def _is_prose(doc: Document, block: Block, min_words: int) -> bool:
    if block.kind not in _DATED or doc.prose.startswith("[", block.start):
        return False
    if is_emphasised(doc, block.start, block.end):
        return False  # the source line of a release or judgment
    prose = doc.prose[block.start : block.end]
    if not has_words(prose, min_words):
        return False
    if prose.rstrip(_BLANK).endswith(("…", "...")):
        return False  # the teaser of another page
    return ends_sentence(prose) or _SENTENCE_BREAK.search(prose) is not None


def _quotations(doc: Document, start: int, end: int) -> list[tuple[int, int]]:
    """Return the quotations of a block; ask through ``doc.fact``."""
    return [m.span() for m in _QUOTED.finditer(doc.prose, start, end)]


def _couples(prose: str, found: list[Date]) -> list[Date]:
    """Merge dates given in two calendars; those in the Islamic calendar alone are dropped.

    A single merged date introduces the day; from the second on it is a style of the article.
    """
    couples: list[Date] = []
    kept: list[Date] = []
    for date in found:
        last = kept[-1] if kept else None
        if last and "Hijri" in (last.style, date.style) and parse.coupled(prose, last, date):
            kept.pop()
            couples.append(Date(Span(last.span.start, date.span.end), _COUPLE, True))
        else:
            kept.append(date)
    kept = [date for date in kept if date.style != "Hijri"]
    if len(couples) > 1:
        kept = couples + [date for date in kept if date.has_year]
    return sorted(kept)


_COUPLE = "Hijri (Gregorian)"


def _by_style(found: list[Date]) -> dict[str, list[Date]]:
    """Group dates by style; one with an ambiguous order joins those with its separator."""
    styles: dict[str, list[Date]] = {}
    for date in found:
        styles.setdefault(date.style, []).append(date)
    for separator in "/.-":
        unclear = styles.pop(f"?{separator}?{separator}YYYY", None)
        if unclear:
            day_first, month_first = (
                f"{o[0]}{separator}{o[1]}{separator}YYYY" for o in ("DM", "MD")
            )
            to = month_first if month_first in styles and day_first not in styles else day_first
            styles[to] = sorted(styles.get(to, []) + unclear)
    return styles
