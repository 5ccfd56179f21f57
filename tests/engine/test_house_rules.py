"""Rules of users: rule sets, what they extend, word lists, and what is said when they are wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from calling import unplaced, write

from contentlint.cli.main import main
from contentlint.engine import budget, ruleset
from contentlint.report import formats
from contentlint.run.session import Request, Session

RULE = """
[HSE001]
name = "stock-phrase"
kind = "existence"
severity = "warning"
message = "stock phrase: {found}"
languages = ["ar"]
why = "It says nothing."
source = "Our style guide"
bad = ["ومن الجدير بالذكر أن الجسر قديم."]
good = ["الجسر قديم."]
options.tokens = ["من الجدير بالذكر"]
"""
ARTICLE = "أعلنت البلدية أمس أن الجسر سيفتح قريبا، ومن الجدير بالذكر أن الجسر قديم جدا.\n"
FOUND = "stock phrase: من الجدير بالذكر"

Run = Callable[..., tuple[int, list[str], str]]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project: a folder with a repository, a rule set, a configuration and an article."""
    project = tmp_path / "project"
    (project / ".git").mkdir(parents=True)
    monkeypatch.chdir(project)
    write("rules/house.toml", RULE)
    write("contentlint.toml", 'lang = "ar"\nrule-sets = ["rules/house.toml"]\nselect = ["HSE"]\n')
    write("a.md", ARTICLE)
    return project


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Run:
    """Exit code, the findings without their place, and standard error."""

    def run(*argv: str) -> tuple[int, list[str], str]:
        code = main(["check", "--quiet", "--min-severity", "info", *argv])
        out, err = capsys.readouterr()
        return code, [line.split(" ", 1)[1] for line in out.splitlines()], err

    return run


def error(check: Run, *argv: str) -> str:
    code, found, err = check(*argv)
    assert (code, found) == (2, [])
    return unplaced(err.replace("contentlint: error: ", "")).strip()


# Selecting


def test_rule_of_a_rule_set_is_found_and_named(check: Run) -> None:
    assert check() == (1, [f"warning HSE001 {FOUND}"], "")


@pytest.mark.parametrize("selector", ["HSE", "HSE001", "HSE0", "stock-phrase"])
def test_rule_is_selected_by_code_prefix_and_name(check: Run, selector: str) -> None:
    assert check("--select", selector)[1] == [f"warning HSE001 {FOUND}"]
    assert check("--select", "HSE", "--ignore", selector)[1] == []


def test_rule_is_selected_with_all_the_others(check: Run) -> None:
    assert f"warning HSE001 {FOUND}" in check("--select", "ALL")[1]


def test_rule_that_is_off_waits_for_its_code(check: Run) -> None:
    write("rules/house.toml", RULE.replace("[HSE001]", "[HSE001]\nenabled = false"))
    assert check("--select", "HSE")[1] == []
    assert check("--select", "HSE001")[1] == [f"warning HSE001 {FOUND}"]


def test_tag_selects(check: Run) -> None:
    write("rules/house.toml", RULE.replace("[HSE001]", '[HSE001]\ntags = ["style"]'))
    assert check("--select", "style")[1] == [f"warning HSE001 {FOUND}"]


def test_severity_and_options_are_set_like_those_of_other_rules(check: Run) -> None:
    settings = ["rules.HSE001.severity = 'error'", "rules.HSE001.options.tokens = ['الجسر قديم']"]
    code, found, _ = check(*(part for line in settings for part in ("--config", line)))
    assert (code, found) == (1, ["error HSE001 stock phrase: الجسر قديم"])


def test_rule_holds_for_its_languages_only(check: Run) -> None:
    assert check("--lang", "fa")[1] == []


def test_comment_suppresses_it(check: Run) -> None:
    write("a.md", f"<!-- contentlint-disable-next-line HSE001: يقتبس -->\n{ARTICLE}")
    assert check()[1] == []


def test_override_holds_in_its_language_and_its_files(check: Run) -> None:
    write(
        "contentlint.toml",
        """rule-sets = ["rules/house.toml"]
select = ["HSE"]
[[overrides]]
languages = ["fa"]
rules.HSE001.severity = "error"
[[overrides]]
files = ["quoted/**"]
ignore = ["HSE001"]
""",
    )
    write("rules/house.toml", RULE.replace('languages = ["ar"]', 'languages = ["ar", "fa"]'))
    write("quoted/a.md", ARTICLE)
    write("b.md", "---\nlang: fa\n---\n\nمن الجدير بالذكر\n")
    assert check()[1] == [f"warning HSE001 {FOUND}", f"error HSE001 {FOUND}"]


