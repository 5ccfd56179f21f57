"""``corpus export``: writes what a scan found as attributes for other programs."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint._util.translation import gettext as _
from contentlint._util.translation import ngettext
from contentlint.report import console

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the action."""
    parser.add_argument("results", metavar="FOLDER", help=_("the folder of the results of a scan"))
    parser.add_argument(
        "--export",
        required=True,
        choices=("dolma-attributes", "quality-signals"),
        help=_("attributes of Dolma, or quality signals of RedPajama"),
    )
    parser.add_argument(
        "--out",
        required=True,
        metavar="FOLDER",
        help=_("write files into FOLDER, named as those of the corpus"),
    )


def run(args: Namespace) -> int:
    """Write the files, say how many, and return the exit code.

    Raises:
        ConfigError: a file of the corpus would be overwritten.
        ReadError: the scan is not complete, or a file cannot be read again.
        ModuleNotFoundError: what corpora need is not installed.
    """
    from contentlint.corpus import export, plan
    from contentlint.corpus.results import Results

    results = Results(args.results)
    written = export.write(results, plan.read(results), Results(args.out), args.export)
    files = ngettext("{n} file", "{n} files", written.files)
    documents = ngettext("{n} document", "{n} documents", written.documents, ",")
    console.say(_(", ").join((files, documents)))
    return 0
