"""A rule's page, and that docs/rules/ is what the rules say today."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from contentlint._util.style import Style
from contentlint.engine import ruleset
from contentlint.model.errors import ConfigError
from contentlint.model.rule import Rule
from contentlint.report import rule_page

DOCS = ROOT / "docs" / "rules"
RULES = ruleset.full().rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_page_of_the_docs_is_up_to_date(rule: Rule, update: bool) -> None:
    page = DOCS / f"{rule.code}.md"
    if update:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(rule_page.markdown(rule), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == rule_page.markdown(rule)


def test_list_of_the_docs_is_up_to_date(update: bool) -> None:
    expected = rule_page.index(RULES, ruleset.full().families)
    if update:
        (DOCS / "README.md").write_text(expected, encoding="utf-8")
    assert (DOCS / "README.md").read_text(encoding="utf-8") == expected


def test_no_page_is_left_of_a_rule_that_has_gone() -> None:
    pages = {path.stem for path in DOCS.glob("[A-Z][A-Z][A-Z][0-9]*.md")}
    assert pages == {rule.code for rule in RULES}


def test_a_rule_is_found_by_code_by_name_and_in_lower_case() -> None:
    for name in ("IMG001", "img001", "empty-image"):
        assert rule_page.find(name).code == "IMG001"


def test_an_unknown_rule_is_refused_with_a_suggestion() -> None:
    with pytest.raises(ConfigError, match="did you mean 'empty-image'"):
        rule_page.find("empty-imag")


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_pages_show_no_invisible_character_and_set_right_to_left_lines_apart(
    rule: Rule,
) -> None:
    page = rule_page.page(rule.code, Style(isolate=True))
    for line in page.split("\n"):
        begun = sum(map(line.count, "\u2066\u2068"))
        assert begun == line.count("\u2069")
        bare = line.translate(dict.fromkeys((0x2066, 0x2068, 0x2069)))
        unwanted = "\u200e\u200f\u202a\u202b\u202d\u202e\u2067\ufeff\u200b\x00\x1b"
        assert not any(c in bare for c in unwanted)


def test_pages_of_all_rules_are_written(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "rules"
    rule_page.write_docs(str(folder))
    written = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    pages = {f"{rule.code}.md": rule_page.markdown(rule) for rule in RULES}
    assert written == {**pages, "README.md": rule_page.index(RULES, ruleset.full().families)}
