"""Plants faults in translations and counts those found: ``python -m benchmarks.translations``.

``plant SITES.toml --seed N`` takes pairs of pages with few findings, damages a copy of
the translation in one place (see ``benchmarks.damage``), and checks copy and original. A
fault is found if a finding of the translation rules is new and lies within ten lines of
the place, or is about the whole page. SITES.toml has a table a site, below its own folder:

    [[site]]
    folder = "example-docs"          # paths of the patterns are relative to it
    source = "docs/{path}"
    target = "i18n/{lang}/docs/{path}"
    languages = ["ar", "fa"]
    preset = "docusaurus"            # optional: what the check is told in place of the patterns
    lang-map = { fa = "fa-IR" }      # optional; so is code = "exact"
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import tomli

from benchmarks.corpus import table
from benchmarks.damage import DAMAGES, Damage, Page, is_translated, read
from benchmarks.plant import line_map
from benchmarks.running import contentlint
from contentlint._util.escape import visible

NEAR = 10
"""Lines between a fault and a finding that still counts."""
WHOLE_PAGE = frozenset({"TRA012", "TRA016"})
"""Rules that speak of the page: it is not translated, or not in step with its source."""
_TRIES = 8
"""How often a pair may be tried for one kind."""
_EXCERPT = 200
MODES = {"default": ("--select=TRA",), "all": ("--select=TRA", "--preview", "--min-severity=info")}


class Pair(NamedTuple):
    """A translation beside its source."""

    site: int
    """Index of its site."""
    source: str
    """Path below the folder of all sites, with ``/``; so is ``target``."""
    target: str


class Found(NamedTuple):
    """A finding; what makes it the same as another one."""

    code: str
    message: str
    line: int
    """From 1."""


class Planted(NamedTuple):
    """A fault in its copy."""

    kind: str
    pair: Pair
    copy: int
    """Number of the copy of the site that holds it, from 1; 0 is the original."""
    damage: Damage


Findings = Mapping[tuple[int, str], frozenset[Found]]
"""By copy and path of the translation."""


class Outcome(NamedTuple):
    """What became of a planted fault."""

    planted: Planted
    codes: Mapping[str, Sequence[str]]
    """Codes of the findings that tell of it, by mode."""
    elsewhere: Sequence[Found]
    """New findings that are too far away."""


def sites_of(file: Path) -> list[dict[str, Any]]:
    """The tables of the file."""
    sites: list[dict[str, Any]] = tomli.loads(file.read_text("utf-8"))["site"]
    return sites


def pairs_of(root: Path, sites: Sequence[Mapping[str, Any]]) -> list[Pair]:
    """The pages that are in both languages, in the order of their paths."""
    pairs = []
    for number, site in enumerate(sites):
        folder = root / site["folder"]
        for language in site["languages"]:
            written = site.get("lang-map", {}).get(language, language)
            start, _, rest = site["target"].replace("{lang}", written).partition("{path}")
            for file in sorted((folder / start).rglob("*.md*")):
                path = file.relative_to(folder / start).as_posix().removesuffix(rest)
                source = site["source"].replace("{path}", path)
                if file.suffix in {".md", ".mdx"} and (folder / source).is_file():
                    target = file.relative_to(root).as_posix()
                    pairs.append(Pair(number, f"{site['folder']}/{source}", target))
    return pairs


def check(
    work: Path, sites: Sequence[Mapping[str, Any]], copies: int, mode: Sequence[str]
) -> Findings:
    """Check all copies, in folders that are numbered from 0, in one run."""
    tables = []
    for copy in range(copies):
        for site in sites:
            keys = {"folder": f"{copy}/{site['folder']}", "languages": site["languages"]}
            names = ["preset"] if "preset" in site else ["source", "target"]
            names += [name for name in ("lang-map", "code") if name in site]
            tables.append(keys | {name: site[name] for name in names})
    config = f"translations = [{', '.join(map(_inline, tables))}]"
    ran = contentlint(work, f"--config={config}", "--format=json", "--jobs=1", *mode, ".")
    found: dict[tuple[int, str], set[Found]] = {}
    for finding in ran.report()["findings"]:
        copy, _, path = finding["path"].partition("/")
        if finding["code"].startswith("TRA"):
            one = Found(finding["code"], finding["message"], finding["line"])
            found.setdefault((int(copy), path), set()).add(one)
    return {key: frozenset(values) for key, values in found.items()}


def _is_calm(findings: Collection[Found], limit: int) -> bool:
    """Return True if a pair has few findings, and is in step."""
    return len(findings) <= limit and not any(found.code in WHOLE_PAGE for found in findings)


def _inline(value: object) -> str:
    """A value as TOML writes it on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_inline(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def plan(
    pairs: Sequence[Pair], pages: Mapping[str, Page], seed: int, count: int
) -> Iterator[Planted]:
    """Up to ``count`` faults of each kind, from each site in turn; no page gets the same twice.

    The same seed and pairs give the same faults of a kind, whatever the other kinds are.
    """
    used: Counter[Pair] = Counter()
    for kind, operation in DAMAGES.items():
        made = set()
        planted = 0
        for number, pair in enumerate(_turns(pairs, f"{seed} {kind}")):
            if planted == count:
                break
            rng = Random(f"{seed} {kind} {number}")
            page = pages[pair.target]
            damage = operation(page, pages[pair.source], rng)
            if damage is None or list(damage.lines) == list(page.lines):
                continue
            text = (pair.target, tuple(damage.lines))
            if text not in made:
                made.add(text)
                planted += 1
                used[pair] += 1
                yield Planted(kind, pair, used[pair], damage)


def _turns(pairs: Sequence[Pair], seed: str) -> Iterator[Pair]:
    """Pairs in random order, from each site in turn, each several times."""
    rng = Random(seed)
    shuffled = {number: list[Pair]() for number in sorted({pair.site for pair in pairs})}
    for pair in pairs:
        shuffled[pair.site].append(pair)
    for group in shuffled.values():
        rng.shuffle(group)
    for _ in range(_TRIES):
        for turn in range(max(map(len, shuffled.values()), default=0)):
            yield from (group[turn] for group in shuffled.values() if turn < len(group))


def fresh(planted: Planted, page: Page, findings: Findings) -> set[Found]:
    """Findings in the damaged page that its original does not have."""
    old = findings.get((0, planted.pair.target), frozenset())
    back = line_map(page.lines, planted.damage.lines)
    new = findings.get((planted.copy, planted.pair.target), frozenset())
    return {found for found in new if found._replace(line=back.get(found.line, 0)) not in old}


def judge(planted: Planted, page: Page, found: Mapping[str, Findings]) -> Outcome:
    """Sort the new findings of each mode into those that tell of the fault, and others."""
    first, last = planted.damage.first - NEAR, planted.damage.last + NEAR
    codes = {}
    elsewhere: set[Found] = set()
    for mode, findings in found.items():
        new = fresh(planted, page, findings)
        near = {f for f in new if f.code in WHOLE_PAGE or first <= f.line <= last}
        codes[mode] = sorted({f.code for f in near})
        elsewhere = new - near
    return Outcome(planted, codes, sorted(elsewhere))


def write(work: Path, copy: int, pairs: Sequence[Pair], pages: Mapping[str, Page]) -> None:
    """Write all pages of some pairs into a copy."""
    for path in {path for pair in pairs for path in (pair.source, pair.target)}:
        file = work / str(copy) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(pages[path].lines), "utf-8", newline="\n")


