"""A file's new bytes in the place of its old ones, all of them or none."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile

from contentlint.errors import ReadError, WriteError, reason
from contentlint.files import read_bytes


def replace(path: str, old: bytes, new: bytes) -> None:
    """Put ``new`` where ``old`` was: written beside it, flushed to the disk, renamed over it.

    A reader sees the old file or the new one, also after a crash. Mode, owner,
    extended attributes and symbolic links stay.

    Raises:
        WriteError: the file has changed since it was read, has other names
            (hard links), is no regular file any more, or the system refuses.
            It is as it was.
    """
    target = os.path.realpath(path)
    try:
        status = os.stat(target)
        if not stat.S_ISREG(status.st_mode):
            raise WriteError("not a regular file any more")
        if status.st_nlink > 1:
            raise WriteError(f"has {status.st_nlink} names (hard links), and would lose the others")
        if not os.access(target, os.W_OK):
            raise WriteError("is not writable")
        handle, beside = tempfile.mkstemp(".tmp", ".contentlint-", os.path.dirname(target))
    except OSError as error:
        raise WriteError(reason(error)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(new)
            file.flush()
            _like(file.fileno(), target, status)
            os.fsync(file.fileno())
        # As late as can be: what somebody else has written since must not be lost.
        if read_bytes(target) != old:
            raise WriteError("has changed since it was read")
        os.replace(beside, target)
    except ReadError as error:
        _remove(beside)
        raise WriteError(str(error)) from None
    except OSError as error:
        _remove(beside)
        raise WriteError(reason(error)) from None
    except BaseException:
        _remove(beside)
        raise
    _flush_folder(os.path.dirname(target))


def _like(handle: int, target: str, status: os.stat_result) -> None:
    """Give the new file the owner, mode and extended attributes of the old one."""
    if hasattr(os, "fchown"):
        made = os.fstat(handle)
        if (made.st_uid, made.st_gid) != (status.st_uid, status.st_gid):
            try:
                os.fchown(handle, status.st_uid, status.st_gid)
            except OSError:
                raise WriteError("belongs to somebody else, and would change its owner") from None
    if hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IMODE(status.st_mode))
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):  # a file system without them
            for name in os.listxattr(target):
                with contextlib.suppress(OSError):  # some belong to the system
                    os.setxattr(handle, name, os.getxattr(target, name))


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def _flush_folder(folder: str) -> None:
    """The rename itself onto the disk, where the system has a way to say so."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
