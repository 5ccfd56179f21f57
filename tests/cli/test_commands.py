"""The commands beside ``check``: config, explain, new-rule, schema, test-rules."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomli
from calling import Cli, write
from conftest import ROOT

from contentlint.cli import schemas
from contentlint.cli.commands import new_rule
from contentlint.config import schema as config
from contentlint.config.toml import written
from contentlint.engine import ruleset

RULE = """
[HSE001]
name = "stock-phrase"
kind = "existence"
severity = "warning"
message = "stock phrase: {found}"
why = "It says nothing."
source = "Our style guide"
bad = ["ومن الجدير بالذكر أن الجسر قديم."]
good = ["الجسر قديم."]
options.tokens = ["من الجدير بالذكر"]
"""
ARTICLE = "# الجسر القديم\n\n" + "بني الجسر القديم قبل مئتي عام في وسط المدينة. " * 12 + "\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(capsys)


def house() -> None:
    write("rules/house.toml", RULE)
    write("contentlint.toml", 'rule-sets = ["rules/house.toml"]\n')


# config


def test_config_says_where_each_value_comes_from(cli: Cli) -> None:
    write("base.toml", 'lang = "ar"\nsite-root = "static"\nparagraphs = "line"\n')
    write("contentlint.toml", 'extends = ["base.toml"]\nparagraphs = "blank-line"\n')
    argv = ("config", "a.md", "--format", "json", "--profile", "ci", "--config", "preview = true")
    found = json.loads(cli(*argv).out)
    settings = {key: (v["value"], v["origin"]) for key, v in found["settings"].items()}
    assert found["path"] == "a.md"
    assert found["files"] == ["base.toml", "contentlint.toml"]
    assert settings["lang"] == ("ar", "base.toml")
    assert settings["paragraphs"] == ("blank-line", "contentlint.toml")
    assert settings["profile"] == ("ci", "command line")
    assert settings["fail-on"] == ("error", "profile ci")
    assert settings["preview"] == (True, "--config")
    assert settings["respect-gitignore"] == (True, "built in")


def test_config_says_what_decided_about_each_rule(cli: Cli) -> None:
    house()
    write(
        "contentlint.toml",
        """rule-sets = ["rules/house.toml"]
