"""The bytes of a file, whatever lies under its name by now."""

from __future__ import annotations

import os
import stat

from contentlint.model.errors import ReadError, reason


def _flags() -> int:
    """How a file is opened, as far as the system has it."""
    # O_NONBLOCK: a FIFO that took the file's place since the walk must not hang us.
    names = ("O_RDONLY", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
    return sum(getattr(os, name, 0) for name in names)


_FLAGS = _flags()


def too_large(limit: int) -> str:
    """Why a file of more than ``limit`` bytes is not read."""
    return f"larger than {limit} bytes (--max-file-size)"


def read_bytes(path: str, limit: int = 0) -> bytes:
    """The bytes of a regular file.

    Raises:
        ReadError: it cannot be opened or read, is no regular file, or has more
            than ``limit`` bytes (0: any number).
    """
    try:
        handle = os.open(path, _FLAGS)
    except OSError as error:
        raise ReadError(reason(error)) from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise ReadError("not a regular file")
        size = status.st_size
        if 0 < limit < size:
            raise ReadError(too_large(limit))
        data = os.read(handle, size + 1)
        if len(data) == size:
            return data
        # It grows, it shrinks, or it is longer than one call gives.
        chunks = [data]
        while chunk := os.read(handle, 1 << 20):
            chunks.append(chunk)
        return b"".join(chunks)
    except OSError as error:
        raise ReadError(reason(error)) from None
    finally:
        os.close(handle)


def read_ends(path: str, first: int, last: int = 0) -> bytes:
    """The first and the last bytes of a regular file, a line end between them; all of a short one.

    Raises:
        ReadError: it cannot be opened or read, or is no regular file.
    """
    try:
        handle = os.open(path, _FLAGS)
    except OSError as error:
        raise ReadError(reason(error)) from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise ReadError("not a regular file")
        if status.st_size <= first + last or not last:
            return os.read(handle, first + last)
        head = os.read(handle, first)
        os.lseek(handle, -last, os.SEEK_END)
        return head + b"\n" + os.read(handle, last)
    except OSError as error:
        raise ReadError(reason(error)) from None
    finally:
        os.close(handle)


def lies_in(path: str, folder: str) -> bool:
    """Return True if a path is a folder or lies in it; both absolute, and links are not
    followed."""
    path, folder = os.path.normcase(path), os.path.normcase(folder)
    return path == folder or path.startswith(os.path.join(folder, ""))


def folder_of(path: str) -> str:
    """The folder of a path as it is shown, with slashes: as ``os.path.dirname`` has it, in a third
    of the time, which counts where ten thousand files have not changed."""
    if os.sep != "/" and os.sep in path:
        return os.path.dirname(path)  # one that the user gave
    return path[: path.rfind("/")] or path[:1] if "/" in path else ""


def shown_path(path: str) -> str:
    """A path from where the user stands, unless it lies elsewhere."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):  # no current folder; another drive
        return path
    return path if relative.startswith("..") else relative
