"""``corpus report``: one HTML page about a scan."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint._util.translation import gettext as _
from contentlint.cli.corpus import decide as decisions
from contentlint.cli.parser import FAILED
from contentlint.report import console

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the action."""
    parser.add_argument("out", metavar="FOLDER", help=_("the folder of the results of a scan"))
    parser.add_argument(
        "-o", "--output", metavar="FILE", help=_("write the page to FILE, not to standard output")
    )
    decisions.limit_arguments(parser)


def run(args: Namespace) -> int:
    """Write the page, and return the exit code: 2 if the scan is not complete.

    Raises:
        ConfigError: the limits are wrong.
        ContentlintError: the page cannot be written.
        ReadError: the folder has no results of a scan.
        ModuleNotFoundError: what corpora need is not installed.
    """
    from contentlint.corpus import limits, overview, plan, scan
    from contentlint.corpus.results import Results
    from contentlint.report.html import corpus as html

    results = Results(args.out)
    made = plan.read(results)
    chosen = limits.chosen(made.checker(), args.profile, args.limits)
    page = html.page(overview.overview(results, made, chosen))
    console.hand_over(page.encode("utf-8"), "" if args.output in (None, "-") else args.output)
    return 0 if scan.status(results, made).complete else FAILED
