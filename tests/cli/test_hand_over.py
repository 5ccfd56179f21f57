"""A patch or a fixed text is exact in a file or a pipe, and harmless in a terminal or a log."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from calling import alone, write

from contentlint.cli.main import main
from contentlint.report import console

FEW = ("--isolated", "--select", "PUN001")
HOSTILE = (
    "\x1b]0;owned\x07\x1b[2J\x9b ##vso[task.setvariable variable=a]b ##[add-mask]e\r\n"
    "\u202eevil\u2066 ##teamcity[buildStop]\toverwritten\rhere \udc80\n"
    "\u00a0 ::error::forged\n"
)
FAULTY = f"{HOSTILE}قال الرجل ،ثم مضى بك\u200cگو\n"
FIXED = FAULTY.replace(" ،", "، ")
DATA, WANTED = (text.encode("utf-8", "surrogateescape") for text in (FAULTY, FIXED))
LOGGED = ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "TEAMCITY_VERSION")
NOTE = "write it with -o FILE"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return alone(tmp_path, monkeypatch)


Capture = pytest.CaptureFixture[bytes]


def harmless(out: bytes) -> str:
    """What was printed, of which nothing drives a terminal or a runner."""
    text = out.decode()
    for line in text.split("\n"):
        assert not line.lstrip().startswith("::")
        assert not any(command in line for command in ("##[", "##vso[", "##teamcity["))
        rest = set(line.removesuffix("\r")) - {"\t"}
        assert all(c.isprintable() or c in "\u00a0\u200c" for c in rest), line
    return text


def test_patch_is_exact_where_nothing_reads_commands(capfdbinary: Capture) -> None:
    write("a.md", DATA)
    assert main(["check", *FEW, "--diff", "a.md"]) == 1
    out, err = capfdbinary.readouterr()
    assert DATA.splitlines(keepends=True)[0] in out
    assert NOTE.encode() not in err


@pytest.mark.parametrize("name", LOGGED)
def test_patch_is_harmless_in_the_log_of_a_job(
    name: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: Capture
) -> None:
    write("a.md", DATA)
    monkeypatch.setenv(name, "true")
    assert main(["check", *FEW, "--diff", "a.md"]) == 1
    out, err = capfdbinary.readouterr()
    shown = harmless(out)
    assert "⟨escape⟩]0;owned" in shown
    assert " ::error" not in shown
    assert "بك\u200cگو" in shown
    assert "⟨0x80⟩" in shown
    assert NOTE in err.decode()


def test_patch_without_control_characters_is_exact_everywhere(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: Capture
) -> None:
    write("a.md", "قال\tالرجل ،ثم مضى\r\n")
    assert main(["check", *FEW, "--diff", "a.md"]) == 1
    exact = capfdbinary.readouterr()
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert main(["check", *FEW, "--diff", "a.md"]) == 1
    assert capfdbinary.readouterr() == exact


@pytest.mark.parametrize("argv", [("check", "--diff"), ("fix", "--diff")])
def test_patch_in_a_file_is_exact_in_the_log_of_a_job_too(
    argv: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capfdbinary: Capture
) -> None:
    path = write("a.md", DATA)
    assert main([*argv, *FEW, "a.md"]) == 1
    exact = capfdbinary.readouterr().out
    monkeypatch.setenv("CI", "1")
    assert main([*argv, *FEW, "-o", "a.patch", "a.md"]) == 1
    out, err = capfdbinary.readouterr()
    assert (out, NOTE.encode() in err) == (b"", False)
    assert Path("a.patch").read_bytes() == exact
    assert path.read_bytes() == DATA


def test_patch_is_harmless_on_a_terminal() -> None:
    pty = pytest.importorskip("pty")
    write("a.md", DATA)
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "contentlint", "check", *FEW, "--diff", "a.md"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    ran = subprocess.run(
        command, env=environment, stdout=slave, stderr=subprocess.PIPE, check=False, timeout=60
    )
    os.close(slave)
    out = os.read(master, 100_000)
    os.close(master)
    assert ran.returncode == 1
    harmless(out.replace(b"\r\n", b"\n"))
    assert NOTE in ran.stderr.decode()


def test_patch_never_replaces_an_article() -> None:
    path = write("a.md", DATA)
    assert main(["check", *FEW, "--diff", "-o", "a.md", "a.md"]) == 2
    assert path.read_bytes() == DATA


def stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DATA)))


def test_fixed_text_is_exact_in_a_pipe_and_in_a_file(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: Capture
) -> None:
    stdin(monkeypatch)
    assert main(["fix", *FEW, "-"]) == 0
    assert capfdbinary.readouterr().out == WANTED
    stdin(monkeypatch)
    monkeypatch.setenv("CI", "1")
    assert main(["fix", *FEW, "-", "-o", "fixed.md"]) == 0
    assert capfdbinary.readouterr().out == b""
    assert Path("fixed.md").read_bytes() == WANTED


@pytest.mark.parametrize("more", [(), ("--stdin-filename", "x.md", "--exclude", "x.md")])
def test_fixed_text_that_is_changed_for_a_log_is_an_error(
    more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capfdbinary: Capture
) -> None:
    stdin(monkeypatch)
    monkeypatch.setenv("TF_BUILD", "True")
    assert main(["fix", *FEW, "-", *more, *["--force-exclude"] * bool(more)]) == 2
    out, err = capfdbinary.readouterr()
    harmless(out)
    assert NOTE in err.decode()


@pytest.mark.parametrize("argv", [("fix",), ("fix", "-i"), ("check", "--fix-only")])
def test_output_without_anything_to_write_is_an_error(
    argv: tuple[str, ...], capfdbinary: Capture
) -> None:
    path = write("a.md", DATA)
    assert main([*argv, *FEW, "-o", "x", "a.md"]) == 2
    assert b"error: --output" in capfdbinary.readouterr().err
    assert path.read_bytes() == DATA


def test_full_disk_is_named(capfdbinary: Capture) -> None:
    write("a.md", DATA)
    assert main(["check", *FEW, "--diff", "-o", "/dev/full", "a.md"]) == 2
    assert capfdbinary.readouterr().err.startswith(b"contentlint: error: /dev/full: ")


def test_every_variable_of_a_log_is_tried() -> None:
    assert set(LOGGED) == set(console.LOGGED)
