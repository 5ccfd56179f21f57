"""The same pages by way of several extractors: in what share of files each rule finds something."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks.corpus import Checked, check, session_of, table


def main(args: argparse.Namespace) -> int:
    """Print two tables for a folder with one sub-folder an extractor."""
    session = session_of(args)
    names = {
        bound.rule.code: bound.rule.name for bound in session.resolver.settings("article.md").rules
    }
    folders: dict[str, list[Checked]] = {}
    for entry in check(session, args.path, args.jobs):
        folders.setdefault(entry.name.split("/")[0], []).append(entry)
    for line in report(folders, names):
        print(line)
    return 0


def report(folders: Mapping[str, list[Checked]], names: Mapping[str, str]) -> Iterator[str]:
    """All files of each extractor, then only the pages that every extractor has read."""
    yield "### All files"
    yield ""
    yield from shares(folders, names)
    common = set.intersection(*({page(e) for e in entries} for entries in folders.values()))
    yield ""
    yield "### Pages that all of them have read"
    yield ""
    same = {name: [e for e in entries if page(e) in common] for name, entries in folders.items()}
    yield from shares(same, names)


def page(entry: Checked) -> str:
    """The name of a page: its path below the folder of the extractor."""
    return entry.name.partition("/")[2]


def shares(folders: Mapping[str, list[Checked]], names: Mapping[str, str]) -> Iterator[str]:
    """A table: per cent of files with a finding, and findings; a row a rule that finds any."""
    columns = sorted(folders)
    files = {name: _by_code(folders[name]) for name in columns}
    found = sorted({code for counted in files.values() for code in counted})
    head = ("rule", "name", *(f"{name} ({len(folders[name])} files)" for name in columns))
    rows: list[tuple[object, ...]] = []
    for code in found:
        cells = []
        for name in columns:
            in_files, findings = files[name].get(code, (0, 0))
            share = 100 * in_files / len(folders[name]) if folders[name] else 0.0
            cells.append(f"{share:.1f} % ({findings})" if in_files else "-")
        rows.append((code, names.get(code, ""), *cells))
    yield from table(head, rows)


def _by_code(entries: Iterable[Checked]) -> dict[str, tuple[int, int]]:
    """Code to the files with such a finding, and the findings."""
    counts: dict[str, tuple[int, int]] = {}
    for entry in entries:
        here: dict[str, int] = {}
        for diagnostic in entry.diagnostics:
            here[diagnostic.code] = here.get(diagnostic.code, 0) + 1
        for code, n in here.items():
            files, findings = counts.get(code, (0, 0))
            counts[code] = (files + 1, findings + n)
    return counts


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("path", type=Path, metavar="PATH", help="a folder of folders")
