"""Queries about one place: emphasis, links, images, escapes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.model import queries
from contentlint.model.document import EMPHASIS, TAG, UNMATCHED, Document
from contentlint.source import formats

TEXTS = st.text(st.sampled_from("ab *_~`[]()<>!\\\n# -"), max_size=60)


def read(text: str) -> Document:
    return formats.read("a.md", text.encode())


@pytest.mark.parametrize(
    ("text", "emphasised", "strong"),
    [
        ("**a b**", True, True),
        (" __a__ ", True, True),
        ("*a*", True, False),
        ("***a***", True, True),
        ("_**a**_", True, True),
        ("**a** and **b**", True, True),
        ("**a** and *b*", True, False),
        ("**a**: b", False, False),
        ("a **b**", False, False),
        ("**a", False, False),
        ("\\*a\\*", False, False),
        ("`**a**`", False, False),
        ("", False, False),
    ],
)
def test_a_stretch_is_emphasised_at_both_ends(text: str, emphasised: bool, strong: bool) -> None:
    doc = read(text)
    assert queries.is_emphasised(doc, 0, len(text)) == emphasised
    assert queries.is_emphasised(doc, 0, len(text), strong=True) == strong


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("a *b c* d", "*b c*"),
        ("a __b__ d", "__b__"),
        ("> a *b\n> c* d", "*b\n> c*"),
        ("a *b c d", ""),
        ("a \\*b c\\* d", ""),
        ("a *b*\n\nc *d e", "*b*"),
        ("a `*b*` c", ""),
    ],
)
def test_places_in_emphasis(text: str, inside: str) -> None:
    doc = read(text)
    start = text.index(inside)
    found = [at for at in range(len(text)) if queries.in_emphasis(doc, at)]
    assert found == list(range(start + 1, start + len(inside)))


@pytest.mark.parametrize(
    ("text", "labelled"),
    [
        ("**Note:** the text", True),
        ("__Note__: the text", True),
        ("*Note:* the text", False),
        ("**Note** the text: it", False),
        ("The **note:** the text", False),
        ("**Note: the text", False),
        (f"**{'a ' * 40}b:** the text", False),
    ],
)
def test_a_label_is_short_bold_and_ends_in_a_colon(text: str, labelled: bool) -> None:
    assert queries.begins_with_label(read(text), 0) == labelled


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("**a b** ", "a b"),
        ("***a***", "a"),
        ("** a", "** a"),
        ("**a", "a"),
        ("*a* b *c*", "a* b *c"),
        ("\\*a", "\\*a"),
        ("  ", ""),
    ],
)
def test_delimiters_around_a_stretch_are_left_out(text: str, bare: str) -> None:
    assert text[slice(*queries.unemphasised(read(text), 0, len(text)))] == bare


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("`a`", "a"),
        ("**`` a ``**", "a"),
        (" *a `b`* ", "a `b"),
        ("`a", "`a"),
        ("\\`a`", "\\`a`"),
        ("https://a.org", "https://a.org"),
    ],
)
def test_backticks_around_a_stretch_are_left_out_on_demand(text: str, bare: str) -> None:
    doc = read(text)
    assert text[slice(*queries.unemphasised(doc, 0, len(text), code=True))] == bare
    assert "`" not in text or "`" in text[slice(*queries.unemphasised(doc, 0, len(text)))]


@pytest.mark.parametrize(
    ("text", "link", "only", "image", "begins"),
    [
        ("[a](b)", True, True, False, False),
        ("**[a](b 'c')** ", True, True, False, False),
        ("[a](b) c", True, False, False, False),
        ("![a](b)", True, False, True, True),
        ("[![a](b)](c)", True, False, True, True),
        ("a ![b](c)", True, False, True, False),
        ('<img src="a">', False, False, True, False),
        ("[a] (b)", False, False, False, False),
        ("`[a](b)`", False, False, False, False),
    ],
)
def test_links_and_images_in_a_stretch(
    text: str, link: bool, only: bool, image: bool, begins: bool
) -> None:
    doc = read(text)
    assert queries.has_link(doc, 0, len(text)) == link
    assert queries.is_link(doc, 0, len(text)) == only
    assert queries.has_image(doc, 0, len(text)) == image
    assert queries.begins_with_image(doc, 0) == begins


def test_a_backslash_escapes_signs_but_not_letters_or_code() -> None:
    doc = read("\\*a \\b `\\*`")
    assert [at for at in range(1, len(doc.text)) if queries.is_escaped(doc, at)] == [1]


def test_a_cell_ends_at_pipes_that_are_not_escaped() -> None:
    text = "| a | b \\| c | `d|e` |"
    doc = read(text)
    assert [text[slice(*queries.cell_at(doc, text.index(c)))] for c in "abd"] == [
        " a ",
        " b \\| c ",
        " `d|e` ",
    ]
    assert queries.pipes(doc, 0, len(text)) == [0, 4, 13, len(text) - 1]


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_what_may_be_no_markup_is_none(text: str) -> None:
    doc = read(text)
    may = {at for at in range(len(doc.text)) if doc.may_mark(at)}
    nodes = [node for node in doc.markup if EMPHASIS <= node.kind <= UNMATCHED or node.kind == TAG]
    code = {b.start for b in doc.blocks if b.kind == "code"}
    assert {node.start for node in nodes} - code <= may


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_delimiters_left_out_are_at_the_edges(text: str) -> None:
    doc = read(text)
    start, end = queries.unemphasised(doc, 0, len(text))
    assert 0 <= start <= end <= len(text)
    assert not (text[:start] + text[end:]).strip("*_~ \n")
