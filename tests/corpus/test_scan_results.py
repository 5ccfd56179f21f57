"""A scan: what it writes, what a second one does, and what is left after a kill."""

from __future__ import annotations

import errno
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT

from contentlint import INTERRUPTED
from contentlint.model.errors import ReadError
from contentlint.run.session import Request, Selection

pytest.importorskip("pyarrow", reason="contentlint[corpus] is not installed")
pytest.importorskip("duckdb", reason="contentlint[corpus] is not installed")
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from corpus_command import contentlint
from processes import below, still_running

from contentlint.corpus import plan, scan
from contentlint.corpus.batch import Options
from contentlint.corpus.columns import Columns
from contentlint.corpus.files import Part
from contentlint.corpus.results import Results
from contentlint.corpus.rows import ROWS, batches

REQUEST = Request(Selection(settings='select = ["PUN001"]', isolated=True))
OPTIONS = Options(measures=False)


def rows(count: int) -> str:
    return "".join(
        json.dumps({"id": str(n), "text": f"قال الوزير ، إن الأمر رقم {n} انتهى."}) + "\n"
        for n in range(count)
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text(rows(200), encoding="utf-8")
    return path


def done(
    out: Results, made: plan.Plan, common: object, engine: str = "local", jobs: int = 1
) -> int:
    commits = scan.run(common, scan.left(out, made), engine, jobs)  # type: ignore[arg-type]
    return len(list(commits))


def start(
    source: Path, folder: Path, request: Request = REQUEST, options: Options = OPTIONS
) -> tuple[Results, plan.Plan, object]:
    return scan.start([str(source)], str(folder), request, options, size=4000)


def test_every_row_is_in_the_tables_once(source: Path, tmp_path: Path) -> None:
    out, made, common = start(source, tmp_path / "out")
    assert done(out, made, common) == len(made.tasks) > 5
    documents = [r for t in out.tables("documents", made.ids()) for r in t.to_pylist()]
    assert [r["doc_id"] for r in documents] == [str(n) for n in range(200)]
    findings = [r for t in out.tables("findings", made.ids()) for r in t.to_pylist()]
    assert len(findings) == 200
    assert {(r["task"], r["row"]) for r in findings} == {(r["task"], r["row"]) for r in documents}
    reached = scan.status(out, made)
    assert (reached.complete, reached.rows, reached.statuses) == (True, 200, {"ok": 200})
    assert out.remains(made.ids()) == []


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.parquet", "shuffled.jsonl"])
def test_tables_do_not_depend_on_the_form_of_the_corpus(
    source: Path, tmp_path: Path, name: str
) -> None:
    lines = source.read_bytes().splitlines(keepends=True)
    other = tmp_path / "other" / name
    other.parent.mkdir()
    if name == "a.jsonl.gz":
        other.write_bytes(gzip.compress(b"".join(lines)))
    elif name == "a.jsonl.zst":
        other.write_bytes(zstandard.compress(b"".join(lines)))
    elif name == "a.parquet":
        pq.write_table(pa.Table.from_pylist(list(map(json.loads, lines))), other, row_group_size=7)
    else:
        random.Random(5).shuffle(lines)
        other.write_bytes(b"".join(lines))
    expected = tables(source, tmp_path / "out")
    assert tables(other, tmp_path / "out-other") == expected
    assert all(expected.values())


def tables(source: Path, folder: Path) -> dict[str, list[str]]:
    """The rows of each table, sorted, without what tells their place."""
    settings = 'select = ["PUN001", "DUP009"]\nrules.DUP009.options = { min-words = 3 }'
    request = Request(Selection(settings=settings, isolated=True))
    out, made, common = start(source, folder, request, Options())
    done(out, made, common)
    return {
        kind: sorted(
            repr([(name, value) for name, value in row.items() if name not in ("task", "row")])
            for table in out.tables(kind, made.ids())
            for row in table.to_pylist()
        )
        for kind in ("documents", "findings", "facts")
    }


def test_second_scan_does_what_is_left(source: Path, tmp_path: Path) -> None:
    _, made, common = start(source, tmp_path / "out")
    for task in made.tasks[:3]:
        assert len(list(scan.run(common, [task], "local", 1))) == 1  # type: ignore[arg-type]
    again, same, common = start(Path(os.path.relpath(source)), tmp_path / "out")
    assert same == made
    assert done(again, same, common) == len(made.tasks) - 3
    assert done(again, same, common) == 0


def test_changed_option_and_changed_file_run_again(source: Path, tmp_path: Path) -> None:
    out, made, common = start(source, tmp_path / "out")
    done(out, made, common)
    others = REQUEST._replace(selection=Selection(settings='select = ["PUN002"]', isolated=True))
    _, second, common = start(source, tmp_path / "out", others)
    assert not set(second.ids()) & set(made.ids())
    assert scan.status(out, second).done == 0
    assert done(out, second, common) == len(second.tasks)
    assert sum(t.num_rows for t in out.tables("findings", second.ids())) == 0
    assert len(out.remains(second.ids())) == 4 * len(made.tasks)
    out.remove(out.remains(second.ids()))
    assert scan.status(out, second).complete
    with source.open("a", encoding="utf-8") as file:
        file.write(rows(1))
    _, third, _ = start(source, tmp_path / "out", others)
    assert not set(third.ids()) & set(second.ids())


_KILLING = """
import os, signal, sys
from contextlib import suppress
from contextlib import suppress
from pathlib import Path
from contentlint.corpus import scan
from contentlint.corpus.batch import Options
from contentlint.run.session import Request, Selection

def workers():
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid() and b"spawn_main" in (path.parent / "cmdline").read_bytes():
                yield int(path.parent.name)

if __name__ == "__main__":
    request = Request(Selection(settings='select = ["PUN001"]', isolated=True))
    options = Options(measures=False)
    out, made, common = scan.start(["rows.jsonl"], "out", request, options, size=4000)
    killed = 0
    for _ in scan.run(common, made.tasks, "local", 2):
        if not killed:
            for worker in list(workers()):
                with suppress(ProcessLookupError):  # the pool ends all when one has ended
                    os.kill(worker, signal.SIGKILL)
                    killed += 1
    rows = sum(table.num_rows for table in out.tables("documents", made.ids()))
    print(killed > 0, scan.status(out, made).complete, rows)
"""
"""A process of its own: one that has had a pool keeps a child until it ends."""


@pytest.mark.usefixtures("source")
@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="only /proc tells whose child it is"
)
def test_killed_worker_is_replaced(tmp_path: Path) -> None:
    script = tmp_path / "killing.py"
    script.write_text(_KILLING, encoding="utf-8")
    found = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (found.stdout, found.returncode) == ("True True 200\n", 0), found.stderr


