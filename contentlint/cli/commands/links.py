"""The command ``links``: asks the web for the links of articles, and reports what is known of them.

Its report is that of ``check`` with the state that the command has written: asking and judging are
two things, and only this command asks.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import visible
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.translation import gettext as _
from contentlint._util.translation import number
from contentlint.cache import secret
from contentlint.cli import check
from contentlint.cli.parser import (
    FAILED,
    argument_error,
    display_arguments,
    file_arguments,
    format_argument,
    known_arguments,
    listed,
    parse_command,
    severity_argument,
)
from contentlint.cli.session import session_of
from contentlint.cli.targets import discover, show_files
from contentlint.config.load import project_of
from contentlint.config.schema import FAIL_ON
from contentlint.config.values import age_of, rate_of
from contentlint.links import collect, due, estimate, summary
from contentlint.links import state as state_of_links
from contentlint.links.checker import LinkChecker
from contentlint.links.collect import Collected
from contentlint.links.fetcher import Fetcher
from contentlint.links.guard import Guard
from contentlint.links.options import Clock, Options
from contentlint.links.robots_cache import recent
from contentlint.links.state import State
from contentlint.links.throttle import Limits
from contentlint.links.wanted import USES, Wanted
from contentlint.model.diagnostic import Incomplete
from contentlint.model.errors import ConfigError, WriteError, reason, suggest
from contentlint.model.observation import CLASSES
from contentlint.report import console, formats, writer
from contentlint.run import progress
from contentlint.run.incremental import folder_of
from contentlint.run.resolve import LINKS
from contentlint.run.session import Session
from contentlint.source import observations

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace

    from contentlint._util.style import Style

OK = 0
_MANY = 500
"""URLs to ask for from which a person on a terminal is told how long it takes."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    file_arguments(parser)
    group = parser.add_argument_group(_("links"))
    group.add_argument(
        "--state",
        metavar="FILE",
        help=_("keep what is known of links in FILE (default: a file in the cache folder)"),
    )
    group.add_argument(
        "--max-age",
        type=_duration,
        metavar="TIME",
        help=_("ask again for links last seen longer ago than TIME, such as 12h (default: 7d)"),
    )
    group.add_argument(
        "--recheck",
        action="append",
        metavar="CLASS",
        help=_("ask again for links of these classes whatever their age: {names}").format(
            names=", ".join(CLASSES)
        ),
    )
    group.add_argument(
        "--budget",
        type=_duration,
        metavar="TIME",
        help=_("stop after TIME, such as 30m, and exit with code 2 (default: 10m)"),
    )
    group.add_argument(
        "--host-rate",
        type=_rate,
        metavar="RATE",
        help=_("requests to one host, such as 2/s or 30/m (default: 1/s)"),
    )
    group.add_argument("--only", choices=USES, help=_("ask only for URLs with this use"))
    group.add_argument(
        "--archive",
        action="store_true",
        help=_("look for archived copies of dead links, as unsafe fixes"),
    )
    group.add_argument(
        "--dry-run",
        action="store_true",
        help=_("print the hosts and the number of requests, but ask for nothing"),
    )
    group.add_argument(
        "--list", action="store_true", help=_("print every URL with its place, and ask for nothing")
    )
    group.add_argument(
        "--confirm",
        choices=("now",),
        help=_("look twice, a minute apart, and call links dead that fail both times"),
    )
    group.add_argument(
        "--export",
        metavar="FILE",
        help=_("write what is known of all links to FILE, as JSON lines"),
    )
    group.add_argument(
        "--by-host", metavar="FILE", help=_("write an HTML page of the links by host to FILE")
    )
    group.add_argument(
        "--no-robots", action="store_true", help=_("do not ask for robots.txt, nor obey it")
    )
    group.add_argument(
        "--proxy",
        metavar="URL",
        help=_("ask through this HTTP proxy, which then decides what addresses are allowed"),
    )
    group.add_argument(
        "--untrusted",
        action="store_true",
        help=_("refused: links of untrusted content are not asked for"),
    )
    group = parser.add_argument_group(_("report"))
    format_argument(
        group,
        _(
            "report format: {formats}, or auto, as for check; repeat the option to write several "
            "reports"
        ).format(formats=", ".join(formats.names())),
    )
    group.add_argument("-o", "--output", metavar="FILE", help=_("write the report to FILE"))
    severity_argument(group, _("hide findings below this severity (default: warning)"))
    group.add_argument(
        "--fail-on",
        choices=FAIL_ON,
        help=_(
            "exit with code 1 on findings of this severity or higher (default: dead links only)"
        ),
    )
    known_arguments(
        group,
        _("do not report findings recorded in FILE"),
        _("report only findings on lines changed since REF, a git commit or branch"),
    )
    display_arguments(group, quiet=_("print only findings and error messages"))


