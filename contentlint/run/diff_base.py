"""The lines that have changed since a commit, from git."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence

from contentlint.model.diagnostic import Diagnostic, FileResult
from contentlint.model.errors import ConfigError, ReadError
from contentlint.run.baseline import counted
from contentlint.source.files import read_bytes

Lines = Sequence[tuple[int, int]]
"""The first and last line of each changed range, from 1, ascending."""
_HUNK = re.compile(rb"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_LONE = re.compile(rb"\r(?!\n)")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ALL: Lines = ((1, 1 << 60),)


def since(reference: str, paths: Iterable[str]) -> dict[str, Lines]:
    """Return the added and changed lines of each path that has changed since a commit.

    All lines of a new file have changed; of a file that git recognizes as renamed, those that
    differ. No code of the repository is executed: neither an external diff nor a text filter.

    Raises:
        ConfigError: git is not installed, or there is no repository or no such commit.
    """
    top = _top(reference)
    changed = parse(_git(["diff", *_PLAIN, reference, "--"], cwd=top))
    new = _fresh(top)
    found: dict[str, Lines] = {}
    for path in paths:
        name = name_of(path, top)
        if name in new:
            found[path] = _ALL
        elif name in changed:
            found[path] = changed[name] if _lines_as_git(path) else _ALL
    return found


def _top(reference: str) -> str:
    """Return the root of the repository.

    Raises:
        ConfigError: as ``since``.
    """
    if reference.startswith("-"):
        raise ConfigError(f"--diff-base: {reference!r} is no commit")
    top = os.fsdecode(_git(["rev-parse", "--show-toplevel"]).rstrip(b"\n"))
    unknown = f"git knows no commit {reference!r}"
    _git(["rev-parse", "--verify", "--quiet", reference + "^{commit}"], unknown=unknown)
    return top


def _fresh(top: str) -> set[str]:
    """Return the names of the files that are new to git."""
    names = _git(["ls-files", "--others", "--exclude-standard", "-z"], cwd=top)
    return {os.fsdecode(name) for name in names.split(b"\0") if name}


def name_of(path: str, top: str) -> str:
    """Return the name of a file in the repository, without links."""
    return os.path.relpath(os.path.realpath(path), top).replace(os.sep, "/")


def differing(reference: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the root of the repository, and the names in it of the files and submodules that
    differ from a commit, each with its name there: another one if git recognizes it as renamed.

    Raises:
        ConfigError: as ``since``.
    """
    top = _top(reference)
    changed = [*_entries(_git(["diff", *_NAMES, reference, "--"], cwd=top))]
    return top, changed + [(name, name) for name in _fresh(top)]


_NAMES = (
    "--name-status -z --no-ext-diff --no-textconv --no-relative --find-renames --diff-filter=d "
    "--ignore-submodules=dirty"
).split()


def _entries(names: bytes) -> Iterator[tuple[str, str]]:
    """Yield the name of each changed file and its name before, from ``git diff -z``."""
    fields = iter(names.split(b"\0"))
    for status in fields:
        if status:
            before = os.fsdecode(next(fields))
            yield (os.fsdecode(next(fields)) if status[:1] in b"RC" else before), before


_PLAIN = (
    "--unified=0 --inter-hunk-context=0 --no-color --no-ext-diff --no-textconv --no-relative "
    "--text --find-renames --diff-filter=d --ignore-submodules --src-prefix=a/ --dst-prefix=b/"
).split()


def parse(diff: bytes) -> dict[str, Lines]:
    """Return the changed lines of each file in a diff without context.

    The names of files are relative to the root of the repository.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    name = ""
    head = False
    for line in diff.split(b"\n"):
        # Lines of content begin with a sign, and so are never taken for a header.
        if line.startswith(b"diff --git "):
            head = True
        elif head and line.startswith(b"+++ "):
            name = _unquoted(line[4:]).removeprefix("b/")
            found[name] = []
        elif line.startswith(b"@@ "):
            head = False
            m = _HUNK.match(line)
            if m is not None:
                first, count = int(m[1]), int(m[2] or b"1")
                found[name] += [(first, first + count - 1)] if count else []
    return dict(found)


_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_ESCAPED = {
    b"a": b"\a",
    b"b": b"\b",
    b"t": b"\t",
    b"n": b"\n",
    b"v": b"\v",
    b"f": b"\f",
    b"r": b"\r",
}


def _unquoted(name: bytes) -> str:
    """Return a file name without git's quotes, and without the tab after a name with a space."""
    if not name.startswith(b'"'):
        return os.fsdecode(name.removesuffix(b"\t"))

    def char(m: re.Match[bytes]) -> bytes:
        return bytes((int(m[1], 8),)) if len(m[1]) == 3 else _ESCAPED.get(m[1], m[1])

    return os.fsdecode(_ESCAPE.sub(char, name.rstrip(b"\t")[1:-1]))


def _lines_as_git(path: str) -> bool:
    """Return True if a file has the lines that git counts, which end in the byte of ``\\n``."""
    try:
        data = read_bytes(path)
    except ReadError:
        return True
    return not data.startswith(_UTF_16) and _LONE.search(data) is None


_SAFE = ("-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit")
"""A commit can add a folder that is a bare repository, whose settings name commands."""


def _git(arguments: Sequence[str], cwd: str | None = None, unknown: str = "") -> bytes:
    """Return the output of git; ``unknown`` replaces its own error message."""
    try:
        done = subprocess.run(
            ["git", *_SAFE, *arguments],
            cwd=cwd,
            capture_output=True,
            check=False,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        )
    except OSError:
        raise ConfigError("--diff-base: there is no git here") from None
    if done.returncode:
        first = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise ConfigError(f"--diff-base: {unknown or f'git: {first}'}")
    return done.stdout


def only(results: Iterable[FileResult], changed: Mapping[str, Lines]) -> list[FileResult]:
    """Return the results with only the findings that have a place on a changed line."""
    kept = []
    for result in results:
        lines = changed.get(result.path, ())
        found = tuple(d for d in result.diagnostics if _touches(d, lines))
        kept.append(result._replace(diagnostics=found, counts=counted(found)))
    return kept


def _touches(d: Diagnostic, lines: Lines) -> bool:
    places = [d.position, *(r.position for r in d.related if not r.path)]
    return any(
        first <= place.end_line and place.line <= last for place in places for first, last in lines
    )
