"""Dates in prose as days: year, month, day, the names that they are written with, and weekdays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import MARK, Document, Span
from contentlint.model.languages import HAN
from contentlint.text.dates import parse
from contentlint.text.dates.calendar import (
    GREGORIAN,
    HIJRI,
    REFORMED,
    SOLAR,
    WEEKDAYS,
    solar_number,
)
from contentlint.text.dates.calendar import number as day_number
from contentlint.text.dates.digits import outline, outlined

if TYPE_CHECKING:
    import re


_D = "[0-9٠-٩۰-۹]"
_IN_FIGURES = lazy_regex.compile(rf"({_D}{{1,4}})([-/.])({_D}{{1,2}})\2({_D}{{1,4}})(?!{_D})")
_YEAR = lazy_regex.compile(
    r"[ \u00a0]?[,،]?[ \u00a0](?:de |del |عام |سنة |لعام |لسنة |من عام |năm |سال )?"
    rf"({_D}{{4}})(?!{_D})"
)
# A number of one or two figures before what may be a month: "26 ", "26th ".
_DAY = lazy_regex.compile(rf"{_D}{{1,2}}(?=\D)(?:st|nd|rd|th|er|º|\.)?[ \u00a0]")
_AFTER_MONTH = lazy_regex.compile(
    rf"[ \u00a0]({_D}{{1,2}})(?!{_D})(?:st|nd|rd|th)?(?:,? ({_D}{{4}})(?!{_D}))?"
)
_CJK = lazy_regex.compile(r"年(?<=\d{4}.)(\d{1,2})月(\d{1,2})日")
SHORTEST = 28
"""The number of days that every month has."""
_TENS = frozenset("23456789٢٣٤٥٦٧٨٩۲۳۴۵۶۷۸۹")
"""The first digits of numbers above ``SHORTEST``."""
_NEAR = 64
"""The most code points between a day and its weekday, with the month and the year."""
# Both sides of a number that is part of something longer: a version, a path, a range.
_GLUE = frozenset("/.,:-–_#%+*٫٬")
# Behind the day of "October 26".
_NO_DAY = frozenset("/:-–%")

Names = tuple[str, ...]
"""Months, each after its number: ``"10 October"``."""


class Day(NamedTuple):
    span: Span
    calendar: str
    year: int
    """0 when none is written."""
    month: int
    day: int
    """0 when only a month and a year are written."""
    order: str
    """``name`` (of the month), ``YMD``, ``DMY``, ``MDY``, ``?`` (either), ``!`` (neither)."""
    name: str = ""
    """The month as it is written."""
    is_dual: bool = False
    """A month with two names: ``أكتوبر/تشرين الأول``."""


class _Table(NamedTuple):
    calendar: str
    months: parse.Months
    numbers: dict[str, int]
    names: tuple[str, ...]


class _Tables(NamedTuple):
    candidate: re.Pattern[bytes]
    """Matches the last digit of a number that may belong to a date, in the outline of a text."""
    tables: tuple[_Table, ...]


@lru_cache(maxsize=64)
def _tables(gregorian: Names, solar: Names, hijri: Names, month_first: bool) -> _Tables:
    lists = ((SOLAR, solar), (GREGORIAN, gregorian), (HIJRI, hijri))
    tables = tuple(_table(calendar, each) for calendar, each in lists if each)
    names = [outlined(name).decode("latin-1") for table in tables for name in table.names]
    # In figures, before a month, after a month.
    places = [r"([-./])00?\1(?=0)"]
    if names:
        first = _either({name[:3] for name in names})
        places.append(rf"(?:st|nd|rd|th|er|[.º])?[ \xa0](?:{first})")
    if names and month_first:
        size = min(3, *map(len, names))
        last = _either({name[-size:] for name in names})
        places += [rf"(?<=(?:{last})[ \xa0]{digits})" for digits in ("0", "00")]
    return _Tables(lazy_regex.made(f"0(?!0)(?={'|'.join(places)})".encode("latin-1")), tables)


def _either(names: set[str]) -> str:
    return "|".join(sorted(map(lazy_regex.escape, names)))


def _table(calendar: str, names: Names) -> _Table:
    numbers = {}
    for entry in names:
        figure, _, name = entry.partition(" ")
        if len(name) > 1 and figure.isdigit() and 1 <= int(figure) <= 12:
            numbers[name] = int(figure)
    return _Table(calendar, parse.by_first_word(numbers), numbers, tuple(numbers))


def days(doc: Document, names: Names, solar: Names = (), hijri: Names = ()) -> list[Day]:
    """Return every date of the prose in order; ask through ``doc.fact``.

    A date in figures that does not exist has its numbers as they are written (order ``!``).
    """
    return _days(doc, names, solar, hijri, None)


def doubtful_days(
    doc: Document,
    names: Names,
    solar: Names,
    hijri: Names,
    weekdays: Weekdays,
    places: Iterable[int] | None = None,
) -> list[Day]:
    """Return those of ``days`` that may not exist, or may have the wrong weekday.

    Dates with the name of a month are among them only from the 29th on, or near the name of a
    weekday: most dates are neither, and are not parsed. ``places`` are the offsets of their
    numbers, and perhaps others; None if they are not known.
    """
    return _days(doc, names, solar, hijri, weekdays, places)


def _days(
    doc: Document,
    names: Names,
    solar: Names,
    hijri: Names,
    weekdays: Weekdays | None,
    places: Iterable[int] | None = None,
) -> list[Day]:
    prose = doc.prose
    if doc.language in HAN:
        return [
            Day(Span(m.start() - 4, m.end()), GREGORIAN, year, int(m[1]), int(m[2]), "YMD")
            for m in _CJK.finditer(prose)
            if (year := int(prose[m.start() - 4 : m.start()]))
        ]
    month_first = doc.language == "en"
    candidate, tables = _tables(names, solar, hijri, month_first)
    found: list[Day] = []
    for at in _numbers(doc.fact(outline), candidate) if places is None else places:
        day = _in_figures(doc, at)
        if day is None:
            if weekdays is not None and not _is_doubtful(prose, at, weekdays):
                continue
            day = _named(prose, at, tables)
        if day is not None:
            found.append(day)
        if month_first:
            found += _after_month(prose, at, tables)
    return sorted(found)


def _numbers(shape: bytes, candidate: re.Pattern[bytes]) -> Iterator[int]:
    """Yield the offsets of numbers that may belong to a date; ``shape`` is the outline of a
    text."""
    for m in candidate.finditer(shape):
        at = m.start()
        while shape[at - 1 : at] == b"0":
            at -= 1
        if m.start() - at <= (3 if m[1] else 1):
            yield at


def _is_doubtful(prose: str, at: int, weekdays: Weekdays) -> bool:
    """Return True if the number at an offset is 29 or more, or a weekday is near it."""
    if (
        prose[at] in _TENS
        and prose[at + 1 : at + 2].isdecimal()
        and int(prose[at : at + 2]) > SHORTEST
    ):
        return True
    near = prose[max(at - _NEAR, 0) : at + _NEAR].casefold()
    for name, _ in weekdays:  # noqa: SIM110  a generator takes longer
        if name in near:
            return True
    return False


def month_years(doc: Document, names: Names) -> list[Day]:
    """Return the months with a year and no day (``October 2025``); ask through ``doc.fact``.

    It is one large, slow pattern: for texts of which something is going to be reported.
    """
    table = _table(GREGORIAN, names)
    if not table.numbers:
        return []
    longest = sorted(table.numbers, key=len, reverse=True)
    pattern = lazy_regex.made(
        rf"({'|'.join(map(lazy_regex.escape, longest))})[ \u00a0]({_D}{{4}})(?!{_D})"
    )
    prose = doc.prose
    return [
        Day(Span(*m.span()), GREGORIAN, int(m[2]), table.numbers[m[1]], 0, "name", m[1])
        for m in pattern.finditer(prose)
        if not prose[m.start() - 1 : m.start()].isalpha()
        and not any(map(str.isdigit, prose[max(m.start() - 4, 0) : m.start()]))
        and prose[m.start() - 1 : m.start()] != "/"
    ]


def _in_figures(doc: Document, at: int) -> Day | None:
    prose = doc.prose
    m = _IN_FIGURES.match(prose, at)
    if m is None:
        return None
    after = prose[m.end() : m.end() + 1]
    if _is_glued(prose, m.start()) or after.isalnum() or after in ("%", "°"):
        return None
    if after in _GLUE and prose[m.end() + 1 : m.end() + 2].isalnum():
        return None
    a, b, c = int(m[1]), int(m[3]), int(m[4])
    span = Span(m.start(), m.end())
    if len(m[1]) == 4 and len(m[4]) <= 2:
        solar = doc.language == "fa" and 1200 <= a <= 1500
        return Day(span, SOLAR if solar else GREGORIAN, a, b, c, "YMD" if b <= 12 else "!")
    if len(m[4]) != 4 or len(m[1]) > 2:
        return None
    if b <= 12:
        either = a <= 12 and a != b and m[2] != "."
        return Day(span, GREGORIAN, c, b, a, "?" if either else "DMY")
    if a <= 12:
        return Day(span, GREGORIAN, c, a, b, "MDY")
    return Day(span, GREGORIAN, c, b, a, "!")


def _is_glued(prose: str, start: int) -> bool:
    """Return True if a number continues a word or number; a Hebrew preposition may be joined by a
    hyphen."""
    before = prose[start - 1 : start]
    hangs = before == "-" and "\u05d0" <= prose[start - 2 : start - 1] <= "\u05ea"
    return (
        before != ""
        and (before in _GLUE or before.isalnum())
        and not hangs
        and not ("\u0620" <= before <= "\u06ff")
    )


def _named(prose: str, at: int, tables: tuple[_Table, ...]) -> Day | None:
    """Return the date of a day before the name of its month: ``26 October 2025``, ``25 أكتوبر/تشرين
    الأول``."""
    m = _DAY.match(prose, at)
    if m is None:
        return None
    # "29 30 31 November 2020": the page of a calendar.
    if _is_glued(prose, at) or (prose[at - 1 : at] == " " and prose[at - 2 : at - 1].isdigit()):
        return None
    number = int(prose[at : at + 2] if prose[at + 1].isdigit() else prose[at])
    for calendar, months, numbers, _ in tables:
        end = parse.month_at(prose, m.end(), months)
        if not end:
            continue
        name = prose[m.end() : end]
        slash = end + (prose[end : end + 1] == " ")
        second = 0
        if prose[slash : slash + 1] == "/":
            second = parse.month_at(
                prose, slash + 1 + (prose[slash + 1 : slash + 2] == " "), months
            )
        year = _YEAR.match(prose, second or end)
        span = Span(at, year.end() if year else second or end)
        dual = second > 0
        return Day(
            span, calendar, int(year[1]) if year else 0, numbers[name], number, "name", name, dual
        )
    return None


def _after_month(prose: str, at: int, tables: tuple[_Table, ...]) -> Iterator[Day]:
    """Yield the dates of a day after the name of its month: ``October 26, 2025``."""
    for table in tables:
        if not prose.endswith(table.names, 0, at - 1):
            continue
        m = _AFTER_MONTH.match(prose, at - 1)
        # "May 2014" and "June 5-7" are no days; nor is "26 October 26".
        if m is None or (after := prose[m.end() : m.end() + 1]).isalnum() or after in _NO_DAY:
            continue
        for name, month in table.numbers.items():
            start = at - 1 - len(name)
            before = prose[start - 1 : start]
            if (
                prose.startswith(name, start)
                and not before.isalpha()
                and not (start > 1 and prose[start - 2].isdigit())
            ):
                year = int(m[2]) if m[2] else 0
                yield Day(
                    Span(start, m.end()), table.calendar, year, month, int(m[1]), "name", name
                )


# Between a day of the week and its date.
_BETWEEN = lazy_regex.compile(
    r"(?:[\s,،.(\x00]|\b(?:the|den|dem|der|am|le|el|día|de|ngày|الموافق|ב-?|ה-?|от|на|مورخ|بتاريخ))+$"
)
_WORD = lazy_regex.compile(r"[^\W\d_]")
# A bracket, or what may stand before it.
_OPENS = frozenset(" \u00a0\t\n(（" + MARK)
_LONGEST = 16
_BEFORE = 30

Weekdays = tuple[tuple[str, int], ...]
"""Folded names, longest first, each with its number from 0."""


def numbered_weekdays(names: tuple[str, ...]) -> Weekdays:
    """Parse entries of a word list (``"1 Monday"``); others are left out."""
    parts = [name.partition(" ") for name in names]
    # A full stop is taken for what stands between the day and its date.
    found = [
        (name.casefold().rstrip("."), int(figure) - 1)
        for figure, _, name in parts
        if figure in tuple("1234567")
    ]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def wrong_weekday(doc: Document, day: Day, weekdays: Weekdays) -> str:
    """Describe what is wrong with the weekday before a date (in Turkish after it), or ``""``."""
    if day.order == "!" or not 1 <= day.month <= 12:
        return ""
    written = _weekday_before(doc.prose, day.span.start, weekdays)
    if written is None:
        written = _weekday_after(doc, day.span.end, weekdays)
    if written is None:
        return ""
    numbers = {number_of(day)}
    if day.order == "?":
        numbers.add(number_of(day._replace(month=day.day, day=day.month)))
    real = {number % 7 for number in numbers if number is not None}
    if None in numbers or written in real:
        return ""
    right = " or a ".join(sorted(WEEKDAYS[r] for r in real))
    return f"is a {right}, not a {WEEKDAYS[written]}"


def number_of(day: Day) -> int | None:
    """Return a day as ``calendar.number`` counts; None if nobody can know it."""
    if day.calendar == GREGORIAN and REFORMED <= day.year <= 2200:
        return day_number(day.year, day.month, day.day)
    if day.calendar == SOLAR:
        return solar_number(day.year, day.month, day.day)
    return None  # the moon decides, or the Julian calendar may be meant


def _weekday_before(prose: str, at: int, weekdays: Weekdays) -> int | None:
    before = prose[max(at - _BEFORE, 0) : at].rpartition("\n")[2]
    folded = before.casefold()
    for name, _ in weekdays:
        if name in folded:
            break
    else:
        return None
    between = _BETWEEN.search(before)
    if between is None:
        return None
    head = before[: between.start()].casefold()
    for name, weekday in weekdays:
        if head.endswith(name):
            rest = head[: -len(name)]
            # "Saturday and Sunday", "Monday-Friday": two days share the date.
            if _WORD.match(rest[-1:]) or any(other in rest for other, _ in weekdays):
                return None
            return None if rest.rstrip().endswith(("-", "–", "/", "&")) else weekday
    return None


def _weekday_after(doc: Document, at: int, weekdays: Weekdays) -> int | None:
    prose = doc.prose
    if doc.language not in ("tr", "zh") and prose[at : at + 1] not in _OPENS:
        return None
    after = prose[at : at + 2 + _LONGEST].replace(MARK, "")
    bracket = after.lstrip()[:1] in ("(", "（")
    if not bracket and (doc.language not in ("tr", "zh") or after[:1] not in (" ", "星")):
        return None
    after = after.lstrip(" \u00a0(（").casefold()
    for name, weekday in weekdays:
        if after.startswith(name) and not _continues(after[len(name) :], doc.language):
            return weekday
    return None


def _continues(rest: str, language: str) -> bool:
    return language != "zh" and rest[:1].isalpha()
