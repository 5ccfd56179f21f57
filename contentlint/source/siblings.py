"""The files beside an article: listings of folders, each read once."""

from __future__ import annotations

import os


class Siblings:
    """Looks up paths by exact spelling, also where the file system takes any case."""

    def __init__(self) -> None:
        self._names: dict[str, frozenset[str]] = {}

    def exists(self, folder: str, site_root: str, path: str) -> bool | None:
        """Return True if a path of an article names a file or folder.

        ``folder`` is the article's, for relative paths; ``site_root`` replaces a leading ``/``
        (``""``: unknown; the result is then None).
        """
        if path.startswith("/"):
            if not site_root:
                return None
            at, path = site_root, path.lstrip("/")
        else:
            at = folder or os.curdir
        for part in path.split("/"):
            if part in ("", "."):
                continue
            # ".." is looked up as well: a folder that does not exist has no parent.
            if part != ".." and part not in self._listing(at):
                return False
            at = os.path.join(at, part)
        return True

    def _listing(self, folder: str) -> frozenset[str]:
        names = self._names.get(folder)
        if names is None:
            try:
                names = frozenset(os.listdir(folder))
            except (OSError, ValueError):  # no folder, no permission, or a NUL in its name
                names = frozenset()
            self._names[folder] = names
        return names
