"""``corpus decide``: decides which documents of a scan are kept."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import visible
from contentlint._util.translation import gettext as _
from contentlint._util.translation import ngettext, number
from contentlint.cli.parser import FAILED
from contentlint.report import console

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the action."""
    parser.add_argument("out", metavar="FOLDER", help=_("the folder of the results of a scan"))
    limit_arguments(parser)
    parser.add_argument(
        "--keep-copies", action="store_true", help=_("keep documents that have an earlier copy")
    )


def limit_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose limits."""
    parser.add_argument(
        "--profile",
        default="contentlint",
        metavar="NAME",
        help=_("limits of contentlint, fineweb2, gopher or c4 (default: contentlint)"),
    )
    parser.add_argument(
        "--limits", default="", metavar="FILE", help=_("a TOML file of limits to use instead")
    )


def run(args: Namespace) -> int:
    """Decide, print how many documents are dropped and why, and return the exit code.

    Raises:
        ConfigError: the limits are wrong.
        ReadError: the folder has no results of a scan.
        ModuleNotFoundError: what corpora need is not installed.
    """
    from contentlint.corpus import decide, limits, plan, scan
    from contentlint.corpus.results import Results

    results = Results(args.out)
    made = plan.read(results)
    chosen = limits.chosen(made.checker(), args.profile, args.limits)
    if args.keep_copies:
        chosen = chosen._replace(copies=False)
    decided = decide.run(results, made, chosen)
    if chosen.copies and not results.exists("duplicates", "copies.parquet"):
        note = _("copies were not looked for; {command} finds them")
        console.say(note.format(command="`contentlint corpus duplicates`"))
    out = console.output()
    dropped = decided.documents - decided.kept
    line = _("{kept} of {documents} kept, {dropped} dropped").format(
        kept=number(decided.kept, ","),
        documents=ngettext("{n} document", "{n} documents", decided.documents, ","),
        dropped=number(dropped, ","),
    )
    out.write(f"{line}\n")
    width = max((len(f"{count:,}") for _, count in decided.reasons), default=0)
    for reason, count in decided.reasons:
        out.write(f"{count:{width},}  {visible(_(reason))}\n")
    return 0 if scan.status(results, made).complete else FAILED
