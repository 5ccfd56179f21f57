"""Lines removed without a gap, and the fixes of a file put together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contentlint.article.edits import joined, remove_lines
from contentlint.engine.render import Examined
from contentlint.fix import loop
from contentlint.fix.apply import apply
from contentlint.fix.loop import Fixed
from contentlint.model.diagnostic import Edit, Finding, Fix
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


def removal(start: int, end: int) -> Edit:
    return Edit(Span(start, end), "")


def test_removals_that_overlap_become_one() -> None:
    assert joined([]) == ()
    assert joined([removal(5, 7), removal(0, 2)]) == (removal(0, 2), removal(5, 7))
    assert joined([removal(0, 3), removal(2, 5), removal(4, 6)]) == (removal(0, 6),)
    assert joined([removal(0, 9), removal(2, 5), removal(9, 10)]) == (removal(0, 9), removal(9, 10))


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


def fixed(text: str, look: Looked, *, unsafe: bool = False) -> tuple[Fixed, list[str]]:
    """The outcome, and the texts that were read."""
    seen = []

    def read(data: bytes) -> Document:
        if b"\0" in data:
            raise ReadError("no text")
        seen.append(data.decode())
        return md(data.decode())

    def examine(doc: Document) -> Examined:
        return Examined([(bound(rule), finding) for rule, finding in look(doc)], [], 0, [])

    return loop.fix(text.encode(), read, examine, unsafe=unsafe), seen


def rule_of(rule: Rule, old: str, new: str | None, safe: bool = True) -> Looked:
    return lambda doc: [(rule, finding) for finding in at(doc, old, new, safe)]


def test_fixes_are_applied_until_none_is_left() -> None:
    found, seen = fixed("a  b  c\n", rule_of(NUMBER, "  ", " "))
    assert found.data == b"a b c\n"
    assert found.applied == (("PUN999", 2),)
    assert found.refused == ""
    assert found.last.text == "a b c\n"
    assert found.examined.found == []
    assert seen[-1] == "a b c\n"


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
