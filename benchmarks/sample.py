"""Draws findings to be judged: the same ones for the same seed, spread over files."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.corpus import Checked, check, session_of, sha256
from contentlint._util.escape import visible
from contentlint.model.diagnostic import Diagnostic

_AROUND = 2
"""Lines shown before and after a finding."""
_LONGEST = 300
"""Code points shown of a line."""


class Drawn(NamedTuple):
    """A finding, and the file it is in as a verdict names it."""

    corpus: str
    file: str
    sha256: str
    path: Path
    diagnostic: Diagnostic


def main(args: argparse.Namespace) -> int:
    """Print one JSON object a line for each finding drawn."""
    session = session_of(args)
    pool: list[Drawn] = []
    for root in args.path:
        pool += _pool(root.name, check(session, root, args.jobs))
    codes = set(args.code.split(",")) if args.code else None
    for drawn in draw(pool, args.seed, args.per_rule, codes):
        print(json.dumps(as_object(drawn), ensure_ascii=False))
    return 0


def _pool(corpus: str, checked: Iterable[Checked]) -> Iterator[Drawn]:
    for entry in checked:
        if entry.diagnostics:
            digest = sha256(entry.path)
            for diagnostic in entry.diagnostics:
                yield Drawn(corpus, entry.name, digest, entry.path, diagnostic)


def draw(
    pool: Sequence[Drawn], seed: int, per_rule: int, codes: set[str] | None = None
) -> Iterator[Drawn]:
    """At most ``per_rule`` findings of each rule, by code, then in the order drawn.

    Every page gives one finding before any gives a second; files of one name
    are one page (the same page by way of several extractors). The same text
    under two names counts once. What is drawn depends on nothing but the
    seed and the findings: not on the order of the pool.
    """
    rules: dict[str, dict[tuple[str, tuple[int, ...]], Drawn]] = {}
    for drawn in sorted(pool, key=lambda d: (d.corpus, d.file)):
        code = drawn.diagnostic.code
        if codes is None or code in codes:
            place = (drawn.sha256, drawn.diagnostic.position)
            rules.setdefault(code, {}).setdefault(place, drawn)
    for code in sorted(rules):
        pages: dict[str, list[tuple[str, Drawn]]] = {}
        for (digest, at), drawn in rules[code].items():
            page = drawn.file.rpartition("/")[2]
            pages.setdefault(page, []).append((_lot(seed, code, digest, *at), drawn))
        rounds = [
            (turn, _lot(seed, code, page), drawn)
            for page, lots in pages.items()
            for turn, (_, drawn) in enumerate(sorted(lots, key=lambda entry: entry[0]))
        ]
        rounds.sort(key=lambda entry: entry[:2])
        yield from (drawn for _, _, drawn in rounds[:per_rule])


def _lot(*key: object) -> str:
    """A number that looks random but follows from the key alone."""
    return hashlib.sha256(repr(key).encode()).hexdigest()


def as_object(drawn: Drawn) -> dict[str, Any]:
    """What a person needs to judge; ``excerpt``, ``context`` and ``related`` are third-party text.

    They are for the screen and must not be committed.
    """
    d = drawn.diagnostic
    lines = drawn.path.read_bytes().decode("utf-8", "replace").split("\n")
    excerpt = d.excerpt
    return {
        "corpus": drawn.corpus,
        "file": drawn.file,
        "sha256": drawn.sha256,
        "line": d.position.line,
        "column": d.position.column,
        "code": d.code,
        "severity": d.severity,
        "message": d.message,
        "fault": visible(excerpt.text[excerpt.start : excerpt.end]),
        "excerpt": visible(excerpt.text),
        "context": _lines(lines, d.position.line - _AROUND, d.position.line + _AROUND),
        "related": [
            {"line": r.position.line, "text": _lines(lines, r.position.line, r.position.line)}
            for r in d.related[:3]
        ],
    }


def _lines(lines: Sequence[str], first: int, last: int) -> list[str]:
    """Lines ``first`` to ``last`` (from 1, inclusive), cut short."""
    return [
        f"{number}: {visible(lines[number - 1][:_LONGEST])}"
        for number in range(max(first, 1), min(last, len(lines)) + 1)
    ]


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("path", type=Path, nargs="+", metavar="PATH", help="folders of articles")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--per-rule", type=int, default=20, metavar="N")
    parser.add_argument("--code", metavar="CODES", help="only these rules; a,b,c")
