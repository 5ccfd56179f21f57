"""Captions, notes, credits and quotations, which may repeat the text."""

from __future__ import annotations

import pytest

from contentlint.article import asides
from contentlint.model.document import Document
from contentlint.source import formats


def read(text: str) -> Document:
    return formats.read("a.md", text.encode(), language="")


@pytest.mark.parametrize(
    ("text", "index", "expected"),
    [
        ("![The new quay in winter](a.jpg)\n\nThe new quay, in winter.\n", 1, True),
        ("![The new quay in winter](a.jpg)\n\nThe old quay in winter.\n", 1, False),
        ("![](a.jpg)\n\n*The old quay in winter.*\n", 1, True),
        (
            "The new quay in winter.\n\nText.\n\nMore.\n\n![The new quay in winter](a.jpg)\n",
            0,
            False,
        ),
    ],
)
def test_a_caption_stands_beside_its_image(text: str, index: int, expected: bool) -> None:
    assert asides.is_caption(read(text), index) is expected


def test_a_caption_elsewhere_has_the_words_of_an_alternative_text() -> None:
    doc = read("The quay.\n\nText.\n\nMore.\n\n![The quay](a.jpg)\n")
    assert asides.shows(doc, 0)
    assert not asides.shows(doc, 1)


@pytest.mark.parametrize(
    "text", ["[3] See there.", "[\\*3](#n) See there.", "\\[3\\] See there.", "[^3] See there."]
)
def test_notes(text: str) -> None:
    assert asides.is_note(read(text), 0)


@pytest.mark.parametrize("text", ["See there [3].", "[See there](a.html) for more.", "30 ships"])
def test_what_is_no_note(text: str) -> None:
    assert not asides.is_note(read(text), 0)


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("— Marta of the ferry (@marta)", True),
        ("*— Marta (@marta) June 7, 2016*", True),
        ("[pic.twitter.com/abc]— Marta (@marta)", True),
        ("[pic.twitter.com/abc](https://example.org/a) — Marta (@marta)", True),
        ("— Marta of the ferry", False),
        ("Write to Marta (@marta).", False),
    ],
)
def test_a_post_has_the_name_of_who_wrote_it_below(below: str, expected: bool) -> None:
    doc = read(f"The bell is the sound of my phone.\n\n{below}\n")
    assert asides.is_posted(doc, 0) is expected
    assert not asides.is_posted(doc, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("© The agency", True),
        ("Pingback: The harbour blog", True),
        ("[…] The harbour is open […]", True),
        ("A study. Harbour 3, 2021. doi: 10.1000/12", True),
        ("A study, https://example.org/a", True),
        ("The agency reports that the harbour is open.", False),
    ],
)
def test_credits(text: str, expected: bool) -> None:
    assert asides.is_credit(read(text), 0) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She wrote: The quay is open.", True),
        ("He said: “It rains. The quay is open. I go.”", True),
        ("«The quay is open.»", True),
        ("It rains, he said. The quay is open.”", True),
        ("The “old” man left. The quay is open.", False),
        ("The quay is open. He called it “old”.", False),
    ],
)
def test_a_sentence_is_quoted(text: str, expected: bool) -> None:
    doc = read(text)
    start = text.index("The quay")
    end = start + text[start:].index(".") + 1
    if text[end : end + 1] in ("”", "»"):
        end += 1
    assert asides.quotes(doc, doc.blocks[0], start, end) is expected


def test_places_are_headings_and_lines_in_bold() -> None:
    doc = read("# A\n\n## B\n\none\n\n**C**\n\ntwo\n\n## D\n\nthree\n")
    found = {
        doc.text[b.start : b.end]: p for b, p in zip(doc.blocks, asides.places(doc), strict=True)
    }
    assert found["one"] == (("a", "b"), 1, 2)
    assert found["two"].titles[:2] == ("a", "b")
    assert len(found["two"].titles) == 3
    assert found["three"] == (("a", "d"), 1, 2)


def test_a_line_in_bold_that_recurs_stands_below_one_that_does_not() -> None:
    doc = read("# A\n\n**One**\n\n**Lunch**\n\nSoup.\n\n**Two**\n\n**Lunch**\n\nRice.\n")
    places = asides.places(doc)
    assert places[3] == (("a", "one", "lunch"), 1, 7)
    assert places[6] == (("a", "two", "lunch"), 1, 7)
