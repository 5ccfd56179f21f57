"""A URL of the web becomes part of an article only as what it is."""

from __future__ import annotations

import random
from urllib.parse import unquote

import pytest

from contentlint.checks.sources import _observed, moved_link
from contentlint.fix import loop
from contentlint.model.diagnostic import Fix
from contentlint.model.document import Document, Span
from contentlint.model.observation import Look, Observation
from contentlint.source import formats
from contentlint.text.urls import find, identity

OLD = "https://old.example.org/x"
PLACES = (
    "[text]({})", '[text]({} "title") and more', "<{}>", "Words {} and more.",
    "| a |\n| --- |\n| [b]({}) |",
    "[{}]({})", "![image]({})", "*[text]({})*", "> - [text]({})", "[a]: {}", "**Source:** {}",
    "[![image](a.png)]({})",
)  # fmt: skip
SIGNS = "ab/()[]<>*_`~|\\\"'&;#?=%{}!$,.:@+-^ \t\nÀعם\u202e\u200b\x1b"


SEEN = _observed.Seen(Span(0, 1), Span(0, 1), OLD, Observation(OLD, "moved"), is_bare=False)


def known(final: str, **given: object) -> Observation:
    one = Observation(OLD, "moved", "200", final, looks=(Look(0, "moved", "200", final),))
    return one._replace(**given)  # type: ignore[arg-type]


def read(text: str, one: Observation) -> Document:
    doc = formats.read("a.md", text.encode("utf-8", "surrogatepass"), language="en")
    doc.observations = {one.url: one}
    return doc


def fixed(text: str, one: Observation) -> str:
    doc = read(text, one)
    fixes = [("SRC025", f.fix) for f in moved_link.check(doc) if f.fix]
    if not fixes:
        return text

    def look(data: bytes) -> tuple[Document, list[tuple[str, Fix]]]:
        doc = read(data.decode(), one)
        found = moved_link.check(doc)
        return doc, [("SRC025", each.fix) for each in found if each.fix]

    return loop.settle(text.encode(), look).data.decode()


def targets(text: str) -> list[str]:
    doc = read(text, known(OLD))
    return [identity.plain(target.url) for target in find.targets(doc).all]


def shape(text: str) -> list[tuple[str, int]]:
    """What an article consists of, whatever its URLs are."""
    doc = read(text, known(OLD))
    return [(link.kind, doc.line_at(link.span.start)) for link in doc.links]


@pytest.mark.parametrize("place", PLACES)
def test_any_url_keeps_the_article_as_it_is(place: str) -> None:
    chance = random.Random(place)
    text = f"# Title\n\n{place.replace('{}', OLD)}\n\nEnd [other](https://b.example/).\n"
    changed = 0
    for _ in range(400):
        final = "https://new.example/" + "".join(chance.choices(SIGNS, k=chance.randrange(9)))
        new = fixed(text, known(final))
        if new == text:
            continue
        changed += 1
        assert shape(new) == shape(text), final
        assert [unquote(url) for url in targets(new)] == [
            unquote(final.removesuffix("#" if final.count("#") == 1 else "no"))
            if url == OLD
            else unquote(url)
            for url in targets(text)
        ], final
        assert not {"\u202e", "\u200b", "\x1b"} & set(new)
    assert changed > 40


@pytest.mark.parametrize(
    ("old", "final", "new"),
    [
        ("http://a.example/x", "https://a.example/x", "https://a.example/x"),
        ("https://www.a.example/x", "https://a.example/x", "https://a.example/x"),
        ("https://a.example/x", "https://www.a.example/x", "https://www.a.example/x"),
        ("https://m.a.example/x", "https://a.example/x", "https://a.example/x"),
        ("https://a.example/x", "https://m.a.example/x", ""),
        ("https://a.example/x", "https://a.example/x/", "https://a.example/x/"),
        ("https://a.example/x/", "https://a.example/x", "https://a.example/x"),
        ("https://a.example", "https://www.a.example/", "https://www.a.example/"),
        ("https://a.example/x/amp", "https://a.example/x", "https://a.example/x"),
        ("https://a.example/x/amp/", "https://a.example/x/", "https://a.example/x/"),
        ("https://a.example/x", "https://a.example/x/amp", ""),
        ("http://A.example/%d8%a7", "https://a.example/%D8%A7", "https://A.example/%d8%a7"),
        ("http://a.example/ا", "https://a.example/%D8%A7", "https://a.example/ا"),
        ("http://a.example/a%2Fb", "https://a.example/a/b", ""),
        ("http://a.example/?b=2&a=1#f", "https://a.example/?a=1&b=2", "https://a.example/?b=2&a=1#f"),
        ("http://a.example/?a=1", "https://a.example/?a=1&a=1", ""),
        ("http://a.example/?a=1", "https://a.example/", ""),
        ("https://a.example/x", "http://a.example/x", ""),
        ("http://a.example:80/x", "https://a.example:443/x", "https://a.example/x"),
        ("http://a.example:8080/x", "https://a.example/x", ""),
        ("http://a.example/x", "https://b.example/x", ""),
        ("http://a.example/x", "https://a.example.evil.example/x", ""),
        ("http://a.example/x", "https://me@a.example/x", ""),
        ("http://me@a.example/x", "https://a.example/x", ""),
        ("http://a.example/X", "https://a.example/x", ""),
        ("http://a.example/x?t=***", "https://a.example/x?t=***", ""),
        ("http://a.example/x\\_y", "https://a.example/x_y/", "https://a.example/x\\_y/"),
    ],
)  # fmt: skip
def test_only_the_form_of_a_url_is_changed_safely(old: str, final: str, new: str) -> None:
    assert moved_link._respelled(old, final) == new


@pytest.mark.parametrize(
    "url", ["", "https://a.example/***", "https://a.example/&copy;", "https://a.example/\u202e",
            "https://a.example/ b", "https://a.example/<b>", "https://a.example/`", "https://a/\\("],
)  # fmt: skip
def test_urls_that_are_never_written(url: str) -> None:
    assert _observed.written(url, SEEN) == ""


def test_no_move_to_a_login_page_has_a_fix() -> None:
    text = f"[a]({OLD})\n"
    for path in ("login", "accounts/login?next=/x", "sign-in", "auth/realms/x", "sso"):
        assert fixed(text, known(f"https://new.example/{path}")) == text
    assert fixed(text, known("https://new.example/author/x")) != text
