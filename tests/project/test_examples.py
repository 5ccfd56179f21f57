"""The projects in examples/: what is found in each, that their rules hold, and that each shows
what its README says.

What is found is kept in tests/examples/; ``--update`` rewrites it.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import tomli
from conftest import ROOT

from contentlint.cli.commands import new_rule
from contentlint.cli.main import main
from contentlint.engine import ruleset

EXAMPLES = ROOT / "examples"
GOLDEN = ROOT / "tests" / "examples"
PROJECTS = sorted(path.parent.name for path in EXAMPLES.glob("*/contentlint.toml"))
HOUSE, BLOG, NEWS, TRANSLATED = "house-rules", "blog-hugo", "news-ar", "translated-site"


def found(project: str, capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """What ``check`` prints in the folder of a project."""
    main(["check", "--quiet", "--min-severity", "info", "--format", "concise", *argv])
    out, err = capsys.readouterr()
    assert err == "", project
    return out


def codes(text: str, file: str = "") -> set[str]:
    pattern = re.compile(r"^(.*?):\d+:\d+: \w+ ([A-Z]{3}\d{3}) ", re.MULTILINE)
    return {code for path, code in pattern.findall(text) if file in path}


@pytest.mark.parametrize("project", PROJECTS)
def test_exactly_this_is_found(
    project: str,
    update: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(EXAMPLES / project)
    golden = GOLDEN / f"{project}.txt"
    out = found(project, capsys)
    if update:
        golden.write_text(out, encoding="utf-8")
    assert out == golden.read_text(encoding="utf-8")


def test_no_golden_file_is_left_of_a_project_that_has_gone() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.txt")) == PROJECTS
    assert {HOUSE, BLOG, NEWS, TRANSLATED} <= set(PROJECTS)


@pytest.mark.parametrize("project", [HOUSE, BLOG, NEWS])
def test_rules_of_the_project_pass_their_examples(
    project: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLES / project)
    assert main(["test-rules"]) == 0, capsys.readouterr().out
    assert "warning" not in capsys.readouterr().err


def house_rules() -> dict[str, dict[str, str]]:
    text = (EXAMPLES / HOUSE / "rules" / "house.toml").read_text(encoding="utf-8")
    return {code: rule for code, rule in tomli.loads(text).items() if code != "set"}


def test_house_rules_has_one_rule_of_every_kind() -> None:
    assert sorted(rule["kind"] for rule in house_rules().values()) == new_rule.kinds()


def test_every_house_rule_finds_something_and_the_clean_articles_are_silent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLES / HOUSE)
    out = found(HOUSE, capsys)
    assert set(house_rules()) <= codes(out)
    assert codes(out, "garden.md") == codes(out, "letters") == set()
    without = found(HOUSE, capsys, "--isolated", "letters")
    assert codes(without) & set(house_rules()) == set()


def test_override_by_language_sets_limit_and_severity(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLES / HOUSE)
    out = found(HOUSE, capsys, "--select", "HSE003")
    severities = re.findall(r"^(.*?):\d+:\d+: (\w+) HSE003", out, re.MULTILINE)
    assert severities == [("articles/book-market.md", "warning"), ("articles/bridge.fa.md", "info")]


def test_vocabulary_accepts_and_rejects(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLES / HOUSE)
    text = Path("articles/book-market.md").read_text(encoding="utf-8")
    assert "جملة وتفصيلا" in text and "مقهى الكمبيوتر" in text
    out = found(HOUSE, capsys, "--select", "HSE001,HSE002", "articles/book-market.md")
    assert [line.rsplit(" ", 4)[-4:] for line in out.splitlines()] == [
        ["phrase:", "من", "الجدير", "بالذكر"],
        ["HSE002", "كمبيوتر:", "write", "حاسوب"],
    ]


def test_blog_has_front_matter_of_both_sorts_pictures_and_shortcodes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLES / BLOG)
    posts = {p.name: p.read_text(encoding="utf-8") for p in Path("content/posts").glob("*.md")}
    assert {text[:3] for text in posts.values()} == {"---", "+++"}
    assert "{{< figure" in posts["harbour.md"] and "(/images/" in posts["harbour.md"]
    out = found(BLOG, capsys)
    assert codes(out, "harbour.md") == codes(out, "bread.md") == set()
    assert {"STR005", "IMG006", "RES009", "BLG001", "BLG002", "BLG003"} == codes(out)


def test_pictures_are_looked_for_from_the_site_root(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLES / BLOG)
    wrong = ("--config", "site-root = 'content'", "--select", "IMG006")
    assert codes(found(BLOG, capsys, *wrong), "harbour.md") == {"IMG006"}


def test_rules_of_the_news_site_change_nothing_in_its_articles(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLES / NEWS)
    own = {rule.code for rule in ruleset.builtin().rules}
    assert codes(found(NEWS, capsys)) <= own
    assert "CON002" not in codes(found(NEWS, capsys))
    with_rules = found(NEWS, capsys, "articles")
    assert with_rules == found(NEWS, capsys, "--isolated", "--lang", "ar", "articles")


def test_translated_site_has_the_ten_faults_that_its_readme_lists(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLES / TRANSLATED)
    out = found(TRANSLATED, capsys)
    places = re.findall(r"^content/ar/(.*?):(\d+):\d+: \w+ ([A-Z]{3}\d{3}) ", out, re.MULTILINE)
    assert len(places) == len(out.splitlines()) == len(codes(out)) == 10
    readme = Path("README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+\.md)`, line (\d+) \| (TRA\d+) \|", readme, re.MULTILINE)
    assert sorted(listed) == sorted(places)


def test_of_the_translated_site_one_page_is_missing_and_two_faults_are_fixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(EXAMPLES / TRANSLATED, tmp_path / "site")
    monkeypatch.chdir(tmp_path / "site")
    main(["translations", "--format", "json"])
    (row,) = json.loads(capsys.readouterr().out)["languages"]
    assert (row["language"], row["pairs"], row["missing"], row["findings"]) == ("ar", 5, 1, 10)
    before = codes(found(TRANSLATED, capsys))
    main(["fix", "--quiet", "."])
    capsys.readouterr()
    assert before - codes(found(TRANSLATED, capsys)) == {"TRA022", "TRA034"}
