"""Arguments to a command and an exit code; no logic of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from contentlint import console
from contentlint.arguments import FAILED, module, parse
from contentlint.errors import ContentlintError, reason

OK, INTERRUPTED = 0, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code is returned, not raised."""
    console.prepare()
    try:
        args = parse(sys.argv[1:] if argv is None else argv)
        code: int = module(args.command).run(args)
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
