"""A project with translations, and the tables that ``init`` proposes for them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from calling import Cli, write

PAGES = ("a.md", "b/c.md", "b/d.md")


def spread(*folders: str) -> list[str]:
    """Return the paths of the pages in some folders, given with a slash at the end."""
    return [f"{folder}{page}" for folder in folders for page in PAGES]


def accepted(cli: Cli, paths: Iterable[str]) -> str:
    """Write pages into the current folder, make its configuration of what ``init`` proposes, and
    return the part about translations, which begins with the number of pairs."""
    Path(".git").mkdir()
    for path in paths:
        write(path, "# Page\n\nSome words of a page.\n")
    head, _, table = cli("init", "--stdout").out.partition("# Translations: ")
    lines = [line.removeprefix("# ") for line in table.splitlines()[1:]]
    write("contentlint.toml", head + "\n".join(lines) + "\n")
    return table
