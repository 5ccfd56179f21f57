"""contentlint beside its peers on the same files: ``python -m benchmarks.speed``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import rule_times, sets, tools
from benchmarks.corpus import table
from benchmarks.measure import Sample, interleaved, load, medians, run
from benchmarks.sets import FileSet
from benchmarks.tools import PYTHON, RUMDL, TOOLS, Tool
from contentlint.run.session import Request, Selection, Session

ROUNDS, SLOW_ROUNDS = 5, 3
SLOW = 10
"""Seconds from which a peer is run on ``SLOW_FILES`` files only, in ``SLOW_ROUNDS`` rounds."""
SLOW_FILES = 1000
BESIDE_SLOW = (PYTHON, "contentlint --jobs 2", "contentlint --jobs 2, pure", RUMDL)
"""What is run again beside the slow ones, for their ratios."""


class Part(NamedTuple):
    """One set of files, and what was measured on it in one run."""

    files: FileSet
    samples: dict[str, list[Sample]]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print Markdown, and write JSON if asked."""
    args = _parser().parse_args(argv)
    sets.WORK.mkdir(exist_ok=True)
    files = _files(args)
    if args.rules:
        session = Session(Request(Selection(isolated=True)))
        for line in rule_times.report(*rule_times.measure(session, files.files)):
            print(line)
        return 0
    given = dict(option.split("=", 1) for option in args.peer)
    where = {tool.program: tools.find(tool.program, given) for tool in TOOLS}
    parts, about = measured(files, where, args.rounds)
    absent = [tool.label for tool in TOOLS if not where[tool.program]]
    for line in report(parts, about, absent):
        print(line)
    if args.json:
        args.json.write_text(json.dumps(as_object(parts, about), indent=2) + "\n", encoding="utf-8")
    return 0


def measured(
    files: FileSet, where: dict[str, str | None], rounds: int
) -> tuple[list[Part], dict[str, Any]]:
    """``measure``, with what is to be said of the machine and the peers."""
    before = load()
    parts = measure(files, where, rounds)
    return parts, {
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load before": round(before, 2),
        "load after": round(load(), 2),
        "peers": tools.versions({name: where[name] for name in tools.PINNED}),
    }


def _files(args: argparse.Namespace) -> FileSet:
    if args.set == ["one"]:
        return sets.one()
    if args.set[0] == "folder" and len(args.set) == 2:
        return sets.folder(Path(args.set[1]))
    if len(args.set) == 1 and args.set[0].isdecimal():
        return sets.build(int(args.set[0]), args.from_)
    raise SystemExit("--set: expected one, folder PATH, or a number")


def measure(files: FileSet, where: dict[str, str | None], rounds: int) -> list[Part]:
    """Warm every tool up once; then the fast ones on all files, the slow ones on fewer."""
    large = len(files.files) > SLOW_FILES
    fast, slow = [], []
    for tool, command in _commands(files, where).items():
        limit = SLOW if large and tool.program in tools.PINNED else 0
        sample = run(command, sets.WORK / "output.txt", limit)
        if tool.program in tools.PINNED and sample.wall >= SLOW:
            slow.append(tool)
        else:
            fast.append(tool)
            _sound(tool, sample, sets.WORK / "output.txt")
    parts = [_part(files, fast, where, rounds)]
    if slow:
        fewer = sets.subset(files, SLOW_FILES) if large else files
        beside = [tool for tool in TOOLS if tool in slow or tool.label in BESIDE_SLOW]
        parts.append(_part(fewer, beside, where, min(rounds, SLOW_ROUNDS)))
    return parts


def _commands(files: FileSet, where: dict[str, str | None]) -> dict[Tool, list[str]]:
    """The command of every tool that is there."""
    return {
        tool: tools.command(tool, path, files.path, sets.WORK)
        for tool in TOOLS
        if (path := where[tool.program]) and _belongs(tool, files)
    }


def _belongs(tool: Tool, files: FileSet) -> bool:
    """Return True if a tool has a row for these files."""
    if not tool.takes_a_path():
        return len(files.files) == 1 or tool.label == PYTHON
    # Only copies of our own are changed.
    return tool.changes is None or sets.WORK in files.path.parents


