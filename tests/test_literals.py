"""What a pattern cannot match without."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.text.literals import may_match, required


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("في ظل", ("في ظل",)),
        (r"\bworld[- ]famous\b", ("famous",)),
        (r"\d+ ?% guaranteed", ("% guaranteed",)),
        ("cats|dogs", ("cats", "dogs")),
        ("(?:very|really) good", (" good",)),
        ("(?:lengthy|protracted) a", ("lengthy", "protracted")),
        ("(abc)+d", ("abc",)),
        (r"^abc$", ("abc",)),
        ("(?=abc)abd", ("abd",)),
        ("a{3}", ("a",)),
    ],
)
def test_the_longest_literal_is_needed(pattern: str, needed: tuple[str, ...]) -> None:
    assert required(pattern) == needed


@pytest.mark.parametrize(
    "pattern", [r"\w+", "a?b*", "(a|)c?", ".*", "", "(", "[ab]", "x|[yz]", "(?i:abc)"]
)
def test_nothing_is_needed_or_known(pattern: str) -> None:
    assert required(pattern) == ()


def test_capitals_do_not_matter_where_the_pattern_says_so() -> None:
    assert required("Zulu Bravo", re.IGNORECASE) == ("zulu bravo",)
    assert required("(?i)Zulu") == ("zulu",)
    # ſ is an s and İ an i to the pattern, and not to str.lower().
    assert required("bd street", re.IGNORECASE) == ("treet",)
    assert re.search("st", "ſt", re.IGNORECASE)


@given(
    st.text("abcıiİsſKk في", max_size=12),
    st.sampled_from(
        ["a+b", "(a|b)c", "ab|bc", "k", "is", "K?ab", "(?:ab){2}", "في", "[a-c]b", "a(?!b)c", "^a"]
    ),
    st.sampled_from([0, re.IGNORECASE]),
)
def test_what_matches_has_what_is_needed(text: str, pattern: str, flags: int) -> None:
    compiled = re.compile(pattern, flags)
    if compiled.search(text):
        assert may_match(text, text.lower(), compiled, required(pattern, flags))
