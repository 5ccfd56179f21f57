"""Words and sentences, in the scripts whose spaces and marks trip up ``\\w`` and ``split``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.checks.consistency.name_variant import is_near
from contentlint.core.segment import (
    PIECE,
    count_words,
    echoes,
    has_more_words,
    sentences,
    token_pieces,
    tokens,
    words,
)
from contentlint.source import formats

TEXTS = st.text(alphabet='اب د.أم؟!؟…»«" \n\x00a1هَー。字ไ|-', max_size=60)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("كِتَابٌ جَدِيدٌ، ثُمَّ", ["كِتَابٌ", "جَدِيدٌ", "ثُمَّ"]),
        ("بـ«الكتاب»", ["بـ", "الكتاب"]),
        ("می\u200cروم خانه", ["می\u200cروم", "خانه"]),
        ('צה"ל וארה״ב', ['צה"ל', "וארה״ב"]),
        ("l'eau, don’t (stop)", ["l'eau", "don’t", "stop"]),
        ("عام 2024م و۱۲۳", ["عام", "2024م", "و۱۲۳"]),
        ("今天天气很好。", ["今天", "天气", "很好"]),
        ("用Python写", ["用", "Python", "写"]),
        ("ไทย", ["ไท", "ย"]),
        ("\x00\x00كلمة\x00 \x1a\x1a |", ["كلمة"]),
        ("", []),
        (" ، . ", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [("كلمة واحدة | - 3", 3), ("今天天气很好 hello |", 4), ("", 0), ("۔ ، \x1a", 0)],
)
def test_count_words(text: str, count: int) -> None:
    assert count_words(text) == count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("انتهى الأمر. بدأ غيره؟ نعم! تم", ["انتهى الأمر.", "بدأ غيره؟", "نعم!", "تم"]),
        ("قال د. أحمد كلاما.", ["قال د. أحمد كلاما."]),
        ("كتبه أ. د. محمد. ثم نشره.", ["كتبه أ. د. محمد.", "ثم نشره."]),
        ("بلغ السعر 3.5 دولار. ثم هبط.", ["بلغ السعر 3.5 دولار.", "ثم هبط."]),
        ("قال: «لن نعود.» ثم خرج.", ["قال: «لن نعود.»", "ثم خرج."]),
        ("یہ خبر ہے۔ وہ گیا۔", ["یہ خبر ہے۔", "وہ گیا۔"]),
        ("Dr. J. Smith came. He left.", ["Dr. J. Smith came.", "He left."]),
        ("Das ist z.B. so. Ende.", ["Das ist z.B. so.", "Ende."]),
        ("It grew by 1998. The rest fell.", ["It grew by 1998.", "The rest fell."]),
        ("1. One thing. 2. Another.", ["1. One thing.", "2. Another."]),
        ("He waited... then left. Then...", ["He waited... then left.", "Then..."]),
        ("今天很好。我们走！好吗？", ["今天很好。", "我们走！", "好吗？"]),
        ("See example.com. It works.", ["See example.com.", "It works."]),
        ("  بلا نقطة  ", ["بلا نقطة"]),
        ("", []),
        ("...", ["..."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@given(TEXTS)
def test_words_and_sentences_are_ascending_and_hold_no_space_at_their_ends(text: str) -> None:
    position = 0
    for word in words(text):
        position = text.index(word, position) + len(word)
        assert word == word.strip() != ""
    position = 0
    for start, end in sentences(text):
        assert position <= start < end <= len(text)
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        position = end


@given(TEXTS)
def test_sentences_leave_out_nothing_but_white_space(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())


@given(
    st.text(
        alphabet="ab1Z_é'’\"\u05f4!,;@[^`{~\x00\x1a\x1f\x7f \n\u00a0\u200b«،〆字هَß", max_size=40
    )
)
def test_words_are_the_same_whatever_stands_behind_them(text: str) -> None:
    """Beside a script without spaces they are cut in another way."""
    assert words(text + " ไ") == [*words(text), "ไ"]


def test_a_million_dots_come_to_an_end() -> None:
    size = 300_000
    assert split("." * size + "x") == ["." * size + "x"]
    assert len(split("a." * size)) == 1
    assert len(split('." ' * size)) == size
    assert len(words("a'" * size)) == 1


def test_tokens_are_small_letters_in_ascii_text() -> None:
    doc = formats.read("a.md", b"The the end.\n")
    assert doc.fact(tokens) == ["the", "the", "end."]
    assert echoes(doc.fact(tokens)) == ["the"]


@pytest.mark.parametrize("gap", [" ", "\n"])
def test_a_long_text_is_read_in_pieces_that_cut_no_token(gap: str) -> None:
    text = ("كلمة" + gap) * (PIECE // 4) + "آخر آخر" + gap + "نهاية" * PIECE + " ثم ثم"
    doc = formats.read("a.txt", text.encode())
    pieces = list(token_pieces(doc))
    assert [token for _, _, every in pieces for token in every] == text.split()
    assert [start for start, _, _ in pieces[1:]] == [end for _, end, _ in pieces[:-1]]
    assert all(len(every) <= PIECE for _, _, every in pieces)
    assert doc.fact(tokens) == pieces[0][2]
    assert {token for _, _, every in pieces for token in echoes(every)} == {"كلمة", "آخر", "ثم"}


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("بوتين", "بوتن", True),
        ("بوتن", "بوتين", True),
        ("بوتين", "بوتان", True),
        ("بوتين", "بوتني", True),
        ("بوتين", "بوتين", False),
        ("بوتين", "بويتنا", False),
        ("بوتين", "بت", False),
        ("بوتين", "توبين", False),
        ("ab", "ba", True),
        ("abc", "bca", False),
        ("abc", "abcd", True),
        ("xabc", "abc", True),
        ("abcd", "abdce", False),
    ],
)
def test_names_are_near_by_one_slip(a: str, b: str, near: bool) -> None:
    assert is_near(a, b) == near


@given(TEXTS, st.integers(0, 8))
def test_more_words_are_told_as_they_are_counted(text: str, most: int) -> None:
    assert has_more_words(text, most) == (count_words(text) > most)
