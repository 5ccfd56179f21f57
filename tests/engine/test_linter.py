"""Rules over one document: gating, precedence, severity, and a rule that fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from contentlint import core
from contentlint.engine import linter
from contentlint.engine.render import EVERYTHING, Shown
from contentlint.model.diagnostic import Edit, FileResult, Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.model.rule import BoundRule, Rule
from contentlint.source import formats

TEXT = "0123456789\nabcdefghij\n"
Check = Callable[[Document], Iterable[Finding]]


def rule(
    code: str,
    *findings: Finding,
    check: Check | None = None,
    message: str = "found {found}",
    severity: str = "warning",
    fixed: bool = False,
    languages: Iterable[str] = (),
    needs: tuple[str, ...] = (),
) -> BoundRule:
    made = Rule(code, code.lower(), "test", severity, message)
    run = check or (lambda _: findings)
    return BoundRule(made, run, needs, frozenset(languages), severity, fixed)


def at(start: int, end: int, found: str = "x", **rest: Any) -> Finding:
    return Finding(Span(start, end), {"found": found}, **rest)


def lint(
    *rules: BoundRule,
    text: str = TEXT,
    chains: tuple[tuple[str, ...], ...] = (),
    lang: str = "ar",
    shown: Shown = EVERYTHING,
) -> FileResult:
    doc = formats.read("a.md", text.encode(), language=lang)
    return linter.lint(doc, rules, chains, frozenset(), shown)


def places(result: FileResult) -> list[str]:
    return [f"{d.code} {d.position.line}:{d.position.column}" for d in result.diagnostics]


def test_findings_are_in_the_order_of_the_text_whatever_the_order_of_the_rules() -> None:
    rules = [rule("AAA002", at(12, 13), at(0, 1)), rule("AAA001", at(12, 13), at(5, 6))]
    expected = ["AAA002 1:1", "AAA001 1:6", "AAA001 2:2", "AAA002 2:2"]
    assert places(lint(*rules)) == places(lint(*reversed(rules))) == expected


def test_diagnostic_has_positions_from_one_with_an_exclusive_end() -> None:
    fix = Fix((Edit(Span(0, 2), "ab"), Edit(Span(11, 11), "c")), True, "do it")
    related = (Related(Span(11, 21), "the other"),)
    (d,) = lint(rule("AAA001", at(9, 13, fix=fix, related=related))).diagnostics
    assert d.position == (1, 10, 2, 3)
    assert d.fix is not None
    assert [(tuple(e.position), e.text) for e in d.fix.edits] == [
        ((1, 1, 1, 3), "ab"),
        ((2, 1, 2, 1), "c"),
    ]
    assert [(tuple(r.position), r.message) for r in d.related] == [((2, 1, 2, 11), "the other")]


def test_byte_order_mark_is_reported_at_the_first_column() -> None:
    (d,) = lint(rule("AAA001", at(-1, 0))).diagnostics
    assert d.position == (1, 1, 1, 1)


def test_content_in_a_message_is_made_visible_and_cut() -> None:
    (d,) = lint(rule("AAA001", at(0, 1, "\u202e" + "ش" * 100))).diagnostics
    assert d.message == "found ⟨right-to-left override⟩" + "ش" * 58 + "…"


@pytest.mark.parametrize(
    "message",
    [
        *("{found}", "{found}{n}", "a {n} b{found}.", "{{{found}}}", "{{found}} {n}", "}}{n}"),
        *(
            "{found:>5}",
            "{found!r}",
            "{found.real}",
            "{0}",
            "{}",
            "{n",
            "n}",
            "{n}} {{",
            "{n} {",
            "{m}",
        ),
        *("{n{n}", "{n {found}", "{n}}{found"),
    ],
)
def test_a_message_is_filled_as_python_fills_it(message: str) -> None:
    values: dict[str, object] = {"found": "x", "n": 3, "unused": None}
    try:
        expected = message.format(**values)
    except Exception as error:
        expected = f"{type(error).__name__}: {error}"
    finding = Finding(Span(0, 1), values)
    for _ in range(2):
        result = lint(rule("AAA001", finding, message=message))
        said = [d.message for d in result.diagnostics]
        assert said or expected in result.incomplete[0].reason.replace("⟨", "{")
        assert said in ([], [expected])


CHAIN = (("AAA001", "AAA002", "AAA003"),)


@pytest.mark.parametrize(
    ("first", "second"),
    [((0, 5), (4, 6)), ((4, 6), (0, 5)), ((0, 9), (3, 3)), ((3, 3), (0, 9)), ((3, 3), (3, 3))],
)
def test_overlapping_finding_of_a_later_rule_in_a_chain_is_dropped(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    rules = (rule("AAA001", at(*first)), rule("AAA002", at(*second)))
    (kept,) = lint(*rules, chains=CHAIN).diagnostics
    assert kept.code == "AAA001"


@pytest.mark.parametrize(
    ("first", "second"), [((0, 5), (5, 6)), ((5, 6), (0, 5)), ((0, 3), (3, 3)), ((3, 3), (4, 9))]
)
def test_findings_side_by_side_both_stand(first: tuple[int, int], second: tuple[int, int]) -> None:
    rules = (rule("AAA001", at(*first)), rule("AAA002", at(*second)))
    assert len(lint(*rules, chains=CHAIN).diagnostics) == 2


def test_rules_of_no_chain_and_findings_of_one_rule_both_stand() -> None:
    apart = (rule("AAA001", at(0, 5)), rule("BBB002", at(0, 5)))
    assert len(lint(*apart, chains=CHAIN).diagnostics) == 2
    assert len(lint(rule("AAA002", at(0, 5), at(1, 3)), chains=CHAIN).diagnostics) == 2
    assert len(lint(*apart, chains=(("AAA001",), ("BBB002",))).diagnostics) == 2


def test_precedence_goes_by_the_chain_and_not_by_the_code() -> None:
    rules = (rule("AAA001", at(0, 5)), rule("AAA002", at(0, 5)))
    assert places(lint(*rules, chains=(("AAA002", "AAA001"),))) == ["AAA002 1:1"]


def test_long_finding_behind_short_ones_still_counts() -> None:
    rules = (rule("AAA001", at(0, 20), at(1, 2), at(3, 4)), rule("AAA002", at(15, 16)))
    assert [d.code for d in lint(*rules, chains=CHAIN).diagnostics] == ["AAA001"] * 3


def test_precedence_over_thousands_of_findings_is_no_square() -> None:
    text = "x" * 60_000
    many = [at(n, n + 1) for n in range(0, 60_000, 2)]
    result = lint(rule("AAA001", *many), rule("AAA002", *many), text=text, chains=CHAIN)
    assert len(result.diagnostics) == 30_000


def broken(doc: Document) -> Iterator[Finding]:  # noqa: ARG001
    yield at(0, 1)
    raise ValueError("no\u202e luck")


def test_rule_that_raises_is_named_and_the_others_go_on() -> None:
    result = lint(rule("AAA001", check=broken), rule("AAA002", at(4, 5)))
    assert places(result) == ["AAA001 1:1", "AAA002 1:5"], "what it found before is kept"
    (entry,) = result.incomplete
    assert entry == (
        "a.md",
        "the rule raised ValueError: no⟨right-to-left override⟩ luck",
        "AAA001",
    )


def test_look_that_raises_is_told_and_every_rule_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> list[int]:
        raise ValueError("no\u202e luck")

    monkeypatch.setattr(core, "started", fail)
    result = lint(rule("AAA001", at(0, 1)), rule("AAA002", at(4, 5), needs=("not there",)))
    assert places(result) == ["AAA001 1:1", "AAA002 1:5"]
    (entry,) = result.incomplete
    assert entry == ("a.md", "the index raised ValueError: no⟨right-to-left override⟩ luck", None)


@pytest.mark.parametrize(
    "finding",
    [
        at(0, 1000),
        at(-5, 2),
        Finding(Span(0, 1), {"other": "x"}),
        at(0, 1, fix=Fix((Edit(Span(0, 99), ""),), True, "t")),
        at(0, 1, related=(Related(Span(90, 99), "t"),)),
    ],
)
@pytest.mark.parametrize("asked", [True, False])
def test_finding_that_makes_no_diagnostic_is_the_fault_of_its_rule(
    finding: Finding, asked: bool
) -> None:
    result = lint(rule("AAA001", finding), rule("AAA002", at(4, 5)), shown=Shown(edits=asked))
    assert places(result) == ["AAA002 1:5"]
    assert [entry.rule for entry in result.incomplete] == ["AAA001"]


def test_what_nobody_asks_for_is_left_out_and_nothing_else() -> None:
    fix = Fix((Edit(Span(0, 2), "ab"), Edit(Span(11, 11), "c")), True, "do it")
    rules = [rule("AAA001", at(9, 13, fix=fix)), rule("AAA002", at(0, 0, whole=True))]
    bare = Shown(edits=False, fingerprints=False)
    every, less = lint(*rules).diagnostics, lint(*rules, shown=bare)
    assert all(d.fingerprint for d in every)
    assert less.diagnostics == tuple(
        d._replace(fix=d.fix and d.fix._replace(edits=()), fingerprint="") for d in every
    )


def test_rule_that_fails_in_each_finding_is_named_once() -> None:
    wrong = [Finding(Span(n, n + 1), {}) for n in range(5)]
    assert len(lint(rule("AAA001", *wrong)).incomplete) == 1


def test_interrupt_in_a_rule_is_not_swallowed() -> None:
    def interrupted(doc: Document) -> Iterator[Finding]:  # noqa: ARG001
        yield at(0, 1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lint(rule("AAA001", check=interrupted))


@pytest.mark.parametrize(
    ("languages", "lang", "runs"),
    [
        ((), "ar", True),
        ((), "", True),
        (("ar",), "ar", True),
        (("ar", "fa"), "fa", True),
        (("ar",), "fa", False),
        (("fa",), "", False),
    ],
)
def test_rule_runs_in_its_languages_only(languages: tuple[str, ...], lang: str, runs: bool) -> None:
    text = TEXT if lang else "12345678901234567890123\n"
    result = lint(rule("AAA001", at(0, 1), languages=languages), text=text, lang=lang)
    assert bool(result.diagnostics) == runs


@pytest.mark.parametrize(
    ("needs", "runs"), [((), True), (("5",), True), (("##", "5"), True), (("##",), False)]
)
def test_rule_whose_literals_are_absent_is_not_started(needs: tuple[str, ...], runs: bool) -> None:
    assert bool(lint(rule("AAA001", at(0, 1), needs=needs)).diagnostics) == runs


@pytest.mark.parametrize(
    ("of_rule", "fixed", "of_finding", "expected"),
    [
        ("error", False, None, "error"),
        ("error", False, "warning", "warning"),
        ("error", False, "info", "info"),
        ("warning", False, "error", "warning"),
        ("info", False, "error", "info"),
        ("error", True, "info", "error"),
        ("info", True, "error", "info"),
    ],
)
def test_finding_may_lower_its_severity_and_the_user_has_the_last_word(
    of_rule: str, fixed: bool, of_finding: str | None, expected: str
) -> None:
    finding = at(0, 1, severity=of_finding)
    (d,) = lint(rule("AAA001", finding, severity=of_rule, fixed=fixed)).diagnostics
    assert d.severity == expected


def test_excerpt_holds_the_fault_and_is_no_longer_than_a_line() -> None:
    text = "a" * 500 + "\u202e" + "b" * 500 + "\nnext\n"
    (d,) = lint(rule("AAA001", at(500, 501)), text=text).diagnostics
    e = d.excerpt
    assert e.text[e.start : e.end] == "\u202e"
    assert (len(e.text), e.cut_before, e.cut_after) == (121, True, True)


def test_excerpt_of_a_fault_over_many_lines_is_its_first_line() -> None:
    (d,) = lint(rule("AAA001", at(5, 15))).diagnostics
    assert d.excerpt == ("0123456789", 5, 10, False, False)


@pytest.mark.parametrize("text", ["", "\n", " ", "\n\n\n", "\ufeff"])
def test_document_of_nothing_gives_nothing(text: str) -> None:
    assert lint(rule("AAA001", check=lambda _: ()), text=text).diagnostics == ()
