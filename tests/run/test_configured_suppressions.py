"""Suppressions in the configuration: for plain text, by a text on the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import Cli, alone, unplaced, write

CONFIG = "contentlint.toml"
LINE = "كُتب على الحجر: بُني هذا الجسر ، في عام القحط."
ENTRY = '[[suppressions]]\nfile = "a.txt"\nrules = ["PUN001"]\ntext = "هذا الجسر ، في"\n'


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(capsys, "--select", "PUN001,ENC007,SUP")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return alone(tmp_path, monkeypatch)


def test_finding_on_the_line_is_suppressed_and_no_other(cli: Cli) -> None:
    write("a.txt", f"{LINE}\n\nوغيره ، خطأ.\n")
    write("b.txt", f"{LINE}\n")
    write(CONFIG, f'{ENTRY}reason = "quoted"\n')
    ran = cli.check(".")
    assert ran.places() == ["a.txt:3:6", "b.txt:1:31"]
    assert "1 suppressed" in ran.err
    # Also from the cache.
    assert cli.check(".").places() == ["a.txt:3:6", "b.txt:1:31"]
    write(CONFIG, ENTRY.replace("a.txt", "b.txt"))
    assert cli.check(".").places() == ["a.txt:1:31", "a.txt:3:6"]


@pytest.mark.parametrize(
    "text",
    [
        f"سطر جديد.\n\n{LINE}\n",
        f"{LINE} وزيد عليه.\n",
        LINE.replace("في عام", "في   عام") + "\n",
        LINE.replace("هذا الجسر", "هذا\u200f الجسر") + "\n",
        f"{LINE}\r\n",
        f"# عنوان\n\n{LINE}\n",
    ],
)
def test_text_is_found_wherever_the_line_goes(cli: Cli, text: str) -> None:
    write("a.txt", text.encode())
    write(CONFIG, ENTRY)
    ran = cli.check("--select", "PUN001,SUP", ".")
    assert (ran.code, ran.out) == (0, "")


def test_markdown_may_have_them_too(cli: Cli) -> None:
    write("a.md", f"---\ntitle: {LINE}\n---\n\n{LINE}\n")
    write(CONFIG, ENTRY.replace("a.txt", "a.md").replace("PUN001", "space-before-punctuation"))
    assert cli.check(".").code == 0


@pytest.mark.parametrize("text", ["نص بلا خطأ.\n", "بُني هذا الجسر ، ثم هُدم.\n"])
def test_unused_one_is_reported(cli: Cli, text: str) -> None:
    write("a.txt", text)
    write(CONFIG, ENTRY)
    ran = cli.check("--select", "SUP,PUN001", ".")
    assert ran.out.startswith(
        "a.txt:1:1: warning SUP001 unused suppression of PUN001 in the configuration, "
        "for the text هذا الجسر ، في\n"
    )
    # Of rules that did not run, nobody knows.
    assert cli("check", "--select", "SUP", ".").out == ""


def test_untrusted_text_is_not_suppressed(cli: Cli) -> None:
    write("a.txt", f"{LINE}\n")
    write(CONFIG, ENTRY)
    assert cli.check("--untrusted", ".").places() == ["a.txt:1:31"]
    assert cli.check("--isolated", ".").places() == ["a.txt:1:31"]


def test_file_is_relative_to_the_configuration_that_names_it(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("site/texts/a.txt", f"{LINE}\n")
    write("site/texts/shared.toml", ENTRY)
    write(f"site/{CONFIG}", 'extends = ["texts/shared.toml"]\n')
    assert cli.check("site").code == 0
    monkeypatch.chdir("site/texts")
    assert cli.check("a.txt").code == 0
    monkeypatch.chdir("..")
    assert cli.check(str(Path("texts/a.txt").resolve())).code == 0


@pytest.mark.parametrize(
    ("entry", "error"),
    [
        ("", "#1: file is missing or empty\n"),
        ('file = ""\nrules = ["PUN001"]\ntext = "x"\n', "#1: file is missing or empty\n"),
        ('file = "a"\nrules = []\ntext = "x"\n', "#1: rules is missing or empty\n"),
        ('file = "a"\nrules = ["PUN001"]\ntext = " "\n', "#1: text is missing or empty\n"),
        ('file = "a"\nrules = ["PUN001"]\ntext = 1\n', "#1: text: expected a string, not 1\n"),
        ('file = "a"\nrules = "PUN001"\ntext = "x"\n', "#1: rules: expected a list of strings"),
        ('line = 1\nfile = "a"\nrules = ["PUN001"]\ntext = "x"\n', "#1: unknown key 'line'"),
        ('file = "a"\nrules = ["PUN"]\ntext = "x"\n', "#1: unknown rule 'PUN'"),
    ],
)
def test_wrong_entry_is_an_error(cli: Cli, entry: str, error: str) -> None:
    write("a.txt", f"{LINE}\n")
    write(CONFIG, f"[[suppressions]]\n{entry}")
    ran = cli.check(".")
    assert (ran.code, ran.out) == (2, "")
    assert f"{CONFIG}: suppressions {error}" in unplaced(ran.err)


def test_command_line_may_have_one_too(cli: Cli) -> None:
    write("x/a.txt", f"{LINE}\n")
    value = "suppressions = [{file = 'x/a.txt', rules = ['PUN001'], text = 'هذا الجسر ،'}]"
    assert cli.check("--config", value, ".").code == 0
