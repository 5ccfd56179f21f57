"""Commands that speak the language of the reader: all their words are translated."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from calling import Cli, Ran, alone, write
from pseudo import english, speak
from test_fix_command import house

from contentlint._util.escape import FSI, LRI, PDI, RLI

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
