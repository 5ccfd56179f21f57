"""Findings are written as they come and are not kept; a run may print its last output again."""

from __future__ import annotations

import gc
import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from contentlint.cli import check as checking
from contentlint.cli import main
from contentlint.engine import ruleset
from contentlint.model.diagnostic import Counts, Diagnostic, FileResult, Incomplete, Repair
from contentlint.report import formats
from contentlint.run import report_lines, runner
from contentlint.run.resolve import CROSS_FILE

FILES = 6
STREAMED = [name for name in formats.names() if formats.declaration(name).streams]


@pytest.fixture(autouse=True)
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for n in range(FILES):
        (tmp_path / f"{n}.md").write_text("![]()\n\ntext\n" * (n + 1), encoding="utf-8")


def check(*options: str) -> int:
    return main.run(["check", "--isolated", "--no-cache", "--select=IMG001", *options, "."])


def before_each(monkeypatch: pytest.MonkeyPatch, call: Callable[[int], None]) -> None:
    """Have something called before the result of each file is handed over."""
    run = runner.run

    def watched(*args: Any) -> Iterator[Any]:
        for number, result in enumerate(run(*args)):
            call(number)
            yield result
            del result

    monkeypatch.setattr(runner, "run", watched)


@pytest.mark.parametrize("name", STREAMED)
def test_findings_are_written_before_the_next_file_is_checked(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []
    before_each(monkeypatch, lambda _: said.append(capsys.readouterr().out))
    assert check(f"--format={name}") == 1
    assert [f"{n - 1}.md" in said[n] for n in range(1, FILES)] == [True] * (FILES - 1)
    assert not said[0]


@pytest.mark.parametrize(("name", "most"), [("concise", FILES), ("json", 21)])
def test_findings_of_one_file_are_forgotten_before_the_next_but_one(
    name: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[int] = []

    def count(_: int) -> None:
        kept.append(sum(type(each) is Diagnostic for each in gc.get_objects()))

    count(0)
    before = kept.pop()
    before_each(monkeypatch, count)
    check(f"--format={name}")
    # The last file has six findings of twenty-one.
    assert (max(kept) - before > 2 * FILES) == (most > FILES), kept


@pytest.mark.parametrize("name", [*STREAMED, "json", "checkstyle"])
def test_streamed_report_is_the_same_as_a_collected_one(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = [check(f"--format={name}", "--min-severity=info")]
    at_once = capsys.readouterr()
    monkeypatch.setattr(checking, "can_stream", lambda *_: False)
    codes.append(check(f"--format={name}", "--min-severity=info"))
    assert capsys.readouterr() == at_once
    assert codes == [1, 1]
    assert at_once.err == "6 files, 21 findings (21 errors, 0 warnings, 0 infos)\n"


@pytest.mark.parametrize("name", STREAMED)
def test_findings_are_rendered_where_they_are_found(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run, seen = runner.run, []

    def watched(*args: Any) -> Iterator[Any]:
        for result in run(*args):
            seen.append((len(result.diagnostics), result.rendered[0]))
            yield result

    monkeypatch.setattr(runner, "run", watched)
    said = []
    for most, counts in [(10_000, [(0, n) for n in range(1, 7)]), (2, [(0, 1), (0, 2)])]:
        monkeypatch.setattr(report_lines, "_MOST", most)
        seen.clear()
        check(f"--format={name}")
        assert seen[: len(counts)] == counts
        said.append(capsys.readouterr())
    assert seen[2:] == [(n, 0) for n in range(3, 7)]  # too many of one file for one text
    assert said[0] == said[1]


def test_neighbouring_results_are_merged() -> None:
    some = FileResult("a", (), 1, (), Counts(0, 1, 2, 1), language="ar", rendered=(3, "x\n"))
    none = FileResult("b", (), 0, ())
    lost = FileResult("c", (), 0, (Incomplete("c", "why"),))
    fixed = some._replace(path="d", repair=Repair((("AAA001", 1),)))
    long = some._replace(path="e", diagnostics=(Diagnostic(*[""] * 9),), rendered=(0, ""))  # type: ignore[arg-type]
    given = [none, some, none, some, lost, fixed, some, long, none]
    one = FileResult("b", (), 2, (), Counts(0, 2, 4, 2), rendered=(6, "x\nx\n"), files=4)
    alone = some._replace(language="")
    assert list(report_lines.merged(given)) == [one, lost, fixed, alone, long, none]
    assert list(report_lines.merged([])) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes as POSIX has them")
@pytest.mark.parametrize("name", STREAMED)
@pytest.mark.parametrize("most", [10_000, 2])
def test_several_processes_tell_the_same(
    name: str,
    most: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "3.md").write_bytes(b"%PDF-" + 1000 * b" ")
    monkeypatch.setattr(report_lines, "_MOST", most)
    codes = [check(f"--format={name}", "--jobs=1")]
    alone = capsys.readouterr()
    monkeypatch.setattr(runner, "FORK_FROM", 0)
    monkeypatch.setattr(runner, "CHUNK", 4000)
    codes.append(check(f"--format={name}", "--jobs=2"))
    assert capsys.readouterr() == alone
    assert codes == [2, 2]
    assert "error: 3.md: " in alone.err


def test_cache_gets_findings_and_no_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["check", "--isolated", "--select=IMG001", "--format=concise", "."]
    codes = [check("--format=concise"), main.run(command)]
    said = capsys.readouterr().out
    monkeypatch.setattr("contentlint.run.replay.possible", lambda *_: False)  # findings, not bytes
    codes.append(main.run(command))
    assert codes == [1, 1, 1]
    assert said == 2 * capsys.readouterr().out


@pytest.mark.parametrize("name", ["concise", "jsonl", "json"])
def test_interrupted_run_reports_what_it_has_found(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(number: int) -> None:
        if number == 2:
            raise KeyboardInterrupt

    before_each(monkeypatch, interrupt)
    assert check(f"--format={name}") == checking.INTERRUPTED
    out, err = capsys.readouterr()
    assert [out.count(f"{n}.md") for n in range(3)] == [1, 2, 0]
    assert "error: .: interrupted, with 4 files not checked\n" in err
    assert "2 files, 3 findings (3 errors, 0 warnings, 0 infos), 1 not fully checked\n" in err
    if name == "jsonl":
        assert json.loads(out.splitlines()[-1])["summary"]["findings"] == 3


def test_interrupted_run_with_a_cache_keeps_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(number: int) -> None:
        if number == 2:
            raise KeyboardInterrupt

    command = ["check", "--isolated", "--select=IMG001", "--format=concise", "."]
    with monkeypatch.context() as patch:
        before_each(patch, interrupt)
        assert main.run(command) == checking.INTERRUPTED
    capsys.readouterr()
    assert main.run(command) == 1
    assert capsys.readouterr().out.count("\n") == 21
    assert [p.name for p in (tmp_path / ".contentlint_cache").rglob("*.new")] == []


def test_a_reader_that_goes_away_changes_no_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[int] = []
    before_each(monkeypatch, asked.append)

    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("contentlint.report.console.output", Gone)
    monkeypatch.setattr("contentlint.report.console.silence", lambda _: None)
    assert check("--format=concise") == 1
    assert asked == list(range(FILES))
    assert "21 findings" in capsys.readouterr().err


@pytest.mark.parametrize("how", ["command line", "override"])
def test_comparison_of_files_waits_for_all_of_them(
    how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = " ".join(f"word{n}" for n in range(80))
    for n in range(FILES):
        (tmp_path / f"{n}.md").write_text(f"# {n}\n\n{text}\n", encoding="utf-8")
    codes = [rule.code for rule in ruleset.builtin().rules if CROSS_FILE in rule.tags]
    override = f'[[overrides]]\nfiles = ["*.md"]\nextend-select = {json.dumps(codes)}\n'
    if how == "override":
        (tmp_path / "contentlint.toml").write_text(override, encoding="utf-8")
    more = ["--cross-file"] if how == "command line" else []
    main.run(["check", "--no-cache", "--format=concise", "--min-severity=info", *more, "."])
    said = capsys.readouterr().out
    assert any(code in said for code in codes)
