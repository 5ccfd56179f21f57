"""Repeated sequences of tokens, beside their definition."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from contentlint.core import repeated_grams


def defined(tokens: list[str], size: int) -> tuple[int, int]:
    """What ``repeated_grams`` returns for one size, worked out one sequence after the other."""
    grams = [tuple(tokens[i : i + size]) for i in range(len(tokens) - size + 1)]
    times = Counter(grams)
    top = max(times, key=lambda gram: times[gram], default=())
    if not top or times[top] < 2:
        return 0, 0
    seen, free, again = set(), 0, 0
    for at, gram in enumerate(grams):
        if at < free or times[gram] < 2:
            continue
        if gram in seen:
            free = at + size
            again += sum(map(len, gram))
        seen.add(gram)
    return len(" ".join(top)) * times[top], again


def test_the_commonest_sequence_and_what_repeats() -> None:
    tokens = "قال الوزير إن قال الوزير لا قال الوزير".split()
    assert repeated_grams(tokens, 3) == [(3 * len("قال الوزير"), 2 * len("قالالوزير")), (0, 0)]


@pytest.mark.parametrize("tokens", [[], ["x"], ["x", "y"], ["x"] * 12])
def test_edges(tokens: list[str]) -> None:
    assert repeated_grams(tokens, 10) == [defined(tokens, size) for size in range(2, 11)]


def test_random_tokens_as_defined() -> None:
    rng = random.Random(7)
    for words in (2, 3, 20):
        for _ in range(60):
            tokens = rng.choices([f"و{n}" * (1 + n % 3) for n in range(words)], k=rng.randrange(80))
            assert repeated_grams(tokens, 10) == [defined(tokens, size) for size in range(2, 11)]
