"""Markdown is read as CommonMark says; ``docs/markdown.md`` lists what is not."""

from __future__ import annotations

import random

import pytest

from contentlint.source import formats
from tools.trials import commonmark

HIDES_NOTHING = [
    "- ```\n\n%s",
    "- ```\n%s",
    "1. ~~~\n\n%s",
    "> ```\n\n%s",
    "a\n\n    ```\n\n%s",
    "\t```\n\n%s",
    "    <pre>\n\n%s",
    "\t<script\n\n%s",
    "a\n    <pre>\n%s",
    "<pre></script>\n%s",
    "<script></pre>\n%s",
    "<style></script>\n\n%s",
    "-\n  <pre\n\n%s",
    "-\n  <pre\n%s",
    "- a\n  - b\n\n    # h\n\n    %s",
    "|\n    %s",
    "# a ` b\n%s ` c",
    "a ` b\n- %s ` c",
    "- a [b\n- %s](c)",
    "a <b\n\n%s>",
    "[note]: %s",
    "![a](b)\n    %s",
    "<!-- a -->\n%s",
    "<!X>\n%s",
    "| a | ` |\n|---|---|\n| b | %s ` |",
    "\u00a0\u00a0\u00a0\u00a0%s",
]


@pytest.mark.parametrize("paragraphs", ["blank-line", "line"])
@pytest.mark.parametrize("text", HIDES_NOTHING)
def test_text_that_is_shown_is_prose(text: str, paragraphs: str) -> None:
    sentence = "The gate was was open"
    doc = formats.read("a.md", (text % sentence).encode(), paragraphs=paragraphs)
    assert sentence in doc.prose


@pytest.mark.parametrize(
    "text",
    [
        "- ```\n  %s",
        "> ```\n> %s",
        "- a\n\n      %s",
        "1. <pre>\n   %s\n",
        "<!-- a\n\n%s",
        "<pre>\n\n%s",
        "-     %s",
    ],
)
def test_code_inside_a_container_is_code(text: str) -> None:
    doc = formats.read("a.md", (text % "let a").encode())
    assert "let" not in doc.prose


def test_blocks_are_those_of_the_reference() -> None:
    assert list(commonmark.differences(commonmark.random_documents(4_000, 1))) == []


@pytest.mark.slow
def test_many_blocks_are_those_of_the_reference() -> None:
    assert list(commonmark.differences(commonmark.random_documents(150_000, 2))) == []
    rng = random.Random(3)
    documents = list(commonmark.random_documents(5_000, 4))
    mutated = (commonmark.mutated(rng.choice(documents), rng) for _ in range(50_000))
    assert list(commonmark.differences(mutated)) == []


def test_blocks_of_mdx_may_be_indented() -> None:
    text = b"<Tabs>\n\n    ```py\n    let\n    ```\n\n    The gate\n</Tabs>\n"
    prose = formats.read("a.mdx", text).prose
    assert "The gate" in prose
    assert "let" not in prose


FAULT = "المدينة ،"
"""A space before a comma."""


def test_fault_after_any_prefix_is_found() -> None:
    rng = random.Random(5)
    hidden = []
    for _ in range(3_000):
        prefix = commonmark.document(rng).encode()[:60].decode(errors="ignore")
        for joint in ("\n", "\n\n", " "):
            text = f"{prefix}{joint}q900z {FAULT}"
            if not commonmark.is_left_out(text) and "q900z" in commonmark.reference(text).words:
                if FAULT not in commonmark.own(text)[0].prose:
                    hidden.append(text)
    assert hidden == []


def test_a_difference_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commonmark, "reference", lambda _: commonmark.Reading("p", frozenset()))
    found = commonmark.difference("# q1z")
    assert found is not None
    assert (found.own, found.reference) == ("#", "p")
