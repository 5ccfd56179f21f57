"""The command ``schema``: prints a JSON Schema, for editors."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint.cli import schemas
from contentlint.report import console

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

_SCHEMAS = {
    "config": schemas.configuration,
    "rules": schemas.rule_set,
    "report": schemas.report,
}


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "of",
        choices=tuple(_SCHEMAS),
        help="schema for configuration files, rule sets or JSON reports",
    )


def run(args: Namespace) -> int:
    """Print the schema, and return the exit code."""
    import json

    console.output().write(json.dumps(_SCHEMAS[args.of](), indent=2, ensure_ascii=False) + "\n")
    return 0
