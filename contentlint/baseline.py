"""The findings that an archive had when it took contentlint in: known, and not to be repeated.

A finding is known by its rule and the text it is about, and by how often the
file has that: lines that move do not bring it back, one more of the same kind
does. The file is JSON, sorted, one finding a line, so that it can be reviewed
and merged.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from contentlint.diagnostic import Counts, Diagnostic, FileResult, rank
from contentlint.errors import ConfigError, ContentlintError, reason

SCHEMA = "contentlint.baseline/1"
DEFAULT = "contentlint-baseline.json"
_SAMPLE = 80
"""Code points of the message that are kept for whoever reviews the file."""

Key = tuple[str, str]
"""A rule's code and the fingerprint of what was found."""


class Baseline(NamedTuple):
    path: str
    """Where it is kept; files are named relative to its folder, with ``/``."""
    files: Mapping[str, Mapping[Key, int]]
    samples: Mapping[Key, str]


class Applied(NamedTuple):
    results: list[FileResult]
    """Without what is known."""
    accepted: tuple[Diagnostic, ...]
    """What is known."""
    stale: Mapping[str, Counter[Key]]
    """Of the files that were checked: what is in the baseline and was not found again."""


def read(path: str) -> Baseline:
    """Read a baseline.

    Raises:
        ConfigError: it cannot be read, or is none.
    """
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
    except OSError as error:
        raise ConfigError(f"--baseline: {path}: {reason(error)}") from None
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"--baseline: {path}: not valid JSON: {error}") from None
    try:
        if data["schema"] != SCHEMA:
            raise ConfigError(f"--baseline: {path}: schema {data['schema']!r} is not {SCHEMA!r}")
        files: dict[str, dict[Key, int]] = {}
        samples: dict[Key, str] = {}
        for name, entries in data["files"].items():
            for entry in entries:
                key = str(entry["rule"]), str(entry["key"])
                files.setdefault(name, {})[key] = int(entry["count"])
                samples[key] = str(entry.get("sample", ""))
    except (KeyError, TypeError, AttributeError, ValueError):
        raise ConfigError(f"--baseline: {path}: is no baseline of contentlint") from None
    return Baseline(path, files, samples)


def made_of(path: str, results: Iterable[FileResult]) -> Baseline:
    """A baseline of everything found."""
    files: dict[str, Counter[Key]] = {}
    samples: dict[Key, str] = {}
    for result in results:
        for d in result.diagnostics:
            key = d.code, d.fingerprint
            files.setdefault(name_in(path, d.path), Counter())[key] += 1
            samples.setdefault(key, d.message[:_SAMPLE])
    return Baseline(path, files, samples)


def name_in(baseline: str, path: str) -> str:
    """A file's name in a baseline: relative to its folder, with ``/``."""
    folder = os.path.dirname(os.path.abspath(baseline))
    return os.path.relpath(path, folder).replace(os.sep, "/")


def apply(baseline: Baseline, results: Sequence[FileResult], shown: str) -> Applied:
    """Take out what is known; the first of several that are alike.

    The results hold everything found, whatever its severity; what is left in
    them afterwards is what is at or above ``shown``.
    """
    left: list[FileResult] = []
    accepted: list[Diagnostic] = []
    stale: dict[str, Counter[Key]] = {}
    for result in results:
        name = name_in(baseline.path, result.path)
        known = Counter(baseline.files.get(name, {}))
        new = []
        for d in result.diagnostics:
            key = d.code, d.fingerprint
            if known[key] > 0:
                known[key] -= 1
                accepted.append(d)
            else:
                new.append(d)
        gone = +known
        if gone and not result.incomplete:
            stale[name] = gone
        kept = tuple(d for d in new if rank(d.severity) >= rank(shown))
        left.append(result._replace(diagnostics=kept, counts=counted(new)))
    return Applied(left, tuple(accepted), stale)


def counted(diagnostics: Sequence[Diagnostic]) -> Counts:
    """How many there are of each severity, and with a safe fix."""
    grades = Counter(rank(d.severity) for d in diagnostics)
    fixable = sum(1 for d in diagnostics if d.fix is not None and d.fix.safe)
    return Counts(grades[0], grades[1], grades[2], fixable)


def pruned(baseline: Baseline, stale: Mapping[str, Counter[Key]]) -> Baseline:
    """The baseline without what was not found again."""
    files = {}
    for name, entries in baseline.files.items():
        rest = Counter(entries) - stale.get(name, Counter())
        if rest:
            files[name] = rest
    return baseline._replace(files=files)


def total(files: Mapping[str, Mapping[Key, int]]) -> int:
    """How many findings there are in all."""
    return sum(n for entries in files.values() for n in entries.values())


def write(baseline: Baseline) -> None:
    """Write a baseline to its path, beside it first and then over it.

    Everything but ASCII is escaped: no check ever finds anything in the file,
    and no terminal is driven by it.

    Raises:
        ContentlintError: it cannot be written.
    """
    lines = []
    for name in sorted(baseline.files):
        entries = [
            json.dumps(_entry(key, n, baseline.samples.get(key, "")))
            for key, n in sorted(baseline.files[name].items())
        ]
        body = ",\n      ".join(entries)
        lines.append(f"    {json.dumps(name)}: [\n      {body}\n    ]")
    files = ",\n".join(lines)
    text = f'{{\n  "schema": "{SCHEMA}",\n  "files": {{\n{files}\n  }}\n}}\n'
    beside = baseline.path + ".tmp"
    try:
        with open(beside, "w", encoding="ascii", newline="\n") as file:
            file.write(text)
        os.replace(beside, baseline.path)
    except OSError as error:
        raise ContentlintError(f"{baseline.path}: {reason(error)}") from None


def _entry(key: Key, count: int, sample: str) -> dict[str, Any]:
    return {"rule": key[0], "key": key[1], "count": count, "sample": sample}
