"""Dates that are ambiguous, lack their year, or lie in the future."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document
from contentlint.model.rule import Words
from contentlint.text.dates import calendar
from contentlint.text.dates.calendar import GREGORIAN, HIJRI
from contentlint.text.dates.days import Day, days, month_years
from contentlint.text.dates.published import front_matter_date

if TYPE_CHECKING:
    from typing import Literal

_YEAR = 366
_MOST_RELATED = 19
# Of the Gregorian or the Islamic calendar; a year anywhere dates the other days as well.
_ANY_YEAR = lazy_regex.compile(r"(?<!\d)(?:[1١۱][3٣۳4٤۴9٩۹]|[2٢۲][0٠۰])\d\d(?!\d)")


class Options(NamedTuple):
    fault: Literal["ambiguous", "no-year", "future"]
    """The fault to report: an ``ambiguous`` date, dates with ``no-year``, or a ``future`` date."""
    months: Words = {}
    """Gregorian months, by language, with their numbers."""
    solar: Words = {}
    """Months of the Solar Hijri calendar, with their numbers."""
    hijri: Words = {}
    """Months of the Islamic calendar, with their numbers."""
    day_first: tuple[str, ...] = ()
    """For ``ambiguous``: languages that always put the day first."""
    ahead: int = 1
    """For ``future``: a date is reported if it is more than this number of years after the date of
    the article."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    """Yield one finding per file, at the first such date; the others are related."""
    language = doc.language
    names = (all_.get(language, ()) for all_ in (options.months, options.solar, options.hijri))
    found = doc.fact(days, *names)
    if not found:
        return
    if options.fault == "ambiguous":
        places = _ambiguous(doc, found) if language not in options.day_first else []
    elif options.fault == "no-year":
        places = _without_year(doc, found)
        if places and doc.fact(month_years, options.months.get(language, ())):
            return
        if places and _ANY_YEAR.search(doc.prose):
            return
    else:
        places = _future(doc, found, options.ahead)
    if places:
        span = places[0].span
        yield Finding(
            span,
            {"found": doc.text[span.start : span.end]},
            related=tuple(Related(day.span, "also here") for day in places[1 : _MOST_RELATED + 1]),
        )


def _ambiguous(doc: Document, found: list[Day]) -> list[Day]:
    """Return the numeric dates whose order no other date of the file reveals."""
    if any(day.order in ("DMY", "MDY") and "." not in doc.text[slice(*day.span)] for day in found):
        return []
    return [day for day in found if day.order == "?" and 1900 <= day.year <= 2200]


def _without_year(doc: Document, found: list[Day]) -> list[Day]:
    if any(day.year for day in found) or doc.fact(front_matter_date)[0]:
        return []
    return [day for day in found if day.day and day.calendar != HIJRI]


def _future(doc: Document, found: list[Day], ahead: int) -> list[Day]:
    published = doc.fact(front_matter_date)[1]
    if published is None:
        return []
    last = published + ahead * _YEAR
    return [
        day
        for day in found
        if day.day
        and day.order != "!"
        and day.calendar == GREGORIAN
        and 1900 <= day.year <= 2500
        and calendar.number(day.year, max(min(day.month, 12), 1), day.day) > last
    ]
