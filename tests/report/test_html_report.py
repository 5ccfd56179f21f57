"""The HTML report: its structure, that nothing hostile comes through, and how it acts in a browser.

The browser is Debian's ``chromium``, driven through the pipe of its DevTools
protocol; without it those tests are skipped.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import ROOT

from contentlint._util.escape import FSI, PDI
from contentlint._util.style import Style
from contentlint.cli.main import main
from contentlint.engine.ruleset import builtin
from contentlint.model.diagnostic import (
    Counts,
    Diagnostic,
    Excerpt,
    Incomplete,
    Position,
    ReportedFix,
    ReportedRelated,
)
from contentlint.model.report import Report, no_lines
from contentlint.model.rule import Rule
from contentlint.report import statistics
from contentlint.report.formats import html
from contentlint.report.html.text import passage

PLACE = Position(3, 7, 3, 9)
HOSTILE = {
    "script": "<script>window.hit=1</script>",
    "end of script": "</script><img src=x onerror=window.hit=1>",
    "end of style": "</style><svg onload=window.hit=1>",
    "attribute": '"><svg onload="window.hit=1">',
    "apostrophe": "' onfocus='window.hit=1' autofocus='",
    "comment": "--><script>window.hit=1</script><!--",
    "cdata": "]]><script>window.hit=1</script>",
    "title": "</title></head><body onload=window.hit=1>",
    "close": "</bdi></mark></p></article></details></main></body></html>",
    "base": '<base href="https://example.invalid/"><link rel=stylesheet href=//example.invalid>',
    "refresh": '<meta http-equiv=refresh content="0;url=https://example.invalid/">',
    "form": '<form action="https://example.invalid/"><button name=q>',
    "link": "[x](javascript:window.hit=1)",
    "entity": "&lt;script&gt; &#60;img&#62; &amp",
    "template": "{{hit}} ${hit} <%= hit %>",
    "id": '" id="filters',
    "control": "\x00\x1b[2J\x7f\x9b\r\n\t",
    "bidi": "\u202eabc\u202c \u2067\u2066 \u2069\u2069 \u200e\u200f\u061c",
    "surrogates": "\ud800 \udfff \udc80",
    "other": "\ufeff \u2028 \u2029 \ufffe \U000e0041 \U0001ffff",
    "arabic": "نص عربي، مع English و\u202e123\u202c.",
}


def diagnostic(text: str = "x", severity: str = "error", **rest: Any) -> Diagnostic:
    made = Diagnostic(
        f"{text}.md",
        PLACE,
        "AAA001",
        "first-rule",
        severity,
        f"message {text}",
        ReportedFix(True, f"title {text}", ()),
        (ReportedRelated(PLACE, f"related {text}", f"other {text}.md"),),
        Excerpt(f"before {text}{text} after", 7, 7 + len(text), True, False),
        quoted=() if text.isascii() else ((8, 8 + len(text)),),
    )
    return made._replace(**rest)


def report(*diagnostics: Diagnostic, **rest: Any) -> Report:
    grades = [d.severity for d in diagnostics]
    safe = sum(d.fix is not None and d.fix.safe for d in diagnostics)
    counts = Counts(grades.count("info"), grades.count("warning"), grades.count("error"), safe)
    paths = dict.fromkeys(d.path for d in diagnostics)
    made = Report(len(paths), diagnostics, 0, (), "info", "0.1.0", counts)
    return made._replace(**{"languages": dict.fromkeys(paths, "ar"), **rest})


def write(what: Report) -> str:
    out = io.StringIO()
    html.write(what, out, Style())
    return out.getvalue()


def excerpt(text: str) -> Excerpt:
    """With the fault between brackets."""
    start, end = text.index("["), text.index("]") - 1
    return Excerpt(text.replace("[", "", 1).replace("]", "", 1), start, end, False, False)


# An independent reading of the page

VOID = {"meta", "link", "input", "wbr"}


class Element(NamedTuple):
    tag: str
    attributes: dict[str, str]
    inside: list[Any]

    def all(self, tag: str = "", **wanted: str) -> list[Element]:
        """Descendants; of a class with ``cls``, which may be one of several."""
        found = []
        for child in self.inside:
            if isinstance(child, Element):
                if (not tag or child.tag == tag) and all(
                    value in child.attributes.get("class", "").split()
                    if key == "cls"
                    else child.attributes.get(key.replace("_", "-")) == value
                    for key, value in wanted.items()
                ):
                    found.append(child)
                found += child.all(tag, **wanted)
        return found

    def one(self, tag: str = "", **wanted: str) -> Element:
        (found,) = self.all(tag, **wanted)
        return found

    def text(self) -> str:
        return "".join(c.text() if isinstance(c, Element) else c for c in self.inside)


class Reader(HTMLParser):
    """Builds the tree; every element has to be closed where it was opened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {}, [])
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag}: an attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs}, [])
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def read(page: str) -> Element:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


def skeleton(element: Element) -> list[Any]:
    """Elements and the names of their attributes, without chips and isolates."""
    found: list[Any] = []
    for child in element.inside:
        if isinstance(child, Element) and child.tag != "bdi":
            if child.attributes.get("class") != "chip":
                found.append((child.tag, sorted(child.attributes), skeleton(child)))
    return found


# Nothing hostile gets through


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_content_adds_no_element_and_no_attribute(name: str) -> None:
    first, second = (read(write(full_of(text))) for text in ("x", HOSTILE[name]))
    assert skeleton(first) == skeleton(second)


