"""``corpus scan``: checks and measures the documents of JSONL and Parquet files."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import visible
from contentlint._util.translation import gettext as _
from contentlint._util.translation import number
from contentlint.cli.corpus import status
from contentlint.cli.parser import FAILED, argument_error, number_from, selection, size
from contentlint.cli.session import session_of
from contentlint.config.toml import shown
from contentlint.model.errors import ConfigError
from contentlint.report import console
from contentlint.run import progress

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace

    from contentlint.corpus.columns import Columns

_LONGEST = 1_000_000
"""The most seconds that a document may take."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the action."""
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help=_("JSONL and Parquet files, folders or globs")
    )
    parser.add_argument(
        "--out", required=True, metavar="FOLDER", help=_("write the tables to this folder")
    )
    selection(parser)
    group = parser.add_argument_group(_("documents"))
    group.add_argument(
        "--preset",
        default="auto",
        metavar="NAME",
        help=_(
            "columns of datatrove, fineweb, dolma, oscar, trafilatura or news-please (default: "
            "auto, by the first rows)"
        ),
    )
    for name, about in (
        ("text", _("column of the texts; with dots, a field of an object")),
        ("id", _("column of the ids")),
        ("url", _("column of the URLs")),
        ("language", _("column of the languages")),
    ):
        group.add_argument(f"--{name}", default="", metavar="COLUMN", help=about)
    group.add_argument(
        "--format",
        choices=("text", "markdown", "mdx"),
        default="text",
        help=_("what the texts are written in (default: text)"),
    )
    group = parser.add_argument_group(_("results"))
    group.add_argument("--no-measures", action="store_true", help=_("leave out the measures"))
    group.add_argument(
        "--most",
        type=number_from(0),
        default=20,
        metavar="N",
        help=_("list N findings of a rule in a document, and only count the others (default: 20)"),
    )
    group.add_argument("--fix", choices=("safe",), help=_("apply safe fixes, for --fixed-out"))
    group.add_argument(
        "--fixed-out", metavar="FOLDER", help=_("write the fixed texts to this folder")
    )
    group.add_argument(
        "--on-error",
        choices=("skip", "fail"),
        default="skip",
        help=_(
            "what to do about a file that cannot be read to its end: go on with the others "
            "(default), or stop"
        ),
    )
    group.add_argument(
        "--fail-on",
        choices=("info", "warning", "error", "never"),
        default="never",
        help=_("exit with code 1 on findings of this severity or higher (default: never)"),
    )
    group = parser.add_argument_group(_("execution"))
    group.add_argument(
        "--engine",
        default="local",
        metavar="NAME",
        help=_("what runs the tasks: local, ray or spark (default: local)"),
    )
    group.add_argument(
        "-j",
        "--jobs",
        type=number_from(0),
        default=0,
        metavar="N",
        help=_("use N processes (default: all)"),
    )
    group.add_argument(
        "--shard-size",
        type=size,
        default="256MB",
        metavar="SIZE",
        help=_("size of what a task reads, approximately (default: 256MB)"),
    )
    group.add_argument(
        "--doc-timeout",
        type=_seconds,
        default=20.0,
        metavar="SECONDS",
        help=_("processor time for a document (default: 20)"),
    )
    group.add_argument("--quiet", action="store_true", help=_("print errors only"))


def run(args: Namespace) -> int:
    """Scan, and return the exit code.

    Raises:
        ConfigError: an argument or the configuration is wrong.
        ModuleNotFoundError: what corpora need is not installed.
    """
    from contentlint.corpus import scan
    from contentlint.corpus.batch import Options
    from contentlint.corpus.columns import Columns

    if bool(args.fix) != bool(args.fixed_out):
        raise ConfigError(_("--fix safe and --fixed-out need each other"))
    request = session_of(args).request
    options = Options(
        format=args.format,
        measures=not args.no_measures,
        fix=bool(args.fix),
        most=args.most,
        seconds=args.doc_timeout,
    )
    columns = Columns(args.text, args.id, args.url, args.language)
    results, made, common = scan.start(
        args.paths,
        args.out,
        request,
        options,
        preset=args.preset,
        columns=columns,
        size=args.shard_size,
    )
    if args.fixed_out:
        from contentlint.corpus.results import Results

        common = common._replace(fixed_out=Results(args.fixed_out).address)
    tasks = scan.left(results, made)
    if not args.quiet:
        for used in dict.fromkeys(task.columns for task in made.tasks):
            console.say(_("columns: {columns}").format(columns=_shown(used)))
        if len(tasks) < len(made.tasks):
            done = number(len(made.tasks) - len(tasks)), number(len(made.tasks))
            console.say(_("{done} of {all} tasks are done").format(done=done[0], all=done[1]))
    if args.on_error == "fail" and made.unreadable:
        path, why = made.unreadable[0]
        console.fail(f"{visible(path)}: {visible(why)}")
        return FAILED
    commits = scan.run(common, tasks, args.engine, args.jobs)
    for commit in progress.shown(commits, len(tasks), quiet=args.quiet):
        if commit["fault"] and args.on_error == "fail":
            console.fail(f"{visible(commit['uri'])}: {visible(commit['fault'])}")
            return FAILED
    reached = scan.status(results, made)
    if not args.quiet:
        status.say(reached)
    if not reached.complete:
        return FAILED
    return int(args.fail_on != "never" and scan.has_findings(results, made, args.fail_on))


def _seconds(text: str) -> float:
    """Return a number of seconds that a timer can have; 0 for no limit."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= _LONGEST:
        raise argument_error(f"expected seconds from 0 to {_LONGEST}, not {shown(text)}")
    return seconds


def _shown(columns: Columns) -> str:
    chosen = columns._asdict().items()
    return ", ".join(f"{name} = {visible(value) or '-'}" for name, value in chosen)
