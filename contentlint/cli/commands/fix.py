"""The command ``fix``: ``check --fix-only``, or every fix shown and confirmed."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint.cli import check, interactive
from contentlint.cli.parser import (
    display_arguments,
    file_arguments,
    fix_output_arguments,
    parse_command,
)
from contentlint.model.errors import ConfigError

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace


def arguments(fix: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    file_arguments(fix)
    group = fix.add_argument_group("fixes")
    group.add_argument(
        "-i",
        "--interactive",
        action="store_true",
        help="show each fix, including unsafe ones, and ask before applying it",
    )
    group.add_argument("--unsafe-fixes", action="store_true", help="also apply unsafe fixes")
    group.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write the patch of --diff, or fixed standard input, to FILE",
    )
    fix_output_arguments(group)
    display_arguments(group)
    group.add_argument("-q", "--quiet", action="store_true", help="print only error messages")


def run(args: Namespace) -> int:
    """Fix the files and folders in the arguments, and return the exit code.

    Raises:
        ContentlintError: the user's error.
    """
    whole = parse_command("check", ())
    vars(whole).update(vars(args), fix_only=True)
    if not args.interactive or args.show_files:
        return check.run(whole)
    if args.diff:
        raise ConfigError("--diff writes nothing, and so there is nothing to ask")
    if args.output:
        raise ConfigError("--output: gets the patch of --diff; --interactive makes none")
    return interactive.run(whole)
