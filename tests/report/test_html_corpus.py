"""The HTML pages about a corpus: hostile content stays text, and a page has a largest size."""

from __future__ import annotations

import re
from typing import Any

import pytest
from test_html_report import Element, read, skeleton
from test_output_formats import HOSTILE, invisible

from contentlint._util import translation
from contentlint.model.diagnostic import Excerpt
from contentlint.report.html import corpus
from contentlint.report.html.corpus import (
    Bound,
    Cluster,
    Example,
    Group,
    Histogram,
    Overview,
    RuleCount,
)


def overview(text: str, rules: int = 2, examples: int = 20) -> Overview:
    """An overview with a text at every place where a corpus has one."""
    excerpt = Excerpt(text, 0, len(text), True, True)
    shown = [Example(text, text, text, 1, 2, text, excerpt)] * examples
    return Overview(
        1200,
        700,
        2000,
        1990,
        3,
        2,
        {"ok": 1198, "error": 1, "incomplete": 1},
        ((text, text),),
        [RuleCount(f"AAA{n:03}", "a-rule", "warning", 600, 1000, shown) for n in range(rules)],
        [Group(text, 10, 5, 20, 3), Group("", 1)],
        7,
        [Group("ar", 1000, 600, 1900, 80)],
        1100,
        [Group(f"error: {text}", 100)],
        [Histogram("words", "words", 0, 100, [1, 2, 3], 40, [Bound("<", {50: ["ar", "und"]}, 2)])],
        12,
        [Cluster("DUP009", "the same", 4, 2, text, 0.5, text, text)],
    )


def document(text: str) -> dict[str, Any]:
    return {
        "doc_id": text,
        "url": text,
        "language": text,
        "text": f"{text}\n\nb",
        "cut": True,
        "reasons": [text],
        "findings": [
            {"rule": "AAA001", "line": 1, "column": 2, "message": text, "start": 0, "end": 1}
        ],
    }


def texts(element: Element) -> str:
    return "".join(c if isinstance(c, str) else texts(c) for c in element.inside)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_content_stays_text(name: str) -> None:
    for page, plain in (
        (corpus.page(overview(HOSTILE[name])), corpus.page(overview("x"))),
        (
            "".join(corpus.sample([document(HOSTILE[name])])),
            "".join(corpus.sample([document("x")])),
        ),
    ):
        read(page)
        assert invisible(page) <= {"U+000A", "U+200C", "U+200D"}
        page.encode("utf-8")
        assert "<script" not in page and "script-src" not in page
        assert set(re.findall(r"<([a-z0-9]+)", page)) <= set(re.findall(r"<([a-z0-9]+)", plain)) | {
            "a",  # an address of the web is a link
            "bdi",
            "span",
            "wbr",
        }
        assert page.count(" href=") >= plain.count(" href=")
        assert set(re.findall(r'href="([a-z]*):', page)) <= {"data", "http", "https"}


def test_only_addresses_of_the_web_are_links() -> None:
    for url, link in (
        ("https://a.example/x?a=1&b=2", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://a.example/\u202ex", False),
        ('https://a.example/"onclick="x', True),
    ):
        page = "".join(corpus.sample([document("x") | {"url": url}]))
        assert ("noreferrer" in page) is link, url
        assert "onclick=" not in re.sub(r">[^<]*<|\"[^\"]*\"", "", page)


def test_page_has_what_was_counted() -> None:
    page = corpus.page(overview("news.example"))
    shown = texts(read(page))
    for number in ("1,200", "2,000", "1,100", "12", "2 of 3 tasks are done."):
        assert number in shown
    assert page.count('<article class="finding warning">') == 40
    assert "< 50 (ar): 2 documents" in shown
    assert page.count("<line ") == 1
    assert "the first are counted here" in shown


def test_of_very_many_examples_as_many_are_shown_as_fit() -> None:
    scan = overview("ن\u202e" * 40, rules=150)
    page = corpus.page(scan)
    assert len(page.encode("utf-8")) <= corpus.LARGEST
    some = page.count('<article class="finding')
    assert 0 < some < 150 * 20 and some % 150 == 0
    assert "AAA149" in page


def test_parts_that_are_not_there_are_left_out() -> None:
    page = corpus.page(Overview(0, 0, 0, 0, 1, 1))
    read(page)
    for title in ("Dropped", "Measures", "Copies", "By rule", "Not fully checked"):
        assert f">{title}" not in page


def test_folded_rows_say_how_many_are_not_there() -> None:
    hosts = [Group(f"{n}.example", 1, 1, 1) for n in range(30)]
    page = corpus.page(Overview(50, 30, 30, 30, 1, 1, hosts=hosts, hosts_left=20))
    shown = texts(read(page))
    assert "40 more" in shown and "20 more are not shown." in shown


def test_page_speaks_the_language_of_the_run() -> None:
    english = skeleton(read(corpus.page(overview("x"))))
    translation.use("ar")
    try:
        page = corpus.page(overview("x"))
    finally:
        translation.use("en")
    assert '<html lang="ar" dir="rtl">' in page
    assert "المستبعَد بحسب السبب" in page
    assert skeleton(read(page)) == english


def test_paragraphs_of_a_sample_have_their_own_direction() -> None:
    text = "نص عربي\n\nLatin words\nof one paragraph"
    of_text = {"text": text, "language": "ar", "findings": []}
    page = "".join(corpus.sample([document("x") | of_text]))
    assert page.count('<p class="text" dir="auto" lang="ar">') == 2
    assert "Latin words\nof one paragraph" in page
    assert "<mark" not in page.partition("</style>")[2]


def test_the_faults_of_a_sample_are_marked() -> None:
    text = "نص ، عربي\n\nLatin words\nof one paragraph"
    places = [(2, 4), (4, 5), (text.index("words"), text.index(" one")), (300, 301)]
    found = [
        {"rule": "AAA001", "line": 1, "column": 1, "message": "m", "start": start, "end": end}
        for start, end in places
    ]
    page = "".join(corpus.sample([document("x") | {"text": text, "findings": found}]))
    first, second = read(page).all("p", cls="text")
    assert [each.text() for each in first.all("mark")] == [" ،", " "]
    assert [each.text() for each in second.all("mark")] == ["words", "of"]
    assert first.text() + "\n\n" + second.text() == text


def test_the_fault_of_an_example_is_marked() -> None:
    excerpt = Excerpt("قال الوزير ، نعم", 10, 12, False, False)
    example = Example("a", "", "ar", 1, 11, "message", excerpt)
    page = corpus.page(
        overview("x")._replace(rules=[RuleCount("PUN001", "a-rule", "warning", 1, 1, [example])])
    )
    assert read(page).one("mark").text() == " ،"


def test_reasons_in_words_are_translated() -> None:
    translation.use("ar")
    reasons = [Group("copy of another document", 3), Group("words < 50", 2)]
    page = corpus.page(overview("x")._replace(reasons=reasons))
    translation.use("en")
    assert "نسخة من مستند آخر" in page
    assert "copy of another document" not in page
    assert "words &lt; 50" in page
