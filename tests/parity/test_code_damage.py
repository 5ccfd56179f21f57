"""Damage of text that must stay as it is, and its repair."""

from __future__ import annotations

import pytest

from contentlint.parity import code_damage


@pytest.mark.parametrize(
    ("damaged", "original"),
    [
        ("{.asc *،}", "{.asc*,}"),
        ("a؟id=1", "a?id=1"),
        ("« * »", '"*"'),
        ("“x”", '"x"'),
        ("x-hkp:// ", "x-hkp://"),
        ("git\u00a0log —all", "git log --all"),
        ("a\u200cb", "ab"),
        ("ab", "a b"),
        ("f(a，b)", "f(a,b)"),
        ("npm run  build", "npm run build"),
    ],
)
def test_repairs_restore_the_original(damaged: str, original: str) -> None:
    assert code_damage.fold(damaged) == code_damage.fold(original)
    edits = code_damage.repairs(damaged, original)
    assert edits
    text = damaged
    for start, end, new in reversed(edits):
        text = text[:start] + new + text[end:]
    assert text == original


@pytest.mark.parametrize(
    ("damaged", "original"), [("a", "b"), ("Panel:latest", "panel:latest"), ("a", ""), ("", "a")]
)
def test_other_differences_are_no_damage(damaged: str, original: str) -> None:
    assert code_damage.repairs(damaged, original) is None
    assert code_damage.fold(damaged) != code_damage.fold(original)


def test_what_is_equal_needs_no_repair() -> None:
    assert code_damage.repairs("a؟b", "a؟b") == []
    assert code_damage.repairs("a\nb", "a b") == []