def plant(args: argparse.Namespace) -> list[Outcome]:
    """Plant, check, and judge."""
    sites = sites_of(args.sites)
    root = args.root or args.sites.parent
    pages: dict[str, Page] = {}
    pairs = []
    for pair in pairs_of(root, sites):
        for path in (pair.source, pair.target):
            if path not in pages:
                pages[path] = read((root / path).read_text("utf-8", "replace"))
        if is_translated(pages[pair.target]):
            pairs.append(pair)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write(work, 0, pairs, pages)
        calm = check(work, sites, 1, MODES["default"])
        few = [p for p in pairs if _is_calm(calm.get((0, p.target), ()), args.findings)]
        print(f"{len(pairs)} pairs, {len(few)} of them with at most {args.findings} findings")
        faults = list(plan(few, pages, args.seed, args.count))
        copies = max((fault.copy for fault in faults), default=0)
        for copy in range(1, copies + 1):
            here = [fault for fault in faults if fault.copy == copy]
            numbers = {fault.pair.site for fault in here}
            write(work, copy, [pair for pair in pairs if pair.site in numbers], pages)
            for fault in here:
                file = work / str(copy) / fault.pair.target
                file.write_text("\n".join(fault.damage.lines), "utf-8", newline="\n")
        found = {mode: check(work, sites, copies + 1, options) for mode, options in MODES.items()}
    return [judge(fault, pages[fault.pair.target], found) for fault in faults]


