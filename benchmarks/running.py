"""The command line as a user runs it, in a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_ALONE = ("--isolated", "--no-respect-gitignore", "--no-cache")
_CLOSING = re.compile(rb"^(?:fixed|would fix|nothing to fix|wrote|\d+ files?,) ", re.MULTILINE)
"""How a run that went to its end begins its last lines, also when it exits 2."""
_ENOUGH = 20
"""Failures of one kind that are printed."""


class Ran(subprocess.CompletedProcess[bytes]):
    """What a run gave back."""

    def said(self) -> list[str]:
        """The lines on standard error."""
        return self.stderr.decode("utf-8", "replace").splitlines()

    def report(self) -> dict[str, Any]:
        """The report of a run with ``--format=json``."""
        report: dict[str, Any] = json.loads(self.stdout)
        return report


def contentlint(folder: Path, *arguments: str, program: str | None = None) -> Ran:
    """Run ``contentlint check`` in a folder, blind to every configuration, and without a cache.

    ``program`` is an installed one in place of this checkout's.

    Raises:
        SystemExit: it broke, or did not even begin.
    """
    start = [sys.executable, "-m", "contentlint"] if program is None else [program]
    command = [*start, "check", *_ALONE, *arguments]
    environment = {**os.environ, "CONTENTLINT_TRACEBACK": "1"}
    if program is None:
        environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    ran = Ran(done.args, done.returncode, done.stdout, done.stderr)
    if ran.returncode not in (0, 1) and not _CLOSING.search(ran.stderr):
        raise SystemExit(ran.stderr.decode("utf-8", "replace"))
    return ran


def failed(what: str, places: Iterable[str]) -> bool:
    """Print what failed, if anything did; whether it did."""
    found = list(places)
    for place in found[:_ENOUGH]:
        print(f"  FAILED: {what}: {place}")
    if len(found) > _ENOUGH:
        print(f"  FAILED: {what}: {len(found) - _ENOUGH} more")
    return bool(found)
