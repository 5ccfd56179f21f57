from __future__ import annotations

import random
import re

import pytest

from contentlint.engine import ruleset
from contentlint.text.dates import parse

WORDS = ruleset.builtin().words
MONTHS = {lang: parse.by_first_word(names) for lang, names in WORDS["months"].items()}
HIJRI = {lang: parse.by_first_word(names) for lang, names in WORDS["hijri-months"].items()}

FOUND = [
    ("ar", "في 25 أكتوبر/تشرين الأول المقبل", "25 أكتوبر/تشرين الأول", "D Month/Month"),
    ("ar", "يوم ٢٦ أكتوبر ٢٠٢٥ في العاصمة", "٢٦ أكتوبر ٢٠٢٥", "D Month"),
    ("ar", "يوم 4 كانون الثاني المقبل", "4 كانون الثاني", "D Month"),
    ("ar", "في 15 رمضان 1446", "15 رمضان 1446", "Hijri"),
    ("fa", "روز ۵ مهر ۱۴۰۲ بود", "۵ مهر ۱۴۰۲", "D Month"),
    ("fa", "در ۱۴۰۲/۷/۲۰ بود", "۱۴۰۲/۷/۲۰", "YYYY/MM/DD"),
    ("ur", "مورخہ 5 مارچ 2021 کو", "5 مارچ 2021", "D Month"),
    ("he", "ב-3 במרץ 2021 נפתח", "3 במרץ 2021", "D Month"),
    ("he", "ב-14.4.2021 נפתח", "14.4.2021", "D.M.YYYY"),
    ("en", "on 26th October 2025 it", "26th October 2025", "D Month"),
    ("en", "on October 26, 2025, it", "October 26, 2025", "Month D"),
    ("en", "on 26-October-2025 it", "26-October-2025", "D-Month-YYYY"),
    ("en", "on 2025-10-26 it", "2025-10-26", "YYYY-MM-DD"),
    ("en", "on 10/26/2025 it", "10/26/2025", "M/D/YYYY"),
    ("en", "on 3/4/2025 it", "3/4/2025", "?/?/YYYY"),
    ("fr", "le 1er mars 2021, il", "1er mars 2021", "D Month"),
    ("es", "el 3 de marzo de 2021, él", "3 de marzo de 2021", "D Month"),
    ("de", "am 3. März 2021 war", "3. März 2021", "D Month"),
    ("ru", "с 3 марта 2021 года", "3 марта 2021", "D Month"),
    ("tr", "3 Mart 2021 günü", "3 Mart 2021", "D Month"),
    ("vi", "ngày 3 tháng 10 năm", "3 tháng 10", "D Month"),
]
NOT_FOUND = [
    ("ar", "شارك 26 مندوبًا في أكتوبر"),
    ("ar", "بلغ العدد 2600 أكتوبر"),
    ("ar", "في 41 أكتوبر"),
    ("en", "May 2025 was warm"),
    ("en", "version 1.10.2013.4 of it"),
    ("en", "the score was 3/2/1 at last"),
    ("en", "the part 2025-1099-12 of it"),
    ("en", "we may 5 of them"),
    ("fr", "3 marsouins nagent"),
]


def find(language: str, text: str) -> list[parse.Date]:
    months, hijri = MONTHS.get(language, {}), HIJRI.get(language, {})
    return list(parse.find(text, months, hijri, month_first=language == "en"))


@pytest.mark.parametrize(("language", "text", "written", "style"), FOUND)
def test_a_date_is_found_with_its_style(language: str, text: str, written: str, style: str) -> None:
    (date,) = find(language, text)
    assert text[date.span.start : date.span.end] == written
    assert date.style == style


@pytest.mark.parametrize(("language", "text"), NOT_FOUND)
def test_numbers_that_are_no_date_are_left_out(language: str, text: str) -> None:
    assert find(language, text) == []


@pytest.mark.parametrize(("language", "text", "style"), [(f[0], f[1], f[3]) for f in FOUND])
def test_the_cheap_tests_never_miss_a_second_style(language: str, text: str, style: str) -> None:
    plain = {"en": "on 5 May it ", "ar": "يوم 5 مايو 1446هـ "}.get(language, "")
    months, hijri = MONTHS.get(language, {}), HIJRI.get(language, {})
    if "Month" not in style and style != "Hijri":
        assert [d.style for d in parse.in_figures(plain + text)] == [style]
    elif style != "D Month":
        assert parse.names_vary(plain + text, months, hijri, month_first=language == "en")


