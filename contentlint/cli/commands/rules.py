"""The command ``rules``: lists the rules, as the current folder configures them."""

from __future__ import annotations

from collections.abc import Mapping

from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import json_text
from contentlint.cli.parser import selection, text_or_json
from contentlint.cli.session import session_of
from contentlint.config.select import selected, setting
from contentlint.report import console
from contentlint.run.resolve import Resolver

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Any

_FIXES = {"none": "", "safe": "fix", "unsafe": "unsafe fix", "sometimes": "fix in part"}


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    text_or_json(parser)
    selection(parser)


def run(args: Namespace) -> int:
    """Print the list, and return the exit code."""
    console.output().write(shown(session_of(args).resolver, args.format))
    return 0


def shown(resolver: Resolver, form: str) -> str:
    """Return the list; ``form`` is ``text``, with a line for each rule, or ``json``.

    Raises:
        ConfigError: the configuration of the current folder is wrong.
    """
    found = rows(resolver)
    if form == "json":
        import json

        return json_text(json.dumps(found, indent=2)) + "\n"
    lines = []
    for row in found:
        state = "on" if row["on"] else "preview" if row["status"] == "preview" else "off"
        line = f"{row['code']}  {row['severity']:<8} {state:<8} {row['name']:<34} "
        lines.append(f"{line}{_FIXES[row['fix']]}".rstrip() + "\n")
    return "".join(lines)


def rows(resolver: Resolver) -> list[Mapping[str, Any]]:
    """Return the columns of each rule as JSON values, ordered by code."""
    config = resolver.configs.of("")
    resolver.check_command_line([config])
    resolver.settings("")  # refuses a wrong configuration
    layers = resolver.layers(config)
    every = resolver.sets(config).set.rules
    preview, origin = resolver.preview(""), resolver.origin("")[0]
    on = {rule.code for rule in selected(every, layers, preview, origin)}
    return [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": setting(rule, layers).severity or rule.severity,
            "on": rule.code in on,
            "status": rule.status,
            "fix": rule.fix,
            "languages": sorted(rule.languages),
            "origins": list(rule.origins),
        }
        for rule in every
    ]
