"""Strings are found in one pass as each of them is by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.core import Needles, classes
from contentlint.source import formats

LETTERS = "abن ى\U0001f600"
STRINGS = st.lists(st.text(LETTERS, min_size=1, max_size=8))


@pytest.mark.parametrize("scanned", [True, False])
@given(text=st.text(LETTERS, max_size=60), strings=STRINGS)
def test_what_the_prose_has_is_found(scanned: bool, text: str, strings: list[str]) -> None:
    doc = formats.read("a.txt", text.encode())
    if scanned:
        doc.know(classes, 0)
    assert Needles(strings).found(doc) == {string for string in strings if string in doc.prose}
