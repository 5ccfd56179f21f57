"""Makes the session of a command from its arguments."""

from __future__ import annotations

import os
from collections.abc import Sequence

from contentlint._util import TYPE_CHECKING
from contentlint.cli.parser import listed
from contentlint.config.load import project_of, repository_of
from contentlint.run.request import Limits, Needs, Reading, Request, Selection
from contentlint.run.session import Session
from contentlint.source.ignore import split_glob

if TYPE_CHECKING:
    from argparse import Namespace


def session_of(args: Namespace) -> Session:
    """Return the session of a command that has the arguments of ``parser.selection``.

    Raises:
        ConfigError: an argument or the configuration is wrong.
    """
    selection = Selection(
        config=tuple(args.config),
        isolated=args.isolated,
        profile=args.profile,
        select=None if args.select is None else listed(args.select),
        extend_select=listed(args.extend_select),
        ignore=listed(args.ignore),
        preview=args.preview,
        cross_file=args.cross_file,
        plugins=listed(args.plugins),
    )
    untrusted = getattr(args, "untrusted", False)
    limits = Limits(
        untrusted=untrusted,
        max_file_size=getattr(args, "max_file_size", 0) or 0,
        max_findings=getattr(args, "max_findings", 0) or 0,
        base=(untrusted and args.diff_base) or "",
        folders=_folders(args.paths) if untrusted else (),
    )
    reading = Reading(
        lang=getattr(args, "lang", None),
        paragraphs=getattr(args, "paragraphs", None),
        origin=args.origin,
        dialect=args.dialect,
        links=getattr(args, "links", None) or "",
    )
    needs = Needs(timed=getattr(args, "profile_rules", False))
    return Session(Request(selection, limits, reading, needs))


def _folders(paths: Sequence[str]) -> tuple[str, ...]:
    """Return the folders in which strangers may have written: the checkouts of the current folder
    and of the paths, and paths outside a checkout themselves."""
    found = {repository_of(os.getcwd())}
    for path in paths:
        if path != "-":
            is_glob = not os.path.lexists(path) and any(c in path for c in "*?[")
            found.add(project_of(os.path.abspath(split_glob(path)[0] if is_glob else path)))
    return tuple(sorted(found - {""}))
