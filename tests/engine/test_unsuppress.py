"""The fix of unused suppressions: what it removes, and that the page looks the same after it."""

from __future__ import annotations

import re
from random import Random

import pytest
from markdown_it import MarkdownIt

from contentlint.engine import ruleset
from contentlint.engine.linter import examine
from contentlint.fix import loop
from contentlint.source import formats

SET = ruleset.builtin()
CODES = ("IMG001", "PUN001", "SUP001", "SUP002", "SUP003", "STR013", "STR006", "STR007")
RULES = [ruleset.bind(rule) for rule in SET.rules if rule.code in CODES]
FAULT = "![]()"
NEXT = "<!-- contentlint-disable-next-line IMG001: why -->"
LINE = "<!-- contentlint-disable-line IMG001 -->"


def fix(text: str, name: str = "a.md") -> str:
    fixed = loop.fix(
        text.encode("utf-8", "surrogateescape"),
        lambda data: formats.read(name, data, language="ar"),
        lambda doc: examine(doc, RULES, SET.precedence, ruleset.names(SET.rules)),
        unsafe=False,
    )
    assert fixed.refused == ""
    return fixed.data.decode("utf-8", "surrogateescape")


def shown(text: str) -> str:
    """What a browser shows of a page: no comments, and white space as one space."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html).replace(" <", "<").strip()


REMOVED = [
    (f"{NEXT}\nنص\n", "نص\n"),
    (f"{NEXT}\n\nنص\n", "نص\n"),
    (f"نص\n\n{NEXT}\nنص\n", "نص\n\nنص\n"),
    (f"نص\n\n{NEXT}\n\nنص\n", "نص\n\nنص\n"),
    (f"نص\n{NEXT}\n\nنص\n", "نص\n\nنص\n"),
    (f"نص\n{NEXT}\nنص\n", "نص\n\nنص\n"),
    (f"نص\n\n{NEXT}\n", "نص\n"),
    (f"نص\n\n{NEXT}", "نص\n"),
    (f"نص\n{NEXT}\n", "نص\n"),
    (f"---\na: b\n---\n{NEXT}\nنص\n", "---\na: b\n---\n\nنص\n"),
    (f"# عنوان\n{NEXT}\nنص\n", "# عنوان\n\nنص\n"),
    (f"نص {LINE}\nنص\n", "نص\nنص\n"),
    (f"نص {LINE} نص\n", "نص نص\n"),
    (f"نص {LINE}  \nنص\n", "نص  \nنص\n"),
    (f"نص\n\n{NEXT}\n{NEXT}\n\nنص\n", "نص\n\nنص\n"),
    (f"نص\n{NEXT}\n{NEXT}\nنص\n", "نص\n\nنص\n"),
    (f"نص\n\n{NEXT}\n{NEXT}\n", "نص\n"),
    (f"# عنوان {LINE}\n", "# عنوان\n"),
    (f"- بند {LINE}\n- بند\n", "- بند\n- بند\n"),
    (f"| أ |\n|---|\n| نص {LINE} |\n", "| أ |\n|---|\n| نص |\n"),
    (f"{NEXT}\n- بند\n", "- بند\n"),
    (f"- بند\n\n{NEXT}\nنص\n", "- بند\n\nنص\n"),
    (f"{NEXT}\n{NEXT}\nنص\n", "نص\n"),
    (f"نص\n\n{NEXT}\n\n{NEXT}\n", "نص\n"),
    (
        "<!-- contentlint-disable IMG001 -->\nنص\n\n<!-- contentlint-enable IMG001 -->\n",
        "نص\n",
    ),
    ("<!-- contentlint-disable IMG001 -->\nنص\n\n<!-- contentlint-enable -->\n", "نص\n"),
    ("<!-- contentlint-disable empty-image -->\nنص\n", "نص\n"),
    ("نص\n\n<!-- contentlint-enable IMG001 -->\n", "نص\n"),
    (
        "<!-- contentlint-disable IMG001 -->\nنص\n\n<!-- contentlint-disable IMG001 -->\nنص\n\n"
        "<!-- contentlint-enable IMG001 -->\n",
        "نص\n\nنص\n",
    ),
]


@pytest.mark.parametrize(("text", "expected"), REMOVED)
def test_unused_comment_is_removed_and_the_page_looks_the_same(text: str, expected: str) -> None:
    assert fix(text) == expected
    assert shown(text) == shown(expected)


def test_only_names_that_suppress_nothing_are_removed() -> None:
    text = f"<!-- contentlint-disable-next-line PUN001, IMG001, SUP003: why -->\n{FAULT}\n"
    expected = f"<!-- contentlint-disable-next-line IMG001: why -->\n{FAULT}\n"
    assert fix(text) == expected


def test_range_loses_a_name_at_both_ends() -> None:
    text = (
        "<!-- contentlint-disable IMG001, PUN001: why -->\n\n{}\n\n"
        "<!-- contentlint-enable PUN001, IMG001 -->\n"
    )
    expected = (
        "<!-- contentlint-disable IMG001: why -->\n\n{}\n\n<!-- contentlint-enable IMG001 -->\n"
    )
    assert fix(text.format(FAULT)) == expected.format(FAULT)
    # An ``enable`` without names ends the range that is left.
    text = text.replace("enable PUN001, IMG001", "enable")
    expected = expected.replace("enable IMG001", "enable")
    assert fix(text.format(FAULT)) == expected.format(FAULT)


@pytest.mark.parametrize(
    "text",
    [
        f"- بند\n\n{NEXT}\n\n- بند\n",  # two lists, which would become one
        f"- بند\n{NEXT}\n- بند\n",
        f"- # أ\n\n{NEXT}\n- # ب\n",
        f"- بند\n\n{NEXT}\n\n    نص\n",  # code, which would become part of the item
        f"- بند\n\n  {NEXT}\n  نص\n",
        f"> نص\n> {NEXT}\n> نص\n",
        f"<div>\n{NEXT}\n</div>\n",
        f"{NEXT} *نص*\n",  # raw HTML, which would become emphasis
        f"- {LINE}\n",
        f"*{LINE}*نص**\n",
        f"```\nx\n```\n\n{NEXT}\n    code\n",
    ],
)
def test_comment_that_holds_blocks_apart_stays(text: str) -> None:
    assert fix(text) == text


def test_comment_of_mdx_is_removed() -> None:
    comment = "{/* contentlint-disable-next-line IMG001: why */}"
    assert fix(f"نص\n\n{comment}\nنص\n", "a.mdx") == "نص\n\nنص\n"
    assert fix(f"نص\n\n{comment}\n\nنص\n", "a.mdx") == "نص\n\nنص\n"
    text = f"نص\n{comment}\nنص\n"  # in the middle of a paragraph
    assert fix(text, "a.mdx") == text


def test_comment_without_its_end_keeps_the_paragraphs_that_it_has_swallowed() -> None:
    text = f"{NEXT[:-4]}\n\nنص\n\n<!-- other -->\nنص\n"
    assert fix(text) == text


def test_comment_with_a_byte_that_is_no_text_stays() -> None:
    text = f"{NEXT.replace('why', chr(0xDCFE))}\nنص\n"
    assert fix(text) == text
    assert fix(text.replace(chr(0xDCFE), "")) == "نص\n"


def test_line_ends_stay_what_they_are() -> None:
    assert fix(f"نص\r\n\r\n{NEXT}\r\nنص\r\n") == "نص\r\n\r\nنص\r\n"


def test_suppression_of_a_rule_that_did_not_run_stays() -> None:
    text = "<!-- contentlint-disable-next-line ENC001, IMG001 -->\nنص\n"
    assert fix(text) == "<!-- contentlint-disable-next-line ENC001 -->\nنص\n"


def test_suppression_that_another_suppresses_stays() -> None:
    text = f"<!-- contentlint-disable-file SUP001 -->\n\n{NEXT}\nنص\n"
    assert fix(text) == text


PIECES = (
    "نص",
    "نص  ",
    "# عنوان",
    "- بند",
    "- بند\n\n  نص",
    "1. بند",
    "- # عنوان",
    "2) > نص",
    "- ```\n  x\n  ```",
    "    code",
    "> نص",
    "```\nx\n```",
    "| أ |\n|---|\n| ب |",
    "<div>\nx\n</div>",
    "---",
    "===",
    f"نص {LINE}",
    f"- بند {LINE}",
    f"  {NEXT}",
    *[NEXT] * 6,
    *[""] * 8,
)


@pytest.mark.parametrize("seed", range(1000))
def test_page_looks_the_same_whatever_stands_around_comments(seed: int) -> None:
    chosen = Random(seed)
    text = "".join(f"{chosen.choice(PIECES)}\n" for _ in range(chosen.randint(1, 9)))
    assert shown(fix(text)) == shown(text)
