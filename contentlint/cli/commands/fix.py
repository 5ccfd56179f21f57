"""The command ``fix``: fixes without a report of the rest, or asks about every fix."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint._util.translation import gettext as _
from contentlint.cli import check
from contentlint.cli.parser import (
    display_arguments,
    file_arguments,
    fix_output_arguments,
    format_argument,
    known_arguments,
    links_argument,
    parse_command,
    running_arguments,
    severity_argument,
)
from contentlint.model.errors import ConfigError
from contentlint.report import formats

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace


def arguments(fix: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    file_arguments(fix)
    group = fix.add_argument_group(_("fixes"))
    group.add_argument(
        "-i",
        "--interactive",
        action="store_true",
        help=_("show each fix, including unsafe ones, and ask before applying it"),
    )
    group.add_argument("--unsafe-fixes", action="store_true", help=_("also apply unsafe fixes"))
    severity_argument(group, _("fix only findings of this severity or higher (default: info)"))
    known_arguments(
        group,
        _("do not fix findings recorded in FILE"),
        _("fix only findings on lines changed since REF, a git commit or branch"),
    )
    fix_output_arguments(group)
    group = fix.add_argument_group(_("report"))
    format_argument(
        group,
        _(
            "report the findings that are left: {formats}, or auto (default: no report); repeat "
            "the option to write several reports"
        ).format(formats=", ".join(formats.names())),
    )
    group.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help=_("write the report, the patch of --diff, or fixed standard input to FILE"),
    )
    display_arguments(group, quiet=_("print only error messages, and the report"))
    links_argument(fix)
    running_arguments(fix)


def run(args: Namespace) -> int:
    """Fix the files and folders in the arguments, and return the exit code.

    Raises:
        ContentlintError: the user's error.
    """
    whole = parse_command("check", ())
    # What is left fails no run: who asked for fixes has them.
    vars(whole).update(vars(args), fix=True, fix_only=not args.format, fail_on="never")
    if not args.interactive or args.show_files:
        if args.format and (args.diff or "-" in args.paths or args.stdin_filename):
            raise ConfigError("--format: a patch or fixed standard input is the output; drop one")
        return check.run(whole)
    if args.diff:
        raise ConfigError("--interactive: --diff changes no file; to try the questions: --dry-run")
    if args.output and not args.format:
        raise ConfigError("--output: needs --format; --interactive makes no patch")
    from contentlint.cli.interactive import conversation  # most runs ask nothing

    return conversation.run(whole)
