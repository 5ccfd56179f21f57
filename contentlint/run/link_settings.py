"""What ``[links]`` says of a run over some files, and of one file."""

from __future__ import annotations

from collections.abc import Iterable

from contentlint.model.diagnostic import rank
from contentlint.run.resolve import Resolver
from contentlint.source.files import folder_of


def fail_on(resolver: Resolver, paths: Iterable[str]) -> str:
    """Return the strictest ``[links] fail-on`` of a run over these files: ``error`` where there is
    none.

    Raises:
        ConfigError: one of the configurations is wrong.
    """
    folders = {folder_of(path): path for path in paths} or {"": ""}
    given = [
        resolver.inline.links.fail_on or resolver.configs.of(path).links.fail_on or "error"
        for path in folders.values()
    ]
    return min((each for each in given if each != "never"), key=rank, default="never")


def exclude(resolver: Resolver, path: str) -> tuple[str, ...]:
    """Return the globs of ``[links] exclude`` that count for a file.

    Raises:
        ConfigError: its configuration is wrong.
    """
    return (*resolver.configs.of(path).links.exclude, *resolver.inline.links.exclude)
