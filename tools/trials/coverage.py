"""Which branches the tests run: nearly all, and every one in the guarded modules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tools.trials.figures import Figure, Tier
from tools.trials.guarded import GROUPS
from tools.trials.watched import ROOT

_LEAST = 0.97
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
    """What coverage.py tells of the whole test suite as JSON, and the tests that failed."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "coverage.json")
        clean = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment = {**clean, "COVERAGE_FILE": str(Path(folder, "data"))}

        def coverage(*arguments: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [sys.executable, "-m", "coverage", *arguments],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                encoding="utf-8",
                errors="replace",
                check=False,
            )

        ran = coverage("run", "-m", "pytest", "-q", "-p", "no:cacheprovider")
        coverage("combine", "--quiet")
        done = coverage("json", "-o", str(told))
        if not told.exists():
            raise RuntimeError(f"{ran.stdout[-2000:]}\n{done.stdout}")
        failed = [line for line in ran.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        if ran.returncode and not failed:
            failed = [ran.stdout[-2000:]]
        return json.loads(told.read_text(encoding="utf-8")), failed