def test_examples_need_not_pass_for_a_run_but_for_the_test_of_rules(
    check: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    write("rules/house.toml", RULE.replace('"الجسر قديم."', '"من الجدير بالذكر"'))
    assert check()[0] == 1
    assert main(["test-rules"]) == 1
    assert "good: stock phrase: من الجدير بالذكر in" in capsys.readouterr().out


def test_three_keys_are_enough_for_a_rule(check: Run) -> None:
    write(
        "rules/house.toml",
        '[HSE001]\nkind = "existence"\nmessage = "stock phrase: {found}"\n'
        'options.tokens = ["من الجدير بالذكر"]\n',
    )
    code, found, _ = check()
    assert code == 1
    assert found == ["warning HSE001 stock phrase: من الجدير بالذكر"] * len(found)


def test_pattern_gives_its_named_groups_to_the_message(check: Run) -> None:
    stanza = RULE.replace('tokens = ["من الجدير بالذكر"]', "pattern = '(?P<what>الجدير) بالذكر'")
    stanza = stanza.replace('"existence"', '"pattern"')
    write("rules/house.toml", stanza.replace("{found}", "{what}"))
    assert check()[1][0].endswith("stock phrase: الجدير")
    write("rules/house.toml", stanza.replace("{found}", "{number}"))
    assert "unknown placeholder 'number'; there are: found, what" in error(check)


@pytest.mark.parametrize("name", formats.names())
def test_reports_name_the_rule_and_never_its_kind(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", "--no-cache", "--format", name, "."])
    out = capsys.readouterr().out
    assert "HSE001" in out
    assert "existence" not in out


# Errors


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ("HSE001", "HSE1", "rules/house.toml: HSE1: a code is three capital letters and three"),
        (
            "tokens",
            "token",
            "rules/house.toml: HSE001: unknown option 'token'; did you mean 'tokens'?",
        ),
        ('"existence"', '"existance"', "rules/house.toml: HSE001: unknown kind 'existance'; did"),
        ('"warning"', '"warn"', "rules/house.toml: HSE001: severity is one of info, warning"),
        ("why", "reason", "rules/house.toml: HSE001: unknown key 'reason'; there are: "),
        ("message", "massage", "rules/house.toml: HSE001: message is missing or empty"),
        ("{found}", "{fund}", "HSE001: message: unknown placeholder 'fund'; did you mean 'found'?"),
        ("{found}", "{found", "rules/house.toml: HSE001: message: braces hold one name"),
        ("[HSE001]", "[HSE001", "rules/house.toml: not valid TOML: "),
        (
            'tokens = ["من الجدير بالذكر"]',
            'reject = { words = "shore" }',
            "HSE001: option 'reject': unknown word list 'shore'; did you mean 'share'?",
        ),
        ("HSE001", "PUN001", "rules/house.toml: PUN001: PUN001 is taken"),
        ('"stock-phrase"', '"empty-image"', "rules/house.toml: HSE001: empty-image is taken"),
    ],
)
def test_mistake_in_a_rule_set_is_named_with_file_code_and_key(
    check: Run, was: str, now: str, message: str
) -> None:
    write("rules/house.toml", RULE.replace(was, now, 1))
    assert message in error(check)


def test_pattern_that_is_none_is_told_before_any_file_is_checked(check: Run) -> None:
    write("rules/house.toml", RULE.replace('tokens = ["من الجدير بالذكر"]', "patterns = ['(']"))
    assert "HSE001: option 'patterns': '(': missing )" in error(check)


def test_code_is_taken_once_by_all_rule_sets_together(check: Run) -> None:
    write("rules/more.toml", RULE.replace("stock-phrase", "other"))
    write("contentlint.toml", 'rule-sets = ["rules/house.toml", "rules/more.toml"]\n')
    assert error(check) == "rules/more.toml: HSE001: HSE001 is taken"


def test_rule_set_named_twice_is_read_once(check: Run) -> None:
    write(
        "contentlint.toml",
        'lang = "ar"\nrule-sets = ["rules/house.toml", "./rules/house.toml"]\nselect = ["HSE"]\n',
    )
    assert check()[1] == [f"warning HSE001 {FOUND}"]


