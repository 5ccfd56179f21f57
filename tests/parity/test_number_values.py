"""Numbers of a passage against those of its translation: equal by value, whatever the notation."""

from __future__ import annotations

import pytest

from contentlint.parity import numbers

NAMES = {2: ("اثنان",), 5: ("خمسة",), 30: ("ثلاثون", "ثلاثين"), 100: ("مئة",), 1000: ("ألف",)}


def differences(source: str, target: str) -> tuple[list[str], list[tuple[str, str]]]:
    found = numbers.compare(numbers.read(source), numbers.read(target))
    missing = [source[n.start : n.end] for n in found.missing]
    changed = [(source[a.start : a.end], target[b.start : b.end]) for a, b in found.changed]
    return missing, changed


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("1,234.5 units", "١٬٢٣٤٫٥ وحدة"),
        ("1,234.5 units", "۱۲۳۴٫۵ واحد"),
        ("1,234.5 units", "1.234,5 Einheiten"),
        ("1,234.5 units", "1\u00a0234,5 unités"),
        ("1,234.5 units", "1\u202f234,5 unités"),
        ("1,234.5 units", "1 234,5 unités"),
        ("1,234.5 units", "\u200f1,234.5\u200f وحدة"),
        ("1,23,456 people", "123,456 لوگ"),
        ("pages 12 and 345", "الصفحات 12 345"),
        ("in 2024", "در سال ۱۴۰۳"),
        ("in 2024", "عام 1446"),
        ("on August 26, 2023", "۴ شهریور ۱۴۰۲"),
        ("1 July: 19 minutes", "۱۰ تیر: ۱۹ دقیقه"),
        ("on June 28", "۷ تیر"),
        ("from 5 Jan to 3 Feb", "از ۱۵ دی تا ۱۴ بهمن"),
        ("between −100% and −50%", "בין −100% ל-−50%"),
        ("from −100 to 100", "מ\u200e−100 עד 100"),
        ("down to -50", "עד ל--50"),
        ("minus: −5", "و−٥"),
        ("at −50%", "در ۵۰٪-"),
        ("at −50%", "در −٪۵۰"),
        ("up to 50", "עד ל-50"),
        ("We stream 24/7 video", "نبث المقاطع على مدار الساعة"),
        ("open 24/7", "باز در ۷/۲۴"),
        ("100% of the traffic", "كل الحركة"),
        ("on 2023-08-26", "am 26.08.2023"),
        ("on 26/8/2023", "۲۰۲۳/۰۸/۲۶"),
        ("5 million people", "5,000,000 نفر"),
        ("5 million people", "50 لاکھ لوگ"),
        ("每 100 万令牌", "لكل 1M رمز"),
        ("获得 20 万+ 浏览", "أكثر من 200K مشاهدة"),
        ("3 亿元", "300 مليون يوان"),
        ("5,000,000 people", "5 ملايين شخص"),
        ("UTF-8, A01 and photo:14", "ترميز يونيكود"),
        ("the 1990s", "التسعينيات"),
        ("the 1990's", "التسعينيات"),
        ("the 20th century", "القرن العشرون"),
        ("3 files", "ثلاثة ملفات"),
        ("a note [13]", "ملاحظة"),
        ("at 5:30 PM", "في 17:30"),
        ("ab 30 Tagen", "ל-30 ימים"),
        ("30 days", "وبـ30 يومًا"),
        ("1.50 each", "1.5 لكل"),
        ("½ of 40", "نصف ٤٠"),
        ("40 of the 40", "٤٠ منها"),
        ("", "١٢"),
    ],
)
def test_equal_numbers(source: str, target: str) -> None:
    assert differences(source, target) == ([], [])


@pytest.mark.parametrize(
    ("source", "target", "missing", "changed"),
    [
        ("1,234.5 units", "١٬٢٤٣٫٥ وحدة", [], [("1,234.5", "١٬٢٤٣٫٥")]),
        ("ratio 4.5:1", "نسبة 45:1", [], [("4.5", "45")]),
        ("version 1.2.4", "الإصدار 12.4", [], [("1.2.4", "12.4")]),
        ("at -5 degrees", "عند ٥ درجات", [], [("-5", "٥")]),
        ("on May 29th", "في 19 مايو", [], [("29", "19")]),
        ("after 20 seconds", "بعد 60 ثانية", [], [("20", "60")]),
        ("1 July: 19 minutes", "۱۵ تیر: ۱۹ دقیقه", [], [("1", "۱۵")]),
        ("100% of it", "90% منه", [], [("100", "90")]),
        ("on 24/7/19", "في 25/7/19", [], [("24", "25")]),
        ("58 of 99 people", "٩٩ شخصًا", ["58"], []),
        ("in 2024", "در سال ۱۴۰۵", [], [("2024", "۱۴۰۵")]),
        ("12 and 345 pages", "12 و346 صفحة", [], [("345", "346")]),
        ("version 1.2.4", "الإصدار الأخير", ["1.2.4"], []),
    ],
)
def test_different_numbers(
    source: str, target: str, missing: list[str], changed: list[tuple[str, str]]
) -> None:
    assert differences(source, target) == (missing, changed)


def test_a_number_in_reverse_order_is_no_changed_one() -> None:
    found = numbers.compare(numbers.read("chapter 7.3.1"), numbers.read("الفصل 1.3.7"))
    assert [(a.groups, b.groups) for a, b in found.reversed] == [(("7", "3", "1"), ("1", "3", "7"))]
    assert not found.changed and not found.missing


def test_one_and_two_may_be_forms_of_a_word() -> None:
    source, target = numbers.read("2 days"), numbers.read("يومان من 17 يومًا")
    assert numbers.compare(source, target).changed
    assert numbers.compare(source, target, dual=True) == numbers.NO_DIFFERENCE


def test_values_outside_the_prose_count() -> None:
    source, target = numbers.read("port 8080"), numbers.read("المنفذ")
    assert numbers.compare(source, target).missing
    elsewhere = {each for n in numbers.read("`8080`") for each in n.values}
    assert numbers.compare(source, target, elsewhere=elsewhere) == numbers.NO_DIFFERENCE


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("ثلاثين يوما", {30}),
        ("خمسة ثلاثين", {5, 30, 35}),
        ("ألف", {1000, 2000}),
        ("ثلاثون ألف", {30, 1000, 2000, 30_000}),
    ],
)
def test_numbers_in_words(words: str, said: set[int]) -> None:
    has = numbers.in_words(frozenset(words.split()), NAMES)
    assert {n for n in (5, 30, 35, 36, 300, 1000, 2000, 30_000) if has(n)} == said


def test_a_number_in_words_is_not_missing() -> None:
    has = numbers.in_words(frozenset(["ثلاثين"]), NAMES)
    source, target = numbers.read("30 days"), numbers.read("ثلاثين يوما")
    assert numbers.compare(source, target, target_words=has) == numbers.NO_DIFFERENCE


def test_offsets_are_those_of_the_text() -> None:
    text = "العدد \u200f-١٢٫٥ و[7] و3 000."
    found = numbers.read(text, 3)
    assert [text[n.start : n.end] for n in found] == ["-١٢٫٥", "3 000"]
