"""Dates that do not exist, and dates with the wrong day of the week."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.quotes import in_closed_quotation
from contentlint.core import doubtful_numbers, is_known_month
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.rule import Words
from contentlint.model.trigger import YEAR_REACH
from contentlint.text.dates import calendar
from contentlint.text.dates.calendar import SOLAR
from contentlint.text.dates.days import (
    SHORTEST,
    Day,
    doubtful_days,
    numbered_weekdays,
    wrong_weekday,
)

# A typing error changes one figure: a larger number is not a day of a month.
_SLIP = 39
_LONGEST_NAME = YEAR_REACH // 4
"""Code points of a month's name; a year stands behind two of them at most."""
# Sweden had a 30 February in 1712.
_REAL = (1712, 2, 30)


class Options(NamedTuple):
    months: Words = {}
    """Gregorian months, by language, with their numbers."""
    solar: Words = {}
    """Months of the Solar Hijri calendar, with their numbers."""
    hijri: Words = {}
    """Months of the Islamic calendar, with their numbers."""
    weekdays: Words = {}
    """Days of the week, by language, with their numbers from 1 for Monday."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.DAYS, "年") if _are_in_scan(options) else ()


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._weekdays = {
            language: numbered_weekdays(names) for language, names in options.weekdays.items()
        }
        self._in_scan = _are_in_scan(options)
        """True if the scan detects days with these months."""

    def check(self, doc: Document) -> Iterator[Finding]:
        language, options = doc.language, self._options
        months = options.months.get(language, ())
        solar, hijri = options.solar.get(language, ()), options.hijri.get(language, ())
        weekdays = self._weekdays.get(language, ())
        places = doc.fact(doubtful_numbers) if self._in_scan else None
        for day in doubtful_days(doc, months, solar, hijri, weekdays, places):
            if not day.day:
                continue
            fault = _fault(day)
            span = day.span
            if not fault and weekdays and day.year:
                fault = wrong_weekday(doc, day, weekdays)
            if fault and not in_closed_quotation(doc, span.start):
                yield Finding(span, {"found": doc.text[span.start : span.end], "fault": fault})


def _are_in_scan(options: Options) -> bool:
    """Return True if the scan knows all months: those of English begin like the Gregorian ones,
    and a year fits behind two of the others."""
    for months in (options.months, options.solar, options.hijri):
        for language, entries in months.items():
            for name in [entry.partition(" ")[2] for entry in entries]:
                if len(name) > _LONGEST_NAME or "\n" in name:
                    return False
                if language == "en" and not is_known_month(name):
                    return False
    return True


def _fault(day: Day) -> str:
    """Return the reason why a day does not exist; ``""`` if it does."""
    _, kind, year, month, number, order, _, _ = day
    # Every month has as many days.
    if order == "name" and 0 < number <= SHORTEST:
        return ""
    if order == "!":
        # Two numbers above 12 are a date only if both could be days.
        if max(month, number) > 31 or not 1900 <= year <= 2100 or not month or not number:
            return ""
        return f"does not exist: there is no month {month}"
    if order != "name" and (not month or not number or not _is_year(kind, year)):
        return ""
    if not 1 <= month <= 12 or number < 1:
        return ""
    if number > (31 if order != "name" or day.is_dual else _SLIP):
        return ""  # "98 January 2022" is an issue of a magazine
    most = calendar.month_length(kind, year, month)
    if number <= most or (year, month, number) == _REAL:
        return ""
    if order == "?" and month <= calendar.month_length(kind, year, number):
        return ""
    return f"does not exist: the month has {most} days"


def _is_year(kind: str, year: int) -> bool:
    """Return True if four figures at the end of three numbers are a year, and of which calendar."""
    return 1200 <= year <= 1500 if kind == SOLAR else 1500 < year <= 2200
