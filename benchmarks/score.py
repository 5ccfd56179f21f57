"""Precision by rule, from verdicts that people gave on findings drawn by ``sample``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.corpus import table

Z = 1.959963984540054
"""The 97.5 % point of the normal distribution: two-sided 95 %."""
FIELDS = {"file": str, "line": int, "code": str, "verdict": bool, "why": str}


class Verdict(NamedTuple):
    """One line of a file of verdicts."""

    file: str
    """SHA-256 of the file's bytes, hexadecimal."""
    line: int
    code: str
    verdict: bool
    """True when the finding is right."""
    why: str


def wilson(right: int, total: int, z: float = Z) -> tuple[float, float]:
    """Wilson's score interval of a share, both ends in 0..1; (0, 1) when nothing was judged.

    Wilson, E. B. (1927), Journal of the American Statistical Association 22, 209-212.
    """
    if not total:
        return 0.0, 1.0
    share = right / total
    centre = share + z * z / (2 * total)
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    # At a share of 0 or 1 rounding leaves 1e-17 outside of the range.
    return max((centre - half) / scale, 0.0), min((centre + half) / scale, 1.0)


def read(path: Path) -> list[Verdict]:
    """Verdicts from JSON lines.

    Raises:
        ValueError: a line is wrong, or a finding was judged twice; the message has the line.
    """
    verdicts = []
    seen: dict[tuple[str, int, str], int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        verdict = _verdict(f"{path}:{number}", line)
        key = verdict[:3]
        if key in seen:
            raise ValueError(f"{path}:{number}: judged already in line {seen[key]}")
        seen[key] = number
        verdicts.append(verdict)
    return verdicts


def _verdict(where: str, line: str) -> Verdict:
    try:
        data: Any = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"{where}: not JSON: {error}") from None
    if not isinstance(data, dict) or set(data) != set(FIELDS):
        raise ValueError(f"{where}: expected exactly the keys {', '.join(FIELDS)}")
    for key, kind in FIELDS.items():
        if type(data[key]) is not kind:
            raise ValueError(f"{where}: {key}: expected {kind.__name__}, not {data[key]!r}")
    return Verdict(**data)


def report(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """One row a rule, and one for all findings together."""
    rules: dict[str, list[bool]] = {}
    for verdict in verdicts:
        rules.setdefault(verdict.code, []).append(verdict.verdict)
    rows = [_row(code, sum(rules[code]), len(rules[code])) for code in sorted(rules)]
    everything = [v for group in rules.values() for v in group]
    rows.append(_row("all judged", sum(everything), len(everything)))
    yield from table(("rule", "judged", "right", "precision", "95 % interval"), rows)


def _row(label: str, right: int, total: int) -> tuple[object, ...]:
    low, high = wilson(right, total)
    share = f"{right / total:.2f}" if total else "-"
    return label, total, right, share, f"{low:.2f}-{high:.2f}"


def main(args: argparse.Namespace) -> int:
    """Print the table of a file of verdicts."""
    try:
        verdicts = read(args.judged)
    except ValueError as error:
        raise SystemExit(str(error)) from None
    for line in report(verdicts):
        print(line)
    return 0


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("judged", type=Path, metavar="JUDGED.jsonl")
