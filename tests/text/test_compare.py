"""The comparison profiles, their offset map, and pyarabic beside our own tables."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarabic import araby

from contentlint.text.unicode.chars import ARABIC_MARKS, TATWEEL
from contentlint.text.unicode.fold import light, mapped, space

# What the profiles treat specially, and what NFC composes (jamo, Indic vowels, shadda order).
SPECIAL = (
    "اأإآٱىيیكکةـ\u064b\u064e\u0651\u0670\u06d6٣۳\u200b\u200c\u200e\u202e\ufeff\u00ad\u00a0"
    "\u3000 \n\t"
    "“”«»‘’–…ßİΣςAa\u0301\u0327\u0653\u0654\u1100"
    "\u1161\u11a8\u09c7\u09be\u0dd9\u0dcf\u0dca\ufe0f\u1e9b\u0323"
)
TEXTS = st.text(alphabet=st.one_of(st.sampled_from(SPECIAL), st.characters()), max_size=40)


@given(TEXTS)
def test_mapped_agrees_with_the_profiles(text: str) -> None:
    assert mapped(text, "space")[0] == space(text)
    assert mapped(text, "light")[0] == light(text)


@given(TEXTS, st.sampled_from(["space", "light"]))
def test_offsets_lie_in_the_text_and_never_descend(text: str, profile: str) -> None:
    folded, offsets = mapped(text, profile)
    assert len(offsets) == len(folded)
    assert offsets == sorted(offsets)
    assert all(0 <= offset < len(text) for offset in offsets)


@given(TEXTS)
def test_an_unchanged_character_is_at_its_offset(text: str) -> None:
    folded, offsets = mapped(text, "space")
    if unicodedata.is_normalized("NFC", text):
        for char, offset in zip(folded, offsets, strict=True):
            assert char == text[offset] or (char == " " and text[offset].isspace())


@given(TEXTS)
def test_profiles_settle(text: str) -> None:
    assert space(space(text)) == space(text) or not unicodedata.is_normalized("NFC", space(text))


def test_mapped_points_at_the_words() -> None:
    text = "قال  «الكِتَابُ\u200f» أوّل"
    folded, offsets = mapped(text, "light")
    assert folded == 'قال "الكتاب" اول'
    assert text[offsets[folded.index("اول")]] == "أ"
    assert text[offsets[folded.index('ب"')]] == "ب"


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(ValueError, match="aggressive"):
        mapped("", "aggressive")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("إلى", "الي"),
        ("كِتَابٌ", "كتاب"),
        ("جـــديد", "جديد"),
        ("۱۲۳ و١٢٣", "123 و123"),
        ("“نعم” – لا…", '"نعم" - لا...'),
        ("می‌خواهی", "مي‌خواهي"),
        ("Straße", "STRASSE"),
    ],
)
def test_equal_under_light(a: str, b: str) -> None:
    assert light(a) == light(b)


@pytest.mark.parametrize(
    ("a", "b"), [("25 دولة", "26 دولة"), ("مدرسة", "مدرسه"), ("شئ", "شي"), ("می‌رود", "میرود")]
)
def test_not_equal_under_light(a: str, b: str) -> None:
    assert light(a) != light(b)


@given(st.text(alphabet=st.characters(min_codepoint=0x600, max_codepoint=0x6FF), max_size=60))
def test_pyarabic_drops_what_light_drops(text: str) -> None:
    bare = re.sub(f"[{TATWEEL}{ARABIC_MARKS}]", "", text)
    assert araby.strip_tatweel(araby.strip_diacritics(text)) == bare
