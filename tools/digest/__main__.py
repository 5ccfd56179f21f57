"""Digests of all findings and fixes, to prove that a change of the program changes no report.

    python -m tools.digest PATH... --store FILE      before the change
    python -m tools.digest PATH... --compare FILE    after it: exit code 1 if anything differs

Each folder, the fixtures of the rules and 2,000 damaged ones are checked with every rule, once as
texts of unknown origin and once as authored ones. A digest covers the path of a finding from its
folder, positions, code, severity, message, fix and related places; those of fixes are of the
patches, safe and all. FILE has a digest a file; FILE.gz has what was said, by digest, so that
a difference can be shown line by line.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from difflib import unified_diff
from pathlib import Path

from tools.digest.damage import write_damaged
from tools.digest.reports import BUILDS, COMPILED, ROOT, build_here, report
from tools.digest.stored import (
    ASPECTS,
    Difference,
    Part,
    Parts,
    Texts,
    differences,
    load,
    part_of,
    store,
)

ORIGINS = ("unknown", "authored")
FIXTURES = ROOT / "tests" / "rules"
DAMAGED = 2000
SHOWN = 20
"""Files named, and lines shown of each, where there are differences."""


def compute(folders: Mapping[str, Path], build: str, origins: Sequence[str], texts: Texts) -> Parts:
    """The parts of a build, printed as they come."""
    parts: Parts = {}
    for name, folder in folders.items():
        configured = name in ("fixtures", "damaged")
        for origin in origins:
            started = time.monotonic()
            found = part_of(report(folder, build, origin, configured), texts)
            parts[f"{name}, {origin}"] = found
            print(f"{_row(build, f'{name}, {origin}', found)}  {_since(started)}", flush=True)
    print(_row(build, "total", _sum(parts)), flush=True)
    return parts


def _sum(parts: Parts) -> Part:
    """All parts as one, for its numbers and its digests."""
    digests = {
        aspect: {name: part.total(aspect) for name, part in parts.items()} for aspect in ASPECTS
    }
    files = sum(part.files for part in parts.values())
    return Part(files, sum(part.findings for part in parts.values()), digests)


def _row(build: str, name: str, part: Part) -> str:
    digests = "  ".join(f"{aspect} {part.total(aspect)}" for aspect in ASPECTS)
    return f"{build:8}  {name:20}  {part.files:6,} files  {part.findings:7,} findings  {digests}"


def _since(started: float) -> str:
    return f"{time.monotonic() - started:.0f} s"


def shown(found: Sequence[Difference], texts: Texts, explain: str) -> Iterator[str]:
    """The first files that differ; with the lines that do, of all whose path holds ``explain``."""
    chosen = [one for one in found if explain in one.path] if explain else found[:SHOWN]
    for one in chosen:
        yield f"differs: {one.part}: {one.aspect}: {one.path}"
        lines = list(_changed(texts.get(one.before, []), texts.get(one.after, [])))
        yield from lines if explain else lines[:SHOWN]
    files = len({(one.part, one.path) for one in found})
    yield f"{files:,} files differ, {len(chosen):,} differences shown"


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    for line in unified_diff(before, after, n=0, lineterm=""):
        if not line.startswith(("---", "+++", "@@")):
            yield f"    {line}"


def compared(old: Mapping[str, Parts], new: Mapping[str, Parts]) -> Iterator[tuple[str, str]]:
    """Which builds are held against each other: each with itself before, else with any there is;
    without ``old``, the new ones among themselves."""
    for build in new if old else ():
        yield (build if build in old else next(iter(old))), build


def main(argv: Sequence[str] | None = None) -> int:
    """Print the digests; 1 when they differ from those stored, or those of the other build."""
    args = _arguments().parse_args(argv)
    builds = _builds(args.build)
    texts: Texts = {}
    folders = _folders(args.paths)
    old, kept = load(args.compare) if args.compare else ({}, {})
    new: dict[str, Parts] = {}
    with tempfile.TemporaryDirectory() as scratch:
        damaged = Path(scratch, "damaged")
        Path(damaged, ".git").mkdir(parents=True)  # no configuration above it counts
        write_damaged(FIXTURES, damaged, DAMAGED)
        folders |= {"fixtures": FIXTURES, "damaged": damaged}
        for build in builds:
            new[build] = compute(folders, build, args.origin or ORIGINS, texts)
    if args.store:
        store(args.store, new, texts)
    pairs = [(f"{one} as stored", old[one], another) for one, another in compared(old, new)]
    pairs += [(builds[0], new[builds[0]], another) for another in builds[1:]]
    same = True
    for name, before, build in pairs:
        found = list(differences(before, new[build]))
        print(f"{build}, against {name}: {'different' if found else 'the same'}")
        for line in shown(found, {**kept, **texts}, args.explain) if found else ():
            print(line)
        same = same and not found
    return 0 if same else 1


def _builds(asked: str) -> Sequence[str]:
    here = build_here()
    if asked in (COMPILED, "both") and here != COMPILED:
        raise SystemExit("nothing is compiled here: python compile_modules.py")
    return BUILDS if asked == "both" else (asked or here,)


def _folders(paths: Sequence[Path]) -> dict[str, Path]:
    """Folders by name, so that it does not matter where they lie."""
    found: dict[str, Path] = {}
    for path in paths:
        name = path.resolve().name
        if not path.is_dir():
            raise SystemExit(f"{path}: no folder")
        if name in (*found, "fixtures", "damaged"):
            raise SystemExit(f"{path}: another folder has this name")
        found[name] = path
    return found


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.digest",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="folder of articles")
    parser.add_argument("--store", type=Path, metavar="FILE", help="write the digests")
    parser.add_argument("--compare", type=Path, metavar="FILE", help="compare with stored digests")
    parser.add_argument(
        "--explain", default="", metavar="PATH", help="show all that differs in files named so"
    )
    parser.add_argument("--origin", choices=ORIGINS, action="append", help="only for this one")
    build = parser.add_mutually_exclusive_group()
    for name in (*BUILDS, "both"):
        build.add_argument(f"--{name}", dest="build", action="store_const", const=name, default="")
    return parser


if __name__ == "__main__":
    sys.exit(main())
