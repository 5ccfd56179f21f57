"""Rule sets from TOML: what is wrong in them is named by file, code and key, all of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli
from calling import unplaced

from contentlint.engine import built, kind_modules, ruleset
from contentlint.engine.options import check_options, kind_module
from contentlint.engine.render import severity_of
from contentlint.model.errors import ConfigError
from contentlint.source import formats

GOOD = """
[set]
prefix = "HSE"
about = "House rules."

[HSE001]
name = "no-picture"
kind = "image"
severity = "warning"
message = "a picture without {found}"
why = "because"
source = "the house"
bad = ["![]()"]
good = ["text"]
options.fault = "empty"
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "rules"
    folder.mkdir()
    return folder


def load(folder: Path, text: str, name: str = "house.toml") -> ruleset.RuleSet:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return ruleset.load(str(folder))


def errors(folder: Path, text: str, name: str = "house.toml") -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(folder, text, name)
    return unplaced(str(caught.value)).split("\n")


def test_stanza_becomes_a_rule(house: Path) -> None:
    found = load(house, GOOD)
    (rule,) = found.rules
    assert (rule.code, rule.name, rule.kind) == ("HSE001", "no-picture", "image")
    assert rule.options == {"fault": "empty"}
    assert found.families == {"HSE": "House rules."}
    check = ruleset.bind(rule).check
    assert check is not None
    assert len([*check(formats.read("a.md", b"![]()\n"))]) == 1
    assert not [*check(formats.read("a.md", b"![](x.png)\n"))]


def test_family_without_a_head_is_called_after_its_file(house: Path) -> None:
    assert load(house, GOOD[GOOD.index("[HSE001]") :]).families == {"HOUSE": ""}


def test_empty_folder_and_missing_folder_have_no_rules(house: Path) -> None:
    assert ruleset.load(str(house)).rules == ()
    assert ruleset.load(str(house / "nowhere")).rules == ()


WRONG = [
    ('kind = "image"', 'kind = "patern"', "HSE001: unknown kind 'patern'; did you mean 'pattern'?"),
    ('kind = "image"', "", "HSE001: kind is missing or empty"),
    (
        'options.fault = "empty"',
        'options.fualt = "empty"\noptions.fault = "empty"',
        "HSE001: unknown option 'fualt'; did you mean 'fault'?",
    ),
    (
        'options.fault = "empty"',
        "options.fault = 3",
        "HSE001: option 'fault': expected a string, not 3",
    ),
    (
        'options.fault = "empty"',
        'options.fault = "emtpy"',
        "HSE001: option 'fault': unknown value 'emtpy'; did you mean 'empty'?",
    ),
    ('options.fault = "empty"', "", "HSE001: option 'fault' is missing"),
    ('options.fault = "empty"', "options = 3", "HSE001: options: expected a table, not 3"),
    (
        'options.fault = "empty"',
        'options.fault = "empty"\noptions.words = { words = "picturs" }',
        "HSE001: option 'words': unknown word list 'picturs'; did you mean 'pictures'?",
    ),
    ('why = "because"', "", "HSE001: why is missing or empty"),
    ('why = "because"', 'why = ""', "HSE001: why is missing or empty"),
    ('bad = ["![]()"]', "bad = []", "HSE001: bad is missing or empty"),
    ('bad = ["![]()"]', 'bad = "![]()"', "HSE001: bad: expected a list of strings, not '![]()'"),
    (
        'severity = "warning"',
        'severity = "warn"',
        "HSE001: severity is one of info, warning, error, not 'warn'",
    ),
    (
        'severity = "warning"',
        'severity = "warning"\nseverty = "info"',
        "HSE001: unknown key 'severty'; did you mean 'severity'?",
    ),
    (
        'severity = "warning"',
        'severity = "warning"\nlanguages = "ar"',
        "HSE001: languages: expected a list of strings, not 'ar'",
    ),
    (
        'severity = "warning"',
        'severity = "warning"\nenabled = "no"',
        "HSE001: enabled: expected true or false, not 'no'",
    ),
    (
        'severity = "warning"',
        'severity = "warning"\nstatus = "beta"',
        "HSE001: status is one of stable, preview, not 'beta'",
    ),
    (
        'severity = "warning"',
        'severity = "warning"\nfix = "yes"',
        "HSE001: fix is one of none, safe, unsafe, sometimes, not 'yes'",
    ),
    (
        'name = "no-picture"',
        'name = "No picture"',
        "HSE001: name: expected lower-case words joined by hyphens, not 'No picture'",
    ),
    (
        "{found}",
        "{found",
        "HSE001: message: braces hold one name, like {found}; not 'a picture without {found'",
    ),
    (
        "{found}",
        "{}",
        "HSE001: message: braces hold one name, like {found}; not 'a picture without {}'",
    ),
    (
        "[HSE001]",
        "[HSE1]",
        "HSE1: a code is three capital letters and three digits, like PUN001",
    ),
    ("[set]", "HSE002 = 3\n[set]", "HSE002: expected a table, not 3"),
    ('prefix = "HSE"', "prefix = 3", "set: prefix: expected a string, not 3"),
    (GOOD[: GOOD.index("[HSE001]")], "set = 3\n", "set: expected a table, not 3"),
]


