"""Days of the week beside dates: whether they are the right ones."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.model.document import MARK, Document
from contentlint.text.dates import calendar
from contentlint.text.dates.calendar import GREGORIAN, SOLAR, WEEKDAYS
from contentlint.text.dates.days import Day

# Between a day of the week and its date.
_BETWEEN = lazy_regex.compile(
    r"(?:[\s,،.(\x00]|\b(?:the|den|dem|der|am|le|el|día|de|ngày|الموافق|ב-?|ה-?|от|на|مورخ|بتاريخ))+$"
)
_WORD = lazy_regex.compile(r"[^\W\d_]")
_LONGEST = 16
_BEFORE = 30

Weekdays = tuple[tuple[str, int], ...]
"""Folded names, longest first, each with its number from 0."""


def numbered(names: tuple[str, ...]) -> Weekdays:
    """Entries of a word list (``"1 Monday"``) as the functions here want them."""
    parts = [name.partition(" ") for name in names]
    # A full stop is taken for what stands between the day and its date.
    found = [
        (name.casefold().rstrip("."), int(figure) - 1)
        for figure, _, name in parts
        if figure.isdigit()
    ]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def wrong_weekday(doc: Document, day: Day, weekdays: Weekdays) -> str:
    """What is wrong with the day of the week before a date (or, as in Turkish, after it)."""
    if day.order == "!" or not 1 <= day.month <= 12:
        return ""
    written = _weekday_before(doc.prose, day.span.start, weekdays)
    if written is None:
        written = _weekday_after(doc, day.span.end, weekdays)
    if written is None:
        return ""
    numbers = {_number(day)}
    if day.order == "?":
        numbers.add(_number(day._replace(month=day.day, day=day.month)))
    real = {number % 7 for number in numbers if number is not None}
    if None in numbers or written in real:
        return ""
    return f"is a {' or a '.join(sorted(WEEKDAYS[r] for r in real))}"


def _number(day: Day) -> int | None:
    if day.calendar == GREGORIAN and calendar.REFORMED <= day.year <= 2200:
        return calendar.number(day.year, day.month, day.day)
    if day.calendar == SOLAR:
        return calendar.solar_number(day.year, day.month, day.day)
    return None  # the moon decides, or the Julian calendar may be meant


def _weekday_before(prose: str, at: int, weekdays: Weekdays) -> int | None:
    before = prose[max(at - _BEFORE, 0) : at].rpartition("\n")[2]
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
