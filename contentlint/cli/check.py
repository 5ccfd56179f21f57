"""The command ``check``, from its arguments to its exit code.

There is one pipeline. The arguments become a ``_Run``. A source yields the result of each file: it
checks them, or takes results from the cache. A sink writes the report: it streams the results, or
collects them first. ``_finish`` writes what follows the report, and returns the exit code.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter

from contentlint._util import TYPE_CHECKING, translation
from contentlint._util.namedtuple import NamedTuple
from contentlint.cli import language as language_of
from contentlint.cli import repairs, summary
from contentlint.cli.parser import FAILED
from contentlint.cli.session import session_of
from contentlint.cli.targets import discover, say_left_out, show_files, with_translations
from contentlint.config.load import project_of
from contentlint.engine import budget
from contentlint.model.diagnostic import SEVERITIES, FileResult, Incomplete, rank
from contentlint.model.errors import ConfigError, ContentlintError
from contentlint.model.record import Record
from contentlint.model.report import Report
from contentlint.report import console, writer
from contentlint.run import report_filter
from contentlint.run.report_filter import ReportFilters
from contentlint.run.resolve import LINKS
from contentlint.run.session import Session
from contentlint.run.totals import Totals, can_stream
from contentlint.source.discovery import Found, Target

if TYPE_CHECKING:
    from argparse import Namespace
    from typing import TypeAlias

    from contentlint._util.style import Style
    from contentlint.fix.loop import Place
    from contentlint.model.rule import BoundRule
    from contentlint.run.incremental import IncrementalRun

    Results: TypeAlias = Generator[FileResult, None, None]

OK, FINDINGS, INTERRUPTED = 0, 1, 130
_FEW = 100
"""The number of files from which a progress bar may be shown."""


class _Run(NamedTuple):
    """A run whose arguments have been checked."""

    args: Namespace
    session: Session
    found: Found
    record: Record | None
    """Standard input, if that is checked in place of files."""
    filters: ReportFilters
    outputs: tuple[writer.Output, ...]
    least: str
    """The least severity that the report shows."""
    fail_on: str
    """The least severity that makes the exit code 1, or ``never``."""

    comparing: Session | None = None
    """Checks ``found.translations``; None without any."""

    def selects(self) -> bool:
        """Return True if only some findings are to be fixed, see ``_selected``."""
        return bool(self.session.request.needs.fix) and repairs.limited(self.args)

    def fixes_input(self) -> bool:
        """Return True if standard output gets the fixed text, or its patch, and no report."""
        return self.record is not None and bool(self.session.request.needs.fix)


def run(args: Namespace, unfinished: Iterable[Incomplete] = ()) -> int:
    """Check the files that the arguments name, and return the exit code.

    ``unfinished`` is what was not done before, and makes the run incomplete.

    Raises:
        ContentlintError: the user's error, before or after the run.
    """
    session = session_of(args)
    try:
        return _run(args, session, unfinished)
    finally:
        session.resolver.close()


def _run(args: Namespace, session: Session, unfinished: Iterable[Incomplete]) -> int:
    if args.show_files:
        return show_files(args, discover(args, session.resolver)[0])
    plan = _begun(args, session)
    incomplete = (*plan.found.incomplete, *unfinished)
    plan = plan._replace(found=plan.found._replace(incomplete=incomplete))
    if args.watch:
        return _watch(plan)
    if plan.record is not None and plan.session.request.needs.fix:
        return _fix_input(plan, plan.record)
    return _check(plan)


def _begun(args: Namespace, session: Session) -> _Run:
    """Check the arguments, and find the files."""
    mode = repairs.mode(args)
    named = session.resolver.configs.named
    outputs = writer.wanted(args.format, args.output, args.template, named)
    if args.watch and ("-" in args.paths or args.stdin_filename):
        raise ConfigError("--watch works on files, not on standard input")
    if args.watch and args.add_suppressions:
        raise ConfigError("--add-suppressions cannot be combined with --watch")
    found, record = discover(args, session.resolver)
    places = {*(each.path for each in outputs), repairs.output_file(args)} - {""}
    writer.check_places(places, project_of(os.getcwd()), found.targets)
    plan = _plan(args, session, found, record, mode, outputs)
    changed = plan.filters.changed
    if changed is not None and record is None:
        targets = tuple(target for target in found.targets if target.path in changed)
        unchanged = len(found.targets) - len(targets)
        filtered = {**found.filtered, **({"--diff-base": unchanged} if unchanged else {})}
        plan = plan._replace(found=found._replace(targets=targets, filtered=filtered))
    if record is None:
        found = with_translations(args, plan.session.resolver, plan.found)
        if found.translations and not plan.selects() and not plan.filters.suppress:
            plan = plan._replace(found=found)
            plan = plan._replace(comparing=_comparing(plan))
    return plan


def _plan(
    args: Namespace,
    session: Session,
    found: Found,
    record: Record | None,
    mode: str,
    outputs: tuple[writer.Output, ...],
) -> _Run:
    """Work out what the results of the run must hold."""
    paths = [target.path for target in found.targets]
    least, fail_on = session.resolver.thresholds(paths)
    least, fail_on = args.min_severity or least, args.fail_on or fail_on
    filters = ReportFilters()
    if args.watch:  # fixes nothing, and compares with no baseline
        mode = ""
    else:
        filters = report_filter.from_arguments(args, session.resolver, paths)
        if args.links and not args.fail_on:
            from contentlint.run import link_settings

            strictest = link_settings.fail_on(session.resolver, paths)
            filters = filters._replace(links_fail_on=strictest)
    everything = filters.needs_all()
    language, _ = language_of.of_run(args, session.resolver, paths)
    language = language_of.of_reports(args, language, outputs, console.output().isatty())
    translation.use(language, args.ui_digits or "")
    needs = session.request.needs._replace(
        language=language,
        digits=args.ui_digits or "",
        least="info" if everything else least,
        excerpts=filters.context() or writer.context(outputs),
        fix="text" if record is not None and mode == "write" else mode,
        unsafe=args.unsafe_fixes,
        edits=writer.edits(outputs),
        fingerprints=everything or writer.fingerprints(outputs),
    )
    return _Run(args, session.with_(needs), found, record, filters, outputs, least, fail_on)


def _check(run: _Run) -> int:
    """Check the files, with the cache if it may be used, and report them."""
    args = run.args
    # Cached rules take no time.
    if run.record is not None or args.no_cache or args.profile_rules or run.selects():
        return _report(run)
    from contentlint.run import incremental

    cache = incremental.begin(args, run.session, run.found, run.outputs, run.filters)
    if cache is None:
        return _report(run)
    try:
        code = cache.replayed()
        if code is None:
            with cache.recording():
                code = _report(run._replace(session=cache.session), cache)
            if code != INTERRUPTED:
                cache.save(code)
    finally:
        cache.close()
    return code


def _fix_input(run: _Run, record: Record) -> int:
    """Fix standard input, and report what is left on standard error."""
    if not run.found.targets:
        written = run.args.diff or repairs.write_text(run.args, record)
        return OK if written else FAILED
    only = places(_selected(run)[2][0]) if run.selects() else None
    result, new = run.session.repair(record, only)
    fixed = run._replace(record=record._replace(data=new))
    return _collect(fixed, (result,))


def _watch(run: _Run) -> int:
    """Check all files, then those that change, until an interrupt."""
    from datetime import datetime

    from contentlint.run import watch

    for targets in watch.changes(lambda: discover(run.args, run.session.resolver)[0].targets):
        found = with_translations(run.args, run.session.resolver, Found(tuple(targets), {}, ()))
        changed = run._replace(found=found)
        totals, results = _gather(changed, _and_translations(changed, _results(changed)))
        if totals.interrupted:
            raise KeyboardInterrupt
        report = _whole(changed, totals, results)
        if not run.args.quiet:
            console.plainly(f"-- {datetime.now():%H:%M:%S}")
        writer.write(run.outputs, report, run.args.color, run.args.bidi_isolate)
        console.plainly(summary.summary(report))
    return OK


# Sources


def _results(run: _Run) -> Results:
    """Check the files in order; close the generator to end the worker processes."""
    session, targets, record = run.session, run.found.targets, run.record
    if record is not None:
        return (session.check(record) for _ in targets)
    if run.selects():
        return _fix_selected(run)
    from contentlint.run import runner

    results = runner.run(session, targets, run.args.jobs)
    if len(targets) < _FEW:
        return results
    from contentlint.run import progress

    files = attrgetter("files")
    shown = progress.shown(results, len(targets), quiet=run.args.quiet, files=files)
    return _closing(results, shown)


def _closing(results: Results, shown: Iterable[FileResult]) -> Results:
    try:
        yield from shown
    finally:
        results.close()


def _and_translations(run: _Run, results: Results) -> Results:
    """Yield the results, then those of the translations that are compared with their sources."""
    yield from results
    if not run.found.translations:
        return
    from contentlint.run import incremental, runner

    args, session = run.args, _comparing(run)
    found = Found(run.found.translations, {}, ())
    cache = None
    if not (args.no_cache or args.profile_rules or session.request.needs.render):
        cache = incremental.begin(args, session, found, run.outputs, run.filters)
    if cache is None:
        yield from runner.run(session, found.targets, args.jobs)
        return
    checking = cache.session
    try:
        yield from cache.results(lambda rest: runner.run(checking, rest.targets, args.jobs))
        cache.save(OK)
    finally:
        cache.close()


def _comparing(run: _Run) -> Session:
    """Return the session that compares translations with their sources; nobody named these files,
    so it fixes nothing."""
    needs = run.session.request.needs._replace(fix="", unsafe=False, cached=False)
    if run.comparing is not None:
        return run.comparing.with_(needs)
    request = run.session.request
    selection = request.selection._replace(translations_only=True)
    return Session(request._replace(selection=selection, needs=needs))


# Fixing some findings only


class Fixable(NamedTuple):
    """What ``fix --interactive`` asks about."""

    session: Session
    files: list[FileResult]
    """The files with findings to fix, and no other findings."""
    checked: int
    """The number of all files."""
    complete: bool
    """False if a file could not be checked, which has been reported."""
    again: Callable[[str], FileResult]
    """Checks a file that has changed since."""


def fixable(args: Namespace, session: Session) -> Fixable:
    """Check the files that the arguments name, and return what can be fixed.

    Raises:
        ContentlintError: the user's error.
    """
    run = _begun(args, session)
    if run.record is not None:
        raise ConfigError("--interactive: standard input is for the answers; name files")
    _warn(run)
    totals, found, chosen = _selected(run)
    report = totals.report(run.session.rules())
    _note(run, totals, report)

    def again(path: str) -> FileResult:
        alone = run._replace(found=Found((Target(path, 0),), {}, ()))
        return _selected(alone, cached=False)[2][0]

    files = [result for result in chosen if result.diagnostics]
    return Fixable(run.session, files, len(found), not report.incomplete, again)


def places(result: FileResult) -> frozenset[Place]:
    """Return what the findings of a file are known by while it is fixed."""
    return frozenset((d.code, d.start) for d in result.diagnostics)


def _fix_selected(run: _Run) -> Results:
    _, found, chosen = _selected(run)
    for result, only in zip(found, chosen, strict=True):
        if only.diagnostics:
            yield run.session.check_file(result.path, only=places(only))
        else:
            yield result


def _selected(
    run: _Run, *, cached: bool = True
) -> tuple[Totals, Sequence[FileResult], list[FileResult]]:
    """Check without fixing; return the results, and the same with only the findings to fix.

    These are the ones that ``--min-severity``, ``--baseline`` and ``--diff-base`` leave, with a
    fix. The settings ``min-severity`` and ``baseline`` of the configuration are for reports.
    """
    args, needs = run.args, run.session.request.needs
    filters = run.filters
    if not args.baseline:
        filters = filters._replace(baselines={}, baseline_of=None)
    needs = needs._replace(fix="", render=(), least=needs.least if args.min_severity else "info")
    plain = run._replace(session=run.session.with_(needs))
    totals, found = _checked(plain, cached=cached)
    if totals.interrupted:
        raise KeyboardInterrupt
    least = rank(args.min_severity or "info")
    rules_for = run.session.resolver.rules_for
    left = report_filter.apply(filters, found, "info", rules_for, _text_of(run)).results
    return totals, found, [_with_fixes(result, least) for result in left]


def _text_of(run: _Run) -> Callable[[str], bytes]:
    """Return a function from a path to the content of the file; empty if it is gone."""

    def text_of(path: str) -> bytes:
        try:
            return (run.record or run.session.open(path)).data
        except ContentlintError:
            return b""

    return text_of


def _with_fixes(result: FileResult, least: int) -> FileResult:
    kept = [d for d in result.diagnostics if d.fix is not None and rank(d.severity) >= least]
    return result._replace(diagnostics=tuple(kept))


def _checked(run: _Run, *, cached: bool) -> tuple[Totals, Sequence[FileResult]]:
    """Check all files and report nothing, with the cache if it may be used."""
    cache = None
    if cached and run.record is None and not run.args.no_cache:
        from contentlint.run import incremental

        cache = incremental.begin(run.args, run.session, run.found, run.outputs, run.filters)
    if cache is None:
        return _gather(run, _results(run))
    try:
        rest = run._replace(session=cache.session)
        gathered = _gather(run, cache.results(lambda left: _results(rest._replace(found=left))))
        if not gathered[0].interrupted:
            cache.save(OK)
    finally:
        cache.close()
    return gathered


# Sinks


def _report(run: _Run, cache: IncrementalRun | None = None) -> int:
    """Report the results as they come if that is possible, and otherwise all together."""
    targets, needs = run.found.targets, run.session.request.needs
    streams = can_stream(run.args, run.filters, run.outputs, needs.fix)
    streams = streams and not run.session.resolver.compares(target.path for target in targets)
    if streams and cache is None:  # the cache stores diagnostics, not their lines
        render = (run.outputs[0].format, *_style(run.args))
        run = run._replace(session=run.session.with_(needs._replace(render=render)))
    if cache is None:
        results = _results(run)
    else:
        results = cache.results(lambda rest: _results(run._replace(found=rest)))
    results = _and_translations(run, results)
    try:
        return _stream(run, results) if streams else _collect(run, results)
    finally:
        results.close()


def _stream(run: _Run, results: Results) -> int:
    """Write each finding as it comes, and keep only totals."""
    _warn(run)
    totals, rules = Totals(run.found, run.least), run.session.rules()
    writer.stream(
        run.outputs[0],
        totals.each(results),
        lambda: totals.report(rules),
        rules,
        _style(run.args),
    )
    return _finish(run, totals, totals.report(rules))


def _collect(run: _Run, results: Iterable[FileResult]) -> int:
    """Gather all results, compare files, remove what is not new, and write the report."""
    args, session = run.args, run.session
    totals, found = _gather(run, results)
    if not run.fixes_input():
        _warn(run)
    filters, rules_for = run.filters, _rules_for(run)
    if totals.interrupted:  # part of the findings makes no baseline
        filters = filters._replace(write="", prune=False)
    if any(result.facts for result in found):
        from contentlint.engine import cross_file

        found = cross_file.compare(found, rules_for, session.request.needs.least, session.wording())
    least = "info" if filters.links_fail_on else run.least
    new = report_filter.apply(filters, found, least, rules_for, _text_of(run))
    if filters.links_fail_on:
        totals.more_failing = _more_failing(run, new.results)
        new = new._replace(results=[report_filter.at_least(r, run.least) for r in new.results])
    if filters.suppress and not totals.interrupted:
        from contentlint.run import add_suppressions

        added = add_suppressions.add(session, new.results, filters.suppress)
        new = new._replace(results=added.results, messages=(*new.messages, *added.messages))
    totals.recount(new.results)
    report = _whole(run, totals, new.results)
    report = report._replace(accepted=new.accepted, has_baseline=bool(filters.baselines))
    written = _write(run, totals, report)
    if run.fixes_input():
        new = new._replace(messages=(), exit=OK if written else FAILED)
    code = max(_finish(run, totals, report, new.messages), new.exit)
    if args.profile_rules and not totals.interrupted:
        from contentlint.engine import profiling

        for line in profiling.table(found, session.rules()):
            console.plainly(line)
    return code


def _rules_for(run: _Run) -> Callable[[FileResult], Sequence[BoundRule]]:
    """Return a function from the result of a file to the rules that were on for it."""
    translations = frozenset(target.path for target in run.found.translations)
    if not translations:
        return run.session.resolver.rules_for
    comparing = _comparing(run).resolver

    def rules_for(result: FileResult) -> Sequence[BoundRule]:
        resolver = comparing if result.path in translations else run.session.resolver
        return resolver.rules_for(result)

    return rules_for


def _more_failing(run: _Run, results: Iterable[FileResult]) -> int:
    """Return ``Totals.more_failing``: findings about links have a threshold of their own."""
    rules = run.session.rules()
    limits = (run.filters.links_fail_on, run.fail_on)
    own, usual = (
        len(SEVERITIES) if limit == "never" else SEVERITIES.index(limit) for limit in limits
    )
    ranks = [
        rank(found.severity)
        for result in results
        for found in result.diagnostics
        if LINKS in rules[found.code].tags
    ]
    return sum((each >= own) - (each >= usual) for each in ranks)


def _gather(run: _Run, results: Iterable[FileResult]) -> tuple[Totals, Sequence[FileResult]]:
    totals = Totals(run.found, run.least)
    return totals, [*totals.each(results)]


def _whole(run: _Run, totals: Totals, results: Sequence[FileResult]) -> Report:
    """Return the report with its findings."""
    session, record = run.session, run.record

    @lru_cache(maxsize=64)  # findings come file by file
    def lines_of(path: str) -> Sequence[str]:
        try:
            return session.read(record or session.open(path)).lines
        except ContentlintError:  # gone since, or no text
            return ()

    return totals.report(session.rules())._replace(
        diagnostics=tuple(d for result in results for d in result.diagnostics),
        streamed=0,
        languages={result.path: result.language for result in results},
        lines_of=lines_of,
    )


def _write(run: _Run, totals: Totals, report: Report) -> bool:
    """Write the patch, the fixed text or the report; return False if it is another text."""
    args, outputs = run.args, run.outputs
    if args.diff:
        repairs.write_diff(args, totals.repaired)
    elif run.fixes_input():
        assert run.record is not None
        return repairs.write_text(args, run.record)
    elif not args.fix_only and args.write_baseline is None:
        if args.statistics:
            from contentlint.report import statistics

            console.write(statistics.text(report, _style(args)))
            outputs = tuple(output for output in outputs if output.path)
        writer.write(outputs, report, args.color, args.bidi_isolate)
    return True


def _style(args: Namespace) -> Style:
    return console.style(args.color, args.bidi_isolate, console.output().isatty())


def _warn(run: _Run) -> None:
    """Warn of slow patterns and deprecated kinds in the rule sets of users."""
    if not run.args.quiet:
        resolver = run.session.resolver
        for line in budget.slow_patterns_of_users(resolver.rules().values()):
            console.warn(line)
        for line in resolver.deprecations():
            console.warn(line)


# The end of a run


def _finish(run: _Run, totals: Totals, report: Report, messages: Sequence[str] = ()) -> int:
    """Write what follows the report on standard error, and return the exit code."""
    args, mode = run.args, run.session.request.needs.fix
    if mode == "write":
        repairs.flush(totals.repaired)
    if mode:
        repairs.summarize(args, totals.repaired, totals.files)
    if run.fixes_input() and not args.fix_only and not args.diff:
        from contentlint.report.formats import concise

        style = console.style("never", args.bidi_isolate, sys.stderr.isatty())
        concise.write(report, sys.stderr, style)
    if not args.quiet:
        for line in messages:
            console.plainly(line)
    code = _close(run, totals, report)
    return INTERRUPTED if totals.interrupted else code


def _close(run: _Run, totals: Totals, report: Report) -> int:
    """Write the closing lines, and return the exit code of a run that was not interrupted."""
    args, found = run.args, run.found
    only_fixes = args.fix_only or args.diff or args.write_baseline is not None
    failing = 0
    if not args.exit_zero and not only_fixes:
        failing = totals.more_failing
        if run.fail_on != "never":
            failing += report.counts.reaching(run.fail_on)
    _note(run, totals, report)
    if not args.quiet and not only_fixes:
        _hint(summary.hidden(report))
    _hint(summary.decided(report, failing, run.fail_on))
    # pre-commit shows what a passing hook prints if the hook is verbose: print nothing then.
    silent = args.quiet or (os.environ.get("PRE_COMMIT") and not report.counts.total())
    if not silent and not only_fixes and (found.targets or report.incomplete):
        console.plainly(summary.summary(report))
    if report.incomplete:
        return FAILED
    fixed = repairs.fails(args, totals.repaired) and not args.exit_zero
    return FINDINGS if failing or fixed else OK


def _note(run: _Run, totals: Totals, report: Report) -> None:
    """Say what was not checked, and with ``--verbose`` how the rest was."""
    if run.args.verbose:
        _explain(run)
    if not totals.refusal:
        say_left_out(run.args, run.found)
    for line in summary.incomplete(report):
        console.fail(line)


def _hint(line: str) -> None:
    if line:
        console.plainly(line)


def _explain(run: _Run) -> None:
    """Name each configuration, and how many rules are on for the first of its files."""
    seen = set()
    resolver = run.session.resolver
    for target in run.found.targets:
        config = resolver.configs.of(target.path)
        if config.source not in seen:
            seen.add(config.source)
            count = len(resolver.settings(target.path).rules)
            source = config.source or "none"
            console.say(f"configuration: {source}; rules on for {target.path}: {count}")