@pytest.mark.parametrize(("was", "now", "message"), WRONG)
def test_error_names_file_code_and_key(house: Path, was: str, now: str, message: str) -> None:
    assert was in GOOD
    load(house, 'ar = ["صورة"]\n', "words/pictures.toml")
    (line,) = errors(house, GOOD.replace(was, now, 1))
    assert line.startswith(f"rules/house.toml: {message}")


def test_all_errors_of_a_file_are_told_together(house: Path) -> None:
    text = GOOD.replace('"warning"', '"warn"').replace('why = "because"', "why = 3")
    text += (
        GOOD[GOOD.index("[HSE001]") :]
        .replace("HSE001", "HSE002")
        .replace(
            'options.fault = "empty"', "options.fault = 1\noptions.decorative = 2\noptions.x = 3"
        )
    )
    assert [line.partition(": ")[2].partition(":")[0] for line in errors(house, text)] == [
        "HSE001",
        "HSE001",
        "HSE002",
        "HSE002",
        "HSE002",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[HSE001", "not valid TOML: expected ']' at the end of a table declaration"),
        ("a = ", "not valid TOML: invalid value"),
        ("[HSE001]\n[HSE001]\n", "not valid TOML: cannot declare"),
        ("a = " + "[" * 5000, "not valid TOML: "),
    ],
)
def test_broken_toml_is_named_with_its_file(house: Path, text: str, message: str) -> None:
    (line,) = errors(house, text)
    assert line.startswith(f"rules/house.toml: {message}")


def test_bytes_that_are_no_text_are_named_with_their_line(house: Path) -> None:
    (house / "house.toml").write_bytes(b'a = "b"\nc = "\xff"\n')
    with pytest.raises(ConfigError, match=r"^rules/house\.toml:2: not valid TOML: not UTF-8$"):
        ruleset.load(str(house))


def test_code_and_name_are_taken_once_in_the_whole_folder(house: Path) -> None:
    load(house, GOOD)
    (line,) = errors(house, GOOD.replace("HSE001", "HSE002"), "more.toml")
    assert line == "rules: HSE002: no-picture is taken"
    double = errors(house, GOOD, "more.toml")
    assert double == ["rules: HSE001: HSE001 is taken", "rules: HSE001: no-picture is taken"]


def test_words_are_lists_by_language(house: Path) -> None:
    found = load(house, 'ar = ["صورة"]\nfa = ["تصویر"]\n', "words/pictures.toml")
    assert found.words == {"pictures": {"ar": ("صورة",), "fa": ("تصویر",)}}
    assert errors(house, 'ar = "صورة"\n', "words/pictures.toml") == [
        "rules/words/pictures.toml: ar: expected a list of strings"
    ]


@pytest.mark.parametrize("text", ["chains = 3", "chains = ['A']", "chains = [[1]]", "chain = []"])
def test_precedence_is_chains_of_codes(house: Path, text: str) -> None:
    assert errors(house, text, "precedence.toml")[0].startswith("rules/precedence.toml: expected")


def test_precedence_is_read_in_order(house: Path) -> None:
    found = load(house, 'chains = [["A", "B"], ["C"]]', "precedence.toml")
    assert found.precedence == (("A", "B"), ("C",))