def test_unknown_selector_suggests_rules_of_rule_sets_too(check: Run) -> None:
    assert "did you mean 'stock-phrase'?" in error(check, "--select", "stock-phrases")
    assert "did you mean 'HSE001'?" in error(check, "--select", "HSE01x")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('rule-sets = ["none.toml"]', "contentlint.toml: rule-sets: none.toml: no such file"),
        ('rule-sets = ["rules"]', "contentlint.toml: rule-sets: rules: no such file"),
        ('rule-sets = "a.toml"', "contentlint.toml: rule-sets: expected a list of strings"),
        ('rule-sets = ["../house.toml"]', "rule-sets: ../house.toml: is outside the project"),
        ('extends = ["../base.toml"]', "extends: ../base.toml: is outside the project"),
        ('extends = ["none.toml"]', "contentlint.toml: extends: none.toml: no such file"),
        ('extends = ["base.toml"]', "extends: base.toml: extends itself"),
        ('extends = ["self.toml"]', "self.toml: extends: self.toml: extends itself"),
        ('extends = ["wrong.toml"]', "wrong.toml: unknown key 'selct'; did you mean 'select'?"),
        ('extends = ["python:no_such_package/a.toml"]', "package 'no_such"),
        ('rule-sets = ["python:os/a.toml"]', "package 'os' is not installed"),
        ('rule-sets = ["python:a.b/a.toml"]', "package 'a.b' is not installed"),
        ('rule-sets = ["python:json/../ast.py"]', "json/../ast.py: is outside the package"),
        ('words.x = ["a"]', "contentlint.toml: words.x: expected lists of strings by language"),
        ('[rules.HSE001]\noptions.reject = { words = "x" }', "unknown rule 'HSE001'"),
    ],
)
def test_mistake_in_a_configuration_is_named_with_file_and_key(
    check: Run, line: str, message: str
) -> None:
    write("../house.toml", RULE)
    write("../base.toml", "")
    write("base.toml", 'extends = ["contentlint.toml"]\n')
    write("self.toml", 'extends = ["self.toml"]\n')
    write("wrong.toml", "selct = []\n")
    write("contentlint.toml", line + "\n")
    assert message in error(check)


def test_link_out_of_the_project_is_refused(check: Run, here: Path) -> None:
    write("../house.toml", RULE)
    (here / "linked.toml").symlink_to("../house.toml")
    write("contentlint.toml", 'rule-sets = ["linked.toml"]\n')
    assert "linked.toml: is outside the project" in error(check)


# What is extended


def test_extended_configuration_lies_under_this_one(check: Run) -> None:
    write("shared/base.toml", 'rule-sets = ["set.toml"]\nlang = "fa"\nselect = ["HSE"]\n')
    write("shared/set.toml", RULE)
    write("contentlint.toml", 'extends = ["shared/base.toml"]\nlang = "ar"\n')
    assert check()[1] == [f"warning HSE001 {FOUND}"]
    write("contentlint.toml", 'extends = ["shared/base.toml"]\nlang = "ar"\nignore = ["HSE001"]\n')
    assert check()[1] == []