def run(args: Namespace, clock: Clock = Clock()) -> int:  # noqa: B008  it never changes
    """Ask for the links of the articles in the arguments, and return the exit code.

    Raises:
        ContentlintError: the user's error, there is no network, or the state cannot be written.
    """
    if args.untrusted:
        raise ConfigError(_("links --untrusted: links of untrusted content are not asked for"))
    if "-" in args.paths or args.stdin_filename:
        raise ConfigError(_("links reads files, not standard input; name files or folders"))
    for name in listed(args.recheck):
        if name not in CLASSES:
            raise ConfigError(f"--recheck: {suggest('class', name, CLASSES)}")
    whole = parse_command("check", ())
    vars(whole).update(vars(args), dry_run=False, no_cache=True)
    session = session_of(whole)
    try:
        return _run(args, whole, session, clock)
    finally:
        session.resolver.close()


def _run(args: Namespace, whole: Namespace, session: Session, clock: Clock) -> int:
    found, _record = discover(whole, session.resolver)
    if args.show_files:
        return show_files(whole, found)
    # What is wrong with these would else be said after ten minutes.
    outputs = writer.wanted(args.format, args.output, None, session.resolver.configs.named)
    places = {args.state, args.export, args.by_host, *(each.path for each in outputs)}
    writer.check_places(places - {None, ""}, project_of(os.getcwd()), found.targets)
    paths = [target.path for target in found.targets]
    plan = _Plan(args, session, clock, _options(args, session, paths))
    collected = collect.collected(
        session, paths, plan.options.guard, args.only or "", dated=args.archive
    )
    if args.list:
        _print(summary.listing(collected, _style(args)))
        for path, why, _rule in collected.unread:
            console.fail(f"{path}: {why}")
        return FAILED if collected.unread else OK
    if args.dry_run:
        return _show(plan, collected)
    whole.links, unfinished = _ask(plan, collected)
    others = [code for code, rule in collected.rules.items() if LINKS not in rule.tags]
    whole.ignore = [*(args.ignore or ()), *others]
    return check.run(whole, unfinished)


def _options(args: Namespace, session: Session, paths: Iterable[str]) -> Options:
    resolver = session.resolver
    own = resolver.configs.granted(resolver.configs.of("")).links
    ages = {resolver.configs.of(path).links.max_age for path in paths}
    ages |= {resolver.inline.links.max_age, args.max_age or 0}
    defaults = Options()
    return Options(
        limits=Limits(args.host_rate or own.host_rate or defaults.limits.rate),
        budget=args.budget or defaults.budget,
        max_age=min(ages - {0}, default=0),
        recheck=frozenset(listed(args.recheck)),
        confirm=bool(args.confirm),
        robots=not args.no_robots,
        archive=args.archive,
        guard=Guard(networks=own.allow_private),
        proxy=args.proxy or own.proxy,
        contact=own.contact,
    )


class _Plan(NamedTuple):
    """What a run has to do."""

    args: Namespace
    session: Session
    clock: Clock
    options: Options

    def say(self, line: str) -> None:
        """Print a line on standard error unless it is empty, or nobody wants it."""
        if line and not self.args.quiet:
            console.plainly(line)


@contextmanager
def _opened(plan: _Plan, *, only_if_there: bool = False) -> Iterator[State | None]:
    """Open the state; with ``only_if_there``, yield None if there is none.

    Raises:
        WriteError: it cannot be opened.
    """
    given, resolver = plan.args.state, plan.session.resolver
    folder = "" if given else folder_of(resolver)
    if only_if_there and not os.path.exists(given or os.path.join(folder, state_of_links.NAME)):
        yield None
        return
    if given:
        opened = State(given)
    else:
        place = resolver.configs.secret_place()
        opened = state_of_links.at_home(folder, secret.of_user(place))
    with opened:
        if opened.set_aside:
            console.warn(
                _("{path}: not a state of this version; it is now {other}").format(
                    path=visible(opened.path), other=visible(opened.set_aside)
                )
            )
        yield opened


