"""Arguments to a request, a run, a report and an exit code; no logic of its own."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from contentlint import __version__
from contentlint.errors import ContentlintError

if TYPE_CHECKING:
    from contentlint.diagnostic import FileResult, Report
    from contentlint.discovery import Found
    from contentlint.session import Session
    from contentlint.style import Style

OK, FINDINGS, FAILED, INTERRUPTED = 0, 1, 2, 130
FORMATS = ("full", "concise", "json")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, as every other error of ours."""
        self.exit(FAILED, f"contentlint: error: {message}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code is returned, not raised."""
    _utf8_streams()
    args = _parser().parse_args(argv)
    if args.command is None:
        _parser().print_help()
        return OK
    try:
        return int(args.run(args))
    except ContentlintError as error:
        for line in str(error).split("\n"):
            print(f"contentlint: error: {_printable(line)}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("contentlint: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone (`| head`): nothing more to say, and no traceback at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _utf8_streams() -> None:
    """Reports are UTF-8 in any locale; bytes of odd file names come out as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _printable(text: str) -> str:
    from contentlint.escape import visible

    return visible(text)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="contentlint",
        description="A content-quality linter for article files, right-to-left scripts first.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"contentlint {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _check_parser(commands)
    rules = commands.add_parser("rules", help="list the rules", allow_abbrev=False)
    rules.add_argument("--format", choices=("text", "json"), default="text")
    _selection(rules)
    rules.set_defaults(run=_rules)
    explain = commands.add_parser("explain", help="print the page of a rule", allow_abbrev=False)
    explain.add_argument("rule", metavar="CODE", help="a code or a name")
    explain.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    explain.set_defaults(run=_explain)
    return parser


def _check_parser(commands: argparse._SubParsersAction[_Parser]) -> None:
    check = commands.add_parser("check", help="check files and folders", allow_abbrev=False)
    check.add_argument("paths", nargs="*", metavar="PATH", help="files, folders, globs, or - (.)")
    _selection(check)
    group = check.add_argument_group("files")
    group.add_argument("--include", action="append", default=[], metavar="GLOB")
    group.add_argument("--exclude", action="append", default=[], metavar="GLOB")
    group.add_argument(
        "--force-exclude", action="store_true", help="apply filters to files named here too"
    )
    group.add_argument("--no-respect-gitignore", action="store_true")
    group.add_argument("--stdin-filename", metavar="PATH", help="what standard input is called")
    group.add_argument("--show-files", action="store_true", help="list what would be checked")
    group = check.add_argument_group("reading")
    group.add_argument("--lang", metavar="LANG", help="the language of the text, like ar")
    group.add_argument("--paragraphs", choices=("auto", "line", "blank-line"))
    group = check.add_argument_group("report")
    group.add_argument("--format", "--output-format", choices=FORMATS)
    group.add_argument("-o", "--output", metavar="FILE", help="write the report to a file")
    group.add_argument("--min-severity", choices=("info", "warning", "error"), help="what is shown")
    group.add_argument(
        "--fail-on", choices=("info", "warning", "error", "never"), help="what makes the exit 1"
    )
    group.add_argument("--exit-zero", action="store_true", help="exit 0 whatever is found")
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    group.add_argument("--bidi-isolate", choices=("auto", "always", "never"), default="auto")
    group.add_argument("-q", "--quiet", action="store_true", help="findings only")
    group.add_argument("-v", "--verbose", action="store_true", help="say what is read and why")
    group = check.add_argument_group("running")
    group.add_argument("-j", "--jobs", type=_jobs, default=0, metavar="N", help="processes")
    group.add_argument("--no-cache", action="store_true", help="check every file anew")
    check.set_defaults(run=_check)


def _selection(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("rules and configuration")
    group.add_argument("--select", action="append", metavar="RULE", help="only these; a,b,c")
    group.add_argument("--extend-select", action="append", metavar="RULE", help="these too")
    group.add_argument("--ignore", action="append", metavar="RULE", help="not these")
    group.add_argument("--preview", action="store_true", help="rules in preview too")
    group.add_argument("--profile", metavar="NAME", help="default, ci, strict or minimal")
    group.add_argument(
        "--config", action="append", default=[], metavar="FILE|KEY=VALUE", help="instead of files"
    )
    group.add_argument("--isolated", action="store_true", help="read no configuration file")


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1, not {text!r}")
    return int(text)


def _listed(values: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(part.strip() for v in values or () for part in v.split(",") if part.strip())


def _session(args: argparse.Namespace) -> Session:
    from contentlint.errors import ConfigError
    from contentlint.session import Request, Session

    lang = getattr(args, "lang", None)
    if lang is not None and not (lang.isascii() and lang.isalpha() and 2 <= len(lang) <= 3):
        raise ConfigError(f"--lang: expected a language subtag like 'ar', not {lang!r}")
    return Session(
        Request(
            config=tuple(args.config),
            isolated=args.isolated,
            profile=args.profile,
            select=None if args.select is None else _listed(args.select),
            extend_select=_listed(args.extend_select),
            ignore=_listed(args.ignore),
            preview=args.preview,
            lang=lang and lang.lower(),
            paragraphs=getattr(args, "paragraphs", None),
        )
    )


def _check(args: argparse.Namespace) -> int:
    from contentlint.config import Config
    from contentlint.diagnostic import rank

    session = _session(args)
    found, results = _results(args, session)
    if args.show_files:
        for target in found.targets:
            print(_printable(target.path))
        return FAILED if found.incomplete else OK
    where = found.targets[0].path if found.targets else ""
    shown, failing = session.thresholds(session.configs.of(where) if where else Config())
    report = _report(found, results, args.min_severity or shown)
    _write(args, report)
    failing = args.fail_on or failing
    counted = [
        d for d in report.diagnostics if failing != "never" and rank(d.severity) >= rank(failing)
    ]
    if not args.quiet:
        _summary(args, report, found, len(counted))
    for entry in report.incomplete:
        rule = f" ({entry.rule})" if entry.rule else ""
        print(
            f"contentlint: {_printable(entry.path)}: not fully checked{rule}: {entry.reason}",
            file=sys.stderr,
        )
    if report.incomplete:
        return FAILED
    return FINDINGS if counted and not args.exit_zero else OK


def _results(args: argparse.Namespace, session: Session) -> tuple[Found, list[FileResult]]:
    from contentlint.discovery import Discovery, Found, Target
    from contentlint.errors import ConfigError
    from contentlint.runner import run

    paths = args.paths or ["."]
    if "-" in paths:
        if len(paths) > 1:
            raise ConfigError("standard input (-) cannot be mixed with paths")
        name = args.stdin_filename or "stdin.md"
        from contentlint.formats import READERS, suffix_of

        if suffix_of(name) not in READERS:
            raise ConfigError(
                f"--stdin-filename: {name}: the suffix says how to read it; "
                f"one of {', '.join(READERS)}"
            )
        found = Found((Target(name, 0),), {}, ())
        if args.show_files:
            return found, []
        return found, [session.check(name, sys.stdin.buffer.read())]
    found = Discovery(
        session.configs,
        include=_listed(args.include),
        exclude=_listed(args.exclude),
        force_exclude=args.force_exclude,
        respect_gitignore=not args.no_respect_gitignore,
    ).find(paths)
    if not found.targets and not args.quiet:
        print(_nothing(found), file=sys.stderr)
    return found, [] if args.show_files else list(run(session, found.targets, args.jobs))


_FILTERS = {
    "suffix": "have another suffix than .md, .markdown, .mdx or .txt",
    "exclude": "are excluded",
    "include": "are not included",
    ".gitignore": "are ignored by git",
}


def _nothing(found: Found) -> str:
    """Why there is nothing to check: which filter removed the files."""
    reasons = [f"{n} {_FILTERS[why]}" for why, n in found.filtered.items()]
    return "contentlint: no files to check" + (f": {', '.join(reasons)}" if reasons else "")


def _report(found: Found, results: Sequence[FileResult], min_severity: str) -> Report:
    from contentlint.diagnostic import Report

    return Report(
        files=len(results),
        diagnostics=tuple(d for result in results for d in result.diagnostics),
        suppressed=sum(result.suppressed for result in results),
        incomplete=(*found.incomplete, *(e for result in results for e in result.incomplete)),
        min_severity=min_severity,
        version=__version__,
    )


def _write(args: argparse.Namespace, report: Report) -> None:
    from importlib import import_module

    terminal = args.output is None and sys.stdout.isatty()
    name = args.format or ("full" if terminal else "concise")
    reporter = import_module(f"contentlint.reporters.{name}")
    style = _style(args.color, getattr(args, "bidi_isolate", "auto"), terminal)
    if args.output is None:
        reporter.write(report, sys.stdout, style)
        sys.stdout.flush()
        return
    try:
        with open(args.output, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as f:
            reporter.write(report, f, style)
    except OSError as error:
        raise ContentlintError(f"{args.output}: {error.strerror}") from None


def _style(colour: str, isolate: str, terminal: bool) -> Style:
    from contentlint.style import Style

    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    forced = bool(os.environ.get("FORCE_COLOR"))
    wanted = (terminal and not plain and not os.environ.get("PRE_COMMIT")) or forced
    return Style(
        colour == "always" or (colour == "auto" and wanted),
        isolate == "always" or (isolate == "auto" and terminal),
    )


def _summary(args: argparse.Namespace, report: Report, found: Found, failing: int) -> None:
    """The closing line on standard error; nothing under pre-commit when there is no finding."""

    def many(n: int, noun: str) -> str:
        return f"{n} {noun}" if n == 1 else f"{n} {noun}s"

    hidden = len(report.diagnostics) - len(report.shown())
    counts = ", ".join(many(report.count(s), s) for s in ("error", "warning", "info"))
    line = f"{many(report.files, 'file')}, {many(len(report.diagnostics), 'finding')} ({counts})"
    if report.suppressed:
        line += f", {report.suppressed} suppressed"
    print(line, file=sys.stderr)
    if hidden:
        print(
            f"{many(hidden, 'finding')} below {report.min_severity} not shown "
            "(--min-severity info)",
            file=sys.stderr,
        )
        if failing and not report.shown():
            print(f"{many(failing, 'hidden finding')} made this run fail", file=sys.stderr)
    if args.verbose:
        for why, n in found.filtered.items():
            print(f"{many(n, 'file or folder')}: {_FILTERS[why]}", file=sys.stderr)


def _rules(args: argparse.Namespace) -> int:
    from contentlint.config import selected, setting

    session = _session(args)
    config = session.configs.of("")
    layers = session.layers(config)
    on = {r.code for r in selected(session.set.rules, layers, args.preview or config.preview)}
    rows = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": setting(rule, layers).severity or rule.severity,
            "on": rule.code in on,
            "status": rule.status,
            "fix": rule.fix,
            "languages": sorted(rule.languages),
        }
        for rule in session.set.rules
    ]
    if args.format == "json":
        import json

        print(json.dumps(rows, indent=2))
        return OK
    for row in rows:
        state = "on" if row["on"] else ("preview" if row["status"] == "preview" else "off")
        fix = {"none": "", "safe": "fix", "sometimes": "fix in part"}.get(
            str(row["fix"]), "unsafe fix"
        )
        print(f"{row['code']}  {row['severity']:<8} {state:<8} {row['name']:<34} {fix}".rstrip())
    return OK


def _explain(args: argparse.Namespace) -> int:
    from contentlint import explain

    terminal = sys.stdout.isatty()
    sys.stdout.write(explain.page(args.rule, _style(args.color, "auto", terminal)))
    return OK
