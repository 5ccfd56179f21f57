"""Standard output and standard error, whatever state they are in."""

from __future__ import annotations

import os
import stat
import sys

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import multiline
from contentlint._util.style import Style
from contentlint._util.translation import gettext as _
from contentlint.model.errors import ContentlintError, reason

if TYPE_CHECKING:
    from typing import TextIO


def prepare() -> None:
    """Set both streams to UTF-8 in any locale; undecodable bytes of file names are escaped."""
    if sys.stderr is None:  # closed: print would use standard output instead
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def output() -> TextIO:
    """Return standard output.

    Raises:
        ContentlintError: it is closed.
    """
    if sys.stdout is None:
        raise ContentlintError("standard output is closed")
    return sys.stdout


class NoCommands:
    """Keeps GitHub's runner from reading commands in the lines that are printed meanwhile.

    Output redirected to a file is not part of the log and stays unchanged.
    """

    def __init__(self, *, wanted: bool = True) -> None:
        """``wanted`` is False for formats whose readers would not expect the markers."""
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
    except (OSError, ValueError):  # not a file
        return False


def write(text: str) -> None:
    """Write and flush a text, so that it precedes what standard error prints next.

    A reader that has gone is not an error.

    Raises:
        ContentlintError: standard output is closed.
        OSError: the text cannot be written.
    """
    try:
        output().write(text)
        flush()
    except BrokenPipeError:
        silence(output())


LOGGED = ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "TEAMCITY_VERSION")
"""Variables of CI services, which keep what is printed as a log, and read commands in it."""


def hand_over(data: bytes, path: str) -> bool:
    """Write a patch or a fixed text to a file, or to standard output if ``path`` is empty.

    A terminal or the log of a CI job gets it with its control characters shown. Return False if
    that has changed it.

    Raises:
        ContentlintError: the file cannot be written, or standard output is closed.
    """
    if path:
        try:
            with open(path, "wb") as file:
                file.write(data)
        except OSError as error:
            raise ContentlintError(f"{path}: {reason(error)}") from None
        return True
    out = output()
    flush()
    shown = data
    if out.isatty() or any(map(os.environ.get, LOGGED)):
        shown = multiline(data.decode("utf-8", "surrogateescape")).encode()
    out.buffer.write(shown)
    flush()
    return shown == data


def flush() -> None:
    """Flush standard output now: an error at exit would print a traceback."""
    if sys.stdout is not None:
        sys.stdout.flush()


def silence(stream: TextIO) -> None:
    """Discard what is written from now on to a stream whose reader has gone, or that is full."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)


_isolate = "auto"
_USUAL = 80
"""Columns of a terminal that does not say how many it has."""


def isolate(when: str) -> None:
    """Set the value of ``--bidi-isolate`` for what is printed on standard error."""
    global _isolate
    _isolate = when


def fail(message: str) -> None:
    """Print an error on standard error."""
    say(_("error: {message}").format(message=message))


def warn(message: str) -> None:
    """Print a warning on standard error."""
    say(_("warning: {message}").format(message=message))


def say(line: str) -> None:
    """Print a line on standard error after our name."""
    plainly(line, "contentlint: ")


def plainly(line: str, before: str = "") -> None:
    """Print a line on standard error, with invisible characters shown.

    On a terminal, the names and the content that it quotes are isolated; ``before`` is not part of
    the line, whose direction is its own.
    """
    shown = style("never", _isolate, sys.stderr.isatty())
    try:
        print(before + shown.line(shown.sentence(line)), file=sys.stderr)
    except OSError:
        silence(sys.stderr)


def style(colour: str, isolate: str, terminal: bool) -> Style:
    """Return the style of a report for the values of ``--color`` and ``--bidi-isolate``."""
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    forced = bool(os.environ.get("FORCE_COLOR"))
    wanted = (terminal and not plain and not os.environ.get("PRE_COMMIT")) or forced
    return Style(
        colour == "always" or (colour == "auto" and wanted),
        isolate == "always" or (isolate == "auto" and terminal),
        _width() if terminal else 0,
    )


def _width() -> int:
    """Return the columns of the terminal that standard output goes to.

    As ``shutil.get_terminal_size``, which would import all that packs archives.
    """
    try:
        columns = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        columns = 0
    if columns > 0:
        return columns
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _USUAL
    except (AttributeError, OSError, ValueError):  # closed, or no terminal
        return _USUAL
