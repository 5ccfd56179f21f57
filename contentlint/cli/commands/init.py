"""The command ``init``: examines a folder, and writes a configuration file for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import visible
from contentlint.cli.init import overview, proposal
from contentlint.cli.init.survey import survey
from contentlint.cli.parser import parse_command
from contentlint.cli.prompt import ask
from contentlint.config.load import CONFIG_NAME, SHARED_NAME, Configs, read_config_in
from contentlint.config.schema import BASELINE
from contentlint.model.errors import ConfigError, WriteError, reason
from contentlint.report import console
from contentlint.source import atomic_write

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

OK = 0


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "folder",
        nargs="?",
        default=".",
        metavar="FOLDER",
        help="folder to examine (default: current folder)",
    )
    parser.add_argument(
        "--stdout", action="store_true", help="print only the configuration, and write nothing"
    )
    parser.add_argument(
        "--yes",
        "-y",
        action="store_true",
        help="write the configuration without asking, even in a terminal",
    )
    parser.add_argument(
        "--baseline",
        action="store_true",
        help=f"record the existing findings in {BASELINE} too",
    )
    parser.add_argument("--force", action="store_true", help="overwrite existing files")


def run(args: Namespace) -> int:
    """Propose a configuration for the folder, write it if the user agrees, and return the exit
    code.

    Raises:
        ConfigError: there is no such folder, or a file would be overwritten.
    """
    folder = args.folder
    if not os.path.isdir(folder):
        raise ConfigError(f"{folder}: no such folder")
    target, baseline = (_in(folder, name) for name in (CONFIG_NAME, BASELINE))
    if not args.stdout and not args.force:
        _refuse_to_overwrite(folder, (target, baseline) if args.baseline else (target,))
    found = survey(folder)
    known = os.path.exists(baseline)
    out = console.output()
    if args.stdout:
        out.write(proposal.text(found, baseline=known))
        return OK
    style = console.style("auto", "auto", out.isatty())
    console.write("".join(f"{style.line(line)}\n" for line in overview.lines(found, style)))
    record = args.baseline
    if not args.yes and out.isatty() and sys.stdin is not None and sys.stdin.isatty():
        text = proposal.text(found, baseline=known or record)
        out.writelines(f"{style.sentence(line)}\n" for line in (*text.splitlines(), ""))
        may_record = not record and not known and found.old_findings() > 0
        more = " yes, with a [b]aseline of the existing findings" * may_record
        answer = ask(
            out, f"write {visible(target)}? [y]es [n]o{more} ", "ynb" if may_record else "yn"
        )
        if answer not in ("y", "b"):
            out.write("nothing written\n")
            return OK
        record = record or answer == "b"
    above = _replaced(folder)
    _write(target, proposal.text(found, baseline=known or record), new=not args.force)
    if above:
        console.say(f"{above} does not apply in {folder} any more")
    console.plainly(f"wrote {target}. Review it, then run: {overview.command(folder)}")
    if not record:
        return OK
    code = _record(folder, baseline)
    if not os.path.exists(baseline):
        _write(target, proposal.text(found), new=False)
    return code


def _in(folder: str, name: str) -> str:
    return os.path.normpath(os.path.join(folder, name))


def _refuse_to_overwrite(folder: str, paths: Sequence[str]) -> None:
    """Raise an error if a file that is to be written exists, or would replace another's settings.

    Raises:
        ConfigError: see above.
    """
    for path in paths:
        if os.path.lexists(path):
            raise ConfigError(
                f"{path}: already exists; --stdout prints the configuration, --force overwrites it"
            )
    if read_config_in(folder) is not None:
        raise ConfigError(
            f"{_in(folder, SHARED_NAME)}: has settings that {CONFIG_NAME} would replace; "
            "--stdout prints the configuration, --force writes it"
        )


def _replaced(folder: str) -> str:
    """Return the configuration file above a folder that applied to it, or ``""``."""
    place = os.path.abspath(folder)
    if os.path.exists(os.path.join(place, ".git")):
        return ""
    return Configs().of(os.path.join(os.path.dirname(place), "")).source


def _write(path: str, text: str, *, new: bool) -> None:
    """Write the file; with ``new``, never replace an existing one.

    Raises:
        ConfigError: it cannot be written.
    """
    try:
        if new:
            with open(path, "x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        else:
            atomic_write.put(path, text.encode())
    except (OSError, WriteError) as error:
        why = reason(error) if isinstance(error, OSError) else error
        raise ConfigError(f"{path}: {why}") from None


def _record(folder: str, baseline: str) -> int:
    """Write the baseline, and return the exit code."""
    from contentlint.cli import check

    return check.run(parse_command("check", [folder, f"--write-baseline={baseline}"]))
