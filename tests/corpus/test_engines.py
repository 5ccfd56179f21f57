"""Ray and Spark write the same tables as processes of this machine, whatever is killed."""

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
from processes import below, still_running
from test_decide import varied

from contentlint.corpus import plan
from contentlint.corpus.results import Results

PACKAGES = {"ray": ("ray",), "spark": ("pyspark", "pandas")}
WORKERS = {"ray": "ray::", "spark": "pyspark.daemon"}
"""What the command lines of processes have that do tasks."""
TASKS = 10
RULES = ("--profile", "corpus", "--isolated")
PATIENCE = 400
"""Seconds for a scan: it takes minutes until a lost node is given up."""
ENGINES = [
    pytest.param(
        engine,
        marks=[
            pytest.mark.slow,
            pytest.mark.skipif(
                not all(map(importlib.util.find_spec, packages))
                or (engine == "spark" and shutil.which("java") is None),
                reason=f"{' or '.join(packages)} is not installed, or Java is not",
            ),
        ],
    )
    for engine, packages in PACKAGES.items()
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus, and ``out-local`` with the results of processes of this machine."""
    folder = tmp_path_factory.mktemp("engines")
    (folder / "in").mkdir()
    for task in range(TASKS):
        rows = ({"id": f"{task}-{n}", "text": text} for n, text in enumerate(varied(200)))
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / "in" / f"{task}.jsonl").write_text(lines, encoding="utf-8")
    finish(begin(folder, "local"))
    return folder


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "SPARK_LOCAL_IP": "127.0.0.1"}


def begin(folder: Path, engine: str, out: str = "") -> subprocess.Popen[str]:
    words = ["--out", f"out-{out or engine}", "--engine", engine, "-j2"]
    return subprocess.Popen(
        [sys.executable, "-m", "contentlint", "corpus", "scan", "in", *words, *RULES],
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors
    return errors


def content(folder: Path, out: str) -> list[tuple[object, ...]]:
    """The rows of each table, with a sum of their hashes."""
    results = Results(str(folder / f"out-{out}"))
    made = plan.read(results)
    done = results.committed()
    assert done == set(made.ids()) and len(done) == TASKS
    found = []
    for kind in ("documents", "findings", "facts"):
        source = f"read_parquet({results.files(kind, made.ids())!r})"
        query = f"select count(*), sum(hash(t)) from {source} t"
        found += duckdb.connect().execute(query).fetchall()
    return found


def commits(folder: Path, out: str) -> dict[str, int]:
    """The commits of a scan, with the time of each."""
    found = (folder / f"out-{out}" / "commits").glob("*.json")
    return {path.name: path.stat().st_mtime_ns for path in found}


def wait_for_commits(process: subprocess.Popen[str], folder: Path, out: str, count: int) -> None:
    """Wait until a scan has so many commits, and not all of them."""
    while len(commits(folder, out)) < count:
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    assert len(commits(folder, out)) < TASKS, "all was done before anything was killed"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("engine", ENGINES)
def test_same_after_a_worker_is_killed(engine: str, folder: Path) -> None:
    process = begin(folder, engine)
    try:
        wait_for_commits(process, folder, engine, 1)
        workers = [pid for pid, line in below(process.pid).items() if WORKERS[engine] in line]
        os.kill(workers[-1], signal.SIGKILL)  # of Spark, the last is no daemon that forks others
        finish(process)
    finally:
        process.kill()
    assert content(folder, engine) == content(folder, "local")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_left_is_done_after_the_driver_is_killed(engine: str, folder: Path) -> None:
    out = f"{engine}-driver"
    process = begin(folder, engine, out)
    others: dict[int, str] = {}
    try:
        wait_for_commits(process, folder, out, 2)
        others = below(process.pid)
    finally:
        process.kill()
        process.communicate()
    for pid in still_running(others):
        os.kill(pid, signal.SIGKILL)
    before = commits(folder, out)
    assert 2 <= len(before) < TASKS
    said = finish(begin(folder, engine, out))
    assert f"{len(before)} of {TASKS} tasks are done" in said
    after = commits(folder, out)
    assert {name: after[name] for name in before} == before
    assert content(folder, out) == content(folder, "local")


_NODES = """
import sys

import ray
from ray.cluster_utils import Cluster

from contentlint.corpus import scan
from contentlint.corpus.batch import Options
from contentlint.run.session import Request, Selection

cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0})
nodes = [cluster.add_node(num_cpus=1) for _ in range(2)]
ray.init(address=cluster.address, log_to_driver=False)
request = Request(Selection(profile="corpus", isolated=True))
out, made, common = scan.start(["in"], "out-nodes", request, Options(seconds=20.0))
removed = False
for _ in scan.run(common, scan.left(out, made), "ray", 0):
    if not removed:
        cluster.remove_node(nodes[0], allow_graceful=False)
        removed = True
ray.shutdown()
cluster.shutdown()
print(removed, scan.status(out, made).complete)
"""


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="ray is not installed")
def test_same_after_a_node_is_lost(folder: Path) -> None:
    script = folder / "nodes.py"
    script.write_text(_NODES, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=folder,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.stdout.endswith("True True\n"), done.stderr
    assert content(folder, "nodes") == content(folder, "local")
