"""The site of the documents: its hooks, and that MkDocs builds it without a warning.

Building takes half a minute. MkDocs is in the extra ``docs``.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from conftest import ROOT

from contentlint import HOME

NETWORK = re.compile(
    r"<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)=\"(?:https?:)?//(?!example\.org/contentlint)"
)


def _hooks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("site_hooks", ROOT / "docs/_hooks/site.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


hooks = _hooks()


def test_text_from_right_to_left_says_so() -> None:
    assert hooks.directed("<p>قال</p><p>said قال</p>") == '<p dir="auto">قال</p><p>said قال</p>'
    assert hooks.directed("<ul><li>١ <b>שלום</b></li></ul>") == (
        '<ul><li dir="auto">١ <b>שלום</b></li></ul>'
    )
    assert hooks.directed('<td dir="rtl">قال</td>') == '<td dir="rtl">قال</td>'
    assert hooks.directed("<td>a <code>قال</code></td>") == (
        "<td>a <bdi><code>قال</code></bdi></td>"
    )


def test_every_line_of_code_runs_by_its_own_first_letter() -> None:
    lines = '<span id="line-0-1">a: قال\n</span><span id="line-0-2"># قال\n</span>'
    assert hooks.directed(f"<pre><code>{lines}</code></pre>") == (
        '<pre><code><span id="line-0-1" dir="ltr">a: قال\n</span>'
        '<span id="line-0-2" dir="auto"># قال\n</span></code></pre>'
    )
    latin = '<pre><code><span id="line-0-1">a\n</span></code></pre>'
    assert hooks.directed(latin) == latin


def test_a_note_in_an_output_is_no_command() -> None:
    line = '<span id="line-0-2"><span class="gp">{}</span>{}\n</span>'
    assert hooks.printed(line.format("# ", 'a<span class="w"> </span>b')) == (
        '<span id="line-0-2"><span class="go"># a b</span>\n</span>'
    )
    command = line.format("$ ", "a")
    assert hooks.printed(command) == command


def test_links_out_of_the_folder_are_turned() -> None:
    start, rule = ROOT / "docs/start.md", ROOT / "docs/rules/DUP001.md"
    assert hooks.inside("[a](../CHANGELOG.md#b)", start) == "[a](changelog.md#b)"
    assert hooks.inside("[a](../../CHANGELOG.md)", rule) == "[a](../changelog.md)"
    assert hooks.inside("[a](../examples/news-ar/README.md)", start) == f"[a]({HOME})"
    assert hooks.inside("[a](adopt.md)", start) == "[a](adopt.md)"
    assert hooks.inside("[a](docs/rules/README.md)", ROOT / "CHANGELOG.md") == (
        "[a](rules/README.md)"
    )
    code = "```text\n[a](../CHANGELOG.md)\n```"
    assert hooks.inside(code, start) == code


def test_a_declaration_in_code_does_not_break_the_parser_of_html() -> None:
    assert hooks.plain("| `(?<![x])` |") == (
        "| <code>&#40;&#63;&#60;&#33;&#91;x&#93;&#41;</code> |"
    )
    assert hooks.plain("`<b>` and ``<!``") == "`<b>` and ``<!``"


def test_every_rule_is_in_the_navigation() -> None:
    folder = ROOT / "docs" / "rules"
    named = [
        path
        for family in hooks.families(folder)
        for pages in family.values()
        for page in pages
        for path in page.values()
    ]
    there = [f"rules/{path.name}" for path in sorted(folder.glob("[A-Z]*[0-9].md"))]
    assert sorted(named) == there


def test_every_page_is_in_the_navigation() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    named = set(re.findall(r"[\w/-]+\.md", text[text.index("\nnav:") :]))
    there = {path.name for path in (ROOT / "docs").glob("*.md")}
    lists = {"rules/README.md", "quality/README.md"}
    translated = {f"{language}/start.md" for language in hooks.TRANSLATIONS}
    assert named == there | lists | translated | set(hooks.OUTSIDE.values())
    figures = {f"quality/{path.name}" for path in (ROOT / "docs" / "quality").glob("*.md")}
    assert {*hooks.measurements(ROOT / "docs" / "quality"), "quality/README.md"} == figures
    assert yaml.safe_load(text)["theme"]["font"] is False


CHROMIUM = shutil.which("chromium")


def _list_of_rules() -> str:
    """The list of rules as the site has it: headings and tables."""
    parts = []
    for line in (ROOT / "docs/rules/README.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            parts.append(f"</table><h2>{line[3:]}<a>¶</a></h2><table>")
        elif line.startswith("| rule"):
            parts.append(f"<thead><tr>{_cells(line, 'th')}</tr></thead>")
        elif line.startswith("| ["):
            parts.append(f"<tr>{_cells(line, 'td')}</tr>")
    return "".join(parts).removeprefix("</table>") + "</table>"


def _cells(row: str, tag: str) -> str:
    return "".join(f"<{tag}>{cell}</{tag}>" for cell in row.strip("| ").split(" | "))


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", None),
        ("family=SUP", {"SUP001", "SUP002", "SUP003"}),
        ("family=NUM&severity=warning&on=authored&fix=none", {"NUM009"}),
        ("family=NUM&on=preview&fix=any", {"NUM004", "NUM013"}),
        ("text=half-space persian", {"ORT009"}),
        ("severity=nothing&family=TBL&fix=safe", {"TBL004", "TBL005"}),
        ("text=no rule says this", set()),
    ],
)
def test_list_of_rules_is_filtered_by_its_address(
    tmp_path: Path, query: str, rows: set[str] | None
) -> None:
    page = tmp_path / "rules.html"
    script = (ROOT / "docs/assets/rules.js").as_uri()
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><script src="{script}"></script>'
        f'<div class="md-content">{_list_of_rules()}</div>',
        encoding="utf-8",
    )
    assert CHROMIUM is not None
    dom = subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path}/profile",
            "--dump-dom",
            f"{page.as_uri()}?{query.replace(' ', '%20')}",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        check=True,
    ).stdout
    every = set(re.findall(r"<tr[^>]*><td>\[([A-Z]{3}\d{3})\]", dom))
    shown = set(re.findall(r"<tr><td>\[([A-Z]{3}\d{3})\]", dom))
    assert len(every) == len(list((ROOT / "docs/rules").glob("[A-Z]*[0-9].md")))
    assert shown == (every if rows is None else rows)
    assert f"{len(shown)} of {len(every)} rules</output>" in dom
    headed = set(re.findall(r"<h2>([A-Z]{3}):", dom))
    assert headed == {code[:3] for code in shown}


@pytest.mark.slow
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="MkDocs comes with the extra 'docs'")
    pytest.importorskip("material", reason="MkDocs Material comes with the extra 'docs'")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    pages = sorted(tmp_path.rglob("*.html"))
    for path in pages:
        fetched = NETWORK.search(path.read_text(encoding="utf-8"))
        assert not fetched, f"{path}: {fetched and fetched[0]}"
    rule = (tmp_path / "rules/DUP001/index.html").read_text(encoding="utf-8")
    assert 'dir="auto">أعلنت' in rule
    assert not (tmp_path / "_hooks").exists()
    assert not list(tmp_path.rglob("*.jsonl"))
    for sheet in tmp_path.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8"))


def test_page_in_another_language_runs_from_right_to_left() -> None:
    shown = hooks.in_language("<p>نص</p><pre>$ code</pre>", "ar")
    assert shown == '<div lang="ar" dir="rtl">\n<p>نص</p><pre dir="ltr">$ code</pre>\n</div>'
    assert hooks.in_language("<p>text</p>", "rules") == "<p>text</p>"
