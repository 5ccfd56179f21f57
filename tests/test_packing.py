"""Results packed for a pipe or a file, and unpacked again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contentlint.diagnostic import (
    NO_EXCERPT,
    Collected,
    Counts,
    Diagnostic,
    Excerpt,
    FileResult,
    Incomplete,
    Position,
    Repair,
    ReportedFix,
    ReportedRelated,
    TextEdit,
)
from contentlint.packing import pack, unpack

PLACE, OTHER = Position(1, 2, 3, 4), Position(5, 6, 7, 8)
PLAIN = Diagnostic("a.md", PLACE, "AAA001", "first", "error", "message نص", None, (), NO_EXCERPT)
RICH = PLAIN._replace(
    fix=ReportedFix(True, "do it", (TextEdit(PLACE, "x"), TextEdit(OTHER, ""))),
    related=(ReportedRelated(PLACE, "here"), ReportedRelated(OTHER, "there", "b.md")),
    excerpt=Excerpt("a line", 1, 4, False, True),
    fingerprint="f" * 16,
)
EMPTY = FileResult("a.md", (), 0, ())
FULL = FileResult(
    "a.md",
    (PLAIN, RICH, RICH._replace(fix=ReportedFix(False, "", ()))),
    3,
    (Incomplete("a.md", "too slow", "AAA001"), Incomplete("a.md", "too large")),
    Counts(1, 2, 3, 4),
    (
        Collected("DUP001", "a.md", PLACE, (2**63, 7), "note", True),
        Collected("DUP002", "a.md", OTHER, (), "", False),
    ),
    "ar",
    Repair((("AAA001", 2), ("BBB001", 1)), "refused", "--- a\n+++ b\n\udcff"),
    (("x.png", True), ("y.png", None)),
    "d" * 32,
    (("AAA001", 1_000, 2), ("reading", 5, 1)),
)
ONE_EACH = [
    EMPTY,
    *(EMPTY._replace(**{name: getattr(FULL, name)}) for name in FULL._fields if name != "path"),
    FULL,
]


def through(result: FileResult, path: str = "a.md") -> FileResult:
    """As it comes out of a cache."""
    return unpack(path, json.loads(json.dumps(pack(result))))


@pytest.mark.parametrize("result", ONE_EACH)
def test_result_comes_back_as_it_was(result: FileResult) -> None:
    assert through(result) == result


@pytest.mark.parametrize("result", ONE_EACH)
def test_what_comes_back_is_of_the_same_types(result: FileResult) -> None:
    def types(value: Any) -> Any:
        if isinstance(value, tuple):
            return type(value), [types(each) for each in value]
        return type(value)

    assert types(through(result)) == types(result)


def test_result_is_of_the_path_it_is_asked_for() -> None:
    found = through(FULL, "b/c.md")
    parts: list[Any] = [found, *found.diagnostics, *found.incomplete, *found.facts]
    assert {part.path for part in parts} == {"b/c.md"}
    assert "a.md" not in json.dumps(pack(EMPTY._replace(diagnostics=(PLAIN,), facts=FULL.facts)))


def test_what_says_nothing_takes_no_room() -> None:
    assert pack(EMPTY) == []
    assert pack(EMPTY._replace(language="ar")) == ["ar"]
    assert pack(EMPTY._replace(suppressed=2)) == ["", [], [], 2]
    assert pack(EMPTY._replace(digest="d"))[8:] == ["d"]
    assert unpack("x", []) == EMPTY._replace(path="x")
    assert unpack("x", ["fa"]) == EMPTY._replace(path="x", language="fa")


def test_excerpt_that_nobody_asked_for_is_left_out() -> None:
    assert pack(EMPTY._replace(diagnostics=(PLAIN,)))[1][0][7] is None
    assert pack(EMPTY._replace(diagnostics=(RICH,)))[1][0][7] == RICH.excerpt


@pytest.mark.parametrize(
    "parts",
    [
        ["ar", 7],
        ["ar", [[]]],
        ["ar", [[[1, 2, 3], *PLAIN[2:6], None, [], None, ""]]],
        ["ar", [[PLACE, *PLAIN[2:6], [True], [], None, ""]]],
        ["ar", [[PLACE, *PLAIN[2:6], None, [[PLACE]], None, ""]]],
        ["ar", [[PLACE, *PLAIN[2:6], None, [], ["a"], ""]]],
        ["ar", [], [1, 2, 3, 4, 5]],
        ["ar", [], [], 0, [["reason"]]],
        ["ar", [], [], 0, [], [["AAA001", PLACE]]],
        ["ar", [], [], 0, [], [], [[["AAA001"]], "", ""]],
        ["ar", [], [], 0, [], [], [], [["x"]]],
        ["ar", [], [], 0, [], [], [], [], "", [["x", 1]]],
        ["ar", [], [], 0, [], [], [], [], "", [], "one more"],
    ],
)
def test_what_is_no_result_is_refused(parts: list[Any]) -> None:
    with pytest.raises((ValueError, TypeError, IndexError)):
        unpack("a.md", parts)
