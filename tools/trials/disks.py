"""The same findings everywhere: on a read-only disk, without a home, in any locale."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import itertools
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from contentlint.run import runner
from tools.trials.figures import Figure, Tier, counted, sized, standing_in
from tools.trials.process import BODY, articles, command, surroundings

LOCALES = (
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "C.UTF-8"},
    {"LC_ALL": "tr_TR.UTF-8"},
)
_DROP, _OVERRIDING = 24, (1, 2)
"""Of prctl: PR_CAPBSET_DROP, and CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""
_ARTICLES = 30
_SEEDS = ("0", "1", "4321")
REFUSED = (("--fix",), ("--format", "json=out.json"), ("--write-baseline",))


class Disk(NamedTuple):
    """Where a run finds its articles, its home and a folder for temporary files."""

    folder: Path
    variables: Mapping[str, str]
    preexec: Callable[[], None] | None = None
    """What keeps the run from writing there."""


def hashes(runs: int) -> tuple[int, set[str]]:
    """How many runs there were in other surroundings, and the digests of what they said.

    Half of them run on a disk to which nobody may write, with a home that is not there
    or none at all.
    """
    found = set()
    writable, protected = Path("writable"), Path("protected")
    for folder in (writable, protected):
        folder.mkdir()
        articles(folder, _ARTICLES, BODY + _prose(runner.FORK_FROM // _ARTICLES))
    here = str(writable.absolute())
    with read_only(protected):
        disks = (
            Disk(writable, {"HOME": here, "TMPDIR": here}),
            Disk(protected, {"TMPDIR": str(protected.absolute())}, powerless),
        )
        everything = itertools.product(LOCALES, _SEEDS, disks, ("1", "3"), (False, True))
        # Fewer than all, and still some with each of everything.
        chosen = list(everything)[:: 72 // runs - 1 or 1][:runs]
        for number, (locale, seed, disk, jobs, cold) in enumerate(chosen):
            # Without a home Python asks the system for one; this one is nowhere.
            home = {"HOME": "/nonexistent"} if disk.preexec and number % 2 else {}
            done = subprocess.run(
                command("check", ".", "--isolated", "--format", "json", "--jobs", jobs)
                + ["--no-cache"] * cold,
                cwd=disk.folder,
                env=surroundings(PYTHONHASHSEED=seed, **locale, **disk.variables, **home),
                capture_output=True,
                check=False,
                timeout=120,
                preexec_fn=disk.preexec,
            )
            said = done.stdout + done.stderr + bytes([done.returncode])
            found.add(hashlib.sha256(said).hexdigest())
    return len(chosen), found


def _prose(size: int) -> str:
    """So many bytes in which little is wrong: files of them are worth a worker."""
    chance, found = random.Random(size), ""
    while len(found) < size:
        words = ("".join(chance.choices("aeiounrstlm", k=6)) for _ in range(60))
        found += f"\n{' '.join(words).capitalize()}.\n"
    return found


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody may write into a folder and what is in it; that is tried.

    Raises:
        RuntimeError: somebody may.
    """
    everything = [folder, *folder.rglob("*")]
    modes = [path.stat().st_mode for path in everything]
    for path, mode in zip(everything, modes, strict=True):
        path.chmod(mode & ~0o222)
    try:
        tried = subprocess.run(
            [sys.executable, "-c", "open('written', 'w')"],
            cwd=folder,
            capture_output=True,
            check=False,
            preexec_fn=powerless,
        )
        if not tried.returncode or b"PermissionError" not in tried.stderr:
            raise RuntimeError(f"{folder} can be written to")
        yield
    finally:
        for path, mode in zip(everything, modes, strict=True):
            path.chmod(mode)


def powerless() -> None:
    """In a new process, before its program starts: permissions hold for root as well.

    On Linux alone root can do without the rights that make up for them.
    """
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for right in _OVERRIDING:
            libc.prctl(_DROP, right, 0, 0, 0)


def refusals() -> list[str]:
    """What is wrong where something is to be written to a disk that is read-only."""
    folder, faults = Path("protected"), []
    folder.mkdir()
    articles(folder, 3)
    before = {path: path.read_bytes() for path in folder.rglob("*.md")}
    with read_only(folder):
        for option in REFUSED:
            done = subprocess.run(
                command("check", ".", "--isolated", "--quiet", *option),
                cwd=folder,
                env=surroundings(),
                capture_output=True,
                check=False,
                timeout=60,
                preexec_fn=powerless,
            )
            said = done.stderr.decode()
            plain = all(line.startswith("contentlint: error: ") for line in said.splitlines())
            if done.returncode != 2 or not said or not plain:
                faults.append(f"{option}: {done.returncode}: {said[:200]}")
    if {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} != before:
        faults.append("the disk is not as it was")
    return faults


def run(tier: Tier) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder, standing_in(folder):
        faults = refusals()
        yield counted("writing to a read-only disk", len(REFUSED), 3, faults, ("P2", "P11"))
    with tempfile.TemporaryDirectory() as folder, standing_in(folder):
        wanted = sized(tier, 6, 72, 72)
        runs, found = hashes(wanted)
        yield Figure(
            "runs in other locales, with other hash seeds, workers and caches, half of them on a "
            "read-only disk and without a home",
            f"{runs}, {len(found)} result",
            f">= {wanted}, 1 result",
            len(found) == 1 and runs >= wanted,
            ("P7",),
        )