def test_globs_of_what_is_extended_are_those_of_who_extends_it(check: Run) -> None:
    write(
        "shared/base.toml",
        '[[overrides]]\nfiles = ["drafts/**"]\nignore = ["HSE"]\n',
    )
    write(
        "contentlint.toml",
        'extends = ["shared/base.toml"]\nrule-sets = ["rules/house.toml"]\nselect = ["HSE"]\n',
    )
    write("drafts/a.md", ARTICLE)
    assert check("drafts")[1] == []
    assert check("a.md")[1] == [f"warning HSE001 {FOUND}"]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installed package of rules, whose code must not run."""
    top = tmp_path / "site" / "acme_style"
    top.mkdir(parents=True)
    (top / "__init__.py").write_text('raise RuntimeError("the code of the package ran")\n')
    (top / "house.toml").write_text(RULE, encoding="utf-8")
    (top / "base.toml").write_text('rule-sets = ["house.toml"]\nselect = ["HSE"]\n')
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    yield top
    assert "acme_style" not in sys.modules


@pytest.mark.usefixtures("package")
def test_rules_come_from_an_installed_package_as_data(check: Run) -> None:
    write("contentlint.toml", 'rule-sets = ["python:acme_style/house.toml"]\nselect = ["HSE"]\n')
    assert check("--lang", "ar")[1] == [f"warning HSE001 {FOUND}"]


@pytest.mark.usefixtures("package")
def test_what_a_package_extends_lies_in_the_package(check: Run) -> None:
    write("contentlint.toml", 'extends = ["python:acme_style/base.toml"]\nlang = "ar"\n')
    assert check()[1] == [f"warning HSE001 {FOUND}"]


# Word lists


def test_entries_are_added_to_a_list_of_contentlint(check: Run) -> None:
    write("a.md", ARTICLE + "\nأرسل هذا الخبر إلى جارك\n")
    write("contentlint.toml", 'lang = "ar"\nselect = ["RES002"]\n')
    assert check()[1] == []
    write(
        "contentlint.toml",
        'lang = "ar"\nselect = ["RES002"]\n[words.share]\nar = ["أرسل هذا الخبر إلى جارك"]\n',
    )
    _, found, _ = check()
    assert [line.split()[1] for line in found] == ["RES002"]


def test_rule_set_has_lists_of_its_own_and_adds_to_others(check: Run) -> None:
    listed = RULE.replace('tokens = ["من الجدير بالذكر"]', 'reject = { words = "our-phrases" }')
    write(
        "rules/house.toml",
        '[words.our-phrases]\nar = ["من الجدير بالذكر"]\n'
        f'[words.share]\nar = ["أرسل هذا الخبر إلى جارك"]\n{listed}',
    )
    write("a.md", ARTICLE + "\nأرسل هذا الخبر إلى جارك\n")
    _, found, _ = check("--extend-select", "RES002")
    assert sorted(line.split()[1] for line in found) == ["HSE001", "RES002"]


def test_configuration_adds_to_a_list_of_a_rule_set(check: Run) -> None:
    listed = RULE.replace('tokens = ["من الجدير بالذكر"]', 'reject = { words = "our-phrases" }')
    write("rules/house.toml", f'[words.our-phrases]\nar = ["لا شك"]\n{listed}')
    assert check()[1] == []
    write(
        "contentlint.toml",
        'lang = "ar"\nrule-sets = ["rules/house.toml"]\nselect = ["HSE"]\n'
        '[words.our-phrases]\nar = ["من الجدير بالذكر"]\n',
    )
    assert check()[1] == [f"warning HSE001 {FOUND}"]


def test_list_of_one_rule_set_is_named_by_the_next(check: Run) -> None:
    write("rules/words.toml", '[words.our-phrases]\nar = ["من الجدير بالذكر"]\n')
    listed = RULE.replace('tokens = ["من الجدير بالذكر"]', 'reject = { words = "our-phrases" }')
    write("rules/house.toml", listed)
    write(
        "contentlint.toml",
        'lang = "ar"\nrule-sets = ["rules/words.toml", "rules/house.toml"]\nselect = ["HSE"]\n',
    )
    assert check()[1] == [f"warning HSE001 {FOUND}"]


def test_list_is_named_in_the_options_of_a_configuration(check: Run) -> None:
    write(
        "contentlint.toml",
        'lang = "ar"\nrule-sets = ["rules/house.toml"]\nselect = ["HSE"]\n'
        '[words.our-names]\nar = ["من الجدير بالذكر"]\n'
        '[rules.HSE001]\noptions.accept = { words = "our-names" }\n',
    )
    assert check()[1] == []
    write(
        "contentlint.toml",
        'rule-sets = ["rules/house.toml"]\n'
        '[rules.HSE001]\noptions.accept = { words = "our-nams" }\n'
        '[words.our-names]\nar = ["من الجدير بالذكر"]\n',
    )
    assert "unknown word list 'our-nams'; did you mean 'our-names'?" in error(check)


def test_lists_of_contentlint_may_be_named_by_any_rule(check: Run) -> None:
    text = RULE.replace('tokens = ["من الجدير بالذكر"]', 'reject = { words = "dangling" }')
    write("rules/house.toml", text)
    assert ruleset.word_lists()["dangling"]
    assert check()[0] in (0, 1)


# Deprecated kinds


def test_deprecated_kind_works_and_is_named_once(capsys: pytest.CaptureFixture[str]) -> None:
    old = RULE.replace('"existence"', '"space-before-mark"').replace("options.tokens", "# ")
    write("rules/house.toml", old)
    write("articles/b.md", "قال الوزير ، إن الجسر قديم.\n" * 3)
    for argv in (["check", "--min-severity", "info"], ["test-rules"]):
        assert main(argv) == 1
        lines = capsys.readouterr().err.splitlines()
        assert [line for line in lines if "deprecated" in line] == [
            "contentlint: warning: HSE001: kind 'space-before-mark' is deprecated; "
            "write 'space-before-punctuation'"
        ]


def test_kinds_of_today_are_not_deprecated(check: Run) -> None:
    assert "deprecated" not in check()[2]


# Slow patterns


def test_slow_pattern_of_a_rule_set_is_named() -> None:
    slow = RULE.replace('tokens = ["من الجدير بالذكر"]', r"patterns = ['(\w+\s?)+:']")
    write("rules/house.toml", slow)
    session = Session(Request())
    rules = session.resolver.sets(session.resolver.configs.of("a.md")).set.rules
    (line,) = budget.slow_patterns_of_users(rules)
    assert line.startswith("HSE001: patterns: ") and line.endswith("exponential time")