def _settle(tool: Tool, command: Sequence[str], files: FileSet) -> None:
    """Let what is kept be that of the files as they are, then change some."""
    time.sleep(2.1)  # a file as new as what is kept of it is not believed to be unchanged
    run(command, sets.WORK / "output.txt")
    if tool.changes:
        for path in files.files[:: max(len(files.files) // tool.changes, 1)][: tool.changes]:
            with path.open("a", encoding="utf-8") as file:
                file.write("\n.\n")


def _part(
    files: FileSet, chosen: Sequence[Tool], where: dict[str, str | None], rounds: int
) -> Part:
    every = {t: c for t, c in _commands(files, where).items() if t in chosen}
    commands = {tool.label: command for tool, command in every.items()}
    before = {
        tool.label: partial(_settle, tool, command, files)
        for tool, command in every.items()
        if tool.changes is not None
    }
    samples = interleaved(commands, sets.WORK, rounds, before)
    for tool in chosen:
        for sample in samples.get(tool.label, ()):
            _sound(tool, sample, None)
    return Part(files, samples)


def _sound(tool: Tool, sample: Sample, output: Path | None) -> None:
    """Figures of a run that broke off would be lies.

    Raises:
        SystemExit: the run did not end as it should.
    """
    if not tool.worked(sample.status):
        said = output.read_text("utf-8", "replace")[-2000:] if output else ""
        raise SystemExit(f"{tool.label}: exit {sample.status}\n{said}")


def report(parts: Sequence[Part], about: dict[str, Any], absent: Sequence[str]) -> Iterator[str]:
    """One table a part; ratios are to rumdl and to Python's start in the same part."""
    for part in parts:
        count = len(part.files.files)
        rounds = max(len(samples) for samples in part.samples.values())
        yield f"### {part.files.label}, {part.files.size() / 1e6:.3f} MB"
        yield ""
        yield f"Medians of {rounds} interleaved rounds after one warm-up, {count} files."
        yield ""
        yield from _table(part, absent)
        yield ""
    peers = ", ".join(f"{name} {number}" for name, number in about["peers"].items()) or "none"
    yield (
        f"Python {about['python']}, {about['processors']} processors, load "
        f"{about['load before']} before and {about['load after']} after. Peers: {peers}."
    )
    for note in tools.notes(about["peers"]):
        yield f"Note: {note}."


def _table(part: Part, absent: Sequence[str]) -> Iterator[str]:
    middle = {label: medians(samples) for label, samples in part.samples.items()}
    rows: list[tuple[object, ...]] = []
    for tool in TOOLS:
        if tool.label in absent and _belongs(tool, part.files):
            rows.append((tool.label, "not installed", "", "", "", "", ""))
        if tool.label not in middle:
            continue
        m = middle[tool.label]
        walls = [sample.wall for sample in part.samples[tool.label]]
        rows.append(
            (
                tool.label,
                _seconds(m.wall),
                f"{_seconds(min(walls))}-{_seconds(max(walls))}",
                _seconds(m.cpu),
                f"{m.peak:.0f}",
                _ratio(m.wall, middle[RUMDL].wall if RUMDL in middle else None),
                _ratio(m.wall, middle[PYTHON].wall),
            )
        )
    head = ("tool", "wall", "range", "cpu", "peak MiB", "x rumdl", f"x {PYTHON}")
    yield from table(head, rows)


def _seconds(seconds: float) -> str:
    """Milliseconds below one second, else seconds."""
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _ratio(value: float, base: float | None) -> str:
    return "-" if base is None else f"{value / base:.3g}"


def as_object(parts: Sequence[Part], about: dict[str, Any]) -> dict[str, Any]:
    """Every single run, so that other figures can be computed later."""
    return {
        "about": about,
        "parts": [
            {
                "set": part.files.label,
                "files": len(part.files.files),
                "bytes": part.files.size(),
                "runs": {
                    label: [sample._asdict() for sample in samples]
                    for label, samples in part.samples.items()
                },
            }
            for part in parts
        ],
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument(
        *("--set", "-s"), nargs="+", required=True, metavar="SET", help="one | folder PATH | NUMBER"
    )
    parser.add_argument(
        *("--from", "-f"),
        dest="from_",
        nargs="+",
        type=Path,
        metavar="PATH",
        default=[],
        help="what is copied; nothing: made-up articles",
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument(
        "--peer", action="append", default=[], metavar="NAME=PATH", help="where a peer is"
    )
    parser.add_argument("--rules", action="store_true", help="time each rule alone instead")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every run there too")
    return parser


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.exit(main())