def test_options_may_be_written_with_hyphens_or_underscores() -> None:
    options = kind_module("image").Options
    assert set(options._fields) >= {"fault"}
    assert check_options("image", {"fault": "empty"}) == {"fault": "empty"}


@pytest.mark.parametrize("kind", ["", "../image", "image.x", "__init__", "no-such-kind", "os"])
def test_kind_that_is_not_there_is_refused(kind: str) -> None:
    with pytest.raises(ConfigError, match="unknown kind"):
        kind_module(kind)


OWN = GOOD.replace('kind = "image"\n', "").replace('options.fault = "empty"\n', "")


def test_rule_of_our_own_is_checked_by_the_module_of_its_name_in_its_family(house: Path) -> None:
    (rule,) = load(house, OWN.replace("no-picture", "doubled-alt"), "images.toml").rules
    assert rule.kind == rule.name == "doubled-alt"
    assert kind_module(rule.kind).__name__ == "contentlint.checks.images.doubled_alt"


@pytest.mark.parametrize("name", ["doubled-alt", "existence", "image", "no-picture"])
def test_rule_without_a_module_in_its_family_needs_a_kind(house: Path, name: str) -> None:
    said = errors(house, OWN.replace("no-picture", name), "tables.toml")
    assert said == ["rules/tables.toml: HSE001: kind is missing or empty"]


def test_rule_of_a_user_needs_a_kind(house: Path) -> None:
    path = house / "images.toml"
    path.write_text(OWN, encoding="utf-8")
    (fault,) = ruleset.with_families(ruleset.builtin(), [str(path)], {}).faults
    assert (fault.place.label, fault.message) == ("HSE001", "kind is missing or empty")


def test_stanza_of_our_own_gives_a_kind_only_where_it_has_no_module() -> None:
    for path in sorted(Path(ruleset.folder()).glob("*.toml")):
        for code, stanza in tomli.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(stanza, dict) and "kind" in stanza:
                assert stanza["kind"] != stanza["name"], code
                assert stanza["kind"] not in kind_modules.DEPRECATED, code


def test_users_options_stand_over_those_of_the_stanza(house: Path) -> None:
    (rule,) = load(house, GOOD).rules
    bound = ruleset.bind(rule, severity="info", options={"fault": "no-alt", "decorative": ["x"]})
    assert (bound.severity, bound.severity_is_fixed) == ("info", True)
    assert bound.check is not None
    assert not [*bound.check(formats.read("a.md", b"![]()\n"))]
    assert len([*bound.check(formats.read("a.md", b"![](y.png)\n"))]) == 1
    assert not [*bound.check(formats.read("a.md", b"![](x)\n"))]
    assert ruleset.bind(rule).severity_is_fixed is False


def test_users_wrong_option_names_the_rule(house: Path) -> None:
    (rule,) = load(house, GOOD).rules
    with pytest.raises(ConfigError, match=r"^HSE001: unknown option 'x'; there are: "):
        ruleset.bind(rule, options={"x": 1})


def test_builtin_rules_are_read_once() -> None:
    assert ruleset.builtin() is ruleset.builtin()


def test_built_form_loads_to_the_same_rules_without_their_pages(house: Path) -> None:
    load(house, 'ar = ["صورة"]\n', "words/pictures.toml")
    load(house, 'chains = [["HSE001", "HSE002"]]', "precedence.toml")
    words = 'options.fault = "placeholder-alt"\noptions.words = { words = "pictures" }\n'
    found = load(house, GOOD.replace('options.fault = "empty"', words + 'languages = ["ar"]'))
    again = built.unpack_rules(built.pack_rules(found))
    bare = tuple(
        r._replace(why="", source="", bad=(), good=(), needs=built.needs(r), late=True)
        for r in found.rules
    )
    assert bare[0].needs
    assert again == found._replace(rules=bare)


def test_a_rule_is_an_info_for_some_origins(house: Path) -> None:
    (rule,) = load(house, GOOD).rules
    rule = rule._replace(severity="warning", infos=("authored",))
    bound = ruleset.bind(rule)
    assert severity_of(bound, None, "authored") == "info"
    assert severity_of(bound, None, "extracted") == "warning"
    assert severity_of(ruleset.bind(rule, severity="error"), None, "authored") == "error"
