"""Commands timed side by side: one after the other in each round, so that drift hits all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

_LAUNCH = str(Path(__file__).with_name("launch.py"))


class Sample(NamedTuple):
    """One run of a command, with the children it waited for."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of user and system time."""
    peak: float
    """MiB of the largest process among them."""
    status: int
    """Exit code; below 0 the signal that ended it."""


class Medians(NamedTuple):
    wall: float
    cpu: float
    peak: float
    runs: int


def run(command: Sequence[str], output: Path, timeout: int = 0) -> Sample:
    """Run a command once; everything it prints goes to a file.

    It is killed after ``timeout`` whole seconds (0: never); its status is then -9.
    """
    launch = [sys.executable, "-I", "-S", _LAUNCH, str(output), str(timeout), *command]
    done = subprocess.run(launch, stdout=subprocess.PIPE, check=True, text=True)
    wall, cpu, peak, status = done.stdout.split()
    return Sample(float(wall), float(cpu), int(peak) / 1024, int(status))


def interleaved(
    commands: Mapping[str, Sequence[str]],
    work: Path,
    rounds: int,
    before: Mapping[str, Callable[[], object]] | None = None,
) -> dict[str, list[Sample]]:
    """Samples of each command: ``rounds`` rounds, each running every command once.

    What ``before`` has under a command's name is called before each of its runs, untimed.
    """
    samples: dict[str, list[Sample]] = {name: [] for name in commands}
    for _ in range(rounds):
        for number, (name, command) in enumerate(commands.items()):
            if before and name in before:
                before[name]()
            samples[name].append(run(command, work / f"output-{number}.txt"))
    return samples


def medians(samples: Sequence[Sample]) -> Medians:
    """The median of each figure on its own."""
    return Medians(
        median(s.wall for s in samples),
        median(s.cpu for s in samples),
        median(s.peak for s in samples),
        len(samples),
    )


def load() -> float:
    """Processes that wanted to run in the last minute, on average; nan where not known."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