def full_of(text: str) -> Report:
    """A report with a text in every place where it can stand."""
    part = text.replace("/", "") or "x"
    found = (
        diagnostic(text, path=f"r/{part}.md"),
        diagnostic(text, path=f"r/{part}/2.md", severity="info"),
        diagnostic("x", path="r/b/3.md"),
    )
    rule = Rule(
        "AAA001", "first-rule", "k", "error", "m", why=text, help=f"first, {text}", source=text
    )
    return report(
        *found,
        incomplete=(Incomplete(text, f"reason {text}", "AAA001"),),
        rules={"AAA001": rule},
        languages={found[0].path: part, found[1].path: "xx", found[2].path: "ar"},
        version=text,
        lines_of=lambda path: [f"Source: https://a.example{part}"] if path != "r/b/3.md" else (),
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_no_control_character_comes_through(name: str) -> None:
    text = HOSTILE[name]
    page = write(report(diagnostic(text), incomplete=(Incomplete(text, text, text),)))
    page.encode("utf-8")
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    assert {c for c in page if unicodedata.category(c) in kinds} <= {"\n"}


def test_policy_names_the_only_style_and_the_only_script() -> None:
    page = read(write(report(diagnostic())))
    policy = page.one("meta", http_equiv="Content-Security-Policy").attributes["content"]

    def hashed(tag: str) -> str:
        text = page.one(tag).text().encode()
        return "'sha256-" + base64.b64encode(hashlib.sha256(text).digest()).decode() + "'"

    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src {hashed('style')}",
        f"script-src {hashed('script')}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert not page.all(style="")
    for element in page.all():
        assert not [name for name in element.attributes if name.startswith("on")]
        for name in ("src", "href", "action"):
            assert element.attributes.get(name, "#").startswith(("#", "data:,"))


def test_script_makes_no_markup_from_text() -> None:
    script = files("contentlint.report.html").joinpath("page.js").read_text(encoding="utf-8")
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "fetch(",
    ):
        assert word not in script


# The form


def test_page_has_totals_and_each_finding_with_its_parts() -> None:
    found = diagnostic(
        "نص",
        path="a/نص.md",
        excerpt=excerpt("قال [نص] هنا"),
        message="25 نص (0) is written for كلمة (1)",
        quoted=((0, 9), (25, 29)),
    )
    other = diagnostic(severity="warning", fix=ReportedFix(False, "do it", ()), related=())
    page = read(write(report(found, other, suppressed=4, accepted=(found,))))
    assert page.one("title").text() == "2 findings in 2 files – contentlint"
    assert {t.one("dt").text(): t.one("dd").text() for t in page.all("div", cls="tile")} == {
        "error": "1",
        "warning": "1",
        "infos": "0",
        "files with findings": "2",
        "fixed by --fix": "1",
        "suppressed": "4",
        "in the baseline": "1",
    }
    first, second = page.all("article")
    assert (first.attributes["id"], second.attributes["id"]) == ("f1", "f2")
    assert first.one("h4").text() == "error AAA001 first-rule"
    place = first.one("p", cls="at")
    link = place.one("a")
    assert (link.text(), link.attributes["dir"]) == ("a/نص.md:3:7", "ltr")
    assert place.one("bdi").text() == "نص"
    message = first.one("p", cls="message")
    assert message.attributes["dir"] == "ltr"
    assert [each.text() for each in message.all("bdi")] == ["25 نص (0)", "كلمة"]
    assert {each.attributes["dir"] for each in message.all("bdi")} == {"auto"}
    text = first.one("p", cls="text")
    assert (text.attributes["dir"], text.attributes["lang"]) == ("auto", "ar")
    assert (text.text(), text.one("mark").text()) == ("قال نص هنا", "نص")
    assert "other نص.md:3:7" in first.one("ul", cls="related").text()
    assert first.one("p", cls="fix").text() == "Fix title نص"
    assert second.one("p", cls="fix").text() == "Unsafe fix do it"
    comment = "<!-- contentlint-disable-next-line AAA001: reason -->"
    assert first.one("details", cls="mute").one("code").text() == comment


def test_every_id_is_there_once_and_every_link_leads_somewhere() -> None:
    for found in ((), (diagnostic(), diagnostic("b", code="BBB001", name="second-rule"))):
        every_link_leads_somewhere(read(write(report(*found))))


def every_link_leads_somewhere(page: Element) -> None:
    ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    for link in page.all("a"):
        assert link.attributes["href"][1:] in ids
    for element in page.all():
        assert element.attributes.get("aria-labelledby", ids[0]) in ids


@pytest.mark.parametrize(
    ("text", "mark", "shown"),
    [
        ("a[\u202e]b", "⟨right-to-left override⟩", "a⟨right-to-left override⟩b"),
        ("می[\u200c]شود", "⟨zero width non-joiner⟩", "می⟨zero width non-joiner⟩شود"),
        ("a\u00a0[\u00a0\u00a0]b", "⟨no-break space × 2⟩", "a\u00a0⟨no-break space × 2⟩b"),
        ("[می\u200cشود]", "می\u200cشود", "می\u200cشود"),
        ("a[\t]b\tc", "⟨tab⟩", "a⟨tab⟩b c"),
        ("a[ ]b", " ", "a b"),
        ("ab[]", "‸", "ab‸"),
        ("a\u200fb[c]\udc80", "c", "a⟨right-to-left mark⟩bc⟨0x80⟩"),
    ],
)
def test_what_cannot_be_seen_is_shown(text: str, mark: str, shown: str) -> None:
    page = read(write(report(diagnostic(excerpt=excerpt(text)))))
    paragraph = page.one("p", cls="text")
    assert (paragraph.one("mark").text(), paragraph.text()) == (mark, shown)
    shown_as = "".join(chip.text() for chip in paragraph.all("span", cls="chip"))
    assert shown_as == "".join(re.findall("⟨.*?⟩", shown))
    for chip in paragraph.all("span"):
        assert chip.attributes["dir"] == "ltr", "it must not decide the paragraph's direction"


