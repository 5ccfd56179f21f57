from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.text.dates import calendar
from contentlint.text.dates.calendar import GREGORIAN, HIJRI, SOLAR


@given(st.dates())
def test_numbers_are_those_of_the_standard_library(day: datetime.date) -> None:
    assert calendar.number(day.year, day.month, day.day) == day.toordinal() - 1


@given(st.dates(min_value=datetime.date(1924, 1, 1)))
def test_number_0_was_a_monday(day: datetime.date) -> None:
    found = calendar.number(day.year, day.month, day.day) % 7
    assert found == day.weekday()


@pytest.mark.parametrize(
    ("solar", "gregorian"),
    [
        ((1320, 6, 3), (1941, 8, 25)),
        ((1357, 11, 22), (1979, 2, 11)),
        ((1376, 1, 1), (1997, 3, 21)),
        ((1399, 12, 30), (2021, 3, 20)),
        ((1400, 1, 1), (2021, 3, 21)),
        ((1403, 12, 30), (2025, 3, 20)),
        ((1404, 8, 4), (2025, 10, 26)),
    ],
)
def test_days_of_the_solar_calendar(
    solar: tuple[int, int, int], gregorian: tuple[int, int, int]
) -> None:
    assert calendar.solar_number(*solar) == calendar.number(*gregorian)


def test_far_years_of_the_solar_calendar_are_not_reckoned() -> None:
    assert calendar.solar_number(1000, 1, 1) is None


@pytest.mark.parametrize(
    ("kind", "year", "month", "days"),
    [
        (GREGORIAN, 2023, 2, 28),
        (GREGORIAN, 2024, 2, 29),
        (GREGORIAN, 0, 2, 29),
        (GREGORIAN, 1900, 2, 29),  # Russia still counted by Julius
        (GREGORIAN, 2100, 2, 28),
        (GREGORIAN, 2025, 4, 30),
        (SOLAR, 1404, 6, 31),
        (SOLAR, 1404, 7, 30),
        (HIJRI, 1446, 8, 30),
    ],
)
def test_lengths_of_months(kind: str, year: int, month: int, days: int) -> None:
    assert calendar.month_length(kind, year, month) == days
