"""Lines removed without a gap, and the fixes of a file put together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contentlint.article.edits import (
    adjacent,
    delimiter_row,
    joined,
    merge_findings,
    one_per_line,
    remove_lines,
    runs_of_equal,
    table_row,
)
from contentlint.engine.render import Examined
from contentlint.fix import loop
from contentlint.fix.apply import apply
from contentlint.fix.loop import Fixed
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.model.errors import ReadError
from contentlint.model.rule import BoundRule, Rule
from contentlint.source import formats


def md(text: str) -> Document:
    return formats.read("a.md", text.encode())


# Lines


@pytest.mark.parametrize(
    ("text", "first", "last", "left"),
    [
        ("a\nb\nc\n", 1, 1, "a\nc\n"),
        ("a\nb\nc\nd\n", 1, 2, "a\nd\n"),
        # Where blank lines would meet, or begin the text, one goes too.
        ("a\n\nb\n\nc\n", 2, 2, "a\n\nc\n"),
        ("a\n \nb\n\t\nc\n", 2, 2, "a\n \nc\n"),
        ("a\n\nb\nc\n", 2, 2, "a\n\nc\n"),
        ("a\nb\n\nc\n", 1, 1, "a\n\nc\n"),
        ("a\n\n\nb\n", 0, 0, "\nb\n"),
        ("a\nb\n", 0, 0, "b\n"),
        ("a\n\n\n\nb\n", 1, 1, "a\n\n\nb\n"),
        # The last line takes the line end before it along.
        ("a\nb", 1, 1, "a"),
        ("a\nb\n", 1, 1, "a\n"),
        ("a\n\nb\n", 2, 2, "a\n"),
        ("a", 0, 0, ""),
        ("a\n", 0, 0, ""),
        ("a\nb", 0, 1, ""),
        ("a\n\nb", 2, 2, "a\n"),
    ],
)
def test_removed_lines_leave_no_gap(text: str, first: int, last: int, left: str) -> None:
    edit = remove_lines(md(text), first, last)
    assert edit.text == ""
    assert apply(text, [edit]) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\n# h\nb\n", "a\n\nb\n"),
        ("- a\n# h\nb\n", "- a\n\nb\n"),
        ("> a\n# h\nb\n", "> a\n\nb\n"),
        ("# a\n# h\nb\n", "# a\nb\n"),
        ("a\n# h\n- b\n", "a\n- b\n"),
        ("a\n# h\n# b\n", "a\n# b\n"),
        ("> a\n# h\n> b\n", "> a\n> b\n"),
    ],
)
def test_removed_line_leaves_a_blank_where_a_paragraph_would_join_what_is_above(
    text: str, left: str
) -> None:
    doc = md(text)
    assert apply(text, [remove_lines(doc, 1, 1)]) == left
    doc.paragraphs = "line"
    assert remove_lines(doc, 1, 1).text == ""
    assert remove_lines(md("# h\nb\n"), 0, 0).text == ""
    assert apply("a\n# g\n# h\nb\n", [remove_lines(md("a\n# g\n# h\nb\n"), 1, 2)]) == "a\n\nb\n"


def removal(start: int, end: int) -> Edit:
    return Edit(Span(start, end), "")


def test_removals_that_overlap_become_one() -> None:
    assert joined([]) == ()
    assert joined([removal(5, 7), removal(0, 2)]) == (removal(0, 2), removal(5, 7))
    assert joined([removal(0, 3), removal(2, 5), removal(4, 6)]) == (removal(0, 6),)
    assert joined([removal(0, 9), removal(2, 5), removal(9, 10)]) == (removal(0, 9), removal(9, 10))


# Tables, and findings put together


def test_row_of_a_table() -> None:
    assert table_row(["a|b", "c", "|"]) == "| a\\|b | c | \\| |"
    assert delimiter_row(3) == "| --- | --- | --- |"


def test_offsets_of_equal_characters_are_runs() -> None:
    text = "aabbccaa"
    assert list(runs_of_equal(text, [0, 1, 2, 3, 6, 7])) == [(0, 2), (2, 4), (6, 8)]
    assert list(runs_of_equal(text, [1, 2])) == [(1, 2), (2, 3)]
    assert list(runs_of_equal(text, [0, 6])) == [(0, 1), (6, 7)]
    assert list(runs_of_equal(text, [])) == []


def placed(*places: tuple[int, int]) -> list[Finding]:
    return [Finding(Span(*place)) for place in places]


@pytest.mark.parametrize(
    ("text", "places", "gap", "sizes"),
    [
        ("a\nb\nc\nd\n", [(0, 1), (2, 3), (6, 7)], 0, [2, 1]),
        ("a\nb\nc\nd\n", [(0, 1), (2, 3), (6, 7)], 1, [3]),
        ("a\nb\nc\nd\ne\n", [(0, 1), (6, 7), (8, 9)], 1, [1, 2]),
        ("a\nb\nc\nd\ne\n", [(0, 1), (6, 7), (8, 9)], 2, [3]),
        ("a\n\n \nd\n", [(0, 1), (5, 6)], 0, [2]),
        ("\nX\nb\n", [(0, 0), (3, 4)], 0, [1, 1]),
        ("\nX\nb\n", [(-1, 0), (3, 4)], 0, [1, 1]),
        # From the line in which the one ends: also of several lines, of nothing, of a whole line.
        ("a\nb\nc\n", [(0, 3), (4, 5)], 0, [2]),
        ("a\nX\nc\n", [(0, 2), (4, 5)], 0, [1, 1]),
        ("a\nb\nc\n", [(2, 2), (4, 5)], 0, [2]),
        ("", [], 0, []),
    ],
)
def test_findings_with_few_lines_between_them_are_adjacent(
    text: str, places: list[tuple[int, int]], gap: int, sizes: list[int]
) -> None:
    findings = placed(*places)
    groups = list(adjacent(md(text), findings, gap))
    assert [len(group) for group in groups] == sizes
    assert [finding for group in groups for finding in group] == findings


def test_merged_finding_is_that_of_the_first_with_all_edits_and_ten_others() -> None:
    edits = [removal(0, 2), removal(2, 4), removal(3, 5), removal(5, 6)]
    fixes = [Fix((edit,), True, "one") for edit in edits]
    findings = [Finding(Span(n, n + 1), {"a": n}, fix) for n, fix in enumerate(fixes)]
    whole = merge_findings(findings, {"b": 1}, "all")
    related = tuple(Related(Span(n, n + 1), "also here") for n in (1, 2, 3))
    fix = Fix((edits[0], edits[1], edits[3]), True, "all")
    assert whole == Finding(Span(0, 1), {"b": 1}, fix, related)
    for odd in (None, fixes[1]._replace(safe=False)):
        mixed = merge_findings([findings[0], findings[1]._replace(fix=odd)], {}, "all")
        assert mixed.fix is not None
        assert not mixed.fix.safe
    many = placed(*((n, n + 1) for n in range(20)))
    bare = merge_findings(many, {}, "all")
    assert bare.fix is None
    assert [each.span.start for each in bare.related] == list(range(1, 11))


def test_findings_of_a_line_are_one_if_their_fixes_are_alike() -> None:
    doc = md("abc def\nabc\n")
    fix = Fix((removal(0, 1),), True, "cut")
    low, other = {"severity": "info"}, Fix((removal(1, 2),), True, "other")
    findings = [
        Finding(Span(0, 1), {"found": "1"}, fix),
        Finding(Span(2, 3), {"found": "2"}, fix),
        Finding(Span(4, 5), {"found": "3"}, fix._replace(safe=False)),
        Finding(Span(5, 6), {"found": "4"}, other),
        Finding(Span(6, 7), {"found": "5"}, fix, **low),  # type: ignore[arg-type]
        Finding(Span(6, 7), {"found": "6"}, fix, **low),  # type: ignore[arg-type]
        Finding(Span(3, 3), {"found": "7"}),
        Finding(Span(3, 4), {"found": "8"}),
        Finding(Span(8, 9), {"found": "9"}, fix),
    ]
    found = list(one_per_line(doc, findings))
    assert [each.values for each in found] == [
        {"found": "1, 2", "more": " (2 places in the line)"},
        {"found": "3", "more": ""},
        {"found": "4", "more": ""},
        {"found": "5, 6", "more": " (2 places in the line)"},
        {"found": "7, 8", "more": " (2 places in the line)"},
        {"found": "9", "more": ""},
    ]
    assert [each.severity for each in found] == [None, None, None, "info", None, None]
    assert [each.fix and each.fix.title for each in found] == [
        *("cut", "cut", "other", "cut", None, "cut")
    ]
    assert found[0] == merge_findings(findings[:2], dict(found[0].values), "cut")
    assert found[1]._replace(values={"found": "3"}) == findings[2]
    (alone,) = one_per_line(doc, [findings[1]._replace(values={"more": "own"})])
    assert alone.values == {"more": "own"}


# A file

NUMBER = Rule("PUN999", "test", "k", "warning", "m", may_change=("punctuation",))
WORDS = Rule("AAA001", "test", "k", "error", "m")
Looked = Callable[[Document], list[tuple[Rule, Finding]]]


def bound(rule: Rule) -> BoundRule:
    return BoundRule(rule, None, (), frozenset(), rule.severity, False)


def at(doc: Document, old: str, new: str | None, safe: bool = True) -> list[Finding]:
    """A finding where a text is, with a fix that puts another there; None: without a fix."""
    place = doc.text.find(old)
    if place < 0:
        return []
    span = Span(place, place + len(old))
    fix = None if new is None else Fix((Edit(span, new),), safe, "test")
    return [Finding(span, {}, fix)]


def fixed(
    text: str,
    look: Looked,
    *,
    unsafe: bool = False,
    built_in: Callable[[Document], bool] | None = None,
) -> tuple[Fixed, list[str]]:
    """The outcome, and the texts that were read."""
    seen = []

    def read(data: bytes) -> Document:
        if b"\0" in data:
            raise ReadError("no text")
        seen.append(data.decode())
        return md(data.decode())

    def examine(doc: Document) -> Examined:
        return Examined([(bound(rule), finding) for rule, finding in look(doc)], [], 0, [])

    found = loop.fix(text.encode(), read, examine, unsafe=unsafe, built_in=built_in)
    doc, examined = found.before
    assert doc.text == text
    assert [finding for _, finding in examined.found] == [f for _, f in look(md(text))]
    return found, seen


def rule_of(rule: Rule, old: str, new: str | None, safe: bool = True) -> Looked:
    return lambda doc: [(rule, finding) for finding in at(doc, old, new, safe)]


def test_fixes_are_applied_until_none_is_left() -> None:
    found, seen = fixed("a  b  c\n", rule_of(NUMBER, "  ", " "))
    assert found.data == b"a b c\n"
    assert found.applied == (("PUN999", 2),)
    assert found.refused == ""
    assert found.last.text == "a b c\n"
    assert found.examined.found == []
    assert seen == ["a  b  c\n", "a b  c\n", "a b c\n"]


@pytest.mark.parametrize("built_in", [True, False, None])
def test_missing_newline_is_added_without_a_second_check_if_all_rules_are_built_in(
    *, built_in: bool | None
) -> None:
    def look(doc: Document) -> list[tuple[Rule, Finding]]:
        found = [(WORDS, each) for each in at(doc, "one", None)]
        if not doc.text.endswith("\n"):
            end = Span(len(doc.text), len(doc.text))
            fix = Fix((Edit(end, "\n"),), True, "Add a newline")
            found.append((NUMBER, Finding(end, {}, fix)))
        return found

    def asked(doc: Document) -> bool:
        assert doc.text == "one two"
        return bool(built_in)

    found, seen = fixed("one two", look, built_in=None if built_in is None else asked)
    assert found[:3] == (b"one two\n", (("PUN999", 1),), "")
    assert [rule.rule.code for rule, _ in found.examined.found] == ["AAA001"]
    assert seen == ["one two"] if built_in else ["one two", "one two\n"]
    assert found.last.text == seen[-1]


def test_other_fixes_are_checked_again_also_if_all_rules_are_built_in() -> None:
    found, seen = fixed("a  b\n", rule_of(NUMBER, "  ", " "), built_in=lambda _: True)
    assert found[:3] == (b"a b\n", (("PUN999", 1),), "")
    assert seen == ["a  b\n", "a b\n"]


def test_file_without_a_fix_stays_with_what_is_found_in_it() -> None:
    found, _ = fixed("a  b\n", rule_of(NUMBER, "  ", None))
    assert (found.data, found.applied, found.refused) == (b"a  b\n", (), "")
    assert found.last.text == "a  b\n"
    assert [finding.span for _, finding in found.examined.found] == [(1, 3)]


def test_unsafe_fixes_are_applied_when_they_are_asked_for() -> None:
    look = rule_of(NUMBER, "  ", " ", safe=False)
    assert fixed("a  b\n", look)[0][:3] == (b"a  b\n", (), "")
    assert fixed("a  b\n", look, unsafe=True)[0][:3] == (b"a b\n", (("PUN999", 1),), "")


def test_of_two_fixes_that_touch_the_first_in_the_text_is_taken() -> None:
    def look(doc: Document) -> list[tuple[Rule, Finding]]:
        late, early = at(doc, "bc", "x"), at(doc, "ab", "y")
        return [*((WORDS, each) for each in late), *((NUMBER, each) for each in early)]

    found, _ = fixed("abc\n", look, unsafe=True)
    assert found.refused == "the fixes of PUN999 would change words (PUN999)"
    assert found.data == b"abc\n"


def test_outcome_that_is_doubted_is_refused_and_the_original_stands() -> None:
    text = "one two three\n"
    found, _ = fixed(text, rule_of(NUMBER, " two", ""))
    assert found.refused == "the fixes of PUN999 would change words (PUN999)"
    assert (found.data, found.applied, found.last.text) == (text.encode(), (), text)
    assert len(found.examined.found) == 1, "what is in the original"


def test_what_safe_fixes_may_not_do_unsafe_ones_may() -> None:
    text = "one two three\n"
    look = rule_of(WORDS, " two three", "", safe=False)
    assert fixed(text, look, unsafe=True)[0][:3] == (b"one\n", (("AAA001", 1),), "")
    safe, _ = fixed(text, rule_of(WORDS, " two three", ""))
    assert safe.refused == "the fixes of AAA001 would remove 73 % of the letters"
    assert safe.data == text.encode()


def test_rules_of_a_refused_outcome_are_all_named() -> None:
    def look(doc: Document) -> list[tuple[Rule, Finding]]:
        first, second = at(doc, " two", ""), at(doc, "  ", " ")
        return [*((WORDS, each) for each in first), *((NUMBER, each) for each in second)]

    found, _ = fixed("one two  x\n", look)
    assert found.refused.startswith("the fixes of AAA001, PUN999 would remove ")


def test_fixes_that_cannot_settle_are_named_and_the_original_stands() -> None:
    def look(doc: Document) -> list[tuple[Rule, Finding]]:
        old, new = ("a", "b") if "a" in doc.text else ("b", "a")
        return [(NUMBER, each) for each in at(doc, old, new)]

    found, _ = fixed("a\n", look)
    assert (found.data, found.applied) == (b"a\n", ())
    assert found.refused == "the fixes of PUN999 undo one another"
    assert found.last.text == "a\n"
    assert len(found.examined.found) == 1
