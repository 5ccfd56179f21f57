"""Findings on clean text, per 100 files: an upper bound of the false alarms."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.corpus import STRUCTURAL, Checked, check, session_of, table
from contentlint.model.diagnostic import SEVERITIES

GRAVEST_FIRST = tuple(reversed(SEVERITIES))


def main(args: argparse.Namespace) -> int:
    """Print the tables of one folder."""
    session = session_of(args)
    checked = check(session, args.path, args.jobs)
    on = {bound.rule.code for bound in session.resolver.settings("article.md").rules}
    for line in report(checked, on, args.depth):
        print(line)
    return 0


def report(checked: list[Checked], on: set[str], depth: int) -> Iterator[str]:
    """Three tables: structural error rules, every rule, every sub-folder."""
    yield f"{len(checked)} files, {len(on)} rules on."
    yield ""
    yield "### Structural error rules"
    yield ""
    yield from by_rule(checked, on & STRUCTURAL, silent=True)
    errors = [d for c in checked for d in c.diagnostics if is_structural_error(d.code, d.severity)]
    files = {d.path for d in errors}
    yield ""
    yield (
        f"Together: {len(errors)} errors in {len(files)} files, "
        f"{per_100(len(errors), len(checked))} per 100 files."
    )
    yield ""
    yield "### Every rule that found something"
    yield ""
    yield from by_rule(checked, on, silent=False)
    silent = on - {d.code for c in checked for d in c.diagnostics}
    yield ""
    yield f"Silent: {' '.join(sorted(silent)) or 'none'}."
    yield ""
    yield "### By folder"
    yield ""
    yield from by_folder(checked, depth)


def is_structural_error(code: str, severity: str) -> bool:
    """A finding that is counted apart; the same rule's warnings are not."""
    return code in STRUCTURAL and severity == "error"


def per_100(count: int, files: int) -> str:
    """Findings per 100 files, two decimals."""
    return f"{100 * count / files:.2f}" if files else "-"


def by_rule(checked: list[Checked], codes: Iterable[str], *, silent: bool) -> Iterator[str]:
    """One row a rule and severity; with ``silent``, also rules that found nothing."""
    counts: Counter[tuple[str, str]] = Counter()
    files: dict[tuple[str, str], set[str]] = {}
    for entry in checked:
        for d in entry.diagnostics:
            counts[d.code, d.severity] += 1
            files.setdefault((d.code, d.severity), set()).add(entry.name)
    rows: list[tuple[object, ...]] = []
    for code in sorted(codes):
        found = [s for s in GRAVEST_FIRST if counts[code, s]]
        for severity in found:
            n = counts[code, severity]
            in_files = len(files[code, severity])
            rows.append((code, severity, n, in_files, per_100(n, len(checked))))
        if not found and silent:
            rows.append((code, "-", 0, 0, per_100(0, len(checked))))
    yield from table(("rule", "severity", "findings", "files", "per 100 files"), rows)


def by_folder(checked: list[Checked], depth: int) -> Iterator[str]:
    """One row a sub-folder, ``depth`` levels below the root."""
    folders: dict[str, list[Checked]] = {}
    for entry in checked:
        parts = entry.name.split("/")[:-1][:depth]
        folders.setdefault("/".join(parts) or ".", []).append(entry)
    rows: list[tuple[object, ...]] = []
    for folder in sorted(folders):
        group = folders[folder]
        found = [d for entry in group for d in entry.diagnostics]
        grades = Counter(d.severity for d in found)
        structural = sum(is_structural_error(d.code, d.severity) for d in found)
        top = Counter(d.code for d in found if d.severity != "info").most_common(5)
        rows.append(
            (
                folder,
                len(group),
                per_100(structural, len(group)),
                *(per_100(grades[severity], len(group)) for severity in GRAVEST_FIRST),
                ", ".join(f"{code} {n}" for code, n in top) or "-",
            )
        )
    head = ("folder", "files", "structural", "errors", "warnings", "infos", "errors and warnings")
    yield from table(head, rows)


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("path", type=Path, metavar="PATH", help="a folder of clean text")
    parser.add_argument("--depth", type=int, default=2, help="levels of sub-folders told apart (2)")
