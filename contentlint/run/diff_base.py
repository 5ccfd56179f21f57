"""The lines that have changed since a commit, from git."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from contentlint.model.diagnostic import Diagnostic, FileResult
from contentlint.model.errors import ReadError
from contentlint.run.baseline import counted
from contentlint.source import git
from contentlint.source.files import read_bytes

Lines = Sequence[tuple[int, int]]
"""The first and last line of each changed range, from 1, ascending."""
_HUNK = re.compile(rb"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_LONE = re.compile(rb"\r(?!\n)")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ALL: Lines = ((1, 1 << 60),)


def since(reference: str, paths: Iterable[str], *, untrusted: bool = False) -> dict[str, Lines]:
    """Return the added and changed lines of each path that has changed since a commit.

    All lines of a new file have changed; of a file that git recognizes as renamed, those that
    differ. With ``untrusted``, files that git ignores are new files too. No code of the repository
    is executed.

    Raises:
        ConfigError: git is not installed, or there is no repository or no such commit.
    """
    top, commit = git.base(reference)
    plain = [*git.without_filters(top), "diff", *_PLAIN, commit, "--"]
    changed = parse(git.run(plain, top, attributes=commit))
    others = ["--others", "-z", *([] if untrusted else ["--exclude-standard"])]
    fresh = git.run(["ls-files", *others], top)
    new = {os.fsdecode(name) for name in fresh.split(b"\0") if name}
    found: dict[str, Lines] = {}
    for path in paths:
        name = name_of(path, top)
        if name in new:
            found[path] = _ALL
        elif name in changed:
            found[path] = changed[name] if _lines_as_git(path) else _ALL
    return found


def name_of(path: str, top: str) -> str:
    """Return the name of a file in the repository, without links."""
    return os.path.relpath(os.path.realpath(path), top).replace(os.sep, "/")


def differing(reference: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the root of the repository, and the names in it of the files and submodules that
    differ from a commit, each with its name there: another one if git recognizes it as renamed.

    Raises:
        ConfigError: as ``since``.
    """
    top, commit = git.base(reference)
    names = [*git.without_filters(top), "diff", *_NAMES, commit, "--"]
    changed = [*_entries(git.run(names, top, attributes=commit))]
    fresh = git.run(["ls-files", "--others", "--exclude-standard", "-z"], top)
    new = (os.fsdecode(name) for name in fresh.split(b"\0") if name)
    return top, changed + [(name, name) for name in new]


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
            yield (os.fsdecode(next(fields)) if status[:1] == b"R" else before), before


_PLAIN = (
    "--unified=0 --inter-hunk-context=0 --no-color --no-ext-diff --no-textconv --no-relative "
    "--text --find-renames --diff-filter=d --ignore-submodules --src-prefix=a/ --dst-prefix=b/"
).split()


def parse(diff: bytes) -> dict[str, Lines]:
    """Return the changed lines of each file in a diff without context.

    The names of files are relative to the root of the repository.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    name, head = "", False
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

    return os.fsdecode(_ESCAPE.sub(char, name.rstrip()[1:-1]))


def _lines_as_git(path: str) -> bool:
    """Return True if a file has the lines that git counts, which end in the byte of ``\\n``."""
    try:
        data = read_bytes(path)
    except ReadError:
        return True
    return not data.startswith(_UTF_16) and _LONE.search(data) is None


def only(results: Iterable[FileResult], changed: Mapping[str, Lines]) -> list[FileResult]:
    """Return the results with only the findings that have a place on a changed line."""
    kept = []
    for result in results:
        lines = changed.get(result.path, ())
        found = tuple(d for d in result.diagnostics if _touches(d, lines, changed))
        kept.append(result._replace(diagnostics=found, counts=counted(found)))
    return kept


def _touches(d: Diagnostic, lines: Lines, changed: Mapping[str, Lines]) -> bool:
    places = [(d.position, lines)]
    places += [(r.position, lines) for r in d.related if not r.path]
    # Of other files the source of a translation counts: its change leaves the translation behind.
    places += [(r.position, changed.get(r.path, ())) for r in d.related if r.in_source]
    return any(
        first <= place.end_line and place.line <= last
        for place, own in places
        for first, last in own
    )
