"""Mistakes put into the guarded modules by a machine: how many of them the tests see.

Everything happens in a temporary folder; the checkout stays as it is.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from tools.trials.figures import Figure, Tier, note
from tools.trials.guarded import GROUPS, Group
from tools.trials.watched import ROOT

_LEAST = 0.85
_FOLDERS = ("contentlint", "tests", "tools", "rules")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.so", "*.pyd")
_RUN = "from mutmut.__main__ import cli; cli()"
_SHOW = """
import sys
from mutmut.mutation.diff_apply import find_mutant, get_diff_for_mutant
from mutmut.stats import status_by_exit_code
for name in sys.argv[1:]:
    mutant = find_mutant(name)
    print(name, status_by_exit_code[mutant.exit_code_by_key[name]])
    for line in get_diff_for_mutant(name, path=mutant.path).splitlines()[2:]:
        if line[:1] in "-+":
            print(line)
"""
_SEEN = frozenset({1, 3, 24, -24, 36, 152, 255})
"""What a test process gives back when a mutant was seen: a test failed, pytest itself did, or it
took many times as long as usual."""


class Outcome(NamedTuple):
    """What became of the mutants of a group."""

    total: int
    seen: int
    survivors: str
    """Those that were not seen, also because no test reaches them, with what was changed."""


def run(tier: Tier) -> Iterator[Figure]:
    """Nothing with ``quick``: a mutant takes a second, and there are thousands."""
    if tier == "quick":
        return
    goal = f">= {_LEAST:.0%}"
    for group in GROUPS:
        name = f"mutants seen by the tests: {group.name}"
        if find_spec("mutmut") is None or not hasattr(os, "fork"):
            yield Figure(name, "not measured, there is no mutmut", goal, False, group.promises)
            continue
        outcome = tried(group)
        share = outcome.seen / outcome.total if outcome.total else 0.0
        value = f"{outcome.seen:,} of {outcome.total:,} ({share:.1%})"
        yield Figure(name, value, goal, share >= _LEAST, group.promises)
        if outcome.survivors:
            note(outcome.survivors)


def tried(group: Group) -> Outcome:
    """Run the tests of a group once for each mutant of its modules.

    Raises:
        RuntimeError: they do not pass as they are, or mutmut fails.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for each in _FOLDERS:
            shutil.copytree(ROOT / each, folder / each, ignore=_LEFT_OUT)
        shutil.copy(ROOT / "pyproject.toml", folder)
        (folder / "setup.cfg").write_text(_settings(group), encoding="utf-8")
        _python(folder, _RUN, "run")
        return _outcome(folder, group)


def _settings(group: Group) -> str:
    """mutmut's own, in the form that holds when pyproject.toml says nothing of it."""
    lists = {
        "source_paths": ["contentlint"],
        "only_mutate": [f"contentlint/{module}.py" for module in group.modules],
        "also_copy": ["tools", "rules"],
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "--hypothesis-seed=0"],
        "pytest_add_cli_args_test_selection": [f"tests/{name}.py" for name in group.tests],
    }
    rows = [f"{key} =\n" + "".join(f"    {row}\n" for row in rows) for key, rows in lists.items()]
    return "[mutmut]\n" + "".join(rows)


def _python(folder: Path, code: str, *arguments: str) -> str:
    clean = {
        k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "MUT", "GIT", "COV"))
    }
    # Where other runs of pytest clear away what is old, ours must not fall over it.
    clean["PYTEST_DEBUG_TEMPROOT"] = str(folder)
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=clean,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    said = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        raise RuntimeError(f"mutmut: {said[-2000:]}")
    return said


def _outcome(folder: Path, group: Group) -> Outcome:
    codes: dict[str, int] = {}
    for module in group.modules:
        stored = folder / "mutants" / "contentlint" / f"{module}.py.meta"
        codes |= json.loads(stored.read_text(encoding="utf-8"))["exit_code_by_key"]
    left = sorted(name for name, code in codes.items() if code not in _SEEN)
    shown = _python(folder, _SHOW, *left) if left else ""
    return Outcome(len(codes), len(codes) - len(left), shown)
