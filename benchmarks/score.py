"""Precision by rule and origin, from verdicts that people gave on findings drawn by ``sample``."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.corpus import table
from benchmarks.sample import is_on, state

Z = 1.959963984540054
"""The 97.5 % point of the normal distribution: two-sided 95 %."""
JUDGED = Path("docs/quality/judged.jsonl")
COUNTS = Path("docs/quality/found.json")
WORDS = ("right", "arguable", "noise", "false")
"""``noise`` is true, and its owner would not change the place."""
FIELDS = {
    "file": str,
    "line": int,
    "code": str,
    "severity": str,
    "origin": str,
    "language": str,
    "verdict": str,
    "why": str,
}
ENOUGH, LEAST = 20, 5
"""Verdicts that decide about a default; fewer than the second leave it as it is."""
_GOOD, _WRONG, _WRONG_ERRORS = 0.9, 0.05, 0.02


class Verdict(NamedTuple):
    """One line of a file of verdicts."""

    file: str
    """SHA-256 of the file's bytes, hexadecimal."""
    line: int
    """1-based."""
    code: str
    severity: str
    origin: str
    """As detected."""
    language: str
    verdict: str
    """One of ``WORDS``."""
    why: str


def wilson(right: int, total: int, z: float = Z) -> tuple[float, float]:
    """Return Wilson's score interval of a share, both ends in 0..1; (0, 1) if nothing was judged.

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
    """Return the verdicts of JSON lines.

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
    if data["verdict"] not in WORDS:
        raise ValueError(f"{where}: verdict: expected one of {', '.join(WORDS)}")
    return Verdict(**data)


class Tally(NamedTuple):
    """Verdicts on some findings, counted."""

    right: int
    arguable: int
    noise: int
    false: int

    @property
    def total(self) -> int:
        return sum(self)

    @property
    def good(self) -> int:
        """Those that an owner acts on, or might."""
        return self.right + self.arguable

    def passes(self, severity: str) -> bool | None:
        """Return True if the rule may be on by default there; None if too few were judged."""
        if self.total < LEAST:
            return None
        if self.total < ENOUGH:
            return self.good == self.total
        wrong = _WRONG_ERRORS if severity == "error" else _WRONG
        return self.good >= _GOOD * self.total and self.false <= wrong * self.total


def tally(verdicts: Iterable[Verdict]) -> Tally:
    """Count verdicts."""
    found = Counter(each.verdict for each in verdicts)
    return Tally(*(found[word] for word in WORDS))


Key = tuple[str, str]


def grouped(verdicts: Iterable[Verdict]) -> dict[Key, list[Verdict]]:
    """Return the verdicts by rule and origin, sorted."""
    groups: dict[Key, list[Verdict]] = {}
    for each in sorted(verdicts):
        groups.setdefault((each.code, each.origin), []).append(each)
    return dict(sorted(groups.items()))


HEAD = """\
# Precision

Findings on the sites of the part *decide*, judged on 29 and 30 November 2026 by readers who had not
written the rules. [README.md](README.md#precision-sample-score-and-figures) has how,
[figures.md](figures.md) what stands behind the figures.

<!-- Written by `python -m benchmarks.quality score`; do not edit. -->
"""


def report(verdicts: Sequence[Verdict], counts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """Yield the tables: the default profile together, then each rule and origin."""
    yield from HEAD.split("\n")
    yield "## The default profile"
    yield ""
    yield from profile(verdicts, counts)
    yield ""
    yield "## By rule and origin"
    yield ""
    yield from by_rule(verdicts, counts)


def profile(verdicts: Sequence[Verdict], counts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """Yield a row for all findings of the default profile, and one for each kind of them."""
    ours = [each for each in verdicts if is_on(each.code, each.origin)]
    rows = [_shares("all, drawn evenly", [(each, 1.0) for each in ours])]
    weighted = list(_weighted(ours, counts))
    rows.append(_shares("all, weighted", weighted))
    for key, names in (
        ("severity", ("error", "warning", "info")),
        ("origin", sorted({each.origin for each in ours})),
        ("language", sorted({each.language for each in ours})),
    ):
        for name in names:
            part = [pair for pair in weighted if getattr(pair[0], key) == name]
            if part:
                rows.append(_shares(f"{key} {name}, weighted", part))
    yield from table(("findings", "judged", *WORDS), rows)


def _weighted(
    verdicts: Sequence[Verdict], counts: Mapping[str, Mapping[str, int]]
) -> Iterator[tuple[Verdict, float]]:
    """Yield each verdict with the number of findings that it stands for."""
    for (code, origin), group in grouped(verdicts).items():
        found = counts.get(code, {}).get(origin, len(group))
        for each in group:
            yield each, found / len(group)


def _shares(label: str, verdicts: Sequence[tuple[Verdict, float]]) -> tuple[object, ...]:
    total = sum(weight for _, weight in verdicts)
    shares = (
        sum(weight for each, weight in verdicts if each.verdict == word) / total for word in WORDS
    )
    return label, len(verdicts), *(f"{share:.1%}" for share in shares)


def by_rule(verdicts: Sequence[Verdict], counts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """Yield a row for each rule and origin: the verdicts, and what follows for the default."""
    rows = []
    for (code, origin), group in grouped(verdicts).items():
        found = tally(group)
        low, high = wilson(found.good, found.total)
        severity = min((each.severity for each in group), key=("error", "warning", "info").index)
        passes = found.passes(severity)
        rows.append(
            (
                code,
                origin,
                counts.get(code, {}).get(origin, "-"),
                found.total,
                *found,
                f"{low:.2f}-{high:.2f}",
                state(code, origin),
                {True: "yes", False: "**no**", None: "too few"}[passes],
            )
        )
    head = ("rule", "origin", "found", "judged", *WORDS, "95 % interval", "default", "good enough")
    yield from table(head, rows)


def main(args: argparse.Namespace) -> int:
    """Print the tables of a file of verdicts."""
    try:
        verdicts = read(args.judged)
    except ValueError as error:
        raise SystemExit(str(error)) from None
    counts = json.loads(args.counts.read_text(encoding="utf-8"))
    for line in report(verdicts, counts):
        print(line)
    return 0


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("judged", type=Path, nargs="?", default=JUDGED, metavar="JUDGED.jsonl")
    parser.add_argument("--counts", type=Path, default=COUNTS, metavar="FOUND.json")
