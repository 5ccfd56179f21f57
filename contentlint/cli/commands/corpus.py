"""The command ``corpus``: checks, compares and filters the documents of a corpus."""

from __future__ import annotations

from importlib import import_module

from contentlint._util import TYPE_CHECKING, translation
from contentlint._util.translation import gettext as _
from contentlint._util.translation import marked
from contentlint.cli import language
from contentlint.cli.parser import sentence
from contentlint.model.errors import ConfigError

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace
    from typing import Any

ACTIONS = {
    "scan": marked("check and measure every document, and write tables of the results"),
    "duplicates": marked("find copies of documents, and texts that many of them share"),
    "decide": marked("decide which documents to keep, with all reasons for each that is dropped"),
    "report": marked("write an HTML page about a scan, with counts, distributions and examples"),
    "export": marked("write findings and measures as attributes of Dolma or signals of RedPajama"),
    "sample": marked("draw documents for people to judge"),
    "status": marked("show how far a scan is, and what could not be read"),
}
"""Each is a module of ``contentlint.cli.corpus`` with ``arguments(parser)`` and ``run(args)``."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, about in ACTIONS.items():
        one = actions.add_parser(name, help=_(about), description=sentence(about))
        _module(name).arguments(one)
        language.arguments(one)


def run(args: Namespace) -> int:
    """Do what the arguments ask for, and return the exit code.

    Raises:
        ContentlintError: the user's error.
    """
    translation.use(translation.language(), args.ui_digits or "")
    try:
        code: int = _module(args.action).run(args)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("contentlint"):
            raise
        raise ConfigError(
            _("{name} is not installed; {command}").format(
                name=error.name, command="pip install 'contentlint[corpus]'"
            )
        ) from None
    return code


def _module(action: str) -> Any:
    return import_module(f"contentlint.cli.corpus.{action}")
