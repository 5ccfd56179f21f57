"""The measures of a document against the definitions of the filters they come from."""

from __future__ import annotations

import math
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.core.segment import words_and_marks
from contentlint.model.document import Document
from contentlint.source import formats
from contentlint.text.measures.parts import body
from contentlint.text.measures.table import MEASURES, value, values

LINES = st.lists(
    st.sampled_from(["قال الوزير", "قال", "و، قال الوزير أمس.", "", "a b"]), max_size=12
)


def read(text: str, name: str = "a.txt") -> Document:
    return formats.read(name, text.encode())


def naive_duplicate_grams(tokens: list[str], size: int) -> int:
    """datatrove's find_all_duplicate, word for word."""
    at = characters = 0
    seen = set()
    while at < len(tokens) - size + 1:
        gram = tuple(tokens[at : at + size])
        if gram in seen:
            characters += len("".join(gram))
            at += size
        else:
            seen.add(gram)
            at += 1
    return characters


def naive_top_gram(tokens: list[str], size: int) -> int:
    """datatrove's find_top_duplicate, and 0 where nothing stands twice."""
    grams = [tuple(tokens[at : at + size]) for at in range(len(tokens) - size + 1)]
    if not grams:
        return 0
    gram, times = Counter(grams).most_common(1)[0]
    return len(" ".join(gram)) * times if times > 1 else 0


@given(LINES, st.sampled_from(["\n", " "]))
def test_repetition_is_measured_as_datatrove_does(lines: list[str], joint: str) -> None:
    text = joint.join(lines).strip()
    doc = read(text)
    tokens = words_and_marks(text)
    for size in (5, 6, 10):
        expected = naive_duplicate_grams(tokens, size) / max(len(text), 1)
        assert value(doc, f"duplicate-{size}-gram-share") == expected
    for size in (2, 3, 4):
        expected = naive_top_gram(tokens, size) / max(len(text), 1)
        assert value(doc, f"top-{size}-gram-share") == expected
    rows = re.split(r"\n+", text)
    repeated = [row for at, row in enumerate(rows) if row in rows[:at]]
    assert value(doc, "duplicate-line-share") == len(repeated) / len(rows)
    characters = sum(map(len, repeated))
    assert value(doc, "duplicate-line-character-share") == characters / max(len(text), 1)


def test_the_body_is_what_a_reader_sees_without_code() -> None:
    text = (
        "---\ntitle: a\n---\n\n"
        "See **[the plan](https://example.com/plan)** and ![a map](map.png).\n\n```\nx = 1\n```\n"
        "![](a.png)\n\t\nOne | two\n--- | ---\n3 | 4\n"
    )
    shown = "See the plan and ![a map]().\n\n\n\nOne | two\n\n3 | 4"
    assert body(read(text, "a.md")) == shown


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("words", "قال الوزير: نعم 12.\n", 4),
        ("sentences", "One here. Two there.\n\nThree\n", 3),
        ("paragraphs", "# One\n\nTwo.\n\n- three\n\nFour.\n", 2),
        (
            "links-per-100-words",
            "[one](https://a.example) two https://b.example ![x](c.png)\n",
            100,
        ),
        ("links-per-100-words", "[https://a.example](https://a.example) one two\n", 50),
        ("mean-word-length", "one three\n", 4),
        ("symbol-to-word-ratio", "# one #two three…\n", 1 / 5),
        ("bullet-line-share", "- one\n- two\n\nthree\nfour\n", 0.5),
        ("ellipsis-line-share", "one...\n\ntwo…\n\nthree\n\nfour.\n", 0.5),
        ("mean-word-length", "我们说中文 abcdef\n", math.nan),
        ("ellipsis-line-share", "# one...\n\ntwo\n\n```\nthree…\n```\n", 0),
        ("letter-word-share", "one 2 three .\n", 2 / 3),
        ("letter-word-share", "قال: «نعم»، (كلا) → ٣!\n", 3 / 4),
        ("letter-word-share", "- to-do 🚀\n- wait...\n\n| a | b |\n", 1),
        ("mean-word-length", "بِسْمِ اللّٰهِ كتـــاب\n", 11 / 3),
        ("mean-word-length", "שָׁלוֹם רַב\n", 3),
        ("short-line-share", "# short\n\n" + "long " * 20 + "\n", 0),
        ("terminal-line-share", "قال: «نعم.»\n\nهل؟\n\nعنوان\n\nآخر\n", 0.5),
        ("short-line-share", "short\n\n" + "long " * 20 + "\n", 0.5),
        ("newlines-per-word", "one\ntwo\n\nthree\nfour\n", 1),
        ("duplicated-share", "ab\nab\ncdef\n", 0.25),
        ("duplicate-paragraph-share", "ab\n\nab\n\ncd\n\nef\n", 0.25),
        ("duplicate-paragraph-character-share", "ab\n\nab\n\ncdef", 1 / 6),
    ],
)
def test_each_measure_by_its_name(name: str, text: str, expected: float) -> None:
    assert value(read(text, "a.md"), name) == pytest.approx(expected, nan_ok=True)


def test_stop_words_are_counted_once_each() -> None:
    doc = read("The end of the day, and of the week.\n")
    assert value(doc, "stop-words", frozenset({"the", "of", "with"})) == 2


def test_stop_words_are_found_with_vowel_signs() -> None:
    doc = read("وَصَلَ مِنْ هُنَا عَلَى عَجَلٍ.")
    assert value(doc, "stop-words", frozenset({"من", "على"})) == 2


@pytest.mark.parametrize("text", ["", "\n\n", "...", "---\ntitle: a\n---\n", "![](a.png)\n"])
def test_nothing_measures_nothing_and_breaks_nothing(text: str) -> None:
    found = values(read(text, "a.md"), {})
    assert list(found) == list(MEASURES)
    assert all(0 <= found[n] <= 1 for n in found if "share" in n and not n.startswith("top"))
    assert found["links-per-100-words"] == found["mean-word-length"] == 0
