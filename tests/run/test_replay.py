"""When a run prints the output of the last run again, and that it prints the same bytes."""

from __future__ import annotations

import io
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contentlint.cache import store
from contentlint.model.diagnostic import Incomplete, LeftOut
from contentlint.report.writer import Output
from contentlint.run import replay
from contentlint.run.report_filter import ReportFilters
from contentlint.source.discovery import Found, Target

STAMP = "1 2 3 4"
FOUND = Found((Target("a.md", 3, STAMP), Target("b.md", 4, STAMP)), {"exclude": 1}, ())
CONCISE = (Output("concise"),)
ENVIRONMENT = ("NO_COLOR", "FORCE_COLOR", "TERM", "PRE_COMMIT", "COLUMNS", "CI")


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*ENVIRONMENT, "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)


# When it is possible


def test_run_that_writes_to_its_streams_only_is_possible() -> None:
    for form in ("concise", "full", "json", "jsonl"):
        assert replay.possible((Output(form),), ReportFilters(), FOUND, "")
    assert replay.possible((), ReportFilters(), FOUND, "")


@pytest.mark.parametrize(
    ("outputs", "filters", "found", "fix"),
    [
        (CONCISE, ReportFilters(), FOUND, "write"),
        (CONCISE, ReportFilters(), FOUND, "diff"),
        (CONCISE, ReportFilters(), FOUND._replace(incomplete=(Incomplete("c.md", "gone"),)), ""),
        (CONCISE, ReportFilters(write="baseline.json"), FOUND, ""),
        (CONCISE, ReportFilters(changed={}), FOUND, ""),
        ((Output("concise", "out.txt"),), ReportFilters(), FOUND, ""),
        ((Output("sarif"),), ReportFilters(), FOUND, ""),
        ((Output("concise"), Output("junit")), ReportFilters(), FOUND, ""),
        ((Output("junit"), Output("concise")), ReportFilters(), FOUND, ""),
    ],
)
def test_run_that_does_more_is_not(
    outputs: tuple[Output, ...], filters: ReportFilters, found: Found, fix: str
) -> None:
    assert not replay.possible(outputs, filters, found, fix)


def test_summary_of_a_step_and_a_terminal_are_written_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    assert not replay.possible(CONCISE, ReportFilters(), FOUND, "")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "")
    assert replay.possible(CONCISE, ReportFilters(), FOUND, "")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert not replay.possible(CONCISE, ReportFilters(), FOUND, "")


# What it depends on


def key(**changed: Any) -> str:
    given: dict[str, Any] = {
        "run": "r",
        "args": Namespace(jobs=1, paths=["a"]),
        "found": FOUND,
        "configs": {"": "c1", "b": "c2"},
    }
    given.update(changed)
    return replay.key(given["run"], given["args"], given["found"], given["configs"])


def test_same_run_has_the_same_key() -> None:
    assert key() == key()
    assert len(key()) == 32
    assert key(args=Namespace(paths=["a"], jobs=1)) == key(), "in whatever order it is held"
    assert key(configs={"b": "c2", "": "c1"}) == key()


TARGETS = FOUND.targets
CHANGES: list[dict[str, Any]] = [
    {"run": "x"},
    {"args": Namespace(jobs=2, paths=["a"])},
    {"configs": {"": "c1", "b": "c3"}},
    {"configs": {"": "c1", "x": "c2"}},
    {"found": FOUND._replace(filtered={"exclude": 2})},
    {"found": FOUND._replace(named=True)},
    {"found": FOUND._replace(left_out=(LeftOut("a.mkd", "suffix"),))},
    {"found": FOUND._replace(targets=TARGETS[:1])},
    {"found": FOUND._replace(targets=TARGETS[::-1])},
    {"found": FOUND._replace(targets=(TARGETS[0], Target("\udcff.md", 4, STAMP)))},
    {"found": FOUND._replace(targets=(TARGETS[0], Target("b.md", 4, "1 2 3 5")))},
    {"found": FOUND._replace(targets=(TARGETS[0], Target("b.md", 4, "")))},
]


def test_each_change_makes_another_key() -> None:
    keys = [key(**change) for change in [{}, *CHANGES]]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_environment_that_changes_a_report_makes_another_key(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = key()
    monkeypatch.setenv(name, "")
    empty = key()
    monkeypatch.setenv(name, "1")
    assert len({before, empty, key()}) == 3


def test_current_folder_makes_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key()
    monkeypatch.chdir(tmp_path)
    assert os.getcwd() != before
    assert key() != before


# What is printed


def test_both_streams_are_printed_again(capsys: pytest.CaptureFixture[str]) -> None:
    replay.print_again("نص\n".encode(), "err\n")
    assert capsys.readouterr() == ("نص\n", "err\n")


def test_standard_output_is_written_before_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    order = []

    class Stream(io.StringIO):
        def __init__(self, name: str) -> None:
            super().__init__()
            self.named = name

        def write(self, text: str) -> int:
            order.append((self.named, text))
            return super().write(text)

        def flush(self) -> None:
            order.append((self.named, "flushed"))

    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", Stream("out"))
        patched.setattr(sys, "stderr", Stream("err"))
        replay.print_again(b"a", "b")
    assert order == [("out", "a"), ("out", "flushed"), ("err", "b")]


def test_bytes_go_to_a_stream_of_utf_8_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    for encoding, expected in (
        ("utf-8", b"a\xd9\x86\n"),
        ("utf-16-le", "aن\n".encode("utf-16-le")),
    ):
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding, newline="\n")
        stream.write("a")
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", stream)
            replay.print_again("ن\n".encode(), "")
        assert raw.getvalue() == expected


def test_what_is_written_meanwhile_is_recorded_and_still_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, err = sys.stdout, sys.stderr
    with replay.recording() as (written, complaints):
        print("a", "b")
        print("c", file=sys.stderr)
        assert sys.stdout.write("نص") == 2
        assert sys.stdout.encoding == out.encoding, "everything else is the stream's"
        sys.stdout.flush()
    assert (sys.stdout, sys.stderr) == (out, err)
    print("after")
    assert written.text() == "a b\nنص"
    assert complaints.text() == "c\n"
    assert capsys.readouterr() == ("a b\nنصafter\n", "c\n")


def test_streams_are_themselves_again_after_a_fault() -> None:
    out, err = sys.stdout, sys.stderr

    def fault() -> None:
        raise KeyboardInterrupt

    run: Callable[[], None] = fault
    with pytest.raises(KeyboardInterrupt), replay.recording():
        run()
    assert (sys.stdout, sys.stderr) == (out, err)


def test_what_is_too_much_to_keep_is_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_OUTPUT", 6)
    stream = io.StringIO()
    tee = replay.Tee(stream)
    tee.writelines(["abc", "def"])
    assert tee.text() == "abcdef"
    tee.write("g")
    tee.write("h")
    assert tee.text() is None
    assert stream.getvalue() == "abcdefgh", "all of it is written"
