"""Days of three calendars: the lengths of months, and the days of the week.

Not computed with ``datetime``, which has one calendar only; and the checks read no clock.
"""

from __future__ import annotations

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GREGORIAN, SOLAR, HIJRI = "gregorian", "solar", "hijri"
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# The last country to leave the Julian calendar was Greece, in 1923.
REFORMED = 1924
_EPOCH = 1_721_426
"""Julian day number of 1 January of the year 1, Gregorian."""
_SOLAR_EPOCH = 1_948_320
"""Julian day number of 1 Farvardin of the year 1."""
# Years of the Solar calendar at which its cycle of 33 years shifts (Borkowski, 1996).
_BREAKS = (1178, 1634)


def month_length(calendar: str, year: int, month: int) -> int:
    """Return the most days that a month can have; ``year`` 0 is an unknown one."""
    if calendar == HIJRI:
        return 30  # which months have 29 days the moon decides
    if calendar == SOLAR:
        return 31 if month <= 6 else 30
    if month == 2:
        return 29 if not year or is_leap(year) else 28
    return _LENGTHS[month - 1]


def is_leap(year: int) -> bool:
    """Return True if a Gregorian year has 366 days; before the reform, if a year of either calendar
    has."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0 or year < REFORMED)


def number(year: int, month: int, day: int) -> int:
    """Return the number of days since 1 January of the year 1, Gregorian, which was a Monday."""
    before = year - 1
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = before * 365 + before // 4 - before // 100 + before // 400
    return days + sum(_LENGTHS[: month - 1]) + (month > 2 and leap) + day - 1


def solar_number(year: int, month: int, day: int) -> int | None:
    """Return ``number`` of a day of the Solar Hijri calendar; None outside 1178-1633."""
    if not _BREAKS[0] <= year < _BREAKS[1]:
        return None
    # Leap years come every fourth year, the eighth time after five: 8 in 33 years.
    leaps = (8 * (year - 1) + 29) // 33
    days = (year - 1) * 365 + leaps + 31 * (month - 1) - max(month - 7, 0) + day - 1
    return days + _SOLAR_EPOCH - _EPOCH
