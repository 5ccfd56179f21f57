"""What is aimed at, what was measured, and whether that is enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from benchmarks.corpus import table
from benchmarks.scale import CHECKED, FIXED
from benchmarks.tools import PYTHON, RUMDL

_COMPILED, _PURE = "contentlint --jobs 2", "contentlint --jobs 2, pure"
_SLOW = (
    *("markdownlint-cli2", "textlint, 4 rules", "remark-lint, recommended", "proselint"),
    "PyMarkdown",
)

Row = tuple[str, str, str, str]
"""What, target, measured, whether it is met."""
Results = Mapping[str, Any]
"""What was measured, by the name of its table; a table that was not is not there."""


def report(results: Results) -> Iterator[str]:
    """The table; what was not measured is no row."""
    rows = [*_against_peers(results), *_one_file(results), *_scale(results)]
    yield from table(("", "target", "measured", "met"), rows)


def _at_most(what: str, value: float, most: float, unit: str = "x", digits: int = 2) -> Row:
    return what, f"≤ {most:g}{unit}", f"{value:.{digits}f}{unit}", _met(value <= most)


def _at_least(what: str, value: float, least: float) -> Row:
    return what, f"≥ {least:g}x", f"{value:.1f}x", _met(value >= least)


def _met(right: bool) -> str:
    return "yes" if right else "**no**"


def _walls(part: Mapping[str, Any]) -> dict[str, float]:
    return {
        label: median(run["wall"] for run in runs) for label, runs in part["runs"].items() if runs
    }


def _ratio(walls: Mapping[str, float], one: str, other: str) -> float | None:
    return walls[one] / walls[other] if one in walls and other in walls else None


def _against_peers(results: Results) -> Iterator[Row]:
    parts: Sequence[Mapping[str, Any]] = results["peers"]["parts"] if "peers" in results else ()
    for part in parts[:1]:
        walls, files = _walls(part), f"{part['files']:,} files"
        for what, one, other, most in (
            (f"{files}, compiled, against rumdl", _COMPILED, RUMDL, 0.5),
            (f"{files}, pure, against rumdl", _PURE, RUMDL, 1.0),
            ("nothing changed", "contentlint, nothing changed", "rumdl, nothing changed", 0.15),
            ("10 files changed", "contentlint, 10 files changed", "rumdl, 10 files changed", 0.5),
        ):
            if (ratio := _ratio(walls, one, other)) is not None:
                yield _at_most(what, ratio, most)
        if (ratio := _ratio(walls, "contentlint --jobs 1", _COMPILED)) is not None:
            yield _at_least("2 workers against 1", ratio, 1.5)
        peaks = [run["peak"] for run in part["runs"].get(_COMPILED, ())]
        if peaks:
            yield _at_most(f"peak memory of a process, {files}", median(peaks), 120, " MiB", 0)
    for part in parts:
        walls = _walls(part)
        for peer in _SLOW:
            for build, label, least in (("compiled", _COMPILED, 20), ("pure", _PURE, 12)):
                if (ratio := _ratio(walls, peer, label)) is not None:
                    yield _at_least(f"{peer} against {build}", ratio, least)


def _one_file(results: Results) -> Iterator[Row]:
    if "one" not in results:
        return
    walls = _walls(results["one"]["parts"][0])
    for what, label, most in (
        ("one file", "contentlint", 50),
        ("`--version`", "contentlint --version", 25),
        ("(an interpreter that does nothing)", PYTHON, 0),
    ):
        if label in walls and most:
            yield _at_most(what, walls[label] * 1000, most, " ms", 0)


def _scale(results: Results) -> Iterator[Row]:
    for steps in results.get("size", ()):
        first, *larger = steps
        each = [median(run["wall"] for run in step["runs"]) / step["bytes"] for step in steps]
        for step, cost in zip(larger, each[1:], strict=True):
            what = f"time per MB, {step['set']} against {first['set']}"
            yield _at_most(what, cost / each[0], 1.2)
        if first["files"] > 1:
            peaks = [median(run["peak"] for run in step["runs"]) for step in steps]
            what = f"peak memory, {steps[-1]['set']}"
            yield _at_most(what, peaks[-1], 120, " MiB", 0)
            growth = (peaks[-1] - peaks[0]) * 2**20 / (steps[-1]["files"] - first["files"])
            yield "memory that each further file takes", "0", f"{growth:.0f} bytes", "see below"
    if "fix" in results:
        for place, commands in results["fix"].get("places", {}).items():
            walls = {label: median(run["wall"] for run in runs) for label, runs in commands.items()}
            what = f"`--fix` against the check, {place}"
            yield _at_most(what, walls[FIXED] / walls[CHECKED], 2)
    if "same" in results:
        different = len({run["digest"] for run in results["same"]}) - 1
        what = f"other reports in {len(results['same'])} runs"
        yield what, "0", str(different), _met(not different)
