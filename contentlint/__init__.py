"""A content-quality linter for article files, right-to-left scripts first."""

import os
import sys
from _signal import SIGINT, default_int_handler, getsignal, signal  # ``signal`` loads ``enum``

INTERRUPTED = 130


def end_at_once(*_: object) -> None:
    """End the process: the handler of interrupts while nothing is checked."""
    try:
        if sys.__stderr__ is not None:  # else its number may be that of another file
            os.write(2, b"contentlint: interrupted\n")
    finally:
        os._exit(INTERRUPTED)


def _is_command() -> bool:
    """Return True if the process is a run of the command, and not of a program that imports us."""
    name = sys.argv[0] if sys.argv else ""
    if name == "-m":  # while Python looks for the module
        return sys.orig_argv[-len(sys.argv)].removeprefix("-m") == __name__
    return os.path.basename(name) in (__name__, f"{__name__}.exe", f"{__name__}-script.py")


# Here, because the import of the rest takes a tenth of a second and would end in a traceback.
if _is_command() and getsignal(SIGINT) is default_int_handler:
    signal(SIGINT, end_at_once)

TYPE_CHECKING = False  # nothing else is loaded for ``--version``
if TYPE_CHECKING:
    from contentlint.api import Linter as Linter

__version__ = "0.2.0"

HOME = "https://example.org/contentlint"
"""Where the documentation will stand; the one place that names it."""


def version_line() -> str:
    """What ``--version`` prints."""
    from contentlint.core import is_compiled

    return f"contentlint {__version__} ({'compiled' if is_compiled() else 'pure Python'})"


def __getattr__(name: str) -> object:
    """``Linter``, imported when it is asked for: the command starts without it."""
    if name == "Linter":
        from contentlint import api

        return api.Linter
    raise AttributeError(f"module 'contentlint' has no attribute {name!r}")


if os.environ.get("CONTENTLINT_PURE"):
    from contentlint import core

    core.insist()
