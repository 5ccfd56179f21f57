"""Everything that is wrong with a configuration is said at once, with its place and its text."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import Cli, alone, write
from conftest import ROOT

from contentlint.config import positions, user

HOUSE = """\
[HSE001]
kind = "existence"
options.tokens = ["black list"]
message = "say {fond}"

[HSE002]
name = "second"
kind = "existance"
message = "x"

[HSE003]
kind = "existence"
options.tokns = ["x"]
severity = "warn"
"""
WRONG = """\
profile = "newsrom"
selekt = ["PUN"]
select = [
  "PUN",
  "XYZ", # not ours
]
ignore = "STR018"
rule-sets = ["house.toml"]
exclude = ["a", "!"]

[rules.PUN001]
severity = "fatal"
options.mark = "،"

[words.credits]
fa = ["a"]
ar = "x"

[[overrides]]
files = ["archive/**"]
ignor = ["NUM"]

[[suppressions]]
file = "a.md"
rules = ["PUN0x1"]
text = " "
"""
SAID = """\
contentlint: error: contentlint.toml:1: profile: unknown profile 'newsrom'; there are: ci, corpus, \
default, minimal, strict
  1 | profile = "newsrom"
contentlint: error: contentlint.toml:2: unknown key 'selekt'; did you mean 'select'?
  2 | selekt = ["PUN"]
contentlint: error: contentlint.toml:5: select: unknown rule, family, tag or name 'XYZ'; \
`contentlint rules` lists them
  5 | "XYZ", # not ours
contentlint: error: contentlint.toml:7: ignore: expected a list of strings, not 'STR018'
  7 | ignore = "STR018"
contentlint: error: contentlint.toml:9: exclude: '!' is not a valid glob
  9 | exclude = ["a", "!"]
contentlint: error: contentlint.toml:12: rules.PUN001: severity: unknown value 'fatal'; there are: \
error, info, warning
  12 | severity = "fatal"
contentlint: error: contentlint.toml:13: rules.PUN001: unknown option 'mark'; did you mean 'marks'?
  13 | options.mark = "،"
contentlint: error: contentlint.toml:17: words.credits: expected lists of strings by language, \
like ar = ['…']
  17 | ar = "x"
contentlint: error: contentlint.toml:21: overrides #1: unknown key 'ignor'; did you mean 'ignore'?
  21 | ignor = ["NUM"]
contentlint: error: contentlint.toml:25: suppressions #1: unknown rule 'PUN0x1'; did you mean \
'PUN001'?
  25 | rules = ["PUN0x1"]
contentlint: error: contentlint.toml:26: suppressions #1: text is missing or empty
  26 | text = " "
contentlint: error: house.toml:4: HSE001: message: unknown placeholder 'fond'; did you mean 'found'?
  4 | message = "say {fond}"
contentlint: error: house.toml:8: HSE002: unknown kind 'existance'; did you mean 'existence'?
  8 | kind = "existance"
contentlint: error: house.toml:11: HSE003: message is missing or empty
  11 | [HSE003]
contentlint: error: house.toml:13: HSE003: unknown option 'tokns'; did you mean 'tokens'?
  13 | options.tokns = ["x"]
contentlint: error: house.toml:14: HSE003: severity is one of info, warning, error, not 'warn'
  14 | severity = "warn"
