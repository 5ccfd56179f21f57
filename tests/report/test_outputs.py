"""Where reports go: what is asked for, what a CI runner gets unasked."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from contentlint.cli.main import run as main
from contentlint.model.diagnostic import NO_EXCERPT, Counts, Diagnostic, Position
from contentlint.model.errors import ConfigError, ContentlintError
from contentlint.model.report import Report
from contentlint.report import writer
from contentlint.report.writer import Output, wanted, write

FOUND = Diagnostic(
    "a.md", Position(1, 1, 1, 2), "AAA001", "first", "error", "message", None, (), NO_EXCERPT
)
REPORT = Report(1, (FOUND,), 0, (), "info", "0.1.0", Counts(0, 0, 1))


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("GITHUB_ACTIONS", "GITLAB_CI", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_formats_go_where_they_are_sent() -> None:
    assert wanted(["json"], None) == wanted(["json"], "-") == (Output("json"),)
    assert wanted(["json"], "x.json") == (Output("json", "x.json"),)
    assert wanted(["concise", "sarif=x.sarif"], None) == (
        Output("concise"), Output("sarif", "x.sarif"),
    )  # fmt: skip
    assert wanted(["concise", "sarif=x.sarif"], "y.txt") == (
        Output("concise", "y.txt"), Output("sarif", "x.sarif"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("formats", "output", "reason"),
    [
        (["jsn"], None, "unknown format 'jsn'; did you mean 'json'?"),
        (["json="], None, "json=: expected a file name after ="),
        (["json", "concise"], None, "two reports would go to standard output"),
        (["json=x", "concise"], "x", "two reports would go to x; write one as NAME=FILE"),
    ],
)
def test_formats_that_cannot_be_written_are_an_error(
    formats: list[str], output: str | None, reason: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        wanted(formats, output)
    assert str(caught.value).startswith("--format: ")
    assert reason in str(caught.value)


@pytest.mark.parametrize("formats", [None, [], ["auto"]])
def test_runner_decides_where_nobody_asks(
    monkeypatch: pytest.MonkeyPatch, formats: list[str] | None
) -> None:
    assert wanted(formats, None) == (Output("concise"),)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert wanted(formats, None) == (Output("full"),)
    assert wanted(formats, "x.txt") == (Output("concise", "x.txt"),)
    monkeypatch.setenv("GITLAB_CI", "true")
    assert wanted(formats, None) == (
        Output("concise"), Output("gitlab", writer.GITLAB_REPORT),
    )  # fmt: skip
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert wanted(formats, None) == (Output("github"),)
    assert wanted(formats, "x.txt") == (Output("concise", "x.txt"),)


def test_a_byte_order_mark_begins_a_file_of_csv_and_nothing_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write([Output("csv"), Output("csv", "a.csv"), Output("json", "a.json")], REPORT, "auto", "auto")
    assert capsys.readouterr().out.startswith('"path","line",')
    assert Path("a.csv").read_bytes().startswith(b'\xef\xbb\xbf"path","line",')
    assert Path("a.json").read_bytes().startswith(b"{")


def test_summary_of_a_step_stands_behind_what_is_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("summary.md").write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    write([Output("concise")], REPORT, "never", "never")
    assert Path("summary.md").read_text() == "before\n"
    write([Output("github")], REPORT, "never", "never")
    before, *rest = Path("summary.md").read_text().split("\n")
    assert before == "before"
    assert "AAA001" in "\n".join(rest)
    assert capsys.readouterr().err == ""


def test_summary_that_cannot_be_written_is_a_warning(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", os.path.join("no", "summary.md"))
    write([Output("github")], REPORT, "never", "never")
    out, err = capsys.readouterr()
    assert "::error" in out
    assert err.startswith("contentlint: warning: no")
    assert err.endswith("summary.md: no such file or directory\n")


def test_report_that_cannot_be_written_is_an_error() -> None:
    with pytest.raises(ContentlintError, match=r"x\.json: no such file or directory$"):
        write([Output("json", os.path.join("no", "x.json"))], REPORT, "never", "never")


def test_reader_that_has_gone_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    silenced: list[object] = []
    monkeypatch.setattr("contentlint.report.console.silence", silenced.append)
    gone = Gone()
    monkeypatch.setattr(sys, "stdout", gone)
    write([Output("concise")], REPORT, "never", "never")
    assert silenced == [gone]


@pytest.mark.parametrize("name", ["gitlab", "sarif"])
def test_reports_by_which_findings_are_known_again_have_fingerprints(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contentlint.cli.main import main
    from contentlint.run.session import Needs, Session

    Path("a.md").write_text("# a\n\none  \n\nthe the end.\n\nTODO\n")
    told = []
    with_ = Session.with_

    def spied(session: Session, needs: Needs) -> Session:
        told.append(with_(session, needs))
        return told[-1]

    monkeypatch.setattr(Session, "with_", spied)
    for each in (name, "concise", "json"):
        main(["check", "--isolated", "--no-cache", f"--format={each}=out", "a.md"])
    known = [bool(d.fingerprint) for s in told for d in s.check_file("a.md").diagnostics]
    count = len(known) // 3
    assert count
    assert known == [True] * count + [False] * 2 * count


@pytest.mark.parametrize("form", ["", "--format=junit=report/a.xml"])
def test_report_is_not_written_through_a_link_of_the_project(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which may have come with the articles."""
    folder, outside = tmp_path / "project", tmp_path / "outside"
    (folder / ".git").mkdir(parents=True)
    outside.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GITLAB_CI", "true")
    Path("a.md").write_text("![]()\n", encoding="utf-8")
    Path("report").symlink_to(outside, target_is_directory=True)
    Path(writer.GITLAB_REPORT).symlink_to(outside / "a.json")
    check = ["check", "--no-cache", ".", *filter(None, [form])]
    assert main(check) == 2
    assert "is reached through a symbolic link" in capsys.readouterr().err
    assert list(outside.iterdir()) == []
    assert main(["check", "--no-cache", ".", f"-o{outside / 'b.txt'}"]) == 1