def test_piece_without_its_beginning_has_the_direction_of_its_letters() -> None:
    cut = Excerpt("BBC قالت هيئة الإذاعة", 0, 3, True, False)
    directions = [
        read(write(report(diagnostic(excerpt=each), languages={"x.md": language})))
        .one("p", cls="text")
        .attributes["dir"]
        for each, language in (
            (cut, "ar"),
            (cut, "en"),
            (cut._replace(cut_before=False), "ar"),
            (cut._replace(text="BBC News and نص"), "ar"),
        )
    ]
    assert directions == ["rtl", "auto", "auto", "auto"]


@pytest.mark.parametrize("text", ["", "  "])
def test_blank_line_is_not_shown(text: str) -> None:
    page = read(write(report(diagnostic(excerpt=Excerpt(text, 0, 0, False, False)))))
    assert not page.all("p", cls="text")


@pytest.mark.parametrize(
    ("path", "comment"),
    [
        ("a.md", ["<!-- contentlint-disable-next-line AAA001: reason -->"]),
        ("a.mdx", ["{/* contentlint-disable-next-line AAA001: reason */}"]),
        ("a.txt", []),
    ],
)
def test_suppression_is_one_that_the_format_has(path: str, comment: list[str]) -> None:
    page = read(write(report(diagnostic(path=path))))
    found = [code.text() for each in page.all("details", cls="mute") for code in each.all("code")]
    assert found == comment


def test_rules_that_come_with_contentlint_have_their_pages() -> None:
    rules = {rule.code: rule for rule in builtin().rules}
    found = diagnostic(code="IMG001", name=rules["IMG001"].name)
    page = read(write(report(found, rules=rules)))
    rule = page.one("section", id="rule-IMG001")
    assert len(rule.one("div", cls="reason").text()) > 100
    assert "restore the image" in page.one("article").one("p", cls="help").text()


def test_help_that_says_what_the_fix_does_is_not_repeated() -> None:
    rule = Rule("AAA001", "first-rule", "k", "error", "m", help="title x", why="w")
    page = read(write(report(diagnostic(), rules={"AAA001": rule})))
    assert not page.one("article").all("p", cls="help")


def test_nothing_found_is_said() -> None:
    page = read(write(report(files=3)))
    assert page.one("h1").text() == "0 findings in 3 files"
    assert "No problems found." in page.text()
    assert not page.all("form")


SEVERITIES = ("error", "warning", "info")
TEXTS = [
    *(
        (text, ground)
        for text in ("text", "quiet", "link")
        for ground in ("ground", "card", "inset")
    ),
    *((each, ground) for each in SEVERITIES for ground in ("card", "inset", f"{each}-ground")),
    *(("text", f"{each}-ground") for each in SEVERITIES),
    ("text", "chip"),
]
"""Text and what it stands on: 4.5 in WCAG's level AA."""
EDGES = [
    *((f"{each}-bar", ground) for each in SEVERITIES for ground in ("ground", "card", "inset")),
    *((f"{each}-bar", f"{each}-ground") for each in SEVERITIES),
    *(("quiet", ground) for ground in ("card", "inset", "chip")),
]
"""Bars, borders and lines that say something: 3."""


