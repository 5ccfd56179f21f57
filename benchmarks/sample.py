"""Draws findings on real sites to be judged: the same ones for the same seed, spread over sites.

Of each rule at most ``--per-rule`` findings for each origin of text. Those of the default profile
are drawn from a run with it; those of other rules, and of rules where they are off, from a run in
which every rule is on that could be.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.corpus import sha256
from benchmarks.ecosystem import PARTS, SITES, Checked, Finding, Site, check, read
from contentlint._util.escape import visible
from contentlint.engine import ruleset
from contentlint.model.rule import Rule
from contentlint.source.generators import Sites
from contentlint.source.origin import Origins

_WERE_ON = frozenset({"DUP004", "ORT003", "STR010", "STR013"})
_AROUND = 3
"""Lines shown before and after a finding."""
_LONGEST = 600
"""Code points shown of a line."""


class Drawn(NamedTuple):
    """A finding, and the article it is in as a verdict names it."""

    site: Site
    path: Path
    sha256: str
    origin: str
    finding: Finding


def main(args: argparse.Namespace) -> int:
    """Print one JSON object a line for each finding drawn; store how many there are."""
    sites = [each for each in read(args.sites) if each.part == args.part]
    sites = [each for each in sites if each.is_there(args.path)]
    selections = None, ",".join(rule.code for rule in candidates())
    default, everything = (
        list(pool(check(sites, args.path, select, args.program, args.jobs), args.path))
        for select in selections
    )
    if args.counts:
        args.counts.write_text(json.dumps(counts(default), indent=1) + "\n", encoding="utf-8")
    others = [each for each in everything if not _is_on(each)]
    codes = set(args.code.split(",")) if args.code else None
    for drawn in draw(default + others, args.seed, args.per_rule, codes):
        print(json.dumps(as_object(drawn, args.path), ensure_ascii=False))
    return 0


def candidates() -> list[Rule]:
    """Return the rules whose default is in question: those that are on somewhere, previews, and
    those that version 0.1.0 had on."""
    return [rule for rule in ruleset.builtin().rules if rule.enabled or rule.code in _WERE_ON]


def is_on(code: str, origin: str) -> bool:
    """Return True if the default profile has a rule for texts of an origin."""
    rule = _rules()[code]
    return rule.enabled and rule.status == "stable" and (not rule.origins or origin in rule.origins)


def state(code: str, origin: str) -> str:
    """Return ``off``, ``on`` or ``info``, which a rule is for texts of an origin by default."""
    if not is_on(code, origin):
        return "off"
    return "info" if origin in _rules()[code].infos else "on"


@cache
def _rules() -> dict[str, Rule]:
    return {rule.code: rule for rule in ruleset.builtin().rules}


def _is_on(drawn: Drawn) -> bool:
    return is_on(drawn.finding.code, drawn.origin)


def _key(drawn: Drawn) -> tuple[str, str]:
    return drawn.finding.code, drawn.origin


def pool(checked: Iterable[Checked], path: Path) -> Iterator[Drawn]:
    """Yield all findings with their articles and the origins that were detected."""
    origins = Origins(Sites())
    for each in checked:
        digests: dict[str, str] = {}
        root = each.site.root(path)
        for finding in each.findings:
            article = root / finding.path
            if finding.path not in digests:
                digests[finding.path] = sha256(article)
            origin = origins.of(os.path.abspath(article)).origin
            yield Drawn(each.site, article, digests[finding.path], origin, finding)


def counts(drawn: Iterable[Drawn]) -> dict[str, dict[str, int]]:
    """Return the number of findings by rule, then by origin."""
    found: dict[str, dict[str, int]] = {}
    for each in sorted(drawn, key=_key):
        of_rule = found.setdefault(each.finding.code, {})
        of_rule[each.origin] = of_rule.get(each.origin, 0) + 1
    return found


def draw(
    drawn: Sequence[Drawn], seed: int, per_rule: int, codes: set[str] | None = None
) -> Iterator[Drawn]:
    """Yield at most ``per_rule`` findings of each rule and origin, by code, in the order drawn.

    Every site gives one finding before any gives a second, and within a site every article. The
    same text under two names counts once. What is drawn depends on nothing but the seed and the
    findings: not on the order of the pool.
    """
    groups: dict[tuple[str, str], dict[tuple[object, ...], Drawn]] = defaultdict(dict)
    for each in sorted(drawn, key=lambda each: (each.site.name(), each.finding)):
        if codes is None or each.finding.code in codes:
            groups[_key(each)].setdefault(_place(each), each)
    for key in sorted(groups):
        found = sorted(groups[key].values(), key=lambda each: _lot(seed, *_place(each)))
        for group in (lambda each: each.sha256, lambda each: each.site.name()):
            found = in_turns(found, group, seed)
        yield from found[:per_rule]


def in_turns(drawn: Iterable[Drawn], group: Callable[[Drawn], str], seed: int) -> list[Drawn]:
    """Return findings in rounds in which each group gives its next one."""
    given: Counter[str] = Counter()
    rounds = []
    for each in drawn:
        name = group(each)
        rounds.append((given[name], _lot(seed, name), each))
        given[name] += 1
    return [each for _, _, each in sorted(rounds, key=lambda entry: entry[:2])]


def _place(drawn: Drawn) -> tuple[str, int, int]:
    return drawn.sha256, drawn.finding.line, drawn.finding.column


def _lot(*key: object) -> str:
    """Return a number that looks random but follows from the key alone."""
    return hashlib.sha256(repr(key).encode()).hexdigest()


def as_object(drawn: Drawn, path: Path) -> dict[str, Any]:
    """Return what a person needs to judge; ``context`` is third-party text and not committed."""
    finding = drawn.finding
    text = drawn.path.read_bytes().decode("utf-8", "replace")
    lines = re.split(r"\r\n|\r|\n", text)
    first = max(finding.line - _AROUND, 1)
    around = lines[first - 1 : finding.line + _AROUND]
    return {
        "article": drawn.path.relative_to(path).as_posix(),
        "generator": drawn.site.generator,
        "kind": drawn.site.kind,
        "file": drawn.sha256,
        **{key: getattr(finding, key) for key in ("line", "column", "code", "severity", "message")},
        "origin": drawn.origin,
        "language": drawn.site.language,
        "default": _is_on(drawn),
        "context": [
            f"{number}: {visible(line[:_LONGEST])}" for number, line in enumerate(around, first)
        ],
    }


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("path", type=Path, metavar="PATH", help="the folder of the sites")
    parser.add_argument("--part", choices=PARTS, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--per-rule", type=int, default=20, metavar="N", help="of an origin (20)")
    parser.add_argument("--code", metavar="CODES", help="only these rules; a,b,c")
    parser.add_argument("--counts", type=Path, metavar="FILE", help="store how many there are")
    parser.add_argument("--program", metavar="CONTENTLINT", help="an installed one")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="sites at a time (2)")
    parser.add_argument("--sites", type=Path, default=SITES, metavar="TOML", help="another list")
