"""Arguments to a request, a run, a report and an exit code; no logic of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from contentlint import __version__
from contentlint.arguments import FAILED, listed, parse
from contentlint.errors import ConfigError, ContentlintError, reason

if TYPE_CHECKING:
    from argparse import Namespace

    from contentlint.diagnostic import FileResult, Report
    from contentlint.discovery import Found
    from contentlint.session import Session
    from contentlint.style import Style

OK, FINDINGS, INTERRUPTED = 0, 1, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code is returned, not raised."""
    _streams()
    try:
        args = parse(sys.argv[1:] if argv is None else argv)
        code = _COMMANDS[args.command](args) if args.command else OK
        if sys.stdout:
            sys.stdout.flush()
        return code
    except SystemExit as stop:  # argparse: help, version, or a wrong argument
        return int(stop.code or 0)
    except ContentlintError as error:
        for line in str(error).split("\n"):
            _say(f"error: {line}")
        return FAILED
    except KeyboardInterrupt:
        _say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        _silence(sys.stdout)
        return OK
    except OSError as error:
        _silence(sys.stdout)
        _say("error: " + (f"{error.filename}: " if error.filename else "") + reason(error))
        return FAILED
    except Exception as error:
        if os.environ.get("CONTENTLINT_TRACEBACK"):
            raise
        _say(
            f"internal error: {type(error).__name__}: {error}; please report it "
            "(CONTENTLINT_TRACEBACK=1 shows where)"
        )
        return FAILED


def _streams() -> None:
    """Reports are UTF-8 in any locale; bytes of odd file names come out as escapes."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  else print uses stdout
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _silence(stream: TextIO) -> None:
    """Whoever read this has gone (`| head`), or it is full: no traceback at exit either."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)


def _say(line: str) -> None:
    """One line on standard error."""
    from contentlint.escape import visible

    _plainly(f"contentlint: {visible(line)}")


def _plainly(line: str) -> None:
    try:
        print(line, file=sys.stderr)
    except OSError:
        _silence(sys.stderr)


def _session(args: Namespace) -> Session:
    from contentlint.session import Request, Session

    return Session(
        Request(
            config=tuple(args.config),
            isolated=args.isolated,
            profile=args.profile,
            select=None if args.select is None else listed(args.select),
            extend_select=listed(args.extend_select),
            ignore=listed(args.ignore),
            preview=args.preview,
            lang=getattr(args, "lang", None),
            paragraphs=getattr(args, "paragraphs", None),
        )
    )


def _check(args: Namespace) -> int:
    from contentlint.diagnostic import rank

    session = _session(args)
    found, results = _results(args, session)
    if args.show_files:
        return _show_files(found)
    shown, fail_on = session.thresholds(target.path for target in found.targets)
    report = _report(found, results, args.min_severity or shown)
    _write(args, report, found)
    fail_on = args.fail_on or fail_on
    failing = [
        d for d in report.diagnostics if fail_on != "never" and rank(d.severity) >= rank(fail_on)
    ]
    if args.exit_zero:
        failing = []
    _close(args, session, report, found, failing, fail_on)
    if report.incomplete:
        return FAILED
    return FINDINGS if failing else OK


def _results(args: Namespace, session: Session) -> tuple[Found, list[FileResult]]:
    from contextlib import closing

    from contentlint.discovery import Discovery
    from contentlint.runner import run

    discovery = Discovery(
        session.configs,
        include=listed(args.include),
        exclude=listed(args.exclude),
        force_exclude=args.force_exclude,
        respect_gitignore=not args.no_respect_gitignore,
    )
    if "-" in args.paths or (args.stdin_filename and not args.paths):
        return _standard_input(args, session, discovery)
    if args.stdin_filename:
        raise ConfigError("--stdin-filename names standard input: give - in place of paths")
    found = discovery.find(args.paths or ["."])
    if args.show_files:
        return found, []
    # Closed here, so that an interrupt leaves no worker process behind.
    with closing(run(session, found.targets, args.jobs)) as results:
        return found, list(results)
