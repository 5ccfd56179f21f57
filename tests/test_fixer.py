"""Edits chosen, applied, and repeated until they settle."""

from __future__ import annotations

import pytest

from contentlint.diagnostic import Edit, Fix
from contentlint.document import Span
from contentlint.fixer import MAX_ROUNDS, apply, choose, drops_bom, settle


def fix(*edits: tuple[int, int, str]) -> Fix:
    return Fix(tuple(Edit(Span(a, b), text) for a, b, text in edits), True, "test")


def chosen(*fixes: Fix) -> list[tuple[int, int, str]]:
    return [(edit.span.start, edit.span.end, edit.text) for edit in choose(fixes)]


APART = [
    ((0, 2, ""), (2, 4, "")),
    ((2, 4, ""), (0, 2, "")),
    ((0, 0, "a"), (1, 1, "b")),
    ((0, 0, "a"), (1, 3, "b")),
    ((0, 1, "a"), (2, 2, "b")),
    ((-1, 0, ""), (1, 2, "")),
]
TOUCHING = [
    ((0, 2, ""), (1, 3, "")),
    ((1, 3, ""), (0, 2, "")),
    ((0, 9, ""), (3, 4, "")),
    ((3, 4, ""), (0, 9, "")),
    ((0, 2, ""), (0, 2, "")),
    ((2, 2, "a"), (2, 2, "b")),
    ((0, 2, ""), (2, 2, "b")),
    ((2, 2, "a"), (2, 4, "")),
]


@pytest.mark.parametrize(("first", "second"), APART)
def test_fixes_apart_are_both_chosen(
    first: tuple[int, int, str], second: tuple[int, int, str]
) -> None:
    assert chosen(fix(first), fix(second)) == sorted([first, second])


@pytest.mark.parametrize(("first", "second"), TOUCHING)
def test_fix_that_touches_an_earlier_one_is_left_for_the_next_round(
    first: tuple[int, int, str], second: tuple[int, int, str]
) -> None:
    assert chosen(fix(first), fix(second)) == [first]


def test_fix_is_taken_whole_or_not_at_all() -> None:
    assert chosen(fix((4, 6, "")), fix((0, 1, ""), (5, 7, ""))) == [(4, 6, "")]


def test_edits_of_one_fix_may_touch_each_other() -> None:
    assert chosen(fix((0, 2, "a"), (2, 2, "b"))) == [(0, 2, "a"), (2, 2, "b")]


def test_no_fix_no_edit() -> None:
    assert choose([]) == []


def test_many_fixes_are_chosen_in_one_pass() -> None:
    fixes = [fix((2 * i, 2 * i + 1, "")) for i in range(20_000)]
    assert len(choose(reversed(fixes))) == 20_000


def test_edits_are_applied_to_the_text_as_it_was() -> None:
    edits = choose([fix((5, 5, "!")), fix((0, 1, "J")), fix((2, 4, ""))])
    assert apply("hello", edits) == "Jeo!"


def test_byte_order_mark_lies_before_the_text() -> None:
    edits = choose([fix((-1, 0, ""))])
    assert apply("abc", edits) == "abc"
    assert drops_bom(edits)
    assert not drops_bom(choose([fix((0, 1, ""))]))


@pytest.mark.parametrize(
    "edits", [[(0, 2, ""), (1, 3, "")], [(2, 3, ""), (0, 1, "")], [(0, 6, "")], [(3, 2, "")]]
)
def test_edits_that_overlap_or_lie_outside_are_refused(edits: list[tuple[int, int, str]]) -> None:
    with pytest.raises(ValueError, match="overlaps another or is outside"):
        apply("hello", [Edit(Span(a, b), text) for a, b, text in edits])


def test_fixing_settles_when_no_fix_is_left() -> None:
    def halve(text: str) -> list[Fix]:
        at = text.find("  ")
        return [fix((at, at + 1, ""))] if at >= 0 else []

    assert settle("a    b", halve) == ("a b", True)
    assert settle("a b", halve) == ("a b", True)


def test_fix_that_changes_nothing_settles() -> None:
    assert settle("abc", lambda _: [fix((0, 1, "a"))]) == ("abc", True)


def test_fixes_that_undo_one_another_are_told_from_those_that_settle() -> None:
    rounds = 0

    def flip(text: str) -> list[Fix]:
        nonlocal rounds
        rounds += 1
        return [fix((0, 1, "b" if text == "a" else "a"))]

    text, settled = settle("a", flip)
    assert not settled
    assert text in ("a", "b")
    assert rounds == MAX_ROUNDS + 1


def test_fix_that_grows_the_text_for_ever_is_stopped() -> None:
    text, settled = settle("", lambda text: [fix((len(text), len(text), "x"))])
    assert (text, settled) == ("x" * MAX_ROUNDS, False)
