"""Check that one corpus gives one report however it is checked.

    python -m benchmarks.same PATH…

The report is JSON with every finding of every severity, and what is said on standard error.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import sets
from benchmarks.corpus import table

JOBS = (1, 2, 8)
CACHES = ("none", "cold", "files known", "run known")
_CHECK = ("check", "--isolated", "--no-respect-gitignore", "--exit-zero", "--min-severity=info")


class Run(NamedTuple):
    """One way of checking, and what came out."""

    build: str
    """``compiled`` or ``pure``."""
    method: str
    """How workers start: ``fork`` or ``spawn``."""
    jobs: int
    cache: str
    """One of ``CACHES``."""
    digest: str
    """SHA-256 of the report and of standard error."""
    findings: int

    def how(self) -> str:
        """For people."""
        return f"{self.build}, {self.jobs} workers by {self.method}, cache: {self.cache}"


def runs(programs: Mapping[str, str], paths: Sequence[Path]) -> Iterator[Run]:
    """Every way; ``programs`` are builds by name. One worker is none: its start is no matter."""
    for build, program in programs.items():
        for jobs in JOBS:
            for method in ("fork", "spawn") if jobs > 1 else ("fork",):
                command = [program, *_CHECK, f"--jobs={jobs}", *map(str, paths)]
                yield from _with_caches(build, method, jobs, command)


def _with_caches(build: str, method: str, jobs: int, command: Sequence[str]) -> Iterator[Run]:
    folder = sets.WORK / "same-cache"
    shutil.rmtree(folder, ignore_errors=True)
    environment = {**os.environ, "CONTENTLINT_START_METHOD": method}
    keeping = [*command, f"--config=cache-dir = '{folder.as_posix()}'"]

    def run(cache: str, options: Sequence[str]) -> Run:
        done = subprocess.run(options, env=environment, capture_output=True, check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(options)}: exit {done.returncode}\n{done.stderr!r}")
        digest = hashlib.sha256(done.stdout + b"\0" + done.stderr).hexdigest()
        findings = len(json.loads(done.stdout)["findings"])
        return Run(build, method, jobs, cache, digest, findings)

    yield run("none", [*command, "--format=json", "--no-cache"])
    yield run("cold", [*keeping, "--format=json"])
    # Another format is said anew, from what is known of the files; then a run is said again.
    subprocess.run([*keeping, "--format=sarif"], env=environment, capture_output=True, check=True)
    yield run("files known", [*keeping, "--format=json"])
    yield run("run known", [*keeping, "--format=json"])
    shutil.rmtree(folder, ignore_errors=True)


def report(paths: Sequence[Path], found: Sequence[Run]) -> Iterator[str]:
    """How many ways there were, and those that gave something else than the first."""
    files = [path for root in paths for path in sets.markdown(root)]
    others = [run for run in found if run.digest != found[0].digest]
    rows = [
        (build, len(each), len({run.digest for run in each}), each[0].findings)
        for build in dict.fromkeys(run.build for run in found)
        if (each := [run for run in found if run.build == build])
    ]
    size = sum(path.stat().st_size for path in files) / 1e6
    yield (
        f"{len(files):,} files, {size:.1f} MB: {len(found)} runs with {', '.join(map(str, JOBS))} "
        f"workers, by fork and by spawn, cache: {', '.join(CACHES)}; "
        f"{len(others)} gave another report than the first."
    )
    yield ""
    yield from table(("build", "runs", "different reports", "findings"), rows)
    for run in others:
        yield f"Different: {run.how()}."


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 1 when one report differs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.same", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--compiled", required=True, metavar="PROGRAM")
    parser.add_argument("--pure", required=True, metavar="PROGRAM")
    args = parser.parse_args(argv)
    found = list(runs({"compiled": args.compiled, "pure": args.pure}, args.paths))
    for line in report(args.paths, found):
        print(line)
    return int(len({run.digest for run in found}) > 1)


if __name__ == "__main__":
    sys.exit(main())