def luminance(colour: str) -> float:
    long = "".join(digit * (2 if len(colour) == 4 else 1) for digit in colour[1:])
    parts = [int(long[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_colours_have_the_contrast_of_wcag_in_light_and_dark_and_on_paper() -> None:
    css = files("contentlint.report.html").joinpath("page.css").read_text(encoding="utf-8")
    light, dark, paper = (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    )
    low = [
        (theme, over, under)
        for theme, own in (
            ("light", light),
            ("dark", dark),
            ("paper", paper),
            ("both", {**dark, **paper}),
        )
        for pairs, least in ((TEXTS, 4.5), (EDGES, 3))
        for over, under in pairs
        for first, second in [sorted(luminance((light | own)[each]) for each in (over, under))]
        if (second + 0.05) / (first + 0.05) < least
    ]
    assert low == []


def test_what_is_hidden_and_what_was_not_checked_is_said() -> None:
    what = report(diagnostic(), min_severity="warning", counts=Counts(7, 0, 1, 0))
    lost = (Incomplete("b.md", "binary file, not text"), Incomplete("c.md", "slow", "AAA001"))
    page = read(write(what._replace(incomplete=lost)))
    assert "7 findings below warning are not shown" in page.one("header", cls="top").text()
    items = page.one("section", cls="lost").all("li")
    assert [each.text() for each in items] == ["b.mdbinary file, not text", "c.mdAAA001 slow"]


def test_charts_count_by_rule_folder_site_and_language() -> None:
    lines = {"r/a/1.md": ["المصدر: https://www.example.com/x"]}
    found = [
        diagnostic(path="r/a/1.md"),
        diagnostic(path="r/a/1.md", severity="info"),
        diagnostic(path="r/b/2.md", code="BBB001", name="second-rule"),
    ]
    what = report(
        *found,
        languages={"r/a/1.md": "ar", "r/b/2.md": "", "r/3.md": "he"},
        lines_of=lambda path: lines.get(path, ()),
    )
    page = read(write(what))
    charts = {}
    for chart in page.all("section", cls="chart"):
        rows = [
            (row.one("th").text(), *[cell.text() for cell in row.all("td", cls="n")])
            for row in chart.one("tbody").all("tr")
        ]
        charts[chart.attributes["data-by"]] = rows
    assert charts == {
        "rule": [
            ("AAA001 first-rule", "1", "0", "1", "2"),
            ("BBB001 second-rule", "1", "0", "0", "1"),
        ],
        "folder": [("a", "1", "0", "1", "2"), ("b", "1", "0", "0", "1")],
        "site": [("example.com", "1", "0", "1", "2"), ("unknown", "1", "0", "0", "1")],
        "language": [("Arabic (ar)", "1", "0", "1", "2"), ("unknown", "1", "0", "0", "1")],
    }


@pytest.mark.parametrize(("count", "first"), [(20, "findings"), (21, "charts")])
def test_few_findings_come_before_their_counts(count: int, first: str) -> None:
    page = write(report(*[diagnostic(path=f"{n}.md") for n in range(count)]))
    assert sorted(("findings", "charts"), key=lambda name: page.index(f' id="{name}"'))[0] == first


def test_report_is_the_same_each_time() -> None:
    what = report(diagnostic("نص"), diagnostic())
    assert write(what) == write(what)


def many(n: int) -> Report:
    text = "قال المتحدث إن النص العربي يقرأ من اليمين إلى اليسار. " * 20
    found = tuple(
        diagnostic(
            path=f"articles/{k // 10 % 40}/file-{k // 10}.md",
            code=f"AAA{k % 50:03}",
            severity=("info", "warning", "info", "error")[k % 4] if k % 97 else "error",
            excerpt=Excerpt(text, 500, 510, True, True),
        )
        for k in range(n)
    )
    return report(*sorted(found, key=lambda d: d.path))


@pytest.mark.slow
def test_of_very_many_findings_the_worst_are_listed_and_the_rest_counted() -> None:
    what = many(12_000)
    page = read(write(what))
    listed = page.all("article")
    assert len(listed) == html.LISTED
    severities = [each.attributes["data-severity"] for each in listed]
    errors = sum(d.severity == "error" for d in what.diagnostics)
    assert severities.count("error") == errors
    assert severities.count("info") == 0
    paths = [each.attributes["data-path"] for each in page.all("details", cls="file")]
    assert paths == sorted(set(paths)), "in the order of the report"
    rest = page.one("section", id="rest")
    assert "7,000 more" in rest.one("h2").text()
    assert "--format json" in rest.text()
    rules, in_files = rest.all("table")
    assert sum(int(row.all("td")[-1].text()) for row in rules.one("tbody").all("tr")) == 7000
    assert len(in_files.one("tbody").all("tr")) <= 1000


@pytest.mark.slow
def test_hundred_thousand_findings_take_seconds() -> None:
    what = many(100_000)
    started = time.process_time()
    page = write(what)
    assert time.process_time() - started < 5, "about one second is usual"
    assert len(page) < 40_000_000


# Statistics


@pytest.mark.parametrize(
    ("lines", "host"),
    [
        (["نص", "المصدر: [الموقع](https://www.Example.com/a?b=c)"], "example.com"),
        (["**Source:** https://user:pw@news.example.org:8080/x, seen"], "news.example.org"),
        (["منبع: خبرگزاری", "", "<https://example.ir/1>"], "example.ir"),
        (["מקור: https://a.example/ https://b.example/"], "b.example"),
        (["Source: https://a.example/", "text", "Source: https://c.example/"], "c.example"),
        (["來源：https://例子.example/x"], "例子.example"),
        (["Source: https://web.archive.org/web/2020/https://paper.example/a"], "paper.example"),
        (["Source: www.example.net/x"], "example.net"),
        (["Source: the agency", "https"], ""),
        (["Note: https://example.com/"], ""),
        (["https://example.com/"], ""),
        (
            ["---", "url: https://own.example/1", "source: https://from.example", "---"],
            "from.example",
        ),
        (["---", "source:", '  url: "https://from.example/x"', "---"], "from.example"),
        (["+++", "canonical = 'https://canon.example/x'", "+++"], "canon.example"),
        (["---", "title: x", "---", "url: https://no.example/"], ""),
        (["Source: https://localhost/"], ""),
        ([], ""),
        ([""], ""),
    ],
)
def test_host_of_the_source(lines: list[str], host: str) -> None:
    labels = frozenset({"source", "المصدر", "منبع", "מקור", "來源"})
    assert statistics.host_of(lines, labels) == host


@pytest.mark.parametrize(
    ("line", "host"),
    [
        ("see ⟦https://www.a.example/x?y=1⟧ there", "a.example"),
        ("see https://a.example/⟦x y⟧", ""),
        ("⟦https://a.example/ ⟧", ""),
        ("https://b.example (https://a.example/⟦é⟧)", "a.example"),
        ("https://b.example/ ⟦https⟧://a.example:80/x", "a.example"),
        ("⟦http//⟧a.example/", "a.example"),
        ("⟦http：／／⟧a.example/", "a.example"),
        ("⟦htxp:/⟧a.example/", "a.example"),
        ("⟦ttps://⟧a.example/", "a.example"),
        ("https⟦: ⟧//a.example/", "a.example"),
        ("https://⟦\xa0⟧a.example/\u200bx", "a.example"),
        ("www.⟦\u200b⟧a.example/", "a.example"),
        ("user@www.⟦a⟧.example", ""),
        ("https://user:pw@⟦a⟧.example/", "a.example"),
        ("https://⟦localhost⟧/", ""),
        ("⟦word⟧ https://a.example/", ""),
        ("https://a.example/x ⟦word⟧", ""),
        ("at 10:⟦30⟧ and/or.x", ""),
        ("![](https://a.example/⟦a⟧.jpg)", "a.example"),
        ("⟦![](https://a.example/a.jpg)⟧", ""),
    ],
)
def test_host_of_the_address_that_a_finding_is_in(line: str, host: str) -> None:
    before, text, after = line.replace("⟧", "⟦").split("⟦")
    start = len(before) + 1
    d = diagnostic(position=Position(1, start, 1, start + len(text)))
    what = report(d, lines_of=lambda _: [before + text + after])
    assert statistics.hosts(what).of_findings.get(d, "") == host


def test_finding_of_several_lines_or_of_a_file_that_has_gone_is_in_no_address() -> None:
    d = diagnostic()._replace(position=Position(1, 9, 2, 10))
    for lines in (["https://a.example/x", "https://a.example/y"], []):
        assert not statistics.hosts(report(d, lines_of=lambda _, lines=lines: lines)).of_findings


def of_addresses() -> Report:
    line = "https://a.example/x https://b.example/y"
    first, second = Position(1, 2, 1, 5), Position(1, 22, 1, 25)
    return report(
        diagnostic(position=first),
        diagnostic(position=first, code="BBB001", severity="info"),
        diagnostic(position=second),
        diagnostic(position=first, path="y.md"),
        diagnostic(position=Position(2, 1, 2, 2), path="y.md"),
        lines_of=lambda _: [line, "no address"],
    )


def test_findings_in_addresses_are_counted_by_host_and_rule() -> None:
    rows = [("a.example AAA001", "2"), ("a.example BBB001", "1"), ("b.example AAA001", "1")]
    assert statistics.text(of_addresses()).endswith(
        "all  error  warning  info  address\n"
        "  2      2        0     0  a.example AAA001\n"
        "  1      0        0     1  a.example BBB001\n"
        "  1      1        0     0  b.example AAA001\n"
    )
    page = read(write(of_addresses()))
    (chart,) = (c for c in page.all("section", cls="chart") if c.attributes["data-by"] == "address")
    made = chart.one("tbody").all("tr")
    assert [(r.one("th").text(), r.all("td", cls="n")[-1].text()) for r in made] == rows
    assert [r.attributes["data-value"] for r in made] == [name for name, _ in rows]
    shown = [article.attributes.get("data-address") for article in page.all("article")]
    assert shown == [
        *("a.example AAA001", "a.example BBB001", "b.example AAA001"),
        *(rows[0][0], None),
    ]
    one = of_addresses()._replace(diagnostics=of_addresses().diagnostics[:1])
    assert "address" not in statistics.text(one)


def test_folders_lie_below_the_common_one() -> None:
    found = [diagnostic(path=path) for path in ("r/s/a/x/1.md", "r/s/a/2.md", "r/s/3.md")]
    what = report(*found, languages={})
    assert statistics.folders(what) == {
        "r/s/a/x/1.md": "a",
        "r/s/a/2.md": "a",
        "r/s/3.md": statistics.TOP,
    }
    alone = report(diagnostic(path="r/s/a/1.md"), languages={})
    assert statistics.folders(alone) == {"r/s/a/1.md": statistics.TOP}
    among = report(diagnostic(path="r/s/a/1.md"), languages={"r/b.md": "ar"})
    assert statistics.folders(among) == {"r/s/a/1.md": "s"}


def test_rows_are_counts_with_the_most_findings_first() -> None:
    found = [
        diagnostic(code="AAA002", severity="info", fix=None),
        diagnostic(),
        diagnostic(code="AAA003"),
        diagnostic(severity="warning"),
    ]
    assert statistics.by_rule(report(*found)) == [
        ("AAA001", Counts(0, 1, 1, 2)),
        ("AAA002", Counts(1, 0, 0, 0)),
        ("AAA003", Counts(0, 0, 1, 1)),
    ]


def of_sites() -> Report:
    sites = {f"{n}.md": "a.example" if n else "b.example" for n in range(10)}
    found = [diagnostic(path=path, code="RES001", name="widget") for path in sites]
    found += [diagnostic(path=path, code="AAA001") for path in ("0.md", "1.md", "0.md", "2.md")]
    return report(
        *found, lines_of=lambda path: [f"المصدر: https://{sites[path]}/"] if path in sites else ()
    )


def test_rule_that_one_site_accounts_for_is_named() -> None:
    said = statistics.text(of_sites())
    assert "90 % of RES001 widget (9 of 10 findings) come from a.example\n" in said
    assert "AAA001 first" not in said.split("\n\n")[-1], "too few to say anything"
    same = of_sites()._replace(lines_of=lambda _: ["Source: https://a.example/"])
    assert " % of " not in statistics.text(same)
    assert "site" not in statistics.text(of_sites()._replace(lines_of=no_lines))


def test_tables_for_a_terminal() -> None:
    found = [diagnostic(path="r/أخبار/1.md"), diagnostic(path="r/b/2.md", severity="info")]
    what = report(*found)
    assert statistics.text(what) == (
        "all  error  warning  info  rule\n"
        "  2      1        0     1  AAA001 first-rule\n"
        "\n"
        "all  error  warning  info  folder\n"
        "  1      0        0     1  b\n"
        "  1      1        0     0  أخبار\n"
    )
    isolated = statistics.text(what, Style(isolate=True))
    assert isolated.endswith(f"  1      1        0     0  {FSI}أخبار{PDI}\n")
    assert statistics.text(report()) == ""


@pytest.mark.parametrize("name", HOSTILE)
def test_tables_show_what_cannot_be_seen(name: str) -> None:
    text = HOSTILE[name].replace("/", "")
    said = statistics.text(report(diagnostic(path=f"r/{text}/1.md"), diagnostic(path="r/b.md")))
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    assert {c for c in said if unicodedata.category(c) in kinds} <= {"\n"}


# In a browser

CHROMIUM = shutil.which("chromium")
in_browser = pytest.mark.skipif(
    CHROMIUM is None or os.name != "posix", reason="chromium is not installed"
)


# Chromium reads from descriptor 3 and writes to 4.
PLUMBING = """
import fcntl, os, sys
pipes = [fcntl.fcntl(int(each), fcntl.F_DUPFD, 10) for each in sys.argv[1:3]]
os.dup2(pipes[0], 3)
os.dup2(pipes[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Browser:
    """A headless Chromium, told what to do through a pipe."""

    def __init__(self) -> None:
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        theirs_in, self.to = os.pipe()
        self.from_, theirs_out = os.pipe()
        options = (
            "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run "
            "--disable-background-networking --disable-component-update --remote-debugging-pipe"
        ).split()
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-c", PLUMBING, str(theirs_in), str(theirs_out), str(CHROMIUM)),
                *(*options, f"--user-data-dir={self.profile.name}", "about:blank"),
            ],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self.last = 0
        self.buffer = b""
        self.session = ""
        self.events: list[dict[str, Any]] = []

    def begin(self) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        found = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = found["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def message(self) -> dict[str, Any]:
        while b"\0" not in self.buffer:
            assert select.select([self.from_], [], [], 60)[0], "the browser says nothing"
            piece = os.read(self.from_, 1 << 20)
            assert piece, "the browser has gone"
            self.buffer += piece
        first, _, self.buffer = self.buffer.partition(b"\0")
        found: dict[str, Any] = json.loads(first)
        return found

    def call(self, method: str, **parameters: Any) -> Any:
        self.last += 1
        said: dict[str, Any] = {"id": self.last, "method": method, "params": parameters}
        if self.session:
            said["sessionId"] = self.session
        os.write(self.to, json.dumps(said).encode() + b"\0")
        while (answer := self.message()).get("id") != self.last:
            self.events.append(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def open(self, url: str, *, script: bool = True) -> None:
        self.call("Emulation.setScriptExecutionDisabled", value=not script)
        for each in ("about:blank", url):  # else a new fragment would load nothing
            self.events.clear()
            self.call("Page.navigate", url=each)
            while not any(e.get("method") == "Page.loadEventFired" for e in self.events):
                self.events.append(self.message())

    def ask(self, expression: str) -> Any:
        answer = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        self.call(
            "Input.dispatchKeyEvent", type="keyDown", key=key, text=key if key[1:] == "" else ""
        )
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def complaints(self) -> list[str]:
        """Whatever the page logged or raised, and every request but for the page itself."""
        self.ask("0")
        found = []
        for event in self.events:
            method, said = event.get("method"), event.get("params", {})
            if method in ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"):
                found.append(json.dumps(said))
            if method == "Network.requestWillBeSent":
                url = said["request"]["url"]
                if not url.startswith(("file:", "data:", "about:")):
                    found.append(url)
        return found

    def close(self) -> None:
        os.write(self.to, b'{"id": 0, "method": "Browser.close"}\0')
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.to)
        os.close(self.from_)
        self.profile.cleanup()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = Browser()
    try:
        found.begin()
        yield found
    finally:
        found.close()


def saved(what: Report, folder: Path) -> str:
    path = folder / "report.html"
    path.write_text(write(what), encoding="utf-8", errors="backslashreplace", newline="\n")
    return path.as_uri()


def several() -> Report:
    """Three rules, two folders, two languages."""
    return report(
        diagnostic(path="r/a/1.md", excerpt=excerpt("قال [نصّاً] هنا")),
        diagnostic(path="r/a/1.md", code="BBB001", name="second-rule", severity="warning"),
        diagnostic(path="r/a/2.md", code="BBB001", name="second-rule", severity="warning"),
        diagnostic(path="r/b/3.md", code="CCC001", name="third-rule", severity="info"),
        languages={"r/a/1.md": "ar", "r/a/2.md": "en", "r/b/3.md": "en"},
        rules={"AAA001": Rule("AAA001", "first-rule", "k", "error", "m", why="Because.")},
    )


SHOWN = (
    """[...document.querySelectorAll("article")].filter(e => e.checkVisibility()).map(e => e.id)"""
)


@in_browser
def test_address_filters_the_findings(browser: Browser, tmp_path: Path) -> None:
    browser.open(saved(of_addresses(), tmp_path))
    browser.ask("document.querySelector('.chart[data-by=address] .pick').click()")
    assert browser.ask(SHOWN) == ["f1", "f4"]
    assert browser.ask("document.forms.filters.elements.address.value") == "=a.example AAA001"
    assert browser.complaints() == []


@in_browser
def test_hostile_page_runs_nothing_and_violates_nothing(browser: Browser, tmp_path: Path) -> None:
    found = [diagnostic(text) for text in HOSTILE.values()]
    lost = tuple(Incomplete(text, text, text) for text in HOSTILE.values())
    rule = Rule("AAA001", "first-rule", "k", "error", "m", why="".join(HOSTILE.values()))
    lines = ["Source: https://a.example<script>window.hit=1</script>"]
    languages = {d.path: HOSTILE["attribute"] for d in found}
    what = report(*found, incomplete=lost, rules={"AAA001": rule}, lines_of=lambda _: lines)
    browser.open(saved(what._replace(languages=languages), tmp_path))
    assert browser.ask("document.querySelectorAll('article').length") == len(HOSTILE)
    assert browser.ask("document.documentElement.className") == "js", "our own script runs"
    for said in (
        "img",
        "base",
        "form[action]",
        "[onload]",
        "[onerror]",
        "meta[http-equiv=refresh]",
    ):
        assert browser.ask(f"document.querySelectorAll({said!r}).length") == 0
    browser.ask("document.querySelectorAll('a.why, .pick').forEach(e => e.click())")
    browser.ask("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    browser.ask("new Promise(done => setTimeout(done, 100))")
    assert browser.ask("typeof window.hit") == "undefined"
    assert browser.complaints() == []


@in_browser
def test_the_policy_stops_what_is_not_ours(browser: Browser, tmp_path: Path) -> None:
    browser.open(saved(several(), tmp_path))
    browser.ask(
        "{ const s = document.createElement('script'); s.textContent = 'window.hit = 1';"
        " document.body.append(s); }"
    )
    assert browser.ask("typeof window.hit") == "undefined"
    assert len(browser.complaints()) == 1, "the tests would see a violation"


@in_browser
def test_direction_is_that_of_the_text(browser: Browser, tmp_path: Path) -> None:
    texts = {
        "[نص] عربي with English": "rtl",
        "An [English] line": "ltr",
        "[\u202e] نص": "rtl",
        "123. [שלום] and more": "rtl",
        "[\u2067]abc": "ltr",
    }
    found = [diagnostic(excerpt=excerpt(text)) for text in texts]
    browser.open(saved(report(*found), tmp_path))
    style = "[...document.querySelectorAll('.text')].map(e => getComputedStyle(e).direction)"
    assert browser.ask(style) == list(texts.values())
    around = style.replace(".text", ".at, h4, .message")
    assert set(browser.ask(around)) == {"ltr"}
    # The first letter of a right-to-left paragraph stands at its right end.
    assert browser.ask(
        "(() => { const p = document.querySelector('.text'), m = p.querySelector('mark');"
        " const a = p.getBoundingClientRect(), b = m.getBoundingClientRect();"
        " return a.right - b.right < 40 && b.left - a.left > 40; })()"
    )


@in_browser
def test_without_javascript_everything_is_there(browser: Browser, tmp_path: Path) -> None:
    browser.open(saved(several(), tmp_path), script=False)
    assert browser.ask(SHOWN) == ["f1", "f2", "f3", "f4"]
    assert browser.ask("document.querySelector('#filters').checkVisibility()") is False
    assert browser.ask("document.querySelector('#rule-AAA001 .reason').checkVisibility()")


@in_browser
@pytest.mark.parametrize(
    ("fragment", "shown"),
    [
        ("", ["f1", "f2", "f3", "f4"]),
        ("rule=BBB001", ["f2", "f3"]),
        ("severity=error,info", ["f1", "f4"]),
        ("folder=b", ["f4"]),
        ("language=ar&severity=warning", ["f2"]),
        ("q=%D9%86%D8%B5%D8%A7", ["f1"]),  # without the signs of the text
        ("q=3.MD", ["f4"]),
        ("q=nowhere", []),
        ("rule=ZZZ999", ["f1", "f2", "f3", "f4"]),
    ],
)
def test_address_sets_the_filters(
    browser: Browser, tmp_path: Path, fragment: str, shown: list[str]
) -> None:
    browser.open(f"{saved(several(), tmp_path)}#{fragment}")
    assert browser.ask(SHOWN) == shown
    said = browser.ask("document.querySelector('#shown').textContent")
    assert said == ("4 findings" if len(shown) == 4 else f"{len(shown)} of 4 findings")
    assert browser.ask("document.querySelector('#none').checkVisibility()") is not bool(shown)
    assert browser.complaints() == []


@in_browser
def test_controls_filter_and_the_counts_follow(browser: Browser, tmp_path: Path) -> None:
    browser.open(saved(several(), tmp_path))
    browser.ask("document.querySelector('[data-by=rule] [data-value=BBB001] button').click()")
    assert browser.ask(SHOWN) == ["f2", "f3"]
    assert browser.ask("location.hash") == "#rule=BBB001"
    rows = (
        "[...document.querySelectorAll('[data-by={}] tbody tr')].filter(e => !e.hidden)"
        ".map(e => e.dataset.value + ' ' + e.lastChild.textContent)"
    )
    assert browser.ask(rows.format("language")) == ["ar 1", "en 1"]
    assert browser.ask(rows.format("folder")) == ["a 2"]
    assert browser.ask(rows.format("rule")) == ["BBB001 2", "AAA001 1", "CCC001 1"]
    counts = "[...document.querySelectorAll('.file:not([hidden]) .counts')].map(e => e.textContent)"
    assert browser.ask(counts) == ["1 warning", "1 warning"]
    browser.ask("document.querySelector('input[value=warning]').click()")
    assert browser.ask(SHOWN) == []
    browser.ask("document.querySelector('#clear').click()")
    assert browser.ask(SHOWN) == ["f1", "f2", "f3", "f4"]
    assert browser.ask(counts) == ["1 error1 warning", "1 warning", "1 info"]
    assert browser.ask(rows.format("rule")) == ["BBB001 2", "AAA001 1", "CCC001 1"]
    assert browser.ask("location.hash") == ""
    assert browser.complaints() == []


@in_browser
def test_link_to_a_finding_opens_its_file(browser: Browser, tmp_path: Path) -> None:
    url = saved(report(*many(600).diagnostics), tmp_path)
    browser.open(f"{url}#f590")
    assert browser.ask("document.activeElement.id") == "f590"
    assert browser.ask("document.querySelector('#f590').checkVisibility()")
    assert browser.ask(
        "new Promise(done => setTimeout(() => { const b = document.activeElement"
        ".getBoundingClientRect(); done(b.top >= 0 && b.top < innerHeight); }, 800))"
    )


@in_browser
def test_keys(browser: Browser, tmp_path: Path) -> None:
    browser.open(saved(several(), tmp_path))
    focused = "document.activeElement.id || document.activeElement.name"
    seen = []
    for key in ("j", "j", "j", "k", "/"):
        browser.press(key)
        seen.append(browser.ask(focused))
    assert seen == ["f1", "f2", "f3", "f2", "q"]
    browser.press("j")
    assert browser.ask("document.querySelector('[name=q]').value") == "j", "it is text there"
    browser.press("Escape")
    assert browser.ask("document.querySelector('[name=q]').value") == ""
    browser.press("?")
    assert browser.ask("document.querySelector('#keys').open") is True
    browser.ask("document.querySelector('#close-keys').click()")
    browser.ask("document.querySelector('#use-keys').click()")
    browser.press("?")
    assert browser.ask("document.querySelector('#keys').open") is False


@in_browser
def test_why_unfolds_in_place(browser: Browser, tmp_path: Path) -> None:
    browser.open(saved(several(), tmp_path))
    expanded = "document.querySelector('#f1 a.why').getAttribute('aria-expanded')"
    for state in ("true", "false"):
        browser.ask("document.querySelector('#f1 a.why').click()")
        assert browser.ask(expanded) == state
        assert browser.ask("document.querySelectorAll('#f1 .reason').length") == (state == "true")
    assert browser.ask("document.querySelectorAll('#rule-AAA001 .reason').length") == 1


@in_browser
@pytest.mark.parametrize("width", [400, 1280])
def test_nothing_is_wider_than_the_window(browser: Browser, tmp_path: Path, width: int) -> None:
    long = "https://example.org/" + "a" * 400
    found = [diagnostic(excerpt=excerpt(f"[{long}]")), diagnostic(path=f"r/{'x' * 150}/{long}.md")]
    url = saved(report(*found, diagnostic(message=long, path="r/" + "مقال" * 60 + ".md")), tmp_path)
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.call("Emulation.setDeviceMetricsOverride", **size)
    browser.open(url)
    assert browser.ask("document.documentElement.scrollWidth") <= width
    browser.call("Emulation.clearDeviceMetricsOverride")


@in_browser
def test_print_opens_everything(browser: Browser, tmp_path: Path) -> None:
    url = saved(report(*many(400).diagnostics), tmp_path)
    for script in (True, False):
        browser.open(url, script=script)
        folded = browser.ask("document.querySelectorAll('details.file:not([open])').length")
        assert folded > 0
        browser.call("Emulation.setEmulatedMedia", media="print")
        heights = "[...document.querySelectorAll('article')].filter(e => !e.offsetHeight).length"
        assert browser.ask(heights) == 0
        assert browser.ask("document.querySelector('#filters').offsetHeight") == 0
        browser.call("Emulation.setEmulatedMedia", media="")


def test_addresses_keep_their_direction_in_a_passage_and_faults_their_marks() -> None:
    text = "اقرأ [هنا](https://x.example/؟id=4) كله"
    dest = text.index("https"), text.index(") كله")
    sign = text.index("؟")

    def shown(*faults: tuple[int, int]) -> str:
        made = passage(text, faults, [dest])
        assert re.sub("<[^>]+>", "", made) == text
        return re.sub(r"<mark[^>]*>", "<mark>", made)

    address = text[slice(*dest)]
    isolated = f'<bdi dir="ltr">{address}</bdi>'
    assert shown() == text.replace(address, isolated)
    marked = address.replace("؟", "<mark>؟</mark>")
    assert shown((sign, sign + 1)) == text.replace(address, f'<bdi dir="ltr">{marked}</bdi>')
    inside = f'</mark><bdi dir="ltr"><mark>{address}</mark></bdi><mark>'
    assert shown((0, len(text))) == f"<mark>{text.replace(address, inside)}</mark>"
    # What begins inside the fault before goes on after it.
    assert shown((0, 4), (2, 6)).startswith(f"<mark>{text[:4]}</mark><mark>{text[4:6]}</mark>")


RTL_CELLS = """
[...document.querySelectorAll("td[dir]")].map(cell => {
  const number = cell.querySelector(".line").getBoundingClientRect();
  const text = document.createRange();
  text.setStartAfter(cell.querySelector(".line"));
  text.setEndAfter(cell.lastChild);
  const over = [...text.getClientRects()].some(each => each.top < number.bottom - 1 &&
    each.bottom > number.top + 1 && each.left < number.right && each.right > number.left);
  return [cell.dir, getComputedStyle(cell).direction, over];
})
"""


@in_browser
def test_translation_and_source_are_shown_side_by_side_in_their_own_directions(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "examples" / "translated-site", tmp_path / "site")
    monkeypatch.chdir(tmp_path / "site")
    for language in ("en", "ar"):
        folder = tmp_path / language
        assert main(["translations", "--html", str(folder), "--ui-lang", language]) == 0
        for name in ("repair", "setup", "values"):
            browser.open((folder / f"content-ar-{name}.md.html").as_uri())
            cells = browser.ask(RTL_CELLS)
            assert {way for way, _, _ in cells} == {"rtl", "ltr"}
            assert all(way == shown and not over for way, shown, over in cells), cells
            # The translation comes first in the direction of the reader.
            first, second = browser.ask(
                """[...document.querySelector("tbody tr").children].map(
                    cell => cell.getBoundingClientRect().left)"""
            )
            assert (first < second) is (language == "en")
            assert browser.ask("document.scripts.length") == 0
    assert browser.complaints() == []
