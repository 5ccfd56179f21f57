"""Makes the session of a command from its arguments."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint.cli.parser import listed
from contentlint.run.session import Limits, Needs, Reading, Request, Selection, Session

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
    limits = Limits(
        untrusted=getattr(args, "untrusted", False),
        max_file_size=getattr(args, "max_file_size", 0) or 0,
        max_findings=getattr(args, "max_findings", 0) or 0,
    )
    reading = Reading(
        lang=getattr(args, "lang", None),
        paragraphs=getattr(args, "paragraphs", None),
        origin=args.origin,
        dialect=args.dialect,
    )
    needs = Needs(timed=getattr(args, "profile_rules", False))
    return Session(Request(selection, limits, reading, needs))
