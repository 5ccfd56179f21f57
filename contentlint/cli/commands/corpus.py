"""The command ``corpus``: checks, compares and filters the documents of a corpus."""

from __future__ import annotations

from importlib import import_module

from contentlint._util import TYPE_CHECKING
from contentlint.model.errors import ConfigError

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace
    from typing import Any

ACTIONS = {
    "scan": "check and measure every document, and write tables of the results",
    "duplicates": "find copies of documents, and texts that many of them share",
    "decide": "decide which documents to keep, with all reasons for each that is dropped",
    "report": "write an HTML page about a scan, with counts, distributions and examples",
    "sample": "draw documents for people to judge",
    "status": "show how far a scan is, and what could not be read",
}
"""Each is a module of ``contentlint.cli.corpus`` with ``arguments(parser)`` and ``run(args)``."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, about in ACTIONS.items():
        one = actions.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
        _module(name).arguments(one)


def run(args: Namespace) -> int:
    """Do what the arguments ask for, and return the exit code.

    Raises:
        ContentlintError: the user's error.
    """
    try:
        code: int = _module(args.action).run(args)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("contentlint"):
            raise
        raise ConfigError(
            f"{error.name} is not installed; pip install 'contentlint[corpus]'"
        ) from None
    return code


def _module(action: str) -> Any:
    return import_module(f"contentlint.cli.corpus.{action}")
