"""Standard output and standard error, as they are and not as they should be."""

from __future__ import annotations

import os
import stat
import sys

from contentlint._util.escape import visible
from contentlint._util.style import Style
from contentlint.model.errors import ContentlintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def prepare() -> None:
    """Reports are UTF-8 in any locale; bytes of odd file names come out as escapes."""
    if sys.stderr is None:  # closed: print would take standard output in its place
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def output() -> TextIO:
    """Standard output.

    Raises:
        ContentlintError: it is closed.
    """
    if sys.stdout is None:
        raise ContentlintError("standard output is closed")
    return sys.stdout


class NoCommands:
    """In a job of GitHub, no line of standard output is a command to the runner meanwhile.

    What is redirected to a file is no part of the log, and stays as it is.
    """

    def __init__(self, *, wanted: bool = True) -> None:
        """Without ``wanted`` nothing is done."""
        in_log = wanted and os.environ.get("GITHUB_ACTIONS") == "true" and not _is_a_file(output())
        self._token = os.urandom(16).hex() if in_log else ""

    def __enter__(self) -> None:
        if self._token:
            output().write(f"::stop-commands::{self._token}\n")

    def __exit__(self, *_: object) -> None:
        if self._token:
            output().write(f"::{self._token}::\n")


def _is_a_file(stream: TextIO) -> bool:
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):  # no file at all
        return False


def write(text: str) -> None:
    """A text on standard output, at once: what is said on standard error afterwards stands behind
    it where both go to one place. A reader that has gone is no error.

    Raises:
        ContentlintError: standard output is closed.
        OSError: it cannot be written.
    """
    try:
        output().write(text)
        flush()
    except BrokenPipeError:
        silence(output())


def flush() -> None:
    """Write out what is left; nothing of it may fail at exit, where a traceback would follow."""
    if sys.stdout is not None:
        sys.stdout.flush()


def silence(stream: TextIO) -> None:
    """Write no more to a stream whose reader has gone (``| head``), or that is full."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)


_isolate = "auto"


def isolate(when: str) -> None:
    """Take ``--bidi-isolate`` for what is said on standard error from now on."""
    global _isolate
    _isolate = when


def say(line: str) -> None:
    """One line on standard error, made safe to print."""
    plainly(f"contentlint: {visible(line)}")


def plainly(line: str) -> None:
    """A line on standard error without our name before it.

    On a terminal the names and the content that it quotes are isolated.
    """
    shown = style("never", _isolate, sys.stderr.isatty())
    try:
        print(shown.sentence(line) if shown.isolate else line, file=sys.stderr)
    except OSError:
        silence(sys.stderr)


def style(colour: str, isolate: str, terminal: bool) -> Style:
    """What ``--color`` and ``--bidi-isolate`` mean where the report goes."""
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    forced = bool(os.environ.get("FORCE_COLOR"))
    wanted = (terminal and not plain and not os.environ.get("PRE_COMMIT")) or forced
    return Style(
        colour == "always" or (colour == "auto" and wanted),
        isolate == "always" or (isolate == "auto" and terminal),
    )
