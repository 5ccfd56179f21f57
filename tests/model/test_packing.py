"""Results packed for a pipe or a file, and unpacked again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from contentlint.model.diagnostic import (
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
    ReportedPair,
    ReportedRelated,
    TextEdit,
)
from contentlint.model.wire import checked, loads, pack, unpack

PLACE, OTHER = Position(1, 2, 3, 4), Position(5, 6, 7, 8)
PLAIN = Diagnostic("a.md", PLACE, "AAA001", "first", "error", "message نص", None, (), NO_EXCERPT)
RICH = PLAIN._replace(
    fix=ReportedFix(True, "do it", (TextEdit(PLACE, "x"), TextEdit(OTHER, ""))),
    related=(ReportedRelated(PLACE, "here"), ReportedRelated(OTHER, "there", "b.md", True)),
    excerpt=Excerpt("a line", 1, 4, False, True),
    fingerprint="f" * 16,
    start=7,
    end=9,
)
PAIR = ReportedPair("en/a.md", "en", "ar", 0.125, 1.0, ("a passage", ""), "نص")
EMPTY = FileResult("a.md", (), 0, ())
FULL = FileResult(
    "a.md",
    (PLAIN, RICH, RICH._replace(fix=ReportedFix(False, "", ()), pair=PAIR)),
    3,
    (Incomplete("a.md", "too slow", "AAA001"), Incomplete("a.md", "too large")),
    Counts(1, 2, 3, 4),
    (
        Collected("DUP001", "a.md", PLACE, (2**63, 7), "note", True, 7, 9, "https://x.example"),
        Collected("DUP002", "a.md", OTHER, (), "", False),
    ),
    "ar",
    Repair((("AAA001", 2), ("BBB001", 1)), "refused", "--- a\n+++ b\n\udcff"),
    (("x.png", True), ("y.png", None)),
    "d" * 32,
    (("AAA001", 1_000, 2), ("reading", 5, 1)),
    (2, "a.md:1:2: error AAA001 نص\n"),
    3,
)
ONE_EACH = [
    EMPTY,
    *(EMPTY._replace(**{name: getattr(FULL, name)}) for name in FULL._fields if name != "path"),
    EMPTY._replace(diagnostics=(PLAIN._replace(quoted=((0, 7), (8, 10))),)),
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


@pytest.mark.parametrize("place", range(len(PAIR)))
def test_pair_with_a_part_of_another_type_is_refused(place: int) -> None:
    parts = json.loads(json.dumps(pack(EMPTY._replace(diagnostics=(PLAIN._replace(pair=PAIR),)))))
    assert checked(parts) == parts
    *_, pair = parts[1][0]
    for wrong in (None, 7, [7]):
        with pytest.raises(ValueError, match="no packed result"):
            checked([*parts[:1], [[*parts[1][0][:-1], [*pair[:place], wrong, *pair[place + 1 :]]]]])


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
        ["ar", [], [], 0, [], [], [], [], "", [], [1]],
        ["ar", [], [], 0, [], [], [], [], "", [], [], 0, "one more"],
    ],
)
def test_what_is_no_result_is_refused(parts: list[Any]) -> None:
    with pytest.raises((ValueError, TypeError, IndexError)):
        unpack("a.md", parts)


# Out of a file that anybody may have written


KEPT = FULL._replace(incomplete=(), repair=Repair(), digest="", times=(), rendered=(0, ""), files=1)
"""Everything that the cache may hold."""


def as_json(result: FileResult) -> Any:
    return json.loads(json.dumps(pack(result)))


@pytest.mark.parametrize("result", ONE_EACH)
def test_what_is_kept_is_believed(result: FileResult) -> None:
    kept = result._replace(
        incomplete=(), repair=Repair(), digest="", times=(), rendered=(0, ""), files=1
    )
    parts = as_json(kept)
    assert checked(parts) is parts
    assert unpack("a.md", parts) == kept


@pytest.mark.parametrize("name", ["incomplete", "repair", "digest", "times", "rendered"])
def test_what_is_never_kept_is_not_believed(name: str) -> None:
    with pytest.raises(ValueError, match="no packed result"):
        checked(as_json(EMPTY._replace(**{name: getattr(FULL, name)})))


UNSAID: list[Any] = ["", [], [], 0, [], [], [], [], "", []]
"""What is left out at the end of a result."""


def others(value: Any) -> Iterator[tuple[str, Any]]:
    """Copies of a value read from JSON, each with one part of it put wrong, and how."""
    wrong: tuple[Any, ...] = (None, True, 7, -1, 0, 1.5, "s", [], {}, [None])
    for kind in wrong:
        if type(kind) is not type(value) or kind != value:
            yield f"{kind!r} for {value!r}", kind
    if isinstance(value, list):
        yield "one more", [*value, None]
        for at, part in enumerate(value):
            yield f"without {at}", value[:at] + value[at + 1 :]
            for how, other in others(part):
                yield f"{at}: {how}", [*value[:at], other, *value[at + 1 :]]


class Choice(tuple[Any, ...]):
    """One of several forms."""


PLACE_FORM = ("line", "line", "line", "line")
FIX_FORM = (bool, str, [(PLACE_FORM, str)])
FINDING_FORM = (
    *(PLACE_FORM, str, str, Choice(("error", "warning", "info")), str),
    *(Choice((None, FIX_FORM)), [(PLACE_FORM, str, str, bool)]),
    *(Choice((None, (str, int, int, bool, bool))), str, [(int, int)]),
    *("offset", "offset"),
)
PAIR_FORM = (str, str, str, float, float, [str], str)
FACT_FORM = (str, PLACE_FORM, [int], str, bool, "offset", "offset", str)
FORM = (
    *(str, [Choice((FINDING_FORM, (*FINDING_FORM, PAIR_FORM)))]),
    *(Choice(((), (int, int, int, int))), int, ()),
    *([FACT_FORM], (), [(str, Choice((None, bool, str)))], "", ()),
)
"""What the cache may hold: a tuple is a list with these parts, a list one with any number of
parts of one form, "line" a number from 1 on, "offset" one from -1 on and not below the offset
before it, any other value itself."""


def fits(value: Any, form: Any) -> bool:
    if isinstance(form, Choice):
        return any(fits(value, each) for each in form)
    if isinstance(form, tuple):
        if type(value) is not list or len(value) != len(form):
            return False
        if not all(map(fits, value, form)):
            return False
        offsets = [part for part, kind in zip(value, form, strict=True) if kind == "offset"]
        return offsets == sorted(offsets)
    if isinstance(form, list):
        return type(value) is list and all(fits(each, form[0]) for each in value)
    if form == "line":
        return type(value) is int and value > 0
    if form == "offset":
        return type(value) is int and value >= -1
    return type(value) is form if isinstance(form, type) else value == form


def test_whatever_is_wrong_in_a_file_is_refused() -> None:
    """Each part of a result in turn is another value, missing, or one too many."""
    parts = as_json(KEPT)
    refused = 0
    for how, other in others(parts):
        if isinstance(other, list) and fits([*other, *UNSAID[len(other) :]], FORM):
            assert checked(other) is other, how
            continue
        refused += 1
        with pytest.raises(ValueError, match="no packed result"):
            checked(other)
            pytest.fail(how)
    assert refused > 1_000


@pytest.mark.parametrize(
    ("quoted", "right"),
    [
        ([], True),
        ([[0, 10]], True),
        ([[0, 0], [0, 7], [7, 7], [8, 10]], True),
        ([[0, 11]], False),
        ([[-1, 3]], False),
        ([[3, 2]], False),
        ([[0, 7], [6, 10]], False),
        ([[0, 7, 8]], False),
        ([[0, True]], False),
        ([7], False),
        (["ab"], False),
        ({"0": 1}, False),
    ],
)
def test_spans_of_a_finding_lie_in_its_message(quoted: Any, right: bool) -> None:
    parts = as_json(EMPTY._replace(diagnostics=(PLAIN,)))
    parts[1][0][-3] = quoted
    if right:
        assert checked(parts) is parts
        return
    with pytest.raises(ValueError, match="no packed result"):
        checked(parts)


def test_json_of_a_result_is_one_result_and_no_more() -> None:
    data = json.dumps(as_json(KEPT), ensure_ascii=False).encode("utf-8", "surrogatepass")
    assert loads(data) == as_json(KEPT)
    for broken in (b"", data[:-1], data + b" ", data + data, b" " + data, b"\xff" + data, b"7"):
        with pytest.raises(ValueError):
            loads(broken)
    with pytest.raises((ValueError, RecursionError)):
        loads(b"[" * 100_000)


def test_path_that_is_no_utf_8_is_read_again() -> None:
    odd = FileResult("a.md", (PLAIN._replace(message="caf\udce9"),), 0, (), Counts(error=1))
    data = json.dumps(pack(odd), ensure_ascii=False).encode("utf-8", "surrogatepass")
    assert unpack("a.md", loads(data)) == odd


@pytest.mark.parametrize(
    "result", [EMPTY._replace(files=2), EMPTY._replace(rendered=(1, "")), EMPTY._replace(files=3)]
)
def test_what_is_only_passed_between_processes_comes_back(result: FileResult) -> None:
    assert through(result) == result


def test_byte_order_mark_is_the_first_place_there_is() -> None:
    for start, right in ((-1, True), (-2, False)):
        finding = as_json(EMPTY._replace(diagnostics=(PLAIN._replace(start=start),)))
        facts = as_json(KEPT)
        facts[5][0][5] = start
        for parts in (finding, facts):
            if right:
                assert checked(parts) == parts
            else:
                with pytest.raises(ValueError):
                    checked(parts)
