"""The command line: what may be written, and what is said when it is wrong."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from functools import cache, partial
from importlib import import_module

from contentlint import version_line
from contentlint.cli import plain
from contentlint.model.document import ORIGINS
from contentlint.model.errors import suggest

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any, NoReturn

FAILED = 2
COMMANDS = {
    "check": "check files and folders",
    "fix": "apply safe fixes without a report, or review all fixes one by one",
    "rules": "list the rules",
    "explain": "explain a rule",
    "init": "create a configuration file for a folder",
    "config": "show the settings that apply to a file, and where each is set",
    "test-rules": "run the examples in rule sets as tests",
    "new-rule": "print a template for your own rule",
    "schema": "print a JSON Schema, for text editors and other tools",
    "completion": "print a completion script for a shell",
    "cache": "show or clear the cache",
}
"""Each is a module of ``contentlint.cli.commands`` with ``arguments(parser)`` and ``run(args)``."""
WHEN = ("auto", "always", "never")


@cache
def _parser_class() -> type[argparse.ArgumentParser]:
    """Ours; made for those who need it, as most do not (see ``plain``)."""
    import argparse

    class Parser(argparse.ArgumentParser):
        def __init__(self, **given: Any) -> None:
            # For every argument argparse makes a formatter, and that one imports shutil (3 ms) to
            # ask how wide the terminal is.
            super().__init__(formatter_class=partial(argparse.HelpFormatter, width=80), **given)

        def format_help(self) -> str:
            self.formatter_class = argparse.HelpFormatter
            return super().format_help()

        def format_usage(self) -> str:
            self.formatter_class = argparse.HelpFormatter
            return super().format_usage()

        def error(self, message: str) -> NoReturn:
            """One line, as every other error of ours."""
            from contentlint._util.escape import visible

            self.exit(FAILED, f"contentlint: error: {visible(message)}\n")

    return Parser


def module(command: str) -> Any:
    """The module of a command."""
    return import_module("contentlint.cli.commands." + command.replace("-", "_"))


def parsers(
    full: Collection[str] = COMMANDS,
) -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    """The parser and those of the commands by name; only those in ``full`` know what they take."""
    own = _parser_class()
    parser = own(
        prog="contentlint",
        description="A linter for the content of articles, designed first for languages written "
        "from right to left.",
        epilog="Run 'contentlint COMMAND --help' for the options of a command.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=version_line())
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=own)
    found: dict[str, argparse.ArgumentParser] = {}
    for name, about in COMMANDS.items():
        found[name] = commands.add_parser(
            name, help=about, description=_sentence(about), allow_abbrev=False
        )
        if name in full:
            module(name).arguments(found[name])
    return parser, found


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments, their form checked.

    Raises:
        SystemExit: they are wrong, ask for help or the version only, or there are none.
    """
    if argv and argv[0] == "--":
        argv = argv[1:]
    first = argv[0] if argv else ""
    if first in COMMANDS:
        return _parse_command(first, argv[1:])
    parser, _ = parsers(())
    if first and first[0] != "-":
        hint = f"; to check it: contentlint check {first}" if os.path.lexists(first) else ""
        parser.error(suggest("command", first, COMMANDS) + hint)
    _, rest = parser.parse_known_args(argv)
    if rest:
        parser.error(suggest("option", rest[0].partition("=")[0], ("--help", "--version")))
    parser.print_help()
    raise SystemExit(0)


def _parse_command(name: str, argv: Sequence[str]) -> argparse.Namespace:
    add = module(name).arguments
    try:
        taken = plain.Arguments()
        add(taken)
        return taken.parse(argv, name)
    except plain.OddError:
        return _parse_oddly(name, argv)


def _parse_oddly(name: str, argv: Sequence[str]) -> argparse.Namespace:
    """Without the parsers of the other commands, which take as long as this one."""
    import argparse

    parser = _parser_class()(
        prog=f"contentlint {name}", description=_sentence(COMMANDS[name]), allow_abbrev=False
    )
    module(name).arguments(parser)
    args, rest = parser.parse_known_args(argv, argparse.Namespace(command=name))
    if rest:
        wrong = rest[0].partition("=")[0]
        known = [option for action in parser._actions for option in action.option_strings]
        see = f"`contentlint {name} --help` lists them"
        if wrong.startswith("-"):
            parser.error(suggest("option", wrong, known, see))
        see = f"`contentlint {name} --help` says what it takes"
        parser.error(f"unexpected argument {wrong!r}; {see}")
    return args


def _sentence(about: str) -> str:
    """The help of a command as the first line of its own help."""
    return f"{about[0].upper()}{about[1:]}."


def selection(parser: argparse.ArgumentParser) -> None:
    """The options that say which rules and which configuration; see ``session_of``."""
    group = parser.add_argument_group("rules and configuration")
    group.add_argument(
        "--select",
        action="append",
        metavar="RULE",
        help="enable only these rules: codes, names or families, separated by commas",
    )
    group.add_argument(
        "--extend-select", action="append", metavar="RULE", help="also enable these rules"
    )
    group.add_argument("--ignore", action="append", metavar="RULE", help="disable these rules")
    group.add_argument("--preview", action="store_true", help="also enable rules in preview")
    group.add_argument(
        "--cross-file", action="store_true", help="also enable rules that compare files"
    )
    group.add_argument(
        "--profile", metavar="NAME", help="use this profile: default, ci, strict, minimal or corpus"
    )
    group.add_argument(
        "--config",
        action="append",
        default=[],
        metavar="FILE|KEY=VALUE",
        help="use only this configuration file, or set one value, such as \"lang = 'ar'\"",
    )
    group.add_argument(
        "--origin",
        choices=ORIGINS,
        help="how the articles were produced (default: inferred from their folders)",
    )
    group.add_argument(
        "--plugins",
        action="append",
        metavar="NAME",
        help="allow the configuration to load these plugins, separated by commas",
    )
    group.add_argument("--isolated", action="store_true", help="ignore all configuration files")


def listed(values: Sequence[str] | None) -> tuple[str, ...]:
    """Values given by commas, by repeating the option, or by both."""
    return tuple(part.strip() for v in values or () for part in v.split(",") if part.strip())
