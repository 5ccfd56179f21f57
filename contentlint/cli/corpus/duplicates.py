"""``corpus duplicates``: compares the documents of a scan."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint._util.translation import gettext as _
from contentlint._util.translation import ngettext
from contentlint.cli.parser import FAILED, number_from, size
from contentlint.report import console

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the action."""
    parser.add_argument("out", metavar="FOLDER", help=_("the folder of the results of a scan"))
    parser.add_argument(
        "--buckets",
        type=number_from(1),
        default=16,
        metavar="N",
        help=_("compare in N parts; more take less memory (default: 16)"),
    )
    parser.add_argument(
        "--memory",
        type=size,
        default="600MB",
        metavar="SIZE",
        help=_("memory for tables (default: 600MB)"),
    )
    parser.add_argument(
        "--threads",
        type=number_from(1),
        default=2,
        metavar="N",
        help=_("use N threads (default: 2)"),
    )


def run(args: Namespace) -> int:
    """Compare, and return the exit code: 2 if the scan is not complete.

    Raises:
        ConfigError: the scan has no rules that compare documents.
        ReadError: the folder has no results of a scan.
        ModuleNotFoundError: what corpora need is not installed.
    """
    from contentlint.corpus import duplicates, plan, scan
    from contentlint.corpus.results import Results

    results = Results(args.out)
    made = plan.read(results)
    resources = duplicates.Resources(args.buckets, _unit(args.memory), args.threads)
    found = duplicates.run(results, made, made.checker().rules, resources)
    out = console.output()
    for code, count in found.clusters.items():
        clusters = ngettext("{n} cluster", "{n} clusters", count)
        out.write(f"{code}  {clusters}\n")
    copies = ngettext(
        "{n} document with an earlier copy", "{n} documents with an earlier copy", found.documents
    )
    out.write(f"{copies}\n")
    return 0 if scan.status(results, made).complete else FAILED


def _unit(memory: int) -> str:
    """Return a number of bytes as DuckDB reads it, and people."""
    return f"{memory}B" if memory % 1_000_000 else f"{memory // 1_000_000}MB"
