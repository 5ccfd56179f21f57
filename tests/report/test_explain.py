"""A rule's page, and that docs/rules/ is what the rules say today."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from contentlint._util import translation
from contentlint._util.style import Style
from contentlint.engine import examples, options, ruleset, wording
from contentlint.model.diagnostic import rank
from contentlint.model.errors import ConfigError
from contentlint.model.rule import Rule
from contentlint.report import rule_page

DOCS = ROOT / "docs" / "rules"
SET = ruleset.full()
RULES = SET.rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_page_of_the_docs_is_up_to_date(rule: Rule, update: bool) -> None:
    page = DOCS / f"{rule.code}.md"
    if update:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(rule_page.markdown(rule), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == rule_page.markdown(rule)


@pytest.mark.parametrize("language", translation.LANGUAGES)
def test_a_page_shows_the_message_of_its_first_bad_example(language: str) -> None:
    for rule in RULES:
        if "{" in rule.message:
            example = examples.reported(rule, wording.of(language))
            assert example is not None, rule.code
            fields = {f"{{{name}}}" for name in ruleset.fields(rule.message)}
            assert not any(field in example.message for field in fields), rule.code


def test_list_of_the_docs_is_up_to_date(update: bool) -> None:
    expected = rule_page.index(RULES, SET.families)
    if update:
        (DOCS / "README.md").write_text(expected, encoding="utf-8")
    assert (DOCS / "README.md").read_text(encoding="utf-8") == expected


def test_no_page_is_left_of_a_rule_that_has_gone() -> None:
    pages = {path.stem for path in DOCS.glob("[A-Z][A-Z][A-Z][0-9]*.md")}
    assert pages == {rule.code for rule in RULES}


def test_a_rule_is_found_by_code_by_name_and_in_lower_case() -> None:
    for name in ("IMG001", "img001", "empty-image"):
        assert rule_page.find(name).code == "IMG001"


def test_every_built_in_rule_has_a_summary_of_one_short_line() -> None:
    summaries = [rule.summary for rule in RULES]
    assert len(set(summaries)) == len(RULES)
    for summary in summaries:
        assert 0 < len(summary) <= 72 and "\n" not in summary
        assert summary[0].isupper() and not summary.endswith(".")


@pytest.mark.parametrize("kind", sorted({rule.kind for rule in RULES} | {*options.kinds()}))
def test_every_option_is_described(kind: str) -> None:
    assert options.described(kind).keys() == options.option_types(kind).keys()


def test_a_page_describes_each_option_with_its_type_and_default() -> None:
    rule = rule_page.find("SRC008")
    (keys,) = rule_page.option_rows(rule)
    assert keys.name == "keys" and keys.type == "list of strings"
    assert keys.default.startswith('["utm_*", ') and "parameters" in keys.about
    for page in (rule_page.page("SRC008", Style()), rule_page.markdown(rule)):
        for part in (keys.name, keys.type, keys.default, keys.about):
            assert part in " ".join(page.split())


def test_the_page_of_a_word_list_names_it_and_its_languages() -> None:
    marks, words = rule_page.option_rows(rule_page.find("PUN001"))
    assert marks.default == '"،؛؟۔.,:;!?"'
    assert words.default == ""
    assert ' Default: the built-in word list `{ words = "dangling" }`. ' in words.about
    assert words.about.endswith(" Languages: ar, de, en, es, fa, fr, he, ru, tr, ur, vi.")


def test_a_long_table_is_shown_by_its_keys() -> None:
    tokens = next(o for o in rule_page.option_rows(rule_page.find("RES009")) if o.name == "tokens")
    assert tokens.default == "" and tokens.about.partition("Entries: ")[2].startswith('`"{{", "{%"')


def test_an_unknown_rule_is_refused_with_a_suggestion() -> None:
    with pytest.raises(ConfigError, match="did you mean 'empty-image'"):
        rule_page.find("empty-imag")


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_pages_show_no_invisible_character_and_set_right_to_left_lines_apart(
    rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_page, "full", lambda: SET)  # which reads all TOML each time
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
    assert written == {**pages, "README.md": rule_page.index(RULES, SET.families)}


def test_a_page_names_every_severity_of_a_rule() -> None:
    rule = rule_page.find("IMG001")._replace(severity="error", origins=(), infos=())
    for lowered, infos, expected in (
        ((), (), "error"),
        (("warning",), (), "error (in some cases warning)"),
        (("warning", "info"), (), "error (in some cases warning or info)"),
        (("warning",), ("authored",), "error (in some cases warning); info in authored text"),
    ):
        facts = rule_page.facts(rule._replace(lowered=lowered, infos=infos))
        assert facts["Severity"] == expected


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_lowered_severities_are_lower_and_in_order(rule: Rule) -> None:
    ranks = [*map(rank, (rule.severity, *rule.lowered))]
    assert ranks == sorted({*ranks}, reverse=True)
