"""The command ``explain``: the page of a rule."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from contentlint import console, explain
from contentlint.arguments import WHEN


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("rule", metavar="CODE", help="a code or a name")
    parser.add_argument("--color", choices=WHEN, default="auto", help="colour the page")


def run(args: Namespace) -> int:
    """Print the page.

    Raises:
        ConfigError: there is no such rule.
    """
    out = console.output()
    out.write(explain.page(args.rule, console.style(args.color, "auto", out.isatty())))
    return 0
