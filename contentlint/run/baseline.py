"""The findings that an archive had when it took contentlint in: known, and not to be repeated.

A finding is known by its rule and the text it is about, and by how often the
file has that: lines that move do not bring it back, one more of the same kind
does. The file is JSON, sorted, one finding a line, so that it can be reviewed
and merged.

It is about what is reported, not about what is fixed: ``--fix`` applies the
fixes of known findings too.
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
from contentlint.source.files import read_bytes

if TYPE_CHECKING:
    from typing import Any

SCHEMA = "contentlint.baseline/1"
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
    """What is in the baseline and was not found again by a rule that looked for it; of files
    that are not there any more, everything."""


On = Callable[[FileResult, bool], Container[str]]
"""The codes that were looked for in a file; the second says whether every file of the baseline
that is still there was checked, without which nothing is known of rules that compare files."""


def read(path: str) -> Baseline:
    """Read a baseline.

    Raises:
        ConfigError: it cannot be read, or is none.
    """
    try:
        data = json.loads(read_bytes(path).decode("utf-8"))
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
            known = found.setdefault(name, {})
            # Twice after a merge: the two sides knew the same ones.
            known[key] = max(count, known.get(key, 0))
            samples[key] = str(entry.get("sample", ""))
    return found, samples


def made_of(path: str, results: Iterable[FileResult]) -> Baseline:
    """A baseline of everything found."""
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
    """From a path to the file's name in a baseline: relative to its folder, with ``/``."""
    base = os.path.realpath(os.path.dirname(os.path.abspath(baseline)))
    real: dict[str, str] = {}

    def name_of(path: str) -> str:
        folder, name = os.path.split(path)
        if folder not in real:
            # By whatever links the two are reached.
            real[folder] = os.path.realpath(folder or os.curdir)
        whole = os.path.join(real[folder], name)
        try:
            return os.path.relpath(whole, base).replace(os.sep, "/")
        except ValueError:  # on another drive
            return whole.replace(os.sep, "/")

    return name_of


def apply(baseline: Baseline, results: Sequence[FileResult], shown: str, on: On) -> Applied:
    """Take out what is known; the first of several that are alike.

    The results hold everything found, whatever its severity; what is left in
    them afterwards is what is at or above ``shown``.
    """
    left: list[FileResult] = []
    accepted: list[Diagnostic] = []
    name_of = names_in(baseline.path)
    names = [name_of(result.path) for result in results]
    stale, whole = _deleted(baseline, frozenset(names))
    for name, result in zip(names, results, strict=True):
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
            looked_for = on(result, whole)
            gone = Counter({key: n for key, n in gone.items() if key[0] in looked_for})
            if gone:
                stale[name] = gone
        kept = tuple(d for d in new if rank(d.severity) >= rank(shown))
        left.append(result._replace(diagnostics=kept, counts=counted(new)))
    return Applied(left, tuple(accepted), stale)


def _deleted(baseline: Baseline, checked: Container[str]) -> tuple[dict[str, Counter[Key]], bool]:
    """What is known of files that are gone, and whether all the others were checked."""
    folder = os.path.dirname(os.path.abspath(baseline.path))
    stale: dict[str, Counter[Key]] = {}
    whole = True
    for name, entries in baseline.files.items():
        if name in checked:
            continue
        try:
            there = os.path.lexists(os.path.join(folder, name))
        except ValueError:  # no name that a file can have
            there = False
        if there:
            whole = False
        else:
            stale[name] = Counter(entries)
    return stale, whole


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
    """Write a baseline to its path, whole or not at all.

    Everything but ASCII is escaped: no check ever finds anything in the file,
    and no terminal is driven by it.

    Raises:
        ConfigError: something else is there, an article perhaps.
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