"""


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    alone(repository, monkeypatch)
    monkeypatch.setattr(user, "place", lambda: str(tmp_path / "own" / "contentlint.toml"))
    write("a.md", "كلمة\n")
    return Cli(capsys)


def lines(cli: Cli, *argv: str) -> list[str]:
    ran = cli.check(*argv)
    assert (ran.code, ran.out) == (2, "")
    return ran.err.replace("contentlint: error: ", "").splitlines()


def test_all_errors_of_all_kinds_in_two_files_are_said_at_once(cli: Cli) -> None:
    write("house.toml", HOUSE)
    write("contentlint.toml", WRONG)
    ran = cli.check()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == SAID


def test_errors_of_a_rule_set_and_of_what_is_extended_come_with_valid_values_checked(
    cli: Cli,
) -> None:
    write("shared/base.toml", 'lang = 1\nignore = ["NOP001"]\n')
    write(
        "house.toml", '[HSE001]\nkind = "existence"\nmessage = "m"\noptions.patterns = [\n "("]\n'
    )
    write("contentlint.toml", 'extends = ["shared/base.toml"]\nrule-sets = ["house.toml"]\n')
    assert [line for line in lines(cli) if line[0] != " "] == [
        "shared/base.toml:1: lang: expected a string, not 1",
        "shared/base.toml:2: ignore: unknown rule, family, tag or name 'NOP001'; "
        "`contentlint rules` lists them",
        "house.toml:4: HSE001: option 'patterns': '(': missing ), unterminated subpattern at "
        "position 0",
    ]


def test_broken_pattern_of_a_valid_configuration_has_its_place(cli: Cli) -> None:
    write("house.toml", '[HSE001]\nkind = "existence"\nmessage = "m"\noptions.patterns = ["("]\n')
    write("contentlint.toml", 'rule-sets = ["house.toml"]\n')
    assert lines(cli)[0].startswith("house.toml:4: HSE001: option 'patterns': '(': missing )")


def test_rule_of_a_wrong_stanza_is_not_unknown_where_it_is_selected(cli: Cli) -> None:
    write("house.toml", HOUSE.replace("message", 'tags = ["ours"]\nmessage', 1))
    text = 'rule-sets = ["house.toml"]\nselect = ["HSE001", "second", "HSE", "ours"]\n'
    write("contentlint.toml", f"{text}rules.HSE003.severity = 'info'\n")
    assert all(line.startswith(("house.toml:", "  ")) for line in lines(cli))


@pytest.mark.parametrize("text", ["[HSE001", None])
@pytest.mark.parametrize("key", ["rule-sets", "extends"])
def test_names_are_not_unknown_while_a_file_that_may_define_them_cannot_be_read(
    cli: Cli, key: str, text: str | None
) -> None:
    write("contentlint.toml", f'{key} = ["house.toml"]\nselect = ["HSE001"]\nlang = 1\n')
    if text:
        write("house.toml", text)
    broken = "house.toml:1:8: not valid TOML: expected ']' at the end of a table declaration"
    missing = f"contentlint.toml:1: {key}: house.toml: no such file"
    assert {line for line in lines(cli) if line[0] != " "} == {
        "contentlint.toml:3: lang: expected a string, not 1",
        broken if text else missing,
    }


def test_missing_file_suggests_one_beside_it(cli: Cli) -> None:
    write("shared/house.toml", "")
    write("contentlint.toml", 'extends = ["shared/huose.toml"]\nrule-sets = ["other.toml"]\n')
    assert [line for line in lines(cli) if line[0] != " "] == [
        "contentlint.toml:1: extends: shared/huose.toml: no such file; "
        "did you mean 'shared/house.toml'?",
        "contentlint.toml:2: rule-sets: other.toml: no such file",
    ]


def test_file_outside_the_project_is_not_read_to_say_more(cli: Cli) -> None:
    write("../secret.txt", "canary >\n")
    write("contentlint.toml", 'lang = 1\nspelling.words-file = "../secret.txt"\n')
    said = "\n".join(lines(cli))
    assert ":1: lang" in said
    assert "contentlint.toml:2: spelling: " in said
    assert "secret.txt: is outside the project" in said
    assert "canary" not in said


def test_options_are_checked_beside_a_word_list_that_does_not_exist(cli: Cli) -> None:
    rule = (
        'kind = "existence"\nmessage = "m"\noptions.tokens = 1\noptions.reject = {words = "shar"}\n'
    )
    write("house.toml", f"[HSE001]\n{rule}")
    text = "[rules.IMG001]\noptions.decorative = 1\noptions.fault = { words = 'x' }\n"
    write("contentlint.toml", f'rule-sets = ["house.toml"]\n{text}')
    assert [line for line in lines(cli) if line[0] != " "] == [
        "contentlint.toml:3: rules.IMG001: option 'decorative': expected a list of strings, not 1",
        "contentlint.toml:4: rules.IMG001: option 'fault': expected a string, not {'words': 'x'}",
        "house.toml:4: HSE001: option 'tokens': expected a list of strings, not 1",
        "house.toml:5: HSE001: option 'reject': unknown word list 'shar'; did you mean 'share'?",
    ]


def test_pyproject_has_lines_too(cli: Cli) -> None:
    write("pyproject.toml", '[project]\nname = "x"\n\n[tool.contentlint]\nselct = ["PUN"]\n')
    assert lines(cli) == [
        "pyproject.toml:5: tool.contentlint: unknown key 'selct'; did you mean 'select'?",
        '  5 | selct = ["PUN"]',
    ]


def test_text_of_a_line_is_cut_and_cannot_command_a_terminal(cli: Cli) -> None:
    write("contentlint.toml", f'"\u202e" = "{"x" * 100}\x7f"\n'.replace("\x7f", ""))
    (message, text) = lines(cli)
    assert "\u202e" not in message + text
    assert text == f'  1 | "⟨right-to-left override⟩" = "{"x" * 72}…'


def test_deep_value_costs_the_line_and_no_more(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def deep(text: str) -> None:
        raise RecursionError(text)

    monkeypatch.setattr(positions, "offsets", deep)
    write("contentlint.toml", "selct = []\n")
    assert lines(cli) == ["contentlint.toml: unknown key 'selct'; did you mean 'select'?"]


def test_valid_configuration_is_not_searched_for_positions(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(positions, "offsets")
    write("house.toml", '[HSE001]\nkind = "existence"\nmessage = "m"\noptions.tokens = ["كلمة"]\n')
    write("contentlint.toml", 'rule-sets = ["house.toml"]\n')
    ran = cli.check()
    assert (ran.code, "HSE001" in ran.out) == (1, True)


def test_settings_of_the_command_line_have_no_lines(cli: Cli) -> None:
    assert lines(cli, "--config", "selct = 1", "--config", "lang = 1") == [
        "--config: unknown key 'selct'; did you mean 'select'?",
        "--config: lang: expected a string, not 1",
    ]


def test_guide_shows_what_is_said(cli: Cli) -> None:
    write("rules/house.toml", HOUSE.partition("\n\n")[0].replace("say {fond}", "avoid {fund}"))
    write(
        "contentlint.toml",
        'selct = ["PUN"]\nlang = "arabic"\nrule-sets = ["rules/house.toml"]\n\n'
        '[rules.IMG001]\nseverity = "fatal"\n',
    )
    guide = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert f"$ contentlint check articles\n{cli.check().err}```\n" in guide
