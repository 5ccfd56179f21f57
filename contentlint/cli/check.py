"""One run of ``check``: discovery, the files, the report, the closing lines, the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter

from contentlint import __version__
from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.cli import repairs, summary
from contentlint.cli.parser import FAILED
from contentlint.cli.request import session_of
from contentlint.cli.targets import discover, left_out, show_files
from contentlint.engine import limits
from contentlint.model.diagnostic import Counts, FileResult
from contentlint.model.errors import ConfigError, ContentlintError
from contentlint.model.report import Report
from contentlint.report import console, writer
from contentlint.run import known, stream
from contentlint.run.session import Session
from contentlint.source.discovery import Found

if TYPE_CHECKING:
    from argparse import Namespace

OK, FINDINGS, INTERRUPTED = 0, 1, 130
_FEW = 100
"""Files that are checked before anybody would ask how far it is."""


def run(args: Namespace) -> int:
    """Check what the arguments name; the exit code.

    Raises:
        ContentlintError: the user's error, before or after the run.
    """
    session = session_of(args)
    mode = repairs.mode(args)
    reports = writer.wanted(args.format, args.output)
    if args.watch and ("-" in args.paths or args.stdin_filename):
        raise ConfigError("--watch looks at files, not at standard input")
    found, data = discover(args, session)
    if args.show_files:
        return show_files(args, found)
    writer.spare_articles(reports, found.targets)
    shown, fail_on = session.thresholds(target.path for target in found.targets)
    shown, fail_on = args.min_severity or shown, args.fail_on or fail_on
    needs = session.request.needs._replace(
        least=shown, excerpts=writer.context(reports), unsafe=args.unsafe_fixes
    )
    if args.watch:
        return _watch(args, session.with_(needs), reports)
    old = known.of(args, session, [target.path for target in found.targets])
    everything = old.needs_everything()  # what is known is compared by its text
    needs = needs._replace(
        least="info" if everything else shown,
        fix="text" if data is not None and mode == "write" else mode,
        edits=writer.edits(reports),
        fingerprints=everything or writer.fingerprints(reports),
    )
    run = _Run(args, session.with_(needs), found, data, old, reports, shown, fail_on)
    if data is not None and mode:
        return _standard_input_fixed(run, data)
    if old.changed is not None:
        targets = tuple(target for target in found.targets if target.path in old.changed)
        run = run._replace(found=found._replace(targets=targets))
    try:
        return _checked(run)
    except _Interrupted as stop:
        return _partly(run, stop.results)


class _Interrupted(KeyboardInterrupt):
    """Ctrl-C while files were being checked."""

    def __init__(self, results: Sequence[FileResult]) -> None:
        """``results`` are those of the files that were done."""
        super().__init__()
        self.results = results


class _Run(NamedTuple):
    """What was asked for, and is about to be done."""

    args: Namespace
    session: Session
    found: Found
    data: bytes | None
    """Of standard input."""
    old: known.Old
    reports: tuple[writer.Output, ...]
    shown: str
    fail_on: str


def _checked(run: _Run) -> int:
    """Check the files, unless the cache has the whole output; keep what was found."""
    args = run.args
    if run.data is not None or args.no_cache or args.profile_rules:  # cached rules take no time
        return _reported(run, _arriving)
    from contentlint.run import cached

    kept = cached.begin(args, run.session, run.found, run.reports, run.old)
    if kept is None:
        return _reported(run, _arriving)
    try:
        code = kept.replayed()
        if code is None:
            with kept.recording():
                code = _reported(
                    run._replace(session=kept.session),
                    lambda run: kept.results(
                        lambda rest: _arriving(run._replace(found=rest)),
                    ),
                )
            if code != INTERRUPTED:
                kept.save(code)
    finally:
        kept.close()
    return code


def _reported(run: _Run, collect: Callable[[_Run], Generator[FileResult, None, None]]) -> int:
    """Report what ``collect`` gives: as it comes where that is possible, else all together."""
    if stream.possible(run.args, run.old, run.reports, run.session.request.needs.fix):
        if not run.session.compares(target.path for target in run.found.targets):
            return _streamed(run, collect)
    results = _all(collect(run))
    code = _judge(run, results)
    if run.args.profile_rules:
        from contentlint.engine import profiling

        for line in profiling.table(results, run.session.rules()):
            console.plainly(line)
    return code


def _streamed(run: _Run, collect: Callable[[_Run], Generator[FileResult, None, None]]) -> int:
    """Write each finding as it comes, and forget it."""
    args, session, found, _, _, reports, shown, fail_on = run
    _warn(run)
    style = console.style(args.color, args.bidi_isolate, console.output().isatty())
    needs = session.request.needs
    if not needs.cached:  # the cache wants findings, not their text
        session = session.with_(needs._replace(telling=(reports[0].format, *style)))
    told, rules = stream.Told(found, shown), session.rules()
    results = collect(run._replace(session=session))
    try:
        writer.stream(reports[0], told.each(results), lambda: told.report(rules), rules, style)
    finally:
        results.close()
    if needs.fix:
        repairs.flush(told.repaired)
        repairs.tell(args, told.repaired)
    code = _close(args, session, found, told.report(rules), told.repaired, fail_on)
    return INTERRUPTED if told.stopped else code


def _partly(run: _Run, results: Sequence[FileResult]) -> int:
    """Say what was found before the interrupt; the exit code of a run that was stopped."""
    found = stream.stopped(run.found, len(results))
    # Half of what there is makes no baseline.
    old = run.old._replace(write="", prune=False)
    _judge(run._replace(found=found, old=old), results)
    return INTERRUPTED


def _warn(run: _Run) -> None:
    if not run.args.quiet:
        for line in limits.slow_patterns_of_users(run.session.rules().values()):
            console.say(f"warning: {line}")
        for line in run.session.deprecations():
            console.say(f"warning: {line}")


def _judge(run: _Run, results: Sequence[FileResult]) -> int:
    """Compare files, drop known findings, write the reports; return the exit code."""
    args, session, found, data, old, reports, shown, fail_on = run
    mode, least = session.request.needs.fix, session.request.needs.least
    _warn(run)
    if any(result.facts for result in results):
        from contentlint.engine import cross_file

        results = cross_file.compare(results, session.rules_for, least)
    outcome = known.settle(old, results, shown, session.rules_for)
    results = outcome.results
    report = _report(session, found, results, shown, data)
    report = report._replace(accepted=outcome.accepted, has_baseline=old.baseline is not None)
    if mode == "diff":
        repairs.show_diff(results)
    elif not args.fix_only and args.write_baseline is None:
        if args.statistics:
            _statistics(args, report)
            reports = tuple(each for each in reports if each.path)
        writer.write(reports, report, args.color, args.bidi_isolate)
    if mode == "write":
        repairs.flush(results)
    if mode:
        repairs.tell(args, results)
    if not args.quiet:
        for line in outcome.lines:
            console.plainly(line)
    return max(_close(args, session, found, report, results, fail_on), outcome.exit)


def _statistics(args: Namespace, report: Report) -> None:
    from contentlint.report import statistics

    style = console.style(args.color, args.bidi_isolate, console.output().isatty())
    console.write(statistics.text(report, style))


def _watch(args: Namespace, session: Session, reports: tuple[writer.Output, ...]) -> int:
    """Check everything, then what changes; ends with an interrupt."""
    from datetime import datetime

    from contentlint.run import watch

    shown = session.request.needs.least
    for targets in watch.changes(lambda: discover(args, session)[0].targets):
        now = Found(tuple(targets), {}, ())
        results = _all(_arriving(_Run(args, session, now, None, known.Old(), reports, shown, "")))
        report = _report(session, now, results, shown)
        if not args.quiet:
            console.plainly(f"-- {datetime.now():%H:%M:%S}")
        writer.write(reports, report, args.color, args.bidi_isolate)
        console.plainly(summary.summary(report))
    return OK


def _close(
    args: Namespace,
    session: Session,
    found: Found,
    report: Report,
    results: Sequence[FileResult],
    fail_on: str,
) -> int:
    """The lines at the end, and the exit code."""
    only_fixes = args.fix_only or args.diff or args.write_baseline is not None
    failing = 0
    if fail_on != "never" and not args.exit_zero and not only_fixes:
        failing = report.counts.reaching(fail_on)
    if args.verbose:
        _explain_run(session, found)
    left_out(args, found)
    for line in summary.incomplete(report):
        console.say(f"error: {line}")
    if not args.quiet and not only_fixes:
        _hint(summary.hidden(report))
    _hint(summary.decided(report, failing, fail_on))
    # pre-commit shows whatever a passing hook prints with verbose; nothing found, nothing said.
    silent = args.quiet or (os.environ.get("PRE_COMMIT") and not report.counts.total())
    if not silent and not only_fixes and (found.targets or report.incomplete):
        console.plainly(summary.summary(report))
    if report.incomplete:
        return FAILED
    fixed = repairs.fails(args, results) and not args.exit_zero
    return FINDINGS if failing or fixed else OK


def _hint(line: str) -> None:
    if line:
        console.plainly(line)


def _arriving(run: _Run) -> Generator[FileResult, None, None]:
    """The results of the files in order; close it, and no worker process is left behind."""
    args, session, found, data, *_ = run
    if data is not None:
        return (session.check(target.path, data) for target in found.targets)
    from contentlint.run.runner import run as run_all

    results = run_all(session, found.targets, args.jobs)
    if len(found.targets) < _FEW:
        return results
    from contentlint.run import progress

    of = attrgetter("files")
    shown = progress.shown(results, len(found.targets), quiet=args.quiet, files=of)
    return _closing(results, shown)


def _closing(
    results: Generator[FileResult, None, None], shown: Iterable[FileResult]
) -> Generator[FileResult, None, None]:
    try:
        yield from shown
    finally:
        results.close()


def _all(results: Generator[FileResult, None, None]) -> Sequence[FileResult]:
    done: list[FileResult] = []
    try:
        for result in results:
            done.append(result)  # noqa: PERF402  what is done is not lost
    except KeyboardInterrupt:
        raise _Interrupted(done) from None
    finally:
        results.close()
    return done


def _standard_input_fixed(run: _Run, data: bytes) -> int:
    """Write the fixed text (or the patch) to standard output, what is left to standard error."""
    args, session, found, _, old, _, shown, fail_on = run
    if not found.targets:
        if not args.diff:
            sys.stdout.buffer.write(data)
        return OK
    result, new = session.repair(found.targets[0].path, data)
    if args.diff:
        repairs.show_diff([result])
    else:
        sys.stdout.buffer.write(new)
    repairs.tell(args, [result])
    results = known.settle(old, [result], shown, session.rules_for).results
    report = _report(session, found, results, shown, new)
    if not args.fix_only and not args.diff:
        from contentlint.report.formats import concise

        style = console.style("never", args.bidi_isolate, sys.stderr.isatty())
        concise.write(report, sys.stderr, style)
    return _close(args, session, found, report, results, fail_on)


def _explain_run(session: Session, found: Found) -> None:
    seen = set()
    for target in found.targets:
        config = session.configs.of(target.path)
        if config.source not in seen:
            seen.add(config.source)
            count = len(session.settings(target.path).rules)
            source = config.source or "none"
            console.say(f"configuration: {source}; rules on for {target.path}: {count}")


def _report(
    session: Session,
    found: Found,
    results: Sequence[FileResult],
    min_severity: str,
    data: bytes | None = None,
) -> Report:
    @lru_cache(maxsize=64)  # findings come file by file
    def lines_of(path: str) -> Sequence[str]:
        try:
            return session.read(path, data).lines
        except ContentlintError:  # gone since, or no text
            return ()

    incomplete = {*found.incomplete, *(e for result in results for e in result.incomplete)}
    return Report(
        files=len(results),
        diagnostics=tuple(d for result in results for d in result.diagnostics),
        counts=Counts(*map(sum, zip(*(result.counts for result in results), strict=True))),
        suppressed=sum(result.suppressed for result in results),
        incomplete=tuple(sorted(incomplete, key=lambda e: (e.path, e.reason, e.rule or ""))),
        min_severity=min_severity,
        version=__version__,
        rules=session.rules(),
        languages={result.path: result.language for result in results},
        lines_of=lines_of,
    )
