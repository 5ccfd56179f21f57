"""What the command says of the articles in a folder, file by file, as lines that can be compared.

The command runs as its own process, so that nothing here depends on how the package is made.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from contentlint.report.console import LOGGED

ROOT = Path(__file__).resolve().parents[2]
PURE, COMPILED = BUILDS = ("pure", "compiled")
MESSAGES = "(messages)"
"""In place of a path: what is said of no file, or on standard error."""
_CHECK = (
    *("check", "--select=ALL", "--preview", "--cross-file", "--min-severity=info", "--exit-zero"),
    *("--no-cache", "--no-respect-gitignore", "--exclude=expected.txt"),
)
_DIFF = (*_CHECK, "--fix", "--diff")

Lines = Mapping[str, Sequence[str]]
"""What is said, by the path of a file from the folder that was checked."""


class Report(NamedTuple):
    """What the command says of a folder."""

    files: int
    """Those that were checked."""
    findings: Lines
    safe: Lines
    """The patch of the safe fixes."""
    unsafe: Lines
    """The patch of all fixes."""


def build_here(pure: bool = False) -> str:
    """Which build the command runs in this checkout, one of ``BUILDS``."""
    said = _said(ROOT, ("--version",), pure).stdout
    return COMPILED if "(compiled)" in said else PURE


def report(folder: Path, build: str, origin: str, configured: bool) -> Report:
    """Everything that a build says of a folder; ``configured``: under the configurations in it.

    Raises:
        SystemExit: the command fails.
    """
    # The dialect would depend on the place of the folder.
    where = () if configured else ("--isolated", "--dialect=none")
    options = [f"--origin={origin}", *where, "."]

    def said(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        done = _said(folder, [*command, *options], build == PURE)
        if done.returncode not in (0, 1, 2):  # 1: there are fixes; 2: some could not be applied
            raise SystemExit(f"{folder}: {' '.join(command)}: {done.stderr}")
        return done

    checked = said([*_CHECK, "--format=json"]).stdout
    try:
        found = json.loads(checked)
    except ValueError as error:
        raise SystemExit(f"{folder}: no report: {error}: {checked[:200]}") from None
    safe, unsafe = (
        patches(done.stdout, done.stderr)
        for done in (said(_DIFF), said([*_DIFF, "--unsafe-fixes"]))
    )
    return Report(found["summary"]["files"], findings(found), safe, unsafe)


def _said(folder: Path, command: Sequence[str], pure: bool) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("CONTENTLINT_") and name not in LOGGED  # patches are exact
    }
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "XDG_CONFIG_HOME": os.devnull}
    if pure:
        environment["CONTENTLINT_PURE"] = "1"
    return subprocess.run(
        [sys.executable, "-m", "contentlint", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
    )


def findings(report: Mapping[str, Any]) -> Lines:
    """The findings of a report in JSON, a line each, in their order."""
    found: dict[str, list[str]] = {}
    for one in report["findings"]:
        found.setdefault(one["path"], []).append(_line(one))
    for one in report["incomplete"]:
        found.setdefault(one["path"], []).append(f"incomplete: {one['reason']}")
    return found


def _line(finding: Mapping[str, Any]) -> str:
    """Place, code, severity and message, then the fix and what is related, if there is any."""
    said = f"{_place(finding)} {finding['code']} {finding['severity']}: {finding['message']}"
    fix = finding["fix"]
    if fix:
        edits = [f"{_place(edit)} {json.dumps(edit['text'])}" for edit in fix["edits"]]
        said += f" | {'safe' if fix['safe'] else 'unsafe'} fix: {fix['title']}: {'; '.join(edits)}"
    for other in finding["related"]:
        said += f" | related: {json.dumps(other, sort_keys=True)}"
    return said


def _place(span: Mapping[str, Any]) -> str:
    return f"{span['line']}:{span['column']}-{span['end_line']}:{span['end_column']}"


def patches(patch: str, messages: str) -> Lines:
    """A patch of many files, file by file, and the errors among the messages beside it."""
    errors = [line for line in messages.split("\n") if line.startswith("contentlint: ")]
    found: dict[str, list[str]] = {MESSAGES: errors} if errors else {}
    lines = patch.removesuffix("\n").split("\n")
    own: list[str] = []
    for line, following in pairwise([*lines, ""]):
        if line.startswith("--- a/") and following.startswith("+++ b/"):
            own = found.setdefault(line[len("--- a/") :], [])
        own.append(line)
    return found
