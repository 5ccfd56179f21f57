"""Values that have a standard form: language tags (BCP 47) and dates (ISO 8601)."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.model.languages import LANGUAGES

# BCP 47 without what no page uses (grandfathered tags, registered languages of 5 to 8 letters).
_TAG = lazy_regex.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}"
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*)?"
    r"(?:-?\bx(?:-[a-z0-9]{1,8})+)?$"
)
# A date; a date and a time with seconds or without; a zone as Z, +03:00, +0300 or a short name.
_DATE = lazy_regex.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"[ \t]*(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?(?:[ \t]*[A-Z]{3,5})?)?$"
)
_REDUCED = lazy_regex.compile(r"([0-9]{4})(?:-([0-9]{2}))?$")
_OTHER = lazy_regex.compile(r"(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})(?:\s|$)")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def language_fault(tag: str) -> str:
    """What is wrong with a language tag, as the end of a sentence; ``""`` for a good one."""
    low = tag.strip().lower()
    for language in LANGUAGES.values():
        if low in language.countries.split():
            return f'names a country; the language is "{language.code}"'
    if low and _TAG.match(low):
        return ""
    hyphened = low.replace("_", "-")
    if "_" in low and _TAG.match(hyphened):
        return f'has an underscore; BCP 47 writes "{tag.strip().replace("_", "-")}"'
    return 'is not a BCP 47 tag like "ar" or "pt-BR"'


def date_fault(value: str) -> str:
    """What is wrong with a date, as the end of a sentence; ``""`` for a good one.

    ISO 8601 as Hugo and Jekyll read it: a space for the T and a space before
    the zone are allowed, a year or a year and a month too.
    """
    value = value.strip()
    m = _DATE.match(value)
    if m:
        year, month, day = int(m[1]), int(m[2]), int(m[3])
        hour, minute, second = (int(part or 0) for part in m.group(4, 5, 6))
        good = hour <= 24 and minute <= 59 and second <= 60
        return "" if good and _exists(year, month, day) else "does not exist"
    m = _REDUCED.match(value)
    if m:
        return "" if not m[2] or 1 <= int(m[2]) <= 12 else "does not exist"
    iso = _iso(value)
    return f"is not in the form YYYY-MM-DD; write {iso}" if iso else "is not in the form YYYY-MM-DD"


def _iso(value: str) -> str:
    """Return a date of numbers as ISO 8601 writes it.

    Return ``""`` if the value has another form, or if it could mean two days.
    """
    m = _OTHER.match(value)
    if not m:
        return ""
    first, second, third = map(int, m.groups())
    if len(m[1]) == 4:
        orders = [(first, second, third)]
    elif len(m[3]) == 4:
        orders = [(third, second, first), (third, first, second)]
    else:
        return ""
    # Other years are those of other calendars.
    days = {day for day in orders if 1900 <= day[0] <= 2100 and _exists(*day)}
    return "{:04}-{:02}-{:02}".format(*days.pop()) if len(days) == 1 else ""


def is_date(value: str) -> bool:
    """Return True if a value has the form of a whole date, whether or not there is such a day."""
    return _DATE.match(value) is not None


def _exists(year: int, month: int, day: int) -> bool:
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
        return False
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return month != 2 or day < 29 or leap
