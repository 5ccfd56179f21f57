"""What is checked again while somebody writes, and what a waiting terminal is shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from contentlint.cli.main import main
from contentlint.run import progress, watch
from contentlint.source.discovery import Target


def test_only_what_changed_is_given_again(tmp_path: Path) -> None:
    a, b = tmp_path / "a.md", tmp_path / "b.md"
    a.write_text("1")
    b.write_text("1")

    def find() -> list[Target]:
        return [Target(str(path), 1) for path in sorted(tmp_path.glob("*.md"))]

    changed = watch.changes(find, pause=0)
    assert [target.path for target in next(changed)] == [str(a), str(b)]
    b.write_text("22")
    assert [target.path for target in next(changed)] == [str(b)]
    os.utime(a, ns=(1, 1))
    assert [target.path for target in next(changed)] == [str(a)]
    (tmp_path / "c.md").write_text("3")
    b.unlink()
    assert [target.path for target in next(changed)] == [str(tmp_path / "c.md")]


def test_standard_input_cannot_be_watched(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--watch", "--stdin-filename", "a.md", "-"]) == 2
    assert "--watch works on files" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("done", "total", "shown"),
    [(0, 10, "[------------------------]"), (5, 10, "[############------------]")],
)
def test_bar_grows_with_what_is_done(done: int, total: int, shown: str) -> None:
    assert progress.bar(done, total) == shown
    assert progress.bar(total, total) == f"[{'#' * 24}]"
    assert progress.bar(0, 0) == "[------------------------]"


@pytest.mark.parametrize("variable", ["", "CI", "PRE_COMMIT"])
def test_nothing_is_drawn_where_nobody_watches(
    variable: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if variable:
        monkeypatch.setenv(variable, "1")
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr(progress, "_AFTER", 0.0)
    assert list(progress.shown(range(3), 3, quiet=False)) == [0, 1, 2]
    assert capsys.readouterr().err == ""


def test_bar_is_drawn_on_a_terminal_and_wiped_at_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("CI", "PRE_COMMIT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr(progress, "_AFTER", 0.0)
    monkeypatch.setattr(progress, "_EVERY", 0.0)
    assert list(progress.shown(range(2), 2, quiet=False)) == [0, 1]
    drawn = capsys.readouterr().err
    assert "1/2 files" in drawn
    assert drawn.endswith("\r\x1b[K")
    assert list(progress.shown(range(2), 9, quiet=False, files=lambda n: n + 4)) == [0, 1]
    drawn = capsys.readouterr().err
    assert [f"{n}/9 files" in drawn for n in range(1, 10)] == [n in (4, 9) for n in range(1, 10)]
    assert list(progress.shown(range(2), 2, quiet=True)) == [0, 1]
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completions_know_the_commands(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("shtab")
    assert main(["completion", shell]) == 0
    text = capsys.readouterr().out
    assert "test-rules" in text
    assert "exit-zero" in text
