"""The speed measurements, without measuring: sets, commands, tables."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks import sets, speed, tools
from benchmarks.measure import Sample, interleaved, medians, run
from benchmarks.rule_times import Cost
from benchmarks.rule_times import report as rule_report
from benchmarks.sets import FileSet

posix = pytest.mark.skipif(not hasattr(os, "posix_spawn"), reason="wait4 is POSIX")
ABOUT = {
    "python": "3.11",
    "processors": 2,
    "load before": 0.1,
    "load after": 0.2,
    "peers": {"rumdl": "0.3.1"},
}


def articles(folder: Path, count: int) -> Path:
    folder.mkdir()
    for n in range(count):
        text = f"# Head {n}\n\nA long enough line of words, number {n}, so that it is changed.\n"
        (folder / f"{n}.md").write_text(text, encoding="utf-8")
    return folder


def test_article_is_about_7_kb() -> None:
    assert 6_500 <= sets.one().size() <= 8_000


def test_built_set_has_new_names_and_one_changed_line_each(tmp_path: Path) -> None:
    sources = [articles(tmp_path / "a", 3), articles(tmp_path / "b", 2)]
    built = sets.build(12, sources, tmp_path / "built")
    assert len(built.files) == 12
    originals = [p.read_text(encoding="utf-8").split("\n") for s in sources for p in s.iterdir()]
    texts = {p.read_text(encoding="utf-8") for p in built.files}
    assert len(texts) == 12
    for text in texts:
        differing = [
            sum(a != b for a, b in zip(text.split("\n"), old, strict=True)) for old in originals
        ]
        assert min(differing) == 1


def test_built_set_is_built_once(tmp_path: Path) -> None:
    source = articles(tmp_path / "a", 3)
    first = sets.build(4, [source], tmp_path / "built")
    stamp = first.files[0].stat().st_mtime_ns
    again = sets.build(4, [source], tmp_path / "built")
    assert again == first
    assert again.files[0].stat().st_mtime_ns == stamp


def test_folder_with_files_only_some_tools_read_is_refused(tmp_path: Path) -> None:
    source = articles(tmp_path / "a", 2)
    assert len(sets.folder(source).files) == 2
    (source / "b.txt").touch()
    with pytest.raises(SystemExit, match="only some tools"):
        sets.folder(source)


def test_commands_name_the_files(tmp_path: Path) -> None:
    by_label = {tool.label: tool for tool in tools.TOOLS}
    lint = tools.command(by_label["markdownlint-cli2"], "mdl", tmp_path)
    assert lint == ["mdl", f"{tmp_path.as_posix()}/**/*.md"]
    ours = tools.command(by_label["contentlint --jobs 2"], sys.executable, tmp_path)
    assert ours[-1] == str(tmp_path)
    assert ours[1:4] == ["-m", "contentlint", "check"]


def test_peer_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    assert tools.find("rumdl", {"rumdl": str(tmp_path / "rumdl")}) is None


def test_only_a_peer_may_exit_1() -> None:
    ours = tools.TOOLS[1]
    peer = next(tool for tool in tools.TOOLS if tool.program)
    assert [ours.worked(status) for status in (0, 1, 2)] == [True, False, False]
    assert [peer.worked(status) for status in (0, 1, 2)] == [True, True, False]


def test_other_version_of_a_peer_is_noted() -> None:
    assert tools.notes({"rumdl": "0.3.1", "proselint": "0.16.0"}) == ["rumdl is 0.3.1, not 0.3.0"]


@posix
def test_output_goes_to_a_file_and_children_are_counted(tmp_path: Path) -> None:
    child = "import subprocess, sys; print(1, flush=True); subprocess.run([sys.executable, '-c', 's = 0\\nfor i in range(3000000): s += i'])"  # noqa: E501
    output = tmp_path / "out.txt"
    alone = run([sys.executable, "-c", "pass"], output)
    both = run([sys.executable, "-c", child], output)
    assert output.read_text(encoding="utf-8") == "1\n"
    assert both.status == 0
    assert both.cpu > alone.cpu
    assert 1 < alone.peak < 1000


@posix
def test_command_over_its_time_is_ended(tmp_path: Path) -> None:
    slow = [sys.executable, "-c", "import time; time.sleep(60)"]
    assert run(slow, tmp_path / "out.txt", timeout=1).status == -9


@posix
def test_kept_results_lie_in_the_work_folder_and_only_copies_are_changed(tmp_path: Path) -> None:
    keeping = [tool for tool in tools.TOOLS if tool.changes is not None]
    assert [tool.changes for tool in keeping] == [0, 0, 10, 10]
    for tool in keeping:
        command = tools.command(tool, "x", tmp_path / "files", tmp_path / "work")
        assert not {"--no-cache"} & set(command)
        assert any(str(tmp_path / "work") in argument for argument in command), command
    article = sets.one()
    where: dict[str, str | None] = dict.fromkeys(tools.PINNED, "x")
    assert not [tool for tool in speed._commands(article, where) if tool.changes is not None]


def test_what_comes_before_a_run_is_called_each_time(tmp_path: Path) -> None:
    called: list[int] = []
    say = [sys.executable, "-c", "pass"]
    interleaved({"a": say, "b": say}, tmp_path, 2, {"b": lambda: called.append(1)})
    assert len(called) == 2


def test_rounds_are_interleaved(tmp_path: Path) -> None:
    log = tmp_path / "log"
    say = [sys.executable, "-c", f"import sys; open({str(log)!r}, 'a').write(sys.argv[1])"]
    samples = interleaved({"a": [*say, "a"], "b": [*say, "b"]}, tmp_path, 3)
    assert log.read_text(encoding="utf-8") == "ababab"
    assert [len(each) for each in samples.values()] == [3, 3]


def test_medians_are_taken_of_each_figure() -> None:
    samples = [Sample(3, 1, 10, 0), Sample(1, 2, 30, 0), Sample(2, 3, 20, 0)]
    assert medians(samples) == (2, 2, 20, 3)


def test_report_has_ratios_and_says_what_is_missing(tmp_path: Path) -> None:
    source = articles(tmp_path / "a", 1)
    files = FileSet("one file", source, tuple(source.iterdir()))
    samples = {
        tools.PYTHON: [Sample(0.01, 0.01, 12, 0)] * 5,
        "contentlint": [Sample(0.04, 0.04, 15, 0)] * 5,
        tools.RUMDL: [Sample(2.0, 3.0, 20, 1)] * 5,
    }
    text = "\n".join(speed.report([speed.Part(files, samples)], ABOUT, ["proselint"]))
    assert "| contentlint | 40.0 ms | 40.0 ms-40.0 ms | 40.0 ms | 15 | 0.02 | 4 |" in text
    assert "| proselint | not installed |" in text
    assert "Note: rumdl is 0.3.1, not 0.3.0." in text


def test_rule_times_are_sorted_and_shared_out() -> None:
    costs = [Cost("ENC001", 1e-6, 0), Cost("DUP001", 3e-6, 2)]
    lines = list(rule_report(Cost("reading", 5e-6, 0), costs))
    assert lines[3] == "| DUP001 | 3.0 | 75.0% | 2 |"
    assert lines[4] == "| ENC001 | 1.0 | 25.0% | 0 |"
