"""The command ``cache``: shows or removes the cache."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import visible
from contentlint._util.style import many
from contentlint.cache import folder as cachefolder
from contentlint.cli.parser import FAILED, selection
from contentlint.cli.session import session_of
from contentlint.report import console
from contentlint.run.incremental import folder_of
from contentlint.source.files import shown_path

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

_UNITS = ("bytes", "KB", "MB", "GB")


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "action",
        nargs="?",
        choices=("show", "clean"),
        default="show",
        help="show the cache folder and its size (default), or remove its files",
    )
    selection(parser)


def run(args: Namespace) -> int:
    """Print the folder and the size of the cache, or remove its files; return the exit code.

    Raises:
        ConfigError: the configuration of the current folder is wrong.
    """
    folder = folder_of(session_of(args).resolver)
    shown = visible(shown_path(folder))
    if not cachefolder.usable(folder):
        console.fail(f"{shown}: is not contentlint's own folder; nothing is kept there")
        return FAILED
    held = cachefolder.clean(folder) if args.action == "clean" else cachefolder.held(folder)
    found = f"{many(len(held.files), 'file')}, {size(held.size)}"
    out = console.output()
    shown = console.style("never", "auto", out.isatty()).place(shown)
    out.write(f"{shown}: {'removed ' * (args.action == 'clean')}{found}\n")
    return 0


def size(count: int) -> str:
    """Return a number of bytes as people read it, such as ``1.4 MB``."""
    number, unit = float(count), 0
    while number >= 1000 and unit < len(_UNITS) - 1:
        number, unit = number / 1000, unit + 1
    return f"{number:.1f} {_UNITS[unit]}" if unit else f"{count} bytes"