def report(outcomes: Sequence[Outcome], misses: int) -> Iterator[str]:
    """One row a kind, then of each kind which rules told of it, its variants, and misses."""
    groups = {kind: [o for o in outcomes if o.planted.kind == kind] for kind in DAMAGES}
    rows = [(kind, *_numbers(group)) for kind, group in groups.items()]
    head = ("kind", "planted", *(f"found ({mode})" for mode in MODES), "only farther away")
    yield from table(head, [*rows, ("all", *_numbers(outcomes))])
    for kind, group in groups.items():
        yield ""
        told = Counter(code for o in group for code in o.codes["all"]).most_common()
        yield f"### {kind}: " + ", ".join(f"{code} {number}" for code, number in told)
        for variant in sorted({o.planted.damage.variant for o in group} - {""}):
            numbers = _numbers([o for o in group if o.planted.damage.variant == variant])
            yield f"{variant}: " + " / ".join(map(str, numbers))
        missed = [o for o in group if not o.codes["default"]]
        yield from map(_miss, missed[:misses])


def _numbers(group: Sequence[Outcome]) -> tuple[int, ...]:
    """Planted, found in each mode, and only reported too far away."""
    found = (sum(bool(o.codes[mode]) for o in group) for mode in MODES)
    return len(group), *found, sum(bool(o.elsewhere and not o.codes["all"]) for o in group)


def _miss(outcome: Outcome) -> str:
    """A line about a fault that the default rules did not find."""
    damage = outcome.planted.damage
    notes = [f"{code} in all rules" for code in outcome.codes["all"]]
    notes += [f"{found.code} in line {found.line}" for found in outcome.elsewhere]
    what = visible(damage.what.replace("\n", " ⏎ "))
    cut = what if len(what) <= _EXCERPT else what[:_EXCERPT] + "…"
    also = f" ({', '.join(notes)})" if notes else ""
    return f"- {outcome.planted.pair.target}:{damage.first}{also}: {cut}"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.translations", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    command = commands.add_parser("plant", help="plant faults and count those that are found")
    command.add_argument("sites", type=Path, metavar="SITES.toml")
    command.add_argument("--seed", type=int, required=True)
    command.add_argument("--root", type=Path, help="where the sites are (beside SITES.toml)")
    command.add_argument("--count", type=int, default=28, metavar="N", help="of each kind (28)")
    command.add_argument(
        "--findings", type=int, default=2, metavar="N", help="of a pair before (2)"
    )
    command.add_argument(
        "--misses", type=int, default=1000, metavar="N", help="listed of each kind"
    )
    args = parser.parse_args(argv)
    for line in report(plant(args), args.misses):
        print(line)
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.exit(main())
