"""Bytes to offsets and back: encodings, line ends, lines, columns in the units of others."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.model import queries
from contentlint.model.diagnostic import Counts, Position
from contentlint.model.dialects import Dialect
from contentlint.model.document import (
    BARE,
    EMPHASIS,
    KINDS,
    LINK,
    MARK,
    Document,
    Link,
    Node,
    Source,
    Span,
)
from contentlint.model.errors import ReadError
from contentlint.model.report import Report
from contentlint.report import columns as units
from contentlint.source import formats
from contentlint.source.decode import decode, raw, raw_lines

LINES = ("first", "😀😀 teh [نص]()", "third", "نص آخر", "")
BOM = codecs.BOM_UTF8
ARABIC = "قال الوزير إن الأمر انتهى، وإن المدرسة التي في المدينة مفتوحة لهذه السنة كلها."


def md(text: str) -> Document:
    return formats.read("a.md", text.encode())


@given(st.text(alphabet="a \n\r\x0b\u2028é", max_size=30))
def test_one_line_is_what_all_lines_have_there(text: str) -> None:
    one, every = md(text), md(text)
    assert one.line_count == len(every.lines)
    for number, line in enumerate(every.lines):
        assert one.line(number) == every.line(number) == line
        assert one.line_span(number) == (one.line_start(number), one.line_end(number))
        assert one.text[slice(*one.line_span(number))] == line


# Bytes


@given(st.text(alphabet="a\r\n\u2028\x0b\x0c\x85é", max_size=40), st.booleans())
def test_decoding_and_encoding_are_inverse(text: str, bom: bool) -> None:
    data = (BOM if bom else b"") + text.encode()
    decoded, source = decode(data)
    assert "\r" not in decoded
    assert source.bom is bom or text.startswith("\ufeff")
    mark, own = raw(data, source, decoded)
    assert mark + own.encode() == data
    starts, ends = raw_lines(own)
    lines = [own[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)]
    whole = zip(decoded.split("\n"), [*ends, ""], strict=True)
    assert lines == [line + end for line, end in whole]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_with_a_mark_is_read(encoding: str) -> None:
    data = ("\ufeff" + "سلام\r\n").encode(encoding)
    doc = formats.read("a.txt", data)
    assert doc.text == "سلام\n"
    assert doc.source == Source(encoding, True, "\r\n", "\r\n")
    assert raw(data, doc.source, doc.text) == ("\ufeff".encode(encoding), "سلام\r\n")


def test_utf8_is_read_with_its_mark_and_without() -> None:
    for mark in (BOM, b""):
        data = mark + "سلام".encode()
        assert decode(data) == ("سلام", Source("utf-8", bool(mark)))
        assert raw(data, decode(data)[1], decode(data)[0]) == (mark, "سلام")


def test_bytes_that_are_no_utf8_keep_their_place() -> None:
    doc = formats.read("a.txt", "قال ".encode() + b"\xc7\xe1" + " نعم".encode())
    assert doc.text == "قال \udcc7\udce1 نعم"
    assert doc.position(4) == (1, 5)
    data = BOM + b"a\xff\r\n"
    assert decode(data) == ("a\udcff\n", Source("utf-8", True, "\r\n", "\r\n", damaged=True))
    assert raw(data, decode(data)[1], decode(data)[0]) == (BOM, "a\udcff\r\n")


@pytest.mark.parametrize(
    "data",
    [
        *(b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n\xff", b"%PDF-1.7\nASCII", b"a\x00\xff\xfe"),
        *(b"\xff\xfea", b"\xfe\xffa", b"ID3 \xff"),
    ],
)
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data)
    assert str(caught.value) == "binary file, not text"


@pytest.mark.parametrize("data", [b"", b"a\x00b", b"x %PDF-1.7", BOM])
def test_texts_that_look_odd_are_read(data: bytes) -> None:
    assert decode(data)[0] == data.decode("utf-8-sig")


# Line ends


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_only_three_line_ends_end_lines(end: str) -> None:
    doc = formats.read("a.txt", f"a\u2028b\x0bc\x0cd\x85f{end}g{end}".encode())
    assert doc.lines == ["a\u2028b\x0bc\x0cd\x85f", "g", ""]
    assert doc.position(doc.text.index("g")) == (2, 1)
    assert doc.source.newline == end


@pytest.mark.parametrize(
    ("text", "decoded", "newline", "commonest", "others"),
    [
        ("a\r\nb\nc\r\n", "a\nb\nc\n", "mixed", "\r\n", (1,)),
        ("a\rb\nc\rd", "a\nb\nc\nd", "mixed", "\r", (1,)),
        ("a\r\r\nb\n\nc", "a\n\nb\n\nc", "mixed", "\n", (0, 1)),
        ("a\n\r\n\r", "a\n\n\n", "mixed", "\r\n", (0, 2)),
        ("\r\r", "\n\n", "\r", "\r", ()),
        ("a\r\nb", "a\nb", "\r\n", "\r\n", ()),
        ("a\nb", "a\nb", "\n", "\n", ()),
    ],
)
def test_mixed_line_ends_are_counted_and_the_rarer_named(
    text: str, decoded: str, newline: str, commonest: str, others: tuple[int, ...]
) -> None:
    assert decode(text.encode()) == (decoded, Source("utf-8", False, newline, commonest, others))


def test_of_very_many_other_line_ends_the_first_are_named() -> None:
    _, source = decode(b"a\n" * 10_002 + b"b\r\n" * 10_003)
    assert source.other_lines == tuple(range(10_000))


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("", [0], []),
        ("a", [0], []),
        ("a\r\nb\rc\nd", [0, 3, 5, 7], ["\r\n", "\r", "\n"]),
        ("a\r\r\n", [0, 2, 4], ["\r", "\r\n"]),
    ],
)
def test_lines_of_a_file_begin_and_end(text: str, starts: list[int], ends: list[str]) -> None:
    assert raw_lines(text) == (starts, ends)


# Lines of a document


def test_each_offset_has_a_line_and_a_column() -> None:
    doc = md("ab\n\nجد\n")
    assert [doc.position(n) for n in range(-1, len(doc.text) + 1)] == [
        *((1, 1), (1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (3, 2), (3, 3), (4, 1)),
    ]
    assert [doc.line_at(n) for n in range(-1, len(doc.text) + 1)] == [0, 0, 0, 0, 1, 2, 2, 2, 3]
    assert [doc.line_start(n) for n in range(4)] == [0, 3, 4, 7]
    assert [doc.line_span(n) for n in range(4)] == [(0, 2), (3, 3), (4, 6), (7, 7)]
    assert isinstance(doc.line_span(0), Span)
    assert md("\na").position(1) == (2, 1)


def test_positions_outside_the_text_are_refused() -> None:
    doc = md("ab\n")
    for offset in (-2, 4):
        with pytest.raises(IndexError) as caught:
            doc.position(offset)
        assert str(caught.value) == f"offset {offset} is not in a text of 3 code points"


# What a document knows


def test_document_is_what_it_was_made_of() -> None:
    text = "---\nlang: fa\n---\n# عنوان <!-- x -->\n\n" + ARABIC + " [a](b)\n"
    doc = formats.read("dir/a.md", BOM + text.encode())
    assert (doc.path, doc.text, doc.format) == ("dir/a.md", text, "markdown")
    assert (doc.language, doc.detected, doc.direction) == ("fa", "ar", "rtl")
    assert (doc.paragraphs, doc.source) == ("blank-line", Source("utf-8", True))
    assert [block.kind for block in doc.blocks] == ["front_matter", "heading", "paragraph"]
    assert [text[a:b] for a, b in doc.comments] == ["<!-- x -->"]
    assert [text[link.dest.start : link.dest.end] for link in doc.links] == ["b"]
    assert len(doc.prose) == len(doc.text)
    assert doc.lines == text.split("\n")


def test_facts_are_computed_once() -> None:
    calls = []

    def count(doc: Document, extra: int = 0) -> int:
        calls.append(extra)
        return len(doc.text) + extra

    doc = md("abc")
    assert [doc.fact(count), doc.fact(count), doc.fact(count, 1), doc.fact(count, 1)] == [
        3,
        3,
        4,
        4,
    ]
    assert calls == [0, 1]


def test_fact_that_is_known_is_not_computed() -> None:
    def never(_: Document) -> str:
        raise AssertionError

    doc = md("abc")
    doc.know(never, "known")
    assert doc.fact(never) == "known"


def test_whether_a_file_is_there_is_asked_of_whoever_knows() -> None:
    doc = md("abc")
    assert doc.exists("a.png") is None
    doc.lookup = {"a.png": True, "b.png": False}.__getitem__
    assert (doc.exists("a.png"), doc.exists("b.png")) == (True, False)


# Columns


@pytest.mark.parametrize(
    ("text", "utf16", "utf8"),
    [
        *(("", 0, 0), ("a", 1, 1), ("ن", 1, 2), ("中", 1, 3), ("😀", 2, 4), ("\udc80", 1, 1)),
        *(("\udcff", 1, 1), ("\udc7f", 1, 3), ("\ue000", 1, 3), ("\uffff", 1, 3)),
        *(("\U00010000", 2, 4), ("a😀\udc80\udcff", 5, 7)),
    ],
)
def test_lengths(text: str, utf16: int, utf8: int) -> None:
    assert (units.utf16(text), units.utf8(text)) == (utf16, utf8)


def columns(unit: str = "utf8", lines: Sequence[str] = LINES) -> units.Columns:
    asked: list[str] = []

    def lines_of(path: str) -> Sequence[str]:
        assert path == "a"
        assert not asked, "they are read once"
        asked.append(path)
        return lines

    report = Report(1, (), 0, (), "info", "0.1.0", Counts(), lines_of=lines_of)
    return units.Columns(report, {"utf8": units.utf8, "utf16": units.utf16}[unit])


def test_columns_of_the_measured_line() -> None:
    place = Position(2, 8, 2, 14)
    assert columns("utf8").position("a", place) == (2, 14, 2, 22)
    assert columns("utf16").position("a", place) == (2, 10, 2, 16)
    assert columns().position("a", Position(1, 2, 2, 3)) == (1, 2, 2, 9)


def test_columns_stay_where_the_line_cannot_be_had_and_past_its_end() -> None:
    place = Position(2, 7, 2, 9)
    assert columns(lines=()).position("a", place) == place
    assert columns(lines=("😀",)).position("a", Position(0, 2, 2, 2)) == (0, 2, 2, 2)
    assert columns().position("a", Position(4, 7, 9, 9)) == (4, 1 + len("نص آخر".encode()), 9, 9)
    assert columns().position("a", Position(1, 6, 1, 8)) == (1, 6, 1, 8)
    assert columns(lines=("ن",)).position("a", Position(1, 2, 1, 4)) == (1, 3, 1, 5)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Position(1, 2, 1, 4), "ir"),
        (Position(1, 6, 2, 2), "\n😀"),
        (Position(3, 6, 5, 1), "\nنص آخر\n"),
        (Position(1, 3, 1, 3), ""),
        (Position(4, 4, 4, 7), "آخر"),
        (Position(5, 1, 7, 1), None),
        (Position(6, 1, 6, 1), None),
    ],
)
def test_text_between_two_places(place: Position, text: str | None) -> None:
    found = columns()
    assert found.between("a", place) == text
    assert found.position("a", Position(1, 1, 1, 1)) == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("😀😀", 4, "😀😀"),
        ("😀😀", 3, "😀…"),
        ("a😀b", 3, "a…"),
        ("\ud800ab", 2, "…"),
        ("\ud800", 1, "\ud800"),
        ("ab", 1, "…"),
    ],
)
def test_cut_counts_utf16_and_halves_no_character(text: str, limit: int, kept: str) -> None:
    assert units.cut(text, limit) == kept


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "wrong"),
    [
        *(("utf-8", b""), ("utf-8-sig", b""), ("utf-16", b"")),
        *(("utf-8", bad) for bad in (b"\xff", b"\x82\xac", b"\xe2\x82", b"\xed\xa0\x80")),
    ],
)
def test_what_is_no_text_is_known_and_the_bytes_are_those_of_the_text(
    encoding: str, wrong: bytes, end: str
) -> None:
    before, after = f"é *a*{end}€ `b`", f" **𝄞**{end}"
    data = before.encode() + wrong + after.encode() if wrong else (before + after).encode(encoding)
    doc = formats.read("a.md", data)
    assert doc.fact(queries.utf8_text) == doc.text.encode("utf-8", "surrogatepass")
    assert doc.source.damaged == bool(wrong)
    assert doc.prose.count("\0") == 6
    assert doc.prose[doc.text.index("𝄞")] == "𝄞"


# A document of our own


def find(_: Document, wanted: tuple[object, ...]) -> list[int]:
    return [len(wanted)]


def by_hand(text: str, **given: Any) -> Document:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    fields: dict[str, Any] = {
        "lines": None, "starts": starts, "format": "markdown", "language": "ar", "detected": "fa",
        "direction": "rtl", "paragraphs": "line", "blocks": [], "nodes": [], "comments": [],
        "prose": text, "source": Source(), "find": find,
    }  # fmt: skip
    return Document("a.md", text, **{**fields, **given})


def test_document_keeps_what_it_is_given() -> None:
    doc = by_hand("ab\n\nc", lines=["given"])
    assert doc.lines == ["given"]
    assert doc.line(0) == "given"
    assert (doc.origin, doc.dialect.name, doc.markup, doc.met) == ("unknown", "none", [], None)
    assert doc.places((1, 2)) == [2]
    dialect = Dialect("hugo", 0)
    doc = by_hand("ab", origin="generated", dialect=dialect)
    assert (doc.origin, doc.dialect) == ("generated", dialect)


def test_lines_that_nobody_has_split_are_those_of_the_text() -> None:
    doc = by_hand("ab\n\ncde\n")
    assert [doc.line(n) for n in range(4)] == ["ab", "", "cde", ""]
    assert doc.line_count == 4
    assert doc.lines == ["ab", "", "cde", ""]
    assert doc.lines is doc.lines
    assert [doc.line(n) for n in range(4)] == doc.lines


NODES = [Node(EMPHASIS, start, start + 2, start + 1, start + 1, 0, 0) for start in (1, 4, 4, 9)]


def test_markup_is_read_once_and_cut_by_where_it_begins() -> None:
    read = []

    def markup(doc: Document) -> list[Node]:
        read.append(doc.path)
        return NODES

    doc = by_hand("0123456789ab", markup=markup)
    assert doc.markup is NODES
    assert doc.markup is NODES
    assert read == ["a.md"]
    for start, end, places in (
        *((0, 12, (1, 4, 4, 9)), (1, 4, (1,)), (1, 5, (1, 4, 4)), (2, 4, ()), (4, 9, (4, 4))),
        *((5, 10, (9,)), (10, 12, ()), (0, 1, ()), (9, 9, ())),
    ):
        found = doc.markup_in(start, end)
        assert tuple(node.start for node in found) == places
        assert all(node in NODES for node in found)
    assert by_hand("x").markup_in(0, 1) == []


def test_first_node_from_an_offset_on() -> None:
    doc = by_hand("0123456789ab", nodes=NODES)
    assert [doc.first_node(n) for n in range(12)] == [0, 0, 1, 1, 1, 3, 3, 3, 3, 3, 4, 4]
    for size in range(9):
        nodes = [Node(LINK, 2 * n, 2 * n + 1, 0, 0, 0, 0) for n in range(size)]
        doc = by_hand("x" * 20, nodes=nodes)
        assert [doc.first_node(n) for n in range(20)] == [min(-(-n // 2), size) for n in range(20)]


def test_emphasis_may_begin_at_a_mark_that_is_no_link() -> None:
    prose = f"a{MARK}b{MARK}{MARK}"
    doc = by_hand("a*b[*", prose=prose, nodes=[Node(LINK, 3, 5, 4, 4, 4, 4)], markup=lambda _: [])
    assert [doc.may_mark(n) for n in range(5)] == [False, True, False, False, True]
    assert doc.markup == []
    assert all(doc.may_mark(n) for n in range(5))


def test_places_are_those_that_were_met_or_are_searched_for() -> None:
    doc = by_hand("x")
    doc.met = {("met",): [7], ("none",): []}
    assert doc.places(("met",)) == [7]
    assert doc.places(("none",)) == []
    assert doc.places(("other", 1, 2)) == [3]


def test_node_is_a_link_with_all_its_places() -> None:
    node = Node(LINK, 1, 9, 2, 4, 5, 8)
    places = (node.start, node.end, node.first, node.last, node.dest, node.dest_end)
    assert (node.kind, *places) == (LINK, 1, 9, 2, 4, 5, 8)
    assert node.link() == Link("link", Span(1, 9), Span(2, 4), Span(5, 8))
    link = Node(BARE, 1, 9, 2, 4, 5, 8).link()
    assert link == Link(KINDS[BARE], Span(1, 9), Span(1, 9), Span(1, 9))
    assert all(isinstance(span, Span) for span in (*link[1:], *node.link()[1:]))