def test_the_cheap_tests_let_plain_dates_pass() -> None:
    text = "يوم 25 أكتوبر ويوم 26 نوفمبر 2025. ثم 3/4 السكان."
    assert not parse.names_vary(text, MONTHS["ar"], HIJRI["ar"], month_first=False)
    assert list(parse.in_figures(text)) == []


def test_two_calendars_make_one_day() -> None:
    for text in (
        "في 15 رمضان 1446هـ الموافق 15 مارس 2025",
        "في 15 رمضان 1446 هـ (15 مارس 2025)",
        "في 15 مارس 2025م الموافق لـ 15 رمضان 1446",
    ):
        first, second = find("ar", text)
        assert parse.coupled(text, first, second), text
    text = "من 15 رمضان 1446 حتى آخر الشهر ثم 15 مارس 2025"
    first, second = find("ar", text)
    assert not parse.coupled(text, first, second)


@pytest.mark.slow
def test_a_million_digits_take_no_time() -> None:
    text = "1/" * 200_000 + "1" * 500_000 + " 3 " * 100_000
    assert find("en", text) == []
    assert list(parse.in_figures(text + "1-1-" * 100_000)) == []
    assert find("en", "1" * 5000 + "-1-1") == []


_D = "[0-9\u0660-\u0669\u06f0-\u06f9]"
_NUMBER = re.compile(
    rf"({_D}+)(?:([-/.])({_D}{{1,2}})\2({_D}{{1,4}})"
    r"|(?:st|nd|rd|th|er|º|\.)?([ \u00a0-])(?=[^\W\d_]))?"
)
_WORD = re.compile(r"[^\W\d_]+")
_GLUE = frozenset("/.,:-–_#%+*٫٬")
_PIECES = [*"0123127٣۵²  \u00a0\n-/.,:(st", "th", "º", "er", "2015", "15", "-", "/", ".", "Mai"]
_PIECES += ["3. Mai", "May 3", "Mai/Juni", "12.10.2015", "1/2/2015", "2015-10-12", "كانون الثاني"]


def _found_by_pattern(prose: str, months: parse.Months) -> list[tuple[int, str]]:
    """Where dates begin, and their styles: ``D Month`` also of two months, and ``-`` where a hyphen
    stands before the month, that may lack the year."""
    found = []
    for m in _NUMBER.finditer(prose):
        start, end = m.span()
        glued = prose[max(start - 1, 0) : start] in _GLUE
        behind, next_but_one = prose[end : end + 1], prose[end + 1 : end + 2]
        if m[2]:
            if behind.isalnum() or (behind in _GLUE and next_but_one.isalnum()) or glued:
                continue
            a, b, c, sep = int(m[1]), int(m[3]), int(m[4]), m[2]
            if len(m[1]) == 4 and 0 < b <= 12 and 0 < c <= 31 and len(m[4]) <= 2:
                found.append((start, f"YYYY{sep}MM{sep}DD"))
            elif len(m[4]) == 4 and len(m[1]) <= 2 and 0 < a <= 31 and 0 < b <= 31:
                if min(a, b) <= 12:
                    order = "D{0}M" if a > 12 else "M{0}D" if b > 12 else "?{0}?"
                    found.append((start, order.format(sep) + sep + "YYYY"))
        elif len(m[1]) <= 2 and 0 < int(m[1]) <= 31 and m[5] and not glued:
            word = _WORD.match(prose, end)
            names = months.get(word[0], ()) if word else ()
            if any(prose.startswith(n, end) and not prose[end + len(n)].isalnum() for n in names):
                found.append((start, "-" if m[5] == "-" else "D Month"))
    return found


def test_numbers_are_read_as_by_a_pattern() -> None:
    months = parse.by_first_word(["Mai", "Juni", "كانون الثاني", "كانون", "May"])
    source = random.Random(11)
    dated = 0
    for _ in range(6000):
        prose = "".join(source.choices(_PIECES, k=source.randrange(1, 12))) + " "
        found = parse.find(prose, months, {}, month_first=False)
        expected = _found_by_pattern(prose, months)
        unsure = {start for start, style in expected if style == "-"}
        told = [(date.span.start, date.style.removesuffix("/Month")) for date in found]
        told = [(start, style) for start, style in told if start not in unsure]
        assert told == [one for one in expected if one[1] != "-"], prose
        dated += len(told)
    assert dated > 500
