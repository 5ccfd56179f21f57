"""Globs as in ``.gitignore``, and the ``.gitignore`` files themselves.

Importing pathspec costs more than checking a small file, so the simple patterns that most
``.gitignore`` files consist of are matched here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.errors import ConfigError, LimitError, ReadError
from contentlint.source.tree import DISK, Tree

if TYPE_CHECKING:
    import re

    from pathspec import GitIgnoreSpec

    _Rules = tuple[tuple["SimplePatterns | Filter", str], ...]
    """The patterns for a folder, the deepest first, each with the path from its ``.gitignore``
    to the folder: ``""`` or ``a/b/``."""


class Filter:
    """Globs relative to one folder."""

    def __init__(self, patterns: Sequence[str], root: str, where: str = "") -> None:
        """Compile the globs; ``where`` is where the user wrote them.

        Raises:
            ConfigError: one of them is invalid.
        """
        self.root = root
        self._where = where
        import re  # as pathspec does

        self._slow = any(map(may_be_slow, patterns))
        try:
            self._spec = _spec(patterns)
        except (ValueError, re.error):
            wrong = next(p for p in patterns if not is_glob(p))
            raise ConfigError(f"{where or 'glob'}: {wrong!r} is not a valid glob") from None

    def verdict(self, path: str, *, folder: bool = False) -> bool | None:
        """Return True for a match, False if a ``!`` pattern excludes it, None without either.

        Raises:
            ConfigError: the result takes longer than a second.
        """
        relative = os.path.relpath(path, self.root).replace(os.sep, "/")
        if relative == ".." or relative.startswith("../"):
            return None
        return self.match(relative, folder=folder)

    def match(self, relative: str, *, folder: bool = False) -> bool | None:
        """Return ``verdict`` for a path relative to the root, with ``/``.

        Raises:
            ConfigError: as ``verdict``.
        """
        name = relative + "/" if folder else relative
        if not self._slow:
            return self._spec.check_file(name).include
        from contentlint._util.time_limit import within  # few globs are

        try:
            with within(_SECONDS, LimitError):
                return self._spec.check_file(name).include
        except LimitError:
            where = self._where or os.path.join(self.root, ".gitignore")
            shown = os.path.relpath(os.path.join(self.root, relative))
            raise ConfigError(f"{where}: its globs take too long to match on {shown}") from None


_SECONDS = 1.0
_STARS = lazy_regex.compile(r"\*[^/]*\*[^/]*\*|\*\*/.*\*\*/")
_RUN = lazy_regex.compile(r"(?<![\\*])\*{2,}")


def may_be_slow(pattern: str) -> bool:
    """Return True if there are many ways to divide a name between the stars of a glob."""
    return _STARS.search(_single(pattern)) is not None


def _single(pattern: str) -> str:
    """Merge adjacent stars into one, as git does, or into the two that match folders: pathspec
    would try every way to divide a name between them."""

    def one(m: re.Match[str]) -> str:
        first = pattern[: m.start()] in ("", "!") or pattern[m.start() - 1] == "/"
        last = pattern[m.end() : m.end() + 1] == "/" or not pattern[m.end() :].strip(" ")
        return "**" if first and last else "*"

    return _RUN.sub(one, pattern)


def _spec(patterns: Sequence[str]) -> GitIgnoreSpec:
    import warnings

    from pathspec import GitIgnoreSpec

    lines = [_single(pattern) for pattern in patterns]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # for "[[:alpha:]", which git accepts too
        try:
            # With Python's own expressions, whatever else is installed: those of RE2 are different,
            # and it refuses lone surrogates, which stand for invalid bytes.
            return GitIgnoreSpec.from_lines(lines, backend="simple")
        except TypeError:  # pathspec before 1.0 has only this one
            return GitIgnoreSpec.from_lines(lines)


def is_glob(pattern: str) -> bool:
    """Return True if git takes it for a pattern."""
    import re

    try:
        _spec([pattern])
    except (ValueError, re.error):
        return False
    return True


def split_glob(glob: str) -> tuple[str, str]:
    """Split a glob into the folder where it starts, and a pattern for ``.gitignore`` below it."""
    parts = glob.split("/")
    first = next(i for i, part in enumerate(parts) if any(c in part for c in "*?["))
    rest = parts[first:]
    base = "/".join(parts[:first]) or ("/" if glob.startswith("/") else ".")
    # A backslash is a literal in the globs of the shell, an escape in those of git.
    return base, "" if ".." in rest else "/" + "/".join(rest).replace("\\", "\\\\")


class _Pattern(NamedTuple):
    """A simple pattern of ``.gitignore``: names, ``*``, and ``**`` at its beginning or end."""

    ignores: bool
    """False for a pattern that begins with ``!``."""
    folders_only: bool
    floating: bool
    """True if it matches below any folder, not only beside its ``.gitignore``."""
    inside: bool
    """True if it ends in ``/**``: it matches the content of the folder, not the folder."""
    names: tuple[tuple[str, ...], ...]
    """The names of the path, each split at its stars."""

    def matches(self, parts: Sequence[str]) -> bool:
        """Return True if a path, split at its slashes, matches."""
        size = len(self.names)
        last = len(parts) - size - self.inside
        if last < 0:
            return False
        if self.inside:
            starts = range(last + 1) if self.floating else range(1)
            return any(self._matches_at(parts, start) for start in starts)
        return (self.floating or last == 0) and self._matches_at(parts, last)

    def _matches_at(self, parts: Sequence[str], start: int) -> bool:
        return all(_matches_name(pieces, parts[i]) for i, pieces in enumerate(self.names, start))


def _matches_name(pieces: tuple[str, ...], name: str) -> bool:
    """Return True if a name consists of the pieces, with anything where the stars were."""
    if len(pieces) == 1:
        return name == pieces[0]
    first, last = pieces[0], pieces[-1]
    position, end = len(first), len(name) - len(last)
    if position > end or not name.startswith(first) or not name.endswith(last):
        return False
    for piece in pieces[1:-1]:
        position = name.find(piece, position, end)
        if position < 0:
            return False
        position += len(piece)
    return True


def _simple_pattern(line: str) -> _Pattern | None:
    """Read a line of ``.gitignore``; None if it takes more than names and stars."""
    if any(sign in line for sign in "\\?[") or "//" in line:
        return None
    ignores = not line.startswith("!")
    text = line if ignores else line[1:]
    folders_only = text.endswith("/")
    if folders_only:
        text = text[:-1]
    floating = "/" not in text
    names = text.removeprefix("/").split("/")
    if names[0] == "**":
        floating = True
        del names[0]
    inside = names[-1:] == ["**"]
    if inside:
        del names[-1]
    if "/" in text and any("**" in name for name in names):
        return None  # git's answer depends on what precedes the stars
    pieces = tuple(tuple(name.split("*")) for name in names)
    return _Pattern(ignores, folders_only, floating, inside, pieces)


class SimplePatterns:
    """The lines of a ``.gitignore`` of simple patterns, matched as git does.

    Unlike ``Filter``, it only tests a path itself, not the folders above it.
    """

    def __init__(self, patterns: Sequence[_Pattern]) -> None:
        self._patterns = tuple(reversed(patterns))  # the last match wins

    @classmethod
    def read(cls, lines: Sequence[str]) -> SimplePatterns | None:
        """Return None if a line is not a simple pattern."""
        patterns = []
        for line in lines:
            pattern = _simple_pattern(line)
            if pattern is None:
                return None
            patterns.append(pattern)
        return cls(patterns)

    def match(self, relative: str, *, folder: bool = False) -> bool | None:
        """Return True for a match, False if a ``!`` pattern excludes it, None without either."""
        parts = relative.split("/")
        for pattern in self._patterns:
            if (folder or not pattern.folders_only) and pattern.matches(parts):
                return pattern.ignores
        return None


class Git:
    """What the ``.gitignore`` files of a repository ignore."""

    def __init__(self, unreadable: Callable[[str, str], None], tree: Tree = DISK) -> None:
        """``unreadable`` is called for each ``.gitignore`` of ``tree`` that cannot be read, with
        the reason."""
        self._unreadable = unreadable
        self._tree = tree
        self._repositories: dict[str, str | None] = {}
        self._by_folder: dict[str, _Rules | None] = {}
        self._by_shown: dict[str, _Rules | None] = {}

    def has_patterns(self, path: str) -> bool:
        """Return True if there are patterns for the folder of a path."""
        return self._rules_for(os.path.dirname(path)) != ()

    def ignores(self, path: str, *, folder: bool = False) -> bool:
        """Return True if git ignores a path, by itself or because of a folder above it."""
        shown, name = os.path.split(path)
        rules = self._rules_for(shown)
        return rules is None or _ignored(rules, name, folder=folder)

    def _rules_for(self, shown: str) -> _Rules | None:
        """Return the rules for a folder, as its path is written; None if git ignores the folder."""
        if shown not in self._by_shown:
            where = os.path.abspath(shown)
            repository = self.repository(where)
            self._by_shown[shown] = self._rules_below(repository, where) if repository else ()
        return self._by_shown[shown]

    def _rules_below(self, repository: str, folder: str) -> _Rules | None:
        # A loop instead of recursion, for folders 3,000 deep.
        chain = []
        while folder not in self._by_folder:
            chain.append(folder)
            if folder == repository:
                break
            folder = os.path.dirname(folder)
        for folder in reversed(chain):
            above, name = os.path.split(folder)
            rules: _Rules | None = () if folder == repository else self._by_folder[above]
            if rules and _ignored(rules, name, folder=True):
                rules = None
            if rules is not None:
                own = self._read(folder)
                rules = (
                    *(((own, ""),) if own else ()),
                    *((patterns, f"{prefix}{name}/") for patterns, prefix in rules),
                )
            self._by_folder[folder] = rules
        return self._by_folder[folder]

    def repository(self, folder: str) -> str | None:
        """Return the root of the repository that contains a folder (absolute), or None."""
        chain = []
        root: str | None = None
        while folder not in self._repositories:
            chain.append(folder)
            is_top = self._tree.is_top(folder)
            parent = os.path.dirname(folder)
            if is_top or parent == folder:
                root = folder if is_top else None
                break
            folder = parent
        else:
            root = self._repositories[folder]
        for each in chain:
            self._repositories[each] = root
        return root

    def _read(self, folder: str) -> SimplePatterns | Filter | None:
        path = os.path.join(folder, ".gitignore")
        # Git does not follow a link.
        if self._tree.is_link(path) or not self._tree.is_file(path):
            return None
        try:
            data = self._tree.read(path)
        except ReadError as error:
            self._unreadable(path, str(error))
            return None
        lines = data.decode("utf-8-sig", "surrogateescape").split("\n")
        lines = [line.removesuffix("\r") for line in lines if line[:1] != "#"]
        lines = [line if "\\" in line else line.rstrip(" ") for line in lines]
        lines = [line for line in lines if line]
        simple = SimplePatterns.read(lines)
        if simple:
            return simple if lines else None
        # Like git, skip an invalid line.
        lines = [line for line in lines if line.strip() and is_glob(line)]
        return Filter(lines, folder) if lines else None


def _ignored(rules: _Rules, name: str, *, folder: bool) -> bool:
    # The deepest .gitignore with a match decides.
    for patterns, prefix in rules:
        verdict = patterns.match(prefix + name, folder=folder)
        if verdict is not None:
            return verdict
    return False
