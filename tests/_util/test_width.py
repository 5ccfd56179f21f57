"""Columns of a text on a terminal, and texts cut to fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint._util import width
from contentlint._util.escape import excerpt

MIXED = st.text(st.sampled_from("a b نلا\u064e\u200c中한😀❤\ufe0f\u200b\u202e⟨"), max_size=40).map(
    excerpt
)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3),
        ("née", 3),
        ("نص", 2),
        ("مُدَرِّس", 4),
        ("e\u0301", 1),
        ("می\u200cشود", 5),
        ("中文", 4),
        ("ﾊﾝ", 2),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),
        ("😀", 2),
        ("❤", 1),
        ("❤\ufe0f", 2),
        ("👩\u200d👩", 4),
        ("⟨tab⟩", 5),
        ("ﷺ", 1),
    ],
)
def test_columns(text: str, columns: int) -> None:
    assert width.columns(text) == columns


@pytest.mark.parametrize(
    ("text", "room", "first", "last"),
    [
        ("one two three", 13, "one two three", "one two three"),
        ("one two three", 12, "one two…", "…two three"),
        ("one two three", 8, "one two…", "…three"),
        ("onetwothree", 6, "onetw…", "…three"),
        ("中文中文", 6, "中文…", "…中文"),
        ("ab\u0301cd", 3, "ab\u0301…", "…cd"),
        ("abb\u0301c", 3, "ab…", "…b\u0301c"),
        ("ab\u0301c", 2, "a…", "…c"),
        ("a⟨tab⟩⟨tab⟩b", 10, "a⟨tab⟩…", "…⟨tab⟩b"),
        ("a b", 1, "…", "…"),
    ],
)
def test_text_is_cut_between_words_and_never_within_a_character(
    text: str, room: int, first: str, last: str
) -> None:
    assert width.first(text, room) == first
    assert width.last(text, room) == last


@given(MIXED, st.integers(3, 50))
def test_a_cut_text_fits(text: str, room: int) -> None:
    for cut in (width.first, width.last, width.middle_cut):
        shown = cut(text, room)
        assert width.columns(shown) <= room
        assert shown == text or "…" in shown


def test_both_ends_stay_of_a_text_that_is_cut_in_the_middle() -> None:
    assert width.middle_cut("one two three", 13) == "one two three"
    assert width.middle_cut("onetwothree", 7) == "one…ree"
