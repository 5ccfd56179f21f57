"""The command ``new-rule``: prints a template for a rule."""

from __future__ import annotations

import os
import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from contentlint.engine import ruleset
from contentlint.model.errors import ConfigError, suggest
from contentlint.report import console


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "kind", nargs="?", metavar="KIND", help="kind of rule; omit it to list the kinds"
    )
    parser.add_argument(
        "--code",
        type=_code,
        help="code of the new rule: three capital letters and three digits (default: HSE001)",
    )


def _code(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}[0-9]{3}", text):
        raise ArgumentTypeError(f"expected three capital letters and three digits, not {text!r}")
    return text


def run(args: Namespace) -> int:
    """Print the template of a kind, or the kinds, and return the exit code.

    Raises:
        ConfigError: there is no such kind, or the code is one of contentlint's own.
    """
    known = kinds()
    out = console.output()
    if args.kind is None:
        for kind in known:
            out.write(f"{kind:<14} {template(kind).partition(chr(10))[0].lstrip('# ')}\n")
        return 0
    if args.kind not in known:
        raise ConfigError(suggest("kind", args.kind, known))
    if args.code in ruleset.names(ruleset.builtin().rules):
        raise ConfigError(f"--code: {args.code} is a built-in rule")
    text = template(args.kind)
    out.write(text.replace("[HSE001]", f"[{args.code}]") if args.code else text)
    return 0


def kinds() -> list[str]:
    """Return the kinds that have a template."""
    names = os.listdir(os.path.join(ruleset.folder(), "templates"))
    return sorted(name[: -len(".toml")] for name in names if name.endswith(".toml"))


def template(kind: str) -> str:
    """Return the template of a kind: a rule HSE001 that passes ``test-rules``."""
    path = os.path.join(ruleset.folder(), "templates", kind + ".toml")
    with open(path, encoding="utf-8") as file:
        return file.read()
