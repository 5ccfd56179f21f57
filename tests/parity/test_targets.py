"""Targets of links: what a translation may change in them, and what it must not."""

from __future__ import annotations

import pytest

from contentlint.parity import targets
from contentlint.source import formats

LANGUAGES = ("en", "ar", "fa-IR")


def same(one: str, two: str) -> bool:
    a, b = targets.address(one, LANGUAGES), targets.address(two, LANGUAGES)
    assert targets.same(a, b) == targets.same(b, a)
    return targets.same(a, b)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("/en/guide", "/ar/guide"),
        ("/guide", "/ar/guide/"),
        ("/en-US/guide", "/fa_IR/guide"),
        ("guide.md", "guide.ar.md"),
        ("README.md", "README_ar.md"),
        ("../images/a.png", "../../images/a.png"),
        ("./guide.md", "guide"),
        ("/docs/guide/index.html", "/docs/guide/"),
        ("https://example.org/docs/guide", "/docs/guide"),
        ("http://www.example.org/a", "https://example.org/a/"),
        ("https://en.example.org/a", "https://ar.example.org/a"),
        ("https://example.org/a?hl=en", "https://example.org/a?hl=ar"),
        ("https://example.org/a?utm_source=x&id=1", "https://example.org/a?id=1"),
        ("https://en.wikipedia.org/wiki/X", "https://ar.wikipedia.org/wiki/س"),
        ("https://wikipedia.org/wiki/X", "https://ar.wikipedia.org/wiki/س"),
        ("https://example.org/%D8%B3", "https://example.org/س"),
        ("guide.md#install", "guide.md#التثبيت"),
        ("#install", "#التثبيت"),
        ("/", "/ar/"),
        ("https://example.org", "/ar/"),
        ("mailto:a@example.org", "mailto:A@example.org"),
        ("//example.org/a", "https://example.org/a"),
        ("www.example.org/a", "https://example.org/a"),
    ],
)
def test_the_same_target(one: str, two: str) -> None:
    assert same(one, two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("https://example.org/a?id=1", "https://example.org/a؟id=1"),
        ("https://example.org/messaging", "https://example.org/messagging"),
        ("https://example.org/a", "https://example.com/a"),
        ("https://example.org/it/a", "https://example.org/de/a"),
        ("https://en.wikipedia.org/wiki/X", "https://en.wikipedia.org/wiki/Y"),
        ("guide.md", "#guide"),
        ("https://example.org/", "guide.md"),
        ("/", "guide.md"),
        ("/", "#guide"),
        ("/guide", "/guides"),
        ("https://example.org/", "https://example.org/a/b"),
        ("mailto:a@example.org", "mailto:b@example.org"),
        ("a.png", "b.png"),
    ],
)
def test_another_target(one: str, two: str) -> None:
    assert not same(one, two)


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("./translations/ar/README.md", True),
        ("README.ar.md", True),
        ("/ar-EG/guide", True),
        ("/arabic/guide.md", False),
        ("/guide", False),
        ("https://ar.example.org/guide", True),
        ("https://example.ar", False),
    ],
)
def test_targets_that_name_a_language(url: str, named: bool) -> None:
    assert targets.names_language(url, "ar") is named


def test_links_are_read_once_and_references_resolved() -> None:
    text = (
        "[a](x.md) [https://b.example](https://c.example) ![i](i.png) [t][lab] <https://d.example>\n"
        "\n[lab]: ../lab.md\n[other]: y.md\n\n<a href='z.md'>z</a>\n"
    )
    doc = formats.read("a.md", text.encode())
    found = list(targets.read(doc, 0, text.index("\n")))
    assert [(t.url, t.is_image) for t in found] == [
        ("x.md", False),
        ("https://c.example", False),
        ("i.png", True),
        ("https://d.example", False),
        ("../lab.md", False),
    ]
    tags = list(targets.read(doc, text.index("<a"), len(text)))
    assert [(t.url, text[slice(*t.dest)]) for t in tags] == [("z.md", "z.md")]
    assert {"y.md", "z.md"} <= set(targets.everywhere(doc))


def test_entities_are_read_as_readers_of_the_page_see_them() -> None:
    doc = formats.read("a.md", b"[a](https://example.org/v?a=1&amp;t=2) [b](/x?a=1&copy=2)\n")
    urls = [target.url for target in targets.read(doc, 0, len(doc.text))]
    assert urls == ["https://example.org/v?a=1&t=2", "/x?a=1&copy=2"]


@pytest.mark.parametrize(
    ("path", "url", "expected"),
    [
        ("README.md", "./translations/bn/README.md", "translations/bn/README.md"),
        ("translations/fa/README.md", "../bn/README.md#top", "translations/bn/README.md"),
        ("/a/b.md", "c.md?x=1", "/a/c.md?x=1"),
        ("/a/b.md", "#c", ""),
        ("/a/b.md", "/c.md", ""),
        ("/a/b.md", "https://example.org/c.md", ""),
        ("/a/b.md", "mailto:a@example.org", ""),
    ],
)
def test_relative_links_lead_to_files(path: str, url: str, expected: str) -> None:
    assert targets.file_of(path, url) == expected
