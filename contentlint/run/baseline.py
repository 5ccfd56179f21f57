"""Baselines: accepted findings, which are not reported again.

An entry has the code of a rule, the fingerprint of the text, and the number of such findings in a
file. A finding that moves to another line stays accepted; one more of the same kind is reported.
The file is sorted JSON with one entry a line, so that people can review and merge it.

An entry follows its text to another file. A fingerprint alone does not show that text has moved:
many articles have an empty image on a line of its own. So a file is stored with hashes of its
longest lines, and its entries apply to another file only if that has some of these lines.

A baseline restricts the report only: ``--fix`` applies the fixes of accepted findings, too.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from contentlint._util import TYPE_CHECKING
from contentlint._util.digest import blake2b
from contentlint._util.escape import json_text
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Counts, Diagnostic, FileResult, rank
from contentlint.model.errors import ConfigError, ContentlintError, ReadError, WriteError
from contentlint.source import atomic_write
from contentlint.source.files import lies_in
from contentlint.source.tree import DISK, Tree

if TYPE_CHECKING:
    from typing import Any

SCHEMA = "contentlint.baseline/2"
_OLD = "contentlint.baseline/1"
"""The schema without lines: entries of a file that was renamed are stale."""
CONTEXT = 20
"""Code points on each side of a finding that a sample has of its line."""
_SAMPLE = 80
"""The most code points of a message in an entry, for people who review the file."""
_LINES = 6
"""The number of lines by which a file is recognised, the longest ones."""
_LONG = 20
"""The bytes of a line that recognises a file, unless it has only shorter ones."""
_SHARE = 3
"""A third of these lines must occur in a file for it to have text of another."""
_COMMON = 200
"""A line that more files share is boilerplate, and recognises none of them."""

Key = tuple[str, str]
"""The code of a rule, and the fingerprint of a finding."""


class Baseline(NamedTuple):
    path: str
    files: Mapping[str, Mapping[Key, int]]
    """The entries of each file. Its name is relative to the folder of ``path``, with ``/``; an
    entry is a key and how many findings have it."""
    samples: Mapping[Key, str]
    """The beginning of a message for each key, and some of the line."""
    lines: Mapping[str, tuple[str, ...]] = {}
    """The hashes of the longest lines of each file; empty in an old baseline."""


class Applied(NamedTuple):
    results: list[FileResult]
    """The results without accepted findings."""
    accepted: tuple[Diagnostic, ...]
    baseline: Baseline
    """The baseline, with the entries that have followed their text under the new names."""
    moved: int
    """The number of findings in these entries."""
    stale: Mapping[str, Counter[Key]]
    """The entries that no longer occur although their rule was on, by file; all entries of a file
    that does not exist any more in a folder that was checked."""


Checked = Callable[[FileResult, bool], frozenset[str]]
"""Return the codes of the rules that checked a file. The flag is True if the run checked every
existing file of the baseline: otherwise the rules that compare files have not seen all of them."""
TextOf = Callable[[str], bytes]
"""Return the content of a file; empty if it cannot be read."""


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
        if data["schema"] not in (SCHEMA, _OLD):
            schema = repr(data["schema"])[:_SAMPLE]
            raise ConfigError(f"--baseline: {path}: schema {schema} is not {SCHEMA!r}")
        if data["schema"] == _OLD:
            return Baseline(path, *_parsed(data["files"]))
        files = {name: each["findings"] for name, each in data["files"].items()}
        lines = {name: tuple(each["lines"].split()) for name, each in data["files"].items()}
        return Baseline(path, *_parsed(files), lines)
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


def of_results(path: str, results: Iterable[FileResult], text_of: TextOf) -> Baseline:
    """Return a baseline that accepts every finding of the results."""
    files: dict[str, Counter[Key]] = {}
    samples: dict[Key, str] = {}
    lines: dict[str, tuple[str, ...]] = {}
    name_of = names_in(path)
    for result in results:
        name = name_of(result.path)
        for d in result.diagnostics:
            key = d.code, d.fingerprint
            files.setdefault(name, Counter())[key] += 1
            samples.setdefault(key, _sample(d))
        if result.diagnostics:
            lines[name] = _longest(text_of(result.path))
    return Baseline(path, files, samples, lines)


def _sample(d: Diagnostic) -> str:
    text, _, _, before, after = d.excerpt
    line = f": {'…' * before}{text.strip()}{'…' * after}" if text else ""
    return d.message[:_SAMPLE] + line


def _longest(data: bytes) -> tuple[str, ...]:
    """Return the hashes of the longest lines of a text, in an order that moving them keeps."""
    lines = {line.strip() for line in data.splitlines()} - {b""}
    telling = [line for line in lines if len(line) >= _LONG] or lines
    return tuple(map(_hash, sorted(telling, key=lambda line: (-len(line), line))[:_LINES]))


def _hash(line: bytes) -> str:
    return blake2b(line, digest_size=4).hexdigest()


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
    baseline: Baseline,
    results: Sequence[FileResult],
    least: str,
    checked: Checked,
    text_of: TextOf,
    *,
    folders: Sequence[str],
    partial: bool,
) -> Applied:
    """Remove accepted findings: of several that are alike, the first ones.

    ``results`` have the findings of every severity. Those returned have diagnostics of the
    severity ``least`` and higher only. ``folders`` are the real paths of the folders that were
    checked whole: a deleted file outside of them may have been renamed to one that was not checked,
    and its entries are not stale. ``partial``: the results do not have all findings of their files,
    so that an entry may be there although its finding is not.
    """
    name_of = names_in(baseline.path)
    names = [name_of(result.path) for result in results]
    stale, complete = _deleted(baseline, frozenset(names))
    deleted = frozenset(stale)
    known: set[tuple[int, int]] = set()
    new: dict[tuple[int, int], Diagnostic] = {}
    for number, (name, result) in enumerate(zip(names, results, strict=True)):
        entries = Counter(baseline.files.get(name, {}))
        for index, d in enumerate(result.diagnostics):
            key = d.code, d.fingerprint
            if entries[key] > 0:
                entries[key] -= 1
                known.add((number, index))
            else:
                new[number, index] = d
        unused = +entries
        if unused and not result.incomplete:
            codes = checked(result, complete)
            unused = Counter({key: n for key, n in unused.items() if key[0] in codes})
            if unused:
                stale[name] = unused
    sources = {name: stale[name] for name in deleted} if partial else stale
    files = {name: Counter(entries) for name, entries in baseline.files.items()}
    moved = 0
    for place, source in _followed(baseline, sources, new, text_of):
        d = new[place]
        key, name = (d.code, d.fingerprint), name_of(d.path)
        known.add(place)
        sources[source][key] -= 1
        files[source][key] -= 1
        files.setdefault(name, Counter())[key] += 1
        moved += 1
    left, accepted = _parted(results, known, least)
    ran = frozenset[str]().union(*(checked(r, complete) for r in results)) if deleted else ()
    base = os.path.realpath(os.path.dirname(os.path.abspath(baseline.path)))
    for name in deleted:
        path = os.path.normpath(os.path.join(base, name))
        inside = any(lies_in(path, folder) for folder in folders)
        stale[name] = Counter({k: n for k, n in stale[name].items() if inside and k[0] in ran})
    return Applied(
        left,
        accepted,
        baseline._replace(files=files),
        moved,
        {name: +entries for name, entries in stale.items() if +entries},
    )


def _parted(
    results: Iterable[FileResult], known: Container[tuple[int, int]], least: str
) -> tuple[list[FileResult], tuple[Diagnostic, ...]]:
    """Return the results without the findings that are ``known``, given by the indices of result
    and finding, and these findings."""
    left: list[FileResult] = []
    accepted: list[Diagnostic] = []
    for number, result in enumerate(results):
        rest: list[Diagnostic] = []
        for index, d in enumerate(result.diagnostics):
            (accepted if (number, index) in known else rest).append(d)
        shown = tuple(d for d in rest if rank(d.severity) >= rank(least))
        left.append(result._replace(diagnostics=shown, counts=counted(rest)))
    return left, tuple(accepted)


def _followed(
    baseline: Baseline,
    sources: Mapping[str, Counter[Key]],
    new: Mapping[tuple[int, int], Diagnostic],
    text_of: TextOf,
) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the key of each new finding that an entry of ``sources`` has, if its file has text of
    the file of that entry, with the name of the latter. A finding between files may be reported in
    any of them.

    The caller takes the entry out of ``sources`` before the next one is looked for.
    """
    keys = {key for entries in sources.values() for key in entries}
    having: dict[str, list[str]] = {}
    for name in sorted(sources):
        for line in baseline.lines.get(name, ()):
            having.setdefault(line, []).append(name)
    having = {line: names for line, names in having.items() if len(names) <= _COMMON}
    telling = Counter(name for names in having.values() for name in names)

    @lru_cache(maxsize=64)
    def near(path: str) -> list[str]:
        lines = {_hash(line.strip()) for line in text_of(path).splitlines()}
        shared = Counter(name for line in lines for name in having.get(line, ()))
        names = [name for name, n in shared.items() if n * _SHARE >= telling[name]]
        return sorted(names, key=lambda name: (-shared[name], name))

    for place, d in new.items() if having else ():
        key = d.code, d.fingerprint
        if key in keys:
            others = [] if d.fingerprint else [r.path for r in d.related if r.path]
            names = (name for each in (d.path, *others) for name in near(each))
            source = next((name for name in names if sources[name][key] > 0), None)
            if source is not None:
                yield place, source


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


