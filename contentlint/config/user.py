"""The user's own file: what nobody but whoever runs contentlint can allow.

A configuration comes with the articles and may be a stranger's. What it cannot
say for itself is said on the command line, in the environment, or here.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping

from contentlint._util.namedtuple import NamedTuple
from contentlint.config.schema import file_size
from contentlint.config.toml import Table, read_toml
from contentlint.model.errors import ConfigError
from contentlint.source.files import lies_in, shown_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FOLDER, _NAME = "contentlint", "contentlint.toml"
_LIMITS = ("max-file-size", "max-findings")
KEYS = ("plugins", "cache-dir", "outside", "untrusted")


class Grants(NamedTuple):
    """What the user allows; nothing where there is no such file."""

    path: str = ""
    plugins: tuple[str, ...] = ()
    """Those that may be loaded where a configuration asks for them."""
    cache_dir: str = ""
    """The folder in which each project has a cache of its own; ``""``: in the project."""
    outside: tuple[str, ...] = ()
    """Folders in which a configuration's baseline, site root and cache may lie besides the
    project."""
    max_file_size: int = 0
    """Bytes that a stranger's file may have; 0: as built in."""
    max_findings: int = 0
    """Findings of one rule in a stranger's file; 0: as built in."""

    def is_in(self, folder: str) -> bool:
        """Whether the file lies in a folder, and so is no configuration of that folder."""
        if not self.path or os.path.basename(folder) != _FOLDER:
            return False
        return os.path.realpath(folder) == os.path.realpath(os.path.dirname(self.path))

    def beside(self, repository: str) -> Grants:
        """What is allowed in a repository, ``""``: in none; nothing when the file is part of it.

        Where the home folder is a checkout, what looks like the user's own file came with it.
        """
        there = os.path.realpath(self.path), os.path.abspath(self.path)
        tops = os.path.realpath(repository), os.path.abspath(repository)
        part = repository and any(lies_in(path, top) for path in there for top in tops)
        return Grants() if part else self


def place() -> str:
    """Where the user's own file is looked for; ``""`` where the user has no folder.

    Never a relative path: that would be in whatever folder is checked.
    """
    if sys.platform == "win32":
        above = os.environ.get("APPDATA", "")
    elif sys.platform == "darwin":
        above = os.path.expanduser("~/Library/Application Support")
    else:
        above = os.environ.get("XDG_CONFIG_HOME", "")
        if not os.path.isabs(above):
            above = os.path.expanduser("~/.config")
    return os.path.join(above, _FOLDER, _NAME) if os.path.isabs(above) else ""


def spoken() -> str:
    """The file in a sentence."""
    return f"your own file {place()}".rstrip()


def read() -> Grants:
    """What the user's own file says.

    Raises:
        ConfigError: it cannot be read, is wrong, or anybody may write to it.
    """
    path = place()
    if not path or not os.path.lexists(path):
        return Grants()
    where = shown_path(path)
    try:
        mode = os.stat(path).st_mode
    except OSError:  # a link to nothing
        mode = 0
    if not stat.S_ISREG(mode):
        raise ConfigError(f"{where}: not a regular file")
    if os.name != "nt" and mode & stat.S_IWOTH:
        raise ConfigError(f"{where}: anybody may write to this file, and so it allows nothing")
    return parse(read_toml(path), path)


def parse(data: Mapping[str, Any], path: str) -> Grants:
    """Check a parsed file; relative paths in it start from its folder.

    Raises:
        ConfigError: every error, one a line, each with the path and the key.
    """
    errors: list[str] = []
    table = Table(data, shown_path(path), errors)
    table.only(KEYS)
    limits = Table(table.table("untrusted", "[untrusted]"), f"{table.where}: untrusted", errors)
    limits.only(_LIMITS)

    def whole(name: str) -> str:
        return os.path.normpath(os.path.join(os.path.dirname(path), os.path.expanduser(name)))

    cache_dir = table.string("cache-dir")
    grants = Grants(
        path=path,
        plugins=table.strings("plugins") or (),
        cache_dir=whole(cache_dir) if cache_dir else "",
        outside=tuple(map(whole, table.strings("outside") or ())),
        max_file_size=file_size(limits),
        max_findings=limits.number("max-findings") or 0,
    )
    if errors:
        raise ConfigError("\n".join(errors))
    return grants
