"""What a line is by itself is told without patterns, as patterns would tell it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.core import blocks
from contentlint.frontmatter import block

LINES = st.lists(
    st.sampled_from(
        [
            *("```", "~~~", "`", "~", "-", "*", "_", "=", "+", "#", " ", "\t", "\u2003", "a", "é"),
            *("![", "[![", "[", "]", "](", "(", ")", "![a](b)", "![](b)](c)", "<", "</", ">", "/"),
            *("script", "PRE", "pre-x", "div", "1", "\u017f"),
        ]
    ),
    min_size=1,
    max_size=12,
).map("".join)


@pytest.mark.slow
@given(LINES)
@settings(max_examples=1500, deadline=None)
def test_lines_are_what_patterns_tell(text: str) -> None:
    stop = len(text.rstrip())
    fence = re.match(r"`{3,}(?!.*`)|~{3,}", text)
    assert blocks.fence_end(text, 0, stop) == (fence.end() if fence else 0)
    tag = re.match(r"</?([A-Za-z][A-Za-z0-9-]*)(?=[\s/>]|$)", text.rstrip())
    if text.startswith("<"):
        assert blocks.tag_name(text.rstrip()) == (tag[1].lower() if tag else "")
    if stop and text[0] not in " \t\u2003":
        found = re.match(r"([-*_])[ \t]*(?:\1[ \t]*){2,}$", text.rstrip())
        assert blocks.is_break(text, 0, stop) == (found is not None)
    image = re.match(r"!\[[^\[\]]*\]\([^()]*\)$", text.rstrip())
    if text.startswith("!["):
        assert blocks.is_image(text, 0, stop) == (image is not None)


FIELDS = st.lists(
    st.sampled_from(["---", "...", "+++", "{", "}", "lang: ar", "Locale = fa", "a: b", " ", "x"]),
    max_size=8,
).map("\n".join)


@pytest.mark.slow
@given(FIELDS)
@settings(max_examples=800, deadline=None)
def test_front_matter_ends_where_it_would_in_all_lines(text: str) -> None:
    every = [line.strip() for line in text.split("\n")]
    some = block.opening(text)
    end = block.end_line(every)
    assert block.end_line(some) == end
    assert block.language(some, end) == block.language(every, end)


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a|b", ["a", "b"]),
        ("| | a |", ["", "a"]),
        ("a | |", ["a", ""]),
        ("a \\| b | c \\|", ["a \\| b", "c \\|"]),
        ("||", [""]),
        ("|", [""]),
        ("", [""]),
    ],
)
def test_row_is_parted_into_the_cells_that_are_counted(row: str, cells: list[str]) -> None:
    assert blocks.cells(row) == cells
    assert blocks.cell_count(row) == len(cells)
