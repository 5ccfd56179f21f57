"""Scans of large corpora: what they take, and what must be the same in each.

    python -m benchmarks.scans measure DATA --out RESULTS --engine local
    python -m benchmarks.scans digest RESULTS...
    python -m benchmarks.scans equal RESULTS

``measure`` scans, compares, decides and reports, each in a process of its own. ``digest`` prints a
number for the rows of each table, the same for all engines. ``equal`` compares what was found in
tables with what the rules find in memory, with 1, 4 and 16 buckets, exact and near; it needs 2 kB
of memory for a document.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pyarrow.compute as pc

from contentlint.corpus import duplicates, plan, scan
from contentlint.corpus.plan import Plan
from contentlint.corpus.results import Results
from contentlint.engine.cross_file import MOST_RELATED
from contentlint.model.diagnostic import Collected, Position
from contentlint.model.rule import BoundRule
from contentlint.run.session import Reading, Request, Selection, Session

Place: TypeAlias = tuple[str, int, int]
"""A row, and a line and a column from 1."""

SETTINGS = """
profile = "corpus"
rules.DUP009.options = { near = true }
rules.DUP010.options = { min-files = 10, min-share = 0.0 }
"""
COMPARING = SETTINGS.replace('profile = "corpus"', 'select = ["DUP009", "DUP010"]')
"""Only the rules that compare documents."""
BUCKETS = (1, 4, 16)
_TICK = 0.5
"""Seconds between two looks at the processes."""
_HERTZ = 100.0
"""Of the clock in ``/proc``."""


class Usage(NamedTuple):
    """What a command and all processes below it took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of user and system time."""
    peak: float
    """MB of memory (10^6 bytes): the largest sum at one moment, with what processes share divided
    among them (PSS)."""
    largest: float
    """MB of memory of the largest process (RSS)."""


class Cluster(NamedTuple):
    """Documents that have something in common."""

    at: Place
    """Where the last of them has it."""
    note: str
    documents: int
    how: str
    related: tuple[Place, ...]
    """Where the first others have it."""


def usage(command: Sequence[str]) -> Usage:
    """Run a command on Linux, and return what it took.

    Raises:
        subprocess.CalledProcessError: its exit code is not 0.
    """
    started = time.time()
    process = subprocess.Popen(command)
    seconds: dict[int, float] = {}
    peak = largest = 0.0
    while process.poll() is None:
        total = 0.0
        for pid in (process.pid, *descendants(process.pid)):
            try:
                shares = Path(f"/proc/{pid}/smaps_rollup").read_text()
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            seconds[pid] = (int(fields[11]) + int(fields[12])) / _HERTZ
            sizes = {line.partition(":")[0]: line.split()[1] for line in shares.splitlines()[1:]}
            total += int(sizes.get("Pss", 0)) / 1e3
            largest = max(largest, int(sizes.get("Rss", 0)) / 1e3)
        peak = max(peak, total)
        time.sleep(_TICK)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    wall = time.time() - started
    return Usage(round(wall, 1), round(sum(seconds.values()), 1), round(peak), round(largest))


def descendants(pid: int) -> list[int]:
    """Return the processes below one."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(entry.name))
    below = list(children.get(pid, ()))
    for each in below:
        below += children.get(each, ())
    return below


def measure(
    data: str, out: str, engine: str, jobs: int, size: str, *, comparing: bool = False
) -> dict[str, Any]:
    """Scan, compare, decide and report, and return the figures; with ``comparing``, scan for what
    is compared only, and compare."""
    about = json.loads((Path(data) / "about.json").read_text())
    settings = Path(out).with_suffix(".toml")
    settings.write_text(COMPARING if comparing else SETTINGS, encoding="utf-8")
    run = [sys.executable, "-m", "contentlint", "corpus"]
    how = ["--config", str(settings), "--shard-size", size, "--engine", engine, "-j", str(jobs)]
    steps = {
        "scan": ["scan", data, "--out", out, "--quiet", *how],
        "duplicates": ["duplicates", out],
        "decide": ["decide", out],
        "report": ["report", out, "-o", str(Path(out, "report.html"))],
    }
    if comparing:
        steps = {"scan": [*steps["scan"], "--no-measures"], "duplicates": steps["duplicates"]}
    figures: dict[str, Any] = {"engine": engine, **about}
    for name, words in steps.items():
        figures[name] = usage([*run, *words])._asdict()
        print(f"{name}: {figures[name]}", file=sys.stderr, flush=True)
    figures["scan"]["MB/s of a processor"] = round(about["bytes"] / 1e6 / figures["scan"]["cpu"], 2)
    figures["written"] = {
        path.name: sum(each.stat().st_size for each in (path, *path.rglob("*")) if each.is_file())
        for path in sorted(Path(out).iterdir())
    }
    return figures


