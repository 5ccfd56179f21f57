"""The HTML page of links by host: hostile answers stay text, and the worst links come first."""

from __future__ import annotations

import re

from contentlint._util import translation
from contentlint.model.observation import Look, Observation
from contentlint.report.html import links
from contentlint.report.html.links import Row

HOSTILE = "\x1b[31m<script>alert(1)</script>\u202e\"'&"


def observed(url: str, kind: str, **rest: object) -> Observation:
    made = Observation(url, kind, "404", url, looks=(Look(86_400, kind, "404", url),))
    return made._replace(**rest)  # type: ignore[arg-type]


def row(url: str, kind: str = "", places: int = 1, **rest: object) -> Row:
    at = [(f"articles/{n}.md", n + 1, 7) for n in range(places)]
    return Row(url, at, observed(url, kind, **rest) if kind else None)


def written(*rows: Row) -> str:
    return "".join(links.page(rows))


def test_links_are_grouped_by_host_with_the_worst_first() -> None:
    page = written(
        row("https://b.example.com/ok", "ok"),
        row("https://a.example.com/new"),
        row("https://c.example.com/x", "dead", first_failed=86_400 * 20_000),
        row("https://b.example.com/moved", "moved", final="https://b.example.com/to"),
    )
    hosts = re.findall(r"<h3><bdi[^>]*>(.+?)</bdi>", page)
    assert [host.replace("<wbr>", "") for host in hosts] == [
        *("c.example.com", "b.example.com", "a.example.com")
    ]
    assert "4 links to 3 hosts" in page
    assert '<time datetime="2024-10-04">' in page
    assert "https://b.example.com/to" in page
    assert "not asked for yet" in page


def test_all_places_of_a_link_are_there() -> None:
    page = written(row("https://a.example.com/", "dead", places=8))
    for n in range(8):
        assert f"articles/{n}.md:{n + 1}:7" in page
    assert "3 more" in page


def test_last_look_is_named_if_it_showed_nothing() -> None:
    url = "https://a.example.com/"
    looks = (Look(1, "ok", "200", url), Look(2, "unknown", "429", url))
    page = written(row(url, "ok", reason="200", looks=looks, last_ok=86_400))
    assert "Last look" in page
    assert "429" in page
    assert "1970-01-02" in page


def test_hostile_answers_stay_text() -> None:
    url = "https://a.example.com/?x=" + HOSTILE
    page = written(
        row(url, "suspicious", title=HOSTILE, final=url, fragments={HOSTILE: False}, copy=url)
    )
    assert "<script" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "script-src" not in page


def test_secrets_are_masked() -> None:
    page = written(row("https://a.example.com/?token=geheim"))
    assert "geheim" not in page
    assert "token=***" in page


def test_of_very_many_links_the_worst_are_listed() -> None:
    rows = [row(f"https://a.example.com/{n}", "ok") for n in range(links.LISTED)]
    page = written(*rows, row("https://z.example.com/", "dead"))
    assert "z.example.com" in page
    assert "1 more" in page


def test_page_speaks_the_language_in_use() -> None:
    translation.use("ar")
    page = written(row("https://a.example.com/x", "dead", last_ok=86_400))
    assert '<html lang="ar" dir="rtl">' in page
    assert "Last reached" not in page
