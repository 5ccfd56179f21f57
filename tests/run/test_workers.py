"""Worker processes: the same results as one process gives, whatever dies, and nothing left over."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import sets
from contentlint.checks.images import image
from contentlint.cli import main
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.run import runner, workers
from contentlint.run.session import Needs, Request, Selection, Session
from contentlint.source.discovery import Discovery, Target

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes as POSIX has them")

SPAWNED = """
import os, sys, time
sys.path[:] = sys.argv[1:]
from contentlint.run.workers import serve
def work(task):
    if task == "die":
        os._exit(1)
    if task == "sleep":
        time.sleep(60)
    return [task, task]
serve(work, 0, 1)
"""


def work(task: Any) -> Any:
    if task == "die":
        os._exit(1)
    if task == "raise":
        raise ValueError("in a worker")
    if task == "sleep":
        time.sleep(60)
    if isinstance(task, float):
        time.sleep(task)
    return [task, task]


def start(method: str) -> workers.Start:
    if method == "fork":
        return lambda others: workers.fork(work, others)
    return lambda others: workers.spawn([sys.executable, "-c", SPAWNED, *sys.path])  # noqa: ARG005


def results(tasks: list[Any], method: str = "fork", count: int = 2) -> list[Any]:
    found = list(workers.in_order(tasks, start(method), count))
    assert [index for index, _ in found] == list(range(len(tasks)))
    return ["died" if isinstance(r, workers.WorkerDied) else r for _, r in found]


@pytest.fixture(autouse=True)
def no_child_is_left() -> Iterator[None]:
    yield
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


both = pytest.mark.parametrize("method", ["fork", "spawn"])


@both
@pytest.mark.parametrize("count", [1, 2, 5])
def test_results_come_in_the_order_of_the_tasks(method: str, count: int) -> None:
    assert results([1, 2, 3, 4], method, count) == [[n, n] for n in (1, 2, 3, 4)]


def test_order_holds_when_the_first_takes_longest() -> None:
    assert results([0.2, 0.0, 1, 2]) == [[0.2, 0.2], [0.0, 0.0], [1, 1], [2, 2]]


def test_no_task_starts_no_worker() -> None:
    def never(others: Any) -> workers.Child:
        raise AssertionError(others)

    assert list(workers.in_order([], never, 4)) == []


def test_task_and_result_of_many_megabytes_go_through_the_pipe() -> None:
    (result,) = results(["ش\udcff" * 500_000])
    assert len(result[0]) == 1_000_000


@both
@pytest.mark.parametrize("tasks", [["die"], ["die", 1], [1, "die"], ["die", "die", 1, "die", 2]])
def test_worker_that_dies_costs_its_own_task_only(method: str, tasks: list[Any]) -> None:
    expected = ["died" if task == "die" else [task, task] for task in tasks]
    assert results(tasks, method) == expected


def test_worker_that_raises_dies_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    assert results([1, "raise", 2]) == [[1, 1], "died", [2, 2]]
    assert capfd.readouterr() == ("", "")


def test_worker_that_cannot_even_start_costs_its_tasks() -> None:
    found = list(workers.in_order([1, 2], lambda _: workers.spawn(["/bin/false"]), 2))
    assert [type(result) for _, result in found] == [workers.WorkerDied] * 2


def test_no_worker_to_be_had_is_an_error_and_fewer_are_not() -> None:
    made: list[workers.Child] = []

    def scarce(others: Any) -> workers.Child:
        if made:
            raise OSError(11, "no more processes")
        made.append(workers.fork(work, others))
        return made[0]

    assert [result for _, result in workers.in_order([1, 2, 3], scarce, 3)] == [
        [1, 1],
        [2, 2],
        [3, 3],
    ]
    with pytest.raises(OSError, match="no more processes"):
        list(workers.in_order([1], scarce, 1))


@both
def test_interrupt_leaves_no_worker_behind(method: str) -> None:
    def interrupt(*_: Any) -> None:
        os.kill(os.getpid(), signal.SIGINT)  # which is put off while a worker is forked

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        with pytest.raises(KeyboardInterrupt):
            list(workers.in_order(["sleep"] * 3, start(method), 3))
    finally:
        signal.signal(signal.SIGALRM, before)


@both
def test_results_that_nobody_wants_leave_no_worker_behind(method: str) -> None:
    found = workers.in_order([1, "sleep", "sleep"], start(method), 3)
    assert next(found) == (0, [1, 1])
    found.close()  # type: ignore[attr-defined]


# The runner


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Target]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(runner, "FORK_FROM", 0)
    monkeypatch.setattr(runner, "SPAWN_FROM", 0)
    monkeypatch.setattr(runner, "CHUNK", 3000)
    for n in range(20):
        folder = tmp_path / "abc"[n % 3]
        folder.mkdir(exist_ok=True)
        body = (
            f"# عنوان {n}\n\n![]()\n\nنص \u202e {n}.\n\n<!-- contentlint-disable-line IMG999 -->\n"
        )
        (folder / f"{n}.md").write_text(body * (n % 4), encoding="utf-8")
    (tmp_path / "b/bytes.md").write_bytes(b"\xff\x00")
    (tmp_path / os.fsdecode(b"b/\xff\n.md")).write_bytes(b"![]() \xff\n")
    (tmp_path / "c/contentlint.toml").write_text('[rules.IMG001]\nseverity = "info"\n')
    return list(Discovery(Session(Request()).resolver.configs.of).find(["."]).targets)


CODES = ("IMG001", "SUP002")


def test_parallel_equals_serial_with_fork_and_with_spawn(articles: list[Target]) -> None:
    session = Session(Request(Selection(select=CODES)))
    serial = list(runner.run(session, articles, 1))
    assert sum(len(result.diagnostics) for result in serial) > 30
    assert any(result.incomplete for result in serial)
    for method in ("fork", "spawn"):
        for jobs in (2, 5):
            assert list(runner.run(session, articles, jobs, method)) == serial, (method, jobs)


def test_file_that_kills_its_worker_is_named_and_no_other_is_lost(
    articles: list[Target], monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = os.getpid()
    check = image.Checker.check

    def fatal(self: image.Checker, doc: Document) -> Iterator[Finding]:
        if doc.path in ("a/3.md", "b/7.md") and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return check(self, doc)

    serial = list(runner.run(Session(Request(Selection(select=CODES))), articles, 1))
    monkeypatch.setattr(image.Checker, "check", fatal)
    found = list(runner.run(Session(Request(Selection(select=CODES))), articles, 2, "fork"))
    assert [result.path for result in found] == [target.path for target in articles]
    lost = [result for result in found if result.path in ("a/3.md", "b/7.md")]
    assert [tuple(entry) for result in lost for entry in result.incomplete] == [
        ("a/3.md", "the worker process died", None),
        ("b/7.md", "the worker process died", None),
    ]
    assert [r for r in found if r not in lost] == [
        r for r in serial if r.path not in ("a/3.md", "b/7.md")
    ]


@pytest.mark.parametrize(("fix", "count"), [("", 3), ("diff", 3), ("write", 5)])
def test_there_are_more_workers_where_files_are_written(
    articles: list[Target], monkeypatch: pytest.MonkeyPatch, fix: str, count: int
) -> None:
    asked = []

    def in_order(tasks: Any, start: Any, jobs: int, patience: Any) -> Iterator[Any]:  # noqa: ARG001
        asked.append(jobs)
        return iter(())

    monkeypatch.setattr(runner, "processors", lambda: 3)
    monkeypatch.setattr(workers, "in_order", in_order)
    list(
        runner.run(
            Session(Request(Selection(select=CODES), needs=Needs(fix=fix))), articles, 0, "fork"
        )
    )
    assert asked == [count]


def test_chunks_keep_the_order_and_put_a_large_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "CHUNK", 5000)
    sizes = [10, 10, 9000, 10, 4000, 10, 2990, 10]
    targets = [Target(str(n), size) for n, size in enumerate(sizes)]
    groups = runner.chunks(targets)
    assert [path for group in groups for path in group] == [str(n) for n in range(len(sizes))]
    assert ["2"] in groups
    assert groups == [["0", "1"], ["2"], ["3"], ["4"], ["5", "6"], ["7"]]


def test_chunk_of_one_and_chunks_of_nothing() -> None:
    assert runner.chunks([]) == []
    assert runner.chunks([Target("a", 1)]) == [["a"]]
    assert runner.chunks([Target("a", 10**9)]) == [["a"]]


def test_chunks_for_several_workers_are_small_towards_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(runner, "CHUNK", 100_000)
    monkeypatch.setattr(runner, "LAST_CHUNK", 10_000)
    targets = [Target(str(n), 4000) for n in range(200)]
    sizes = [len(group) for group in runner.chunks(targets, 2)]
    assert sum(sizes) == 200
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == sizes[6] == 20
    assert sizes[-4:-1] == [2, 2, 2]


def test_no_more_workers_are_started_than_there_are_chunks_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def parallel(_: Any, __: Any, jobs: int, ___: str) -> Iterator[Any]:
        asked.append(jobs)
        return iter(())

    monkeypatch.setattr(runner, "_parallel", parallel)
    for count in (100, 150, 2000):
        targets = [Target("a/b.md", 10_000)] * count
        list(runner.run(Session(Request(Selection(select=CODES))), targets, 8, "fork"))
    assert asked == [3, 5, 8]


def test_spawned_worker_imports_nothing_from_the_current_folder(
    articles: list[Target], tmp_path: Path
) -> None:
    (tmp_path / "contentlint").mkdir()
    (tmp_path / "contentlint/__init__.py").write_text("raise SystemExit('hijacked')\n")
    (tmp_path / "json.py").write_text("raise SystemExit('hijacked')\n")
    session = Session(Request(Selection(select=CODES)))
    found = list(runner.run(session, articles, 2, "spawn"))
    assert found == list(runner.run(session, articles, 1))


@pytest.mark.slow
def test_command_says_the_same_however_workers_start(
    articles: list[Target], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    said = set()
    for method in ("", "spawn"):
        monkeypatch.setenv("CONTENTLINT_START_METHOD", method)
        assert runner.start_method() == (method or "fork")
        for jobs in ("1", "2", "8"):
            for more in (("--no-cache",), ()):
                code = main.run(
                    ["check", "--format=json", "--min-severity=info", "--jobs", jobs, *more]
                )
                said.add((code, *capfd.readouterr()))
    assert len(articles) == 22
    assert len(said) == 1
    ((code, out, _),) = said
    assert code == 2, "a file that is no text"
    assert out.count('"IMG001"') > 10


@pytest.mark.slow
def test_hundreds_of_articles_give_one_report_however_they_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    files = sets.build(300, [], tmp_path / "made")
    monkeypatch.chdir(files.path)
    monkeypatch.setattr(runner, "FORK_FROM", 0)
    monkeypatch.setattr(runner, "SPAWN_FROM", 0)
    monkeypatch.setattr(runner, "CHUNK", 30_000)
    said = set()
    for method, jobs in (("", 1), ("", 2), ("", 8), ("spawn", 2), ("spawn", 8)):
        monkeypatch.setenv("CONTENTLINT_START_METHOD", method)
        for cache in ("--no-cache", f"--config=cache-dir = '{tmp_path.as_posix()}/{method}{jobs}'"):
            for name in ("json", "jsonl", "json"):  # the second time with what is known
                options = ["--isolated", "--min-severity=info", f"--jobs={jobs}", cache]
                code = main.run(["check", f"--format={name}", *options, "."])
                out, err = capfd.readouterr()
                if name == "json":
                    said.add((code, out, err))
    assert len(said) == 1
    assert next(iter(said))[1].count('"severity"') > 100
