"""Ray and Spark write the same tables as processes of this machine, also if a worker is killed."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT

pytest.importorskip("pyarrow", reason="contentlint[corpus] is not installed")
pytest.importorskip("duckdb", reason="contentlint[corpus] is not installed")
import duckdb
from test_decide import varied

from contentlint.corpus import plan
from contentlint.corpus.folder import Folder

PACKAGES = {"ray": "ray", "spark": "pyspark"}
WORKERS = {"ray": "ray::", "spark": "pyspark.daemon"}
"""What the command lines of processes have that do tasks."""
TASKS = 10
ENGINES = [
    pytest.param(
        engine,
        marks=[
            pytest.mark.slow,
            pytest.mark.skipif(
                importlib.util.find_spec(package) is None
                or (engine == "spark" and shutil.which("java") is None),
                reason=f"{package} is not installed, or Java is not",
            ),
        ],
    )
    for engine, package in PACKAGES.items()
]


def write(folder: Path) -> None:
    folder.mkdir()
    for task in range(TASKS):
        rows = ({"id": f"{task}-{n}", "text": text} for n, text in enumerate(varied(200)))
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{task}.jsonl").write_text(lines, encoding="utf-8")


def begin(folder: Path, engine: str) -> subprocess.Popen[str]:
    words = f"scan in --out out-{engine} --engine {engine} -j2 --profile corpus --isolated".split()
    return subprocess.Popen(
        [sys.executable, "-m", "contentlint", "corpus", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SPARK_LOCAL_IP": "127.0.0.1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> None:
    _, errors = process.communicate(timeout=400)
    assert process.returncode == 0, errors


def content(folder: Path, engine: str) -> list[tuple[object, ...]]:
    """The rows of each table, with a sum of their hashes."""
    out = Folder(str(folder / f"out-{engine}"))
    made = plan.read(out)
    done = out.committed()
    assert done == set(made.ids()) and len(done) == TASKS
    found = []
    for kind in ("documents", "findings", "facts"):
        source = f"read_parquet({out.files(kind, made.ids())!r})"
        query = f"select count(*), sum(hash(t)) from {source} t"
        found += duckdb.connect().execute(query).fetchall()
    return found


def descendants(pid: int) -> list[tuple[int, str]]:
    """Processes below one, with their command lines; the ids of the system's own are gone."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            parents.setdefault(int(fields.rpartition(")")[2].split()[1]), []).append(
                int(entry.name)
            )
    found, waiting = [], [pid]
    while waiting:
        for child in parents.get(waiting.pop(), []):
            waiting.append(child)
            try:
                line = Path(f"/proc/{child}/cmdline").read_bytes().decode("utf-8", "replace")
            except OSError:
                continue
            found.append((child, line))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("engine", ENGINES)
def test_engine_writes_the_same_after_a_worker_is_killed(engine: str, tmp_path: Path) -> None:
    write(tmp_path / "in")
    finish(begin(tmp_path, "local"))
    process = begin(tmp_path, engine)
    commits = tmp_path / f"out-{engine}" / "commits"
    killed = 0
    try:
        while process.poll() is None and not killed:
            time.sleep(0.05)
            if not commits.is_dir() or not any(commits.iterdir()):
                continue
            assert len(list(commits.iterdir())) < TASKS, "all was done before a worker was killed"
            workers = [pid for pid, line in descendants(process.pid) if WORKERS[engine] in line]
            for pid in workers[-1:]:  # of Spark, the last is no daemon that forks others
                os.kill(pid, signal.SIGKILL)
                killed = pid
        finish(process)
    finally:
        process.kill()
    assert killed
    assert content(tmp_path, engine) == content(tmp_path, "local")
