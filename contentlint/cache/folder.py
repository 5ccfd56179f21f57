"""Folders of caches: their safety, their files, and their removal."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Iterator

from contentlint import __version__
from contentlint._util.namedtuple import NamedTuple
from contentlint.cache.store import DAYS, TEMPORARY
from contentlint.model.errors import ReadError
from contentlint.source.files import read_ends

TAG = "CACHEDIR.TAG"
_SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55"  # bford.info/cachedir
_TEXT = f"{_SIGNATURE}\n# Made by contentlint; everything in this folder can be made again.\n"
_MOST_FILES = 32
"""The number of cache files that are kept, those used last: one for each set of settings."""
_ABANDONED = 3600
"""The age in seconds from which an unfinished file belongs to a killed run."""


class Held(NamedTuple):
    """The contents of a folder of caches."""

    files: tuple[str, ...]
    size: int
    """In bytes."""


def usable(folder: str) -> bool:
    """Return True if a folder is one of ours, or can become one.

    It must not be a link, must belong to the user, be closed to others, and contain
    nothing else: ours is marked as a cache, which backups skip and people delete. It may
    still have come with a repository, so no link in it is followed; which files are
    believed is decided by ``store``.
    """
    try:
        status = os.lstat(folder)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    if not stat.S_ISDIR(status.st_mode):
        return False
    if hasattr(os, "geteuid") and status.st_uid != os.geteuid():
        return False
    if not _names(folder):
        return True
    inner = os.path.join(folder, __version__)
    return _is_marked(folder) and _is_closed(status) and not os.path.islink(inner)


def _is_closed(status: os.stat_result) -> bool:
    # Windows has no such modes.
    return os.name == "nt" or not stat.S_IMODE(status.st_mode) & 0o077


def _is_marked(folder: str) -> bool:
    try:  # it may have come with the articles, and be a pipe
        return read_ends(os.path.join(folder, TAG), len(_TEXT.encode()) + 1) == _TEXT.encode()
    except ReadError:
        return False


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def file(folder: str, key: str) -> str:
    """Return the path of the cache file for a key from ``cache.key``."""
    return os.path.join(folder, __version__, key)


def make(folder: str) -> None:
    """Create a folder, marked as a cache and closed to other users.

    Raises:
        OSError: it cannot be created.
    """
    inner = os.path.join(folder, __version__)
    if os.path.isdir(inner):
        return
    os.makedirs(folder, 0o700, exist_ok=True)
    os.chmod(folder, 0o700)  # an empty one may have been there
    for name, text in ((TAG, _TEXT), (".gitignore", "*\n")):
        # Never through a link, which "w" would follow.
        path = os.path.join(folder, name)
        with contextlib.suppress(FileExistsError), open(path, "x", newline="\n") as out:
            out.write(text)
    os.makedirs(inner, 0o700, exist_ok=True)


def _ours(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield our cache files, those of other versions included."""
    if not usable(folder):
        return
    for version in _names(folder):
        inner = os.path.join(folder, version)
        if version[:1].isdigit() and not os.path.islink(inner) and os.path.isdir(inner):
            with contextlib.suppress(OSError), os.scandir(inner) as entries:
                for entry in entries:
                    key = entry.name[:32]
                    if len(key) == 32 and all(c in "0123456789abcdef" for c in key):
                        if entry.is_file(follow_symlinks=False):
                            yield entry


def held(folder: str) -> Held:
    """Return the cache files in a folder, and their size."""
    entries = list(_ours(folder))
    size = sum(entry.stat(follow_symlinks=False).st_size for entry in entries)
    return Held(tuple(sorted(entry.path for entry in entries)), size)


def sweep(folder: str) -> None:
    """Remove files unused for ``DAYS``, more than ``_MOST_FILES``, and those of killed runs."""
    now = time.time()
    entries = []
    for entry in _ours(folder):
        with contextlib.suppress(OSError):
            entries.append((entry.stat(follow_symlinks=False).st_mtime, entry.path))
    for number, (written, path) in enumerate(sorted(entries, reverse=True)):
        age = now - written
        lost = path.endswith(TEMPORARY) and age > _ABANDONED
        if lost or age > DAYS * 86_400 or number >= _MOST_FILES:
            with contextlib.suppress(OSError):
                os.unlink(path)


def clean(folder: str) -> Held:
    """Remove all our files, and the folder itself if nothing else is in it."""
    before = held(folder)
    if not _is_marked(folder) or not usable(folder):
        return Held((), 0)
    for path in before.files:
        with contextlib.suppress(OSError):
            os.unlink(path)
    for version in _names(folder):
        with contextlib.suppress(OSError):
            os.rmdir(os.path.join(folder, version))
    if set(_names(folder)) <= {TAG, ".gitignore"}:
        # The mark goes last: a folder with files but no mark is not ours.
        with contextlib.suppress(OSError):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(os.path.join(folder, ".gitignore"))
            os.unlink(os.path.join(folder, TAG))
            os.rmdir(folder)
    return before
