"""Plants faults in clean articles, one at a time, and counts those that are reported."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.corpus import session_of, table
from benchmarks.faults import FAULTS, Article, Planted, read
from benchmarks.score import wilson
from contentlint._util.escape import visible
from contentlint.run.session import Session
from contentlint.source import formats
from contentlint.source.discovery import Discovery

_ROUNDS = 40
"""How often one file may be tried for one kind."""
_KNOWN = frozenset(
    "am ar bn ckb de dv el en es fa fr he hi hy id it ja ka ko ku nl ps pt ru sd ta th tr ug ur vi "
    "yi zh".split()
)

Places = frozenset[tuple[int, str]]
"""Findings as (line from 1, code)."""


class Outcome(NamedTuple):
    """What became of one planted fault."""

    code: str
    file: str
    language: str
    planted: Planted
    found: bool
    instead: tuple[str, ...]
    """Other codes that are new at that place."""


class Clean(NamedTuple):
    """A clean file, and what is reported in it already."""

    article: Article
    path: str
    data: bytes
    findings: Places


def main(args: argparse.Namespace) -> int:
    """Print found shares by kind, then every miss."""
    session = session_of(args)
    files = load(session, args.path)
    kinds = sorted(args.kind.split(",")) if args.kind else sorted(FAULTS)
    on = {bound.rule.code for bound in session.resolver.settings("article.md").rules}
    outcomes: dict[str, list[Outcome]] = {}
    for code in kinds:
        if code in on:
            outcomes[code] = list(plant(session, files, code, args.seed, args.count))
    for line in report(kinds, outcomes, args.misses):
        print(line)
    return 0


def load(session: Session, root: Path) -> list[Clean]:
    """Every article below a folder that decodes, with its findings."""
    files = []
    for target in (
        Discovery(session.resolver.configs.of, respect_gitignore=False).find([str(root)]).targets
    ):
        data = Path(target.path).read_bytes()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            continue
        article = read(target.path, text, language_of(target.path, root, data))
        files.append(Clean(article, target.path, data, _places(session, target.path, data)))
    return files


def language_of(path: str, root: Path, data: bytes) -> str:
    """The first folder below the root that is named after a language, else what is detected."""
    for part in (*Path(path).relative_to(root).parts, root.name):
        if part in _KNOWN:
            return part
    return formats.read(path, data).language


def plant(
    session: Session, files: Sequence[Clean], code: str, seed: int, count: int
) -> Iterator[Outcome]:
    """Up to ``count`` faults of a kind, each in a file of its own turn.

    All files get one before any gets a second. The same seed, code and files
    give the same faults, whatever other kinds are planted.
    """
    order = sorted(range(len(files)), key=lambda i: files[i].article.name)
    Random(f"{seed} {code}").shuffle(order)
    done = 0
    for turn in range(_ROUNDS):
        for index in order:
            if done >= count:
                return
            clean = files[index]
            planted = FAULTS[code](clean.article, Random(f"{seed} {code} {turn} {index}"))
            if planted is not None and planted.data != clean.data:
                done += 1
                yield judge(session, clean, code, planted)


def judge(session: Session, clean: Clean, code: str, planted: Planted) -> Outcome:
    """Check the changed file; a finding that was there before does not count."""
    after = _places(session, clean.path, planted.data)
    old = clean.data.decode("utf-8").split("\n")
    new = planted.data.decode("utf-8", "replace").split("\n")
    back = line_map(old, new)
    fresh = {
        found
        for line, found in after
        if planted.first <= line <= planted.last
        and (back.get(line, 0), found) not in clean.findings
    }
    article = clean.article
    others = tuple(sorted(fresh - {code}))
    return Outcome(code, article.name, article.language, planted, code in fresh, others)


def line_map(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """For each line of the new text that stood in the old one its number there, both from 1."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    lines = {line: line for line in range(1, head + 1)}
    shift = len(old) - len(new)
    lines.update({line: line + shift for line in range(len(new) - tail + 1, len(new) + 1)})
    middle = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], False)
    for match in middle.get_matching_blocks():
        for i in range(match.size):
            lines[head + match.b + i + 1] = head + match.a + i + 1
    return lines


def _places(session: Session, path: str, data: bytes) -> Places:
    return frozenset(
        (d.position.line, d.code) for d in session.check(formats.record(path, data)).diagnostics
    )


def report(kinds: Sequence[str], outcomes: dict[str, list[Outcome]], misses: int) -> Iterator[str]:
    """One row a kind; then at most ``misses`` misses of each, and which variants they are."""
    rows: list[tuple[object, ...]] = []
    for code in kinds:
        if code not in outcomes:
            rows.append((code, "rule not on", "", "", "", ""))
            continue
        group = outcomes[code]
        found = sum(o.found for o in group)
        low, high = wilson(found, len(group))
        share = f"{found / len(group):.3f}" if group else "-"
        files = len({o.file for o in group})
        rows.append((code, len(group), files, found, share, f"{low:.3f}-{high:.3f}"))
    yield from table(("kind", "planted", "files", "found", "share", "95 % interval"), rows)
    for code, group in outcomes.items():
        lost = [o for o in group if not o.found]
        if not lost:
            continue
        yield ""
        yield f"### {code}: {len(lost)} missed"
        yield ""
        variants = Counter(o.planted.variant for o in lost).most_common(12)
        yield "By variant: " + "; ".join(f"{visible(v)} {n}" for v, n in variants) + "."
        yield ""
        for o in lost[:misses]:
            instead = f"; reported instead: {' '.join(o.instead)}" if o.instead else ""
            where = f"{o.file}:{o.planted.first}"
            yield f"- {where} ({o.language or 'unknown'}): {visible(o.planted.variant)}{instead}"


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("path", type=Path, metavar="PATH", help="a folder of clean text")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=200, metavar="N", help="of each kind (200)")
    parser.add_argument("--kind", metavar="CODES", help="only these; a,b,c")
    parser.add_argument("--misses", type=int, default=1000, metavar="N", help="listed of each kind")
