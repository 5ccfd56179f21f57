"""Measures everything and writes the tables of ``benchmarks/README.md``; see ``benchmarks/run``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import page, same, scale, sets, speed, targets
from benchmarks.measure import load
from benchmarks.tools import OURS, PURE, TOOLS

TABLES = ("one", "peers", "size", "fix", "same")


class Plan(NamedTuple):
    """How much is measured."""

    files: int
    counts: tuple[int, ...]
    size: int
    """Bytes of the large file."""
    faults: int
    rounds: int
    scale_rounds: int


WHOLE = Plan(10_000, (1_000, 10_000, 100_000), 50_000_000, 1_000_000, 5, 3)
SHORT = Plan(500, (100, 1_000), 5_000_000, 50_000, 3, 1)


class Setting(NamedTuple):
    """What is measured, on what."""

    plan: Plan
    programs: dict[str, str]
    sources: tuple[Path, ...]
    fix_in: tuple[str, ...]
    """Further folders that copies are fixed in, as ``NAME=DIR``."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, one table after the other; each is written as soon as it is there."""
    args = _parser().parse_args(argv)
    sets.WORK.mkdir(parents=True, exist_ok=True)
    programs: dict[str, str] = json.loads(args.programs.read_text(encoding="utf-8"))
    plan = SHORT if args.short else WHOLE
    setting = Setting(plan, programs, tuple(args.paths), tuple(args.fix_in))
    kept = sets.WORK / ("short.json" if args.short else "results.json")
    results = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    for name in args.only.split(",") if args.only else TABLES:
        print(f"{name} ...", file=sys.stderr, flush=True)
        if name not in _MEASURES:
            raise SystemExit(f"--only: {name}: one of {', '.join(TABLES)}")
        results[name], lines = _MEASURES[name](setting)
        kept.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        show = {name: lines, "targets": list(targets.report(results)), "machine": [_machine()]}
        for each, text in show.items():
            if args.page:
                page.put(each, text, args.page)
            elif each != "machine":
                print("\n".join([f"## {each}", "", *text, ""]))
    return 0


def _machine() -> str:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"{platform.system()} on {platform.machine()}, {os.cpu_count()} processors, "
        f"{memory:.0f} GiB of memory, {platform.python_implementation()} "
        f"{platform.python_version()}; processes that wanted to run when the last table was "
        f"done: {load():.1f}."
    )


def _tables(files: sets.FileSet, setting: Setting) -> tuple[Any, list[str]]:
    where = {tool.program: setting.programs.get(tool.program) for tool in TOOLS}
    where[""] = sys.executable
    parts, about = speed.measured(files, where, setting.plan.rounds)
    absent = [tool.label for tool in TOOLS if not where[tool.program]]
    return speed.as_object(parts, about), list(speed.report(parts, about, absent))


def _size(setting: Setting) -> tuple[Any, list[str]]:
    plan = setting.plan
    kinds = scale.sizes(plan.counts, setting.sources, plan.size, plan.faults)
    found = scale.against_size(setting.programs[OURS], kinds, plan.scale_rounds)
    return scale.as_object(found), list(scale.report_size(found))


def _fix(setting: Setting) -> tuple[Any, list[str]]:
    files = sets.build(setting.plan.files, setting.sources)
    where = scale.places(setting.fix_in)
    found = scale.fixing(setting.programs[OURS], files, setting.plan.scale_rounds, where)
    runs = {
        place: {label: [s._asdict() for s in samples] for label, samples in commands.items()}
        for place, commands in found.samples.items()
    }
    return {"places": runs}, list(scale.report_fixing(found))


def _same(setting: Setting) -> tuple[Any, list[str]]:
    paths = setting.sources or (sets.build(setting.plan.files, ()).path,)
    builds = {"compiled": setting.programs[OURS], "pure": setting.programs[PURE]}
    found = list(same.runs(builds, paths))
    return [run._asdict() for run in found], list(same.report(paths, found))


_MEASURES: dict[str, Callable[[Setting], tuple[Any, list[str]]]] = {
    "one": lambda setting: _tables(sets.one(), setting),
    "peers": lambda setting: _tables(sets.build(setting.plan.files, setting.sources), setting),
    "size": _size,
    "fix": _fix,
    "same": _same,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.publish", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    parser.add_argument("--programs", type=Path, required=True, metavar="FILE")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--only", metavar="A,B", help=", ".join(TABLES))
    parser.add_argument("--fix-in", action="append", default=[], metavar="NAME=DIR")
    parser.add_argument("--page", type=Path, metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
