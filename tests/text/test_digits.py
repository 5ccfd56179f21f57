from __future__ import annotations

import pytest

from contentlint.source import formats
from contentlint.text.dates.digits import counted, has_foreign, written_in


def systems(text: str) -> list[str]:
    return [run.system for run in counted(formats.read("a.md", text.encode()))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("حضر 12 و١٢ و۱۲", ["latn", "arab", "arabext"]),
        ("حضر 1٢", ["latn", "arab"]),
        ("في COVID-19 و GPT 4", []),
        ("ذاكرة من 16 GB", []),
        ("كتب (Smith, 2020) هنا", []),
        ("﴿إن الله غفور ١٨٢﴾", []),
        ("﴿إن الله غفور﴾ [البقرة: ١٨٢]", []),
        ("قال [1] ثم", []),
        ("في `12` و https://example.org/12", []),
    ],
)
def test_numbers_that_count(text: str, expected: list[str]) -> None:
    assert systems(text) == expected


def test_digits_are_written_anew() -> None:
    assert written_in("1٢۳", "arab") == "١٢٣"
    assert written_in("1٢۳", "latn") == "123"


def test_foreign_digits_are_seen() -> None:
    assert has_foreign(formats.read("a.md", "حضر ٣".encode()))
    assert not has_foreign(formats.read("a.md", "حضر 3".encode()))
