"""The look-up of misspelled words: both ways find the same, and what is no list is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.core import WordList
from tools.spelling.pack import Entry, pack

LISTED = {
    "الى": "إلى",
    "ان": "أن|إن",
    "المدرسه": "المدرسة",
    "إستخدام": "استخدام",
    "ولايزال": "ولا يزال",
    "ا": "أ",
}
DATA = pack([Entry(wrong, tuple(right.split("|")), "A", "+") for wrong, right in LISTED.items()])
WORDS = WordList(DATA)

PIECES = [*LISTED, "إلى", "و", "ه", "ـ", "َ", "ٰ", "ی", "پ", "\u200c", " ", "\n", "x", "3", "٣", "_"]
PIECES += ["@", "/", "#", ".", "،", "\0", "\x1a", "é", "ש", "字", "\U0001f600", "\u06dd", "۝", "٪"]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_scan_and_search_find_the_same(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert WORDS.scan(text) == WORDS.search(text)


@given(st.text(st.characters(min_codepoint=0x600, max_codepoint=0x6FF), max_size=20))
def test_scan_and_search_find_the_same_in_any_arabic(text: str) -> None:
    spaced = f"{text} الى {text}ان"
    assert WORDS.scan(spaced) == WORDS.search(spaced)


@pytest.mark.parametrize(
    "text", ["الى", "الى.", "«الى»", "(الى)", "\0الى\0", "الـى", "اِلى", "،الى"]
)
def test_whole_word_is_found(text: str) -> None:
    assert [entry for _, _, entry in WORDS.find(text)] == ["الى>إلى>A+"]


@pytest.mark.parametrize(
    "text", ["xالى", "الىx", "الى3", "٣الى", "_الى", "@الى", "#الى", "/الى", "الى\u200cها", "الىی"]
)
def test_part_of_something_else_is_not_found(text: str) -> None:
    assert WORDS.find(text) == []


def test_places_are_those_of_the_text() -> None:
    text = "عاد الى المدرسه **ان** الـى"
    assert [text[a:b] for a, b, _ in WORDS.find(text)] == ["الى", "المدرسه", "ان", "الـى"]


def test_entry_of_a_word() -> None:
    assert WORDS.entry("ان") == "ان>أن|إن>A+"
    assert WORDS.entry("إن") == WORDS.entry("") == WORDS.entry("字") == ""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x" * 200_000,
        DATA[:19],
        DATA[:70_000],
        DATA[:-1],
        DATA + b"\n",
    ],
)
def test_damaged_list_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"damaged|not a list"):
        WordList(data)
