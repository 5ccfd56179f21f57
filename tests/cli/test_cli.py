"""The command line as its users meet it: options, messages, exit codes."""

from __future__ import annotations

import atexit
import errno
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, TextIO

import pytest
from calling import FAULT, Cli, alone, write

from contentlint import __version__
from contentlint.checks.images import image
from contentlint.cli.commands import check as checking
from contentlint.cli.main import _leave, main
from contentlint.engine import ruleset
from contentlint.model.diagnostic import Finding

FINDING = "error IMG001 image with neither source nor alternative text"
# A few rules that these tests know; the others must not disturb them.
FEW = ("--select", "IMG001,SUP")

SUFFIXES = ".md, .markdown, .mdx, .qmd or .txt"


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(capsys, *FEW)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return alone(tmp_path, monkeypatch)


def summary(files: int, errors: int = 0, rest: str = "") -> str:
    def many(n: int, noun: str) -> str:
        return f"{n} {noun}{'s' * (n != 1)}"

    counts = f"{many(errors, 'error')}, 0 warnings, 0 infos"
    return f"{many(files, 'file')}, {many(errors, 'finding')} ({counts}){rest}\n"


# A run


def test_check_reports_findings_on_one_stream_and_the_rest_on_the_other(cli: Cli) -> None:
    write("articles/a.md")
    write("articles/b.txt", "text\n")
    assert cli.check("articles/") == (1, f"articles/a.md:1:1: {FINDING}\n", summary(2, 1))


@pytest.mark.slow
@pytest.mark.parametrize(
    "option", ["--statistics", "--show-files", "--format=full", "--format=json"]
)
def test_report_stands_before_the_closing_lines_where_both_go_to_one_place(option: str) -> None:
    write("a.md", FAULT)
    write("b.html", "not looked at")
    # Python buffers what goes into a pipe, unless the environment says otherwise.
    buffered = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        [sys.executable, "-m", "contentlint", "check", "--isolated", "--verbose", option, "."],
        env=buffered, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    report, closing = done.stdout.rfind("a.md" if "show" in option else "IMG001"), "left out"
    assert 0 <= report < done.stdout.index(closing), done.stdout


def test_clean_run_exits_zero(cli: Cli) -> None:
    write("a.md", "text\n")
    assert cli.check() == (0, "", summary(1))


def test_check_without_a_path_is_the_current_folder(cli: Cli) -> None:
    write("a.md")
    assert cli.check() == cli.check(".") == cli.check("a.md")


def test_suppressed_findings_are_counted(cli: Cli) -> None:
    write("a.md", f"<!-- contentlint-disable-next-line IMG001: why -->\n{FAULT}")
    assert cli.check() == (0, "", summary(1, rest=", 1 suppressed"))


def test_report_is_the_same_for_any_number_of_processes(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(30):
        write(f"{n}.md", FAULT * (n % 3))
    monkeypatch.setattr("contentlint.run.runner.FORK_FROM", 0)
    monkeypatch.setattr("contentlint.run.runner.CHUNK", 3000)
    assert cli.check("--jobs", "1") == cli.check("--jobs", "2") == cli.check("-j3")


def test_options_that_come_later_are_accepted_from_the_start(cli: Cli) -> None:
    write("a.md", "text\n")
    assert cli.check("--no-cache").code == 0


# Standard input


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize(
    "argv", [("-", "--stdin-filename", "x/y.md"), ("--stdin-filename", "x/y.md")]
)
def test_standard_input_has_the_name_that_is_given(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...]
) -> None:
    stdin(monkeypatch, FAULT.encode())
    assert cli.check(*argv) == (1, f"x/y.md:1:1: {FINDING}\n", summary(1, 1))


