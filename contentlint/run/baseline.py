"""Baselines: accepted findings, which are not reported again.

An entry has the code of a rule, the fingerprint of the text, and the number of such findings in a
file. A finding that moves to another line stays accepted; one more of the same kind is reported.
The file is sorted JSON with one entry a line, so that people can review and merge it.

A baseline restricts the report only: ``--fix`` applies the fixes of accepted findings, too.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Counts, Diagnostic, FileResult, rank
from contentlint.model.errors import ConfigError, ContentlintError, ReadError, WriteError
from contentlint.source import atomic_write
from contentlint.source.tree import DISK, Tree

if TYPE_CHECKING:
    from typing import Any

SCHEMA = "contentlint.baseline/1"
_SAMPLE = 80
"""The most code points of a message in an entry, for people who review the file."""

Key = tuple[str, str]
"""The code of a rule, and the fingerprint of a finding."""


class Baseline(NamedTuple):
    path: str
    files: Mapping[str, Mapping[Key, int]]
    """The entries of each file. Its name is relative to the folder of ``path``, with ``/``; an
    entry is a key and how many findings have it."""
    samples: Mapping[Key, str]
    """The beginning of a message for each key."""


class Applied(NamedTuple):
    results: list[FileResult]
    """The results without accepted findings."""
    accepted: tuple[Diagnostic, ...]
    stale: Mapping[str, Counter[Key]]
    """The entries that no longer occur although their rule was on, by file; all entries of a file
    that does not exist any more."""


Checked = Callable[[FileResult, bool], Container[str]]
"""Return the codes of the rules that checked a file. The flag is True if the run checked every
existing file of the baseline: otherwise the rules that compare files have not seen all of them."""


def read(path: str, tree: Tree = DISK) -> Baseline:
    """Read a baseline of a tree.

    Raises:
        ConfigError: it cannot be read, or is not a baseline.
    """
    try:
        if tree.exists(path) and not tree.is_file(path):
            raise ReadError("not a regular file")
        data = json.loads(tree.read(path).decode("utf-8"))
    except ReadError as error:
        raise ConfigError(f"--baseline: {path}: {error}") from None
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"--baseline: {path}: not valid JSON: {error}") from None
    try:
        if data["schema"] != SCHEMA:
            schema = repr(data["schema"])[:_SAMPLE]
            raise ConfigError(f"--baseline: {path}: schema {schema} is not {SCHEMA!r}")
        return Baseline(path, *_parsed(data["files"]))
    except (KeyError, TypeError, AttributeError, ValueError):
        raise ConfigError(f"--baseline: {path}: is no baseline of contentlint") from None


def _parsed(files: Any) -> tuple[dict[str, dict[Key, int]], dict[Key, str]]:
    found: dict[str, dict[Key, int]] = {}
    samples: dict[Key, str] = {}
    for name, entries in files.items():
        for entry in entries:
            key = str(entry["rule"]), str(entry["key"])
            count = entry["count"]
            if type(count) is not int or count < 1:
                raise ValueError(count)
            entry_counts = found.setdefault(name, {})
            # A merge of two branches may keep an entry twice: both accept the same findings.
            entry_counts[key] = max(count, entry_counts.get(key, 0))
            samples[key] = str(entry.get("sample", ""))
    return found, samples


def of_results(path: str, results: Iterable[FileResult]) -> Baseline:
    """Return a baseline that accepts every finding of the results."""
    files: dict[str, Counter[Key]] = {}
    samples: dict[Key, str] = {}
    name_of = names_in(path)
    for result in results:
        for d in result.diagnostics:
            key = d.code, d.fingerprint
            files.setdefault(name_of(result.path), Counter())[key] += 1
            samples.setdefault(key, d.message[:_SAMPLE])
    return Baseline(path, files, samples)


def names_in(baseline: str) -> Callable[[str], str]:
    """Return a function from the path of a file to its name in ``Baseline.files``."""
    base = os.path.realpath(os.path.dirname(os.path.abspath(baseline)))
    real: dict[str, str] = {}

    def name_of(path: str) -> str:
        folder, name = os.path.split(path)
        if folder not in real:
            # The paths of the file and of the baseline may contain links.
            real[folder] = os.path.realpath(folder or os.curdir)
        whole = os.path.join(real[folder], name)
        try:
            return os.path.relpath(whole, base).replace(os.sep, "/")
        except ValueError:  # on another drive
            return whole.replace(os.sep, "/")

    return name_of


def apply(
    baseline: Baseline, results: Sequence[FileResult], least: str, checked: Checked
) -> Applied:
    """Remove accepted findings: of several that are alike, the first ones.

    ``results`` have the findings of every severity. Those returned have diagnostics of the
    severity ``least`` and higher only.
    """
    left: list[FileResult] = []
    accepted: list[Diagnostic] = []
    name_of = names_in(baseline.path)
    names = [name_of(result.path) for result in results]
    stale, complete = _deleted(baseline, frozenset(names))
    for name, result in zip(names, results, strict=True):
        entries = Counter(baseline.files.get(name, {}))
        new = []
        for d in result.diagnostics:
            key = d.code, d.fingerprint
            if entries[key] > 0:
                entries[key] -= 1
                accepted.append(d)
            else:
                new.append(d)
        unused = +entries
        if unused and not result.incomplete:
            codes = checked(result, complete)
            unused = Counter({key: n for key, n in unused.items() if key[0] in codes})
            if unused:
                stale[name] = unused
        kept = tuple(d for d in new if rank(d.severity) >= rank(least))
        left.append(result._replace(diagnostics=kept, counts=counted(new)))
    return Applied(left, tuple(accepted), stale)


def _deleted(baseline: Baseline, checked: Container[str]) -> tuple[dict[str, Counter[Key]], bool]:
    """Return the entries of files that do not exist, and True if all others were checked."""
    folder = os.path.dirname(os.path.abspath(baseline.path))
    stale: dict[str, Counter[Key]] = {}
    complete = True
    for name, entries in baseline.files.items():
        if name in checked:
            continue
        if os.path.lexists(os.path.join(folder, name)):
            complete = False
        else:
            stale[name] = Counter(entries)
    return stale, complete


def counted(diagnostics: Sequence[Diagnostic]) -> Counts:
    """Return how many diagnostics have each severity, and how many a safe fix."""
    grades = Counter(rank(d.severity) for d in diagnostics)
    fixable = sum(1 for d in diagnostics if d.fix is not None and d.fix.safe)
    return Counts(grades[0], grades[1], grades[2], fixable)


def pruned(baseline: Baseline, stale: Mapping[str, Counter[Key]]) -> Baseline:
    """Return the baseline without stale entries."""
    files = {}
    for name, entries in baseline.files.items():
        rest = Counter(entries) - stale.get(name, Counter())
        if rest:
            files[name] = rest
    return baseline._replace(files=files)


def total(files: Mapping[str, Mapping[Key, int]]) -> int:
    """Return the number of findings of all entries."""
    return sum(n for entries in files.values() for n in entries.values())


def write(baseline: Baseline) -> None:
    """Write a baseline to its path, whole or not at all.

    The file is ASCII, so that samples neither have findings nor control a terminal.

    Raises:
        ConfigError: the file exists, and is not a baseline: it may be an article.
        ContentlintError: it cannot be written.
    """
    if os.path.lexists(baseline.path):
        try:
            read(baseline.path)
        except ConfigError:
            why = "is there, and no baseline; give another name"
            raise ConfigError(f"--write-baseline: {baseline.path}: {why}") from None
    lines = []
    for name in sorted(baseline.files):
        entries = [
            json.dumps(_entry(key, n, baseline.samples.get(key, "")))
            for key, n in sorted(baseline.files[name].items())
        ]
        body = ",\n      ".join(entries)
        lines.append(f"    {json.dumps(name)}: [\n      {body}\n    ]")
    files = "{\n" + ",\n".join(lines) + "\n  }" if lines else "{}"
    text = f'{{\n  "schema": "{SCHEMA}",\n  "files": {files}\n}}\n'
    try:
        atomic_write.put(baseline.path, text.encode("ascii"))
    except WriteError as error:
        raise ContentlintError(f"{baseline.path}: {error}") from None


def _entry(key: Key, count: int, sample: str) -> dict[str, Any]:
    return {"rule": key[0], "key": key[1], "count": count, "sample": sample}
