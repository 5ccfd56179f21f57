"""The command ``explain``: the page of a rule."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint import console, explain, ruleset
from contentlint.arguments import WHEN, listed
from contentlint.rule import Rule
from contentlint.session import Request, Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("rule", metavar="CODE", help="a code or a name")
    parser.add_argument("--color", choices=WHEN, default="auto", help="colour the page")
    parser.add_argument(
        "--config",
        action="append",
        default=[],
        metavar="FILE|KEY=VALUE",
        help="the configuration whose rule sets are known too (that of the current folder)",
    )
    parser.add_argument("--plugins", action="append", metavar="NAME", help="these may be loaded")
    parser.add_argument("--isolated", action="store_true", help="read no configuration file")


def run(args: Namespace) -> int:
    """Print the page.

    Raises:
        ConfigError: there is no such rule.
    """
    own = ruleset.names(ruleset.builtin().rules)
    # The page of a rule of ours does not wait for a configuration that is wrong.
    more = () if {args.rule, args.rule.upper()} & own else _rules(args)
    out = console.output()
    out.write(explain.page(args.rule, console.style(args.color, "auto", out.isatty()), more))
    return 0


def _rules(args: Namespace) -> Sequence[Rule]:
    """The rules of the user's rule sets."""
    session = Session(
        Request(config=tuple(args.config), isolated=args.isolated, plugins=listed(args.plugins))
    )
    own = {rule.code for rule in ruleset.builtin().rules}
    found = session.sets(session.configs.of("")).set.rules
    return [rule for rule in found if rule.code not in own]
