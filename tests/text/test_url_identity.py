"""URLs as they are asked for and remembered."""

from __future__ import annotations

import datetime

import pytest

from contentlint.model.observation import day_of
from contentlint.text.urls.globs import Globs
from contentlint.text.urls.hosts import site_of
from contentlint.text.urls.identity import key_of, masked, plain


@pytest.mark.parametrize(
    ("destination", "key"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("https://a.example/x#part", "https://a.example/x"),
        ("https://a.example/x\\_y", "https://a.example/x_y"),
        ("https://a.example/?a=1&amp;b=2", "https://a.example/?a=1&b=2"),
        ("https://a.example/?a=1&b=2", "https://a.example/?a=1&b=2"),
        ("https://a.example/?a=1&copy=2", "https://a.example/?a=1&copy=2"),
        ("https://a.example/&#x41;&#66;", "https://a.example/AB"),
        ("https://a.example/&nosuch;", "https://a.example/&nosuch;"),
        ("https://a.example/الخبر", "https://a.example/الخبر"),
        ("https://me:pw@a.example/x", "https://***@a.example/x"),
        ("https://a.example/x?Token=1#token=2", "https://a.example/x?Token=***"),
        ("https://a.example/x?a=1&access_token=b&c=d", "https://a.example/x?a=1&access_token=***&c=d"),
        ("https://a.example/x?monkey=1", "https://a.example/x?monkey=1"),
        ("https://a.example/x@y", "https://a.example/x@y"),
    ],
)  # fmt: skip
def test_keys(destination: str, key: str) -> None:
    assert key_of(plain(destination)) == key
    assert masked(key) == key, "twice is once"


@pytest.mark.parametrize(
    "name", ["token", "key", "sig", "signature", "password", "access_token", "auth"]
)
def test_parameters_that_are_named_like_secrets_are_masked(name: str) -> None:
    for mark in "?&;":
        url = f"https://a.example/{mark}{name.upper()}=s3cret&x=1"
        assert masked(url) == f"https://a.example/{mark}{name.upper()}=***&x=1"


@pytest.mark.parametrize(
    ("glob", "url", "fits"),
    [
        ("https://a.example/**", "https://a.example/x/y?z", True),
        ("https://a.example/**", "https://b.example/https://a.example/", False),
        ("https://a.example/*", "https://a.example/x", True),
        ("https://a.example/*", "https://a.example/x/y", False),
        ("https://*.example/x", "https://a.b.example/x", True),
        ("https://a.example/x?a=1", "https://a.example/x?a=1", True),
        ("https://a.example/x?a=1", "https://a.example/ya=1", False),
        ("https://a.example/x", "https://a.example/xy", False),
        ("https://a.example/[a]", "https://a.example/a", False),
        ("**ab**ab", "https://a.example/ab", False),
        ("**aba", "https://a.example/ababa", True),
        ("https://a.example/*/*/z", "https://a.example/x/y/z", True),
        ("https://a.example/*x*y", "https://a.example/xyxy", True),
        ("https://a.example/*x**z", "https://a.example/xy/z", True),
        ("https://" + "**a*" * 40 + "b", "https://" + "a" * 4000, False),
    ],
)
def test_globs(glob: str, url: str, fits: bool) -> None:
    assert Globs(["ftp://no", glob]).match(url) is fits


def test_no_globs_fit_nothing() -> None:
    assert not Globs([]).match("")
    assert not Globs([]).match("https://a.example/")


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("www.example.com", "example.com"),
        ("example.com", "example.com"),
        ("news.example.com.sa", "example.com.sa"),
        ("news.example.co.uk", "example.co.uk"),
        ("com.sa", "com.sa"),
        ("a.b.example.vn", "example.vn"),
        ("192.0.2.7", "192.0.2.7"),
        ("[2001:db8::1]", "[2001:db8::1]"),
        ("localhost", "localhost"),
    ],
)
def test_sites(host: str, site: str) -> None:
    assert site_of(host) == site


def test_days_are_those_of_the_calendar() -> None:
    start = datetime.date(1970, 1, 1)
    for number in (*range(1, 40_000, 7), 11_016, 11_017, 47_541, 2_000_000):
        day = start + datetime.timedelta(number)
        assert day_of(number * 86_400 + 86_399) == day.isoformat()
    assert day_of(0) == ""
    assert day_of(1) == "1970-01-01"
