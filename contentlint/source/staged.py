"""The files in the index of git: what the next commit will have."""

from __future__ import annotations

import os

from contentlint.model.errors import ConfigError, ReadError
from contentlint.source import git
from contentlint.source.files import lies_in


class Index:
    """The index of one repository."""

    def __init__(self, top: str) -> None:
        """``top`` is the root of the working tree."""
        self._top = os.path.realpath(top)
        self._reader = git.Reader(self._top)

    def content(self, path: str) -> bytes | None:
        """Return the content of a file in the index; None if it is not there.

        Raises:
            ReadError: git cannot be started.
        """
        real = os.path.realpath(path)
        if not lies_in(real, self._top) or "\n" in real:
            return None
        name = os.path.relpath(real, self._top).replace(os.sep, "/")
        try:
            return self._reader.content(f":0:{name}")
        except ConfigError as error:
            raise ReadError(str(error)) from None


def index() -> Index | None:
    """Return the index of the repository of the current folder; None without one."""
    try:
        return Index(git.top())
    except ConfigError:
        return None
