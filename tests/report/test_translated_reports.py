"""Reports in a language written from right to left: all their words are translated."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from pseudo import english, speak
from test_html_report import (
    Browser,
    Element,
    browser,
    diagnostic,
    excerpt,
    in_browser,
    many,
    of_sites,
    read,
    report,
    saved,
    write,
)

from contentlint._util import translation
from contentlint._util.escape import FSI, PDI
from contentlint._util.style import Style
from contentlint.model.diagnostic import (
    Counts,
    Diagnostic,
    Incomplete,
    Position,
    ReportedFix,
    ReportedRelated,
)
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report import statistics
from contentlint.report.formats import html, markdown

__all__ = ["browser"]
CONTENT = ("text", "name", "chip", "source")
"""Classes of elements whose words are not ours."""


@pytest.fixture(autouse=True)
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch)


def arabic(number: int = 0, **rest: Any) -> Diagnostic:
    """A finding whose texts the rule has in Arabic."""
    texts = {
        "path": f"مقال/{number}.md",
        "message": "رسالة",
        "quoted": (),
        "excerpt": excerpt("a [\u200e] b"),
        "fix": ReportedFix(number != 1, "إصلاح", ()),
        "related": (ReportedRelated(Position(1, 1, 1, 2), "هنا", ""),) * 12,
    }
    return diagnostic("نص", **{**texts, **rest})


def three() -> Report:
    rule = Rule("AAA001", "first-rule", "k", "error", "m", why="السبب", help="مساعدة")
    found = [arabic(n, severity=s) for n, s in enumerate(("error", "warning", "info"))]
    return report(
        *found,
        counts=Counts(8, 1, 1, 2),
        rules={"AAA001": rule},
        suppressed=4,
        accepted=(found[0],),
        incomplete=(Incomplete("b.md", "file is empty"),),
        languages={found[0].path: "ar", found[1].path: "", found[2].path: "en"},
        lines_of=lambda _: ["Source: https://www.example.com/x"],
    )


def crowded() -> Report:
    found = [
        arabic(path=f"r/{n % 13}/{n}.md", code=f"AAA{n % 13:03}", severity="error")
        for n in range(30)
    ]
    return report(*found, arabic(path="r/1.md"), languages={})


def of_us(element: Element) -> list[str]:
    """Return what an element says in words of ours, with the attributes that people read."""
    given = element.attributes
    if element.tag in ("code", "kbd", "style", "script"):
        return []
    said = [given.get(name, "") for name in ("title", "placeholder", "aria-label")]
    said += [given.get(name, "") for name in ("data-before", "data-after")]
    content = {*given.get("class", "").split()} & {*CONTENT}
    for child in element.inside:
        if isinstance(child, Element):
            said += of_us(child)
        elif not content:
            said.append(child)
    for each in json.loads(given.get("data-words", "{}")).values():
        said += each.values() if isinstance(each, dict) else [each]
    return said


@pytest.mark.parametrize("what", [report(files=3), three(), crowded()])
def test_page_has_no_word_without_translation(
    what: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "LISTED", 25)
    monkeypatch.setattr(html, "_FILES", 2)
    page = read(write(what))
    head = page.one("html").attributes
    assert (head["lang"], head["dir"]) == ("ar", "rtl")
    said = " ".join(of_us(page))
    assert not english(said, "first-rule", "ar", "en", "md", "example", "com")


@in_browser
def test_script_says_nothing_in_english(browser: Browser, tmp_path: Path) -> None:
    browser.open(saved(many(40), tmp_path) + "#severity=warning")
    shown = browser.ask("document.querySelector('#shown').textContent")
    assert shown == "10« of »40« findings»"
    counts = browser.ask("[...document.querySelectorAll('.counts')].map(e => e.textContent)")
    assert not english(" ".join(counts))
    more = browser.ask("[...document.querySelectorAll('.chart summary')].map(e => e.textContent)")
    assert more
    assert not english(" ".join(more))
    browser.ask("navigator.clipboard.writeText = () => Promise.resolve()")
    browser.ask("document.querySelector('.copy').click()")
    assert browser.ask("document.querySelector('.copy').textContent") == "«Copied»"
    assert not browser.complaints()


@in_browser
def test_script_writes_the_digits_of_the_language(browser: Browser, tmp_path: Path) -> None:
    translation.use("fa")
    browser.open(saved(many(40), tmp_path) + "#severity=warning")
    assert browser.ask("document.querySelector('#shown').textContent") == "۱۰« of »۴۰« findings»"
    cells = "[...document.querySelectorAll('.chart td.n')].map(e => e.textContent).join('')"
    assert not {*browser.ask(cells)} & {*"0123456789"}
    place = browser.ask("document.querySelector('.finding .at').textContent")
    assert place.endswith(":3:7")


@in_browser
@pytest.mark.parametrize("width", [400, 1280])
def test_page_is_laid_out_from_the_right(browser: Browser, tmp_path: Path, width: int) -> None:
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=900,
        deviceScaleFactor=1,
        mobile=width < 500,
    )
    browser.open(saved(three(), tmp_path))
    wide = browser.ask("document.documentElement.scrollWidth")
    assert wide <= width
    starts = """(selector => [...document.querySelectorAll(selector)].map(e => {
        const box = e.getBoundingClientRect(), own = document.createRange();
        own.selectNodeContents(e);
        return box.right - own.getBoundingClientRect().right; }))"""
    for selector in (
        "h1",
        "h2",
        "summary h3",
        ".finding h4",
        ".finding .at",
        ".finding .message",
        ".fix",
    ):
        gaps = browser.ask(f"{starts}('{selector}')")
        assert gaps, selector
        assert max(gaps) < 3, selector
    bars = browser.ask(
        "[...document.querySelectorAll('.bar')].map(e => e.getBoundingClientRect().right"
        " - Math.max(...[...e.children].map(r => r.getBoundingClientRect().right)))"
    )
    assert max(bars) < 1
    browser.call("Emulation.clearDeviceMetricsOverride")


@in_browser
def test_keys_work_on_keyboards_of_the_language(browser: Browser, tmp_path: Path) -> None:
    def press(key: str, code: str, **more: int) -> Any:
        browser.call("Input.dispatchKeyEvent", type="keyDown", key=key, code=code, **more)
        return browser.ask("document.activeElement.id || document.activeElement.name")

    browser.open(saved(three(), tmp_path))
    assert press("ت", "KeyJ") == "f1"  # Arabic
    assert press("ח", "KeyJ") == "f2"  # Hebrew
    assert press("h", "KeyJ") == "f2"  # Dvorak
    assert press("ن", "KeyK") == "f1"
    assert press("'", "KeyW") == "f1"
    assert browser.ask("document.querySelector('#f1 .why').getAttribute('aria-expanded')") == "true"
    press("؟", "Slash", modifiers=8)
    assert browser.ask("document.querySelector('#keys').open")
    browser.ask("document.querySelector('#keys').close()")
    assert press("ظ", "Slash") == "q"


@pytest.mark.parametrize("what", [report(files=3), three(), crowded()])
def test_markdown_has_no_word_without_translation(
    what: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown, "LONGEST", 1_500)
    monkeypatch.setattr(markdown, "_LOST", 0)
    out = io.StringIO()
    markdown.write(what, out, Style())
    said = re.sub(r"(`+).*?\1", "", out.getvalue())  # code
    assert "«" in said
    assert not english(said, "first-rule")


def test_statistics_have_no_word_without_translation() -> None:
    many_rows = statistics.text(many(30), Style(isolate=True))
    assert "… 10« more»" in many_rows
    said = many_rows + statistics.text(three()) + statistics.text(of_sites())
    assert not english(said, "first-rule", "widget", "example", "com")


def test_columns_of_statistics_keep_their_order_in_any_script() -> None:
    translation.use("fa")
    lines = statistics.text(three(), Style(isolate=True)).splitlines()
    assert [line.replace(FSI, "[").replace(PDI, "]") for line in lines[:2]] == [
        "[«all»]  [«error»]  [«warning»]  [«info»]  [«rule»]",
        "    [۳]        [۱]          [۱]       [۱]  AAA001 first-rule",
    ]
