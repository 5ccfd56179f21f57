"""What a rule's page says of its precision: ``rules/measured.toml``, written anew."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks import score
from contentlint.engine import ruleset

_NONE = "No estimate: the rule found nothing on the test sites (sites not used in development)."
HEAD = "# Written by `python -m benchmarks.quality figures`; do not edit.\n"


def sentences(codes: Iterable[str], verdicts: Iterable[score.Verdict]) -> Iterator[tuple[str, str]]:
    """Yield the code and the sentence of each rule."""
    judged: dict[str, list[str]] = {}
    for (code, origin), group in score.grouped(verdicts).items():
        judged.setdefault(code, []).append(_of_origin(origin, score.tally(group)))
    for code in sorted(codes):
        if code in judged:
            said = "; ".join(judged[code])
            yield code, f"On sites not used in development: {said}."
        else:
            yield code, _NONE


def _of_origin(origin: str, found: score.Tally) -> str:
    low, high = score.wilson(found.good, found.total)
    rest = [
        f"{count} {word}"
        for count, word in ((found.noise, "not worth a change"), (found.false, "false"))
        if count
    ]
    said = f"{origin} text, {found.good} of {found.total} findings correct or defensible"
    return f"{said} (95% interval {low:.2f} to {high:.2f}{''.join(f', {r}' for r in rest)})"


def main(args: argparse.Namespace) -> int:
    """Write the file from the verdicts."""
    codes = [rule.code for rule in ruleset.builtin().rules if rule.kind != "suppression"]
    found = sentences(codes, score.read(args.judged))
    lines = [f'{code} = "{text}"\n' for code, text in found]
    args.output.write_text(HEAD + "".join(lines), encoding="utf-8")
    return 0


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("--judged", type=Path, default=score.JUDGED)
    parser.add_argument("--output", type=Path, default=Path("rules/measured.toml"))
