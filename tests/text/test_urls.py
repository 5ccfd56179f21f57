"""URLs in running text, their parts, and what can be wrong with a host."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.core import lexer
from contentlint.source import formats
from contentlint.text.urls import find, hosts

FOUND = [
    ("see https://example.com/a, then", ["https://example.com/a"]),
    ("(https://example.com/a)", ["https://example.com/a"]),
    ("(https://example.com/a), then", ["https://example.com/a"]),
    ("https://example.com/wiki/Sum_(mathematics)", ["https://example.com/wiki/Sum_(mathematics)"]),
    ("https://example.com/a][#tag][b]", ["https://example.com/a"]),
    ("https://example.com/a?x[]=1&y[0]=2", ["https://example.com/a?x[]=1&y[0]=2"]),
    ("انظر https://example.com/أخبار، ثم", ["https://example.com/أخبار"]),
    ("请看https://example.com/a，谢谢", ["https://example.com/a"]),
    ("https://example.com：这是首页", ["https://example.com"]),
    ("https://example.com/{id}/x", ["https://example.com/"]),
    ("begins with http:// always", ["http://"]),
    ("www.example.com and WWW.example.org.", ["www.example.com", "WWW.example.org"]),
    ("https://example.com/?u=,www.example.org", ["https://example.com/?u=,www.example.org"]),
    ("http://[::1]:8080/ is local", ["http://[::1]:8080/"]),
    ("swww.example.com and a/www.example.com", []),
]


def bare_urls(text: str) -> list[tuple[int, int]]:
    return lexer.bare_urls(text, lexer.occurrences(text, "://"), lexer.occurrences(text, "www."))


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_bare_urls_end_where_the_sentence_goes_on(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in bare_urls(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.,;:!?", "a"),
        ("a)))", "a"),
        ("a(b))", "a(b)"),
        ("a(b)", "a(b)"),
        ("a]).", "a"),
        ("", ""),
    ],
)
def test_trim_drops_punctuation_and_unmatched_brackets(text: str, expected: str) -> None:
    assert text[: lexer.url_end(text, 0, len(text))] == expected


@given(st.text("aZ09_.+-,/:@é²٣ \n\x1a", max_size=90), st.integers(0, 90))
@settings(max_examples=1000, deadline=None)
def test_what_stands_before_an_address_is_what_a_pattern_finds(text: str, low: int) -> None:
    for before, pattern, most in (
        (lexer._scheme, r"[A-Za-z][A-Za-z0-9+.-]{0,20}$", 21),
        (lexer._local_part, r"[\w.+-]{1,64}$", 64),
    ):
        for at in range(len(text) + 1):
            first = max(min(low, at), at - most)
            m = re.compile(pattern).search(text, first, at)
            assert before(text, first, at) == (m.start() if m else -1)


@pytest.mark.parametrize(
    "text",
    [
        "http://a" + ")" * 200_000,
        "http://a" + "(" * 100_000 + ")" * 100_000,
        "http://a)" * 50_000,
        "www.a," * 50_000,
        "://" * 100_000,
        "a" * 200_000 + "://",
        "http://a" + "].," * 100_000,
    ],
)
def test_hostile_text_ends(text: str) -> None:
    # Quadratic, each of these would take minutes.
    for start, end in bare_urls(text):
        assert 0 <= start <= end <= len(text)


def test_parts_of_a_url() -> None:
    assert find.split("HTTPS://u@Example.com:80/a/b?x#y") == (
        "https",
        "u@Example.com:80",
        "/a/b",
        "?x#y",
    )
    assert find.split("www.example.com/a") == ("", "www.example.com", "/a", "")
    assert find.split("https://example.com?x/y") == ("https", "example.com", "", "?x/y")
    assert find.host_of("u@Example.com:80") == "example.com"
    assert find.host_of("[::1]:80") == "[::1]"


def test_a_shown_url_is_no_target() -> None:
    text = "[https://a.example/x](https://b.example/x) and https://c.example\n"
    doc = formats.read("a.md", text.encode())
    assert [t.url for t in find.targets(doc).all] == ["https://b.example/x", "https://c.example"]
    assert [t.url for t in find.targets(doc).bare] == ["https://c.example"]


GOOD_HOSTS = [
    "example.com",
    "example.com.",
    "localhost",
    "user:pass@example.com:8080",
    "user@example.com:00080",
    "192.168.0.1",
    "0x7f.1",
    "4294967295",
    "[::1]:80",
    "[2001:db8::7]",
    "[fe80::1%25en0]",
    "موقع.example",
    "xn--mgbh0fb.example",
    "a_b.example",
    "💩.example",
    "ex%61mple.com",
]
BAD_HOSTS = [
    "",
    "user@",
    "a..b",
    "-a.example",
    "a" * 64 + ".example",
    "a b",
    "a|b",
    "a%00b",
    "a%zz",
    "a%80",
    "a:65536",
    "a:port",
    "a:-80",
    "1.2.3.4.5",
    "192.168.0.257",
    "foo.1.2.3.4",
    "1.2.3.08",
    "[::1",
    "[::1]x",
    "[google.com]",
    "2001::1",
    "xn--pokxncvks",
    "a\ufffd.example",
    "a:" + "9" * 100_000,
]


@pytest.mark.parametrize("authority", GOOD_HOSTS)
def test_nothing_is_wrong_with_a_good_host(authority: str) -> None:
    assert hosts.fault(authority) == ""


@pytest.mark.parametrize("authority", BAD_HOSTS)
def test_a_bad_host_has_a_fault(authority: str) -> None:
    assert hosts.fault(authority)


def test_domains() -> None:
    assert hosts.has_tld("example.com") and hosts.has_tld("[::1]") and hosts.has_tld("例え.テスト")
    assert not hosts.has_tld("localhost") and not hosts.has_tld("localhost.")


_ENDS_A_URL = re.compile(r"[\s<>\x00\x1a\"`|\\^{}«»“”„，。、；：？！（）【】《》「」『』]")


def test_address_ends_at_white_space_and_at_signs_that_no_address_holds() -> None:
    """Brackets aside, and what is taken off its end."""
    for c in map(chr, range(0x11000)):
        if c not in "()[]":
            (found,) = lexer.bare_urls(f"http://a{c}b", [4], [])
            assert (found[1] == 8) == (_ENDS_A_URL.match(c) is not None), hex(ord(c))


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://a(b)c)d", "http://a(b)c"),
        ("http://a[b]c]d", "http://a[b]c"),
        ("http://a(b[c)d]e)f", "http://a(b[c)d]e"),
        ("http://a((b)c)d)e", "http://a((b)c)d"),
        ("http://a)b", "http://a"),
        ("http://a]b", "http://a"),
        ("http://", "http://"),
    ],
)
def test_address_ends_at_a_bracket_that_it_has_not_opened(text: str, url: str) -> None:
    ((start, end),) = lexer.bare_urls(text, [4], [])
    assert text[start:end] == url
