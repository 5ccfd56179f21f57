"""Cookies within a chain of redirects."""

from __future__ import annotations

from email.utils import formatdate

import pytest

from contentlint.links.cookies import LARGEST, MOST, Jar
from contentlint.links.guard import parse

NOW = 1_000_000.0


def after(
    *headers: str, at: str = "http://a.example.com/", to: str = "http://a.example.com/"
) -> str:
    jar = Jar()
    jar.take(parse(at), headers, NOW)
    return jar.header(parse(to))


def test_a_cookie_comes_back() -> None:
    assert after("a=b") == "a=b"
    assert after("a=b; Path=/x; HttpOnly", "c = d=e ") == "a=b; c=d=e"
    assert after("a=1", "a=2") == "a=2"
    assert after('a="quoted"') == 'a="quoted"'


@pytest.mark.parametrize(
    "header",
    [
        "",
        "a",
        "=b",
        "a b=c",
        "a=b c",
        "a=b\r\nX: y",
        "a=é",
        "a\x00=b",
        "a=b,\tc",
        ";a=b",
        "a=b\\\x7f",
    ],
)
def test_what_is_no_cookie_is_not_sent(header: str) -> None:
    assert after(header) == ""


@pytest.mark.parametrize(
    "domain, to, sent",
    [
        ("", "http://a.example.com/", True),
        ("", "http://b.example.com/", False),
        ("", "http://x.a.example.com/", False),
        ("a.example.com", "http://x.a.example.com/", True),
        (".Example.com", "http://b.example.com/", True),
        ("example.com", "http://badexample.com/", False),
        ("com", "http://b.example.com/", False),
        ("com", "http://a.example.com/", False),
        ("other.com", "http://other.com/", False),
        ("other.com", "http://a.example.com/", False),
    ],
)
def test_a_cookie_goes_to_the_hosts_it_is_for(domain: str, to: str, sent: bool) -> None:
    header = f"a=b; Domain={domain}" if domain else "a=b"
    assert after(header, to=to) == ("a=b" if sent else "")


def test_the_numbers_of_an_address_are_no_domains() -> None:
    assert after("a=b; Domain=216.34", at="http://93.184.216.34/", to="http://1.1.216.34/") == ""


def test_a_secure_cookie_goes_by_https_only() -> None:
    assert after("a=b; Secure") == ""
    assert after("a=b; Secure", to="https://a.example.com/") == "a=b"


@pytest.mark.parametrize(
    "attribute, kept",
    [
        ("Max-Age=0", False),
        ("Max-Age=-1", False),
        ("Max-Age=60", True),
        (f"Expires={formatdate(NOW - 60)}", False),
        (f"Expires={formatdate(NOW + 60)}", True),
        ("Expires=soon", True),
        (f"Expires={formatdate(NOW - 60)}; Max-Age=60", True),
    ],
)
def test_cookies_can_be_deleted(attribute: str, kept: bool) -> None:
    assert after("a=1", f"a=2; {attribute}") == ("a=2" if kept else "")


def test_a_jar_is_small() -> None:
    assert after(*(f"c{number}=x" for number in range(50))).count("=") == MOST
    assert after(f"a={'x' * LARGEST}", "b=c") == "b=c"
    assert len(after(*(f"c{number}={'x' * 1000}" for number in range(9)))) < LARGEST + 50
