"""Replaces the content of files atomically: completely or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.errors import ReadError, WriteError, reason
from contentlint.source.files import read_bytes

_BEFORE, _BEHIND = ".contentlint-", ".tmp"
_MADE_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_MADE_NEW |= getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
_MADE_NEW |= getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)
_LEFT_BEHIND = 3600.0
"""Seconds after which a temporary file cannot belong to a running process."""
_FLUSHED_AT_ONCE = 8
"""Files that are flushed at a time; a disk can flush them as one."""
_NO_DISK = 0.0001
"""A shorter flush, in seconds, means that there is no disk to wait for."""
_swept: set[str] = set()
"""Folders that have been searched for temporary files of killed processes."""


class Change(NamedTuple):
    path: str
    old: bytes
    """The content of the file when it was read."""
    new: bytes


def replace(path: str, old: bytes, new: bytes) -> None:
    """Replace the content of a file: written beside it, flushed to the disk, renamed over it.

    A reader sees the old file or the new one, even after a crash; ``flush`` decides which of them
    remains after a power cut. Mode, owner, extended attributes and symbolic links are kept.

    Raises:
        WriteError: the file has changed since it was read, has other names (hard links), is no
            longer a regular file, or the system refuses. The file is unchanged.
    """
    made = _written(path, new)
    _flush(made)
    _put(made, old)


def replace_all(changes: Iterable[Change]) -> dict[str, str]:
    """Replace several files, as ``replace`` does; return, by path, why a file could not be
    replaced.

    All are written, then flushed together: the wait for the disk is once, not once per file.
    """
    refused: dict[str, str] = {}
    waiting: deque[tuple[Change, _Beside]] = deque()
    try:
        for change in changes:
            try:
                waiting.append((change, _written(change.path, change.new)))
            except WriteError as error:
                refused[change.path] = str(error)
        faults = deque(_flush_all([made for _, made in waiting]))
        while waiting:
            (change, made), fault = waiting.popleft(), faults.popleft()
            try:
                if not fault:
                    _put(made, change.old)
            except WriteError as error:
                fault = str(error)
            if fault:
                refused[change.path] = fault
    finally:
        for _, made in waiting:
            made.drop()
    return refused


def _flush_all(made: Sequence[_Beside]) -> list[str]:
    """Flush new files, many at a time; return for each why it could not be flushed, or ``""``.

    Threads cost more than they save if the first flush shows that there is no disk to wait for.
    """
    started = time.perf_counter()
    first = [*map(_why_not_flushed, made[:1])]
    if len(made) < 3 or time.perf_counter() - started < _NO_DISK:
        return [*first, *map(_why_not_flushed, made[1:])]
    return [*first, *_flush_in_threads(made[1:])]


def _flush_in_threads(made: Sequence[_Beside]) -> list[str]:
    from threading import Thread

    faults = ["was not flushed"] * len(made)
    raised: list[BaseException] = []

    def some(start: int) -> None:
        try:
            for k in range(start, len(made), _FLUSHED_AT_ONCE):
                faults[k] = _why_not_flushed(made[k])
        except BaseException as error:  # reported by the thread that waits
            raised.append(error)

    threads = [Thread(target=some, args=(k,)) for k in range(1, min(len(made), _FLUSHED_AT_ONCE))]
    started = 0
    try:
        with contextlib.suppress(RuntimeError):  # no thread is available
            for thread in threads:
                thread.start()
                started += 1
        for k in (0, *range(1 + started, 1 + len(threads))):
            some(k)
    finally:
        for thread in threads[:started]:
            thread.join()
    if raised:
        raise raised[0]
    return faults


def _why_not_flushed(made: _Beside) -> str:
    try:
        _flush(made)
    except WriteError as error:
        return str(error)
    return ""


class _Beside:
    """A temporary file beside the one that it will replace."""

    def __init__(self, target: str, handle: int, path: str) -> None:
        self.target = target
        self.handle = handle
        self.path = path

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self.handle, view) :]

    def close(self) -> None:
        handle, self.handle = self.handle, -1
        if handle >= 0:
            os.close(handle)

    def drop(self) -> None:
        with contextlib.suppress(OSError):
            self.close()
        _remove(self.path)


def _written(path: str, new: bytes) -> _Beside:
    """Write the new content of a file to a temporary one with the same mode and owner.

    Raises:
        WriteError: as ``replace``.
    """
    try:
        target, status = path, os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            # Strict: an unreadable link must not be replaced by a file.
            target = os.path.realpath(path, strict=True)
            status = os.stat(target)
        if not stat.S_ISREG(status.st_mode):
            raise WriteError("no longer a regular file")
        if status.st_nlink > 1:
            raise WriteError(f"has {status.st_nlink} hard links, which writing would break")
        if not os.access(target, os.W_OK):
            raise WriteError("is not writable")
        made = _beside(target)
    except OSError as error:
        raise WriteError(reason(error)) from None
    with _dropped_on_failure(made):
        made.write(new)
        _like(made.handle, target, status)
    return made


def _flush(made: _Beside) -> None:
    with _dropped_on_failure(made):
        os.fsync(made.handle)


def _put(made: _Beside, old: bytes | None) -> None:
    """Rename a flushed file over the original if that still contains ``old``.

    Raises:
        WriteError: as ``replace``; the temporary file is removed.
    """
    with _dropped_on_failure(made):
        made.close()
        # As late as possible: changes by other programs since then must not be lost.
        if old is not None and read_bytes(made.target) != old:
            raise WriteError("has changed since it was read")
        os.replace(made.path, made.target)


def flush(paths: Iterable[str]) -> None:
    """Flush the renames of replaced files to the disk: their folders, each once."""
    real = (os.path.realpath(path) if os.path.islink(path) else path for path in paths)
    for folder in {os.path.dirname(path) or os.curdir for path in real}:
        # Not every system can do this.
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def put(path: str, data: bytes) -> None:
    """Write a file of our own atomically, new or over an old one.

    Raises:
        WriteError: the system refuses; an old file is unchanged.
    """
    try:
        target = os.path.realpath(path, strict=os.path.lexists(path))
        made = _beside(target)
    except OSError as error:
        raise WriteError(reason(error)) from None
    with _dropped_on_failure(made):
        made.write(data)
        if os.path.exists(target):
            _like(made.handle, target, os.stat(target))
        elif hasattr(os, "fchmod"):
            os.fchmod(made.handle, 0o666 & ~_umask())
    _flush(made)
    _put(made, None)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _beside(target: str) -> _Beside:
    folder = os.path.dirname(target)
    if folder not in _swept:
        _swept.add(folder)
        _sweep(folder or os.curdir)
    while True:  # again if the random name is taken: one in 2^64
        beside = os.path.join(folder, _BEFORE + os.urandom(8).hex() + _BEHIND)
        with contextlib.suppress(FileExistsError):
            return _Beside(target, os.open(beside, _MADE_NEW, 0o600), beside)


def _sweep(folder: str) -> None:
    """Remove the temporary files of killed processes."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_BEFORE) and entry.name.endswith(_BEHIND):
                age = time.time() - entry.stat(follow_symlinks=False).st_mtime
                if age > _LEFT_BEHIND and entry.is_file(follow_symlinks=False):
                    _remove(entry.path)


@contextlib.contextmanager
def _dropped_on_failure(made: _Beside) -> Iterator[None]:
    try:
        yield
    except ReadError as error:
        made.drop()
        raise WriteError(str(error)) from None
    except OSError as error:
        made.drop()
        raise WriteError(reason(error)) from None
    except BaseException:
        made.drop()
        raise


def _like(handle: int, target: str, status: os.stat_result) -> None:
    """Give the new file the owner, mode and extended attributes of the old one."""
    if hasattr(os, "fchown"):
        made = os.fstat(handle)
        if (made.st_uid, made.st_gid) != (status.st_uid, status.st_gid):
            try:
                os.fchown(handle, status.st_uid, status.st_gid)
            except OSError:
                raise WriteError(
                    "belongs to another user; writing would change its owner"
                ) from None
    if hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IMODE(status.st_mode))
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):  # a file system without them
            there = os.listxattr(target)
            for name in os.listxattr(handle):  # the defaults of the folder
                if name not in there:
                    with contextlib.suppress(OSError):
                        os.removexattr(handle, name)
            for name in there:
                with contextlib.suppress(OSError):  # some are reserved to the system
                    os.setxattr(handle, name, os.getxattr(target, name))


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)
