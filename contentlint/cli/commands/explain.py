"""The command ``explain``: prints the page of a rule."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint._util import TYPE_CHECKING
from contentlint.cli.parser import WHEN, listed
from contentlint.engine import ruleset
from contentlint.model.rule import Rule
from contentlint.report import console, rule_page
from contentlint.run.session import Request, Selection, Session

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("rule", metavar="CODE", help="code or name of the rule")
    parser.add_argument("--color", choices=WHEN, default="auto", help="when to colour the output")
    parser.add_argument(
        "--config",
        action="append",
        default=[],
        metavar="FILE|KEY=VALUE",
        help="also search the rule sets of this configuration (default: the one that applies here)",
    )
    parser.add_argument(
        "--plugins",
        action="append",
        metavar="NAME",
        help="allow the configuration to load these plugins, separated by commas",
    )
    parser.add_argument("--isolated", action="store_true", help="ignore all configuration files")


def run(args: Namespace) -> int:
    """Print the page, and return the exit code.

    Raises:
        ConfigError: there is no such rule.
    """
    own = ruleset.names(ruleset.builtin().rules)
    # A wrong configuration does not hide the page of a built-in rule.
    more = () if {args.rule, args.rule.upper()} & own else _rules(args)
    out = console.output()
    out.write(rule_page.page(args.rule, console.style(args.color, "auto", out.isatty()), more))
    return 0


def _rules(args: Namespace) -> Sequence[Rule]:
    """Return the rules of the user's rule sets."""
    session = Session(
        Request(
            Selection(
                config=tuple(args.config), isolated=args.isolated, plugins=listed(args.plugins)
            )
        )
    )
    own = {rule.code for rule in ruleset.builtin().rules}
    resolver = session.resolver
    found = resolver.sets(resolver.configs.of("")).set.rules
    return [rule for rule in found if rule.code not in own]
