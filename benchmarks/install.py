"""What is measured, installed: both wheels of this checkout, and its peers in their versions.

Only modules of the standard library are used here: it runs before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

from benchmarks.tools import NPM, OURS, PIP, PURE

ROOT = Path(__file__).resolve().parent.parent


def everything(work: Path, peers: bool = True) -> dict[str, str]:
    """Where each program is; one that cannot be installed is told of, and is not among them.

    Raises:
        SystemExit: contentlint itself cannot be built.
    """
    where = {
        OURS: _wheel(work / "compiled", {"CONTENTLINT_COMPILE": "1"}),
        PURE: _wheel(work / "pure", {"CONTENTLINT_COMPILE": ""}),
    }
    if peers:
        where |= _by_pip(work / "peers")
        where |= _by_npm(work / "modules")
    return where


def python_of(program: str) -> str:
    """The Python of the environment that a program of ours is installed in."""
    return str(Path(program).with_name("python"))


def _wheel(place: Path, environment: Mapping[str, str]) -> str:
    """Build this checkout, install it in an environment of its own; its program."""
    python = _environment(place)
    command = [python, "-m", "pip", "install", "-q", "--force-reinstall", str(ROOT)]
    done = _run(command, environment)
    if done.returncode:
        raise SystemExit(f"contentlint was not built:\n{done.stdout[-2000:]}")
    program = str(Path(python).with_name("contentlint"))
    wanted = "(compiled)" if environment["CONTENTLINT_COMPILE"] else "(pure Python)"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    if wanted not in said:
        raise SystemExit(f"{program} is not {wanted}: {said}{done.stdout[-2000:]}")
    return program


def _environment(place: Path) -> str:
    python = place / "bin" / "python"
    if not python.exists():
        venv.create(place, with_pip=True, symlinks=True)
    return str(python)


def _by_pip(place: Path) -> dict[str, str]:
    python = _environment(place)
    where = {}
    for program, package in PIP.items():
        done = _run([python, "-m", "pip", "install", "-q", package], {})
        found = shutil.which(program, path=str(place / "bin"))
        if done.returncode or not found:
            _missing(program, done.stdout)
        else:
            where[program] = found
    return where


def _by_npm(place: Path) -> dict[str, str]:
    place.mkdir(parents=True, exist_ok=True)
    if not (place / "package.json").exists():
        (place / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    npm = shutil.which("npm")
    where = {}
    for program, packages in NPM.items():
        said = "there is no npm"
        if npm:
            said = _run([npm, "install", "--no-audit", "--no-fund", *packages], {}, place).stdout
        found = shutil.which(program, path=str(place / "node_modules" / ".bin"))
        if found:
            where[program] = found
        else:
            _missing(program, said)
    return where


def _missing(program: str, said: str) -> None:
    lines = said.strip().splitlines() or [""]
    print(f"{program} could not be installed: {lines[-1]}", file=sys.stderr)


def _run(
    command: list[str], environment: Mapping[str, str], folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
