"""Mistakes put into the guarded modules by a machine: the tests see each, or it is listed as none.

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

from tools.trials.figures import Figure, Tier
from tools.trials.guarded import GROUPS, Group
from tools.trials.watched import ROOT

LISTED = ROOT / "docs" / "reliability" / "mutants.md"
"""The mutants that nobody could tell from the code, each with the reason."""
_FOLDERS = ("contentlint", "tests", "tools", "rules")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.so", "*.pyd")
_RUN = "from mutmut.__main__ import cli; cli()"
_SHOW = """
import json, sys
from mutmut.mutation.diff_apply import find_mutant, get_diff_for_mutant
for name in sys.argv[1:]:
    lines = get_diff_for_mutant(name, path=find_mutant(name).path).splitlines()[2:]
    print(json.dumps([name, *(" ".join(l[1:].strip() for l in lines if l[0] == s) for s in "-+")]))
"""
_SEEN = frozenset({1, 3, 24, -24, 36, 152, 255})
"""What a test process gives back when a mutant was seen: a test failed, pytest itself did, or it
took many times as long as usual."""


class Mutant(NamedTuple):
    """A function with a mistake in it."""

    function: str
    was: str
    now: str

    def row(self) -> str:
        """Return the beginning of its row in ``LISTED``, which holds no mutant twice."""
        cells = (f"`{cell}`" for cell in self)
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


class Outcome(NamedTuple):
    """What became of the mutants of a group."""

    total: int
    left: tuple[Mutant, ...]
    """Those that were not seen, also because no test reaches them."""


def run(tier: Tier) -> Iterator[Figure]:
    """Nothing with ``quick``: a mutant takes a second, and there are thousands."""
    if tier == "quick":
        return
    for group in GROUPS:
        name = f"mutants seen by the tests: {group.name}"
        if find_spec("mutmut") is None or not hasattr(os, "fork"):
            yield Figure(name, "not measured, there is no mutmut", "0 left", False, group.promises)
        else:
            yield figure(name, group, tried(group), LISTED.read_text(encoding="utf-8"))


def figure(name: str, group: Group, outcome: Outcome, listed: str) -> Figure:
    """The figure of a group: each of its mutants is seen, or has a row in the text ``listed``."""
    rows = [mutant.row() for mutant in outcome.left]
    new = [row for row in rows if row not in listed]
    counts = outcome.total - len(rows), len(rows) - len(new), len(new)
    value = "{:,} seen, {:,} that change nothing, {:,} left".format(*counts)
    return Figure(name, value, "0 left", not new, group.promises, tuple(new))


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
        "pytest_add_cli_args": [
            *("-p", "no:cacheprovider", "--hypothesis-seed=0"),
            *("-m", "not slow"),
        ],
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
    shown = _python(folder, _SHOW, *left).splitlines() if left else []
    return Outcome(len(codes), tuple(_mutant(*json.loads(line)) for line in shown))


def _mutant(name: str, was: str, now: str) -> Mutant:
    """By mutmut's name: ``contentlint.a.x_f__mutmut_1``, ``contentlint.a.xǁClassǁf__mutmut_1``."""
    module, _, last = name.partition("__mutmut_")[0].removeprefix("contentlint.").rpartition(".")
    function = last[2:].replace("ǁ", ".")
    return Mutant(f"{module}.{function}", was, now)
