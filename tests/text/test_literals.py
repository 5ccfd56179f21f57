"""What a pattern cannot match without."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.text.match.regex import begun, may_match, required


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
        (r"##(?<=[^\W\d_] ##)[a-z]", (" ##",)),
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


@pytest.mark.parametrize(
    ("pattern", "literal", "follow"),
    [
        (r"\[(?=[ab])x", "[", ("x",)),
        (r"\[wxyzwxyzw", "[", ("wxyzwxyz",)),
        (r"\[[ab][ab][ab][ab][ab][ab][ab]x", "[", tuple(map("".join, product("ab", repeat=5)))),
        (r"##(?<=a ##)[b-d]x?", "##", ("b", "bx", "c", "cx", "d", "dx")),
        (r"\bclass=\"[ab]c*", "class=", ('"a', '"b')),
        (r"(?<!x)%s(?:ab|cde|c\b)f+", "%s", ("abf", "cdef", "cf")),
        (r"(?m:^>>(?:a|bc)) .", ">>", ("a", "bc")),
        (r"_(?:a(?:bc?){2}|d{1,3}e)", "_", ("ab", "abc", "d")),
        (r"\[(a|b)(?![cd])(?:\.c)?$", "[", ("a", "a.c", "b", "b.c")),
        *((pattern, "[", ()) for pattern in (r"\[", r"\[(?=a)", r"\[(?:a|)", r"\[a*b", r"\[a?.")),
        *((pattern, "[", ()) for pattern in (r"\[[^a]", r"\[\d", r"\[(?:a|.)", r"\[(?i:a)")),
        (r"\[[\u4e00-\u9fff]", "[", ()),
    ],
)
def test_what_a_pattern_begins_with(pattern: str, literal: str, follow: tuple[str, ...]) -> None:
    assert begun(pattern, literal) == follow


@given(
    st.text("abcx[ .", max_size=12),
    st.sampled_from(
        [r"\[(?:ab|c?x)+", r"\[a{1,2}(?:b|c)?x", r"\[[a-c]x*", r"(?<=a)\[(a|b(?!x))", r"\[(?:a|)b"]
    ),
)
def test_what_matches_goes_on_as_it_is_said_to(text: str, pattern: str) -> None:
    follow = begun(pattern, "[")
    for m in re.finditer(pattern, text):
        assert follow is not None and (not follow or text.startswith(follow, m.start() + 1))


@pytest.mark.parametrize(
    ("pattern", "literal"),
    [
        *(("", "["), ("(", "["), ("", ""), (r"\[x|y", "["), (r"a\[", "["), (r"(?=\[)", "[")),
        *((r"(?i)ab", "ab"), (r"(?i:ab)", "ab"), (r"(a)b", "ab"), ("[ab]", "a"), ("ab", "abc")),
    ],
)
def test_a_pattern_may_begin_otherwise(pattern: str, literal: str) -> None:
    assert begun(pattern, literal) is None
