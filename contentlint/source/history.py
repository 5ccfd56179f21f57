"""The history of a repository: which commits of the current branch changed a file, and what it was.

One ``git log`` tells of all files; asking for each file by itself would take a hundred times as
long.
"""

from __future__ import annotations

import os

from contentlint._util import lazy_regex
from contentlint.model.errors import ReadError
from contentlint.source import git
from contentlint.source.files import lies_in, read_bytes

_LOG = "log --first-parent -m --no-renames --name-only -z --format=%x01%H".split()
_STATUS = "diff --name-only -z --no-ext-diff --no-textconv --no-renames --no-relative".split()
_COMMIT = lazy_regex.compile("[0-9a-f]{7,40}")
WORKING_TREE = -1
"""Stands for the files as they are now, in place of the number of a commit."""


class History:
    """The commits of the current branch, by number: 0 is the newest.

    Attributes:
        shallow: True if older commits are missing in this clone.
    """

    def __init__(self) -> None:
        """Read the history of the repository of the current folder.

        Raises:
            ConfigError: git is not installed, or there is no repository, or no commit.
        """
        self._top = os.path.realpath(git.top())
        self.shallow = git.is_shallow(self._top)
        self._commits: list[str] = []
        self._touched: dict[str, list[int]] = {}
        options = git.without_filters(self._top)
        dirty = git.run([*options, *_STATUS, "HEAD", "--"], self._top)
        for name in filter(None, dirty.split(b"\0")):
            self._touched.setdefault(os.fsdecode(name), []).append(WORKING_TREE)
        for part in git.run([*options, *_LOG], self._top).split(b"\1")[1:]:
            commit, *names = part.split(b"\0")
            number = len(self._commits)
            self._commits.append(commit.decode())
            for name in names:
                known = self._touched.setdefault(os.fsdecode(name.removeprefix(b"\n")), [])
                known.append(number)
        self._reader = git.Reader(self._top)

    def close(self) -> None:
        """End the process of git."""
        self._reader.close()

    def touched(self, path: str) -> list[int]:
        """Return the commits that changed a file, the newest first; ``WORKING_TREE`` if it has
        changed since the last one. Empty for a file that git does not know."""
        return self._touched.get(self._name(path), [])

    def name(self, number: int) -> str:
        """Return the id of a commit; ``""`` for the working tree."""
        return "" if number == WORKING_TREE else self._commits[number]

    def is_cut(self, number: int) -> bool:
        """Return True if a commit is the oldest that a shallow clone has: it seems to bring all
        files, which older ones may have brought."""
        return self.shallow and number == len(self._commits) - 1

    def content(self, path: str, commit: str) -> bytes | None:
        """Return the content of a file in a commit, now for ``""``; None if it was not there.

        Raises:
            ReadError: it cannot be read.
        """
        if not commit:
            return read_bytes(path)
        name = self._name(path)
        if not name or "\n" in name:
            raise ReadError("git cannot be asked for a file of this name")
        return self._reader.content(f"{commit}:{name}")

    def commit(self, written: str) -> str:
        """Return the id of a commit that a file names; ``""`` if it is none, or unknown.

        Git sees nothing that is not an id: seven to forty hexadecimal digits.
        """
        if not _COMMIT.fullmatch(written):
            return ""
        return self._reader.identity(written + "^{commit}")

    def _name(self, path: str) -> str:
        real = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
        if not lies_in(real, self._top):
            return ""
        return os.path.relpath(real, self._top).replace(os.sep, "/")


class Change:
    """What differs between a commit and the files now, or those in the index.

    Attributes:
        paths: the real paths of the files that differ.
    """

    def __init__(self, reference: str | None = None) -> None:
        """Compare with the commit that a reference names; without one, the index with the last
        commit.

        Raises:
            ConfigError: git is not installed, or there is no repository or no such commit.
        """
        if reference is not None:
            self._top, self._commit = git.base(reference)
        else:
            self._top, self._commit = git.top(), ""
        self._top = os.path.realpath(self._top)
        options = [self._commit or "--cached", "--"]
        out = git.run([*git.without_filters(self._top), *_STATUS, *options], self._top)
        if self._commit:  # git diff leaves out new files
            out += git.run(["ls-files", "--others", "--exclude-standard", "-z"], self._top)
        names = [os.fsdecode(name) for name in out.split(b"\0") if name]
        self.paths = frozenset(os.path.join(self._top, name) for name in names)
        self._reader = git.Reader(self._top)

    def close(self) -> None:
        """End the process of git."""
        self._reader.close()

    def versions(self, path: str) -> tuple[bytes | None, bytes | None]:
        """Return the content of a file before and after; None where it was or is not there.

        Raises:
            ReadError: it cannot be read.
        """
        real = os.path.realpath(path)
        if not lies_in(real, self._top) or "\n" in real:
            return None, None
        name = os.path.relpath(real, self._top).replace(os.sep, "/")
        before = self._reader.content(f"{self._commit or 'HEAD'}:{name}")
        return before, read_bytes(path) if self._commit else self._reader.content(f":0:{name}")
