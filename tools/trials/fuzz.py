"""Whatever comes in, nothing breaks: the targets, each with many seeds."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from contentlint.run import runner
from tools.trials import progress
from tools.trials.figures import Figure, Tier, counted, note, sized
from tools.trials.fuzz_targets import TARGETS, Target
from tools.trials.progress import Progress, Reached

_SECONDS = 1.0
"""Processor time that an input of some kilobytes may take."""


def run(tier: Tier) -> Iterator[Figure]:
    wanted = sized(tier, 2_000, 50_000, 1_000_000)
    path = progress.FOLDER / "fuzz.json" if tier == "soak" else None  # the others are soon done
    kept = Progress(path, progress.code() if path else "")
    runner.calm_collector()  # as in every run: it takes a third of the time otherwise
    found = [
        tried(kept, name, target, -(-wanted * share // 100))
        for name, (share, target) in TARGETS.items()
    ]
    kept.save()
    faults = [fault for each in found for fault in each.faults]
    done = sum(each.runs for each in found)
    yield counted(
        f"fuzz runs over {len(TARGETS)} targets", done, wanted, faults, ("P1", "P4", "P5")
    )


def tried(kept: Progress, name: str, target: Target, wanted: int) -> Reached:
    """A target tried with one seed after the other, from where ``kept`` is, until so many runs
    have counted."""
    seed, runs, faults = kept.of(name)
    while runs < wanted:
        seed += 1
        fault = attempt(target, seed)
        runs += fault != "-"
        if fault not in ("", "-"):
            faults = (*faults, f"{name}, seed {seed}: {fault}")
            note(f"    {faults[-1]}")
        kept.put(name, Reached(seed, runs, faults))
    return Reached(seed, runs, faults)


def attempt(target: Target, seed: int) -> str:
    """One run of a target; a crash, or too long a time, is a fault."""
    started = time.process_time()
    try:
        fault = target(random.Random(seed))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    took = time.process_time() - started
    return f"{took:.1f} s" if took > _SECONDS else fault
