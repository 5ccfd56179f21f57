"""How far a long trial has come: kept on the disk, so that an end in the middle loses little."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path
from typing import NamedTuple

from tools.trials.watched import ROOT

FOLDER = ROOT / ".reliability"
_EVERY = 10.0
"""Seconds between two savings."""


class Reached(NamedTuple):
    """What is known of one target."""

    seed: int = 0
    """The last that was tried."""
    runs: int = 0
    """Those that counted."""
    faults: tuple[str, ...] = ()


class Progress:
    """What has been reached, by target. Other code than that of ``of`` begins anew."""

    def __init__(self, path: Path | None, of: str) -> None:
        """``path`` None: nothing is kept."""
        self._path, self._of, self._saved = path, of, time.monotonic()
        self._reached: dict[str, Reached] = {}
        if path is not None and path.exists():
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored["of"] == of:
                for name, (seed, runs, faults) in stored["reached"].items():
                    self._reached[name] = Reached(seed, runs, tuple(faults))

    def of(self, name: str) -> Reached:
        return self._reached.get(name, Reached())

    def put(self, name: str, reached: Reached) -> None:
        self._reached[name] = reached
        if time.monotonic() - self._saved >= _EVERY:
            self.save()

    def save(self) -> None:
        """Write it down, whole or not at all."""
        self._saved = time.monotonic()
        if self._path is None:
            return
        self._path.parent.mkdir(exist_ok=True)
        beside = self._path.with_suffix(".tmp")
        stored = {"of": self._of, "reached": self._reached}
        beside.write_text(json.dumps(stored, indent=1, ensure_ascii=True), encoding="utf-8")
        os.replace(beside, self._path)


def code() -> str:
    """A hash of everything that is tried, and of what tries it."""
    found = hashlib.sha256()
    for folder in ("contentlint", "rules", "tools", "tests/rules"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".toml", ".md", ".txt"):
                found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()[:16]
