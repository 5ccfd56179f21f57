from __future__ import annotations

import pytest

from contentlint.engine import ruleset
from contentlint.model.document import Document
from contentlint.source import formats
from contentlint.text.dates.calendar import GREGORIAN, HIJRI, SOLAR
from contentlint.text.dates.days import Day, days, month_years, numbered_weekdays, wrong_weekday
from contentlint.text.dates.published import front_matter_date, has_dateline

WORDS = ruleset.builtin().words
LISTS = ("month-numbers", "solar-month-numbers", "hijri-month-numbers")


def document(text: str, language: str) -> Document:
    return formats.read("a.md", text.encode(), language=language)


def found(text: str, language: str) -> list[Day]:
    return days(document(text, language), *(WORDS[name].get(language, ()) for name in LISTS))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "في 25 أكتوبر 2025 المقبل", (GREGORIAN, 2025, 10, 25)),
        ("ar", "يوم ٣ كانون الثاني", (GREGORIAN, 0, 1, 3)),
        ("ar", "في 15 رمضان 1446", (HIJRI, 1446, 9, 15)),
        ("fa", "روز ۵ مهر ۱۴۰۲ بود", (SOLAR, 1402, 7, 5)),
        ("fa", "روز ۵ مه ۲۰۲۳ بود", (GREGORIAN, 2023, 5, 5)),
        ("fa", "در ۱۴۰۲/۷/۲۰ بود", (SOLAR, 1402, 7, 20)),
        ("ur", "مورخہ 5 مارچ 2021 کو", (GREGORIAN, 2021, 3, 5)),
        ("he", "ב-3 במרץ 2021 נפתח", (GREGORIAN, 2021, 3, 3)),
        ("en", "on 26th October 2025 it", (GREGORIAN, 2025, 10, 26)),
        ("en", "on October 26, 2025, it", (GREGORIAN, 2025, 10, 26)),
        ("en", "on May 3 it", (GREGORIAN, 0, 5, 3)),
        ("en", "on 2025-10-26 it", (GREGORIAN, 2025, 10, 26)),
        ("fr", "le 1er mars 2021, il", (GREGORIAN, 2021, 3, 1)),
        ("es", "el 3 de marzo de 2021, él", (GREGORIAN, 2021, 3, 3)),
        ("de", "am 3. März 2021 war", (GREGORIAN, 2021, 3, 3)),
        ("de", "am 14.04.2021 war", (GREGORIAN, 2021, 4, 14)),
        ("ru", "с 3 марта 2021 года", (GREGORIAN, 2021, 3, 3)),
        ("tr", "3 Mart 2021 günü", (GREGORIAN, 2021, 3, 3)),
        ("vi", "ngày 3 tháng 10 năm 2021", (GREGORIAN, 2021, 10, 3)),
        ("zh", "于2025年10月26日关闭", (GREGORIAN, 2025, 10, 26)),
    ],
)
def test_a_date_is_read(language: str, text: str, expected: tuple[str, int, int, int]) -> None:
    (day,) = found(text, language)
    assert day[1:5] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "May 2025 was warm"),
        ("en", "version 1.10.2013.4 of it"),
        ("en", "a 3/2/1 score and 192.168.2.2025.1"),
        ("en", "between 5-7 October it"),
        ("en", "Mo 29 30 31 November 2020 is a page"),
        ("ar", "شارك 26 مندوبًا في أكتوبر"),
    ],
)
def test_no_date_is_read(language: str, text: str) -> None:
    assert found(text, language) == []


def test_orders_of_figures() -> None:
    text = "on 3/4/2025, 13/4/2025, 4/13/2025, 13/14/2025, 3.4.2025 and 2025-13-01 it"
    assert [day.order for day in found(text, "en")] == ["?", "DMY", "MDY", "!", "DMY", "!"]


def test_two_names_of_one_month() -> None:
    (day,) = found("في 3 يناير/كانون الثاني 2025 بدأت", "ar")
    assert day.is_dual
    assert (day.year, day.month) == (2025, 1)


def test_months_with_a_year_alone() -> None:
    doc = document("In October 2025 and on 3 May 2024 it", "en")
    (day,) = month_years(doc, WORDS["month-numbers"]["en"])
    assert (day.year, day.month, day.day) == (2025, 10, 0)


@pytest.mark.parametrize(
    ("language", "text", "fault"),
    [
        ("en", "on Sunday, 26 October 2025, it", ""),
        ("en", "on Monday, 26 October 2025, it", "is a Sunday, not a Monday"),
        ("en", "on Saturday and Monday, 26 October 2025, it", ""),
        ("en", "on Sunday, 5/11/2025, it", ""),
        ("en", "on Monday, 3 May 1850, it", ""),
        ("ar", "يوم الاثنين 26 أكتوبر 2025", "is a Sunday, not a Monday"),
        ("ar", "26 أكتوبر 2025 (الاثنين)", "is a Sunday, not a Monday"),
        ("fa", "روز پنج شنبه ۱ آبان ۱۴۰۴ بود", ""),
        ("fa", "روز شنبه ۱ آبان ۱۴۰۴ بود", "is a Thursday, not a Saturday"),
        ("tr", "26 Ekim 2025 Pazar günü", ""),
        ("tr", "26 Ekim 2025 Pazartesi günü", "is a Sunday, not a Monday"),
        ("he", "ביום ראשון, ה-26 באוקטובר 2025", ""),
    ],
)
def test_day_of_the_week_beside_a_date(language: str, text: str, fault: str) -> None:
    doc = document(text, language)
    (day,) = found(text, language)
    assert wrong_weekday(doc, day, numbered_weekdays(WORDS["weekdays"][language])) == fault


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("date: 2025-10-26T08:00:00Z", (True, 739_549)),
        ('pubdate: "26 October 2025"', (True, None)),
        ("title: x", (False, None)),
    ],
)
def test_date_of_the_front_matter(head: str, expected: tuple[bool, int | None]) -> None:
    assert front_matter_date(document(f"---\n{head}\n---\n\ntext\n", "en")) == expected


def test_a_short_line_with_a_date_is_a_dateline() -> None:
    text = "Cairo, 26 October 2025\n\nThe bridge was closed after a storm.\n"
    assert has_dateline(document(text, "en"), found(text, "en"))
    text = "The bridge was closed on 26 October 2025 after a storm that had damaged its piers.\n"
    assert not has_dateline(document(text, "en"), found(text, "en"))
