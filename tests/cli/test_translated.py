"""Commands that speak the language of the reader: all their words are translated."""

from __future__ import annotations

import argparse
import io
import re
import sys
from itertools import combinations, product
from pathlib import Path

import pytest
from calling import Cli, Ran, alone, write
from pseudo import english, speak
from test_fix_command import house

from contentlint._util import translation
from contentlint._util.escape import FSI, LRI, PDI, RLI
from contentlint._util.style import Style
from contentlint.cli import parser
from contentlint.engine import wording
from contentlint.engine.ruleset import builtin, full
from contentlint.model.document import ORIGINS
from contentlint.model.languages import LANGUAGES
from contentlint.report import rule_page

FAULTY = "قال الرجل ،ثم مضى .\n"
LATIN = "نص طويل ![]() بعد\n\n![]()\n\nThe plan , of the minister\n"
CONTENT = ("The", "plan", "of", "the", "minister", "md", "error", "warning")


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    alone(tmp_path, monkeypatch)
    speak(monkeypatch)
    return Cli(capfd)


def answered(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, answers: str, *argv: str, language: str = "ar"
) -> Ran:
    raw = "".join(f"{answer}\n" for answer in answers).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    few = ("--no-cache", "--select", "PUN001,IMG001,ENC017", "--ui-lang", language)
    return cli("fix", "--interactive", *few, *argv)


