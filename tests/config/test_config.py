"""Configuration: what may be written, what is said when it is wrong, and which rules follow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from calling import unplaced

from contentlint.cli.main import main
from contentlint.config.load import Configs, read_config
from contentlint.config.schema import Layer, RuleSetting, parse
from contentlint.config.select import check_selectors, selected, setting
from contentlint.engine import ruleset
from contentlint.model.errors import ConfigError
from contentlint.model.rule import Rule
from contentlint.run.resolve import Resolver
from contentlint.run.session import Reading, Request, Selection, Session


def errors(data: Mapping[str, Any]) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(data, "c.toml", "/")
    return str(caught.value).split("\n")


GOOD: list[Mapping[str, Any]] = [
    {},
    {"profile": "ci", "lang": "ar", "paragraphs": "line", "preview": True},
    {"select": ["PUN"], "extend-select": [], "ignore": ["ALL"]},
    {"include": ["**/*.md"], "exclude": ["!a"], "respect-gitignore": False},
    {"min-severity": "info", "fail-on": "never"},
    {"rules": {"PUN001": {"severity": "error", "options": {"marks": "x"}}, "any-name": {}}},
    {"overrides": [{"files": ["a/**"], "ignore": ["NUM"], "lang": "fa", "rules": {"X": {}}}]},
]


@pytest.mark.parametrize("data", GOOD)
def test_what_may_be_written_is_taken(data: Mapping[str, Any]) -> None:
    assert parse(data, "c.toml", "/").source == "c.toml"


WRONG: list[tuple[Mapping[str, Any], str]] = [
    ({"selct": []}, "unknown key 'selct'; did you mean 'select'?"),
    ({"no_cache": True}, "unknown key 'no_cache'; there are: baseline, cache-dir, "),
    ({"select": "PUN"}, "select: expected a list of strings, not 'PUN'"),
    ({"ignore": [1]}, "ignore: expected a list of strings, not [1]"),
    ({"profile": 3}, "profile: expected a string, not 3"),
    ({"lang": "arabic"}, "lang: expected a language subtag like 'ar', not 'arabic'"),
    ({"lang": True}, "lang: expected a string, not true"),
    ({"paragraphs": "lines"}, "paragraphs: unknown value 'lines'; did you mean 'line'?"),
    ({"preview": "yes"}, "preview: expected true or false, not 'yes'"),
    ({"min-severity": "warn"}, "min-severity: unknown value 'warn'; did you mean 'warning'?"),
    ({"fail-on": True}, "fail-on: expected a string, not true"),
    ({"rules": []}, "rules: expected a table, written [rules.CODE], not []"),
    ({"rules": {"X": "error"}}, "rules.X: expected a table, written [rules.X]"),
    ({"rules": {"X": {"sev": 1}}}, "rules.X: unknown key 'sev'; did you mean 'severity'?"),
    ({"rules": {"X": {"severity": "bad"}}}, "rules.X: severity: unknown value 'bad'; there are: "),
    ({"rules": {"X": {"options": 1}}}, "rules.X: options: expected a table, not 1"),
    ({"overrides": {}}, "overrides: expected tables, written [[overrides]]"),
    ({"overrides": [{"ignore": []}]}, "overrides #1: files is missing or empty"),
    ({"overrides": [{"files": []}]}, "overrides #1: files is missing or empty"),
    ({"overrides": [{"files": "a"}]}, "overrides #1: files: expected a list of strings, not 'a'"),
    (
        {"overrides": [{"files": ["a"]}, {"files": ["a"], "profile": "ci"}]},
        "overrides #2: unknown key 'profile'; there are: dialect, ",
    ),
    ({"lang": ["x" * 99]}, f"lang: expected a string, not ['{'x' * 57}…"),
]


@pytest.mark.parametrize(("data", "message"), WRONG)
def test_wrong_value_is_named_with_its_key(data: Mapping[str, Any], message: str) -> None:
    (line,) = errors(data)
    assert line.startswith(f"c.toml: {message}")


def test_all_errors_are_told_together() -> None:
    data = {"selct": [], "lang": 1, "rules": {"X": {"a": 1}}, "overrides": [{}]}
    assert len(errors(data)) == 4


# Which rules are on


def rule(code: str, name: str = "", **rest: Any) -> Rule:
    return Rule(code, name or code.lower(), "k", "warning", "m", **rest)


RULES = [
    rule("AAA001", "first-name"),
    rule("AAA002", tags=("tagged",)),
    rule("BBB001", tags=("tagged",)),
    rule("BBB002", status="preview"),
    rule("CCC001", enabled=False),
]


def on(*layers: Layer, preview: bool = False, origin: str = "unknown") -> list[str]:
    return [r.code for r in selected(RULES, layers, preview, origin)]


ALL = Layer("profile", select=("ALL",))
CORE = ["AAA001", "AAA002", "BBB001"]
CHOICES: list[tuple[tuple[Layer, ...], list[str]]] = [
    ((ALL,), CORE),
    ((Layer("", select=("AAA",)),), ["AAA001", "AAA002"]),
    ((Layer("", select=("AAA00",)),), ["AAA001", "AAA002"]),
    ((Layer("", select=("first-name",)),), ["AAA001"]),
    ((Layer("", select=("tagged",)),), ["AAA002", "BBB001"]),
    ((Layer("", select=()),), []),
    ((ALL, Layer("", ignore=("AAA",))), ["BBB001"]),
    ((ALL, Layer("", ignore=("ALL",))), []),
    ((ALL, Layer("", select=("AAA001",))), ["AAA001"]),
    ((ALL, Layer("", extend_select=("AAA001",))), CORE),
    # Off by default or in preview: by code or name only.
    ((ALL, Layer("", extend_select=("CCC",))), CORE),
    ((ALL, Layer("", extend_select=("CCC001",))), [*CORE, "CCC001"]),
    ((ALL, Layer("", extend_select=("bbb002",))), ["AAA001", "AAA002", "BBB001", "BBB002"]),
    # Within one layer the more exact selector wins, ignore on a tie.
    ((Layer("", select=("AAA001",), ignore=("AAA",)),), ["AAA001"]),
    ((Layer("", select=("AAA",), ignore=("AAA001",)),), ["AAA002"]),
    ((Layer("", select=("tagged",), ignore=("AAA",)),), ["BBB001"]),
    ((Layer("", select=("ALL",), ignore=("tagged",)),), ["AAA001"]),
    ((Layer("", select=("AAA",), ignore=("AAA",)),), []),
    # A stronger layer wins whatever its selector.
    ((ALL, Layer("file", ignore=("AAA001",)), Layer("cli", extend_select=("ALL",))), CORE),
    ((Layer("file", select=("AAA001",)), Layer("cli", ignore=("ALL",))), []),
    ((ALL, Layer("file", select=("AAA",)), Layer("cli", select=("BBB",))), ["BBB001"]),
]


@pytest.mark.parametrize(("layers", "expected"), CHOICES)
def test_rules_follow_from_the_layers(layers: tuple[Layer, ...], expected: list[str]) -> None:
    assert on(*layers) == expected


def test_preview_takes_rules_in_preview_and_no_others() -> None:
    assert on(ALL, preview=True) == ["AAA001", "AAA002", "BBB001", "BBB002"]
    assert on(Layer("", select=("BBB",)), preview=True) == ["BBB001", "BBB002"]


def test_severity_and_options_come_from_the_strongest_layer_that_gives_them() -> None:
    layers = [
        Layer("a", rules={"AAA001": RuleSetting("error", {"x": 1, "y": 1})}),
        Layer("b", rules={"first-name": RuleSetting(None, {"y": 2})}),
        Layer("c", rules={"AAA002": RuleSetting("info")}),
    ]
    assert setting(RULES[0], layers) == RuleSetting("error", {"x": 1, "y": 2})
    assert setting(RULES[2], layers) == RuleSetting()


@pytest.mark.parametrize("selector", ["ALL", "AAA", "AAA0", "AAA00", "AAA001", "first-name"])
def test_selector_that_names_something_is_taken(selector: str) -> None:
    check_selectors([Layer("c", select=(selector,))], RULES)


@pytest.mark.parametrize(
    ("selector", "hint"),
    [
        ("aaa", "did you mean 'AAA'?"),
        ("AAA009", "did you mean 'AAA'?"),
        ("A", "there are: AAA,"),
        ("frist-name", "did you mean 'first-name'?"),
        ("", "there are: "),
    ],
)
def test_selector_that_names_nothing_is_an_error_with_a_suggestion(
    selector: str, hint: str
) -> None:
    with pytest.raises(ConfigError, match=r"^c: ignore: unknown rule, family, tag or name") as e:
        check_selectors([Layer("c", ignore=(selector,))], RULES)
    assert hint in str(e.value)


def test_list_too_long_for_a_line_is_looked_up_elsewhere() -> None:
    many = [rule(f"AAA{n:03}") for n in range(99)]
    with pytest.raises(ConfigError, match=r"unknown .* 'zz'; `contentlint rules` lists them$"):
        check_selectors([Layer("c", select=("zz",))], many)


# Which file holds for which article


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("here")
def test_nearest_configuration_holds_alone() -> None:
    write(Path("contentlint.toml"), 'lang = "ar"\nprofile = "ci"\n')
    write(Path("a/b/contentlint.toml"), 'lang = "fa"\n')
    configs = Configs()
    assert configs.of("x.md").lang == "ar"
    assert configs.of("a/x.md").lang == "ar"
    assert (configs.of("a/b/c/x.md").lang, configs.of("a/b/c/x.md").profile) == ("fa", None)


@pytest.mark.usefixtures("here")
def test_own_file_comes_before_pyproject_and_a_foreign_pyproject_is_passed_over() -> None:
    write(Path("pyproject.toml"), '[tool.contentlint]\nlang = "ar"\n')
    write(Path("a/pyproject.toml"), '[tool.other]\nlang = "fa"\n')
    write(Path("b/pyproject.toml"), '[tool.contentlint]\nlang = "fa"\n')
    write(Path("b/contentlint.toml"), 'lang = "ur"\n')
    write(Path("c/pyproject.toml"), "tool = 3  # [tool]\n")
    configs = Configs()
    found = [configs.of(p).lang for p in ("x.md", "a/x.md", "b/x.md", "c/x.md")]
    assert found == ["ar", "ar", "ur", "ar"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "text",
    [
        '[tool.contentlint]\nlang = "ar"',
        '[ tool . "contentlint" ]\nlang = "ar"',
        "['tool'.'contentlint']\nlang = 'ar'",
        '[tool]\ncontentlint.lang = "ar"',
        '[ "tool" ] # ours\ncontentlint = { lang = "ar" }',
        'tool = { contentlint = { lang = "ar" } }',
        'tool.contentlint.lang = "ar"',
        '"tool" . contentlint = { lang = "ar" }',
        '["\\u0074ool".contentlint]\nlang = "ar"',
        '[tool."content\\U0000006cint"]\nlang = "ar"',
        '# [tool] tool = {}\n[tool.contentlint]\nlang = "ar"',
    ],
)
def test_part_of_a_pyproject_is_found_however_it_is_written(text: str) -> None:
    write(Path("pyproject.toml"), f"{text}\n")
    assert Configs().of("x.md").lang == "ar"


@pytest.mark.usefixtures("here")
def test_escape_that_only_newer_versions_of_toml_have_is_not_passed_over() -> None:
    write(Path("pyproject.toml"), '["\\x74ool".contentlint]\nlang = "ar"\n')
    try:
        assert Configs().of("x.md").lang == "ar"
    except ConfigError as error:
        assert "not valid TOML: " in str(error)


def test_nothing_above_the_repository_is_read(here: Path) -> None:
    write(here / "contentlint.toml", 'lang = "ar"\n')
    (here / "inner/.git").mkdir(parents=True)
    assert Configs().of("inner/x.md").lang is None
    assert Configs().of("other/x.md").lang == "ar"


@pytest.mark.usefixtures("here")
def test_isolated_reads_no_file_and_a_given_one_holds_everywhere() -> None:
    write(Path("contentlint.toml"), "broken")
    write(Path("other.toml"), 'lang = "fa"\n')
    assert Configs(isolated=True).of("x.md").lang is None
    assert Configs(given=read_config("other.toml")).of("x.md").lang == "fa"


def test_broken_link_or_folder_of_that_name_is_not_passed_over(here: Path) -> None:
    (here / "contentlint.toml").symlink_to("nowhere")
    with pytest.raises(ConfigError, match=r"^contentlint\.toml: no such file or directory$"):
        Configs().of("x.md")
    (here / "contentlint.toml").unlink()
    (here / "contentlint.toml").mkdir()
    with pytest.raises(ConfigError, match=r"^contentlint\.toml: not a regular file$"):
        Configs().of("x.md")


@pytest.mark.parametrize("name", ["contentlint.toml", "pyproject.toml"])
@pytest.mark.parametrize("repository", [True, False])
def test_a_link_that_leaves_the_project_is_refused_and_not_read(
    name: str, here: Path, *, repository: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    write(here / "secret", '[tool.contentlint]\n"canary-key" = "canary-value"\n')
    inside = here / "inside"
    inside.mkdir()
    (here / ".git").rmdir()
    if repository:
        (inside / ".git").mkdir()
    (inside / name).symlink_to("../secret")
    assert main(["check", "inside"]) == 2
    out, err = capsys.readouterr()
    assert f"inside/{name}: is a link that leaves the project inside; --config may name" in err
    assert "canary" not in out + err
    assert main(["check", "--config", f"inside/{name}", "inside"]) == 2
    assert "unknown key" in capsys.readouterr().err


def test_a_link_within_the_project_is_followed(here: Path) -> None:
    (here / ".git").rmdir()
    write(here / "house.toml", 'lang = "ar"\n')
    (here / "articles").mkdir()
    (here / "articles/contentlint.toml").symlink_to("../house.toml")
    with pytest.raises(ConfigError, match="leaves the project articles"):
        Configs().of("articles/x.md")
    (here / ".git").mkdir()
    assert Configs().of("articles/x.md").lang == "ar"
    (here / "other/.git").mkdir(parents=True)
    (here / "other/articles").symlink_to("../articles")
    assert Configs().of("other/articles/x.md").lang == "ar"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.contentlint]\nselct = 1", "tool.contentlint: unknown key 'selct'; did you mean"),
        ("[tool]\ncontentlint = 3", "tool.contentlint: expected a table"),
        ("[tool.contentlint", "not valid TOML: expected ']'"),
    ],
)
def test_wrong_pyproject_is_named(text: str, message: str) -> None:
    write(Path("pyproject.toml"), text)
    with pytest.raises(ConfigError) as caught:
        Configs().of("x.md")
    assert unplaced(str(caught.value)).startswith(f"pyproject.toml: {message}")


LONG = {"decimal": "9" * 6000, "hexadecimal": "0x" + "f" * 6000, "just too long": f"{2**63}"}


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("number", LONG.values(), ids=LONG)
@pytest.mark.parametrize(
    "text", ["max-findings = {}", "lang = [[{}]]", "rules.STR018.options.max-words = {}"]
)
def test_a_number_of_more_than_64_bits_is_an_error_of_the_file(text: str, number: str) -> None:
    write(Path("contentlint.toml"), text.format(number) + "\n")
    with pytest.raises(ConfigError) as caught:
        Configs().of("x.md")
    said = "contentlint.toml: not valid TOML: a whole number of more than 64 bits"
    assert str(caught.value) == said


@pytest.mark.usefixtures("here")
def test_the_largest_number_of_toml_is_one() -> None:
    write(Path("contentlint.toml"), f"max-findings = {2**63 - 1:#x}\n")
    assert Configs().of("x.md").max_findings == 2**63 - 1


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('exclude = ["!"]', "exclude: '!' is not a valid glob"),
        ('include = ["ok", "[z-a]"]', "include: '[z-a]' is not a valid glob"),
        ('[[overrides]]\nfiles = ["\\\\"]', "overrides #1: files: '\\\\' is not a valid glob"),
    ],
)
def test_glob_that_is_none_is_an_error_of_the_file(text: str, message: str) -> None:
    write(Path("contentlint.toml"), text)
    with pytest.raises(ConfigError) as caught:
        Configs().of("x.md")
    assert unplaced(str(caught.value)) == f"contentlint.toml: {message}"


@pytest.mark.usefixtures("here")
def test_what_is_wrong_in_a_pyproject_has_its_line() -> None:
    write(Path("pyproject.toml"), "[project]\nlang = 2\n[tool.contentlint]\n\nlang = 1\n")
    with pytest.raises(ConfigError) as caught:
        Configs().of("x.md")
    place = "pyproject.toml:5: tool.contentlint"
    assert str(caught.value) == f"{place}: lang: expected a string, not 1\n  5 | lang = 1"


@pytest.mark.usefixtures("here")
def test_each_glob_that_is_none_has_its_line() -> None:
    text = '[[overrides]]\nignore = ["NUM"]\nfiles = [\n"ok",\n"!",\n"ok",\n"[z-a]"]\n'
    write(Path("contentlint.toml"), text)
    with pytest.raises(ConfigError) as caught:
        Configs().of("x.md")
    assert str(caught.value).splitlines()[::2] == [
        "contentlint.toml:5: overrides #1: files: '!' is not a valid glob",
        "contentlint.toml:7: overrides #1: files: '[z-a]' is not a valid glob",
    ]


# What follows for a file, through a session


def settings(path: str = "x.md", **selection: Any) -> list[str]:
    session = Session(Request(Selection(**selection)))
    return [b.rule.code for b in session.resolver.settings(path).rules]


@pytest.mark.usefixtures("here")
def test_command_line_is_stronger_than_overrides_than_the_file_than_the_profile() -> None:
    write(
        Path("contentlint.toml"),
        'lang = "fa"\nselect = ["IMG001", "SUP001"]\nignore = ["SUP001"]\n[rules.IMG001]\n'
        'severity = "warning"\n[[overrides]]\nfiles = ["old/**"]\nextend-select = ["SUP001"]\n'
        'lang = "ur"\n[overrides.rules.IMG001]\nseverity = "info"\n',
    )
    assert settings() == ["IMG001"]
    assert settings("old/x.md") == ["IMG001", "SUP001"]
    assert settings("old/x.md", ignore=("IMG001",)) == ["SUP001"]
    assert settings("old/x.md", select=("SUP002",)) == ["SUP002"]
    assert settings("old/x.md", config=('ignore=["SUP001"]',)) == ["IMG001"]
    session = Session(Request())
    assert [session.resolver.settings(p).rules[0].severity for p in ("x.md", "old/x.md")] == [
        "warning",
        "info",
    ]
    assert [session.resolver.settings(p).lang for p in ("x.md", "old/x.md")] == ["fa", "ur"]
    inline = Session(Request(Selection(config=('lang = "ar"', 'rules.IMG001.severity = "error"'))))
    assert inline.resolver.settings("old/x.md").lang == "ar"
    assert inline.resolver.settings("old/x.md").rules[0].severity == "error"
    assert Session(Request(reading=Reading(lang="ckb"))).resolver.settings("old/x.md").lang == "ckb"


@pytest.mark.usefixtures("here")
def test_later_override_is_stronger() -> None:
    write(
        Path("contentlint.toml"),
        'select = ["IMG001"]\n[[overrides]]\nfiles = ["a/**"]\nlang = "fa"\n'
        '[[overrides]]\nfiles = ["a/b/**"]\nlang = "ur"\n',
    )
    session = Session(Request())
    assert [session.resolver.settings(p).lang for p in ("x.md", "a/x.md", "a/b/x.md")] == [
        "",
        "fa",
        "ur",
    ]


LATE = [
    ('ignore = ["IMGX"]', "ignore: unknown rule, family, tag or name 'IMGX'; did you mean"),
    ("[rules.IMG999]", "rules: unknown rule 'IMG999'; "),
    (
        'ignore = ["IMG001"]\n[rules.IMG001]\noptions.foo = 1',
        "rules.IMG001: unknown option 'foo'; there are: ",
    ),
    (
        '[[overrides]]\nfiles = ["never/**"]\nignore = ["IMGX"]',
        "overrides #1: ignore: unknown rule, family, tag or name 'IMGX'",
    ),
    (
        '[[overrides]]\nfiles = ["never/**"]\n[overrides.rules.IMG001]\noptions.fault = 1',
        "overrides #1: rules.IMG001: option 'fault': expected a string, not 1",
    ),
    ('profile = "mad"', "profile: unknown profile 'mad'; there are: ci, corpus, default, "),
]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("text", "message"), LATE)
def test_mistake_is_found_before_a_file_turns_up_that_it_concerns(text: str, message: str) -> None:
    write(Path("contentlint.toml"), text)
    with pytest.raises(ConfigError) as caught:
        settings()
    assert unplaced(str(caught.value)).startswith(f"contentlint.toml: {message}")


@pytest.mark.usefixtures("here")
def test_mistakes_in_selectors_and_options_are_told_together() -> None:
    write(Path("contentlint.toml"), 'select = ["A", "B"]\n[rules.IMG001]\noptions = {x = 1, y = 2}')
    with pytest.raises(ConfigError) as caught:
        settings()
    assert len(unplaced(str(caught.value)).split("\n")) == 4


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("values", "message"),
    [
        (("lang=ar",), "--config: not valid TOML: invalid value (at line 1, column 6): lang=ar; "),
        (("selct=[]",), "--config: unknown key 'selct'; did you mean 'select'?"),
        (("lang='ar'", "lang='fa'"), "--config: not valid TOML: cannot overwrite a value"),
        (("ignore=['IMGX']",), "--config: ignore: unknown rule, family, tag or name 'IMGX'"),
        (("no.toml",), "--config: no.toml: no such file, and not a setting like lang = 'ar'"),
        (("a.toml", "b.toml"), "--config: a.toml and b.toml: give one file only"),
        (("pyproject.toml",), "pyproject.toml: has no table [tool.contentlint]"),
        (("profile='mad'",), "--config: profile: unknown profile 'mad'"),
        (("exclude=['!']",), "--config: exclude: '!' is not a valid glob"),
    ],
)
def test_wrong_config_argument_is_an_error(values: tuple[str, ...], message: str) -> None:
    write(Path("pyproject.toml"), "[tool]\n")
    with pytest.raises(ConfigError) as caught:
        Resolver(Selection(config=values)).settings("x.md")
    assert str(caught.value).startswith(message)


@pytest.mark.usefixtures("here")
def test_isolated_and_a_file_contradict_each_other_but_a_setting_does_not() -> None:
    write(Path("c.toml"), 'lang = "fa"')
    with pytest.raises(ConfigError, match=r"^--isolated ignores .*, but --config names c\.toml"):
        Session(Request(Selection(config=("c.toml",), isolated=True)))
    session = Session(Request(Selection(config=("lang = 'ur'",), isolated=True)))
    assert session.resolver.settings("x.md").lang == "ur"


@pytest.mark.usefixtures("here")
def test_thresholds_are_the_strictest_of_the_files_and_do_not_hang_on_their_order() -> None:
    write(Path("a/contentlint.toml"), 'fail-on = "never"\nmin-severity = "error"\n')
    write(Path("b/contentlint.toml"), 'fail-on = "error"\nmin-severity = "info"\n')
    session = Session(Request())
    assert session.resolver.thresholds(["a/x.md"]) == ("error", "never")
    assert session.resolver.thresholds(["b/x.md"]) == ("info", "error")
    assert session.resolver.thresholds(["a/x.md", "b/x.md"]) == ("info", "error")
    assert session.resolver.thresholds(["b/x.md", "a/x.md"]) == ("info", "error")
    assert (
        session.resolver.thresholds(["x.md"])
        == session.resolver.thresholds([])
        == ("warning", "warning")
    )
    assert Resolver(Selection(profile="ci")).thresholds(["x.md"]) == (
        "warning",
        "error",
    )
    inline = Session(Request(Selection(config=("fail-on = 'info'",))))
    assert inline.resolver.thresholds(["a/x.md"]) == ("error", "info")


@pytest.mark.parametrize("name", sorted(ruleset.builtin().profiles))
def test_every_profile_that_comes_with_contentlint_is_valid(name: str) -> None:
    session = Session(Request(Selection(isolated=True, profile=name)))
    assert session.resolver.settings("x.md").rules
