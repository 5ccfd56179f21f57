"""The command ``schema``: JSON Schemas for editors."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint.cli import schemas
from contentlint.report import console

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

_MADE = {
    "config": schemas.configuration,
    "rules": schemas.rule_set,
    "report": schemas.report,
}


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument(
        "of",
        choices=tuple(_MADE),
        help="schema for configuration files, rule sets or JSON reports",
    )


def run(args: Namespace) -> int:
    """Print the schema."""
    import json

    console.output().write(json.dumps(_MADE[args.of](), indent=2, ensure_ascii=False) + "\n")
    return 0
