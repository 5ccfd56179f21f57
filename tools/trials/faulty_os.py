"""The ``os`` module with a fault in one of its calls: an error, or the end of the process."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

CALLS = tuple(
    name
    for name in (
        *("open", "close", "read", "write", "stat", "lstat", "fstat", "access", "readlink"),
        *("fsync", "fchmod", "fchown", "replace", "unlink", "scandir", "fdopen", "umask"),
        *("listxattr", "getxattr", "setxattr", "removexattr"),
    )
    if hasattr(os, name)
)


class Faults:
    """Counts the calls; from the ``at``-th (from 1) on, or only there, does what it is told."""

    def __init__(self, at: int, fault: Callable[[], object], *, lasting: bool) -> None:
        self.at = at
        self.fault = fault
        self.lasting = lasting
        self.count = 0

    def step(self) -> None:
        self.count += 1
        if self.count == self.at or (self.lasting and self.count > self.at):
            self.fault()

    @property
    def reached(self) -> bool:
        return self.count >= self.at


class _File:
    """What ``os.fdopen`` gives: its writing, flushing and closing can fail too."""

    def __init__(self, file: Any, faults: Faults) -> None:
        self._file = file
        self._faults = faults

    def write(self, data: bytes) -> int:
        self._faults.step()
        written: int = self._file.write(data)
        return written

    def flush(self) -> None:
        self._faults.step()
        self._file.flush()

    def fileno(self) -> int:
        number: int = self._file.fileno()
        return number

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._faults.step()
        finally:
            self._file.close()


@contextlib.contextmanager
def faulty(faults: Faults) -> Iterator[None]:
    """With every call that the writer makes counted, and one of them failing."""
    with contextlib.ExitStack() as stack:
        for name in CALLS:
            stack.enter_context(mock.patch.object(os, name, _wrapped(name, faults)))
        yield


def _wrapped(name: str, faults: Faults) -> Callable[..., Any]:
    real = getattr(os, name)

    def call(*args: Any, **kwargs: Any) -> Any:
        if name == "close":  # the system closes it and then says that something went wrong
            real(*args, **kwargs)
            return faults.step()
        faults.step()
        result = real(*args, **kwargs)
        return _File(result, faults) if name == "fdopen" else result

    return call
