"""Edits chosen, applied, and repeated until they settle."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.fix.apply import apply, choose, splice, take
from contentlint.fix.loop import MAX_ROUNDS, Settled, settle
from contentlint.model.diagnostic import Edit, Fix
from contentlint.model.document import Document, Span
from contentlint.model.errors import ReadError
from contentlint.source import formats


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
    assert apply("abc", choose([fix((-1, 0, ""))])) == "abc"
    assert spliced(b"\xef\xbb\xbfabc", fix((-1, 0, ""))) == b"abc"
    assert spliced(b"\xef\xbb\xbfabc", fix((0, 1, ""))) == b"\xef\xbb\xbfbc"


@pytest.mark.parametrize(
    "edits", [[(0, 2, ""), (1, 3, "")], [(2, 3, ""), (0, 1, "")], [(0, 6, "")], [(3, 2, "")]]
)
def test_edits_that_overlap_or_lie_outside_are_refused(edits: list[tuple[int, int, str]]) -> None:
    with pytest.raises(ValueError, match="overlaps another or is outside"):
        apply("hello", [Edit(Span(a, b), text) for a, b, text in edits])


def spliced(data: bytes, *fixes: Fix) -> bytes:
    return splice(data, formats.read("a.md", data), choose(fixes))


@pytest.mark.parametrize(
    ("data", "edit", "wanted"),
    [
        # The line ends of the file stay, and what is inserted gets those of its place.
        (b"a\r\nbc\r\nd", (2, 4, "x"), b"a\r\nx\r\nd"),
        (b"a\r\nb\r\nc", (2, 4, ""), b"a\r\nc"),
        (b"a\r\nb", (1, 1, "\n\n"), b"a\r\n\r\n\r\nb"),
        (b"a\rb\rc", (2, 4, "x\n"), b"a\rx\rc"),
        (b"a\r\nb\nc\rd\n", (4, 5, "x"), b"a\r\nb\nx\rd\n"),
        (b"a\r\nb\nc\rd\n", (2, 4, ""), b"a\r\nc\rd\n"),
        (b"a\nb\r\nc", (5, 5, "\n"), b"a\nb\r\nc\r\n"),
        (b"a\r\nb", (0, 1, "x"), b"x\r\nb"),
        (b"\r\nb\n", (0, 0, "x\n"), b"x\r\n\r\nb\n"),
        (b"a\nb\nc\r\nd\n", (4, 5, "x\ny"), b"a\nb\nx\r\ny\r\nd\n"),
        (b"\xef\xbb\xbfa\r\nb", (-1, 0, ""), b"a\r\nb"),
        # A line end for a line end is made like most.
        (b"a\nb\r\nc\n", (3, 4, "\n"), b"a\nb\nc\n"),
        (b"a\nb\r\nc\n", (3, 4, "\n\n"), b"a\nb\r\n\r\nc\n"),
        (b"a\nb\r\nc\n", (2, 4, "\n"), b"a\n\r\nc\n"),
        # The last line has none: it gets what most lines have, whatever the one before it has.
        (b"a\nb\nc\r\nd", (7, 7, "\n"), b"a\nb\nc\r\nd\n"),
        (b"a\rb\nc\rd", (7, 7, "x\n"), b"a\rb\nc\rdx\r"),
        # So do bytes that are no text, and another encoding.
        (b"a\xff\xfe b", (3, 4, ""), b"a\xff\xfeb"),
        (b"\x00a\xffb", (1, 2, ""), None),
        ("\ufeffa ب".encode("utf-16-le"), (1, 2, "،"), "\ufeffa،ب".encode("utf-16-le")),
    ],
)
def test_every_byte_outside_an_edit_stays(
    data: bytes, edit: tuple[int, int, str], wanted: bytes | None
) -> None:
    if wanted is None:
        with pytest.raises(ReadError):
            spliced(data, fix(edit))
    else:
        assert spliced(data, fix(edit)) == wanted


def test_text_that_utf_16_cannot_hold_is_not_written() -> None:
    for wrong in ("\udc80", "\udc80\udc81"):
        with pytest.raises(UnicodeEncodeError):
            spliced("\ufeffa".encode("utf-16-le"), fix((0, 1, wrong)))


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_edits_of_a_long_file_are_at_their_places_whatever_its_line_ends(end: str) -> None:
    lines = [f"سطر {n} ،" for n in range(500)]
    text = "\n".join(lines)
    starts = [0, *(at + 1 for at, c in enumerate(text) if c == "\n")]
    ends = [at + len(line) for at, line in zip(starts, lines, strict=True)]
    edits = [(at - 2, at - 1, "") for at in ends]
    wanted = end.join(line.replace(" ،", "،") for line in lines)
    assert spliced(text.replace("\n", end).encode(), *map(fix, edits)) == wanted.encode()


@given(
    st.text(alphabet="ab\r\nب\u2028", max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4), st.sampled_from(["", "x", "\n"]))),
    st.booleans(),
)
def test_splicing_bytes_gives_what_the_text_says(
    text: str, edits: list[tuple[int, int, str]], bom: bool
) -> None:
    data = (b"\xef\xbb\xbf" if bom else b"") + text.encode()
    doc = formats.read("a.md", data)
    size = len(doc.text)
    fixes = [fix((min(a, size), min(a + n, size), t)) for a, n, t in edits]
    taken = choose(fixes)
    after = formats.read("a.md", splice(data, doc, taken))
    # "\r" before an inserted or uncovered "\n" becomes one line end with it.
    if "\r" not in text:
        assert after.text == apply(doc.text, taken)
    assert after.source.bom == doc.source.bom or after.text[:1] == "\ufeff"


Wanted = Callable[[str], list[Fix]]


def settled(text: str, wanted: Wanted) -> Settled:
    def look(data: bytes) -> tuple[Document, list[tuple[str, Fix]]]:
        doc = formats.read("a.md", data)
        return doc, [("AAA001", each) for each in wanted(doc.text)]

    return settle(text.encode(), look)


def test_fixing_settles_when_no_fix_is_left() -> None:
    def halve(text: str) -> list[Fix]:
        at = text.find("  ")
        return [fix((at, at + 1, ""))] if at >= 0 else []

    assert settled("a    b", halve) == (b"a b", (("AAA001", 3),), "")
    assert settled("a b", halve) == (b"a b", (), "")


def test_fix_that_changes_nothing_settles() -> None:
    assert settled("abc", lambda _: [fix((0, 1, "a"))]) == (b"abc", (), "")


def test_fixes_that_undo_one_another_change_nothing_and_are_named() -> None:
    found = settled("a", lambda text: [fix((0, 1, "b" if text == "a" else "a"))])
    assert found == (b"a", (), "the fixes of AAA001 undo one another")


def test_fix_that_grows_the_text_for_ever_is_stopped() -> None:
    rounds = 0

    def grow(text: str) -> list[Fix]:
        nonlocal rounds
        rounds += 1
        return [fix((len(text), len(text), "x"))]

    found = settled("y", grow)
    assert (found.data, found.applied) == (b"y", ())
    assert found.fault
    assert rounds == MAX_ROUNDS + 1


def test_fix_that_cannot_be_applied_changes_nothing() -> None:
    found = settled("abc", lambda _: [fix((0, 9, ""))])
    assert (found.data, found.applied) == (b"abc", ())
    assert "AAA001: edit 0-9" in found.fault


def test_as_many_rounds_as_there_may_be_are_enough() -> None:
    def halve(text: str) -> list[Fix]:
        at = text.find("  ")
        return [fix((at, at + 1, ""))] if at >= 0 else []

    spaces = " " * (MAX_ROUNDS + 1)
    assert settled(f"a{spaces}b", halve) == (b"a b", (("AAA001", MAX_ROUNDS),), "")
    found = settled(f"a {spaces}b", halve)
    assert found == (f"a {spaces}b".encode(), (), "the fixes of AAA001 do not settle")


def test_rules_that_come_to_no_end_are_those_of_the_last_two_rounds() -> None:
    def look(data: bytes) -> tuple[Document, list[tuple[str, Fix]]]:
        doc = formats.read("a.md", data)
        size = len(doc.text)
        code = {MAX_ROUNDS - 1: "BBB001", MAX_ROUNDS: "CCC001"}.get(size, "AAA001")
        return doc, [(code, fix((size, size, "x")))]

    assert settle(b"x", look).fault == "the fixes of BBB001, CCC001 do not settle"


def test_rules_are_named_once_each_and_in_order() -> None:
    """Of those that go round, not of those that were done before."""

    def look(data: bytes) -> tuple[Document, list[tuple[str, Fix]]]:
        doc = formats.read("a.md", data)
        change = {"a": "b", "b": "c", "c": "d", "d": "b"}[doc.text[0]]
        first = fix((0, 1, change))
        return doc, [(f"{change.upper() * 3}001", first), ("ZZZ001", fix((1, 2, "y")))]

    found = settle(b"ax", look)
    assert found.fault == "the fixes of BBB001, CCC001, DDD001, ZZZ001 undo one another"


def test_only_what_was_applied_is_counted_and_noted() -> None:
    noted: list[tuple[str, list[str]]] = []

    def look(data: bytes) -> tuple[Document, list[tuple[str, Fix]]]:
        doc = formats.read("a.md", data)
        if doc.text != "abc":
            return doc, []
        return doc, [
            ("BBB001", fix((1, 2, "x"))),
            ("CCC001", fix((0, 2, "y"))),
            ("AAA001", fix((2, 3, "z"))),
            ("BBB001", fix((0, 1, ""))),
        ]

    outcome = settle(
        b"abc", look, lambda doc, taken: noted.append((doc.text, [code for code, _ in taken]))
    )
    assert outcome == (b"xz", (("AAA001", 1), ("BBB001", 2)), "")
    assert noted == [("abc", ["BBB001", "AAA001", "BBB001"])]


def test_file_that_cannot_be_read_after_its_fixes_stays() -> None:
    def look(data: bytes) -> tuple[Document, list[tuple[str, Fix]]]:
        if data == b"b":
            raise ReadError("binary")
        return formats.read("a.md", data), [("AAA001", fix((0, 1, "b")))]

    assert settle(b"a", look) == (b"a", (), "AAA001: binary")
    with pytest.raises(ReadError):
        settle(b"b", look)


def test_second_mark_takes_the_place_of_the_first() -> None:
    def look(data: bytes) -> tuple[Document, list[tuple[str, Fix]]]:
        doc = formats.read("a.md", data)
        return doc, [("AAA001", fix((-1, 0, "")))] if doc.source.bom else []

    mark = b"\xef\xbb\xbf"
    assert settle(mark * 2 + b"a", look) == (b"a", (("AAA001", 2),), "")


def test_edit_that_the_encoding_cannot_hold_changes_nothing() -> None:
    data = "\ufeffab".encode("utf-16-le")
    found = settle(data, lambda d: (formats.read("a.md", d), [("AAA001", fix((0, 1, "\udc80")))]))
    assert (found.data, found.applied) == (data, ())
    assert found.fault.startswith("AAA001: 'utf-16")


def test_edits_may_meet() -> None:
    assert apply("hello", [Edit(Span(0, 2), "J"), Edit(Span(2, 5), "")]) == "J"
    assert apply("hello", [Edit(Span(5, 5), "!")]) == "hello!"
    assert apply("", []) == ""


def test_whether_a_fix_was_taken_is_said() -> None:
    taken = [Edit(Span(2, 4), "")]
    assert not take(taken, fix((3, 5, "")))
    assert taken == [(Span(2, 4), "")]
    assert take(taken, fix((6, 7, ""), (0, 1, "")))
    assert taken == [(Span(0, 1), ""), (Span(2, 4), ""), (Span(6, 7), "")]


@pytest.mark.parametrize("at", range(12))
def test_only_neighbours_can_touch(at: int) -> None:
    """Insertions between removals: wherever an edit falls, all that touch it are looked at."""
    taken = [Edit(Span(a, b), "") for a, b in ((0, 2), (2, 2), (4, 6), (6, 9), (9, 9), (11, 12))]
    for size in (0, 1, 3):
        span = Span(at, at + size)
        expected = any(
            a.start <= b.end and b.start <= a.end
            if a.start == a.end or b.start == b.end
            else a.start < b.end and b.start < a.end
            for a, b in ((span, edit.span) for edit in taken)
        )
        assert take(list(taken), Fix((Edit(span, ""),), True, "t")) != expected


def test_outcome_that_cannot_be_read_is_refused() -> None:
    data = "\ufeffabc ب".encode("utf-16-le")
    wanted = fix((-1, 0, ""))
    outcome = settle(data, lambda d: (formats.read("a.md", d), [("AAA001", wanted)]))
    assert outcome.data == data
    assert outcome.fault.startswith("AAA001: ")


def test_lines_that_would_become_one_are_refused() -> None:
    data = b"a\rx\nb\n"

    def look(current: bytes) -> tuple[Document, list[tuple[str, Fix]]]:
        doc = formats.read("a.md", current)
        at = doc.text.find("x")
        return doc, [("AAA001", fix((at, at + 1, "")))] if at >= 0 else []

    assert settle(data, look) == (data, (), "AAA001: line endings or encoding would change")
