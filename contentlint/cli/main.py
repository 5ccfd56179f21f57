"""The entry point: runs the command that the arguments name, and returns its exit code.

Nothing is imported that a run does not need; ``tests/cli/test_startup.py`` lists what that is.
"""

from __future__ import annotations

import gc
import os
import sys
from _signal import SIGINT, default_int_handler, getsignal, signal
from collections.abc import Sequence

from contentlint import INTERRUPTED, TYPE_CHECKING, end_at_once, version_line

if TYPE_CHECKING:
    from typing import NoReturn

OK = 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    Without ``argv`` the process belongs to contentlint, and ends here.
    """
    if argv is not None:
        return run(argv)
    # Nothing that is loaded now becomes garbage; ``run.runner`` enables the collector.
    gc.disable()
    if getsignal(SIGINT) is default_int_handler:  # started under another name
        signal(SIGINT, end_at_once)
    sys.unraisablehook = _unraisable
    try:
        code = run(sys.argv[1:])
        if getsignal(SIGINT) is _interrupt:
            signal(SIGINT, end_at_once)
    except KeyboardInterrupt:  # in the last line of ``run``
        end_at_once()
    if _interrupted and code != INTERRUPTED:  # and something has caught it
        end_at_once()
    _leave(code)
    return code


_interrupted = False


def _interrupt(*_: object) -> NoReturn:
    """Raise KeyboardInterrupt, once: another interrupt ends the process."""
    global _interrupted
    signal(SIGINT, end_at_once)
    _interrupted = True
    raise KeyboardInterrupt


def _unraisable(unraisable: sys.UnraisableHookArgs) -> None:
    """End the process for an interrupt in a destructor or callback, which Python would ignore."""
    if unraisable.exc_type is KeyboardInterrupt:
        end_at_once()
    sys.__unraisablehook__(unraisable)


def run(argv: Sequence[str]) -> int:
    """Run the command line and return the exit code, without ending the process."""
    if list(argv) == ["--version"] and sys.stdout is not None:
        print(version_line())  # without the parser, which takes longer than the rest
        return OK
    from contentlint._util.translation import gettext as _
    from contentlint.cli import language
    from contentlint.cli.parser import FAILED, module, parse
    from contentlint.model.errors import ContentlintError
    from contentlint.report import console

    console.prepare()
    try:
        language.before_parsing(argv)
        args = parse(argv)
        console.isolate(getattr(args, "bidi_isolate", "auto"))
        command = module(args.command)
        if getsignal(SIGINT) is end_at_once:
            signal(SIGINT, _interrupt)  # what was found so far is printed
        code: int = command.run(args)
        console.flush()
        return code
    except SystemExit as stop:  # argparse: help, version, or a wrong argument
        return int(stop.code or 0)
    except ContentlintError as error:
        for line in str(error).split("\n"):
            if line.startswith("  "):  # of the file that is wrong
                console.plainly(line)
            else:
                console.fail(line)
        return FAILED
    except KeyboardInterrupt:
        console.say(_("interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        console.silence(sys.stdout)
        return OK
    except OSError as error:
        return _system_error(error)
    except Exception as error:
        if _interrupted:  # while a class was made: RuntimeError, before Python 3.12
            console.say(_("interrupted"))
            return INTERRUPTED
        if os.environ.get("CONTENTLINT_TRACEBACK"):
            raise
        console.say(f"internal error: {type(error).__name__}: {error}")
        console.say("please report this; with CONTENTLINT_TRACEBACK=1 it says where it happened")
        return FAILED


def _system_error(error: OSError) -> int:
    from contentlint.cli.parser import FAILED
    from contentlint.model.errors import reason
    from contentlint.report import console

    where = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else ""
    if not where and sys.stdout is not None:
        where = "standard output"  # it is full, and would fail again at exit
        console.silence(sys.stdout)
    console.fail(f"{where}: {reason(error)}")
    return FAILED


def _leave(code: int) -> None:
    """End the process without tearing it down, which takes an eighth of a run on one file.

    Returns if something relies on the usual exit, or if output cannot be
    written, which Python then reports.
    """
    import atexit

    if atexit._ncallbacks() or sys.flags.dev_mode or sys.gettrace() or "profile" in sys.modules:
        return
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return
    os._exit(code)
