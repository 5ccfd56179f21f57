"""``corpus status``: shows how far a scan is."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import visible
from contentlint._util.style import many
from contentlint.cli.commands.cache import size
from contentlint.cli.parser import FAILED
from contentlint.report import console

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace

    from contentlint.corpus.scan import Status

_SHOWN = 10
"""The files that could not be read of which the reason is printed."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the action."""
    parser.add_argument("out", metavar="FOLDER", help="the folder of the results")
    parser.add_argument(
        "--clean", action="store_true", help="remove files of other plans and of killed runs"
    )


def run(args: Namespace) -> int:
    """Print how far the scan is, and return the exit code: 0 if it is complete.

    Raises:
        ReadError: the folder has no results of a scan.
        ModuleNotFoundError: what corpora need is not installed.
    """
    from contentlint.corpus import plan, scan
    from contentlint.corpus.folder import Folder

    folder = Folder(args.out)
    made = plan.read(folder)
    reached = scan.status(folder, made)
    say(reached)
    remains = folder.remains(made.ids())
    if remains:
        what = many(len(remains), "file")
        if args.clean:
            folder.remove(remains)
            console.say(f"removed {what} of other plans and of killed runs")
        else:
            console.say(f"{what} of other plans and of killed runs; --clean removes them")
    return 0 if reached.complete else FAILED


def say(reached: Status) -> None:
    """Print how far a scan is on standard error."""
    documents = many(reached.rows, "document")
    parts = [f"{count:,} {name}" for name, count in reached.statuses.items() if name != "ok"]
    more = f" ({', '.join(parts)})" if parts else ""
    console.say(
        f"{reached.done} of {many(reached.tasks, 'task')}, {documents}{more}, "
        f"{many(reached.findings, 'finding')}; {size(reached.bytes_read)} read, "
        f"{size(reached.bytes_written)} written, {reached.seconds:.1f} s of processor time"
    )
    for path, why in reached.faults[:_SHOWN]:
        console.fail(f"{visible(path)}: {visible(why)}")
    if len(reached.faults) > _SHOWN:
        console.fail(f"{len(reached.faults) - _SHOWN} more files could not be read")
