"""The commands that are compared, and the versions they are compared in."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

COMPARABLE = "MD009,MD012,MD034,MD042,MD045,MD056"
"""Rules of rumdl that do what rules of ours do."""
PINNED = {"rumdl": "0.3.0", "markdownlint-cli2": "0.22.1", "proselint": "0.16.0"}
"""Peers by program, and the version the published figures are from."""
PYTHON = "python -c pass"
RUMDL = "rumdl, default rules"


class Tool(NamedTuple):
    """One row: what it is called, and how it is run on a path."""

    label: str
    program: str
    """As in ``PINNED``; empty: this Python."""
    arguments: tuple[str, ...]
    """``{path}`` is the file or folder, ``{glob}`` the Markdown files in it, ``{work}`` a folder
    for what is kept between runs."""
    changes: int | None = None
    """How many files change before each run; None: nothing is kept from an earlier run."""

    def worked(self, status: int) -> bool:
        """Whether an exit code says that the run was complete; 1 means findings for a peer.

        Of ours only 0 does: a Python that breaks exits 1 too.
        """
        return status == 0 or (status == 1 and bool(self.program))


# The folders that are measured may be ignored by git: nobody may skip them for that.
_OURS = (
    "-m contentlint check --format concise --exit-zero --no-cache --isolated --no-respect-gitignore"
).split()
_KEEPING = [option for option in _OURS if option != "--no-cache"]
_KEEPING += ["--config", "cache-dir = '{work}/contentlint-cache'"]
_RUMDL_KEEPING = ["check", "--no-config", "--respect-gitignore=false"]
_RUMDL_KEEPING += ["--cache-dir", "{work}/rumdl-cache"]
_PURE = (
    "-c",
    "import os, runpy; os.environ['CONTENTLINT_PURE'] = '1';"
    " runpy.run_module('contentlint', run_name='__main__')",
)
"""The rest of a command line that runs this Python; ``compile_modules.py`` makes a difference."""
TOOLS = (
    Tool(PYTHON, "", ("-c", "pass")),
    Tool("contentlint", "", (*_OURS, "{path}")),
    Tool("contentlint --jobs 1", "", (*_OURS, "--jobs", "1", "{path}")),
    Tool("contentlint --jobs 2", "", (*_OURS, "--jobs", "2", "{path}")),
    Tool("contentlint --jobs 2, uncompiled", "", (*_PURE, *_OURS[2:], "--jobs", "2", "{path}")),
    Tool(
        RUMDL,
        "rumdl",
        ("check", "--no-cache", "--no-config", "--respect-gitignore=false", "{path}"),
    ),
    Tool(
        "rumdl, 6 comparable rules",
        "rumdl",
        (
            *("check", "--no-cache", "--no-config", "--respect-gitignore=false"),
            *("--enable", COMPARABLE, "{path}"),
        ),
    ),
    Tool("contentlint, nothing changed", "", (*_KEEPING, "{path}"), 0),
    Tool("rumdl, nothing changed", "rumdl", (*_RUMDL_KEEPING, "{path}"), 0),
    Tool("contentlint, 10 files changed", "", (*_KEEPING, "{path}"), 10),
    Tool("rumdl, 10 files changed", "rumdl", (*_RUMDL_KEEPING, "{path}"), 10),
    Tool("markdownlint-cli2", "markdownlint-cli2", ("{glob}",)),
    Tool("proselint", "proselint", ("check", "{path}")),
)


def find(program: str, given: Mapping[str, str]) -> str | None:
    """The path of a peer: as given, beside this Python, or on the search path."""
    if program in given:
        return shutil.which(given[program])
    beside = shutil.which(program, path=str(Path(sys.executable).parent))
    return beside or shutil.which(program)


def command(tool: Tool, executable: str, path: Path, work: Path = Path()) -> list[str]:
    """The whole command line on a file or folder."""
    glob = str(path) if path.is_file() else f"{path.as_posix()}/**/*.md"
    return [
        executable,
        *(a.format(path=path, glob=glob, work=work.as_posix()) for a in tool.arguments),
    ]


def version(program: str, executable: str) -> str:
    """What a peer says of its version; ``unknown`` when it says nothing like one."""
    ask = "version" if program == "proselint" else "--version"
    done = subprocess.run(
        [executable, ask], capture_output=True, text=True, check=False, timeout=60
    )
    found = re.search(r"\d+\.\d+\.\d+", done.stdout + done.stderr)
    return found[0] if found else "unknown"


def versions(executables: Mapping[str, str | None]) -> dict[str, str]:
    """Version by program, for those that are there."""
    return {name: version(name, path) for name, path in executables.items() if path}


def notes(found: Mapping[str, str], wanted: Mapping[str, str] = PINNED) -> Sequence[str]:
    """Which peers are not the pinned version."""
    return [
        f"{name} is {number}, not {wanted[name]}"
        for name, number in found.items()
        if number != wanted[name]
    ]