def pruned(applied: Applied, results: Iterable[FileResult], text_of: TextOf) -> Baseline:
    """Return the baseline without stale entries, and with the present lines of checked files."""
    baseline = applied.baseline
    files, lines = {}, {}
    name_of = names_in(baseline.path)
    paths = {name_of(result.path): result.path for result in results}
    for name, entries in baseline.files.items():
        rest = Counter(entries) - applied.stale.get(name, Counter())
        if rest:
            files[name] = rest
            known = baseline.lines.get(name, ())
            lines[name] = _longest(text_of(paths[name])) if name in paths else known
    return baseline._replace(files=files, lines=lines)


def total(files: Mapping[str, Mapping[Key, int]]) -> int:
    """Return the number of findings of all entries."""
    return sum(n for entries in files.values() for n in entries.values())


def write(baseline: Baseline) -> None:
    """Write a baseline to its path, whole or not at all.

    Letters are readable; invisible characters are escaped, so that no sample and no name controls
    a terminal.

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
    listed = []
    for name in sorted(baseline.files):
        entries = [
            _json(_entry(key, n, baseline.samples.get(key, "")))
            for key, n in sorted(baseline.files[name].items())
        ]
        body = ",\n        ".join(entries)
        lines = _json(" ".join(baseline.lines.get(name, ())))
        listed.append(
            f'    {_json(name)}: {{\n      "lines": {lines},\n'
            f'      "findings": [\n        {body}\n      ]\n    }}'
        )
    files = "{\n" + ",\n".join(listed) + "\n  }" if listed else "{}"
    text = f'{{\n  "schema": "{SCHEMA}",\n  "files": {files}\n}}\n'
    try:
        atomic_write.put(baseline.path, text.encode("utf-8"))
    except WriteError as error:
        raise ContentlintError(f"{baseline.path}: {error}") from None


def _json(value: object) -> str:
    return json_text(json.dumps(value, ensure_ascii=False))


def _entry(key: Key, count: int, sample: str) -> dict[str, Any]:
    return {"rule": key[0], "key": key[1], "count": count, "sample": sample}
