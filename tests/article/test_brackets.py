"""Which brackets have no partner, quickly and then exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.article import brackets
from contentlint.core import dispatch
from contentlint.model.document import Document
from contentlint.run.session import Request, Selection, Session
from contentlint.source import formats


def read(text: str, language: str = "ar", name: str = "a.md") -> Document:
    return formats.read(name, text.encode(), language=language)


def left(doc: Document) -> list[str]:
    return [b.char for _, found in brackets.unpaired(doc, brackets.suspects(doc)) for b in found]


@pytest.mark.parametrize(
    "text",
    [
        "نص (بين) [قوسين] {مزدوج (متداخل)} «وهنا» ﴿آية﴾ وبعدها\n",
        "نص (طويل\n- بند\n- بند) انتهى\n",
        "全角（混在) 「と『入れ子』」です\n",
        "((((نص))))\n",
    ],
)
def test_paired_text_is_not_looked_at_twice(text: str) -> None:
    assert brackets.suspects(read(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("نص (هنا\n", ["("]),
        ("نص ) هنا\n", [")"]),
        ("نص ﴾هنا﴿ ثم\n", ["﴾", "﴿"]),
        ("نص [0, 1) و(2، 5] و(هنا\n", ["("]),
        ("نص «هنا\n", ["«"]),
    ],
)
def test_what_is_left_over(text: str, found: list[str]) -> None:
    assert left(read(text)) == found


PIECES = [
    "[",
    "[",
    "(",
    "]",
    "]",
    ")",
    "0",
    "1.5",
    ", ",
    ",",
    "؛",
    "a",
    "∞",
    "-",
    " ",
    "「",
    "see ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_intervals_are_told_by_their_brackets_before_their_ends(text: str) -> None:
    unit = brackets.Unit(0, len(text))
    found = brackets._brackets(text, unit)
    wanted, done = set[int](), 0
    for at, char in found:
        m = brackets._INTERVAL.match(text, at) if at >= done and char in "[(" else None
        if m is not None:
            done = m.end()
            wanted |= {at, done - 1}
    assert brackets._ends_of_intervals(text, unit, found) == wanted


@pytest.mark.parametrize("text", ["„ja“ und „nein”\n", "»ja« und «nein»\n"])
def test_german_quotes_are_counted(text: str) -> None:
    assert brackets.suspects(read(text, "de")) == []


def test_english_quotes_have_an_order() -> None:
    assert left(read("He said ”yes“ twice.\n", "en")) == ["”", "“"]


def test_deep_nesting_takes_no_more_than_a_few_passes() -> None:
    doc = read("(" * 50_000 + ")" * 50_000 + "\n")
    assert left(doc) == []


@pytest.mark.parametrize(
    ("text", "missed"),
    [
        ("Der Ort (im Norden ist klein, sagt er.\n", True),
        ("Er sagt „ja und geht, sagt sie.\n", True),
        ("Der Ort ist klein, sagt er. (Mehr dazu ...\n", False),
        ("Er lacht :) und geht.\n", False),
        ("Es gibt 1) Brot und 2) Wein.\n", False),
        ("Der Ort (im Norden) ist klein.\n", False),
    ],
)
def test_a_partner_is_reported_only_where_it_is_missed(text: str, missed: bool) -> None:
    rules = (
        Session(Request(Selection(isolated=True, select=("BID009",))))
        .resolver.settings("a.md")
        .rules
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dispatch, "COMPILED", True)
        numbers = dispatch.started(read(text, "de"), dispatch.build_gates([b.needs for b in rules]))
    doc = read(text, "de")
    found = [each for b in rules if b.check is not None for each in b.check(doc)]
    assert bool(found) == missed
    assert numbers or not found