@pytest.mark.slow  # two interpreters start, and one of them is killed
def test_killed_scan_goes_on(tmp_path: Path) -> None:
    source = tmp_path / "rows.jsonl"
    source.write_text(rows(6000), encoding="utf-8")
    words = ("scan", "rows.jsonl", "--out", "out", "--shard-size", "40KB", "--isolated", "-j2")
    running = subprocess.Popen(
        [sys.executable, "-m", "contentlint", "corpus", *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    )
    out = Results(str(tmp_path / "out"))
    until = time.monotonic() + 60
    while len(out.committed()) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    workers = below(running.pid)
    running.kill()
    running.wait()
    assert still_running(workers) == []
    before = out.committed()
    assert 2 <= len(before) < len(plan.read(out).tasks)
    finished = contentlint(*words, cwd=tmp_path)
    assert finished.returncode == 0, finished.stderr
    assert f"{len(before)} of {len(plan.read(out).tasks)} tasks are done" in finished.stderr
    assert "6000 documents" in finished.stderr
    ids = plan.read(out).ids()
    assert sum(table.num_rows for table in out.tables("documents", ids)) == 6000
    remains = out.remains(ids)
    assert all(path.endswith(".tmp") for path in remains)
    assert contentlint("status", "out", "--clean", cwd=tmp_path).returncode == 0
    assert out.remains(ids) == []


@pytest.mark.skipif(sys.platform == "win32", reason="nothing there is an interrupt of one process")
def test_interrupt_waits_for_no_task_and_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(rows(6000), encoding="utf-8")
    words = ("scan", "rows.jsonl", "--out", "out", "--isolated", "-j2")
    running = subprocess.Popen(
        [sys.executable, "-m", "contentlint", "corpus", *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    out = Results(str(tmp_path / "out"))
    until = time.monotonic() + 60
    while not out.remains(()) and time.monotonic() < until:
        time.sleep(0.05)
    begun = out.remains(())
    workers = below(running.pid)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate()
    assert (running.returncode, said.splitlines()[-1]) == (INTERRUPTED, "contentlint: interrupted")
    assert still_running(workers) == []
    assert len(begun) > 0
    assert out.remains(()) == []


@pytest.mark.usefixtures("source")
def test_command_line(tmp_path: Path) -> None:
    words = ("--isolated", "--select", "PUN001", "-j1")
    scanned = contentlint("scan", "rows.jsonl", "--out", "out", *words, cwd=tmp_path)
    assert (scanned.returncode, scanned.stdout) == (0, "")
    assert "columns: text = text, id = id" in scanned.stderr
    assert "1 of 1 task, 200 documents, 200 findings" in scanned.stderr
    failing = contentlint(
        "scan", "rows.jsonl", "--out", "out", *words, "--fail-on", "warning", cwd=tmp_path
    )
    assert failing.returncode == 1
    assert contentlint("status", "out", cwd=tmp_path).returncode == 0
    decided = contentlint("decide", "out", "--profile", "c4", cwd=tmp_path)
    assert decided.returncode == 0
    assert decided.stdout == "0 of 200 documents kept, 200 dropped\n200  sentences < 5\n"
    (tmp_path / "own.toml").write_text("[sentences]\nmin = 1\n", encoding="utf-8")
    decided = contentlint("decide", "out", "--limits", "own.toml", cwd=tmp_path)
    assert decided.stdout == "200 of 200 documents kept, 0 dropped\n"
    drawn = contentlint("sample", "out", "-n", "2", "--rule", "PUN001", cwd=tmp_path)
    documents = [json.loads(line) for line in drawn.stdout.splitlines()]
    assert [d["findings"][0]["rule"] for d in documents] == ["PUN001"] * 2
    assert documents[0]["text"].startswith("قال الوزير ،") and documents[0]["verdict"] == ""
    assert drawn.stdout == contentlint("sample", "out", "-n", "2", cwd=tmp_path).stdout
    compared = contentlint("duplicates", "out", cwd=tmp_path)
    assert compared.returncode == 2 and "no rules that compare documents" in compared.stderr


@pytest.mark.usefixtures("source")
def test_fixed_texts_are_written_in_their_order(tmp_path: Path) -> None:
    words = ("--isolated", "--select", "PUN001", "-j1", "--fix", "safe", "--fixed-out", "fixed")
    assert contentlint("scan", "rows.jsonl", "--out", "out", *words, cwd=tmp_path).returncode == 0
    made = plan.read(Results(str(tmp_path / "out")))
    (table,) = Results(str(tmp_path / "fixed")).tables("fixed", made.ids())
    assert table["id"].to_pylist() == [str(n) for n in range(200)]
    assert table["fixed"][7].as_py() == "قال الوزير، إن الأمر رقم 7 انتهى."
    alone = contentlint("scan", "rows.jsonl", "--out", "out", "--fix", "safe", cwd=tmp_path)
    assert alone.returncode == 2 and "need each other" in alone.stderr


def test_damaged_rows_and_files_are_told_by_a_status(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    good = rows(300).encode()
    null, none, cut = b'{"text": null}\n', b'{"id": "x"}\n', b'{"text": "cut'
    large = b'{"text": "' + b"x" * 10_000_001 + b'"}\n'
    (folder / "a.jsonl").write_bytes(null + none + large + good + cut)
    for name, packed in (("b.jsonl.gz", gzip.compress), ("c.jsonl.zst", zstandard.compress)):
        data = packed(good)
        (folder / name).write_bytes(data[: len(data) * 2 // 3])
    table = pa.Table.from_pylist([json.loads(line) for line in good.splitlines()])
    pq.write_table(table, folder / "d.parquet")
    whole = (folder / "d.parquet").read_bytes()
    (folder / "e.parquet").write_bytes(whole[: len(whole) // 2])
    paths, results, columns = [str(folder)], str(tmp_path / "out"), Columns("text", "id", "", "")
    out, made, common = scan.start(paths, results, REQUEST, OPTIONS, columns=columns)
    done(out, made, common)
    reached = scan.status(out, made)
    assert not reached.complete
    assert reached.statuses["empty"] == 2 and reached.statuses["error"] == 2
    assert sorted(os.path.basename(path) for path, _ in reached.faults) == [
        "b.jsonl.gz",
        "c.jsonl.zst",
        "e.parquet",
    ]
    assert reached.rows >= 604


def test_texts_of_a_row_group_are_not_held_at_once(tmp_path: Path) -> None:
    rng = random.Random(3)
    texts = [rng.randbytes(4000).hex() for _ in range(8000)]
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": texts}), path)
    assert pq.ParquetFile(path).metadata.row_group(0).total_byte_size > 60_000_000
    before = most = pa.total_allocated_bytes()
    for batch in batches(Part(str(path), "parquet"), Columns("text", "", "", "")):
        assert batch.num_rows <= ROWS
        most = max(most, pa.total_allocated_bytes())
    assert most - before < 30_000_000


@pytest.mark.parametrize(("policy", "files"), [("skip", 2), ("fail", 0)])
def test_file_that_cannot_be_read(tmp_path: Path, policy: str, files: int) -> None:
    for name in ("a.jsonl", "c.jsonl"):
        (tmp_path / name).write_text(rows(2), encoding="utf-8")
    (tmp_path / "b.parquet").write_bytes(b"PAR1 no table")
    words = ("scan", ".", "--out", "out", "--isolated", "-j1", "--on-error", policy)
    found = contentlint(*words, cwd=tmp_path)
    assert found.returncode == 2
    assert "b.parquet: cannot be read" in found.stderr
    assert len(Results(str(tmp_path / "out")).committed()) == files


@pytest.mark.usefixtures("source")
def test_wrong_arguments(tmp_path: Path) -> None:
    out = ("--out", "out", "--isolated")
    for words, fault in (
        (("scan", "nothing.jsonl", *out), "no JSONL or Parquet file"),
        (("scan", "rows.jsonl", *out, "--engine", "sparks"), "did you mean 'spark'"),
        (("scan", "rows.jsonl", *out, "--shard-size", "big"), "--shard-size"),
        (("scan", "rows.jsonl", *out, "--jobs=-1"), "expected a whole number from 0, not '-1'"),
        (("scan", "rows.jsonl", *out, "--most=-1"), "expected a whole number from 0, not '-1'"),
        (("scan", "rows.jsonl", *out, "--doc-timeout=-1"), "expected seconds from 0 to 1000000"),
        (("scan", "rows.jsonl", *out, "--doc-timeout=nan"), "expected seconds from 0 to 1000000"),
        (("duplicates", "nowhere", "--memory=much"), "expected a size like 10MB, not 'much'"),
        (("duplicates", "nowhere", "--buckets=0"), "expected a whole number from 1, not '0'"),
        (("sample", "nowhere", "-n=-3"), "expected a whole number from 1, not "),
        (("status", "nowhere"), "has no results of a scan"),
        (("decide", "nowhere"), "has no results of a scan"),
        (("sample", "nowhere", "--stratify", "hosts"), "did you mean 'host'"),
    ):
        found = contentlint(*words, cwd=tmp_path)
        assert found.returncode == 2, words
        assert fault in found.stderr


def test_folder_in_a_store(source: Path) -> None:
    out = Results("memory://results")
    _, made, common = scan.start(
        [str(source)], "memory://results", REQUEST, OPTIONS, columns=Columns("text", "id", "", "")
    )
    assert done(out, made, common) == 1
    assert scan.status(out, made).rows == 200
    assert out.committed() == set(made.ids())


def test_full_disk_is_told_by_the_name_of_the_file(tmp_path: Path) -> None:
    def fails(_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match="space") as caught:
        Results(str(tmp_path)).write("findings/a.parquet", fails)
    assert caught.value.filename == Results(str(tmp_path)).path("findings", "a.parquet")


def test_interrupted_write_leaves_nothing(tmp_path: Path) -> None:
    out = Results(str(tmp_path / "out"))

    def fails(_: object) -> None:
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        out.write("commits/x.json", fails)
    assert out.committed() == set()
    assert os.listdir(tmp_path / "out" / "commits") == []


def test_damaged_plan_is_named(tmp_path: Path) -> None:
    out = Results(str(tmp_path))
    for text in ("{", "[]", '{"tasks": [{}]}'):
        (tmp_path / "plan.json").write_text(text, encoding="utf-8")
        with pytest.raises(ReadError, match=r"plan\.json"):
            plan.read(out)
