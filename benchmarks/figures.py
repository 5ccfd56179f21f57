"""What a rule's page says of its precision: ``rules/measured.toml``, written anew."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks import score
from benchmarks.clean import per_100
from benchmarks.corpus import check, session_of
from contentlint.engine import ruleset

HEAD = "# Written by `python -m benchmarks.quality figures`; do not edit.\n"


def sentences(
    codes: Iterable[str],
    found: Mapping[str, int],
    files: int,
    verdicts: Iterable[score.Verdict],
    on_clean: Iterable[score.Verdict] = (),
) -> Iterator[tuple[str, str]]:
    """Code and sentence for each rule: its findings on clean text, and what was judged."""
    judged, of_clean = _by_code(verdicts), _by_code(on_clean)
    for code in sorted(codes):
        clean = (
            f"{per_100(found.get(code, 0), files)} findings per 100 files of clean text "
            f"({files} files"
        )
        there = of_clean.get(code, [])
        clean += f"; of {len(there)} judged {sum(there)} are right)" if there else ")"
        given = judged.get(code, [])
        if not given:
            yield code, f"{clean}; none on real pages to judge."
            continue
        low, high = score.wilson(sum(given), len(given))
        yield (
            code,
            f"{clean}; {sum(given)} of {len(given)} findings drawn from real "
            f"pages were judged right (95 % interval {low:.2f} to {high:.2f}).",
        )


def _by_code(verdicts: Iterable[score.Verdict]) -> dict[str, list[bool]]:
    judged: dict[str, list[bool]] = {}
    for verdict in verdicts:
        judged.setdefault(verdict.code, []).append(verdict.verdict)
    return judged


def main(args: argparse.Namespace) -> int:
    """Measure one folder of clean text and write the file."""
    session = session_of(args)
    checked = check(session, args.path, args.jobs)
    found = Counter(d.code for entry in checked for d in entry.diagnostics)
    codes = [rule.code for rule in ruleset.builtin().rules if rule.kind != "suppression"]
    verdicts, on_clean = score.read(args.judged), score.read(args.judged_clean)
    lines = [
        f'{code} = "{text}"\n'
        for code, text in sentences(codes, found, len(checked), verdicts, on_clean)
    ]
    args.output.write_text(HEAD + "".join(lines), encoding="utf-8")
    return 0


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("path", type=Path, metavar="CLEAN")
    parser.add_argument("--judged", type=Path, default=Path("docs/quality/judged.jsonl"))
    parser.add_argument(
        "--judged-clean", type=Path, default=Path("docs/quality/judged-clean.jsonl")
    )
    parser.add_argument("--output", type=Path, default=Path("rules/measured.toml"))