def test_standard_input_without_a_name_is_markdown(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin(monkeypatch, FAULT.encode())
    assert cli.check("-").out == f"stdin.md:1:1: {FINDING}\n"


def test_standard_input_has_the_configuration_of_its_folder(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("x/contentlint.toml", '[rules.IMG001]\nseverity = "warning"\n')
    stdin(monkeypatch, FAULT.encode())
    assert "warning IMG001" in cli.check("-", "--stdin-filename", "x/new.md").out


def test_filters_hold_for_standard_input_only_when_forced(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    argv = ("-", "--stdin-filename", "x.md", "--exclude", "x.md")
    stdin(monkeypatch, FAULT.encode())
    assert cli.check(*argv).code == 1
    stdin(monkeypatch, FAULT.encode())
    assert cli.check(*argv, "--force-exclude") == (
        0,
        "",
        "contentlint: no files to check; left out: 1 path removed by exclude on the command line\n",
    )


@pytest.mark.parametrize("data", [b"", b"\n", b"   \n\t\n", b"\xef\xbb\xbf"])
def test_input_of_nothing_is_clean(cli: Cli, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    stdin(monkeypatch, data)
    assert cli.check("-") == (0, "", summary(1))


# What is left out


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (
            ("a.html",),
            "left out: 1 file with a suffix other than .md, .markdown, .mdx, .qmd or .txt",
        ),
        (("--exclude", "*.md", "x"), "left out: 2 paths removed by exclude on the command line"),
        (("--include", "z", "x"), "left out: 2 files not matched by include of the command line"),
        (("empty",), f"nothing here ends in {SUFFIXES}"),
        (
            ("--config", "exclude = ['*.md']", "x"),
            "left out: 2 paths removed by exclude on the command line",
        ),
    ],
)
def test_nothing_to_check_is_one_line_with_the_filter_and_no_failure(
    cli: Cli, argv: tuple[str, ...], reason: str
) -> None:
    write("a.html")
    write("x/a.md")
    write("x/b.md")
    Path("empty").mkdir()
    assert cli.check(*argv) == (0, "", f"contentlint: no files to check; {reason}\n")


def test_filters_of_a_file_and_of_git_are_told_apart(cli: Cli) -> None:
    write("a.md")
    write("b.md")
    Path(".git").mkdir()
    write(".gitignore", "a.md\n")
    write("contentlint.toml", 'exclude = ["b.md"]\n')
    assert cli.check().err == (
        "contentlint: no files to check; left out: 1 path removed by exclude in the configuration, "
        f"1 path ignored by git, 2 files with a suffix other than {SUFFIXES}\n"
    )
    assert cli.check("--no-respect-gitignore").code == 1
    assert cli.check("--config", "respect-gitignore = false").code == 1


def test_what_the_user_named_is_said_to_be_left_out_and_the_rest_only_if_asked(cli: Cli) -> None:
    write("a.md", "text\n")
    write("a.html")
    line = f"contentlint: left out: 1 file with a suffix other than {SUFFIXES}\n"
    assert cli.check("a.md", "a.html").err == line + summary(1)
    assert cli.check(".").err == summary(1)
    assert line in cli.check(".", "--verbose").err


def test_show_files_lists_and_checks_nothing(cli: Cli) -> None:
    write("b.md")
    write("a\nb.md")
    assert cli.check("--show-files") == (0, "a⟨line feed⟩b.md\nb.md\n", "")
    assert cli.check("--show-files", "no.md", "b.md") == (
        2,
        "b.md\n",
        "contentlint: error: no.md: no such file or folder\n",
    )


# What is shown, and what fails

SEVERITY = "--config=rules.IMG001.severity='{}'"


@pytest.mark.parametrize(
    ("severity", "argv", "code"),
    [
        ("error", (), 1),
        ("warning", (), 1),
        ("info", (), 0),
        ("info", ("--fail-on", "info"), 1),
        ("warning", ("--fail-on", "error"), 0),
        ("error", ("--fail-on", "never"), 0),
        ("error", ("--exit-zero",), 0),
        ("error", ("--min-severity", "error"), 1),
        ("warning", ("--min-severity", "error"), 1),
        ("info", ("--min-severity", "info"), 0),
        ("warning", ("--profile", "ci"), 0),
        ("error", ("--profile", "ci"), 1),
    ],
)
def test_fail_on_decides_the_exit_and_min_severity_does_not(
    cli: Cli, severity: str, argv: tuple[str, ...], code: int
) -> None:
    write("a.md")
    assert cli.check(SEVERITY.format(severity), *argv).code == code


def test_infos_are_counted_in_one_line_and_shown_when_asked(cli: Cli) -> None:
    write("a.md", FAULT * 3)
    ran = cli.check(SEVERITY.format("info"))
    assert ran.out == ""
    assert ran.err == (
        "3 findings less severe than warning are hidden; show them with --min-severity info\n"
        "1 file, 3 findings (0 errors, 0 warnings, 3 infos)\n"
    )
    assert cli.check(SEVERITY.format("info"), "--min-severity", "info").out.count("\n") == 3


def test_hidden_findings_that_decide_the_exit_are_counted(cli: Cli) -> None:
    write("a.md")
    argv = (SEVERITY.format("warning"), "--min-severity", "error")
    line = "1 finding not shown made this run fail (--fail-on warning)\n"
    assert line in cli.check(*argv).err
    assert cli.check(*argv, "--quiet") == (1, "", line)
    assert line not in cli.check(*argv, "--exit-zero").err
    assert line not in cli.check(SEVERITY.format("warning")).err


def test_quiet_says_findings_and_errors_only(cli: Cli) -> None:
    write("a.md")
    assert cli.check("-q") == (1, f"a.md:1:1: {FINDING}\n", "")
    assert cli.check("-q", "no.md").err == "contentlint: error: no.md: no such file or folder\n"
    assert cli.check("-q", "--exclude", "*") == (0, "", "")


def test_verbose_says_which_configuration_holds(cli: Cli) -> None:
    write("a.md", "text\n")
    write("x/b.md", "text\n")
    write("x/contentlint.toml", "")
    err = cli.check("-v").err
    assert "contentlint: configuration: none; rules on for a.md: 4\n" in err
    assert "contentlint: configuration: x/contentlint.toml; rules on for x/b.md: 4\n" in err


# What was not fully checked


def test_missing_path_is_one_line_and_the_rest_is_checked(cli: Cli) -> None:
    write("a.md")
    ran = cli.check("no.md", "a.md", "*.rst")
    assert (ran.code, ran.out) == (2, f"a.md:1:1: {FINDING}\n")
    assert ran.err == (
        "contentlint: error: *.rst: no file matches this glob\n"
        "contentlint: error: no.md: no such file or folder\n"
        + summary(1, 1, ", 2 not fully checked")
    )


def test_file_that_is_no_text_is_one_line_and_the_rest_is_checked(cli: Cli) -> None:
    write("a.md")
    Path("b.md").write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    ran = cli.check("--exit-zero")
    assert (ran.code, ran.out) == (2, f"a.md:1:1: {FINDING}\n")
    assert "contentlint: error: b.md: binary file, not text\n" in ran.err


def test_rule_that_raises_is_named_with_its_file_and_the_run_goes_on(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", "![]() raise\n")
    write("b.md")
    check = image.Checker.check

    def broken(self: image.Checker, doc: Any) -> Iterator[Finding]:
        if "raise" in doc.text:
            raise ZeroDivisionError("of\x1bzero")
        return check(self, doc)

    monkeypatch.setattr(image.Checker, "check", broken)
    ran = cli.check("--format", "json")
    assert ran.code == 2
    report = json.loads(ran.out)
    assert [f["path"] for f in report["findings"]] == ["b.md"]
    reason = "the rule raised ZeroDivisionError: of⟨escape⟩zero"
    assert report["incomplete"] == [{"path": "a.md", "reason": reason, "rule": "IMG001"}]
    assert f"contentlint: error: a.md: IMG001 (empty-image): {reason}\n" in ran.err


def test_reader_that_raises_costs_its_file_only(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.md")
    write("b.md")
    read = __import__("contentlint.source.formats", fromlist=["read"]).read

    def broken(path: str, *args: Any, **rest: Any) -> Any:
        if path == "a.md":
            raise MemoryError
        return read(path, *args, **rest)

    monkeypatch.setattr("contentlint.source.formats.read", broken)
    ran = cli.check()
    assert (ran.code, ran.out) == (2, f"b.md:1:1: {FINDING}\n")
    assert "contentlint: error: a.md: the reader failed: MemoryError: \n" in ran.err


def test_line_of_megabytes_is_a_line(cli: Cli) -> None:
    write("a.md", "كلمة " * 500_000 + FAULT)
    ran = cli.check("--format", "full")
    assert ran.out.startswith("a.md:1:2500001: error IMG001 empty-image\n")
    assert max(map(len, ran.out.split("\n"))) < 250


# Errors of the user


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (
            ("bogus",),
            "'bogus' is not a command, file or folder; `contentlint --help` lists commands",
        ),
        (("articles",), "'articles' is not a command, file or folder; "),
        (("chek",), "unknown command 'chek'; did you mean 'check'?"),
        (("chekc", "here.md"), "unknown command 'chekc'; did you mean 'check'?"),
        (("lint", "."), "unknown command 'lint'; did you mean 'check'?"),
        (("help",), "unknown command 'help'; did you mean '--help'?"),
        (("--fix", "a b.md"), "option '--fix' needs a command: contentlint check --fix 'a b.md'"),
        (("-i", "here.md"), "option '-i' needs a command: contentlint fix -i here.md"),
        (("--nothing",), "unknown option '--nothing'; there are: --help, --version"),
        (("check", "--selct", "x"), "unknown option '--selct'; did you mean '--select'?"),
        (("check", "--sel=x"), "unknown option '--sel'; did you mean '--select'?"),
        (("rules", "x"), "unexpected argument 'x'; `contentlint rules --help` says what it takes"),
        (("explain",), "the following arguments are required: CODE"),
        (("explain", "SUP01"), "unknown rule 'SUP01'; did you mean 'SUP001'?"),
        (("check", "--format", "xml"), "--format: unknown format 'xml'; there are: azure, check"),
        (("check", "--jobs", "0"), "argument -j/--jobs: expected a whole number from 1, not '0'"),
        (
            ("check", "--jobs", "two"),
            "argument -j/--jobs: expected a whole number from 1, not 'two'",
        ),
        (("check", "--lang", "arabic"), "argument --lang: expected a language subtag like 'ar', "),
        (
            ("check", "--select", "IMG0O1"),
            "command line: select: unknown rule, family, tag or name",
        ),
        (
            ("check", "--ignore", "\x1b[2J"),
            "command line: ignore: unknown rule, family, tag or name",
        ),
        (
            ("check", "--profile", "defult"),
            "--profile: unknown profile 'defult'; did you mean 'def",
        ),
        (("check", "--config", "no.toml"), "--config: no.toml: no such file, and not a setting"),
        (
            ("check", "--config", "lang=ar"),
            "--config: not valid TOML: invalid value (at line 1, col",
        ),
        (("check", "--exclude", "[z-a]"), "--exclude: '[z-a]' is not a valid glob"),
        (("check", "-", "here.md"), "standard input (-) cannot be mixed with paths"),
        (("check", "--stdin-filename", "a.md", "b.md"), "--stdin-filename is for standard input: "),
        (
            ("check", "--stdin-filename", "a.html"),
            "--stdin-filename: a.html: the suffix selects the",
        ),
        (("check", "-o", "no/where", "here.md"), "no/where: no such file or directory"),
        (("check", "-o", "here.md", "here.md"), "--output: here.md: would overwrite one of the"),
        (("check", "-o", "/dev/full", "here.md"), "/dev/full: no space left on device"),
        (
            ("rules", "--select", "QQQ"),
            "command line: select: unknown rule, family, tag or name 'QQQ",
        ),
    ],
)
def test_error_of_the_user_is_one_clear_line(cli: Cli, argv: tuple[str, ...], message: str) -> None:
    write("here.md")
    ran = cli(*argv)
    assert (ran.code, ran.out) == (2, "")
    (line,) = ran.err.splitlines()
    assert line.startswith(f"contentlint: error: {message}")
    assert "\x1b" not in ran.err
    assert Path("here.md").read_text(encoding="utf-8") == FAULT


@pytest.mark.parametrize("name", ["--config=a.md", "--output=../b.md", "-ob.md", "--plugins=a.md"])
def test_name_of_a_file_is_not_taken_for_an_option(cli: Cli, tmp_path: Path, name: str) -> None:
    """A hook or a shell's ``*`` passes the names of files that a pull request adds."""
    write("x/here.md")
    os.chdir("x")
    write(name, 'ignore = ["ALL"]\n')
    ran = cli.check(name, "here.md")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"contentlint: error: argument {name!r} is also the name of a file; "
        f"for the file, write './{name}'\n"
    )
    assert not (tmp_path / "b.md").exists() and not Path("b.md").exists()
    assert cli.check(f"./{name}", "here.md").err.startswith("2 files")
    assert cli.check("--", name, "here.md").err.startswith("2 files")


@pytest.mark.parametrize("more", [(), ("--no-cache",)])
def test_report_goes_over_no_article_whatever_it_is_called(cli: Cli, more: tuple[str, ...]) -> None:
    write("here.md")
    write("old.txt")
    os.link("here.md", "report")
    ran = cli.check(*more, "-o", "report")
    assert (ran.code, ran.out) == (2, "")
    assert "--output: report: would overwrite one of the checked files" in ran.err
    assert Path("here.md").read_text(encoding="utf-8") == FAULT
    assert cli.check("-o", "old.txt", "here.md").code == 1
    assert "here.md:1:" in Path("old.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("named", ["report", "./report", "{here}/report", "out/report"])
@pytest.mark.parametrize("exists", [False, True])
def test_report_is_not_written_through_a_link_in_the_current_folder(
    cli: Cli, tmp_path: Path, named: str, exists: bool
) -> None:
    """A pull request can add one, which leads to a file of whoever runs the check."""
    write("x/here.md")
    outside = tmp_path / "outside" / "report"
    outside.parent.mkdir()
    if exists:
        outside.touch()
    os.chdir("x")
    Path("report").symlink_to(outside)
    Path("out").symlink_to(outside.parent)
    path = named.format(here=Path.cwd())
    for option in (f"--format=concise={path}", f"--output={path}"):
        ran = cli.check(option)
        assert (ran.code, ran.out) == (2, "")
        assert f"--output: {path}: is reached through a symbolic link" in ran.err
    assert outside.exists() == exists and not (exists and outside.read_text(encoding="utf-8"))


def test_report_of_a_service_is_not_written_through_a_link_either(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITLAB_CI", "true")
    write("here.md")
    Path("gl-code-quality-report.json").symlink_to("elsewhere")
    assert cli.check().code == 2
    assert not Path("elsewhere").exists()


def test_report_is_written_through_a_link_that_no_commit_can_add(cli: Cli, tmp_path: Path) -> None:
    write("x/here.md")
    write("real", "")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    os.chdir("x")
    for path in ("../link", str(tmp_path / "link"), "/dev/null"):
        assert cli.check("-o", path).code == 1
        assert cli.check("-o", "plain.json").code == 1
    assert "here.md:1:1" in (tmp_path / "real").read_text(encoding="utf-8")


def test_broken_configuration_is_told_before_anything_is_checked(cli: Cli) -> None:
    write("a.md")
    write("contentlint.toml", "select = \n")
    assert cli.check() == (
        2,
        "",
        "contentlint: error: contentlint.toml:1:10: not valid TOML: invalid value\n"
        "  1 | select =\n",
    )
    assert cli.check("--isolated").code == 1


def test_fault_of_ours_is_one_line_too(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> int:
        raise RuntimeError("a\x1bb")

    monkeypatch.setattr(checking, "run", fail)
    ran = cli("check")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("contentlint: internal error: RuntimeError: a⟨escape⟩b\n")
    monkeypatch.setenv("CONTENTLINT_TRACEBACK", "1")
    with pytest.raises(RuntimeError):
        main(["check"])


# Outputs


def test_format_has_two_names_and_o_writes_a_file(cli: Cli) -> None:
    write("a.md")
    for option in ("--format", "--output-format"):
        ran = cli.check(option, "json", "-o", "report.json")
        assert (ran.code, ran.out) == (1, "")
        report = json.loads(Path("report.json").read_text(encoding="utf-8"))
        assert report["tool"] == {"name": "contentlint", "version": __version__}
        assert report["summary"]["errors"] == 1
    assert cli.check("-o", "-").out == f"a.md:1:1: {FINDING}\n"


def test_json_findings_are_what_is_shown_and_its_summary_counts_all(cli: Cli) -> None:
    write("a.md")
    report = json.loads(cli.check("--format", "json", SEVERITY.format("info")).out)
    assert (report["findings"], report["summary"]["infos"]) == ([], 1)


@pytest.mark.parametrize(
    ("argv", "environment", "coloured"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_is_for_those_who_want_it(
    cli: Cli,
    monkeypatch: pytest.MonkeyPatch,
    argv: tuple[str, ...],
    environment: dict[str, str],
    coloured: bool,
) -> None:
    write("a.md")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in cli.check(*argv).out) == coloured


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
        ({"PRE_COMMIT": "1"}, False),
    ],
)
def test_terminal_gets_the_full_format_in_colour(
    cli: Cli,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    coloured: bool,
) -> None:
    write("a.md")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    out = cli.check().out
    assert "empty-image" in out
    assert ("\x1b[" in out) == coloured
    capsys.readouterr()


# The other commands


def test_rules_lists_every_rule_as_text_and_as_json(cli: Cli) -> None:
    lines = cli("rules", "--isolated").out.splitlines()
    rows = json.loads(cli("rules", "--isolated", "--format", "json").out)
    rules = ruleset.builtin().rules
    assert [line[:6] for line in lines] == [r["code"] for r in rows] == [r.code for r in rules]
    assert "IMG001  error    on       empty-image                        unsafe fix" in lines
    assert {key for row in rows for key in row} == set(
        "code name severity on status fix languages origins".split()
    )


def test_rules_says_what_is_on_under_the_configuration(cli: Cli) -> None:
    def state(*argv: str) -> dict[str, tuple[bool, str]]:
        rows = json.loads(cli("rules", "--format", "json", *argv).out)
        return {row["code"]: (row["on"], row["severity"]) for row in rows}

    assert state()["IMG001"] == (True, "error")
    assert state("--ignore", "IMG001")["IMG001"] == (False, "error")
    write("contentlint.toml", 'select = ["SUP001"]\n[rules.IMG001]\nseverity = "info"\n')
    assert state()["IMG001"] == (False, "info")
    assert state()["SUP001"] == (True, "warning")
    assert state("--isolated")["IMG001"] == (True, "error")


def test_explain_prints_the_page_by_code_or_name(cli: Cli) -> None:
    page = cli("explain", "IMG001")
    assert page.code == 0
    assert page == cli("explain", "empty-image") == cli("explain", "img001")
    assert page.out.startswith("IMG001 empty-image\nImage with neither source nor ")
    assert not re.search(r" \n", page.out)


@pytest.mark.parametrize("argv", [(), ("--help",), ("check", "--help"), ("--version",)])
def test_help_and_version_exit_zero(cli: Cli, argv: tuple[str, ...]) -> None:
    ran = cli(*argv)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


# The end


class Stream(io.StringIO):
    """Notes when it is flushed; a full one cannot be."""

    def __init__(self, order: list[object], full: bool = False) -> None:
        super().__init__()
        self.order = order
        self.full = full

    def flush(self) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, "no space left on device")
        self.order.append("flushed")


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What happens at the end, where nobody counts on the usual one."""
    found: list[object] = []
    monkeypatch.setattr(os, "_exit", found.append)
    monkeypatch.setattr(atexit, "_ncallbacks", lambda: 0)
    monkeypatch.setattr(sys, "gettrace", lambda: None)
    monkeypatch.setattr(sys, "flags", SimpleNamespace(dev_mode=False))
    monkeypatch.delitem(sys.modules, "profile", raising=False)
    return found


def left(code: int, out: Stream, err: TextIO | None) -> None:
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, err
    try:
        _leave(code)
    finally:
        sys.stdout, sys.stderr = streams


def test_process_ends_at_once_when_everything_is_written(order: list[object]) -> None:
    left(3, Stream(order), Stream(order))
    assert order == ["flushed", "flushed", 3]
    order.clear()
    left(1, Stream(order), None)
    assert order == ["flushed", 1]


def test_process_that_cannot_write_ends_as_usual(order: list[object]) -> None:
    left(3, Stream(order), Stream(order, full=True))
    assert order == ["flushed"]
    with open(os.devnull, "w") as closed:
        pass
    left(3, Stream(order), closed)
    assert order == ["flushed", "flushed"]


@pytest.mark.parametrize("what", ["callbacks", "dev_mode", "trace", "profile"])
def test_process_ends_as_usual_where_somebody_counts_on_it(
    order: list[object], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    if what == "callbacks":
        monkeypatch.setattr(atexit, "_ncallbacks", lambda: 1)
    elif what == "dev_mode":
        monkeypatch.setattr(sys, "flags", SimpleNamespace(dev_mode=True))
    elif what == "trace":
        monkeypatch.setattr(sys, "gettrace", lambda: print)
    else:
        monkeypatch.setitem(sys.modules, "profile", ModuleType("profile"))
    left(3, Stream(order), Stream(order))
    assert order == []


# As a process


def run(*argv: str, **rest: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "contentlint", *argv]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.run(
        command, env=environment, check=False, timeout=60, text=True, encoding="utf-8", **rest
    )


def test_process_prints_utf_8_in_any_locale_and_exits_with_the_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("مقال.md")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONUTF8", "0")
    monkeypatch.setenv("PYTHONCOERCECLOCALE", "0")
    ran = run("check", *FEW, capture_output=True)
    assert (ran.returncode, ran.stderr) == (1, summary(1, 1))
    assert ran.stdout.endswith(f":1:1: {FINDING}\n")


@pytest.mark.slow
def test_reader_that_goes_away_is_no_fault_and_hides_none() -> None:
    for n in range(300):
        write(f"{n}.md", FAULT * 20)
    out, gone = os.pipe()
    os.close(out)
    for argv, code in ((("check", *FEW, "-q"), 1), (("rules",), 0), (("explain", "IMG001"), 0)):
        ran = run(*argv, stdout=gone, stderr=subprocess.PIPE)
        assert (ran.returncode, ran.stderr) == (code, "")
    ran = run("check", *FEW, stdout=gone, stderr=gone)
    assert ran.returncode == 1
    os.close(gone)


@pytest.mark.slow
@pytest.mark.parametrize("argv", [("check", *FEW), ("rules",), ("explain", "IMG001")])
def test_full_or_closed_output_is_one_line(argv: tuple[str, ...]) -> None:
    write("a.md")
    with open("/dev/full", "w", encoding="utf-8") as full:
        ran = run(*argv, stdout=full, stderr=subprocess.PIPE)
    line = "contentlint: error: standard output: no space left on device\n"
    assert (ran.returncode, ran.stderr) == (2, line)
    ran = run(*argv, stderr=subprocess.PIPE, preexec_fn=lambda: os.close(1))
    assert (ran.returncode, ran.stderr) == (2, "contentlint: error: standard output is closed\n")


def test_closed_error_stream_does_not_spoil_the_report() -> None:
    write("a.md")
    ran = run("check", *FEW, stdout=subprocess.PIPE, preexec_fn=lambda: os.close(2))
    assert (ran.returncode, ran.stdout) == (1, f"a.md:1:1: {FINDING}\n")


def test_closed_input_is_one_line() -> None:
    ran = run("check", "-", capture_output=True, preexec_fn=lambda: os.close(0))
    assert (ran.returncode, ran.stderr) == (2, "contentlint: error: standard input is closed\n")


def test_folder_that_has_gone_is_one_line(here: Path) -> None:
    (here / "gone").mkdir()
    os.chdir(here / "gone")
    (here / "gone").rmdir()
    ran = run("check", capture_output=True)
    os.chdir(here)
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert ran.stderr.startswith("contentlint: ")


def test_interrupt_exits_130_without_a_traceback() -> None:
    command = [sys.executable, "-m", "contentlint", "check", "-"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    # It is in its read from standard input when the system says that it waits there.
    state = Path(f"/proc/{process.pid}/wchan")
    for _ in range(1000):  # a loaded machine takes its time
        if state.exists() and "pipe" in state.read_text(encoding="utf-8"):
            break
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=30)[1] == "contentlint: interrupted\n"
    assert process.returncode == 130


HEAVY = "dataclasses inspect logging multiprocessing concurrent regex difflib pathspec subprocess"


def imported(*argv: str) -> set[str]:
    code = (
        "import sys; before = set(sys.modules); from contentlint.cli.main import main; "
        f"main({argv!r}); print(*sorted(set(sys.modules) - before), file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    ran = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return set(ran.stderr.splitlines()[-1].split())


def test_run_over_one_file_imports_nothing_heavy() -> None:
    write("a.md")
    assert imported("check", *FEW, "a.md") & set(HEAVY.split()) == set()


def test_version_imports_next_to_nothing() -> None:
    ours = {name for name in imported("--version") if name.startswith("contentlint")}
    assert ours <= {
        "contentlint",
        *(
            f"contentlint.{n}"
            for n in (
                "cli cli.main cli.parser report report.console model model.errors _util "
                "_util.escape _util.style core"
            ).split()
        ),
    }
    heavy = {*HEAVY.split(), "tomli", "json", "selectors"}
    assert imported("--version") & heavy == set()


# A path in place of a command


@pytest.mark.parametrize(
    ("argv", "found"),
    [
        (("articles",), ["articles/a.md", "articles/rules/b.md"]),
        (("articles/a.md", "--jobs", "1"), ["articles/a.md"]),
        (("articles/*.md",), ["articles/a.md"]),
        (("--", "articles"), ["articles/a.md", "articles/rules/b.md"]),
        (("./rules",), ["rules/c.md"]),
    ],
)
def test_a_path_in_place_of_a_command_is_checked(
    cli: Cli, argv: tuple[str, ...], found: list[str]
) -> None:
    for name in ("articles/a.md", "articles/rules/b.md", "rules/c.md"):
        write(name)
    ran = cli(*argv)
    assert (ran.code, [line.partition(":")[0] for line in ran.out.splitlines()]) == (1, found)


def test_a_path_that_does_not_exist_is_no_wrong_command(cli: Cli) -> None:
    for path in ("missing.md", "no/folder", "*.none"):
        ran = cli(path)
        assert (ran.code, ran.out) == (2, "")
        assert f"{path}: no" in ran.err and "command" not in ran.err


def test_a_command_wins_over_a_folder_of_its_name(cli: Cli) -> None:
    write("rules/c.md")
    assert "\nIMG001  error    on " in cli("rules").out
