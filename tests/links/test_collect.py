"""Which URLs an article leads to, where they are, and which of them are not asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from contentlint.article.source_line import folded
from contentlint.engine import ruleset
from contentlint.links.collect import MONTHS, Collected, links_of, merged, scheme_of
from contentlint.links.wanted import Link
from contentlint.model.document import Document, Span
from contentlint.source import formats
from contentlint.text.urls.globs import Globs

ARABIC = (
    "قال المتحدث باسم الوزارة إن [الخطة](https://a.example/x#z) جاهزة منذ أول الشهر، وإن "
    "[العمل](https://a.example/x#b) بدأ في المدينة القديمة.\n"
)
CALENDARS = [ruleset.word_lists()[name] for name in MONTHS]
LABELS = folded(ruleset.word_lists()["sources"])


def read(text: str, path: str = "a.md") -> Document:
    return formats.read(
        path,
        text.encode(),
        format=formats.FORMATS[formats.suffix_of(path)],
        language="",
        paragraphs="auto",
        origin="unknown",
        dialect="none",
    )


def links(text: str, path: str = "a.md", excluded: Sequence[str] = ()) -> list[Link]:
    return [*links_of(read(text, path), LABELS, (), Globs(excluded).match)]


def collected(*texts: str, only: str = "") -> Collected:
    docs = [read(text, f"{n}.md") for n, text in enumerate(texts)]
    return merged(((doc, [*links_of(doc, LABELS)]) for doc in docs), only, CALENDARS)


def test_every_kind_of_link_has_its_use_and_place() -> None:
    text = (
        "# عنوان\n\n"
        "قال [المتحدث](https://a.example/one) و<https://b.example/> وأضاف https://c.example/x.\n"
        '![صورة](https://d.example/i.png "t")\n\n'
        "[مرجع][1]\n\n[1]: https://e.example/ref\n\n"
        "المصدر: https://f.example/أخبار#قسم\n"
    )
    assert [(link.url, link.use, link.place.line, link.place.column) for link in links(text)] == [
        ("https://a.example/one", "links", 3, 15),
        ("https://b.example/", "links", 3, 40),
        ("https://c.example/x", "links", 3, 66),
        ("https://d.example/i.png", "images", 4, 9),
        ("https://e.example/ref", "links", 8, 6),
        ("https://f.example/أخبار", "sources", 10, 9),
    ]
    assert links(text)[-1].fragment == "قسم"


def test_relative_links_and_shown_urls_lead_nowhere() -> None:
    text = "[a](/b) [c](d.md#e) [f](#g) [https://h.example/](https://i.example/) ![](j.png)\n"
    assert [link.url for link in links(text)] == ["https://i.example/"]


def test_escapes_and_references_are_resolved_and_secrets_masked_in_the_key() -> None:
    text = r"[a](https://u:p@a.example/\_x?key=1&amp;b=2\#y)" "\n"
    (wanted,) = collected(text).wanted.values()
    assert wanted.url == "https://u:p@a.example/_x?key=1&b=2"
    assert wanted.key == "https://***@a.example/_x?key=***&b=2"
    assert wanted.fragments == ("y",)


def test_other_schemes_are_counted() -> None:
    text = (
        "[a](mailto:a@b.example) [b](tel:+1) [c](ftp://c.example/) [d](javascript:e) [f](data:,g)\n"
    )
    assert [link.why_not for link in links(text)] == ["scheme"] * 5
    assert collected(text).not_asked == {"scheme": 5}


def test_malformed_and_excluded_urls_are_counted_and_not_asked() -> None:
    doc = read("[a](https://a..example/) [b](https://b.example/x) [c](https://c.example/)\n")
    found = [*links_of(doc, LABELS, [Span(4, 23)], Globs(["https://b.example/**"]).match)]
    assert [link.why_not for link in found] == ["malformed", "excluded", ""]
    assert merged([(doc, found)]).not_asked == {"malformed": 1, "excluded": 1}


def test_url_that_is_malformed_in_one_place_is_asked_for_the_other() -> None:
    doc = read("[a](https://a.example/) [b](https://a.example/)\n")
    found = [*links_of(doc, LABELS, [Span(0, 5)])]
    found_twice = merged([(doc, found)])
    assert [len(each.places) for each in found_twice.wanted.values()] == [1]
    assert found_twice.not_asked == {}


def test_places_fragments_and_dates_of_all_articles_are_merged() -> None:
    one = "---\ndate: 2021-03-12\n---\n\n" + ARABIC
    two = (
        "---\ndate: 2020-01-01\n---\n\nSee [a](https://a.example/x) and [b](https://b.example/).\n"
    )
    found = collected(one, two)
    wanted = found.wanted["https://a.example/x"]
    assert [place.path for place in wanted.places] == ["0.md", "0.md", "1.md"]
    assert wanted.fragments == ("b", "z")
    assert wanted.language == "ar"
    assert list(found.wanted) == ["https://a.example/x", "https://b.example/"]
    assert wanted.day > found.wanted["https://b.example/"].day > 0


_LINK = "\n\nقال [المتحدث](https://a.example/) إن العمل بدأ في المدينة القديمة أمس مساء.\n"


@pytest.mark.parametrize(
    ("text", "day"),
    [("---\ndate: 2021-03-12\n---\n\n# خبر\n\n12 مايو 2019" + _LINK, date(2021, 3, 12)),
     ("---\ndate: soon\n---\n\n# خبر\n\n12 مايو 2019" + _LINK, date(2019, 5, 12)),
     ("# خبر\n\nعمّان، 12 أيار 2019" + _LINK, date(2019, 5, 12)),
     ("# خبر" + _LINK + "\n١٢/٥/٢٠١٩\n", date(2019, 5, 12)),
     ("# خبر\n\n12 رمضان 1440" + _LINK, None),
     ("# خبر\n\n31/31/2019" + _LINK, None),
     ("# خبر" + _LINK.replace("أمس", "في 12 مايو 2019 حين اجتمع أعضاء المجلس البلدي"), None),
     ("# خبر" + _LINK, None)],
)  # fmt: skip
def test_when_an_article_appeared(text: str, day: date | None) -> None:
    (wanted,) = collected(text).wanted.values()
    assert wanted.day == (day.toordinal() if day else 0)


@pytest.mark.parametrize(("only", "urls"), [("sources", 1), ("links", 1), ("images", 1), ("", 3)])
def test_only_one_use(only: str, urls: int) -> None:
    text = "[a](https://a.example/) ![b](https://b.example/)\n\nSource: https://c.example/\n"
    assert len(collected(text, only=only).wanted) == urls


@pytest.mark.parametrize(
    ("url", "scheme"),
    [("HTTPS://a", "https"), ("//a", ""), ("a/b:c", ""), ("1a:b", ""), ("git+ssh://a", "git+ssh")],
)
def test_scheme(url: str, scheme: str) -> None:
    assert scheme_of(url) == scheme
