"""Known findings: written down, left out, noticed when they go, and never more than there were."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from calling import FAULT, Cli, alone, write

from contentlint.config.schema import BASELINE
from contentlint.model.diagnostic import (
    NO_EXCERPT,
    Counts,
    Diagnostic,
    FileResult,
    Incomplete,
    Position,
    ReportedFix,
)
from contentlint.model.errors import ConfigError, ContentlintError
from contentlint.run import baseline
from contentlint.run.baseline import Applied, Baseline, Checked, TextOf

FILE = BASELINE
FEW = ("--select", "IMG001,PUN001,SUP")


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(capsys, *FEW)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return alone(tmp_path, monkeypatch)


def known(path: str = FILE) -> dict[str, Any]:
    files: dict[str, Any] = json.loads(Path(path).read_bytes())["files"]
    return {name: each["findings"] for name, each in files.items()}


# Written and applied


def test_what_is_found_is_written_down_and_left_out_from_then_on(cli: Cli) -> None:
    write("a.md", FAULT * 2)
    write("x/b.md", f"{FAULT}كلمة ، كلمة\n")
    write("c.md", "كلمة\n")
    ran = cli.check("--write-baseline")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"wrote {FILE}: 4 findings in 2 files\n"
    assert {name: [e["count"] for e in found] for name, found in known().items()} == {
        "a.md": [2],
        "x/b.md": [1, 1],
    }
    ran = cli.check("--baseline", FILE)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == (
        f"4 findings recorded in {FILE}\n3 files, 0 findings (0 errors, 0 warnings, 0 infos)\n"
    )


def test_nothing_found_is_a_baseline_too(cli: Cli) -> None:
    write("a.md", "كلمة\n")
    cli.check("--write-baseline", "x.json")
    assert known("x.json") == {}
    assert cli.check("--baseline", "x.json").code == 0


def test_infos_are_written_down_too(cli: Cli) -> None:
    write("a.md")
    info = ("--config", "rules.IMG001.severity='info'")
    cli.check("--write-baseline", *info)
    assert len(known()["a.md"]) == 1
    ran = cli.check("--baseline", FILE, "--min-severity", "info", "--fail-on", "info", *info)
    assert (ran.code, ran.out) == (0, "")


def test_file_is_the_same_every_time_and_one_finding_a_line(cli: Cli) -> None:
    for name in ("b.md", "a.md", "c/a.md"):
        write(name, f"كلمة ، كلمة\n\n{FAULT}")
    cli.check("--write-baseline")
    first = Path(FILE).read_bytes()
    cli.check("--write-baseline")
    assert Path(FILE).read_bytes() == first
    assert first.count(b'"count"') == 6
    assert max(line.count(b'"count"') for line in first.splitlines()) == 1
    assert list(known()) == ["a.md", "b.md", "c/a.md"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: f"سطر جديد\n\n{text}",
        lambda text: f"{text}\nسطر جديد\n",
        lambda text: text.replace("\n", "\r\n"),
        lambda text: f"\ufeff{text}",
        lambda text: text.replace("ثان", "ثانٍ تغير"),
        lambda text: text.replace("قال ، ", "  قال ،  "),
    ],
)
def test_finding_that_moves_stays_known(cli: Cli, change: Any) -> None:
    text = f"قال ، ومضى\n\nسطر ثان\n\n{FAULT}"
    path = write("a.md", text)
    cli.check("--write-baseline")
    path.write_bytes(change(text).encode())
    ran = cli.check("--baseline", FILE)
    assert (ran.code, ran.out) == (0, "")
    assert "stale finding" not in ran.err


def test_one_more_of_the_same_is_new(cli: Cli) -> None:
    write("a.md", f"كلمة\n\n{FAULT}")
    cli.check("--write-baseline")
    write("a.md", f"{FAULT}\nكلمة\n\n{FAULT}")
    ran = cli.check("--baseline", FILE)
    assert ran.code == 1
    assert ran.places() == ["a.md:5:1"]
    assert "1 finding recorded in" in ran.err


def test_same_finding_in_another_file_is_new(cli: Cli) -> None:
    write("a.md", f"هذا نص المقال الأول.\n\n{FAULT}")
    cli.check("--write-baseline")
    Path("a.md").unlink()
    write("b.md", f"هذا نص مقال آخر.\n\nوفيه فقرة ثانية.\n\n{FAULT}")
    ran = cli.check("--baseline", FILE)
    assert (ran.code, ran.places()) == (1, ["b.md:5:1"])


def test_new_findings_decide_the_exit_by_their_severity(cli: Cli) -> None:
    write("a.md")
    cli.check("--write-baseline")
    write("a.md", f"{FAULT}\nكلمة ، كلمة\n")
    assert cli.check("--baseline", FILE).code == 1
    assert cli.check("--baseline", FILE, "--fail-on", "error").code == 0
    assert cli.check("--baseline", FILE, "--exit-zero").code == 0


def test_known_findings_are_marked_in_sarif(cli: Cli) -> None:
    write("a.md")
    cli.check("--write-baseline")
    write("b.md")
    report = json.loads(cli.check("--baseline", FILE, "--format", "sarif").out)
    found = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: result
        for result in report["runs"][0]["results"]
    }
    states = {name: result["baselineState"] for name, result in found.items()}
    assert states == {"a.md": "unchanged", "b.md": "new"}
    assert [s["kind"] for s in found["a.md"]["suppressions"]] == ["external"]


# Gone


def test_what_is_gone_is_said_and_forgotten_when_asked(cli: Cli) -> None:
    write("a.md", FAULT * 2)
    write("b.md")
    cli.check("--write-baseline")
    before = Path(FILE).read_bytes()
    write("a.md", FAULT)
    ran = cli.check("--baseline", FILE)
    assert ran.code == 0
    assert f"1 stale finding in {FILE}; remove with --prune-baseline\n" in ran.err
    assert Path(FILE).read_bytes() == before
    assert cli.check("--baseline", FILE, "--fail-on-stale").code == 1
    ran = cli.check("--baseline", FILE, "--prune-baseline", "--fail-on-stale")
    assert (ran.code, ran.out) == (0, "")
    assert f"removed 1 finding from {FILE}\n" in ran.err
    assert {name: found[0]["count"] for name, found in known().items()} == {"a.md": 1, "b.md": 1}
    assert cli.check("--baseline", FILE, "--fail-on-stale").code == 0
    write("b.md", "كلمة\n")
    cli.check("--baseline", FILE, "--prune-baseline")
    assert list(known()) == ["a.md"]


def test_pruning_takes_nothing_new_in(cli: Cli) -> None:
    write("a.md", FAULT * 2)
    cli.check("--write-baseline")
    write("a.md", f"{FAULT}كلمة ، كلمة\n")
    assert cli.check("--baseline", FILE, "--prune-baseline").places() == ["a.md:2:5"]
    assert [(e["rule"], e["count"]) for e in known()["a.md"]] == [("IMG001", 1)]


def test_findings_of_files_that_were_not_checked_are_kept(cli: Cli) -> None:
    write("a.md")
    write("b.md")
    cli.check("--write-baseline")
    ran = cli.check("--baseline", FILE, "--prune-baseline", "--fail-on-stale", "a.md")
    assert ran.code == 0
    assert list(known()) == ["a.md", "b.md"]


def test_findings_of_rules_that_are_off_are_kept(cli: Cli) -> None:
    write("a.md", f"{FAULT}كلمة ، كلمة\n")
    cli.check("--write-baseline")
    ran = cli.check("--baseline", FILE, "--prune-baseline", "--ignore", "PUN001")
    assert ran.code == 0
    assert [e["rule"] for e in known()["a.md"]] == ["IMG001", "PUN001"]


def test_findings_of_a_file_that_could_not_be_read_are_kept(cli: Cli) -> None:
    path = write("a.md")
    cli.check("--write-baseline")
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    assert cli.check("--baseline", FILE, "--prune-baseline").code == 2
    assert list(known()) == ["a.md"]


def test_findings_of_a_file_that_is_gone_are_forgotten(cli: Cli) -> None:
    write("a.md")
    write("b.md").unlink()
    write("c.md")
    cli.check("--write-baseline")
    Path("c.md").unlink()
    assert cli.check("--baseline", FILE, "--fail-on-stale").code == 1
    # It may have been renamed to a file that was not checked.
    cli.check("--baseline", FILE, "--prune-baseline", "a.md")
    assert list(known()) == ["a.md", "c.md"]
    cli.check("--baseline", FILE, "--prune-baseline", ".")
    assert list(known()) == ["a.md"]


def test_findings_between_files_are_kept_unless_all_files_are_checked(cli: Cli) -> None:
    text = " ".join(f"word{n}" for n in range(200)) + ".\n"
    for name in ("a.md", "b.md"):
        write(name, text)
    write("c.md")
    argv = ("--cross-file", "--select", "DUP,IMG001", "--min-severity", "info")
    cli.check("--write-baseline", *argv)
    there = known()
    assert list(there) == ["b.md", "c.md"]
    cli.check("--baseline", FILE, "--prune-baseline", *argv, "b.md")
    assert known() == there
    write("a.md", "One text.\n")
    cli.check("--baseline", FILE, "--prune-baseline", *argv)
    assert list(known()) == ["c.md"]


# Where it is


def test_files_are_named_from_the_folder_of_the_baseline(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("site/articles/a.md")
    write("site/tools/b.md")
    cli.check("--write-baseline", "site/tools/known.json")
    assert list(known("site/tools/known.json")) == ["../articles/a.md", "b.md"]
    monkeypatch.chdir("site/articles")
    ran = cli.check("--baseline", "../tools/known.json", "a.md", "--fail-on-stale")
    assert (ran.code, ran.out) == (0, "")
    whole = str(Path("a.md").resolve())
    assert cli.check("--baseline", "../tools/known.json", whole).code == 0


def test_links_on_the_way_make_no_difference(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    write("real/a.md")
    Path("link").symlink_to("real")
    cli.check("--write-baseline", "link/known.json", "real")
    assert list(known("real/known.json")) == ["a.md"]
    for folder in ("real", "link"):
        monkeypatch.chdir(Path(folder))
        assert cli.check("--baseline", "known.json", "--fail-on-stale").code == 0
        monkeypatch.chdir("..")


def test_configuration_names_the_baseline(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    write("contentlint.toml", 'baseline = "known/old.json"\n')
    Path("known").mkdir()
    write("x/a.md")
    ran = cli.check()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("known/old.json: no such file or directory\n")
    assert cli.check("--write-baseline").code == 0
    assert list(known("known/old.json")) == ["../x/a.md"]
    assert not Path(FILE).exists()
    assert cli.check().code == 0
    monkeypatch.chdir("x")
    assert cli.check().code == 0
    assert cli.check("--prune-baseline").code == 0
    assert cli.check("--isolated").code == 1


# With fixes


def test_known_findings_are_fixed_too_and_then_gone(cli: Cli) -> None:
    write("a.md", f"كلمة ، كلمة\n\n{FAULT}")
    cli.check("--write-baseline")
    ran = cli.check("--baseline", FILE, "--fix")
    assert (ran.code, ran.out) == (0, "")
    assert Path("a.md").read_text("utf-8") == f"كلمة، كلمة\n\n{FAULT}"
    assert "1 finding recorded in" in ran.err
    assert "1 stale finding in" in ran.err


def test_what_fixes_leave_is_what_is_written_down(cli: Cli) -> None:
    write("a.md", f"كلمة ، كلمة\n\n{FAULT}")
    assert cli.check("--write-baseline", "--fix").code == 0
    assert [e["rule"] for e in known()["a.md"]] == ["IMG001"]


# What is hostile


def test_letters_are_readable_in_it_and_nothing_commands_a_terminal(cli: Cli) -> None:
    text = "كلمة\u202e\x1b]0;title\x07 ، كلمة \x1b[2J ، &lt;script&gt; ::error:: ، نص\n"
    write("مقال\u202eb\x1b[2J.md", text)
    write("caf\udce9.md", FAULT)
    cli.check("--write-baseline", "--select", "PUN001,BID,ENC")
    stored = Path(FILE).read_text("utf-8")
    assert '"sample": "space before \\"،\\": ' in stored
    assert '"مقال\\u202eb\\u001b[2J.md"' in stored
    assert {char for char in stored if not char.isprintable()} == {"\n"}
    ran = cli.check("--baseline", FILE, "--select", "PUN001,BID,ENC")
    assert ran.code == 0
    assert "stale finding" not in ran.err


def test_name_that_is_no_utf_8_is_known_again(cli: Cli) -> None:
    write("caf\udce9.md", FAULT)
    cli.check("--write-baseline")
    assert cli.check("--baseline", FILE, "--fail-on-stale").code == 0


ENTRY = {"rule": "IMG001", "key": "0" * 16, "count": 1, "sample": ""}


def of_file(*entries: object, name: str = "a.md") -> str:
    files = {name: {"lines": "", "findings": entries}}
    return json.dumps({"schema": baseline.SCHEMA, "files": files})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "7",
        "{}",
        '{"schema": "contentlint.baseline/1"}',
        '{"schema": "contentlint.baseline/1", "files": []}',
        '{"schema": "contentlint.baseline/3", "files": {}}',
        '{"schema": "contentlint.baseline/2", "files": {"a.md": []}}',
        '{"schema": "contentlint.baseline/2", "files": {"a.md": {"findings": []}}}',
        '{"schema": "contentlint.baseline/2", "files": {"a.md": {"lines": 1, "findings": []}}}',
        '{"schema": {"a": [1]}, "files": {}}',
        '{"schema": "contentlint.baseline/1", "files": {"a.md": 1}}',
        '{"schema": "contentlint.baseline/1", "files": {"a.md": [1]}}',
        of_file({}),
        of_file({**ENTRY, "count": 0}),
        of_file({**ENTRY, "count": -3}),
        of_file({**ENTRY, "count": "1"}),
        of_file({**ENTRY, "count": 1.5}),
        of_file({**ENTRY, "count": True}),
        of_file(ENTRY).replace('"count": 1', '"count": 1e999'),
        of_file(ENTRY).replace('"count": 1', '"count": ' + "9" * 5000),
        "[" * 100_000,
        "\x89PNG\udcff",
        of_file(ENTRY)[:-3],
    ],
)
def test_file_that_is_no_baseline_is_one_error(cli: Cli, text: str) -> None:
    write("a.md")
    write("known.json", text)
    ran = cli.check("--baseline", "known.json")
    assert (ran.code, ran.out) == (2, "")
    (line,) = ran.err.splitlines()
    assert line.startswith("contentlint: error: --baseline: known.json: ")
    assert len(line) < 250


def test_what_is_no_file_is_one_error(cli: Cli) -> None:
    write("a.md")
    Path("folder").mkdir()
    os.mkfifo("fifo")
    missing, other = "no such file or directory", "not a regular file"
    for name, why in (("no.json", missing), ("folder", other), ("fifo", other)):
        ran = cli.check("--baseline", name)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == f"contentlint: error: --baseline: {name}: {why}\n"


def test_odd_entries_are_harmless(cli: Cli) -> None:
    write("a.md")
    files = {
        "\x00": [ENTRY],
        "../../../../../../etc/passwd": [ENTRY],
        "x" * 5000: [ENTRY],
        "a.md": [{**ENTRY, "rule": "\x1b[2J", "key": "\u202e", "sample": [1]}],
    }
    known = {name: {"lines": "x y", "findings": found} for name, found in files.items()}
    write("known.json", json.dumps({"schema": baseline.SCHEMA, "files": known}))
    ran = cli.check("--baseline", "known.json")
    assert ran.places() == ["a.md:1:1"]
    assert "\x1b" not in ran.err


def test_article_is_never_written_over(cli: Cli) -> None:
    path = write("a.md")
    write("other.json", '{"mine": 1}\n')
    for name in ("a.md", "other.json"):
        before = Path(name).read_bytes()
        ran = cli.check("--write-baseline", name)
        assert (ran.code, ran.out) == (2, "")
        line = f"--write-baseline: {name}: is there, and no baseline; give another name"
        assert ran.err == f"contentlint: error: {line}\n"
        assert Path(name).read_bytes() == before
    assert path.exists()


@pytest.mark.parametrize("name", ["no/where.json", "folder"])
def test_file_that_cannot_be_written_is_one_error(cli: Cli, name: str) -> None:
    write("a.md")
    Path("folder").mkdir()
    ran = cli.check("--no-cache", "--write-baseline", name)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert sorted(p.name for p in Path().iterdir()) == ["a.md", "folder"]


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("--write-baseline", "x.json", "--baseline", "y.json"), "--write-baseline records all"),
        (("--write-baseline", "x.json", "--prune-baseline"), "--write-baseline records all"),
        (("--write-baseline", "x.json", "--fail-on-stale"), "--write-baseline records all"),
        (("--write-baseline", "x.json", "--diff-base", "HEAD"), "--write-baseline records all"),
        (
            ("--write-baseline", "x.json", "--diff"),
            "--diff writes nothing, so it cannot write a baseline",
        ),
        (("--prune-baseline",), "--prune-baseline and --fail-on-stale need a --baseline"),
        (("--fail-on-stale",), "--prune-baseline and --fail-on-stale need a --baseline"),
    ],
)
def test_options_that_contradict_are_one_error(
    cli: Cli, argv: tuple[str, ...], message: str
) -> None:
    write("a.md")
    ran = cli.check(*argv)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"contentlint: error: {message}")
    assert [p.name for p in Path().iterdir()] == ["a.md"]


# In parts


def found(path: str, *codes: str, incomplete: bool = False) -> FileResult:
    diagnostics = tuple(
        Diagnostic(path, Position(n, 1, n, 2), code[:6], "name", "error", "text", None, (),
                   NO_EXCERPT, code)
        for n, code in enumerate(codes, 1)
    )  # fmt: skip
    why = (Incomplete(path, "why"),) if incomplete else ()
    return FileResult(path, diagnostics, 0, why, Counts(0, 0, len(codes), 0))


def empty(_: str) -> bytes:
    return b""


def applied_to(
    base: Baseline,
    now: Sequence[FileResult],
    text_of: TextOf = empty,
    *,
    rules: Checked = lambda *_: frozenset({"AAA001"}),
    folders: Sequence[str] = (),
) -> Applied:
    return baseline.apply(base, now, "info", rules, text_of, folders=folders, partial=False)


def test_first_of_several_that_are_alike_are_the_known_ones() -> None:
    base = baseline.of_results("known.json", [found("a.md", "AAA001", "AAA001")], empty)
    now = [found("a.md", "AAA001", "BBB001", "AAA001", "AAA001")]
    applied = applied_to(base, now)
    assert [d.position.line for d in applied.results[0].diagnostics] == [2, 4]
    assert [d.position.line for d in applied.accepted] == [1, 3]
    assert applied.results[0].counts == Counts(0, 0, 2, 0)
    assert applied.stale == {}


def test_merged_twice_is_known_once() -> None:
    entry = {**ENTRY, "count": 2}
    write("x.json", of_file(entry, ENTRY))
    assert baseline.read("x.json").files == {"a.md": {("IMG001", "0" * 16): 2}}


def test_written_and_read_again_is_the_same() -> None:
    base = baseline.of_results(
        "x.json", [found("a.md", "AAA001x", "AAA001y", "AAA001x"), found("b")], empty
    )
    baseline.write(base)
    read = baseline.read("x.json")
    assert read == base
    assert baseline.total(read.files) == 3
    now = [found("a.md", "AAA001x")]
    applied = applied_to(read, now)
    assert applied.stale == {"a.md": Counter({("AAA001", "AAA001x"): 1, ("AAA001", "AAA001y"): 1})}
    assert baseline.pruned(applied, now, empty).files == {"a.md": {("AAA001", "AAA001x"): 1}}


def test_entry_shows_the_beginning_of_a_message() -> None:
    (result,) = [found("a.md", "AAA001", "BBB001", "AAA001")]
    texts = ("m" * 90, "كلمة", "other")
    named = [d._replace(message=m) for d, m in zip(result.diagnostics, texts, strict=True)]
    base = baseline.of_results("x.json", [result._replace(diagnostics=tuple(named))], empty)
    assert base.samples == {("AAA001", "AAA001"): "m" * 80, ("BBB001", "BBB001"): "كلمة"}
    baseline.write(base)
    first, second = known("x.json")["a.md"]
    assert first == {"rule": "AAA001", "key": "AAA001", "count": 2, "sample": "m" * 80}
    assert (second["count"], second["sample"]) == (1, "كلمة")
    assert baseline.read("x.json") == base
    baseline.write(base._replace(samples={}))
    assert [entry["sample"] for entry in known("x.json")["a.md"]] == ["", ""]


def test_entry_without_a_sample_is_one() -> None:
    entry = {key: ENTRY[key] for key in ("rule", "key", "count")}
    write("x.json", of_file(entry))
    assert baseline.read("x.json").samples == {("IMG001", "0" * 16): ""}


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (False, False, "text: a b"),
        (True, False, "text: …a b"),
        (False, True, "text: a b…"),
    ],
)
def test_entry_shows_the_line_and_where_it_is_cut(before: bool, after: bool, shown: str) -> None:
    result = found("a.md", "AAA001")
    excerpt = NO_EXCERPT._replace(text=" a b ", cut_before=before, cut_after=after)
    named = result._replace(diagnostics=(result.diagnostics[0]._replace(excerpt=excerpt),))
    base = baseline.of_results("x.json", [named], empty)
    assert base.samples == {("AAA001", "AAA001"): shown}


def hashed(*lines: str) -> tuple[str, ...]:
    return tuple(hashlib.blake2b(line.encode(), digest_size=4).hexdigest() for line in lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\n\n  ccc \n\t\nbb\r\na\n", ("ccc", "bb", "a")),
        ("short\n" + "x" * 20 + "\n" + "y" * 19 + "\n", ("x" * 20,)),
        ("\n".join(c * 20 for c in "gfedcba") + "\n" + "z" * 21, (
            "z" * 21, *(c * 20 for c in "abcde"),
        )),
        ("", ()),
    ],
)  # fmt: skip
def test_file_is_stored_with_its_longest_lines(text: str, lines: tuple[str, ...]) -> None:
    base = baseline.of_results("x.json", [found("a.md", "AAA001")], lambda _: text.encode())
    assert base.lines == {"a.md": hashed(*lines)}


def test_baseline_without_lines_is_written_without() -> None:
    baseline.write(Baseline("x.json", {"a.md": {("AAA001", "x"): 1}}, {}))
    assert baseline.read("x.json").lines == {"a.md": ()}


def test_empty_baseline_is_two_lines() -> None:
    baseline.write(baseline.of_results("x.json", [], empty))
    assert (
        Path("x.json").read_text() == f'{{\n  "schema": "{baseline.SCHEMA}",\n  "files": {{}}\n}}\n'
    )


def test_other_schema_is_shown_no_longer_than_a_sample() -> None:
    for schema in ("contentlint.baseline/3", "x" * 200):
        write("x.json", json.dumps({"schema": schema, "files": {}}))
        with pytest.raises(ConfigError) as caught:
            baseline.read("x.json")
        shown = repr(schema)[:80]
        assert str(caught.value) == (
            f"--baseline: x.json: schema {shown} is not {baseline.SCHEMA!r}"
        )


def test_what_cannot_be_written_is_named() -> None:
    with pytest.raises(ContentlintError, match=r"^no/where\.json: no such file or directory$"):
        baseline.write(baseline.of_results("no/where.json", [], empty))


def test_counts_are_of_each_severity_and_of_safe_fixes() -> None:
    safe, unsafe = ReportedFix(True, "x", ()), ReportedFix(False, "x", ())
    severities = [("info", safe), ("warning", unsafe), ("warning", safe), ("error", None)]
    one = found("a.md", "AAA001").diagnostics[0]
    all_ = [one._replace(severity=severity, fix=fix) for severity, fix in severities]
    assert baseline.counted(all_) == Counts(1, 2, 1, 2)
    assert baseline.counted(all_[1:]) == Counts(0, 2, 1, 1)


def test_file_on_another_drive_has_its_whole_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def on_another_drive(*_: str) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    name_of = baseline.names_in("x.json")
    monkeypatch.setattr(os.path, "relpath", on_another_drive)
    monkeypatch.setattr(os.path, "realpath", lambda _: "D:\\news")
    monkeypatch.setattr(os.path, "join", lambda *parts: "\\".join(parts))
    monkeypatch.setattr(os, "sep", "\\")
    assert name_of("a.md") == "D:/news/a.md"


@pytest.mark.parametrize("line", ["<!-- a line more -->\n", "\n", "A line of text that is more.\n"])
def test_finding_about_the_whole_of_a_file_stays_known_whatever_stands_first(
    cli: Cli, line: str
) -> None:
    path = write("a.md", "A text that is short, and says so.\n")
    argv = ("--select", "STR007", "--min-severity", "info", "--fail-on", "info")
    cli.check(*argv, "--write-baseline", "x.json")
    path.write_text(line + path.read_text("utf-8"), encoding="utf-8")
    ran = cli.check(*argv, "--baseline", "x.json")
    assert (ran.code, ran.out) == (0, "")
    assert "1 finding recorded in x.json" in ran.err
