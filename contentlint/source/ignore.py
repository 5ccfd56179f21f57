"""Globs as in ``.gitignore``, and the ``.gitignore`` files themselves."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from contentlint._util import lazy_regex
from contentlint.model.errors import ConfigError, LimitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from pathspec import GitIgnoreSpec


class Filter:
    """Globs relative to one folder."""

    def __init__(self, patterns: Sequence[str], root: str, where: str = "") -> None:
        """``where`` is what the user is told when a glob is no glob.

        Raises:
            ConfigError: one of them is none.
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
        """True when matched, False when a ``!`` pattern takes it back, None when neither.

        Raises:
            ConfigError: that cannot be known within a second.
        """
        relative = os.path.relpath(path, self.root).replace(os.sep, "/")
        if relative == ".." or relative.startswith("../"):
            return None
        name = _text(relative + "/" if folder else relative)
        if not self._slow:
            return self._spec.check_file(name).include
        from contentlint._util.time_limit import within  # few globs are

        try:
            with within(_SECONDS, LimitError):
                return self._spec.check_file(name).include
        except LimitError:
            where = self._where or os.path.join(self.root, ".gitignore")
            raise ConfigError(f"{where}: its globs take too long to match {path}") from None


_SECONDS = 1.0
_STARS = lazy_regex.compile(r"\*[^/]*\*[^/]*\*|\*\*/.*\*\*/")
_RUN = lazy_regex.compile(r"(?<![\\*])\*{2,}")


def may_be_slow(pattern: str) -> bool:
    """Whether there are many ways to divide a name between the stars of a glob."""
    return _STARS.search(_single(pattern)) is not None


def _single(pattern: str) -> str:
    """A pattern in which stars beside one another are one, as for git, unless they are the two
    that stand for folders: pathspec would try every way to share a name out among them."""

    def one(m: re.Match[str]) -> str:
        first = pattern[: m.start()] in ("", "!") or pattern[m.start() - 1] == "/"
        last = pattern[m.end() : m.end() + 1] == "/" or not pattern[m.end() :].strip(" ")
        return m[0] if first and last and m[0] == "**" else "*"

    return _RUN.sub(one, pattern) if "**" in pattern else pattern


def _text(name: str) -> str:
    """A name or a pattern as pathspec takes it: with re2 installed, bytes that are no text,
    which Python keeps as lone surrogates, raise; as U+FFFD one is like the other."""
    return name if name.isascii() else _SURROGATE.sub("\ufffd", name)


_SURROGATE = lazy_regex.compile("[\ud800-\udfff]")


def _spec(patterns: Sequence[str]) -> GitIgnoreSpec:
    import warnings

    from pathspec import GitIgnoreSpec

    lines = [_single(_text(pattern)) for pattern in patterns]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of "[[:alpha:]", which git takes too
        try:
            # By Python's own expressions, whatever else is installed: RE2's are other ones.
            return GitIgnoreSpec.from_lines(lines, backend="simple")
        except TypeError:  # pathspec before 1.0 has no other
            return GitIgnoreSpec.from_lines(lines)


def is_glob(pattern: str) -> bool:
    """Whether git would take it as a pattern."""
    import re

    try:
        _spec([pattern])
    except (ValueError, re.error):
        return False
    return True


def split_glob(glob: str) -> tuple[str, str]:
    """The folder a glob starts from, and the rest as a pattern of ``.gitignore`` below it."""
    parts = glob.split("/")
    first = next(i for i, part in enumerate(parts) if any(c in part for c in "*?["))
    rest = parts[first:]
    base = "/".join(parts[:first]) or ("/" if glob.startswith("/") else ".")
    # Backslash is a letter to the shell's globs, an escape to git's.
    return base, "" if ".." in rest else "/" + "/".join(rest).replace("\\", "\\\\")


class Git:
    """What the ``.gitignore`` files of a repository say."""

    def __init__(self, unreadable: Callable[[str, OSError], None]) -> None:
        """``unreadable`` is told of each ``.gitignore`` that cannot be read."""
        self._unreadable = unreadable
        self._rules: dict[str, Filter | None] = {}
        self._repositories: dict[str, str | None] = {}
        self._by_shown: dict[str, list[Filter]] = {}

    def says_something(self, path: str) -> bool:
        """Whether there are rules for what lies beside a path."""
        return bool(self._rules_for(os.path.dirname(path)))

    def ignores(self, path: str, *, folder: bool = False) -> bool:
        # The deepest .gitignore that says anything decides.
        for rules in self._rules_for(os.path.dirname(path)):
            verdict = rules.verdict(path, folder=folder)
            if verdict is not None:
                return verdict
        return False

    def _rules_for(self, shown: str) -> Sequence[Filter]:
        """The rules for the files of a folder, as its path is written, the deepest first."""
        found = self._by_shown.get(shown)
        if found is None:
            found = self._by_shown[shown] = []
            where = os.path.abspath(shown)
            repository = self.repository(where)
            while repository is not None:
                rules = self._rules_in(where)
                if rules is not None:
                    found.append(rules)
                if where == repository:
                    break
                where = os.path.dirname(where)
        return found

    def repository(self, folder: str) -> str | None:
        """The root of the repository that holds a folder (absolute), or None."""
        chain = []
        root: str | None = None
        while folder not in self._repositories:
            chain.append(folder)
            if os.path.exists(os.path.join(folder, ".git")):
                root = folder
                break
            parent = os.path.dirname(folder)
            if parent == folder:
                break
            folder = parent
        else:
            root = self._repositories[folder]
        for each in chain:
            self._repositories[each] = root
        return root

    def _rules_in(self, folder: str) -> Filter | None:
        if folder not in self._rules:
            lines = self._read(os.path.join(folder, ".gitignore"))
            self._rules[folder] = Filter(lines, folder) if lines else None
        return self._rules[folder]

    def _read(self, path: str) -> list[str]:
        if not os.path.isfile(path):
            return []
        try:
            with open(path, encoding="utf-8-sig", errors="surrogateescape") as file:
                lines = file.read().split("\n")
        except OSError as error:
            self._unreadable(path, error)
            return []
        # As git does, a line that is no pattern is passed over.
        return [line for line in lines if line.strip() and line[0] != "#" and is_glob(line)]
