"""How often the detected origin of articles is right: ``python -m benchmarks.origin LABELS.tsv``.

Each line of the file has the path of an article or a folder, relative to the file, a tab, and the
origin that people gave it. A folder has an origin if ``SHARE`` of its articles have it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import table
from contentlint.model.document import ORIGINS
from contentlint.source.formats import FORMATS, suffix_of
from contentlint.source.generators import Sites
from contentlint.source.origin import UNKNOWN, Origins, Verdict

SHARE = 0.9
SHORT = 200
"""Articles with fewer characters may be unknown: they are left out then."""


class Judged(NamedTuple):
    """The verdict on a path, beside its label."""

    path: str
    label: str
    verdict: Verdict

    def right(self) -> bool:
        """Return True if the verdict is the label."""
        return self.verdict.origin == self.label


def read(file: Path) -> list[tuple[Path, str]]:
    """Return the paths and labels of a file.

    Raises:
        ValueError: a line is wrong; the message has its number.
    """
    labels = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        name, tab, label = line.partition("\t")
        path = file.parent / name
        if not tab or label not in ORIGINS:
            raise ValueError(f"{file}:{number}: expected a path, a tab, {', '.join(ORIGINS)}")
        if not path.exists():
            raise ValueError(f"{file}:{number}: no file or folder {name}")
        labels.append((path, label))
    return labels


def judge(labels: Sequence[tuple[Path, str]]) -> Iterator[Judged]:
    """Yield the verdicts, except on folders without articles and on short articles of unknown
    origin."""
    origins = Origins(Sites())
    for path, label in labels:
        files = list(_articles(path))
        verdicts = Counter(origins.of(str(each)) for each in files)
        found = _verdict(verdicts)
        short = path.is_file() and len(path.read_text(encoding="utf-8", errors="replace")) < SHORT
        if files and not (short and found.origin == UNKNOWN):
            yield Judged(str(path), label, found)


def _articles(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for folder, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            if suffix_of(name) in FORMATS:
                yield Path(folder, name)


def _verdict(verdicts: Counter[Verdict]) -> Verdict:
    """Return the verdict on a folder from those on its articles."""
    origins: Counter[str] = Counter()
    for verdict, count in verdicts.items():
        origins[verdict.origin] += count
    for origin, count in origins.items():
        if count >= SHARE * verdicts.total():
            why = next(each.why for each, _ in verdicts.most_common() if each.origin == origin)
            return Verdict(origin, why)
    shares = ", ".join(f"{origin} {count}" for origin, count in origins.most_common())
    return Verdict("mixed", shares)


def _kind(why: str) -> str:
    """Return a reason without its paths and numbers."""
    return why.partition(":")[0].partition(" in ")[0].partition("/")[0]


def report(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield the tables of hits by label and by reason, and the misses."""
    for head, key in (
        ("label", lambda each: each.label),
        ("reason", lambda each: f"{each.verdict.origin}: {_kind(each.verdict.why)}"),
    ):
        groups: dict[str, list[bool]] = {}
        for each in judged:
            groups.setdefault(key(each), []).append(each.right())
        rows = [_row(name, groups[name]) for name in sorted(groups)]
        rows.append(_row("all", [each.right() for each in judged]))
        yield from table((head, "judged", "right", "%"), rows)
        yield ""
    for each in judged:
        if not each.right():
            origin, why = each.verdict
            yield f"{each.path}: {each.label}, but detected as {origin} ({why})"


def _row(name: str, hits: Sequence[bool]) -> tuple[object, ...]:
    share = f"{100 * sum(hits) / len(hits):.1f}" if hits else "-"
    return name, len(hits), sum(hits), share


def main(argv: Sequence[str] | None = None) -> int:
    """Print the report on a file of labels."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.origin", description=__doc__)
    parser.add_argument("labels", type=Path, metavar="LABELS.tsv")
    args = parser.parse_args(argv)
    try:
        labels = read(args.labels)
    except ValueError as error:
        raise SystemExit(str(error)) from None
    for line in report(list(judge(labels))):
        print(line)
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.exit(main())
