"""Language tags and dates in their standard forms, and the scripts of letters."""

from __future__ import annotations

import pytest

from contentlint.frontmatter.keys import date_fault, language_fault
from contentlint.text.language.scripts import is_rtl, letters


@pytest.mark.parametrize(
    "tag",
    "ar ar-EG zh-Hans zh-Hant-TW sr-Latn-RS de-CH-1901 sl-rozaj-biske es-419 en-GB-oxendict "
    "x-klingon en-x-private de-u-co-phonebk zh-yue EN pt-br ckb".split(),
)
def test_good_language_tag(tag: str) -> None:
    assert language_fault(tag) == ""


@pytest.mark.parametrize(
    ("tag", "part"),
    [
        ("pt_BR", "pt-BR"),
        ("arabic", "BCP 47"),
        ("عربي", "BCP 47"),
        ("", "BCP 47"),
        ("en-", "BCP 47"),
        ("e", "BCP 47"),
        ("jp", '"ja"'),
        ("cn", '"zh"'),
    ],
)
def test_bad_language_tag(tag: str, part: str) -> None:
    assert part in language_fault(tag)


@pytest.mark.parametrize(
    "date",
    [
        "2026-03-31",
        "2026",
        "2026-03",
        "2024-02-29",
        "2026-03-31T10:00:00Z",
        "2026-03-31T10:00:00.123456+03:00",
        "2026-03-31 10:00",
        "2026-03-31 10:00:00",
        "2026-03-31 10:00:00 +0300",
        "2026-03-31 10:00:00 +0300 EEST",
        " 2026-03-31 ",
    ],
)
def test_good_date(date: str) -> None:
    assert date_fault(date) == ""


@pytest.mark.parametrize(
    ("date", "part"),
    [
        ("31/03/2026", "YYYY-MM-DD; write 2026-03-31"),
        ("03/31/2026 10:00", "YYYY-MM-DD; write 2026-03-31"),
        ("4.4.2026", "YYYY-MM-DD; write 2026-04-04"),
        ("2026-3-31", "YYYY-MM-DD; write 2026-03-31"),
        ("2026/03/04", "YYYY-MM-DD; write 2026-03-04"),
        ("٢٠٢٦-٠٣-٣١", "YYYY-MM-DD; write 2026-03-31"),
        ("2026-13-01", "exist"),
        ("2026-02-29", "exist"),
        ("1900-02-29", "exist"),
        ("2026-04-31 10:00", "exist"),
        ("2026-03-31 25:00", "exist"),
        ("2026-13", "exist"),
    ],
)
def test_bad_date(date: str, part: str) -> None:
    assert part in date_fault(date)


@pytest.mark.parametrize(
    "date", ["March 31, 2026", "2026-03-31T10", "03/04/2026", "1404/06/29", "31/31/2026", "1.2.3"]
)
def test_date_that_could_be_another_day_gets_no_other_form(date: str) -> None:
    assert date_fault(date) == "is not in the form YYYY-MM-DD"


def test_letters_by_script() -> None:
    assert letters("ab ميناء 12، שלום Ж ガ 市") == {
        "Latin": 2,
        "Arabic": 5,
        "Hebrew": 4,
        "Cyrillic": 1,
        "Kana": 1,
        "Han": 1,
    }
    assert letters("") == {}


def test_a_text_is_rtl_by_most_of_its_letters() -> None:
    assert is_rtl("ميناء port") and is_rtl("שלום")
    assert not is_rtl("port ميم") and not is_rtl("") and not is_rtl("123")
