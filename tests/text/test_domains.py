"""Hosts compared label by label, local networks, and lookalikes of other scripts."""

from __future__ import annotations

import pytest

from contentlint.article import source_line
from contentlint.article.source_line import folded
from contentlint.source import formats
from contentlint.text.urls import hosts

LABELS = folded({"ar": ("المصدر",), "en": ("source", "via")})


@pytest.mark.parametrize(
    ("host", "listed", "found"),
    [
        ("www.example.com", ["example.com"], "example.com"),
        ("EXAMPLE.com.", ["example.com"], "example.com"),
        ("badexample.com", ["example.com"], ""),
        ("com", ["example.com"], ""),
        ("a.b.example.com", ["example.com", "b.example.com"], "b.example.com"),
        ("www.bücher.example", ["xn--bcher-kva.example"], "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", ["*.bücher.example"], "xn--bcher-kva.example"),
        ("", ["example.com"], ""),
        ("x" * 300 + "é.example", ["example"], "example"),
        ("." * 300, ["example.com"], ""),
    ],
)
def test_a_domain_holds_the_hosts_below_it(host: str, listed: list[str], found: str) -> None:
    assert hosts.domain_of(host, hosts.ascii_forms(listed)) == found


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("localhost", True),
        ("cms.local", True),
        ("127.0.0.1", True),
        ("10.0.0.5", True),
        ("172.16.0.1", True),
        ("172.15.0.1", False),
        ("192.168.1.1", True),
        ("192.169.1.1", False),
        ("[::1]", True),
        ("[2001:db8::1]", False),
        ("8.8.8.8", False),
        ("10.example.com", False),
        ("localnews.example", False),
        ("", False),
    ],
)
def test_hosts_that_only_a_house_knows(host: str, private: bool) -> None:
    assert hosts.is_private(host) == private


@pytest.mark.parametrize(
    ("label", "scripts"),
    [
        ("p\u0430ypal", ("Cyrillic", "Latin")),
        ("comوهو", ("Arabic", "Latin")),
        ("مثال-12", ()),
        ("bücher", ()),
        ("例えnews", ()),
        ("뉴스news", ()),
        ("ニュース", ()),
        ("правда", ()),
        ("παράδειγμα", ()),
        ("", ()),
    ],
)
def test_scripts_that_may_not_stand_together(label: str, scripts: tuple[str, ...]) -> None:
    assert hosts.mixed_scripts(label) == scripts


def test_lookalikes_have_a_skeleton() -> None:
    assert hosts.skeleton("\u0430\u0440\u0440\u04cf\u0435") == "apple"
    assert hosts.skeleton("bücher") == "bücher"


def test_source_lines_are_taken_apart() -> None:
    text = "نص.\n\n**المصدر:** [وكالة](https://a.example)\nVia: b\nNote: c\n\nالمصدر：\n"
    doc = formats.read("a.md", text.encode())
    found = doc.fact(source_line.split_source_lines, LABELS)
    assert [(each.line, each.label) for each in found] == [(2, "المصدر"), (3, "Via"), (6, "المصدر")]
    values = [doc.text[slice(*each.value)] for each in found]
    assert values == ["[وكالة](https://a.example)", "b", ""]
    assert source_line.has_url(doc, *found[0].value)
    assert not source_line.has_url(doc, *found[1].value)
    assert source_line.block_after(doc, 6) is None
