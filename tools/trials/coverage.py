"""Which branches the tests run: nearly all, and every one in the guarded modules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tools.trials.figures import Figure, Tier
from tools.trials.guarded import GROUPS
from tools.trials.watched import ROOT

_LEAST = 0.97
_PROCESSES = 4
"""At a time: many tests wait for others."""
_PROMISES = ("P1", "P2", "P7", "P8")
_NAMES = (
    "branches run by the tests",
    f"branches and lines run of {', '.join(group.name for group in GROUPS)}",
)
_GOALS = (f">= {_LEAST:.0%}", "all")


def run(tier: Tier) -> Iterator[Figure]:
    """Nothing with ``quick``: it is the whole test suite, and slower than usual."""
    if tier == "quick":
        return
    if find_spec("coverage") is None:
        for name, goal in zip(_NAMES, _GOALS, strict=True):
            yield Figure(name, "not measured, there is no coverage.py", goal, False, _PROMISES)
        return
    told, failed = measured()
    total = told["totals"]
    share = total["covered_branches"] / total["num_branches"]
    value = f"{total['covered_branches']:,} of {total['num_branches']:,} ({share:.1%})"
    # Some count time or wait for an interrupt: measured, they may fail, and are only named.
    yield Figure(_NAMES[0], value, _GOALS[0], share >= _LEAST, _PROMISES, tuple(failed))
    yield _guarded(told["files"])


def _guarded(files: Mapping[str, Any]) -> Figure:
    names = [f"contentlint/{name}.py" for group in GROUPS for name in group.modules]
    parts = [files[name]["summary"] for name in names]
    there = sum(part["num_branches"] + part["num_statements"] for part in parts)
    done = sum(part["covered_branches"] + part["covered_lines"] for part in parts)
    missed = []
    for name in names:
        missed += [f"{name}: line {line}" for line in files[name]["missing_lines"]]
        jumps = files[name]["missing_branches"]
        missed += [f"{name}: from {a} to {b if b > 0 else 'the end'}" for a, b in jumps]
    value = f"{done:,} of {there:,} in {len(names)} modules"
    return Figure(_NAMES[1], value, _GOALS[1], done == there, _PROMISES, tuple(missed))


def measured() -> tuple[dict[str, Any], list[str]]:
    """What coverage.py tells of the whole test suite as JSON, and the tests that failed.

    Each file has a process of its own: an exception out of a signal handler
    can end the tracing of its process for good.
    """
    files = sorted((ROOT / "tests").rglob("test_*.py"), key=lambda path: -path.stat().st_size)
    with tempfile.TemporaryDirectory() as folder:

        def test(path: Path) -> str:
            run = ("run", "-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider")
            return _coverage(folder, *run, str(path))

        with ThreadPoolExecutor(_PROCESSES) as pool:
            said = list(pool.map(test, files))
        told = Path(folder, "coverage.json")
        said.append(_coverage(folder, "combine", "--quiet"))
        said.append(_coverage(folder, "json", "-o", str(told)))
        if not told.exists():
            raise RuntimeError("\n".join(said)[-4000:])
        lines = "\n".join(said).splitlines()
        failed = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
        return json.loads(told.read_text(encoding="utf-8")), failed


def _coverage(folder: str, *arguments: str) -> str:
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-m", "coverage", *arguments],
        cwd=ROOT,
        env={**clean, "COVERAGE_FILE": str(Path(folder, "data"))},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.stdout
