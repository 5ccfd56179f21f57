"""Letters are counted, and paragraphs compared with a script, as patterns do."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from contentlint.core import LEAST_LETTERS, count_letters, doubtful_paragraphs, seems_own
from contentlint.source import formats

_LETTER = re.compile(r"[^\W\d_]")
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(
            ["a", "Z", "1", "_", " ", "é", "ª", "²", "ب", "ـ", "ة", "\u064b", "漢", "Ж", "٣"]
        ),
        st.characters(exclude_categories=["Cs"], exclude_characters="\r"),
    ),
    max_size=60,
).map("".join)


@given(TEXTS)
def test_letters_are_those_of_a_pattern(text: str) -> None:
    letters = _LETTER.findall(text)
    assert count_letters(text) == (len(letters), sum(c < "\u0250" for c in letters))


def test_every_letter_is_counted() -> None:
    for c in [*range(0xD800), *range(0xE000, 0x20000)]:
        if unicodedata.category(chr(c)) == "Cn":  # ``re`` of an older Python does not know it yet
            continue
        assert count_letters(chr(c))[0] == len(_LETTER.findall(chr(c))), hex(c)


@given(TEXTS, st.integers(0, 20), st.booleans())
def test_text_begins_in_its_own_script(text: str, start: int, arabic: bool) -> None:
    ranges = "\u0620-\u064a\u066e-\u06d3" if arabic else "A-Za-z\u00c0-\u024f"
    start = min(start, len(text))
    head = text[start:][:24]
    assert seems_own(text, start, len(text), ranges, ()) == bool(re.search(f"[{ranges}]", head))


def test_long_text_has_a_snippet_of_its_language() -> None:
    long = "a" * LEAST_LETTERS
    assert seems_own(long[1:], 0, LEAST_LETTERS - 1, "a-z", (" the ",))
    assert not seems_own(long, 0, LEAST_LETTERS, "a-z", (" the ", " of "))
    assert seems_own(f"{long} of {long}", 0, 2 * LEAST_LETTERS + 4, "a-z", (" the ", " of "))
    assert not seems_own(f"{long} of {long}", 0, LEAST_LETTERS, "a-z", (" the ", " of "))


def test_doubtful_paragraphs_are_long_enough_and_no_headings() -> None:
    doc = formats.read("a.md", "# بببب\n\nبببب\n\naaaa\n\n- بببب\n- بب\n".encode())
    assert doubtful_paragraphs(doc, 3, "a-z", ()) == [1, 3]
