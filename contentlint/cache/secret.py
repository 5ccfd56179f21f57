"""The user's secret, which tells a cache that the user's own runs wrote from any other."""

from __future__ import annotations

import os
import stat

from contentlint.cache.store import Writer

SIZE = 32
"""In bytes."""


def of_user(path: str) -> bytes:
    """Return the secret in a file, which is created if it is missing, damaged or known to others.

    Return ``b""`` if ``path`` is ``""``, or the file cannot be written.
    """
    return (_read(path) or _created(path)) if path else b""


def _read(path: str) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(path, flags | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            status = os.fstat(file.fileno())
            data = file.read(SIZE + 1) if _is_private(status) else b""
    except OSError:
        return b""
    return data if len(data) == SIZE else b""


def _is_private(status: os.stat_result) -> bool:
    if not stat.S_ISREG(status.st_mode):
        return False
    # Windows has no such owners and modes.
    return os.name == "nt" or (status.st_uid == os.geteuid() and not status.st_mode & 0o077)


def _created(path: str) -> bytes:
    try:
        os.makedirs(os.path.dirname(path), 0o700, exist_ok=True)
        Writer(path).put([os.urandom(SIZE)])
    except OSError:
        return b""
    return _read(path)  # another run may have been later