def _show(plan: _Plan, collected: Collected) -> int:
    """Print what would be asked for; return the exit code."""
    options = plan.options
    with _opened(plan, only_if_there=True) as state:
        known = state.known if state else {}
        now_due = due.due(collected.wanted.values(), known, options, plan.clock.now())
        hosts = _requests(plan, now_due, state)
    _print(summary.plan(hosts, _style(plan.args)))
    _print([summary.estimated(hosts, options.limits)])
    plan.say(summary.not_asked(collected.not_asked))
    return OK


def _ask(plan: _Plan, collected: Collected) -> tuple[str, tuple[Incomplete, ...]]:
    """Ask for what is due; return the path of the state, and why the run is incomplete.

    Raises:
        ContentlintError: there is no network, or a file cannot be written.
    """
    wanted, options = [*collected.wanted.values()], plan.options
    with _opened(plan) as state:
        assert state is not None
        was_empty = not state.known
        now_due = due.due(wanted, state.known, options, plan.clock.now())
        fetched = None
        if now_due or (options.archive and due.lost(wanted, state.known)):
            fetched = _asked(plan, state, wanted, now_due)
        _write_files(plan.args, collected, state)
        counts = summary.classes(wanted, state.known)
        reasons = Counter(collected.not_asked)
        reasons.update(fetched.refused if fetched else ())
        plan.say(summary.totals(len(wanted) + sum(collected.not_asked.values()), counts))
        plan.say(summary.not_asked(reasons))
        if counts["failing"] and was_empty and not options.confirm:
            plan.say(
                _(
                    "links that fail for the first time are not called dead yet: keep the state "
                    "(--state FILE) and run again after 20 hours, or use --confirm now"
                )
            )
    if fetched is None or not fetched.unasked:
        return state.path, ()
    left = _("the time is up: {left} of {all} links were not asked for (--budget)")
    reason = left.format(left=number(fetched.unasked), all=number(len(now_due)))
    return state.path, (Incomplete(".", reason),)


def _requests(plan: _Plan, wanted: Iterable[Wanted], state: State | None) -> Counter[str]:
    """Return the number of requests by host."""
    options, kept = plan.options, state.robots if state else {}
    rules = recent(kept, plan.clock.now()) if options.robots else None
    return estimate.requests(wanted, options.guard, rules)


def _asked(
    plan: _Plan, state: State, wanted: Sequence[Wanted], now_due: Sequence[Wanted]
) -> Fetcher:
    """Ask for URLs, and for copies of lost ones, and show how far that is."""
    options = plan.options
    watched = not plan.args.quiet and progress.on_terminal()
    if watched and len(now_due) > _MANY:
        plan.say(summary.estimated(_requests(plan, now_due, state), options.limits))
    if options.proxy:
        plan.say(_("the proxy decides which addresses are asked"))
    web = LinkChecker(state, options, plan.clock)
    if web.distrusts_all:
        console.warn(_("this system trusts no certificates: https links stay unknown"))
    line = progress.Line()

    def after_each() -> None:
        if watched and line.is_due():
            line.write(summary.so_far(web.fetcher, len(now_due)))

    try:
        web.ask(now_due, after_each)
        if options.archive:
            web.find_copies(wanted)
    except KeyboardInterrupt:
        line.clear()
        plan.say(summary.kept(web.fetcher.asked))
        raise
    finally:
        line.clear()
    web.close()
    return web.fetcher


def _write_files(args: Namespace, collected: Collected, state: State) -> None:
    """Write the files of ``--export`` and ``--by-host``.

    Raises:
        WriteError: one cannot be written.
    """
    if args.export:
        lines = observations.exported(state.known.values())
        _write(args.export, (f"{line}\n" for line in lines))
    if args.by_host:
        from contentlint.report.html import links as page

        wanted = collected.wanted.values()
        rows = [page.Row(each.url, each.places, state.known.get(each.key)) for each in wanted]
        _write(args.by_host, page.page(rows))


def _write(path: str, parts: Iterable[str]) -> None:
    try:
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.writelines(parts)
    except OSError as error:
        raise WriteError(f"{path}: {reason(error)}") from None


def _print(lines: Iterable[str]) -> None:
    console.write("".join(f"{line}\n" for line in lines))


def _style(args: Namespace) -> Style:
    return console.style(args.color, args.bidi_isolate, console.output().isatty())


def _duration(text: str) -> int:
    try:
        return age_of(text)
    except ValueError as error:
        raise argument_error(str(error)) from None


def _rate(text: str) -> float:
    try:
        return rate_of(text)
    except ValueError as error:
        raise argument_error(str(error)) from None
