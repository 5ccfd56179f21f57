"""The dialect of Markdown files: that of the site generator that reads them.

Each folder has one verdict, so that its files are read alike.
"""

from __future__ import annotations

import os

from contentlint.model.dialects import NONE
from contentlint.source.files import folder_of, shown_path
from contentlint.source.generators import Sites

_HOSTS = {".github": "github"}
"""The dialects of files that no generator reads, by a folder at the root of their repository."""


class Dialects:
    """The dialect of each folder, computed once."""

    def __init__(self, sites: Sites) -> None:
        self._sites = sites
        self._by_shown: dict[str, tuple[str, str]] = {}

    def of(self, path: str) -> tuple[str, str]:
        """Return the dialect of the folder of a file, a key of ``dialects.DIALECTS``, and the
        reason for people."""
        shown = folder_of(path)
        found = self._by_shown.get(shown)
        if found is None:
            found = self._by_shown[shown] = self._verdict(os.path.abspath(shown))
        return found

    def _verdict(self, folder: str) -> tuple[str, str]:
        for file, site in self._sites.of(folder):
            name = site.generator.name
            return site.generator.dialect or NONE, f"content of {name}: {file}"
        above, in_repository = self._sites.above(folder)
        for name, dialect in _HOSTS.items():
            if in_repository and name in self._sites.names(above[-1]):
                return dialect, shown_path(os.path.join(above[-1], name))
        return NONE, "no configuration file of a site generator in its folder or above"
