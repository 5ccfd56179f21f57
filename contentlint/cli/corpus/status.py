"""``corpus status``: shows how far a scan is."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import visible
from contentlint._util.translation import gettext as _
from contentlint._util.translation import marked, ngettext, number
from contentlint.cli.commands.cache import size
from contentlint.cli.parser import FAILED
from contentlint.report import console

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace

    from contentlint.corpus.scan import Status

_SHOWN = 10
"""The files that could not be read of which the reason is printed."""

_STATUSES = {
    "empty": marked("{n} empty"),
    "incomplete": marked("{n} checked in part"),
    "error": marked("{n} with an error"),
}
"""How the documents of a status are counted."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the action."""
    parser.add_argument("out", metavar="FOLDER", help=_("the folder of the results"))
    parser.add_argument(
        "--clean", action="store_true", help=_("remove files of other plans and of killed runs")
    )


def run(args: Namespace) -> int:
    """Print how far the scan is, and return the exit code: 0 if it is complete.

    Raises:
        ReadError: the folder has no results of a scan.
        ModuleNotFoundError: what corpora need is not installed.
    """
    from contentlint.corpus import plan, scan
    from contentlint.corpus.results import Results

    results = Results(args.out)
    made = plan.read(results)
    reached = scan.status(results, made)
    say(reached)
    remains = results.remains(made.ids())
    if remains:
        what = ngettext("{n} file", "{n} files", len(remains))
        if args.clean:
            results.remove(remains)
            console.say(_("removed {files} of other plans and of killed runs").format(files=what))
        else:
            text = _("{files} of other plans and of killed runs; --clean removes them")
            console.say(text.format(files=what))
    return 0 if reached.complete else FAILED


def say(reached: Status) -> None:
    """Print how far a scan is on standard error."""
    documents = ngettext("{n} document", "{n} documents", reached.rows)
    parts = [
        _(_STATUSES[name]).format(n=number(n, ","))
        for name, n in reached.statuses.items()
        if name != "ok"
    ]
    if parts:
        documents = f"{documents} ({_(', ').join(parts)})"
    console.say(
        _(
            "{done} of {tasks}, {documents}, {findings}; {read} read, {written} written, {time} s "
            "of processor time"
        ).format(
            done=number(reached.done),
            tasks=ngettext("{n} task", "{n} tasks", reached.tasks),
            documents=documents,
            findings=ngettext("{n} finding", "{n} findings", reached.findings),
            read=size(reached.bytes_read),
            written=size(reached.bytes_written),
            time=number(reached.seconds, ".1f"),
        )
    )
    for path, why in reached.faults[:_SHOWN]:
        console.fail(f"{visible(path)}: {visible(why)}")
    if len(reached.faults) > _SHOWN:
        more = len(reached.faults) - _SHOWN
        console.fail(
            ngettext("{n} more file could not be read", "{n} more files could not be read", more)
        )