ignore = ["IMG"]
[rules.HSE001]
severity = "error"
options.tokens = ["الجسر"]
[[overrides]]
files = ["old/**"]
ignore = ["HSE001"]
""",
    )
    rules = {
        path: {
            r["code"]: r for r in json.loads(cli("config", path, "--format", "json").out)["rules"]
        }
        for path in ("a.md", "old/a.md")
    }
    assert rules["a.md"]["HSE001"] == {
        "code": "HSE001",
        "name": "stock-phrase",
        "on": True,
        "decided": "profile default",
        "severity": {"value": "error", "origin": "contentlint.toml"},
        "options": {"tokens": {"value": ["الجسر"], "origin": "contentlint.toml"}},
    }
    assert (rules["a.md"]["IMG001"]["on"], rules["a.md"]["IMG001"]["decided"]) == (
        False,
        "contentlint.toml",
    )
    here = rules["old/a.md"]["HSE001"]
    assert (here["on"], here["decided"]) == (False, "contentlint.toml: overrides #1")


def test_config_prints_limits_that_are_set(cli: Cli) -> None:
    out = cli("config", "--config", 'max-file-size = "10MB"', "--config", "max-findings = 5").out
    assert 'max-file-size = "10000000 B"' in out
    assert "max-findings = 5" in out
    assert "max-" not in cli("config").out


def test_config_prints_toml_that_means_the_same(cli: Cli) -> None:
    house()
    write(
        "contentlint.toml",
        'lang = "ar"\nexclude = ["drafts/**"]\nrule-sets = ["rules/house.toml"]\n'
        '[rules.HSE001]\nseverity = "error"\noptions.tokens = ["الجسر", "a\\"b"]\n',
    )
    printed = tomli.loads(cli("config").out)
    again = config.parse(printed, "printed", os.getcwd())
    assert (again.lang, again.exclude, again.profile) == ("ar", ("drafts/**",), "default")
    assert again.layers[0].rules["HSE001"].options == {"tokens": ["الجسر", 'a"b']}


def test_config_without_a_file_is_all_built_in(cli: Cli) -> None:
    ran = cli("config", "--isolated")
    assert ran.code == 0
    assert '\nlang = ""' in ran.out and "# built in" in ran.out
    assert ran.out.startswith("# .\n")


def test_config_that_is_wrong_is_told(cli: Cli) -> None:
    write("contentlint.toml", 'lang = "arabic"\n')
    assert cli("config").code == 2
    assert "unknown rule" in cli("config", "--isolated", "--select", "XYZ001").err


# explain


def test_explain_finds_the_rules_of_rule_sets(cli: Cli) -> None:
    house()
    page = cli("explain", "HSE001")
    assert page.code == 0
    assert page.out.startswith("HSE001 stock-phrase\n\nSeverity:  warning\n")
    assert 'tokens (list of strings, default: ["من الجدير بالذكر"])\n' in page.out
    assert "        Words and phrases to report.\n" in page.out
    assert page == cli("explain", "stock-phrase") == cli("explain", "hse001")


def test_explain_reads_the_configuration_that_is_named(cli: Cli) -> None:
    house()
    os.rename("contentlint.toml", "other.toml")
    assert cli("explain", "HSE001").code == 2
    assert cli("explain", "--config", "other.toml", "HSE001").code == 0
    assert cli("explain", "--config", 'rule-sets = ["rules/house.toml"]', "HSE001").code == 0


def test_explain_of_an_own_rule_does_not_wait_for_a_configuration(cli: Cli) -> None:
    write("contentlint.toml", "lang = \n")
    assert cli("explain", "IMG001").code == 0
    assert "not valid TOML" in cli("explain", "HSE001").err
    unknown = cli("explain", "--isolated", "HSE001")
    assert unknown.code == 2 and "unknown rule 'HSE001'" in unknown.err


def test_explain_suggests_rules_of_rule_sets_too(cli: Cli) -> None:
    house()
    assert "did you mean 'stock-phrase'?" in cli("explain", "stock-phrases").err


# new-rule


def test_new_rule_lists_the_kinds_with_what_they_are_for(cli: Cli) -> None:
    lines = cli("new-rule").out.splitlines()
    assert [line.split()[0] for line in lines] == new_rule.kinds()
    assert all(len(line.split()) > 3 for line in lines)


@pytest.mark.parametrize("kind", new_rule.kinds())
def test_new_rule_is_a_rule_set_that_passes_its_test(cli: Cli, kind: str) -> None:
    write("rules/house.toml", cli("new-rule", kind, "--code", "NEW042").out)
    ran = cli("test-rules", "rules/house.toml")
    assert (ran.code, ran.out) == (0, "")
    assert "1 rule tested, 0 faults" in ran.err


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("patern",), "unknown kind 'patern'; did you mean 'pattern'?"),
        (("image",), "unknown kind 'image'; there are: across, "),
        (("pattern", "--code", "PUN001"), "--code: PUN001 is a built-in rule"),
        (("pattern", "--code", "pun1"), "expected three capital letters and three digits"),
    ],
)
def test_new_rule_refuses(cli: Cli, argv: tuple[str, ...], message: str) -> None:
    ran = cli("new-rule", *argv)
    assert ran.code == 2 and message in ran.err


# test-rules


def test_rules_of_the_configuration_are_tested_and_no_others(cli: Cli) -> None:
    house()
    assert cli("test-rules") == (
        0,
        "",
        "contentlint: tested: rules/house.toml\n1 rule tested, 0 faults\n",
    )


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        (
            "ومن الجدير بالذكر أن ",
            "",
            "HSE001 stock-phrase: bad: nothing is found in\n    الجسر قديم.\n",
        ),
        ('"الجسر قديم."]', '"من الجدير بالذكر"]', "good: stock phrase: من الجدير بالذكر in\n"),
        (
            'source = "',
            'fixed = ["الجسر."]\nsource = "',
            "fixed: another text than the fix gives\n",
        ),
    ],
)
def test_example_that_does_not_show_what_it_says_fails(
    cli: Cli, was: str, now: str, message: str
) -> None:
    write("house.toml", RULE.replace(was, now, 1))
    ran = cli("test-rules", "house.toml")
    assert ran.code == 1 and message in ran.out, ran.out
    assert "1 rule tested, 1 fault" in ran.err


def test_strict_asks_for_what_a_short_rule_leaves_out(cli: Cli) -> None:
    write("house.toml", '[HSE001]\nkind = "existence"\nmessage = "no"\noptions.tokens = ["x"]\n')
    assert cli("test-rules", "house.toml").code == 0
    ran = cli("test-rules", "--strict", "house.toml")
    assert ran.code == 1 and "1 rule tested, 4 faults" in ran.err
    wanted = [f"HSE001 hse001: {key} is missing" for key in ("why", "source", "bad", "good")]
    assert ran.out.splitlines() == wanted
    write("house.toml", RULE)
    assert cli("test-rules", "--strict", "house.toml").code == 0


@pytest.mark.parametrize("kind", new_rule.kinds())
def test_rule_of_each_kind_needs_nothing_but_its_message_and_options(cli: Cli, kind: str) -> None:
    (stanza,) = tomli.loads(new_rule.template(kind)).values()
    lines = [f"{key} = {written(stanza[key])}" for key in ("kind", "message", "options")]
    write("house.toml", "\n".join(("[HSE001]", *lines, "")))
    ran = cli("test-rules", "house.toml")
    assert (ran.code, ran.out) == (0, "")
    assert "1 rule tested, 0 faults" in ran.err


def test_broken_pattern_has_its_line(cli: Cli) -> None:
    write("house.toml", RULE.replace("options.tokens = ", 'options.patterns = ["("] # '))
    ran = cli("test-rules", "house.toml")
    number = RULE[: RULE.index("options.tokens")].count("\n") + 1
    said = f"contentlint: error: house.toml:{number}: HSE001: option 'patterns': '(': missing )"
    assert ran.code == 2 and ran.err.startswith(said)


def test_page_of_a_short_rule_has_no_empty_parts(cli: Cli) -> None:
    write("house.toml", '[HSE001]\nkind = "existence"\nmessage = "no"\noptions.tokens = ["x"]\n')
    write("contentlint.toml", 'rule-sets = ["house.toml"]\n')
    page = cli("explain", "HSE001").out
    assert page.startswith("HSE001 hse001\n")
    assert "\n\n\n" not in page and "Source:" not in page


def test_rule_that_compares_files_is_tested_with_all_its_examples(cli: Cli) -> None:
    text = new_rule.template("across").replace("slug: new-bridge", "slug: old-bridge")
    write("house.toml", text)
    ran = cli("test-rules", "house.toml")
    assert ran.code == 1
    assert ran.out.endswith(
        "good: the slug old-bridge is also that of 0.md in these files, read together\n"
    )


def test_slow_pattern_is_a_warning_and_no_failure(cli: Cli) -> None:
    tokens = 'options.tokens = ["من الجدير بالذكر"]'
    write("house.toml", RULE.replace(tokens, tokens + "\noptions.patterns = ['(\\w+\\s?)+:']"))
    ran = cli("test-rules", "house.toml")
    assert ran.code == 0
    assert "warning: HSE001: patterns: " in ran.err and "exponential time" in ran.err


def test_nothing_to_test_is_an_error(cli: Cli) -> None:
    ran = cli("test-rules")
    assert ran.code == 2 and "no rule set to test: name one" in ran.err
    assert cli("test-rules", "none.toml").code == 2


def test_word_lists_of_the_configuration_are_known_to_the_rules_tested(cli: Cli) -> None:
    write(
        "house.toml", RULE.replace('tokens = ["من الجدير بالذكر"]', 'reject = { words = "ours" }')
    )
    assert "unknown word list 'ours'" in cli("test-rules", "house.toml").err
    write("contentlint.toml", '[words.ours]\nar = ["من الجدير بالذكر"]\n')
    assert cli("test-rules", "house.toml").code == 0


# schema

RULE_SETS = (
    *sorted(ROOT.glob("rules/templates/*.toml")),
    *sorted(ROOT.glob("examples/*/rules/*.toml")),
)
CONFIGURATIONS = (
    *sorted(ROOT.glob("rules/profiles/*.toml")),
    *sorted(ROOT.glob("examples/**/contentlint.toml")),
    *sorted(ROOT.glob("tests/rules/*/contentlint.toml")),
)
MADE: Mapping[str, Callable[[], dict[str, Any]]] = {
    "config": schemas.configuration,
    "rules": schemas.rule_set,
    "report": schemas.report,
}


def read(path: Path) -> dict[str, Any]:
    return tomli.loads(path.read_text(encoding="utf-8"))


def is_valid(data: Mapping[str, Any], which: str) -> bool:
    if which not in _validators:
        schema = MADE[which]()
        _validators[which] = jsonschema.validators.validator_for(schema)(schema)
    return bool(_validators[which].is_valid(data))


_validators: dict[str, Any] = {}


@pytest.mark.slow
@pytest.mark.parametrize("which", MADE)
def test_schema_is_one(cli: Cli, which: str) -> None:
    schema = json.loads(cli("schema", which).out)
    assert schema == MADE[which]()
    jsonschema.validators.validator_for(schema).check_schema(schema)


def test_schema_of_nothing_is_refused(cli: Cli) -> None:
    ran = cli("schema", "conf")
    assert ran.code == 2 and "invalid choice: 'conf'" in ran.err


@pytest.mark.parametrize("path", RULE_SETS, ids=lambda p: f"{p.parent.parent.name}/{p.stem}")
def test_schema_takes_every_rule_set(path: Path) -> None:
    assert is_valid(read(path), "rules")


@pytest.mark.parametrize("path", CONFIGURATIONS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_schema_takes_every_configuration(path: Path) -> None:
    assert is_valid(read(path), "config")


STANZA = tomli.loads(RULE)["HSE001"]


def without(*keys: str) -> dict[str, Any]:
    return {k: v for k, v in STANZA.items() if k not in keys}


@pytest.mark.parametrize(
    ("which", "data", "good"),
    [
        ("rules", {"HSE001": STANZA}, True),
        ("rules", {"HSE001": {**STANZA, "options": {"tokens": "كلمة"}}}, True),
        ("rules", {"HSE001": {**STANZA, "options": {"reject": {"words": "share"}}}}, True),
        ("rules", {"HSE001": {**STANZA, "options": {"reject": {"ar": ["كلمة"]}}}}, True),
        ("rules", {"HSE001": {**STANZA, "options": {"ignore_case": True}}}, True),
        ("rules", {"HSE001": {**STANZA, "options": {"ignore_case": "no"}}}, False),
        ("rules", {"HSE001": {**STANZA, "kind": "existance"}}, False),
        ("rules", {"HSE001": {**STANZA, "kind": "space-before-mark"}}, False),
        ("rules", {"HSE001": without("kind")}, False),
        ("rules", {"HSE001": {**STANZA, "mesage": "x"}}, False),
        ("rules", {"HSE001": {**STANZA, "severity": "warn"}}, False),
        ("rules", {"HSE001": {**STANZA, "options": {"token": ["x"]}}}, False),
        ("rules", {"HSE001": {**STANZA, "options": {"tokens": [1]}}}, False),
        ("rules", {"HSE001": {**STANZA, "options": {"fold": "yes"}}}, False),
        ("rules", {"HSE1": STANZA}, False),
        ("rules", {"HSE001": without("why", "source", "bad", "good", "name", "severity")}, True),
        ("rules", {"HSE001": without("message")}, False),
        ("config", {}, True),
        ("config", {"lang": "ar", "select": ["ALL"], "fail-on": "never"}, True),
        ("config", {"words": {"share": {"ar": ["شارك"]}}}, True),
        ("config", {"rules": {"PUN001": {"severity": "info"}}}, True),
        ("config", {"rules": {"HSE001": {"options": {"anything": 1}}}}, True),
        ("config", {"overrides": [{"languages": ["fa"], "ignore": ["NUM"]}]}, True),
        ("config", {"selct": []}, False),
        ("config", {"lang": "arabic"}, False),
        ("config", {"fail-on": "warn"}, False),
        ("config", {"words": {"share": ["شارك"]}}, False),
        ("config", {"rules": {"PUN001": {"severity": "warn"}}}, False),
        ("config", {"rules": {"PUN001": {"options": {"no-such": 1}}}}, False),
        ("config", {"overrides": [{"ignore": ["NUM"]}]}, False),
        ("config", {"overrides": [{"files": ["a"], "profile": "ci"}]}, False),
    ],
)
def test_schema_takes_what_is_right_and_refuses_slips(
    which: str, data: Mapping[str, Any], good: bool
) -> None:
    assert is_valid(data, which) is good


def test_schema_knows_the_keys_that_the_program_knows() -> None:
    assert set(schemas.configuration()["properties"]) == config._KEYS
    override = schemas.configuration()["properties"]["overrides"]["items"]["properties"]
    assert set(override) == config._OVERRIDE_KEYS


def test_schema_describes_the_options_of_a_kind() -> None:
    tokens = schemas.options("existence")["properties"]["tokens"]
    assert tokens["description"] == "Words and phrases to report."
    assert schemas.options("metric", {"min": 2.0})["properties"]["min"]["default"] == 2.0


def test_schema_describes_every_option_of_every_rule_with_its_default() -> None:
    settings = schemas.configuration()["properties"]["rules"]["properties"]
    for rule in ruleset.full().rules:
        assert settings[rule.code]["description"] == f"{rule.name}: {rule.summary}"
        for name, option in settings[rule.code]["properties"]["options"]["properties"].items():
            assert option["description"], f"{rule.code} {name}"
    keys = settings["SRC008"]["properties"]["options"]["properties"]["keys"]
    assert "fbclid" in keys["default"] and "parameters" in keys["description"]


def test_every_command_has_help(cli: Cli) -> None:
    for command in ("config", "explain", "init", "new-rule", "schema", "test-rules"):
        ran = cli(command, "--help")
        assert (ran.code, ran.err) == (0, "") and f"contentlint {command}" in ran.out


def test_own_rules_are_tested_on_demand(cli: Cli) -> None:
    ran = cli("test-rules", "--builtin")
    own = [rule for rule in ruleset.builtin().rules if rule.kind != "suppression"]
    assert ran.code == 0, ran.out
    assert f"{len(own)} rules tested, 0 faults" in ran.err
