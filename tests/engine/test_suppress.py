"""Suppression comments: where each one holds, and what is said of those that are wrong."""

from __future__ import annotations

import pytest

from contentlint.engine import linter, ruleset
from contentlint.engine.directives import parse
from contentlint.engine.suppress import Mark, _hide, _Region
from contentlint.model.diagnostic import FileResult
from contentlint.source import formats

SET = ruleset.builtin()
CODES = ("IMG001", "SUP001", "SUP002", "SUP003")
RULES = [ruleset.bind(rule) for rule in SET.rules if rule.code in CODES]
FAULT = "![]()"


def lint(text: str, name: str = "a.md", codes: tuple[str, ...] = CODES) -> FileResult:
    doc = formats.read(name, text.encode(), language="ar")
    rules = [bound for bound in RULES if bound.rule.code in codes]
    result = linter.lint(doc, rules, SET.precedence, ruleset.names(SET.rules))
    assert not result.incomplete
    return result


def found(text: str, name: str = "a.md", codes: tuple[str, ...] = CODES) -> list[str]:
    return [f"{d.position.line} {d.code}" for d in lint(text, name, codes).diagnostics]


SILENT = [
    f"<!-- contentlint-disable-next-line IMG001 -->\n{FAULT}\n",
    f"<!-- contentlint-disable-next-line empty-image -->\n{FAULT}\n",
    f"<!-- contentlint-disable-next-line IMG001: the picture follows -->\n{FAULT}\n",
    f"<!-- contentlint-disable-next-line IMG001 -- the picture follows -->\n{FAULT}\n",
    f"<!--contentlint-disable-next-line IMG001-->\n{FAULT}\n",
    f"<!-- contentlint-disable-next-line\n     IMG001 -->\n{FAULT}\n",
    f"{FAULT} <!-- contentlint-disable-line IMG001 -->\n",
    f"<!-- contentlint-disable IMG001 -->\n\nنص\n\n{FAULT}\n\n<!-- contentlint-enable IMG001 -->\n",
    f"<!-- contentlint-disable IMG001 -->\n{FAULT}\n<!-- contentlint-enable empty-image -->\n",
    f"<!-- contentlint-disable empty-image -->\n\n{FAULT}\n\n<!-- contentlint-enable -->\n",
    f"{FAULT}\n\n<!-- contentlint-disable-file IMG001 -->\n",
    f"{FAULT}\n\n{FAULT}\n\n<!-- contentlint-disable-file IMG001: a test page -->\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_suppressed_finding_is_counted_and_not_reported(text: str) -> None:
    result = lint(text)
    assert result.diagnostics == ()
    assert result.suppressed == text.count(FAULT)


STANDING = [
    f"{FAULT}\n",
    f"<!-- a comment: contentlint-disable-file IMG001 -->\n{FAULT}\n",
    f"`<!-- contentlint-disable-file IMG001 -->` {FAULT}\n",
    f"```\n<!-- contentlint-disable-file IMG001 -->\n```\n{FAULT}\n",
    f"contentlint-disable-file IMG001\n{FAULT}\n",
]


@pytest.mark.parametrize("text", STANDING)
def test_what_is_no_comment_of_ours_suppresses_nothing(text: str) -> None:
    assert [entry.partition(" ")[2] for entry in found(text)] == ["IMG001"]


def test_next_line_is_one_line() -> None:
    text = f"<!-- contentlint-disable-next-line IMG001 -->\n{FAULT}\n\n{FAULT}\n"
    assert found(text) == ["4 IMG001"]


def test_range_holds_between_its_comments_only() -> None:
    text = (
        f"{FAULT}\n\n<!-- contentlint-disable IMG001 -->\n\n{FAULT}\n\n"
        f"<!-- contentlint-enable IMG001 -->\n\n{FAULT}\n"
    )
    assert found(text) == ["1 IMG001", "9 IMG001"]


def test_plain_text_has_no_comments() -> None:
    text = f"<!-- contentlint-disable-file IMG001 -->\n{FAULT}\n"
    assert found(text, "a.txt") == ["2 IMG001"]


def test_mdx_has_comments_of_its_own() -> None:
    assert found(f"{{/* contentlint-disable-file IMG001: why */}}\n\n{FAULT}\n", "a.mdx") == []


REPORTED = [
    ("<!-- contentlint-disable-next-line IMG001 -->\nنص\n", ["1 SUP001"]),
    ("<!-- contentlint-disable-line IMG001 -->\n", ["1 SUP001"]),
    ("<!-- contentlint-disable-file IMG001 -->\n", ["1 SUP001"]),
    ("<!-- contentlint-enable IMG001 -->\n", ["1 SUP001"]),
    (
        "<!-- contentlint-disable IMG001 -->\nنص\n\n<!-- contentlint-enable IMG001 -->\n",
        ["1 SUP001"],
    ),
    (f"<!-- contentlint-disable IMG001 -->\n{FAULT}\n", ["1 SUP003"]),
    (f"<!-- contentlint-disable-line IMG999 -->\n{FAULT}\n", ["1 SUP002", "2 IMG001"]),
    (f"<!-- contentlint-disable-line img001 -->\n{FAULT}\n", ["1 SUP002", "2 IMG001"]),
    (f"<!-- contentlint-disable-file -->\n{FAULT}\n", ["1 SUP002", "2 IMG001"]),
    (f"<!-- contentlint-disable-nextline IMG001 -->\n{FAULT}\n", ["1 SUP002", "2 IMG001"]),
    (f"<!-- contentlint-disable-file: why -->\n{FAULT}\n", ["1 SUP002", "2 IMG001"]),
    (
        f"<!-- contentlint-disable-next-line IMG001, IMG999, SUP003: why -->\n{FAULT}\n",
        ["1 SUP002", "1 SUP001"],
    ),
    ("<!-- contentlint-enable -->\n", ["1 SUP002"]),
]


@pytest.mark.parametrize(("text", "expected"), REPORTED)
def test_wrong_suppression_is_reported(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "<!-- contentlint-disable-line IMG001 -->\n",
        "<!-- contentlint-disable IMG001 -->\n",
        "<!-- contentlint-enable IMG001 -->\n",
        "<!-- contentlint-disable IMG001 -->\n\n<!-- contentlint-enable empty-image -->\n",
    ],
)
def test_unused_is_not_said_of_a_rule_that_was_not_asked(text: str) -> None:
    assert found(text, codes=("SUP001", "SUP002", "SUP003")) == []


