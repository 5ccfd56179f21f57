"""Every promise of contentlint put to the test: ``python tools/reliability.py --tier gate``.

``quick`` takes about two minutes, ``gate`` three quarters of an hour, ``soak``
an hour and a half. Prints each figure beside its goal, stores them, and writes the table of
docs/reliability.md from what is stored. Exit code 1: a goal is missed.

The fuzz runs of ``soak`` keep what they have reached in ``.reliability``: the same
command goes on where an earlier one was ended.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.trials import page  # noqa: E402
from tools.trials.figures import TIERS, Figure, Tier, note  # noqa: E402

PARTS = (
    *(
        "patterns",
        "user_patterns",
        "documents",
        "outputs",
        "trust",
        "process",
        "disks",
        "files",
        "fixes",
    ),
    *("caches", "fuzz", "properties", "coverage", "mutation"),
)
"""Modules of ``tools.trials``, in the order in which they run."""
OPTIONAL = ("guided",)
"""Run only when they are asked for."""


def main(argv: Sequence[str] | None = None) -> int:
    args = _arguments().parse_args(argv)
    warnings.simplefilter("ignore")
    tier: Tier = args.tier
    stored = page.read()
    missed = 0
    for part in args.part or PARTS:
        started = time.monotonic()
        found = list(import_module(f"tools.trials.{part}").run(tier))
        for figure in found:
            missed += not figure.passed
            print(_line(figure), flush=True)
            for fault in figure.faults[:20]:
                note(f"    {fault}")
        note(f"-- {part}: {time.monotonic() - started:.0f} s")
        if found:  # some have nothing that is quick
            stored = page.put(stored, part, tier, found)
    if not args.keep:
        page.write(stored)
    return 1 if missed else 0


def _line(figure: Figure) -> str:
    mark = "ok    " if figure.passed else "MISSED"
    return f"{mark} {figure.name}: {figure.value} (goal {figure.goal})"


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tier", choices=TIERS, default="quick")
    parser.add_argument(
        "--part", choices=(*PARTS, *OPTIONAL), action="append", help="only this one"
    )
    parser.add_argument("--keep", action="store_true", help="print, and store nothing")
    return parser


if __name__ == "__main__":
    sys.exit(main())
