"""Finds the files that a run checks."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Incomplete
from contentlint.model.errors import reason
from contentlint.source.formats import FORMATS, suffix_of
from contentlint.source.ignore import Filter, Git, split_glob
from contentlint.source.tree import DISK, Tree

if TYPE_CHECKING:
    from typing import Protocol

    class Filtering(Protocol):
        """The part of a configuration that decides which files are checked."""

        @property
        def root(self) -> str:
            """Return the folder that globs are relative to."""
            ...

        @property
        def include(self) -> tuple[str, ...]: ...

        @property
        def exclude(self) -> tuple[str, ...]: ...

        @property
        def respect_gitignore(self) -> bool | None: ...

        @property
        def cache_dir(self) -> str:
            """Return a folder that is never searched; ``""``: none."""
            ...


CACHE_FOLDER = ".contentlint_cache"
"""The folder of the cache, beside the configuration unless that names another one."""
SKIPPED_FOLDERS = frozenset(
    {".git", ".hg", ".svn", ".jj", ".venv", ".tox", ".nox", "node_modules", "__pycache__"}
    | {CACHE_FOLDER}
)
"""Folders that are not searched, unless a path names them."""


_NAME = attrgetter("name")


def _searched(real: str, root: str) -> bool:
    """Return True if a real path lies in a folder, and in none there that is not searched."""
    folders = real[len(root) :].split(os.sep)[:-1]
    return real.startswith(root) and SKIPPED_FOLDERS.isdisjoint(folders)


class Target(NamedTuple):
    path: str
    """The displayed path: relative to the current folder, with ``/``."""
    size: int
    """Bytes; decides how the work is divided."""
    stamp: str = ""
    """Modification and status change times (nanoseconds), size and inode, in hexadecimal: an equal
    stamp means an unchanged file. One string takes less than half the memory of four numbers.
    ``""``: not requested."""

    def latest(self) -> int:
        """Return the later of the two times; 0 if it is unknown."""
        return max((int(time, 16) for time in self.stamp.split()[:2]), default=0)


class Found(NamedTuple):
    targets: tuple[Target, ...]
    """Sorted by path, each once."""
    filtered: dict[str, int]
    """Number of files and folders that each filter removed: ``--exclude``, ``exclude``,
    ``--include``, ``include``, ``.gitignore``, ``suffix``, ``link``."""
    incomplete: tuple[Incomplete, ...]
    named: bool = False
    """True if the user named one of the removed."""


class Discovery:
    """A single search; call ``find`` once."""

    def __init__(
        self,
        filtering: Callable[[str], Filtering],
        *,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        force_exclude: bool = False,
        respect_gitignore: bool = True,
        stamped: bool = True,
        tree: Tree = DISK,
    ) -> None:
        """Prepare the search.

        ``stamped`` is False if no stamps are needed. ``tree`` has the ``.gitignore`` files.

        Raises:
            ConfigError: ``include`` or ``exclude`` contains an invalid glob.
        """
        self._filtering = filtering
        self.force_exclude = force_exclude
        self.respect_gitignore = respect_gitignore
        self.stamped = stamped
        self.filtered: dict[str, int] = {}
        self.incomplete: list[Incomplete] = []
        self._include = Filter(include, os.getcwd(), "--include") if include else None
        self._exclude = Filter(exclude, os.getcwd(), "--exclude") if exclude else None
        self._filters: dict[tuple[tuple[str, ...], str], Filter] = {}
        self._git = Git(self._missed, tree)
        self._links: list[str] = []
        self._named = False

    def find(self, paths: Sequence[str]) -> Found:
        """Return the files under the given paths: folders are searched, globs matched.

        A path that does not exist, and a glob without a match, are incomplete.

        Raises:
            ConfigError: a configuration file found on the way is wrong.
        """
        if len(paths) == 1:
            found = list(self._under(paths[0]))
        else:
            targets: dict[str, Target] = {}
            for given in paths:
                for target in self._under(given):
                    targets.setdefault(os.path.abspath(target.path), target)
            found = list(targets.values())
        if self._links:
            found = self._without_doubles(found)
        found.sort()
        return Found(
            tuple(found),
            self.filtered,
            tuple(sorted(self.incomplete, key=lambda entry: (entry.path, entry.reason))),
            self._named,
        )

    def keeps(self, name: str) -> bool:
        """Return True if the filters keep a path that need not exist."""
        return not self._filtered_out(name)

    def _under(self, given: str) -> Iterator[Target]:
        path = _plain(given)
        if not os.path.lexists(path):
            if any(c in given for c in "*?["):
                yield from self._glob(path)
            else:
                self.incomplete.append(Incomplete(given or "''", "no such file or folder"))
            return
        try:
            status = os.stat(path)
        except OSError as error:
            self._unreadable(path, error)
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self._walk(path)
        elif not self._filtered_out(path):
            target = self._regular(path, status)
            if target is not None:
                yield target

    def _glob(self, glob: str) -> Iterator[Target]:
        """Search the folders instead of calling glob.glob, which follows links to folders, so that
        two loops keep it busy for ever, and ignores the filters."""
        base, pattern = split_glob(glob)
        before = sum(self.filtered.values())
        found = False
        if pattern and os.path.isdir(base):
            wanted = Filter([pattern], os.path.abspath(base), glob)
            for target in self._walk(base, wanted):
                found = True
                yield target
        if not found and sum(self.filtered.values()) == before:
            self.incomplete.append(Incomplete(glob, "no file matches this glob"))

    def _walk(self, top: str, wanted: Filter | None = None) -> Iterator[Target]:
        root = os.path.realpath(self._git.repository(os.path.abspath(top)) or top)
        # A stack instead of recursion: os.walk fails on folders 3,000 deep.
        stack = [top]
        while stack:
            folder = stack.pop()
            try:
                with os.scandir(folder) as entries:
                    listed = sorted(entries, key=_NAME)
            except OSError as error:
                self._unreadable(folder, error)
                continue
            before = "" if folder == "." else os.path.join(folder, "")
            filters = self._may_filter(before)
            plain = not filters and not wanted
            for entry in listed:
                path = before + entry.name
                try:
                    if plain and entry.is_file(follow_symlinks=False):  # as nearly all are
                        if suffix_of(path) not in FORMATS:
                            self._count("suffix")
                            continue
                        target = self._regular(path, entry.stat())
                        if target is not None:
                            yield target
                    # Links to folders are not followed: they may loop, or leave the tree.
                    elif entry.is_dir(follow_symlinks=False):
                        if entry.name not in SKIPPED_FOLDERS and self._enters(path, wanted):
                            stack.append(path)
                    elif not wanted or wanted.verdict(path):
                        target = self._entry(entry, path, root, filters)
                        if target is not None:
                            yield target
                except OSError as error:
                    self._unreadable(path, error)

    def _entry(self, entry: os.DirEntry[str], path: str, root: str, filters: bool) -> Target | None:
        link = entry.is_symlink()
        if link and os.path.isdir(path):
            self._count("link")
            return None
        if suffix_of(entry.name) not in FORMATS:
            self._count("suffix")
            return None
        why = self._reason(path) if filters else ""
        if why:
            self._count(why)
            return None
        status = entry.stat()
        if link:
            if not _searched(os.path.realpath(path), os.path.join(root, "")):
                self._count("link")
                return None
            self._links.append(path)
        return self._regular(path, status)

    def _regular(self, path: str, status: os.stat_result) -> Target | None:
        if stat.S_ISREG(status.st_mode):
            size, stamp = status.st_size, ""
            if self.stamped:
                times = status.st_mtime_ns, status.st_ctime_ns
                stamp = "%x %x %x %x" % (*times, size, status.st_ino)  # noqa: UP031  half the time
            return Target(path if os.sep == "/" else path.replace(os.sep, "/"), size, stamp)
        self.incomplete.append(Incomplete(path, "not a regular file"))
        return None

    def _without_doubles(self, found: Sequence[Target]) -> list[Target]:
        """Drop links to files that are checked anyway."""
        links = set(self._links)
        seen = {os.path.realpath(t.path) for t in found if t.path not in links}
        kept = []
        for target in found:
            if target.path in links:
                real = os.path.realpath(target.path)
                if real in seen:
                    self._count("link")
                    continue
                seen.add(real)
            kept.append(target)
        return kept

    def _unreadable(self, path: str, error: OSError) -> None:
        self._missed(path, reason(error))

    def _missed(self, path: str, why: str) -> None:
        self.incomplete.append(Incomplete(path, why))

    def _count(self, why: str) -> None:
        self.filtered[why] = self.filtered.get(why, 0) + 1

    def _filtered_out(self, path: str) -> bool:
        """Return True if a filter removes a file that the user named: only its suffix can, or any
        filter with ``force_exclude``."""
        why = ""
        if suffix_of(path) not in FORMATS:
            why = "suffix"
        elif self.force_exclude:
            why = self._reason(path)
        if why:
            self._count(why)
            self._named = True
        return bool(why)

    def _may_filter(self, before: str) -> bool:
        """Return True if anything but suffixes may remove files of a folder, which is rare.
        ``before`` is the start of their paths."""
        config = self._filtering(before)
        given = self._include or self._exclude or config.include or config.exclude
        return bool(given) or self._asks_git(config, before)

    def _reason(self, path: str) -> str:
        config = self._filtering(path)
        if self._exclude and self._exclude.verdict(path):
            return "--exclude"
        if self._matches(config.exclude, config.root, path):
            return "exclude"
        if self._include:
            if not self._include.verdict(path):
                return "--include"
        elif config.include and not self._matches(config.include, config.root, path):
            return "include"
        return ".gitignore" if self._ignored_by_git(path, config) else ""

    def _enters(self, path: str, wanted: Filter | None) -> bool:
        config, why = self._filtering(os.path.join(path, "")), ""
        if config.cache_dir and os.path.abspath(path) == os.path.abspath(config.cache_dir):
            return False  # without a message: it may not exist before the first run
        if self._exclude and self._exclude.verdict(path, folder=True):
            why = "--exclude"
        elif self._matches(config.exclude, config.root, path, folder=True):
            why = "exclude"
        elif self._ignored_by_git(path, config, folder=True):
            why = ".gitignore"
        if why and (wanted is None or wanted.verdict(path, folder=True)):
            self._count(why)
        return not why

    def _matches(
        self, patterns: tuple[str, ...], root: str, path: str, *, folder: bool = False
    ) -> bool:
        if not patterns:
            return False
        key = (patterns, root)
        found = self._filters.get(key)
        if found is None:
            found = self._filters[key] = Filter(patterns, root)
        return found.verdict(path, folder=folder) is True

    def _ignored_by_git(self, path: str, config: Filtering, *, folder: bool = False) -> bool:
        return self._asks_git(config, path) and self._git.ignores(path, folder=folder)

    def _asks_git(self, config: Filtering, path: str) -> bool:
        """Return True if git ignores anything under this path, and its rules apply."""
        wanted = self.respect_gitignore and config.respect_gitignore is not False
        return wanted and self._git.has_patterns(path)


def _plain(path: str) -> str:
    """Return a path without ``./`` and doubled slashes; ``..`` is kept, because it may follow a
    link."""
    parts = path.replace(os.sep, "/").split("/")
    kept = [part for part in parts if part not in ("", ".")]
    return "/" * path.startswith("/") + "/".join(kept) or "." * bool(path)