def test_faults_of_suppressions_can_be_switched_off() -> None:
    assert found("<!-- contentlint-disable-line IMG001, IMG999 -->\n", codes=("IMG001",)) == []


def test_fault_of_a_suppression_can_be_suppressed() -> None:
    text = "<!-- contentlint-disable-file SUP001 -->\n<!-- contentlint-disable-line IMG001 -->\n"
    assert found(text) == []
    assert found("<!-- contentlint-disable-file SUP001 -->\n") == ["1 SUP001"]


def test_position_of_an_unused_suppression_is_that_of_its_name() -> None:
    text = f"<!-- contentlint-disable-next-line IMG001, SUP003: why -->\n{FAULT}\n"
    (unused,) = lint(text).diagnostics
    assert unused.position == (1, 44, 1, 50)


def test_names_end_where_the_reason_begins() -> None:
    doc = formats.read("a.md", b"<!-- contentlint-disable A, b-c : d, e: f -->\n")
    (directive,) = parse(doc)
    assert [name for name, _ in directive.names] == ["A", "b-c"]
    assert [doc.text[span.start : span.end] for _, span in directive.names] == ["A", "b-c"]


def test_thousands_of_regions_and_findings_take_one_sweep() -> None:
    doc = formats.read("a.md", b"x\n")
    (place,) = (doc.line_span(0),)
    regions = [_Region("IMG001", 0, 30_000, place, "IMG001") for _ in range(30_000)]
    regions += [_Region("IMG001", n, n, place, "IMG001") for n in range(0, 60_000, 2)]
    marks = [Mark("IMG001", "", n) for n in range(60_000)]
    hidden, used = _hide(marks, regions)
    assert hidden == [n <= 30_000 or n % 2 == 0 for n in range(60_000)]
    assert used == set(range(60_000))


def test_mark_outside_of_every_region_is_not_hidden() -> None:
    doc = formats.read("a.md", b"x\n")
    region = _Region("IMG001", 3, 5, doc.line_span(0), "IMG001")
    marks = [Mark("IMG001", "", 2), Mark("IMG001", "", 6), Mark("IMG002", "", 4)]
    assert _hide(marks, [region]) == ([False, False, False], set())
    assert _hide([Mark("IMG001", "", 5)], [region]) == ([True], {0})
