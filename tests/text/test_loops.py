"""Loops of words and characters: the few places that are looked at suffice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contentlint.core.index import in_unspaced, turns
from contentlint.core.segment import may_loop
from contentlint.model.document import Document
from contentlint.source import formats
from contentlint.text.similarity.loops import (
    character_loops,
    extent,
    word_runs,
)

WORDS = st.lists(st.sampled_from(["أ", "ب", "ج", "د", "|", "5"]), max_size=40)


def read(text: str) -> Document:
    return formats.read("a.md", text.encode(), language="zh")


def naive(every: list[str], size: int, least: int) -> list[int]:
    """Where a loop begins, by looking everywhere."""
    turn = size * least
    return [
        at
        for at in range(len(every) - turn + 1)
        if every[at : at + turn] == every[at : at + size] * least
    ]


@given(WORDS, st.integers(2, 6), st.integers(3, 5))
def test_every_loop_of_words_is_looked_at(every: list[str], size: int, least: int) -> None:
    seen = [extent(every, at, size, 0, len(every)) for at in may_loop(every, size, least)]
    for at in naive(every, size, least):
        # One of its words is a letter at a place that is looked at, unless all are signs.
        if all(word.isalpha() for word in every[at : at + size]):
            assert any(low <= at and at + size * least <= high for low, high in seen)


@given(WORDS, st.integers(3, 6))
def test_every_run_of_a_word_is_found(every: list[str], least: int) -> None:
    assert list(word_runs(every, least)) == naive(every, 1, least)


@given(
    st.lists(st.sampled_from(["a", "Bc", "d" * 15, "ه" * 40, "|"]), max_size=30),
    st.lists(st.sampled_from(["x", "a", "Bc", "e" * 14, "و" * 50]), min_size=2, max_size=12),
    st.lists(st.sampled_from(["a", "z" * 13, "5"]), max_size=30),
)
def test_every_token_that_stands_again_in_a_loop_tells_it(
    before: list[str], turn: list[str], behind: list[str]
) -> None:
    prose = " ".join([*before, *turn * 4, *behind])
    for number in range(len(before) + len(turn), len(before) + 4 * len(turn)):
        end = len(" ".join([*before, *turn * 4][: number + 1]))
        assert turns(prose, end) or all(len(word) == 1 for word in turn)


def test_a_loop_with_digits_or_of_single_letters_does_not_count() -> None:
    for turn in ("4 yr. ago ", "a b c "):
        prose = turn * 6 + "and that was all of it."
        assert not turns(prose, len(turn) * 3 - 1)
    # Nor does it hide another that has neither.
    prose = "so 1 " * 2 + "so it is " * 5
    assert turns(prose, prose.rindex("so it") + 2)


def test_few_tokens_far_apart_are_no_loop() -> None:
    prose = "\x1a" * 240 + " \n\n"
    assert not turns("so " + prose * 8 + "said he. " * 3, 3 + 3 * len(prose) - 3)
    prose = "so \x00" + prose
    assert turns(prose * 4, len(prose) + 2)
    # Too far to be looked at.
    assert turns("so " + "\x1a" * 5000 + " so", 5006)


def test_words_that_recur_are_no_loop() -> None:
    prose = "the cat and the dog and the hen saw the cat and the cow and the dog " * 3
    assert not turns(prose, prose.index("hen saw the cat") + 15)


@given(st.text("字句文", max_size=30), st.integers(2, 8))
def test_a_planted_loop_of_characters_is_found(before: str, size: int) -> None:
    turn = "市政府市政昨天宣"[:size]
    text = before + turn * 5 + "。"
    found = list(character_loops(text, 0, len(text), 5))
    low = len(before)
    assert any(a <= low and low + 5 * len(turn) <= b for a, b, _ in found)


@given(st.text("字句文。", max_size=30), st.integers(1, 10), st.integers(4, 6))
def test_a_planted_loop_of_characters_starts_the_rule(before: str, size: int, least: int) -> None:
    turn = "市政府市政昨天宣市政"[:size]
    for text in (before + turn * least + "。", before + turn * least):
        found = character_loops(text, 0, len(text), least)
        grams = [text[low : low + turn] for low, _, turn in found]
        counts = any(len(set(gram)) > 1 and gram.isalpha() for gram in grams)
        assert in_unspaced(read(text)) >= counts


def test_rows_of_one_sign_do_not_start_the_rule() -> None:
    # Nor is all of a long one looked at from each of its places.
    for text in ("哈" * 100_000, "一。二。一。二。一。二。一。二。", "市政市政市政"):
        assert not in_unspaced(read(text))
    assert in_unspaced(read("市政市政市政市政"))
    assert not in_unspaced(read("```\n市政市政市政市政\n```"))


def test_a_range_is_not_left() -> None:
    text = "很好很好很好很好很好"
    assert list(character_loops(text, 0, len(text), 5)) == [(0, 10, 2)]
    assert list(character_loops(text, 2, len(text), 5)) == []
