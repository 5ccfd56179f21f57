"""The files that say how articles are checked: on the disk, where a commit can stand in for it."""

from __future__ import annotations

import os

from contentlint.model.errors import ReadError, reason
from contentlint.source.files import read_ends


class Tree:
    """The disk. ``source.commit.Committed`` reads a commit in its place.

    Paths are absolute, or relative to the current folder. Links are followed, except where a
    method says otherwise.
    """

    def is_top(self, folder: str) -> bool:
        """Return True if a folder is the root of a repository."""
        return os.path.exists(os.path.join(folder, ".git"))

    def real(self, path: str) -> str:
        """Return a path with all links resolved; what it names need not exist."""
        return os.path.realpath(path)

    def exists(self, path: str) -> bool:
        return os.path.exists(path)

    def missing(self, path: str) -> str:  # noqa: ARG002  others need it
        """Return the reason for people why a path does not exist."""
        return "no such file"

    def is_file(self, path: str) -> bool:
        return os.path.isfile(path)

    def is_folder(self, path: str) -> bool:
        return os.path.isdir(path)

    def is_link(self, path: str) -> bool:
        return os.path.islink(path)

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder; none if it cannot be listed."""
        try:
            return os.listdir(folder)
        except OSError:
            return []

    def read(self, path: str) -> bytes:
        """Return the content of a file.

        Raises:
            ReadError: it cannot be read.
        """
        try:
            with open(path, "rb") as file:
                return file.read()
        except OSError as error:
            raise ReadError(reason(error)) from None

    def ends(self, path: str, first: int, last: int = 0) -> bytes:
        """Return the first and the last bytes of a regular file, as ``files.read_ends``.

        Raises:
            ReadError: it cannot be read, or is not a regular file.
        """
        return read_ends(path, first, last)


DISK = Tree()
