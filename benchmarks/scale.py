"""Cost against size, of fixes, and of memory: whether much takes only as much longer as it is more.

``python -m benchmarks.scale``; ``benchmarks/run`` calls it with everything in its place.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from benchmarks import sets
from benchmarks.corpus import table
from benchmarks.measure import Sample, interleaved, medians, run
from benchmarks.sets import FileSet
from benchmarks.tools import CHECK


class Step(NamedTuple):
    """One size of a kind of input."""

    files: FileSet
    samples: list[Sample]

    def per_mb(self) -> float:
        """Seconds of wall time a megabyte (10^6 bytes)."""
        return medians(self.samples).wall / self.files.size() * 1e6


class Fixing(NamedTuple):
    """Check and fix of the same files."""

    files: FileSet
    samples: dict[str, dict[str, list[Sample]]]
    """By the place of the files, and there by the command."""


Progress = Callable[[str], object]
CHECKED, FIXED = "contentlint check", "contentlint check --fix"


def sizes(
    counts: Sequence[int], sources: Sequence[Path], size: int, faults: int
) -> list[list[FileSet]]:
    """Rows of inputs, each of one kind and ascending: folders, one large file, one full of faults.

    ``size`` is in bytes; the large file and the faults are measured beside a tenth of them.
    """
    folders = [sets.build(count, sources) for count in counts]
    large = [sets.single(size // 10), sets.single(size)]
    return [folders, large, [sets.faulty(faults // 10), sets.faulty(faults)]]


def against_size(program: str, kinds: Sequence[Sequence[FileSet]], rounds: int) -> list[list[Step]]:
    """Each input checked in a process, without a cache; the sizes of a kind side by side."""
    found = []
    for kind in kinds:
        commands = {each.label: [program, *CHECK, str(each.path)] for each in kind}
        for command in commands.values():
            _sound(run(command, sets.WORK / "output.txt"), command)
        samples = interleaved(commands, sets.WORK, rounds)
        found.append([Step(each, samples[each.label]) for each in kind])
    return found


def places(named: Sequence[str] = ()) -> dict[str, Path]:
    """Folders to fix copies in: on disk, in memory where files can be there, and each ``NAME=DIR``.

    Raises:
        SystemExit: what is named is no folder.
    """
    found = {"on disk": sets.WORK}
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK):
        found["in memory"] = memory
    for each in named:
        name, _, folder = each.partition("=")
        if not (name and folder and Path(folder).is_dir()):
            raise SystemExit(f"--fix-in: {each}: NAME=DIR expected, of a folder that is there")
        found[name] = Path(folder)
    return found


def fixing(program: str, files: FileSet, rounds: int, where: Mapping[str, Path]) -> Fixing:
    """A check and a fix of a fresh copy each time; what a file system does has its part in it."""
    found = {}
    for place, folder in where.items():
        with TemporaryDirectory(dir=folder) as kept:
            check = [program, *CHECK, str(Path(kept, "copy"))]
            commands = {CHECKED: check, FIXED: [*check, "--fix"]}
            fresh = partial(sets.copy, files, Path(kept))
            samples = interleaved(commands, sets.WORK, rounds, dict.fromkeys(commands, fresh))
        for label, command in commands.items():
            for sample in samples[label]:
                _sound(sample, command)
        found[place] = samples
    return Fixing(files, found)


def _sound(sample: Sample, command: Sequence[str]) -> None:
    if sample.status:
        raise SystemExit(f"{' '.join(command)}: exit {sample.status}")


def report_size(kinds: Sequence[Sequence[Step]]) -> Iterator[str]:
    """A table; the ratios are to the smallest of the kind."""
    rows = []
    for steps in kinds:
        for step in steps:
            middle = medians(step.samples)
            rows.append(
                (
                    step.files.label,
                    f"{step.files.size() / 1e6:.1f}",
                    f"{middle.wall:.2f} s",
                    f"{middle.cpu:.2f} s",
                    f"{step.per_mb() * 1000:.1f}",
                    f"{step.per_mb() / steps[0].per_mb():.2f}",
                    f"{middle.peak:.0f}",
                )
            )
    head = ("checked", "MB", "wall", "cpu", "ms per MB", "x the smallest", "peak MiB")
    yield from table(head, rows)


def report_fixing(fixed: Fixing) -> Iterator[str]:
    """A table of two rows for each place."""
    rows = []
    for place, commands in fixed.samples.items():
        checked = medians(commands[CHECKED]).wall
        for label, samples in commands.items():
            m = medians(samples)
            times = f"{m.wall / checked:.2f}"
            rows.append((label, place, f"{m.wall:.2f} s", f"{m.cpu:.2f} s", f"{m.peak:.0f}", times))
    yield f"{fixed.files.label}, {fixed.files.size() / 1e6:.1f} MB, a fresh copy each time."
    yield ""
    yield from table(("", "files", "wall", "cpu", "peak MiB", "x the check"), rows)


def as_object(kinds: Sequence[Sequence[Step]]) -> list[list[dict[str, Any]]]:
    """Every single run of ``against_size``."""
    return [
        [
            {
                "set": step.files.label,
                "files": len(step.files.files),
                "bytes": step.files.size(),
                "runs": [sample._asdict() for sample in step.samples],
            }
            for step in steps
        ]
        for steps in kinds
    ]
