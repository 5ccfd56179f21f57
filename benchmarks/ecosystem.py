"""Findings on real sites, and what a change adds and removes: ``python -m benchmarks.ecosystem``.

``ecosystem.toml`` lists the sites. They lie below PATH, each source in a folder that is named
after it with ``+`` for ``/``; a source that is not there is skipped, and named.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from glob import iglob
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

import tomli

from benchmarks.clean import GRAVEST_FIRST, per_100
from benchmarks.corpus import table
from benchmarks.running import contentlint
from contentlint._util.escape import visible

SITES = Path(__file__).with_name("ecosystem.toml")
PARTS = ("tune", "decide")
REGISTRIES = ("debian", "npm", "pypi")
FEW = 8
"""Figures of a language with fewer sites are marked."""
_BEFORE, _AFTER = 60, 100
"""Code points of a line that are shown before and after the start of a finding."""


class Site(NamedTuple):
    """Articles of one language in a source."""

    source: str
    """``owner/name`` on GitHub, or ``debian/NAME``, ``npm/NAME``, ``pypi/NAME``."""
    version: str
    """The commit, or the version of the package."""
    part: str
    folder: str
    """The articles, relative to the root of the source: a folder, a file or a glob."""
    language: str
    generator: str
    kind: str
    origin: str

    def name(self) -> str:
        """Return what identifies the site in reports."""
        return f"{self.source} {self.folder}"

    def root(self, path: Path) -> Path:
        """Return the folder of the source below ``path``."""
        return path / self.source.replace("/", "+")

    def is_there(self, path: Path) -> bool:
        """Return True if there are articles below ``path``."""
        root = self.root(path)
        return (root / self.folder).exists() or any(
            iglob(self.folder, root_dir=root, recursive=True)
        )


class Finding(NamedTuple):
    """What a report says of a finding."""

    path: str
    """Relative to the root of the source."""
    line: int
    column: int
    code: str
    severity: str
    message: str


class Checked(NamedTuple):
    """The findings in the articles of a site."""

    site: Site
    files: int
    findings: tuple[Finding, ...]
    incomplete: tuple[str, ...] = ()
    """Files, or rules in files, that were not checked, each with the reason."""


def read(file: Path) -> list[Site]:
    """Return the sites of a list.

    Raises:
        ValueError: an entry is wrong; the message names it.
    """
    sites: list[Site] = []
    parts: dict[str, str] = {}
    for entry in tomli.loads(file.read_text(encoding="utf-8"))["source"]:
        common, family, articles = _source(entry)
        name, part = common["source"], common["part"]
        if any(site.source == name for site in sites):
            raise ValueError(f"{name}: listed twice")
        if family and parts.setdefault(family, part) != part:
            raise ValueError(f"{name}: others of the family {family} are in another part")
        for each in articles:
            try:
                sites.append(Site(**common, **each))
            except TypeError as error:
                raise ValueError(f"{name}: {each}: {error}") from None
    return sites


def _source(entry: Mapping[str, Any]) -> tuple[dict[str, str], str, list[dict[str, str]]]:
    """Return what the sites of a source have in common, its family, and the rest of each."""
    rest = dict(entry)
    family = rest.pop("family", "")
    registry = next((each for each in REGISTRIES if each in rest), "repo")
    version = "commit" if registry == "repo" else "version"
    if set(rest) != {registry, version, "part", "sites"}:
        expected = "repo and commit, or a registry and version; part, sites, perhaps family"
        raise ValueError(f"{entry}: expected {expected}")
    name = rest[registry] if registry == "repo" else f"{registry}/{rest[registry]}"
    if rest["part"] not in PARTS:
        raise ValueError(f"{name}: part: expected {' or '.join(PARTS)}, not {rest['part']!r}")
    common = {"source": name, "version": rest[version], "part": rest["part"]}
    return common, family, rest["sites"]


def check(
    sites: Sequence[Site], path: Path, select: str | None, program: str | None, jobs: int
) -> list[Checked]:
    """Check the sites, ``jobs`` at a time; the order is that of ``sites``."""
    arguments = ["--format=jsonl", "--min-severity=info", "--exit-zero", "--jobs=1"]
    if select is not None:
        arguments.append(f"--select={select}")

    def checked(site: Site) -> Checked:
        ran = contentlint(site.root(path), *arguments, "--", site.folder, program=program)
        return _checked(site, ran.stdout)

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(checked, sites))


def _checked(site: Site, report: bytes) -> Checked:
    lines = report.splitlines()
    *found, summary = map(json.loads, lines)
    findings = tuple(Finding(*(each[key] for key in Finding._fields)) for each in found)
    incomplete = tuple(f"{each['path']}: {each['reason']}" for each in summary["incomplete"])
    return Checked(site, summary["summary"]["files"], findings, incomplete)


# The saved report: JSON lines, one for the run, one for each site, one for each finding.


def save(checked: Sequence[Checked], file: Path, select: str | None) -> None:
    """Write a report that ``load`` reads."""
    with file.open("w", encoding="utf-8", newline="\n") as out:

        def write(record: dict[str, Any]) -> None:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")

        write({"select": select})
        for each in checked:
            write({"site": each.site.name(), "version": each.site.version, "files": each.files})
            for finding in each.findings:
                write(finding._asdict())


def load(file: Path, sites: Sequence[Site], select: str | None) -> list[Checked]:
    """Return what a saved report says of those of ``sites`` that it has in the same version.

    Raises:
        ValueError: the report was made with other rules.
    """
    known = {(site.name(), site.version): site for site in sites}
    checked: list[tuple[Site, int, list[Finding]]] = []
    with file.open(encoding="utf-8") as lines:
        before = json.loads(next(lines))["select"]
        if before != select:
            raise ValueError(f"{file}: made with --select={before}, not with --select={select}")
        findings: list[Finding] = []
        for record in map(json.loads, lines):
            if "site" not in record:
                findings.append(Finding(**record))
                continue
            findings = []
            site = known.get((record["site"], record["version"]))
            if site is not None:
                checked.append((site, record["files"], findings))
    return [Checked(site, files, tuple(found)) for site, files, found in checked]


# Tables


def report(checked: Sequence[Checked]) -> Iterator[str]:
    """Yield the tables: what was read, and the findings by rule, by group and by site."""
    yield from read_tables(checked)
    yield "### By rule"
    yield ""
    yield from by_rule(checked)
    for what in ("language", "origin", "kind", "site"):
        yield ""
        yield f"### By {what}"
        yield ""
        yield from by_group(checked, what)
    yield ""
    yield "Median, 90 % and touched files count errors and warnings; the rest counts infos too."


def read_tables(checked: Sequence[Checked]) -> Iterator[str]:
    """Yield how many sites and files of each language and generator were read."""
    yield f"{sum(each.files for each in checked)} files of {len(checked)} sites."
    for what in ("language", "generator"):
        yield ""
        yield from table(
            (what, "sites", "files"),
            [
                (name, len(group), sum(each.files for each in group))
                for name, group in _groups(checked, what).items()
            ],
        )
    yield ""
    yield f"\\* fewer than {FEW} sites"
    yield ""
    for each in checked:
        for reason in each.incomplete:
            yield f"Not checked: {each.site.name()}: {reason}"


def _groups(checked: Sequence[Checked], what: str) -> dict[str, list[Checked]]:
    """Group by a field of the sites, or by site; languages with few sites are marked."""
    groups: dict[str, list[Checked]] = {}
    for each in checked:
        name = each.site.name() if what == "site" else getattr(each.site, what)
        groups.setdefault(name, []).append(each)
    return {
        f"{name} \\*" if what == "language" and len(group) < FEW else name: group
        for name, group in sorted(groups.items())
    }


def by_rule(checked: Sequence[Checked]) -> Iterator[str]:
    """Yield a row for each rule and severity that found something."""
    counts: Counter[tuple[str, int]] = Counter()
    files: dict[tuple[str, int], set[tuple[Site, str]]] = defaultdict(set)
    for each in checked:
        for finding in each.findings:
            row = finding.code, GRAVEST_FIRST.index(finding.severity)
            counts[row] += 1
            files[row].add((each.site, finding.path))
    total = sum(each.files for each in checked)
    yield from table(
        ("rule", "severity", "findings", "files", "sites", "per 100 files"),
        [
            (
                code,
                GRAVEST_FIRST[severity],
                count,
                len(files[code, severity]),
                len({site for site, _ in files[code, severity]}),
                per_100(count, total),
            )
            for (code, severity), count in sorted(counts.items())
        ],
    )


def by_group(checked: Sequence[Checked], what: str) -> Iterator[str]:
    """Yield a row for each group of sites, with how much a user of them has to read."""
    head = (what, "files", "per 100 files", "errors a file", "warnings a file", "infos a file")
    yield from table(
        (*head, "median", "90 %", "touched", "errors and warnings"),
        [(name, *_row(group)) for name, group in _groups(checked, what).items()],
    )


def _row(group: Sequence[Checked]) -> tuple[object, ...]:
    files = sum(each.files for each in group)
    findings = [finding for each in group for finding in each.findings]
    grades = Counter(finding.severity for finding in findings)
    touched = Counter(
        (each.site, finding.path)
        for each in group
        for finding in each.findings
        if finding.severity != "info"
    )
    top = Counter(finding.code for finding in findings if finding.severity != "info")
    return (
        files,
        per_100(len(findings), files),
        *(f"{grades[severity] / files:.2f}" for severity in GRAVEST_FIRST),
        quantile(touched.values(), files, 0.5),
        quantile(touched.values(), files, 0.9),
        f"{len(touched) / files:.0%}",
        ", ".join(f"{code} {count}" for code, count in top.most_common(4)) or "-",
    )


def quantile(counts: Iterable[int], files: int, share: float) -> int:
    """Return the least count that a share of all files does not exceed.

    ``counts`` lack the files without findings.
    """
    found = sorted(counts, reverse=True)
    above = files - ceil(share * files)
    return found[above] if above < len(found) else 0


# Differences


class Difference(NamedTuple):
    """What became of the findings of a site."""

    site: Site
    removed: list[Finding]
    added: list[Finding]
    regraded: Counter[tuple[str, str, str]]
    """By rule, the severity before and the one after."""


def difference(before: Checked, after: Checked) -> Difference:
    """Compare by place and rule: the messages may differ."""
    old: dict[tuple[object, ...], list[Finding]] = {}
    for finding in before.findings:
        old.setdefault(finding[:4], []).append(finding)
    added = []
    regraded: Counter[tuple[str, str, str]] = Counter()
    for finding in after.findings:
        same = old.get(finding[:4])
        if not same:
            added.append(finding)
        elif (was := same.pop().severity) != finding.severity:
            regraded[finding.code, was, finding.severity] += 1
    removed = sorted(finding for findings in old.values() for finding in findings)
    return Difference(after.site, removed, added, regraded)


def compared(
    before: Sequence[Checked], after: Sequence[Checked], path: Path, most: int
) -> Iterator[str]:
    """Yield what differs, by rule, then by site; at most ``most`` findings of both."""
    old = {each.site: each for each in before}
    found = [difference(old[each.site], each) for each in after if each.site in old]
    yield f"{len(found)} sites compared."
    for each in after:
        if each.site not in old:
            yield f"Not compared: {each.site.name()}"
    codes = sorted({finding.code for each in found for finding in (*each.removed, *each.added)})
    rows = [
        (
            code,
            sum(_count(each.removed, code) for each in found),
            sum(_count(each.added, code) for each in found),
        )
        for code in codes
    ]
    yield ""
    yield from table(("rule", "removed", "added"), rows)
    regraded = sum((each.regraded for each in found), Counter[tuple[str, str, str]]())
    if regraded:
        yield ""
        yield from table(
            ("rule", "severity before", "after", "findings"),
            [(*change, count) for change, count in sorted(regraded.items())],
        )
    for code in codes:
        yield ""
        yield f"## {code}"
        for site in found:
            yield from _changes(site, code, path, most)


def _count(findings: Iterable[Finding], code: str) -> int:
    return sum(finding.code == code for finding in findings)


def _changes(each: Difference, code: str, path: Path, most: int) -> Iterator[str]:
    changes = [("-", finding) for finding in each.removed if finding.code == code]
    changes += [("+", finding) for finding in each.added if finding.code == code]
    if not changes:
        return
    site = each.site
    yield ""
    yield f"### {site.name()} ({site.language}, {site.generator}, {site.origin})"
    yield ""
    changes.sort(key=lambda change: change[1])
    for sign, finding in changes[: most or None]:
        yield f"{sign} {finding.path}:{finding.line}: {code} {visible(finding.message)}"
        yield f"      {excerpt(site.root(path) / finding.path, finding)}"
    if 0 < most < len(changes):
        yield f"  ... and {len(changes) - most} more"


def excerpt(file: Path, finding: Finding) -> str:
    """Return the part of the line around a finding."""
    text = file.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
    lines = re.split(r"\r\n|\r|\n", text)
    line = lines[finding.line - 1] if finding.line <= len(lines) else ""
    start = max(finding.column - 1 - _BEFORE, 0)
    end = finding.column - 1 + _AFTER
    part = visible(line[start:end].strip())
    return f"{'…' if start else ''}{part}{'…' if end < len(line) else ''}"


def main(argv: Sequence[str] | None = None) -> int:
    """Check the sites below a folder, and print the tables or the differences."""
    args = _parser().parse_args(argv)
    try:
        listed = [site for site in read(args.sites) if args.part in (None, site.part)]
        there = [site for site in listed if site.is_there(args.path)]
        before = load(args.against, there, args.select) if args.against else None
    except ValueError as error:
        raise SystemExit(str(error)) from None
    for site in listed:
        if site not in there:
            print(f"Not there: {site.name()}")
    checked = check(there, args.path, args.select, args.program, args.jobs)
    for each in checked:
        if not each.files:
            print(f"No articles: {each.site.name()}")
    checked = [each for each in checked if each.files]
    if args.save:
        save(checked, args.save, args.select)
    if before is None:
        lines = report(checked)
    else:
        lines = compared(before, checked, args.path, args.most)
    for line in lines:
        print(line)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ecosystem", description=__doc__)
    parser.add_argument("path", type=Path, metavar="PATH", help="the folder of the sources")
    parser.add_argument("--part", choices=PARTS, help="only the sites of this part")
    parser.add_argument("--select", metavar="RULE", help="only these rules; a,b,c")
    parser.add_argument("--save", type=Path, metavar="REPORT", help="write the findings")
    parser.add_argument(
        "--against", type=Path, metavar="REPORT", help="print what differs from saved findings"
    )
    parser.add_argument(
        "--most", type=int, default=20, metavar="N", help="differences of a rule and site (20)"
    )
    parser.add_argument(
        "--program", metavar="CONTENTLINT", help="an installed one, not that of this checkout"
    )
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="sites at a time (2)")
    parser.add_argument("--sites", type=Path, default=SITES, metavar="TOML", help="another list")
    return parser


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.exit(main())
