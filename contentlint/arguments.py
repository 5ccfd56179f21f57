"""The command line: what may be written, and what is said when it is wrong."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from typing import NoReturn

from contentlint import __version__
from contentlint.errors import suggest

FAILED = 2
COMMANDS = ("check", "rules", "explain")
FORMATS = ("full", "concise", "json")
WHEN = ("auto", "always", "never")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, as every other error of ours."""
        from contentlint.escape import visible

        self.exit(FAILED, f"contentlint: error: {visible(message)}\n")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments, their form checked.

    Raises:
        SystemExit: they are wrong, ask for help or the version only, or there are none.
    """
    parser = _Parser(
        prog="contentlint",
        description="A content-quality linter for article files, right-to-left scripts first.",
        epilog="contentlint COMMAND --help says what a command takes.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"contentlint {__version__}")
    first = argv[0] if argv else ""
    if first and first[0] != "-" and first not in COMMANDS:
        hint = f"; to check it: contentlint check {first}" if os.path.lexists(first) else ""
        parser.error(suggest("command", first, COMMANDS) + hint)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _check(commands.add_parser("check", help="check files and folders", allow_abbrev=False))
    _rules(commands.add_parser("rules", help="list the rules", allow_abbrev=False))
    _explain(commands.add_parser("explain", help="print the page of a rule", allow_abbrev=False))
    args, rest = parser.parse_known_args(argv)
    if rest:
        wrong = rest[0].partition("=")[0]
        command: argparse.ArgumentParser = commands.choices[args.command]
        known = [option for action in command._actions for option in action.option_strings]
        see = f"`contentlint {args.command} --help` lists them"
        if wrong.startswith("-"):
            parser.error(suggest("option", wrong, known, see))
        see = f"`contentlint {args.command} --help` says what it takes"
        parser.error(f"unexpected argument {wrong!r}; {see}")
    if args.command is None:
        parser.print_help()
        parser.exit()
    return args


def _check(check: argparse.ArgumentParser) -> None:
    check.add_argument("paths", nargs="*", metavar="PATH", help="files, folders, globs, or - (.)")
    _selection(check)
    group = check.add_argument_group("files")
    group.add_argument("--include", action="append", metavar="GLOB", help="only files like these")
    group.add_argument("--exclude", action="append", metavar="GLOB", help="no files like these")
    group.add_argument(
        "--force-exclude", action="store_true", help="apply filters to files named here too"
    )
    group.add_argument(
        "--no-respect-gitignore", action="store_true", help="check what git ignores too"
    )
    group.add_argument("--stdin-filename", metavar="PATH", help="what standard input is called")
    group.add_argument("--show-files", action="store_true", help="list what would be checked")
    group = check.add_argument_group("reading")
    group.add_argument("--lang", type=_lang, help="the language of the text, like ar")
    group.add_argument(
        "--paragraphs", choices=("auto", "line", "blank-line"), help="what ends a paragraph"
    )
    _report(check)
    group = check.add_argument_group("running")
    group.add_argument("-j", "--jobs", type=_jobs, default=0, metavar="N", help="processes")
    group.add_argument("--no-cache", action="store_true", help="check every file anew")


def _report(check: argparse.ArgumentParser) -> None:
    group = check.add_argument_group("report")
    group.add_argument(
        "--format", "--output-format", choices=FORMATS, help="full on a terminal, else concise"
    )
    group.add_argument("-o", "--output", metavar="FILE", help="write the report to a file")
    group.add_argument("--min-severity", choices=("info", "warning", "error"), help="what is shown")
    group.add_argument(
        "--fail-on", choices=("info", "warning", "error", "never"), help="what makes the exit 1"
    )
    group.add_argument("--exit-zero", action="store_true", help="exit 0 whatever is found")
    group.add_argument("--color", choices=WHEN, default="auto", help="colour the report")
    group.add_argument(
        "--bidi-isolate", choices=WHEN, default="auto", help="set right-to-left content apart"
    )
    group.add_argument("-q", "--quiet", action="store_true", help="findings and errors only")
    group.add_argument("-v", "--verbose", action="store_true", help="say what is read and left out")


def _rules(rules: argparse.ArgumentParser) -> None:
    rules.add_argument("--format", "--output-format", choices=("text", "json"), default="text")
    _selection(rules)


def _explain(explain: argparse.ArgumentParser) -> None:
    explain.add_argument("rule", metavar="CODE", help="a code or a name")
    explain.add_argument("--color", choices=WHEN, default="auto", help="colour the page")


def _selection(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("rules and configuration")
    group.add_argument("--select", action="append", metavar="RULE", help="only these; a,b,c")
    group.add_argument("--extend-select", action="append", metavar="RULE", help="these too")
    group.add_argument("--ignore", action="append", metavar="RULE", help="not these")
    group.add_argument("--preview", action="store_true", help="rules in preview too")
    group.add_argument("--cross-file", action="store_true", help="the rules that compare files too")
    group.add_argument("--profile", metavar="NAME", help="default, ci, strict or minimal")
    group.add_argument(
        "--config",
        action="append",
        default=[],
        metavar="FILE|KEY=VALUE",
        help="this file and no other; or one setting, like \"lang = 'ar'\"",
    )
    group.add_argument("--isolated", action="store_true", help="read no configuration file")


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1, not {text!r}")
    return int(text)


def _lang(text: str) -> str:
    if not (text.isascii() and text.isalpha() and 2 <= len(text) <= 3):
        raise argparse.ArgumentTypeError(f"expected a language subtag like 'ar', not {text!r}")
    return text.lower()


def listed(values: Sequence[str] | None) -> tuple[str, ...]:
    """Values given by commas, by repeating the option, or by both."""
    return tuple(part.strip() for v in values or () for part in v.split(",") if part.strip())
