"""Arguments to a command and an exit code; no logic of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from contentlint import console
from contentlint.arguments import FAILED, listed, parse
from contentlint.errors import ContentlintError, reason

if TYPE_CHECKING:
    from argparse import Namespace

    from contentlint.session import Session

OK, INTERRUPTED = 0, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code is returned, not raised."""
    console.prepare()
    try:
        args = parse(sys.argv[1:] if argv is None else argv)
        code = {"check": _check, "rules": _rules, "explain": _explain}[args.command](args)
        console.flush()
        return code
    except SystemExit as stop:  # argparse: help, version, or a wrong argument
        return int(stop.code or 0)
    except ContentlintError as error:
        for line in str(error).split("\n"):
            console.say(f"error: {line}")
        return FAILED
    except KeyboardInterrupt:
        console.say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        console.silence(sys.stdout)
        return OK
    except OSError as error:
        return _system_error(error)
    except Exception as error:
        if os.environ.get("CONTENTLINT_TRACEBACK"):
            raise
        console.say(f"internal error: {type(error).__name__}: {error}")
        console.say("please report this; with CONTENTLINT_TRACEBACK=1 it says where it happened")
        return FAILED


def _system_error(error: OSError) -> int:
    where = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else ""
    if not where and sys.stdout is not None:
        where = "standard output"  # it is full, and would fail again at exit
        console.silence(sys.stdout)
    console.say(f"error: {where}: {reason(error)}")
    return FAILED


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
    from contentlint import checking

    return checking.check(args, _session(args))


def _rules(args: Namespace) -> int:
    from contentlint import listing

    console.output().write(listing.rules(_session(args), args.format))
    return OK


def _explain(args: Namespace) -> int:
    from contentlint import explain

    out = console.output()
    out.write(explain.page(args.rule, console.style(args.color, "auto", out.isatty())))
    return OK