def digests(results: str) -> dict[str, tuple[int, str]]:
    """Return for each table the number of its rows, and a sum of their hashes.

    What depends on the addresses of files is left out: the ids of tasks, and of the configuration.
    """
    import duckdb

    folder = Results(results)
    made = plan.read(folder)
    files = {kind: folder.files(kind, made.ids()) for kind in ("findings", "documents", "facts")}
    files["clusters"] = [folder.path("duplicates", "clusters.parquet")]
    files["copies"] = [folder.path("duplicates", "copies.parquet")]
    rows: dict[str, tuple[int, str]] = {}
    for kind, paths in files.items():
        if all(map(folder.system.exists, paths)):
            rest = "* exclude (task, rules_digest)" if kind == "documents" else "* exclude (task)"
            columns = "*" if kind == "clusters" else rest
            source = f"(select {columns} from read_parquet({paths!r}))"
            query = f"select count(*), sum(hash(t)) from {source} t"
            row = duckdb.connect().execute(query).fetchone()
            assert row is not None
            rows[kind] = row[0], f"{int(row[1] or 0):x}"
    return rows


def equal(results: str) -> Iterator[str]:
    """Yield a line for each rule, way and number of buckets; at the end the folder has what
    ``duplicates`` finds with near copies.

    Raises:
        SystemExit: something else was found in tables than in memory.
    """
    folder = Results(results)
    made = plan.read(folder)
    for near in (False, True):
        for bound in _rules(near=near):
            if bound.compare is None:
                continue
            expected = in_memory(folder, made, bound)
            for buckets in BUCKETS:
                duplicates.run(folder, made, [bound], duplicates.Resources(buckets))
                line = f"{bound.rule.code}, near: {near}, {buckets} buckets: {len(expected)} found"
                if in_tables(folder, bound.rule.code) != expected:
                    raise SystemExit(f"{line}, but not the same")
                yield f"{line}, the same"
    duplicates.run(folder, made, _rules(near=True))


def _rules(*, near: bool) -> Sequence[BoundRule]:
    settings = SETTINGS if near else SETTINGS.replace("near = true", "near = false")
    request = Request(Selection(settings=settings, isolated=True), reading=Reading(rows=True))
    return Session(request).resolver.settings("row.txt").rules


def in_memory(folder: Results, made: Plan, bound: BoundRule) -> set[Cluster]:
    """Return what a rule finds in the facts of a scan, all at once."""
    assert bound.compare is not None
    code = bound.rule.code
    shards = {task.id: task.shard for task in made.tasks}
    facts = []
    for table in folder.tables("facts", made.ids()):
        for row in table.filter(pc.equal(table["rule"].cast("string"), code)).to_pylist():
            path = _path(shards[row["task"]], row["row"])
            place = Position(row["line"], row["column"], row["end_line"], row["end_column"])
            keys = (row["hash"], *(row["keys"] or ()))
            value = row["value"] or ""
            facts.append(Collected(code, path, place, keys, row["note"], False, value=value))
    facts.sort(key=lambda fact: (fact.path, fact.position))
    documents = scan.status(folder, made).rows
    return {
        Cluster(
            (match.at.path, *match.at.position.start),
            match.at.note,
            int(str(match.values["files"])),
            str(match.values.get("how", "the same")),
            tuple((fact.path, *fact.position.start) for fact, _ in match.related[:MOST_RELATED]),
        )
        for match in bound.compare(facts, documents)
    }


def in_tables(folder: Results, code: str) -> set[Cluster]:
    """Return what ``duplicates.run`` found by a rule."""
    return {
        Cluster(
            _place(row),
            row["note"],
            row["documents"],
            row["how"],
            tuple(map(_place, row["related"])),
        )
        for row in duplicates.clusters(folder)
        if row["rule"] == code
    }


def _place(row: dict[str, Any]) -> Place:
    return _path(row["shard"], row["row"]), row["line"], row["column"]


def _path(shard: int, row: int) -> str:
    """Return a name for a row, such that names have the order of rows."""
    return f"{shard:06}/{row:09}"


def main(argv: Sequence[str] | None = None) -> None:
    """Print what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("measure")
    one.add_argument("data")
    one.add_argument("--out", required=True)
    one.add_argument("--engine", default="local")
    one.add_argument("--shard-size", default="16MB")
    one.add_argument("-j", "--jobs", type=int, default=2)
    one.add_argument("--comparing", action="store_true", help="without other rules and measures")
    two = commands.add_parser("digest")
    two.add_argument("results", nargs="+")
    three = commands.add_parser("equal")
    three.add_argument("results")
    args = parser.parse_args(argv)
    if args.command == "measure":
        how = args.data, args.out, args.engine, args.jobs, args.shard_size
        found = measure(*how, comparing=args.comparing)
        print(json.dumps(found, indent=1))
    elif args.command == "digest":
        for results in args.results:
            print(json.dumps(digests(results)))
    else:
        for line in equal(args.results):
            print(line, flush=True)


if __name__ == "__main__":
    main()
