"""Finds the files that a run checks."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from operator import attrgetter

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.translation import marked
from contentlint.model.diagnostic import Incomplete, LeftOut
from contentlint.model.errors import reason
from contentlint.source.files import lies_in
from contentlint.source.formats import FORMATS, is_article_like, may_tell, suffix_of
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
AUDITED = 100_000
"""The most entries of the folders that are left out, in which an audit looks for articles."""


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
    ``--include``, ``include``, ``.gitignore``, ``suffix``, ``link``, ``folder`` (one that is never
    searched), ``cache-dir`` (only if nothing is left)."""
    incomplete: tuple[Incomplete, ...]
    named: bool = False
    """True if the user named one of the removed."""
    left_out: tuple[LeftOut, ...] = ()
    """Article-like files that are not in ``targets``, sorted: without an audit those that only
    their suffix left out."""
    translations: tuple[Target, ...] = ()
    """Files that are not in ``targets`` and are only compared with their sources, which are."""
    strict: bool = False
    """True if a run that checks nothing, and leaves out one of them, is incomplete."""


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
        audit: bool = False,
        tree: Tree = DISK,
    ) -> None:
        """Prepare the search.

        ``stamped`` is False if no stamps are needed. ``audit`` is True to report every article-like
        file that is left out, and to search the folders for them that are left out. ``tree`` has
        the ``.gitignore`` files.

        Raises:
            ConfigError: ``include`` or ``exclude`` contains an invalid glob.
        """
        self._filtering = filtering
        self.force_exclude = force_exclude
        self.respect_gitignore = respect_gitignore
        self.stamped = stamped
        self.audit = audit
        self.left_out: list[LeftOut] = []
        self.filtered: dict[str, int] = {}
        self.incomplete: list[Incomplete] = []
        self._include = Filter(include, os.getcwd(), "--include") if include else None
        self._exclude = Filter(exclude, os.getcwd(), "--exclude") if exclude else None
        self._filters: dict[tuple[tuple[str, ...], str], Filter] = {}
        self._git = Git(self._missed, tree)
        self._links: list[str] = []
        self._closed: list[tuple[str, str, Filter | None]] = []
        """For an audit, folders that are left out, each with the filter and the wanted files."""
        self._caches = 0
        self._others: set[str] = set()
        """Suffixes of files that are not like articles, whatever precedes them."""
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
        if self._caches and not found:
            self.filtered["cache-dir"] = self._caches
        self._audit_closed()
        if self.left_out and len(paths) > 1:
            checked = {os.path.abspath(target.path) for target in found}
            self.left_out = [
                each for each in self.left_out if os.path.abspath(each.path) not in checked
            ]
        return Found(
            tuple(found),
            self.filtered,
            tuple(sorted(self.incomplete)),
            self._named,
            tuple(sorted(set(self.left_out))),
        )

    def keeps(self, name: str) -> bool:
        """Return True if the filters keep a path that need not exist."""
        return not self._filtered_out(name)

    def excludes(self, path: str) -> bool:
        """Return True if the filters remove a file that lies in a folder to search."""
        return bool(self._reason(path))

    def target(self, path: str) -> Target | None:
        """Return a file as ``find`` does; None if it is gone, or no regular file."""
        try:
            return self._regular(path, os.stat(path))
        except OSError:
            return None

    def left_out_by(self, path: str, paths: Sequence[str]) -> str:
        """Return the filter that removes a file below the given paths, as ``Found.filtered`` names
        it: ``unknown`` if none does, and ``""`` if it is not below any of them.

        Raises:
            ConfigError: a configuration is wrong.
        """
        top = next(filter(None, (self._top(_plain(given), path) for given in paths)), "")
        if not top:
            return ""
        folder = top
        for name in os.path.relpath(path, top).split(os.sep)[:-1]:
            folder = os.path.join(folder, name)
            why = "link" if os.path.islink(folder) else self._closed_by(folder)
            if why:
                return why
        why = self._reason(path)
        if not why and suffix_of(path) not in FORMATS:
            why = "suffix"
        return why or ("link" if os.path.islink(path) else "unknown")

    def _top(self, given: str, path: str) -> str:
        """Return the folder to search for a path that a folder or glob covers, or the file that it
        names itself; or ``""``."""
        if os.path.lexists(given):
            real = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
            return given if lies_in(real, os.path.realpath(given)) else ""
        if not any(c in given for c in "*?["):
            return ""
        base, pattern = split_glob(given)
        wanted = self._filter((pattern,), os.path.abspath(base))
        return base if pattern and _wants(wanted, path, disguised=True) else ""

    def _under(self, given: str) -> Iterator[Target]:
        path = _plain(given)
        if not os.path.lexists(path):
            if any(c in given for c in "*?["):
                yield from self._glob(path)
            else:
                self.incomplete.append(Incomplete(given or "''", marked("no such file or folder")))
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
            self.incomplete.append(Incomplete(glob, marked("no file matches this glob")))

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
            others = 0
            for entry in listed:
                path = before + entry.name
                try:
                    if plain and entry.is_file(follow_symlinks=False):  # as nearly all are
                        suffix = suffix_of(path)
                        if suffix in FORMATS:
                            target = self._regular(path, entry.stat())
                            if target is not None:
                                yield target
                        elif suffix in self._others or self._is_other(path, suffix):
                            others += 1
                        else:
                            self._leave(path, "suffix")
                    # Links to folders are not followed: they may loop, or leave the tree.
                    elif entry.is_dir(follow_symlinks=False):
                        if self._enters(path, wanted):
                            stack.append(path)
                    elif not wanted or _wants(wanted, path, disguised=self.audit):
                        target = self._entry(entry, path, root, filters)
                        if target is not None:
                            yield target
                except OSError as error:
                    self._unreadable(path, error)
            if others:
                self._count("suffix", others)

    def _entry(self, entry: os.DirEntry[str], path: str, root: str, filters: bool) -> Target | None:
        link = entry.is_symlink()
        if link and os.path.isdir(path):
            self._count("link")
            return None
        suffix = suffix_of(entry.name)
        if suffix in self._others or (suffix not in FORMATS and self._is_other(path, suffix)):
            self._count("suffix")
            return None
        why = self._reason(path) if filters else ""
        if why or suffix not in FORMATS:
            self._leave(path, why or "suffix")
            return None
        status = entry.stat()
        if link:
            if not _searched(os.path.realpath(path), os.path.join(root, "")):
                self._leave(path, "link")
                return None
            self._links.append(path)
        return self._regular(path, status)

    def _regular(self, path: str, status: os.stat_result) -> Target | None:
        if stat.S_ISREG(status.st_mode):
            size, stamp = status.st_size, ""
            if self.stamped:
                times = status.st_mtime_ns, status.st_ctime_ns
                stamp = "%x %x %x %x" % (*times, size, status.st_ino)  # noqa: UP031  half the time
            return Target(path.replace(os.sep, "/"), size, stamp)
        self.incomplete.append(Incomplete(path, marked("not a regular file")))
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

    def _is_other(self, path: str, suffix: str) -> bool:
        """Return True for a file that is not like an article."""
        if is_article_like(path):
            return False
        if may_tell(suffix):
            self._others.add(suffix)
        return True

    def _leave(self, path: str, why: str) -> None:
        """Count an article-like file that is left out."""
        self._count(why)
        if self.audit or why == "suffix":
            self.left_out.append(LeftOut(path.replace(os.sep, "/"), why))

    def _audit_closed(self) -> None:
        """Search the folders that are left out, without following links, up to a limit."""
        left = AUDITED
        for top, why, wanted in self._closed:
            stack = [top]
            while stack:
                folder = stack.pop()
                try:
                    with os.scandir(folder) as entries:
                        listed = sorted(islice(entries, left + 1), key=_NAME)
                except OSError:  # then nobody reads what is in it
                    continue
                left -= len(listed)
                if left < 0:
                    self.left_out.append(LeftOut(top, "bound"))
                    return
                for entry in listed:
                    path = os.path.join(folder, entry.name)
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name != ".git":
                            stack.append(path)
                    elif is_article_like(path) and _wants(wanted, path, disguised=True):
                        self.left_out.append(LeftOut(path.replace(os.sep, "/"), why))

    def _count(self, why: str, number: int = 1) -> None:
        self.filtered[why] = self.filtered.get(why, 0) + number

    def _filtered_out(self, path: str) -> bool:
        """Return True if a filter removes a file that the user named: only its suffix can, or any
        filter with ``force_exclude``."""
        suffix = suffix_of(path)
        why = self._reason(path) if self.force_exclude and suffix in FORMATS else ""
        if not why and suffix in FORMATS:
            return False
        self._named = True
        if self._is_other(path, suffix):
            self._count("suffix")
        else:
            self._leave(path, why or "suffix")
        return True

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
        why = self._closed_by(path)
        if not why:
            return True
        if why == "cache-dir":
            self._caches += 1  # it may not exist before the first run, which says the same
        elif why != ".git" and (wanted is None or wanted.verdict(path, folder=True)):
            self._count(why)
        if self.audit and why != ".git":
            self._closed.append((path, why, wanted))
        return False

    def _closed_by(self, path: str) -> str:
        """Return what leaves out a folder, or ``""``."""
        name = os.path.basename(path)
        if name in (".git", CACHE_FOLDER):
            return ".git" if name == ".git" else "cache-dir"
        if name in SKIPPED_FOLDERS:
            return "folder"
        config = self._filtering(os.path.join(path, ""))
        if config.cache_dir and os.path.abspath(path) == os.path.abspath(config.cache_dir):
            return "cache-dir"
        if self._exclude and self._exclude.verdict(path, folder=True):
            return "--exclude"
        if self._matches(config.exclude, config.root, path, folder=True):
            return "exclude"
        return ".gitignore" if self._ignored_by_git(path, config, folder=True) else ""

    def _matches(
        self, patterns: tuple[str, ...], root: str, path: str, *, folder: bool = False
    ) -> bool:
        return bool(patterns) and self._filter(patterns, root).verdict(path, folder=folder) is True

    def _filter(self, patterns: tuple[str, ...], root: str) -> Filter:
        key = (patterns, root)
        found = self._filters.get(key)
        if found is None:
            found = self._filters[key] = Filter(patterns, root)
        return found

    def _ignored_by_git(self, path: str, config: Filtering, *, folder: bool = False) -> bool:
        return self._asks_git(config, path) and self._git.ignores(path, folder=folder)

    def _asks_git(self, config: Filtering, path: str) -> bool:
        """Return True if git ignores anything under this path, and its rules apply."""
        wanted = self.respect_gitignore and config.respect_gitignore is not False
        return wanted and self._git.has_patterns(path)


def _wants(wanted: Filter | None, path: str, *, disguised: bool) -> bool:
    """Return True if a glob matches a path; ``disguised``: or would with a suffix that is read."""
    if wanted is None or wanted.verdict(path):
        return True
    if not disguised or not is_article_like(path):
        return False
    stem = path.rpartition(".")[0] or path
    return any(wanted.verdict(stem + suffix) for suffix in FORMATS)


def _plain(path: str) -> str:
    """Return a path without ``./`` and doubled slashes; ``..`` is kept, because it may follow a
    link."""
    parts = path.replace(os.sep, "/").split("/")
    kept = [part for part in parts if part not in ("", ".")]
    return "/" * path.startswith("/") + "/".join(kept) or "." * bool(path)
