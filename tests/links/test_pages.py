"""What a page says, however it is written."""

from __future__ import annotations

import random
from typing import Any

import pytest

from contentlint.links import pages

LONG = "<p>" + "Words of an article about a bridge. " * 20 + "</p>"


def read(source: str, content_type: str = "text/html; charset=utf-8") -> pages.Page:
    return pages.read(source.encode(), content_type)


def test_title_heading_text_and_names() -> None:
    page = read(
        "<!doctype html><html><head><title>\n A  bridge &amp; a road </title></head>"
        "<body id=top-of-page><h1 class='x'>The <b>bridge</b></h1><p>It is <a name='n1'>open</a>."
        "<h1>Another</h1><div id='s-2'>End</div></body></html>"
    )
    assert page.title == "A bridge & a road"
    assert page.heading == "The bridge"
    assert page.text == "The bridge It is open. Another End"
    assert page.names == {"top-of-page", "n1", "s-2"}
    assert page.letters == sum(map(str.isalpha, page.text))


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("<TITLE>One</TITLE>", "One"),
        ("<title>One</title><svg><title>Two</title></svg><title>Three</title>", "One"),
        ("<!-- <title>No</title> --><title>Yes</title>", "Yes"),
        ("<script>document.write('<title>No</title>')</script><title>Yes</title>", "Yes"),
        ("<title>Never closed<body><p>Text", "Never closed"),
        ("<meta content='a > b' name=d><title>Yes</title>", "Yes"),
        ("<title></title><title>Second</title>", "Second"),
        ("<p>No title", ""),
        ("<title>" + "x" * 900 + "</title>", "x" * 200),
        ("<title>1 < 2</title>", "1 < 2"),
    ],
)
def test_titles(source: str, title: str) -> None:
    assert read(source).title == title


def test_the_first_heading_with_a_text_counts() -> None:
    assert read("<h1><img src=logo.png></h1><h1>The bridge</h1>").heading == "The bridge"
    assert read("<h2>Second</h2>").heading == ""


def test_scripts_and_styles_are_no_text() -> None:
    page = read("<style>p { color: red }</style><script>var a = 1</script><p>Text</p>")
    assert page.text == "Text"


@pytest.mark.parametrize(
    ("encoding", "content_type", "head"),
    [
        ("utf-8", "text/html", ""),
        ("utf-8", "text/html; charset=UTF-8", ""),
        ("windows-1256", "text/html; charset=windows-1256", ""),
        ("windows-1256", "text/html", "<meta charset='windows-1256'>"),
        (
            "windows-1256",
            "",
            "<meta http-equiv=Content-Type content='text/html; charset=windows-1256'>",
        ),
        ("utf-16", "text/html", ""),
    ],
)
def test_encodings(encoding: str, content_type: str, head: str) -> None:
    body = f"<html><head>{head}<title>الصفحة غير موجودة</title>".encode(encoding)
    assert pages.read(body, content_type).title == "الصفحة غير موجودة"


@pytest.mark.parametrize("name", ["idna", "unicode_escape", "hex", "zlib", "no-such", "utf-7"])
def test_an_encoding_that_no_page_has_is_not_used(name: str) -> None:
    assert pages.read(b"<title>a\\x41</title>", f"text/html; charset={name}").title == "a\\x41"


def test_what_is_no_html_says_nothing() -> None:
    for content_type in ("image/png", "application/pdf", "text/plain", "application/json"):
        assert pages.read(b"<title>x</title>", content_type) == pages.Page()
    assert pages.read(b"<title>x</title>", "application/xhtml+xml").title == "x"


@pytest.mark.parametrize(
    "piece",
    [
        "<", "<a ", '<a x="', "<!--", "<script>", "<a x=\"'", '<a x=""', "<a id= ", "<a x=\">",
        "<title>", "<h1>", "&#", "&amp", "\0", "</", "<svg><title>", "<a id=\"x\" ",
    ],
)  # fmt: skip
def test_a_hostile_page_takes_time_in_proportion_to_its_length(piece: str) -> None:
    """Twice the length is read in well under four times the steps: counted, not timed."""
    import sys

    def steps(size: int) -> int:
        count = 0

        def trace(*_: Any) -> Any:
            nonlocal count
            count += 1
            return trace

        body = (piece * (size // len(piece))).encode()
        sys.settrace(trace)
        try:
            pages.read(body, "text/html")
        finally:
            sys.settrace(None)
        return count

    one, two = steps(2000), steps(4000)
    assert two <= 2.5 * one + 50


def test_any_bytes_are_read() -> None:
    chance = random.Random(27)
    signs = [b"<", b">", b'"', b"'", b"=", b"a", b"/", b"!--", b"title", b"h1", b" ", b"\xd8", b"&"]
    for _ in range(3000):
        body = b"".join(chance.choices(signs, k=chance.randrange(40)))
        page = pages.read(body, "text/html")
        assert len(page.title) <= pages.LONGEST_TITLE


# Fragments


def fragments(source: str, *wanted: str, whole: bool = True) -> dict[str, bool]:
    return pages.fragments_in(read(source)._replace(whole=whole), wanted)


def test_fragments_are_found_by_id_and_name_raw_and_decoded() -> None:
    source = f"<h2 id='النتائج'>x</h2><a name=\"n 1\">y</a><p id=A&amp;B>z</p>{LONG}"
    assert fragments(source, "النتائج", "%D8%A7%D9%84%D9%86%D8%AA%D8%A7%D8%A6%D8%AC") == {
        "النتائج": True,
        "%D8%A7%D9%84%D9%86%D8%AA%D8%A7%D8%A6%D8%AC": True,
    }
    assert fragments(source, "n%201", "A&B", "N 1", "results") == {
        "n%201": True,
        "A&B": True,
        "N 1": False,
        "results": False,
    }


@pytest.mark.parametrize(
    "fragment", ["", "top", "Top", ":~:text=word", "/route", "!/route", "L12", "L12-L20", "L1-3"]
)
def test_fragments_that_are_no_places_are_not_looked_for(fragment: str) -> None:
    assert fragments(LONG, fragment) == {}


def test_the_place_before_a_text_fragment_counts() -> None:
    assert fragments(f"<p id=a>{LONG}", "a:~:text=x", "b:~:text=x") == {
        "a:~:text=x": True,
        "b:~:text=x": False,
    }


def test_names_that_a_host_prefixes_are_found() -> None:
    assert fragments(f"<a id=user-content-usage>{LONG}", "usage") == {"usage": True}


def test_a_page_that_is_cut_or_made_by_scripts_says_nothing_of_what_is_missing() -> None:
    assert fragments(f"<p id=a>{LONG}", "a", "b", whole=False) == {"a": True}
    for source in (f"<div id=root>{LONG}</div>", "<p>Loading</p>", f"<div id='__next'>{LONG}"):
        assert fragments(source, "b") == {}
    assert fragments(LONG, "b") == {"b": False}


# Likeness


def test_texts_with_the_same_words_are_near_and_others_far() -> None:
    text = " ".join(f"word{number}" for number in range(200))
    one = pages.simhash(text)
    assert pages.distance(one, pages.simhash(text)) == 0
    assert pages.distance(one, pages.simhash(text + " 12:31")) <= 3
    other = pages.simhash(" ".join(f"other{number}" for number in range(200)))
    assert pages.distance(one, other) > 15
    assert pages.simhash("") == 0
    assert pages.simhash("الصَّفْحة") == pages.simhash("الصفحة")