@pytest.mark.parametrize(
    ("answers", "argv"),
    [
        ("?nvuysyq", ()),
        ("yyyyyyyyy", ("--dry-run",)),
        ("e\nex\nyn", ()),
        ("aq", ()),
        ("", ()),
        ("nnnnnnn", ()),
    ],
)
def test_session_has_no_word_without_translation(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, answers: str, argv: tuple[str, ...]
) -> None:
    for name in ("EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    write("a.md", FAULTY)
    write("b.md", LATIN + "\n".join(f"كلمة {n} ،ثم" for n in range(3)) + "\n")
    ran = answered(cli, monkeypatch, answers, "a.md", "b.md", *argv)
    assert "«" in ran.out
    assert not english(re.sub(r"⟦.*?⟧", "", ran.out + ran.err), *CONTENT)


@pytest.mark.parametrize(
    ("answer", "rule", "text"),
    [
        ("a", ("(?:http:|x)", "ftp:", "x"), "[أ](http://b)\n\nx\n"),
        ("a", ("x", "yx", "x"), "x\n"),
        ("q", ("x", "y", "x"), "سط\u00adر\n\n" * 9),
    ],
)
def test_refusals_and_what_is_left_out_are_translated(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, answer: str, rule: tuple[str, str, str], text: str
) -> None:
    house(rule)
    write("a.md", text)
    ran = answered(cli, monkeypatch, answer, "a.md", "--select", "HSE,ENC017")
    assert "«not applied: »" in ran.out or "« more changes»" in ran.out
    of_rule = ("house-", "info", "found", "write", "http", "ftp", "yx")
    assert not english(re.sub(r"⟦.*?⟧", "", ran.out + ran.err), *CONTENT, *of_rule)


def test_session_has_the_digits_of_the_language(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.md", FAULTY)
    ran = answered(cli, monkeypatch, "yy", "a.md", language="fa")
    assert "۱« of »۲«: apply this fix? [»y,n,a,s,f,e,q,?] " in ran.out
    assert "a.md:1:10: " in ran.out


def test_values_are_set_apart_in_words_from_right_to_left(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pseudo.Pseudo.gettext", lambda _, message: f"ش {message}")
    write("a.md", FAULTY)
    ran = answered(cli, monkeypatch, "q", "a.md", "--bidi-isolate=always")
    keys = f"[{FSI}y,n,a,s,f,e,q,?{PDI}]"
    assert f"{RLI}ش {FSI}1{PDI} of {FSI}2{PDI}: apply this fix? {keys} {PDI}" in ran.out
    assert f"  y  {RLI}ش yes, apply this fix{PDI}\n" in ran.out
    assert re.search(f"\n  {RLI}ش safe fix: {FSI}{RLI}[^\n]+{PDI}{PDI}{PDI}\n", ran.out)
    sides = re.findall(f"\n  {RLI}ش (before|after):{PDI}( +){FSI}", ran.out)
    assert sides == [("before", " "), ("after", "  ")]
    assert LRI not in ran.out


@pytest.mark.parametrize("command", ["check", "fix", "links", "translations", "corpus"])
def test_help_has_no_line_without_translation(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    speak(monkeypatch)
    parsers = [parser.parsers((command,))[1][command]]
    while parsers:
        one = parsers.pop()
        assert (one.description or "").startswith("«")
        for action in one._actions:
            if isinstance(action, argparse._SubParsersAction):
                parsers += action.choices.values()
                assert all((each.help or "").startswith("«") for each in action._choices_actions)
            else:
                assert (action.help or "").startswith("«"), action.dest
        for group in one._action_groups:
            assert (group.title or "").startswith("«")


def test_pages_of_rules_have_no_label_without_translation(monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch)
    texts = ("«Message»:", "«Help»:")
    labels = []
    every = full()
    monkeypatch.setattr(rule_page, "full", lambda: every)  # which reads all TOML each time
    for rule in builtin().rules:
        page = rule_page.page(rule.code, Style(), wording=wording.of("ar"))
        _title, head, *rest = page.split("\n\n")
        labels += [line for line in head.splitlines() if not line.startswith(texts)]
        # What follows a label is English in every language, and so are the types of options.
        labels += re.findall(r"^(?:«|[A-Z])[^:\n]+:»?(?= |$)", "\n\n".join(rest), re.MULTILINE)
        assert ", default: " not in page
    assert {"«Bad:»", "«Good:»", "«Options:»", "«Source:»", "«Suppress:»"} < {*labels}
    assert not english("\n".join(labels), *LANGUAGES)


@pytest.mark.parametrize(
    "origins", [some for n in range(1, 5) for some in combinations(ORIGINS, n)]
)
def test_origins_are_translated(monkeypatch: pytest.MonkeyPatch, origins: tuple[str, ...]) -> None:
    rule = builtin().rules[0]
    speak(monkeypatch)
    for infos, lowered in product(((), origins), ((), ("info",), ("warning", "info"))):
        facts = rule_page.facts(rule._replace(origins=origins, infos=infos, lowered=lowered))
        assert not english(facts["«State»"] + facts["«Severity»"])


def test_page_is_in_the_language_of_the_configuration_if_that_can_be_read(cli: Cli) -> None:
    def spoken(*argv: str) -> str:
        return cli("explain", "PUN001", *argv).out.splitlines()[1]

    arabic = "مسافة قبل علامة ترقيم"
    translation.use("en")
    assert spoken() == "Space before a punctuation mark"
    assert spoken("--ui-lang", "ar") == arabic
    write("contentlint.toml", 'ui-lang = "ar"\n')
    assert spoken() == arabic
    assert spoken("--isolated") == "Space before a punctuation mark"
    write("contentlint.toml", "ui-lang = \n")
    assert spoken() == "Space before a punctuation mark"
    assert spoken("--config", "missing.toml") == "Space before a punctuation mark"
    assert spoken("--ui-lang", "ar") == arabic


def test_label_of_a_page_is_set_apart_from_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pseudo.Pseudo.gettext", lambda _, message: f"ش {message}")
    speak(monkeypatch)
    page = rule_page.page("PUN001", Style(isolate=True), wording=wording.of("ar"))
    assert f'\n {RLI}ش Message{PDI}:   {RLI}مسافة قبل "{FSI}،{PDI}"{PDI}\n' in page
    assert f"\n {RLI}ش Suppress:{PDI} <!-- " in page
    assert f'(string, {RLI}ش default: {FSI}{FSI}"،؛؟۔.,:;!?"{PDI}{PDI}{PDI})\n' in page
