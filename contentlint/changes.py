"""Which lines have changed since a commit, by asking git."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence

from contentlint.baseline import counted
from contentlint.diagnostic import Diagnostic, FileResult
from contentlint.errors import ConfigError

Lines = Sequence[tuple[int, int]]
"""First and last line of each changed stretch, from 1, ascending."""
_HUNK = re.compile(rb"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_ALL: Lines = ((1, 1 << 60),)


def since(reference: str, paths: Iterable[str]) -> dict[str, Lines]:
    """The lines of files that were added or changed since a commit; a new file is all changed.

    Only the files that changed are in the result. Nothing of the repository is
    run: no external diff, no filter that turns files into text.

    Raises:
        ConfigError: there is no git, no repository, or no such commit.
    """
    if reference.startswith("-"):
        raise ConfigError(f"--diff-base: {reference!r} is no commit")
    top = os.fsdecode(_git(["rev-parse", "--show-toplevel"]).rstrip(b"\n"))
    _git(["rev-parse", "--verify", "--quiet", reference + "^{commit}"], reference)
    names = _git(["diff", "--name-only", "-z", "--diff-filter=d", reference, "--"], cwd=top)
    changed = {os.path.join(top, os.fsdecode(name)) for name in names.split(b"\0") if name}
    fresh = _git(["ls-files", "--others", "--exclude-standard", "-z"], cwd=top)
    new = {os.path.join(top, os.fsdecode(name)) for name in fresh.split(b"\0") if name}
    found: dict[str, Lines] = {}
    for path in paths:
        whole = os.path.realpath(path)
        if whole in new:
            found[path] = _ALL
        elif whole in changed:
            found[path] = _lines(reference, os.path.relpath(whole, top), top)
    return found


def _lines(reference: str, name: str, top: str) -> Lines:
    plain = ["--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--text"]
    diff = _git(["diff", *plain, reference, "--", name], cwd=top)
    stretches = []
    for m in _HUNK.finditer(diff):
        first, count = int(m[1]), int(m[2] or b"1")
        if count:
            stretches.append((first, first + count - 1))
    return stretches


def _git(arguments: Sequence[str], reference: str = "", cwd: str | None = None) -> bytes:
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=cwd,
            capture_output=True,
            check=False,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        )
    except OSError:
        raise ConfigError("--diff-base: there is no git here") from None
    if done.returncode:
        if reference:
            raise ConfigError(f"--diff-base: git knows no commit {reference!r}")
        first = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise ConfigError(f"--diff-base: git: {first}")
    return done.stdout


def only(results: Iterable[FileResult], changed: Mapping[str, Lines]) -> list[FileResult]:
    """The results with the findings that touch a changed line, in one of their places."""
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
