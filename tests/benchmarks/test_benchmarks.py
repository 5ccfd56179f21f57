"""The speed measurements, without measuring: sets, commands, tables, the page."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks import articles as made
from benchmarks import page, publish, same, scale, sets, speed, targets, tools
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


def test_folders_count_by_their_files(tmp_path: Path) -> None:
    sources = [articles(tmp_path / "a", 9), articles(tmp_path / "b", 1)]
    (tmp_path / "b" / "0.md").write_text("the other folder\n", encoding="utf-8")
    texts = [p.read_text("utf-8") for p in sets.build(20, sources, tmp_path / "built").files]
    assert sum("the other folder" in text for text in texts) == 2


def test_made_up_articles_are_always_the_same_and_some_have_faults(tmp_path: Path) -> None:
    first = sets.build(40, [], tmp_path / "a")
    again = sets.build(40, [], tmp_path / "b")
    assert [p.read_bytes() for p in first.files] == [p.read_bytes() for p in again.files]
    assert len({p.read_bytes() for p in first.files}) == 40
    assert 6_500 * 40 < first.size() < 10_000 * 40
    clean = [made.made_up(n, faults=False) for n in range(40)]
    assert 5 < sum(p.read_bytes() != text for p, text in zip(first.files, clean, strict=True)) < 20


def test_one_large_file_is_of_the_size_asked_for_and_of_text(tmp_path: Path) -> None:
    files = sets.single(300_000, tmp_path)
    assert files.label == "one file of 0.3 MB"
    assert 300_000 <= files.size() < 330_000
    assert b"\0" not in files.path.read_bytes()


def test_file_of_faults_has_that_many(tmp_path: Path) -> None:
    assert sets.faulty(50, tmp_path).path.read_text("utf-8").count("![]()") == 50


def test_fixes_get_a_fresh_copy(tmp_path: Path) -> None:
    files = sets.folder(articles(tmp_path / "a", 2))
    (sets.copy(files, tmp_path) / "0.md").write_text("fixed", encoding="utf-8")
    assert (sets.copy(files, tmp_path) / "0.md").read_bytes() == files.files[0].read_bytes()


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
    ours = tools.command(by_label["contentlint --jobs 2"], "contentlint", tmp_path)
    assert (ours[1], ours[-1]) == ("check", str(tmp_path))
    textlint = tools.command(by_label["textlint, 4 rules"], "/n/modules/.bin/textlint", tmp_path)
    assert textlint[textlint.index("--rules-base-directory") + 1] == "/n/modules"
    assert textlint.count("--rule") == 4


def test_peer_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    assert tools.find("rumdl", {"rumdl": str(tmp_path / "rumdl")}) is None


def test_only_a_peer_may_exit_1() -> None:
    for tool in tools.TOOLS:
        if tool.program in (tools.OURS, tools.PURE):
            assert [tool.worked(status) for status in (0, 1, 2)] == [True, False, False]
            assert not tool.takes_a_path() or "--exit-zero" in tool.arguments
    peer = next(tool for tool in tools.TOOLS if tool.label == tools.RUMDL)
    assert [peer.worked(status) for status in (0, 1, 2)] == [True, True, False]


def test_every_peer_is_installed_in_one_version_and_has_a_row() -> None:
    programs = {tool.program for tool in tools.TOOLS} - {"", tools.OURS, tools.PURE}
    assert programs == set(tools.PINNED) == {*tools.PIP, *tools.NPM}
    assert all(version[0].isdecimal() for version in tools.PINNED.values())
    every = [*tools.PIP.values(), *(p for packages in tools.NPM.values() for p in packages)]
    assert all("==" in package or "@" in package for package in every)


def test_version_is_that_of_the_program(tmp_path: Path) -> None:
    program = tmp_path / "remark"
    program.write_text("#!/bin/sh\necho remark: 15.0.1, remark-cli: 12.0.1\n", encoding="utf-8")
    program.chmod(0o755)
    assert tools.version("remark", str(program)) == "12.0.1"


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
    where: dict[str, str | None] = {tool.program: "x" for tool in tools.TOOLS}
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


def test_start_alone_is_measured_beside_one_file_only(tmp_path: Path) -> None:
    start = next(tool for tool in tools.TOOLS if tool.label == "contentlint --version")
    assert not start.takes_a_path()
    where: dict[str, str | None] = {tool.program: "x" for tool in tools.TOOLS}
    assert start in speed._commands(sets.one(), where)
    assert start not in speed._commands(sets.folder(articles(tmp_path / "a", 2)), where)


def test_table_is_put_where_the_page_names_it(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n", encoding="utf-8")
    for text in ("\\1 new", "newer"):
        page.put("x", [text], path)
        expected = f"a\n<!-- begin x -->\n\n{text}\n\n<!-- end x -->\nb\n"
        assert path.read_text(encoding="utf-8") == expected
    with pytest.raises(SystemExit, match="no <!-- begin y -->"):
        page.put("y", ["new"], path)


def test_page_has_a_place_for_every_table() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    for name in (*publish.TABLES, "machine", "targets"):
        assert text.count(f"<!-- begin {name} -->") == text.count(f"<!-- end {name} -->") == 1


def runs(*walls: float, peak: float = 30) -> list[dict[str, float]]:
    return [Sample(wall, wall, peak, 0)._asdict() for wall in walls]


def test_targets_are_judged_by_medians() -> None:
    part = {
        "files": 10_000,
        "runs": {
            "contentlint --jobs 1": runs(3),
            "contentlint --jobs 2": runs(9, 1.5, 1.4),
            "contentlint --jobs 2, pure": runs(2.5),
            tools.RUMDL: runs(2.9),
            "PyMarkdown": runs(29),
        },
    }
    rows = list(targets.report({"peers": {"parts": [part]}}))
    assert "| 10,000 files, compiled, against rumdl | ≤ 0.5x | 0.52x | **no** |" in rows
    assert "| 10,000 files, pure, against rumdl | ≤ 1x | 0.86x | yes |" in rows
    assert "| 2 workers against 1 | ≥ 1.5x | 2.0x | yes |" in rows
    assert "| PyMarkdown against compiled | ≥ 20x | 19.3x | **no** |" in rows
    assert not [row for row in rows if "changed" in row or "fix" in row]


def test_fixes_are_judged_wherever_the_files_are() -> None:
    places = {
        "on disk": {scale.CHECKED: runs(1), scale.FIXED: runs(2.5)},
        "in memory": {scale.CHECKED: runs(1), scale.FIXED: runs(1.9)},
    }
    rows = list(targets.report({"fix": {"places": places}}))
    assert "| `--fix` against the check, on disk | ≤ 2x | 2.50x | **no** |" in rows
    assert "| `--fix` against the check, in memory | ≤ 2x | 1.90x | yes |" in rows


@pytest.mark.slow
@posix
def test_fixes_are_measured_in_every_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sets, "WORK", tmp_path)
    (other := tmp_path / "b").mkdir()
    files = sets.folder(articles(tmp_path / "a", 2))
    before = [path.read_bytes() for path in files.files]
    program = Path(sys.executable).with_name("contentlint")
    found = scale.fixing(str(program), files, 1, {"on one": tmp_path, "on two": other})
    assert [*found.samples] == ["on one", "on two"]
    assert all([*each] == [scale.CHECKED, scale.FIXED] for each in found.samples.values())
    assert [path.read_bytes() for path in files.files] == before
    text = "\n".join(scale.report_fixing(found))
    assert text.count("| on one |") == text.count("| on two |") == text.count(scale.FIXED) == 2


def test_places_to_fix_in_are_folders(tmp_path: Path) -> None:
    assert scale.places((f"on a stick={tmp_path}",))["on a stick"] == tmp_path
    assert scale.places()["on disk"] == sets.WORK
    for wrong in (str(tmp_path), f"a={tmp_path / 'none'}", "a="):
        with pytest.raises(SystemExit, match="NAME=DIR expected"):
            scale.places((wrong,))


def test_cost_against_size_is_judged_by_megabyte(tmp_path: Path) -> None:
    small, large = sets.faulty(10, tmp_path), sets.faulty(1000, tmp_path)
    scaled = large.size() / small.size()
    kinds = [
        [
            scale.Step(small, [Sample(1, 1, 30, 0)]),
            scale.Step(large, [Sample(1.3 * scaled, 1, 90, 0)]),
        ]
    ]
    assert list(scale.report_size(kinds))[-1].endswith("| 1.30 | 90 |")
    rows = list(targets.report({"size": scale.as_object(kinds)}))
    assert rows[-1].endswith("| ≤ 1.2x | 1.30x | **no** |")


def test_another_report_is_told_of() -> None:
    found = [
        same.Run("compiled", "fork", jobs, "none", digest, 3)
        for jobs, digest in ((1, "a"), (2, "a"), (8, "b"))
    ]
    lines = list(same.report([], found))
    assert "3 runs" in lines[0] and "1 gave another report" in lines[0]
    assert lines[-1] == "Different: compiled, 8 workers by fork, cache: none."
    rows = list(targets.report({"same": [run._asdict() for run in found]}))
    assert rows[-1] == "| other reports in 3 runs | 0 | 1 | **no** |"
