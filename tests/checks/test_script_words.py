"""Words of two scripts, and the letters in them that are not what they seem."""

from __future__ import annotations

import pytest

from contentlint.checks.encoding.mixed_script_word import WORD, impostors, parts


def test_words_end_at_digits_and_punctuation() -> None:
    text = "وAPI، IP-адрес (5كم) محم\u0651د می‌شود a_b naïve"
    assert [m[0] for m in WORD.finditer(text)] == [
        "وAPI",
        "IP",
        "адрес",
        "كم",
        "محم\u0651د",
        "می‌شود",
        "a",
        "b",
        "naïve",
    ]


def test_parts_of_a_word() -> None:
    assert parts("وAPIات") == [("arabic", "و"), ("latin", "API"), ("arabic", "ات")]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("\u0430pple", [("\u0430", "a")]),
        ("Прод\u0061жа", [("a", "\u0430")]),
        ("SENS\u0415", [("\u0415", "E")]),
        ("kΩ", []),
        ("μmol", []),
        ("apple", []),
        ("яблоко", []),
        ("Яndex", []),
    ],
)
def test_impostors(word: str, found: list[tuple[str, str]]) -> None:
    assert list(impostors(word)) == found
