"""The command ``init``: examines a folder, and writes a configuration file for it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint.cli import survey
from contentlint.config.load import CONFIG_NAME
from contentlint.model.diagnostic import FileResult
from contentlint.model.document import Document
from contentlint.model.errors import ConfigError, ReadError, reason
from contentlint.report import console
from contentlint.run.session import Request, Selection, Session
from contentlint.source import generators
from contentlint.source.discovery import Discovery

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


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
        "--stdout", action="store_true", help="print the configuration instead of writing it"
    )
    parser.add_argument(
        "--force", action="store_true", help="overwrite an existing contentlint.toml"
    )


def run(args: Namespace) -> int:
    """Write ``contentlint.toml`` into the folder, and return the exit code.

    Raises:
        ConfigError: there is no such folder, or the file exists already.
    """
    folder = args.folder
    if not os.path.isdir(folder):
        raise ConfigError(f"{folder}: no such folder")
    target = os.path.join(folder, CONFIG_NAME)
    if os.path.lexists(target) and not (args.force or args.stdout):
        raise ConfigError(f"{target}: is there already; --stdout prints, --force replaces it")
    session = Session(Request(Selection(isolated=True)))
    found = Discovery(session.resolver.configs.of).find([folder])
    paths = [entry.path for entry in found.targets]
    chosen = survey.sample(paths)
    places = [os.path.abspath(folder), os.path.dirname(os.path.abspath(folder))]
    names = {place: _names(place) for place in places}
    found_sites = [site for place in places for site in generators.sites(place, names[place])]
    seen = survey.survey(
        len(paths),
        _checked(session, chosen),
        folder,
        found_sites[0].generator.name if found_sites else "",
        {name for place in places for name in names[place]},
    )
    text = survey.proposal(
        seen, {code: rule.name for code, rule in session.resolver.rules().items()}
    )
    if args.stdout:
        console.output().write(text)
        return 0
    try:
        with open(target, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ConfigError(f"{target}: {reason(error)}") from None
    console.plainly(f"wrote {target}; read it, then: contentlint check {folder}")
    return 0


def _checked(session: Session, paths: Sequence[str]) -> Iterator[tuple[Document, FileResult]]:
    for path in paths:
        try:
            doc = session.read(session.open(path))
        except ReadError:
            continue
        yield doc, session.lint(doc)


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
