"""``check --add-suppressions``: what it writes, and that nothing is reported afterwards."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from calling import Cli, alone, write

from contentlint.fix import verify

CONFIG = "contentlint.toml"
WRONG = "قال الوزير ، إن الخطة جاهزة."
ADD = ("--add-suppressions", "--reason", "quoted as it is")


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(capsys, "--select", "PUN001,IMG001,STR013,SUP", "--min-severity", "info")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return alone(tmp_path, monkeypatch)


def read(name: str) -> str:
    return Path(name).read_bytes().decode("utf-8")


def assert_silent(cli: Cli, suppressed: int) -> None:
    ran = cli.check(".")
    assert (ran.code, ran.out) == (0, "")
    assert f", {suppressed} suppressed" in ran.err


def test_findings_in_markdown_get_comments(cli: Cli) -> None:
    write("a.md", f"نص.\n\n{WRONG}\n\nنص.\n\n- {WRONG}\n- ![]()\n\nنص.\n")
    ran = cli.check(*ADD, ".")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("suppressed 3 findings in 1 file\n")
    assert read("a.md") == (
        "نص.\n\n<!-- contentlint-disable-next-line PUN001: quoted as it is -->\n"
        f"{WRONG}\n\nنص.\n\n<!-- contentlint-disable IMG001, PUN001: quoted as it is -->\n\n"
        f"- {WRONG}\n- ![]()\n\n<!-- contentlint-enable IMG001, PUN001 -->\n\nنص.\n"
    )
    assert not Path(CONFIG).exists()
    assert_silent(cli, 3)
    # There is nothing left to suppress.
    before = read("a.md")
    assert "suppressed 3" not in cli.check(*ADD, ".").err.splitlines()[0]
    assert read("a.md") == before


def test_what_cannot_have_a_comment_is_added_to_the_configuration(cli: Cli) -> None:
    write("x/a.txt", f"{WRONG}\n\n![]()\n")
    write("b.md", f"---\ntitle: x\n---\n\n# {WRONG}\n")
    write(CONFIG, '# mine\nlang = "ar"')
    ran = cli.check(*ADD, ".")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith(f"added 3 suppressions to {CONFIG}\n")
    assert read(CONFIG).startswith(
        '# mine\nlang = "ar"\n\n[[suppressions]]\nfile = "b.md"\nrules = ["PUN001"]\n'
        f'text = "# {WRONG}"\nreason = "quoted as it is"\n\n[[suppressions]]\n'
    )
    assert 'file = "x/a.txt"\nrules = ["IMG001"]\ntext = "![]()"\n' in read(CONFIG)
    assert read("b.md").startswith("---\n")
    assert_silent(cli, 3)


def test_configuration_is_created_and_pyproject_is_extended(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("new/a.txt", f"{WRONG}\n")
    write("old/pyproject.toml", '[tool.contentlint]\nlang = "ar"\n\n[tool.other]\na = 1\n')
    write("old/texts/a.txt", f"{WRONG}\n")
    for folder, name in (("new", CONFIG), ("old", "pyproject.toml")):
        monkeypatch.chdir(folder)
        assert cli.check(*ADD).err.startswith(f"added 1 suppression to {name}\n")
        assert_silent(cli, 1)
        monkeypatch.chdir("..")
    assert "[[tool.contentlint.suppressions]]" in read("old/pyproject.toml")
    assert cli.check("old").code == 0


def test_long_line_is_recognised_by_words_around_the_finding(cli: Cli) -> None:
    words = " ".join(f"كلمة{n}" for n in range(300))
    write("a.txt", f"{words} {WRONG} {words}\n")
    cli.check(*ADD, ".")
    (text,) = (line for line in read(CONFIG).splitlines() if line.startswith("text"))
    assert "قال الوزير ، إن الخطة" in text
    assert len(text) < 100
    assert_silent(cli, 1)


def test_only_what_is_reported_is_suppressed(cli: Cli) -> None:
    write("a.md", f"نص.\n\n{WRONG}\n")
    cli.check("--write-baseline", "known.json", ".")
    write("a.md", f"نص.\n\n{WRONG}\n\nثم ، عاد.\n\n![]()\n")
    cli.check("--baseline", "known.json", "--min-severity", "error", *ADD, ".")
    assert read("a.md").count("contentlint-disable") == 1
    assert "disable-next-line IMG001" in read("a.md")
    cli.check("--baseline", "known.json", *ADD, ".")
    assert read("a.md").count("disable-next-line PUN001") == 1


def test_faults_of_suppressions_are_left(cli: Cli) -> None:
    text = "<!-- contentlint-disable-next-line PUN001 -->\nنص.\n"
    write("a.md", text)
    ran = cli.check(*ADD, ".")
    assert (ran.code, ran.places()) == (1, ["a.md:1:36"])
    assert read("a.md") == text


def test_comment_that_would_bring_a_finding_is_left_out(cli: Cli) -> None:
    # The comment would separate what the rule compares; here, the end of an open fence.
    text = f"نص.\n\n```\n{WRONG}\n![]()\n\n{WRONG}"
    write("a.md", text)
    ran = cli.check("--select", "STR013", *ADD, ".")
    assert ran.code == 0
    assert read("a.md") == text
    assert 'rules = ["STR013"]' in read(CONFIG)
    assert cli.check("--select", "STR013", ".").code == 0


def test_comment_that_would_change_what_a_line_is_is_left_out(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"نص.\n\n{WRONG}\n"
    write("a.md", text)
    monkeypatch.setattr(verify, "same_blocks", lambda *_: False)
    assert cli.check(*ADD, ".").err.startswith(f"added 1 suppression to {CONFIG}\n")
    assert read("a.md") == text
    assert_silent(cli, 1)


def test_line_ends_and_mark_stay(cli: Cli) -> None:
    write("a.md", f"\ufeffنص.\r\n\r\n{WRONG}\r\n".encode())
    cli.check(*ADD, ".")
    comment = "<!-- contentlint-disable-next-line PUN001: quoted as it is -->"
    assert read("a.md") == f"\ufeffنص.\r\n\r\n{comment}\r\n{WRONG}\r\n"


def test_mdx_gets_comments_of_its_own(cli: Cli) -> None:
    write("a.mdx", f"نص.\n\n{WRONG}\nنص.\n\n{WRONG}\n")
    cli.check(*ADD, ".")
    assert read("a.mdx").count("{/* contentlint-disable-next-line PUN001") == 2
    assert_silent(cli, 2)


def test_nothing_is_replayed_in_place_of_writing(cli: Cli) -> None:
    write("a.md", f"نص.\n\n{WRONG}\n")
    for _ in range(2):
        cli.check(".")
    cli.check(*ADD, ".")
    assert "contentlint-disable" in read("a.md")


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("--add-suppressions",), "--add-suppressions needs a --reason"),
        (("--add-suppressions", "--reason", " "), "--add-suppressions needs a --reason"),
        (("--reason", "x"), "--reason is for --add-suppressions only"),
        ((*ADD[:2], "a -- b"), "--reason: a comment cannot contain '--'"),
        ((*ADD[:2], "a --> b"), "--reason: a comment cannot contain '--'"),
        ((*ADD[:2], "a */ b"), "--reason: a comment cannot contain '*/'"),
        ((*ADD[:2], "{{ b }}"), "--reason: a comment cannot contain '{'"),
        ((*ADD[:2], "a\u202eb"), "--reason: a comment cannot contain invisible characters"),
        ((*ADD, "--untrusted"), "--add-suppressions: suppressions do not count with --untrusted"),
        ((*ADD, "--fix"), "--add-suppressions does not go with --fix"),
        ((*ADD, "--diff"), "--add-suppressions does not go with --diff"),
        ((*ADD, "--write-baseline"), "--add-suppressions does not go with --write-baseline"),
        ((*ADD, "--watch"), "--add-suppressions cannot be combined with --watch"),
    ],
)
def test_options_that_contradict_are_one_error(
    cli: Cli, argv: tuple[str, ...], message: str
) -> None:
    text = f"نص.\n\n{WRONG}\n"
    write("a.md", text)
    ran = cli.check(*argv)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"contentlint: error: {message}")
    assert read("a.md") == text


def test_configuration_that_cannot_be_extended_stays(cli: Cli) -> None:
    write("a.txt", f"{WRONG}\n")
    text = 'suppressions = []\nlang = "ar"\n'
    write(CONFIG, text)
    ran = cli.check(*ADD, ".")
    assert ran.code == 2
    assert "cannot add [[suppressions]]" in ran.err
    assert read(CONFIG) == text


def test_findings_without_a_place_are_reported(cli: Cli) -> None:
    write("a.txt", f"{WRONG}\n")
    ran = cli.check("--isolated", *ADD, ".")
    assert (ran.code, ran.places()) == (1, ["a.txt:1:11"])
    assert not Path(CONFIG).exists()


def test_standard_input_is_not_written(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{WRONG}\n".encode())))
    ran = cli.check(*ADD, "-")
    assert (ran.code, ran.out) == (2, "")
    assert "--add-suppressions does not go with standard input" in ran.err
