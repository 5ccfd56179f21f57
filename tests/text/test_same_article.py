"""Articles that are the same, and those that are nearly: who is found, and where it is said."""

from __future__ import annotations

import random

import pytest

from contentlint.checks.duplicates.duplicate_article import Options, collect, compare
from contentlint.model.diagnostic import Collected, Match, Position
from contentlint.source import formats
from contentlint.text.similarity.minhash import SKETCH, resemblance, sketch

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
            facts.append(Collected("DUP009", path, place, fact.keys, fact.note, False))
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
    ends = resemblance(*(sketch(texts[path]) for path in ("a.md", "d.md")))
    assert ends < NEAR.threshold
    assert said(compared(texts, NEAR)) == [("d.md", "almost the same", ["a.md", "b.md", "c.md"])]


@pytest.mark.parametrize(("threshold", "found"), [(0.99, 0), (0.5, 1)])
def test_threshold_decides(threshold: float, found: int) -> None:
    texts = {"a.md": WORDS, "b.md": changed(WORDS, 0.2)}
    assert len(compared(texts, NEAR._replace(threshold=threshold))) == found


def test_short_articles_are_not_compared() -> None:
    assert compared({"a.md": WORDS[:48], "b.md": WORDS[:48]}, NEAR) == []
    assert len(compared({"a.md": WORDS[:49], "b.md": WORDS[:49]}, NEAR)) == 1
    marks = ["؟؟", "،،"] * 40
    assert compared({"a.md": WORDS[:20] + marks, "b.md": WORDS[:20] + marks}, NEAR) == []


def test_resemblance_is_the_share_in_common() -> None:
    assert sketch(WORDS[:4]) == ()
    assert resemblance((), sketch(WORDS)) == resemblance(sketch(WORDS), ()) == 0.0
    assert resemblance(sketch(WORDS), sketch(WORDS)) == 1.0
    assert resemblance(sketch(WORDS), sketch(WORDS[::-1])) < 0.05
    assert resemblance((1, 2, 3), (2, 3, 4)) == 0.5
    assert len(sketch(WORDS)) == SKETCH
    whole, half = (sketch(WORDS[:n]) for n in (64, 34))  # 60 runs of five words, and 30
    assert resemblance(whole, half) == 0.5
