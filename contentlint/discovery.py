"""Which files a run looks at, and which configuration each of them has."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from contentlint import config as configuration
from contentlint.config import Config
from contentlint.diagnostic import Incomplete
from contentlint.errors import ConfigError, ReadError
from contentlint.formats import READERS, suffix_of
from contentlint.ruleset import read_toml

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

CONFIG_NAMES = ("contentlint.toml", "pyproject.toml")
"""In a folder the first of these that configures contentlint is used."""
SKIPPED_FOLDERS = frozenset(
    {".git", ".hg", ".svn", ".jj", ".venv", ".tox", ".nox", "node_modules", "__pycache__"}
)
"""Never walked into; a path given by name is."""


class Target(NamedTuple):
    path: str
    """As shown: relative to where the user stands, with ``/``."""
    size: int
    """Bytes; decides how the work is shared out."""


class Found(NamedTuple):
    targets: tuple[Target, ...]
    """Sorted by path, each once."""
    filtered: dict[str, int]
    """What removed files, and how many: ``exclude``, ``include``, ``.gitignore``, ``suffix``."""
    incomplete: tuple[Incomplete, ...]


class Configs:
    """The configuration of each folder, looked up once."""

    def __init__(self, *, isolated: bool = False, given: Config | None = None) -> None:
        """``given`` replaces every file that would be found; ``isolated`` reads none."""
        self._fixed = given if given is not None else (Config() if isolated else None)
        self._by_folder: dict[str, Config] = {}
        self._by_shown: dict[str, Config] = {}

    def of(self, path: str) -> Config:
        """The configuration for a file: the nearest above it, up to the repository's root.

        Raises:
            ConfigError: the configuration file is wrong.
        """
        if self._fixed is not None:
            return self._fixed
        # Keyed by the folder as written: making it absolute costs more than the rest.
        shown = os.path.dirname(path)
        found = self._by_shown.get(shown)
        if found is None:
            found = self._by_shown[shown] = self._of_folder(os.path.abspath(shown))
        return found

    def _of_folder(self, folder: str) -> Config:
        chain = []
        found = Config()
        while True:
            known = self._by_folder.get(folder)
            if known is not None:
                found = known
                break
            chain.append(folder)
            here = read_config_in(folder)
            if here is not None:
                found = here
                break
            parent = os.path.dirname(folder)
            if parent == folder or os.path.exists(os.path.join(folder, ".git")):
                break
            folder = parent
        for each in chain:
            self._by_folder[each] = found
        return found


def read_config_in(folder: str) -> Config | None:
    """The configuration that a folder holds, or None.

    Raises:
        ConfigError: it is wrong.
    """
    for name in CONFIG_NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            config = read_config(path)
            if config is not None:
                return config
    return None


def read_config(path: str) -> Config | None:
    """Read a configuration file; None when it is a pyproject.toml that has no part for us.

    Raises:
        ConfigError: it cannot be read or is wrong.
    """
    data: Any = read_toml(path)
    shown = os.path.relpath(path)
    if os.path.basename(path) == "pyproject.toml":
        data = data.get("tool", {}).get("contentlint")
        if data is None:
            return None
        shown += ": tool.contentlint"
        if not isinstance(data, dict):
            raise ConfigError(f"{shown}: expected a table")
    return configuration.parse(data, shown, os.path.dirname(os.path.abspath(path)))


class Filter:
    """Globs relative to one folder, as in ``.gitignore``."""

    def __init__(self, patterns: Sequence[str], root: str) -> None:
        from pathspec import GitIgnoreSpec

        self.root = root
        self._spec: GitIgnoreSpec = GitIgnoreSpec.from_lines(patterns)

    def verdict(self, path: str, *, folder: bool = False) -> bool | None:
        """True when matched, False when a ``!`` pattern takes it back, None when neither."""
        relative = os.path.relpath(path, self.root).replace(os.sep, "/")
        if relative.startswith(".."):
            return None
        return self._spec.check_file(relative + "/" if folder else relative).include


class Discovery:
    """One walk; call ``find`` once."""

    def __init__(
        self,
        configs: Configs,
        *,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        force_exclude: bool = False,
        respect_gitignore: bool = True,
    ) -> None:
        self.configs = configs
        self.include = tuple(include)
        self.exclude = tuple(exclude)
        self.force_exclude = force_exclude
        self.respect_gitignore = respect_gitignore
        self.filtered: dict[str, int] = {}
        self.incomplete: list[Incomplete] = []
        self._filters: dict[tuple[tuple[str, ...], str], Filter] = {}
        self._gitignores: dict[str, Filter | None] = {}
        self._repositories: dict[str, str | None] = {}
        self._absolute: dict[str, str] = {}

    def find(self, paths: Sequence[str]) -> Found:
        """The files under the given paths; folders are walked, globs expanded.

        Raises:
            ConfigError: a path does not exist, a glob matches nothing, or a
                configuration file met on the way is wrong.
        """
        targets: dict[str, Target] = {}
        for given in paths:
            for path in expand(given):
                for target in self._under(path):
                    targets.setdefault(os.path.normpath(target.path), target)
        return Found(tuple(sorted(targets.values())), self.filtered, tuple(sorted(self.incomplete)))

    def _under(self, path: str) -> Iterator[Target]:
        try:
            status = os.stat(path)
        except OSError as error:
            self._unreadable(path, error)
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self._walk(path)
        elif not self._filtered_out(path, named=True):
            yield from self._regular(path, status)

    def _walk(self, top: str) -> Iterator[Target]:
        # A stack, not recursion: folders 3,000 deep exist, and os.walk fails on them.
        stack = [top]
        while stack:
            folder = stack.pop()
            try:
                with os.scandir(folder) as entries:
                    listed = sorted(entries, key=lambda entry: entry.name)
            except OSError as error:
                self._unreadable(folder, error)
                continue
            for entry in listed:
                path = _join(folder, entry.name)
                try:
                    # Links to folders are not followed: they loop, or lead out of the tree.
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name not in SKIPPED_FOLDERS and not self._folder_filtered_out(
                            path
                        ):
                            stack.append(path)
                        continue
                    if suffix_of(entry.name) not in READERS:
                        if not entry.is_dir():
                            self._count("suffix")
                        continue
                    if self._filtered_out(path, named=False):
                        continue
                    yield from self._regular(path, entry.stat())
                except OSError as error:
                    self._unreadable(path, error)

    def _regular(self, path: str, status: os.stat_result) -> Iterator[Target]:
        if stat.S_ISREG(status.st_mode):
            yield Target(path.replace(os.sep, "/"), status.st_size)
        elif not stat.S_ISDIR(status.st_mode):
            self.incomplete.append(Incomplete(path, "not a regular file"))

    def _unreadable(self, path: str, error: OSError) -> None:
        self.incomplete.append(Incomplete(path, (error.strerror or str(error)).lower()))

    def _count(self, reason: str) -> None:
        self.filtered[reason] = self.filtered.get(reason, 0) + 1

    def _filtered_out(self, path: str, *, named: bool) -> bool:
        """Whether a filter removes a file; one named by the user only with ``force_exclude``."""
        if suffix_of(path) not in READERS:
            self._count("suffix")
            return True
        if named and not self.force_exclude:
            return False
        config = self.configs.of(path)
        reason = ""
        if self._matches(self.exclude, os.getcwd(), path) or self._matches(
            config.exclude, config.root, path
        ):
            reason = "exclude"
        elif (self.include and not self._matches(self.include, os.getcwd(), path)) or (
            not self.include
            and config.include
            and not self._matches(config.include, config.root, path)
        ):
            reason = "include"
        elif self._ignored_by_git(path, config):
            reason = ".gitignore"
        if reason:
            self._count(reason)
        return bool(reason)

    def _folder_filtered_out(self, path: str) -> bool:
        config = self.configs.of(os.path.join(path, ""))
        if self._matches(self.exclude, os.getcwd(), path, folder=True) or self._matches(
            config.exclude, config.root, path, folder=True
        ):
            self._count("exclude")
            return True
        if self._ignored_by_git(path, config, folder=True):
            self._count(".gitignore")
            return True
        return False

    def _matches(
        self, patterns: tuple[str, ...], root: str, path: str, *, folder: bool = False
    ) -> bool:
        if not patterns:
            return False
        key = (patterns, root)
        if key not in self._filters:
            self._filters[key] = Filter(patterns, root)
        return self._filters[key].verdict(path, folder=folder) is True

    def _ignored_by_git(self, path: str, config: Config, *, folder: bool = False) -> bool:
        if not (self.respect_gitignore and config.respect_gitignore):
            return False
        shown = os.path.dirname(path)
        where = self._absolute.get(shown)
        if where is None:
            where = self._absolute[shown] = os.path.abspath(shown)
        repository = self._repository(where)
        if repository is None:
            return False
        # The deepest .gitignore that says anything decides.
        while True:
            rules = self._gitignore(where)
            verdict = rules.verdict(path, folder=folder) if rules else None
            if verdict is not None:
                return verdict
            if where == repository:
                return False
            where = os.path.dirname(where)

    def _repository(self, folder: str) -> str | None:
        """The root of the git repository that holds a folder (absolute), or None."""
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

    def _gitignore(self, folder: str) -> Filter | None:
        if folder not in self._gitignores:
            path = os.path.join(folder, ".gitignore")
            lines: list[str] = []
            if os.path.isfile(path):
                try:
                    with open(path, encoding="utf-8", errors="surrogateescape") as file:
                        lines = file.read().splitlines()
                except OSError as error:
                    self._unreadable(path, error)
            self._gitignores[folder] = Filter(lines, folder) if lines else None
        return self._gitignores[folder]


def _join(folder: str, name: str) -> str:
    return name if folder == "." else os.path.join(folder, name)


def expand(given: str) -> list[str]:
    """A path as it is; a glob as the paths it matches, sorted.

    Raises:
        ConfigError: there is no such path, or nothing matches the glob.
    """
    if os.path.lexists(given):
        return [given]
    if any(c in given for c in "*?["):
        import glob

        matches = sorted(glob.glob(given, recursive=True))
        if matches:
            return matches
        raise ConfigError(f"{given}: no file matches this glob")
    raise ConfigError(f"{given}: no such file or folder")


def read_bytes(path: str) -> bytes:
    """The bytes of a regular file.

    Raises:
        ReadError: it cannot be opened or read, or is no regular file.
    """
    # O_NONBLOCK: a FIFO that took the file's place since the walk must not hang us.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        handle = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise ReadError((error.strerror or str(error)).lower()) from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise ReadError("not a regular file")
        chunks = []
        size = status.st_size + 1
        while chunk := os.read(handle, size):
            chunks.append(chunk)
            size = 1 << 20
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)
    except OSError as error:
        raise ReadError((error.strerror or str(error)).lower()) from None
    finally:
        os.close(handle)
