"""The command ``completion``: prints a completion script for a shell."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint.cli import parser as ours
from contentlint.model.errors import ContentlintError
from contentlint.report import console

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

SHELLS = ("bash", "zsh", "tcsh")


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("shell", choices=SHELLS, help="shell to generate the script for")


def run(args: Namespace) -> int:
    """Print the script, and return the exit code.

    Raises:
        ContentlintError: shtab, which writes the script, is not installed.
    """
    try:
        import shtab
    except ImportError:
        raise ContentlintError("shell completion needs shtab: pip install shtab") from None
    parser, _ = ours.parsers()
    console.output().write(shtab.complete(parser, shell=args.shell) + "\n")
    return 0
