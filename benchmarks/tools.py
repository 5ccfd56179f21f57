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
OURS, PURE = "contentlint", "contentlint-pure"
"""Ourselves as programs: the compiled wheel, and the one that was built without a compiler."""
PIP = {
    "rumdl": "rumdl==0.3.0",
    "typos": "typos==1.52.0",
    "codespell": "codespell==2.4.3",
    "proselint": "proselint==0.16.0",
    "pymarkdown": "pymarkdownlnt==0.9.41",
}
NPM = {
    "markdownlint-cli2": ("markdownlint-cli2@0.22.1",),
    "textlint": (
        *("textlint@15.8.0", "textlint-rule-no-todo@2.0.1", "textlint-rule-max-comma@4.0.0"),
        *("textlint-rule-common-misspellings@1.0.1", "textlint-rule-no-zero-width-spaces@1.0.1"),
    ),
    "remark": ("remark-cli@12.0.1", "remark-preset-lint-recommended@7.0.1"),
}
"""Peers by program, and the packages that ``benchmarks/run`` installs."""
PINNED = {
    **{program: package.partition("==")[2] for program, package in PIP.items()},
    **{program: packages[0].partition("@")[2] for program, packages in NPM.items()},
}
"""Peers by program, and the version the published figures are from."""
PYTHON = "python -c pass"
RUMDL = "rumdl, default rules"


class Tool(NamedTuple):
    """One row: what it is called, and how it is run on a path."""

    label: str
    program: str
    """As in ``PINNED``, or one of ours; empty: this Python."""
    arguments: tuple[str, ...]
    """``{path}`` is the file or folder, ``{glob}`` the Markdown files in it, ``{work}`` a folder
    for what is kept between runs, ``{modules}`` where packages of npm lie. Without a path it is
    run for its start alone."""
    changes: int | None = None
    """How many files change before each run; None: nothing is kept from an earlier run."""
    found: int = 1
    """The exit code that means findings; ours are run with ``--exit-zero``, for a Python that
    breaks exits 1 too."""

    def worked(self, status: int) -> bool:
        """Return True if an exit code says that the run was complete."""
        return status in (0, self.found)

    def takes_a_path(self) -> bool:
        """Return True if it is told what to look at."""
        return any("{path}" in each or "{glob}" in each for each in self.arguments)


# The folders that are measured may be ignored by git: nobody may skip them for that.
CHECK = (
    *("check", "--format", "concise", "--exit-zero", "--isolated", "--no-respect-gitignore"),
    "--no-cache",
)
_KEEPING = (*CHECK[:-1], "--config", "cache-dir = '{work}/contentlint-cache'")
_RUMDL = ("check", "--no-config", "--respect-gitignore=false")
_RUMDL_KEEPING = (*_RUMDL, "--cache-dir", "{work}/rumdl-cache")
_TEXTLINT = ("no-todo", "common-misspellings", "max-comma", "no-zero-width-spaces")
TOOLS = (
    Tool(PYTHON, "", ("-c", "pass")),
    Tool("contentlint --version", OURS, ("--version",), found=0),
    Tool("contentlint", OURS, (*CHECK, "{path}"), found=0),
    Tool("contentlint --jobs 1", OURS, (*CHECK, "--jobs", "1", "{path}"), found=0),
    Tool("contentlint --jobs 2", OURS, (*CHECK, "--jobs", "2", "{path}"), found=0),
    Tool("contentlint --jobs 2, pure", PURE, (*CHECK, "--jobs", "2", "{path}"), found=0),
    Tool(RUMDL, "rumdl", (*_RUMDL, "--no-cache", "{path}")),
    Tool(
        "rumdl, 6 comparable rules",
        "rumdl",
        (*_RUMDL, "--no-cache", "--enable", COMPARABLE, "{path}"),
    ),
    Tool("contentlint, nothing changed", OURS, (*_KEEPING, "{path}"), 0, 0),
    Tool("rumdl, nothing changed", "rumdl", (*_RUMDL_KEEPING, "{path}"), 0),
    Tool("contentlint, 10 files changed", OURS, (*_KEEPING, "{path}"), 10, 0),
    Tool("rumdl, 10 files changed", "rumdl", (*_RUMDL_KEEPING, "{path}"), 10),
    Tool("typos", "typos", ("--isolated", "--no-ignore", "{path}"), found=2),
    Tool("codespell", "codespell", ("{path}",), found=65),
    Tool("markdownlint-cli2", "markdownlint-cli2", ("{glob}",)),
    Tool(
        "textlint, 4 rules",
        "textlint",
        (
            *("--no-textlintrc", "--no-color", "--rules-base-directory", "{modules}"),
            *(part for rule in _TEXTLINT for part in ("--rule", rule)),
            "{path}",
        ),
    ),
    Tool(
        "remark-lint, recommended",
        "remark",
        (
            *("--no-config", "--no-ignore", "--no-stdout", "--no-color"),
            *("--use", "{modules}/remark-preset-lint-recommended/index.js", "{path}"),
        ),
    ),
    Tool("proselint", "proselint", ("check", "{path}")),
    Tool("PyMarkdown", "pymarkdown", ("scan", "--recurse", "{path}")),
)


def find(program: str, given: Mapping[str, str]) -> str | None:
    """The path of a program: as given, beside this Python, or on the search path."""
    if not program:
        return sys.executable
    if program in given:
        return shutil.which(given[program])
    beside = shutil.which(program, path=str(Path(sys.executable).parent))
    return beside or shutil.which(program)


def command(tool: Tool, executable: str, path: Path, work: Path = Path()) -> list[str]:
    """The whole command line on a file or folder."""
    places = {
        "path": str(path),
        "glob": str(path) if path.is_file() else f"{path.as_posix()}/**/*.md",
        "work": work.as_posix(),
        "modules": Path(executable).parent.parent.as_posix(),  # node_modules/.bin/textlint
    }
    return [executable, *(argument.format(**places) for argument in tool.arguments)]


def version(program: str, executable: str) -> str:
    """What a peer says of its version; ``unknown`` when it says nothing like one."""
    ask = "version" if program in ("proselint", "pymarkdown") else "--version"
    done = subprocess.run(
        [executable, ask], capture_output=True, text=True, check=False, timeout=60
    )
    # The packages of remark have versions each; that of the program comes last.
    said = (done.stdout + done.stderr).rpartition("cli: ")[2]
    found = re.search(r"\d+\.\d+\.\d+", said)
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
