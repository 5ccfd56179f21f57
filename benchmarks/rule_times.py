"""What each rule costs, alone, in this process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import NamedTuple

from benchmarks.corpus import table
from contentlint.engine import linter
from contentlint.model.document import Document
from contentlint.model.errors import ReadError
from contentlint.run.session import Session
from contentlint.source import formats


class Cost(NamedTuple):
    label: str
    per_file: float
    """Seconds of processor time a file, the best of the passes."""
    findings: int


def measure(session: Session, files: Sequence[Path], passes: int = 3) -> tuple[Cost, list[Cost]]:
    """The cost of reading the files, and of each rule that is on.

    Facts that rules share (paragraphs, sentences, profiles) are computed anew
    for each rule, so that the sum of the rules is more than a whole run takes.
    """
    contents = [(str(path), path.read_bytes()) for path in files]
    best = float("inf")
    docs: list[Document] = []
    for _ in range(passes):
        start = process_time()
        docs = list(_read(contents))
        best = min(best, process_time() - start)
    costs = []
    for bound in session.resolver.settings("article.md").rules:
        seconds, found = float("inf"), 0
        for _ in range(passes):
            for doc in docs:
                doc._facts.clear()
            start = process_time()
            found = sum(len(linter.run(doc, [bound])[0]) for doc in docs)
            seconds = min(seconds, process_time() - start)
        costs.append(Cost(bound.rule.code, seconds / len(docs), found))
    return Cost("reading", best / len(docs), 0), costs


def _read(contents: Sequence[tuple[str, bytes]]) -> Iterator[Document]:
    for path, data in contents:
        try:
            yield formats.read(path, data)
        except ReadError:
            continue


def report(reading: Cost, costs: Sequence[Cost]) -> Iterator[str]:
    """Rules by cost, the dearest first; the share is of all rules together, without reading."""
    whole = sum(cost.per_file for cost in costs) or 1.0
    yield from table(
        ("rule", "µs per file", "share", "findings"),
        [
            ("reading", f"{reading.per_file * 1e6:.1f}", "", ""),
            *(
                (c.label, f"{c.per_file * 1e6:.1f}", f"{c.per_file / whole:.1%}", c.findings)
                for c in sorted(costs, key=lambda c: (-c.per_file, c.label))
            ),
            ("all rules, each alone", f"{whole * 1e6:.1f}", "100.0%", ""),
        ],
    )
