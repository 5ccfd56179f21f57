"""Articles that are the same, and those that are nearly: who is found, and where it is said."""

from __future__ import annotations

import random

import pytest

from contentlint.checks.duplicates.duplicate_article import Options, collect, compare
from contentlint.core import band_keys, runs, shared
from contentlint.model.diagnostic import Collected, Match, Position
from contentlint.source import formats
from contentlint.text.similarity.pairs import MOST, groups, pairs

WORDS = [f"كلمة{chr(0x627 + n % 28)}{chr(0x627 + n // 28)}" for n in range(400)]


def changed(words: list[str], share: float, seed: int = 1) -> list[str]:
    """With about this share of its five-word runs broken."""
    rng = random.Random(seed)
    places = rng.sample(range(len(words)), round(len(words) * share / 5))
    return [f"غير{n}" if n in places else word for n, word in enumerate(words)]


def compared(texts: dict[str, list[str]], options: Options) -> list[Match]:
    facts = []
    for path, words in texts.items():
        doc = formats.read(path, ("# عنوان\n\n" + " ".join(words) + "\n").encode())
        for fact in collect(doc, options):
            place = Position(*doc.position(fact.span.start), *doc.position(fact.span.end))
            known = Collected("DUP009", path, place, fact.keys, fact.note, False)
            facts.append(known._replace(value=fact.value))
    return list(compare(facts, len(texts), options))


def said(matches: list[Match]) -> list[tuple[str, object, list[str]]]:
    return [
        (match.at.path, match.values["how"], [fact.path for fact, _ in match.related])
        for match in matches
    ]


NEAR = Options(near=True)


def test_near_copies_are_found_where_they_are_asked_for() -> None:
    texts = {"a.md": WORDS, "b.md": changed(WORDS, 0.05), "c.md": WORDS[::-1]}
    assert compared(texts, Options()) == []
    (match,) = compared(texts, NEAR)
    assert said([match]) == [("b.md", "almost the same", ["a.md"])]
    assert match.values["found"] == "401 words"
    assert (match.values["files"], match.values["other"]) == (2, "a.md")
    assert [message for _, message in match.related] == ["almost the same article"]


def test_exact_copies_of_near_copies_are_one_group() -> None:
    near = changed(WORDS, 0.05)
    texts = {"d.md": near, "a.md": WORDS, "c.md": near, "b.md": WORDS}
    assert said(compared(texts, NEAR)) == [("d.md", "almost the same", ["a.md", "b.md", "c.md"])]
    alone = {"x.md": WORDS[::-1], "y.md": WORDS[::-1]}
    assert said(compared({**texts, **alone}, NEAR)) == [
        ("d.md", "almost the same", ["a.md", "b.md", "c.md"]),
        ("y.md", "the same", ["x.md"]),
    ]


def test_chain_of_near_copies_is_one_group() -> None:
    texts = {"a.md": WORDS}
    for number, path in enumerate(("b.md", "c.md", "d.md"), 1):
        texts[path] = changed(list(texts.values())[-1], 0.08, seed=number)
    ends = shared(*(runs(texts[path]) for path in ("a.md", "d.md")))
    assert ends < NEAR.threshold
    assert said(compared(texts, NEAR)) == [("d.md", "almost the same", ["a.md", "b.md", "c.md"])]


@pytest.mark.parametrize(("threshold", "found"), [(0.99, 0), (0.7, 1)])
def test_threshold_decides(threshold: float, found: int) -> None:
    texts = {"a.md": WORDS, "b.md": changed(WORDS, 0.15)}
    assert len(compared(texts, NEAR._replace(threshold=threshold))) == found


def test_short_articles_are_not_compared() -> None:
    assert compared({"a.md": WORDS[:48], "b.md": WORDS[:48]}, NEAR) == []
    assert len(compared({"a.md": WORDS[:49], "b.md": WORDS[:49]}, NEAR)) == 1
    marks = ["؟؟", "،،"] * 40
    assert compared({"a.md": WORDS[:20] + marks, "b.md": WORDS[:20] + marks}, NEAR) == []


def test_shared_is_the_exact_share_in_common() -> None:
    assert runs(WORDS[:4]) == b""
    assert shared(b"", runs(WORDS)) == shared(runs(WORDS), b"") == 0.0
    assert shared(runs(WORDS), runs(WORDS)) == 1.0
    assert shared(runs(WORDS), runs(WORDS[::-1])) == 0.0
    whole, half = runs(WORDS[:64]), runs(WORDS[:34])  # 60 runs of five words, and 30
    assert (len(whole), len(half)) == (4 * 60, 4 * 30)
    assert shared(whole, half) == shared(half, whole) == 0.5
    assert runs(WORDS[:6] * 3) == runs(WORDS[:6] * 2)


def test_hashes_are_the_same_on_every_machine() -> None:
    assert runs(WORDS[:5]).hex() == "c65eba8e"
    assert band_keys(runs(WORDS[:60]))[:2] == [2631420458617481766, 1143628738188677768]


@pytest.mark.parametrize("size", [50, 60, 300])
def test_copies_with_two_words_in_a_hundred_changed_are_candidates(size: int) -> None:
    missed = 0
    for seed in range(200):
        words = random.Random(seed).choices(WORDS, k=size)
        copy = words[:]
        for place in random.Random(-seed).sample(range(size), round(size * 0.02)):
            copy[place] = "غير"
        keys = [band_keys(runs(text)) for text in (words, copy)]
        missed += not set(keys[0]) & set(keys[1])
    assert missed <= 2  # of the shortest, which share 80 %, one in 500 is expected


def test_candidates_do_not_depend_on_order() -> None:
    rng = random.Random(9)
    texts = [(rng.getrandbits(32), [rng.randrange(3) for _ in range(20)]) for _ in range(400)]

    def found(order: list[int]) -> set[frozenset[int]]:
        several = pairs([texts[n][1] for n in order], [texts[n][0] for n in order])
        return {frozenset((order[a], order[b])) for a, b in several}

    ascending = list(range(400))
    expected = found(ascending)
    assert 0 < len(expected) < 400 * 399 / 2
    for _ in range(3):
        assert found(rng.sample(ascending, 400)) == expected


def test_many_with_one_key_are_compared_with_one() -> None:
    count = MOST + 1
    keys = [[7, *range(n * 100, n * 100 + 19)] for n in range(count)]
    assert pairs(keys, range(count)) == {(0, n) for n in range(1, count)}
    assert len(pairs(keys[:MOST], range(MOST))) == MOST * (MOST - 1) / 2


def test_groups_are_what_pairs_connect() -> None:
    assert groups(7, [(5, 6), (0, 3), (3, 4)]) == [[0, 3, 4], [5, 6]]
