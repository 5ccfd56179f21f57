"""The files of a commit, in place of those that a stranger may have changed on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.errors import ReadError
from contentlint.source.files import lies_in
from contentlint.source.git import FOLDER, LINK, Entry
from contentlint.source.tree import Tree

if TYPE_CHECKING:
    from contentlint.source.git import Objects

EVERYWHERE = ("",)
"""The folders of a ``Committed`` that reads nothing from the disk."""
_FILES = ("100644", "100755", "100664")
_MOST_LINKS = 40
"""The most links on the way to a file, as on Linux."""


class _Place(NamedTuple):
    """What a path names."""

    real: str
    """The path, with the links of the commit resolved."""
    entry: Entry | None
    """None if the commit does not have it."""


class Committed(Tree):
    """Some folders as a commit has them, or empty; the disk everywhere else."""

    def __init__(self, folders: Sequence[str], objects: Objects | None = None) -> None:
        """``folders`` are absolute; the repository of ``objects`` is one of them.

        Without ``objects`` nothing exists in the folders.
        """
        self._objects = objects
        self._top = objects.top if objects else ""
        self._folders = (*folders, self._top) if objects else tuple(folders)

    def has(self, path: str) -> bool:
        """Return True if a path is not read from the disk, by itself or through links."""
        named = os.path.abspath(path)
        if any(lies_in(named, folder) for folder in self._folders):
            return True
        tops = [os.path.realpath(folder) for folder in self._folders]
        return any(lies_in(real, top) for real, _ in _ways(named) for top in tops)

    def is_top(self, folder: str) -> bool:
        parts = self._below_top(folder)
        return super().is_top(folder) if parts is None else not parts

    def real(self, path: str) -> str:
        return self._place(path).real if self.has(path) else super().real(path)

    def exists(self, path: str) -> bool:
        return self._place(path).entry is not None if self.has(path) else super().exists(path)

    def missing(self, path: str) -> str:
        if not self.has(path):
            return super().missing(path)
        if self._objects:
            return f"not in the commit {self._objects.commit[:12]} of --diff-base"
        return "not read from an untrusted folder without --diff-base"

    def is_file(self, path: str) -> bool:
        return self._is(path, *_FILES) if self.has(path) else super().is_file(path)

    def is_folder(self, path: str) -> bool:
        return self._is(path, FOLDER) if self.has(path) else super().is_folder(path)

    def is_link(self, path: str) -> bool:
        return self._is(path, LINK, follow=False) if self.has(path) else super().is_link(path)

    def names(self, folder: str) -> list[str]:
        if not self.has(folder):
            return super().names(folder)
        entry = self._place(folder).entry
        return [*self._listing(entry)] if entry else []

    def read(self, path: str) -> bytes:
        return self._content(path) if self.has(path) else super().read(path)

    def ends(self, path: str, first: int, last: int = 0) -> bytes:
        if not self.has(path):
            return super().ends(path, first, last)
        data = self._content(path)
        if len(data) <= first + last or not last:
            return data[: first + last]
        return data[:first] + b"\n" + data[-last:]

    def _is(self, path: str, *modes: str, follow: bool = True) -> bool:
        entry = self._place(path, follow).entry
        return entry is not None and entry.mode in modes

    def _content(self, path: str) -> bytes:
        entry = self._place(path).entry
        if entry is None or self._objects is None:
            raise ReadError(self.missing(path))
        if entry.mode not in _FILES:
            raise ReadError("not a regular file")
        return self._objects.content(entry)

    def _listing(self, entry: Entry) -> dict[str, Entry]:
        is_folder = self._objects and entry.mode == FOLDER
        return self._objects.folder(entry) if self._objects and is_folder else {}

    def _below_top(self, path: str) -> list[str] | None:
        """Return the parts of a path below the root of the repository; None if it lies outside."""
        if not self._top:
            return None
        path = os.path.abspath(path)
        if lies_in(path, self._top):
            return _parts(os.path.relpath(path, self._top))
        # Where a link leads into the repository; what follows may be links of the commit.
        for real, rest in _ways(path):
            if lies_in(real, self._top):
                return _parts(os.path.relpath(real, self._top)) + rest
        return None

    def _place(self, path: str, follow: bool = True) -> _Place:
        """Find what a path names in the commit, through its links; the last only if ``follow``."""
        ahead = self._below_top(path)
        if ahead is None or self._objects is None:
            return _Place(os.path.abspath(path), None)
        way = [(self._top, self._objects.root)]
        links = 0
        while ahead:
            name, ahead = ahead[0], ahead[1:]
            above, folder = way[-1]
            real = os.path.normpath(os.path.join(above, name))
            if folder.mode == FOLDER and name in (".", ".."):
                del way[len(way) - (name == "..") :]
                if not way:  # a link that leads out of the repository
                    return _Place(os.path.normpath(os.path.join(real, *ahead)), None)
                continue
            entry = self._listing(folder).get(name)
            if entry is None:
                return _Place(os.path.normpath(os.path.join(real, *ahead)), None)
            if entry.mode != LINK or not (ahead or follow):
                way.append((real, entry))
                continue
            links += 1
            target = os.fsdecode(self._objects.content(entry))
            if links > _MOST_LINKS:
                return _Place(real, None)
            if os.path.isabs(target):  # on other machines, another file
                return _Place(os.path.normpath(target), None)
            ahead = [*filter(None, target.split("/")), *ahead]
        return _Place(*way[-1])


def _ways(path: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each beginning of an absolute path, with the links of the disk resolved, and the names
    after it: below a folder of the commit, a link of the disk counts for nothing."""
    names = path.split(os.sep)
    for length in range(1, len(names) + 1):
        yield os.path.realpath(os.sep.join(names[:length]) or os.sep), names[length:]


def _parts(relative: str) -> list[str]:
    return [] if relative == "." else relative.split(os.sep)
