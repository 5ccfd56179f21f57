"""The command ``check``: discovery, the run, the report, the closing lines, the exit code."""

from __future__ import annotations

import argparse
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing as closed
from datetime import datetime
from functools import lru_cache, reduce

from contentlint import __version__, baseline, closing, console, hazards, known, outputs, repairs
from contentlint.arguments import FAILED, WHEN, listed, selection
from contentlint.config import size_of
from contentlint.diagnostic import Counts, FileResult
from contentlint.discovery import Discovery, Found, Target
from contentlint.errors import ConfigError, ContentlintError
from contentlint.report import Report
from contentlint.session import Session, session_of

OK, FINDINGS = 0, 1
_FEW = 100
"""Files that are checked before anybody would ask how far it is."""


def arguments(check: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    file_arguments(check)
    _report_arguments(check)
    _fix_arguments(check)
    _baseline_arguments(check)
    _running_arguments(check)


def file_arguments(check: argparse.ArgumentParser) -> None:
    """What is checked, by which rules, and how it is read."""
    check.add_argument("paths", nargs="*", metavar="PATH", help="files, folders, globs, or - (.)")
    selection(check)
    group = check.add_argument_group("files")
    group.add_argument("--include", action="append", metavar="GLOB", help="only files like these")
    group.add_argument("--exclude", action="append", metavar="GLOB", help="no files like these")
    group.add_argument(
        "--force-exclude", action="store_true", help="apply filters to files named here too"
    )
    group.add_argument(
        "--no-respect-gitignore", action="store_true", help="check what git ignores too"
    )
    group.add_argument("--stdin-filename", metavar="PATH", help="what standard input is called")
    group.add_argument("--show-files", action="store_true", help="list what would be checked")
    group = check.add_argument_group("reading")
    group.add_argument("--lang", type=_lang, help="the language of the text, like ar")
    group.add_argument(
        "--paragraphs", choices=("auto", "line", "blank-line"), help="what ends a paragraph"
    )


def _running_arguments(check: argparse.ArgumentParser) -> None:
    group = check.add_argument_group("running")
    group.add_argument("-j", "--jobs", type=_jobs, default=0, metavar="N", help="processes")
    group.add_argument(
        "--untrusted",
        action="store_true",
        help="for articles of strangers: no suppressions, no plugins, and limits",
    )
    group.add_argument("--max-file-size", type=_size, metavar="SIZE", help="like 10MB (no limit)")
    group.add_argument(
        "--max-findings", type=_jobs, metavar="N", help="of a rule in a file (no limit)"
    )
    group.add_argument("--watch", action="store_true", help="check again whatever changes")
    group.add_argument("--no-cache", action="store_true", help="check every file anew")


def _report_arguments(check: argparse.ArgumentParser) -> None:
    group = check.add_argument_group("report")
    group.add_argument(
        "--format",
        "--output-format",
        action="append",
        metavar="NAME[=FILE]",
        help=f"one or several of {', '.join(outputs.FORMATS)} (auto)",
    )
    group.add_argument("-o", "--output", metavar="FILE", help="write the report to a file")
    group.add_argument("--min-severity", choices=("info", "warning", "error"), help="what is shown")
    group.add_argument(
        "--fail-on", choices=("info", "warning", "error", "never"), help="what makes the exit 1"
    )
    group.add_argument(
        "--statistics", action="store_true", help="counts by rule, folder and site, no findings"
    )
    group.add_argument("--exit-zero", action="store_true", help="exit 0 whatever is found")
    group.add_argument("--color", choices=WHEN, default="auto", help="colour the report")
    group.add_argument(
        "--bidi-isolate", choices=WHEN, default="auto", help="set right-to-left content apart"
    )
    group.add_argument("-q", "--quiet", action="store_true", help="findings and errors only")
    group.add_argument("-v", "--verbose", action="store_true", help="say what is read and left out")


def _baseline_arguments(check: argparse.ArgumentParser) -> None:
    group = check.add_argument_group("old findings")
    group.add_argument("--baseline", metavar="FILE", help="leave out what this file knows")
    group.add_argument(
        "--write-baseline",
        nargs="?",
        const="",
        metavar="FILE",
        help=f"take everything found as known, and exit 0 ({baseline.DEFAULT})",
    )
    group.add_argument(
        "--prune-baseline", action="store_true", help="forget what is not found any more"
    )
    group.add_argument(
        "--fail-on-stale", action="store_true", help="exit 1 when something is not found any more"
    )
    group.add_argument(
        "--diff-base", metavar="REF", help="only findings on lines changed since a git commit"
    )


def _fix_arguments(check: argparse.ArgumentParser) -> None:
    group = check.add_argument_group("fixes")
    group.add_argument("--fix", action="store_true", help="apply the safe fixes to the files")
    group.add_argument("--unsafe-fixes", action="store_true", help="the other fixes too")
    group.add_argument(
        "--fix-only", action="store_true", help="fix, and do not report what is left"
    )
    group.add_argument(
        "--diff", action="store_true", help="print the fixes as a patch, write nothing"
    )
    group.add_argument("--show-fixes", action="store_true", help="list what was fixed")
    group.add_argument(
        "--exit-non-zero-on-fix", action="store_true", help="exit 1 when something was fixed"
    )


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1, not {text!r}")
    return int(text)


def _size(text: str) -> int:
    try:
        return size_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _lang(text: str) -> str:
    if not (text.isascii() and text.isalpha() and 2 <= len(text) <= 3):
        raise argparse.ArgumentTypeError(f"expected a language subtag like 'ar', not {text!r}")
    return text.lower()


def run(args: Namespace) -> int:
    """Check what the arguments name; the exit code.

    Raises:
        ContentlintError: the user's error, before or after the run.
    """
    session = session_of(args)
    mode = repairs.mode(args)
    reports = outputs.wanted(args.format, args.output)
    if args.watch and ("-" in args.paths or args.stdin_filename):
        raise ConfigError("--watch looks at files, not at standard input")
    found, data = discover(args, session)
    if args.show_files:
        return _show_files(args, found)
    outputs.spare_articles(reports, (target.path for target in found.targets))
    shown, fail_on = session.thresholds(target.path for target in found.targets)
    shown, fail_on = args.min_severity or shown, args.fail_on or fail_on
    if args.watch:
        return _watch(args, session, shown)
    old = known.of(args, session, [target.path for target in found.targets])
    if data is not None and mode == "write":
        mode = "text"
    # What is known is told by its text: every finding has to be put into words then.
    least = "info" if old.needs_everything() else shown
    session.plan(least, outputs.context(reports), mode, unsafe=args.unsafe_fixes)
    if data is not None and mode:
        return _standard_input_fixed(args, session, found, data, old, (shown, fail_on))
    if old.changed is not None:
        targets = tuple(target for target in found.targets if target.path in old.changed)
        found = found._replace(targets=targets)
    results = _results(args, session, found, data)
    if not args.quiet:
        for line in hazards.of_users(session.rules().values()):
            console.say(f"warning: {line}")
    if any(result.facts for result in results):
        from contentlint import across

        results = across.compare(results, session.rules_for, least)
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
        outputs.write(reports, report, args.color, args.bidi_isolate)
    if mode:
        repairs.tell(args, results)
    if not args.quiet:
        for line in outcome.lines:
            console.plainly(line)
    return max(_close(args, session, found, report, results, fail_on), outcome.exit)


def _statistics(args: Namespace, report: Report) -> None:
    from contentlint import statistics

    out = console.output()
    style = console.style(args.color, args.bidi_isolate, out.isatty())
    out.write(statistics.text(report, style))


def _watch(args: Namespace, session: Session, shown: str) -> int:
    """Check everything, then what changes; ends with an interrupt."""
    from contentlint import watching

    reports = outputs.wanted(args.format, args.output)
    session.plan(shown, outputs.context(reports))
    for targets in watching.changes(lambda: discover(args, session)[0].targets):
        now = Found(tuple(targets), {}, ())
        report = _report(session, now, _results(args, session, now, None), shown)
        if not args.quiet:
            console.plainly(f"-- {datetime.now():%H:%M:%S}")
        outputs.write(reports, report, args.color, args.bidi_isolate)
        console.plainly(closing.summary(report))
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
    _left_out(args, found)
    for line in closing.incomplete(report):
        console.say(f"error: {line}")
    if not args.quiet and not only_fixes:
        _hint(closing.hidden(report))
    _hint(closing.decided(report, failing, fail_on))
    # pre-commit shows whatever a passing hook prints with verbose; nothing found, nothing said.
    silent = args.quiet or (os.environ.get("PRE_COMMIT") and not report.counts.total())
    if not silent and not only_fixes and (found.targets or report.incomplete):
        console.plainly(closing.summary(report))
    if report.incomplete:
        return FAILED
    fixed = repairs.fails(args, results) and not args.exit_zero
    return FINDINGS if failing or fixed else OK


def _hint(line: str) -> None:
    if line:
        console.plainly(line)


def discover(args: Namespace, session: Session) -> tuple[Found, bytes | None]:
    """What is to be checked; the bytes of standard input when that is what it is.

    Raises:
        ConfigError: a filter is wrong, or standard input is mixed with paths.
        ContentlintError: standard input is closed.
    """
    inline = session.inline
    discovery = Discovery(
        session.configs,
        include=listed(args.include) or inline.include,
        exclude=(*listed(args.exclude), *inline.exclude),
        force_exclude=args.force_exclude,
        respect_gitignore=inline.respect_gitignore is not False and not args.no_respect_gitignore,
    )
    if "-" in args.paths or (args.stdin_filename and not args.paths):
        return _standard_input(args, discovery)
    if args.stdin_filename:
        raise ConfigError("--stdin-filename names standard input: give - in place of paths")
    return discovery.find(args.paths or ["."]), None


def _results(
    args: Namespace, session: Session, found: Found, data: bytes | None
) -> Sequence[FileResult]:
    if data is not None:
        return [session.check(target.path, data) for target in found.targets]
    from contentlint.runner import run as run_all

    # Closed here, so that an interrupt leaves no worker process behind.
    with closed(run_all(session, found.targets, args.jobs)) as results:
        if len(found.targets) < _FEW:
            return list(results)
        from contentlint import progress

        return list(progress.shown(results, len(found.targets), quiet=args.quiet))


def _standard_input_fixed(
    args: Namespace,
    session: Session,
    found: Found,
    data: bytes,
    old: known.Old,
    limits: tuple[str, str],
) -> int:
    """The fixed text (or the patch) to standard output; what is left to standard error."""
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
    results = known.settle(old, [result], limits[0], session.rules_for).results
    report = _report(session, found, results, limits[0], new)
    if not args.fix_only and not args.diff:
        from contentlint.reporters import concise

        concise.write(report, sys.stderr, console.style("never", "never", terminal=False))
    return _close(args, session, found, report, results, limits[1])


def _standard_input(args: Namespace, discovery: Discovery) -> tuple[Found, bytes]:
    from contentlint.formats import READERS, suffix_of

    if len(args.paths) > 1:
        raise ConfigError("standard input (-) cannot be mixed with paths")
    name = args.stdin_filename or "stdin.md"
    if suffix_of(name) not in READERS:
        raise ConfigError(
            f"--stdin-filename: {name}: the suffix says how to read it; one of {', '.join(READERS)}"
        )
    if sys.stdin is None:
        raise ContentlintError("standard input is closed")
    data = sys.stdin.buffer.read()
    if not discovery.keeps(name):
        return Found((), discovery.filtered, (), named=True), data
    return Found((Target(name, len(data)),), {}, ()), data


def _show_files(args: Namespace, found: Found) -> int:
    from contentlint.escape import visible

    console.output().write("".join(f"{visible(target.path)}\n" for target in found.targets))
    _left_out(args, found)
    for path, why, _ in found.incomplete:
        console.say(f"error: {path}: {why}")
    return FAILED if found.incomplete else OK


def _left_out(args: Namespace, found: Found) -> None:
    """Of what the user named, and of everything when nothing is left, always; else if asked."""
    if args.quiet:
        return
    if not found.targets and not found.incomplete:
        console.say(closing.nothing(found))
    elif found.named or args.verbose:
        line = closing.left_out(found)
        if line:
            console.say(line)


def _explain_run(session: Session, found: Found) -> None:
    seen = set()
    for target in found.targets:
        config = session.configs.of(target.path)
        if config.origin not in seen:
            seen.add(config.origin)
            count = len(session.settings(target.path).rules)
            origin = config.origin or "none"
            console.say(f"configuration: {origin}; rules on for {target.path}: {count}")


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
        counts=reduce(Counts.plus, (result.counts for result in results), Counts()),
        suppressed=sum(result.suppressed for result in results),
        incomplete=tuple(sorted(incomplete, key=lambda e: (e.path, e.reason, e.rule or ""))),
        min_severity=min_severity,
        version=__version__,
        rules=session.rules(),
        languages={result.path: result.language for result in results},
        lines_of=lines_of,
    )
