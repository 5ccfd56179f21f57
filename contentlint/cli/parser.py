"""The command line: its commands and options, and the errors of wrong arguments."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from functools import cache, partial
from importlib import import_module

from contentlint import version_line
from contentlint._util import TYPE_CHECKING
from contentlint._util.translation import gettext as _
from contentlint._util.translation import marked
from contentlint.cli import language
from contentlint.cli.simple_parser import NotSimpleError, SimpleParser
from contentlint.config.schema import BASELINE
from contentlint.config.toml import shown
from contentlint.config.values import MOST_DIGITS, size_of
from contentlint.model import dialects
from contentlint.model.document import ORIGINS
from contentlint.model.errors import ConfigError, close_to, listed_by, meant, suggest
from contentlint.report import formats

if TYPE_CHECKING:
    import argparse
    from typing import Any, NoReturn

FAILED = 2
COMMANDS = {
    "check": marked("check files and folders"),
    "links": marked("ask the web for the links of articles, politely, and report dead ones"),
    "fix": marked("apply safe fixes without a report, or review all fixes one by one"),
    "rules": "list the rules",
    "explain": "explain a rule",
    "init": "propose a configuration file for a folder",
    "translations": marked("show which translations are missing, or behind their sources"),
    "config": "show the settings that apply to a file, and where each is set",
    "test-rules": "run the examples in rule sets as tests",
    "new-rule": "print a template for your own rule",
    "schema": "print a JSON Schema, for text editors and other tools",
    "completion": "print a completion script for a shell",
    "cache": "show or clear the cache",
    "corpus": marked("check, compare and filter documents in JSONL and Parquet files"),
}
"""Each is a module of ``contentlint.cli.commands`` with ``arguments(parser)`` and ``run(args)``."""
WHEN = ("auto", "always", "never")


@cache
def _parser_class() -> type[argparse.ArgumentParser]:
    """Return our ArgumentParser; most runs do not need it, see ``simple_parser``."""
    import argparse

    class Formatter(argparse.HelpFormatter):
        def add_usage(
            self, usage: Any, actions: Any, groups: Any, prefix: str | None = None
        ) -> None:
            super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)

        def _split_lines(self, text: str, width: int) -> list[str]:
            """Return the lines of a help text, each in its own direction on a terminal."""
            from contentlint.report import console

            style = console.style("never", "auto", console.output().isatty())
            return [style.sentence(line, ()) for line in super()._split_lines(text, width)]

    class Parser(argparse.ArgumentParser):
        def __init__(self, **given: Any) -> None:
            # For every argument argparse creates a formatter, which imports shutil (3 ms) to get
            # the width of the terminal.
            super().__init__(
                formatter_class=partial(argparse.HelpFormatter, width=80), add_help=False, **given
            )
            self._positionals.title = _("positional arguments")
            self._optionals.title = _("options")
            self.add_argument(
                "-h", "--help", action="help", help=_("show this help message and exit")
            )

        def format_help(self) -> str:
            self.formatter_class = Formatter
            return super().format_help()

        def format_usage(self) -> str:
            self.formatter_class = Formatter
            return super().format_usage()

        def error(self, message: str) -> NoReturn:
            """Exit with an error of one line, as all errors are."""
            from contentlint.report import console

            console.fail(message)
            self.exit(FAILED)

    return Parser


def module(command: str) -> Any:
    """Return the module of a command."""
    return import_module("contentlint.cli.commands." + command.replace("-", "_"))


def parsers(
    full: Collection[str] = COMMANDS,
) -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    """Return the parser, and those of the commands by name.

    Only the parsers of the commands in ``full`` have arguments.
    """
    own = _parser_class()
    parser = own(
        prog="contentlint",
        description=_(
            "A linter for the content of articles, designed first for languages written from "
            "right to left."
        ),
        epilog=_(
            "Run 'contentlint COMMAND --help' for the options of a command. 'contentlint PATH' is "
            "short for 'contentlint check PATH'."
        ),
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=version_line(),
        help=_("show program's version number and exit"),
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=own)
    found: dict[str, argparse.ArgumentParser] = {}
    for name, about in COMMANDS.items():
        found[name] = commands.add_parser(
            name, help=_(about), description=sentence(about), allow_abbrev=False
        )
        if name in full:
            module(name).arguments(found[name])
    return parser, found


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the arguments of the command line.

    Raises:
        ConfigError: what looks like an option is also the name of a file.
        SystemExit: they are wrong, or ask for help or the version only, or there are none.
    """
    if argv and argv[0] == "--":
        argv = argv[1:]
    first = argv[0] if argv else ""
    if first in COMMANDS:
        return parse_command(first, argv[1:])
    if _is_path(first):
        return parse_command("check", argv)
    parser = parsers(())[0]
    if first and first[0] != "-":
        wanted = [_SYNONYMS[first]] if first in _SYNONYMS else close_to(first, COMMANDS)
        if wanted:
            parser.error(meant("command", first, wanted))
        parser.error(
            _(
                "{word} is not a command, file or folder; `contentlint --help` lists commands"
            ).format(word=repr(first))
        )
    rest = parser.parse_known_args(argv[:1])[1]
    if rest:
        _misplaced(parser, first.partition("=")[0], argv)
    parser.print_help()
    raise SystemExit(0)


_SYNONYMS = {"lint": "check", "run": "check", "help": "--help", "version": "--version"}
"""What other programs call our commands and options."""


def _is_path(word: str) -> bool:
    """Return True if a word where a command is expected is meant for ``check``."""
    if word[:1] == "-":
        return word == "-"
    return any(sign in "./\\*?[" for sign in word) or os.path.lexists(word)


def _misplaced(parser: argparse.ArgumentParser, option: str, argv: Sequence[str]) -> NoReturn:
    """Exit with the error of an option that no command precedes."""
    from shlex import join

    for name, command in parsers()[1].items():
        if option in command._option_string_actions:
            parser.error(
                _("option {option} needs a command: {example}").format(
                    option=repr(option), example=f"contentlint {name} {join(argv)}"
                )
            )
    parser.error(suggest("option", option, ("--help", "--version")))


def parse_command(name: str, argv: Sequence[str]) -> argparse.Namespace:
    """Return the arguments of a command.

    Raises:
        ConfigError: what looks like an option is also the name of a file.
        SystemExit: they are wrong, or ask for help only.
    """
    for word in argv[: argv.index("--")] if "--" in argv else argv:
        # A hook or a shell's * may have passed it, and a pull request may have chosen it.
        if word[:1] == "-" and word != "-" and os.path.lexists(word):
            raise ConfigError(
                _("argument {word} is also the name of a file; for the file, write {path}").format(
                    word=repr(word), path=repr(os.path.join(os.curdir, word))
                )
            )
    add = module(name).arguments
    try:
        parser = SimpleParser()
        add(parser)
        return parser.parse(argv, name)
    except NotSimpleError:
        return _parse_with_argparse(name, argv)


def _parse_with_argparse(name: str, argv: Sequence[str]) -> argparse.Namespace:
    """Parse without creating the parsers of the other commands, which take as long as this one."""
    import argparse

    parser = _parser_class()(
        prog=f"contentlint {name}", description=sentence(COMMANDS[name]), allow_abbrev=False
    )
    module(name).arguments(parser)
    args, rest = parser.parse_known_args(argv, argparse.Namespace(command=name))
    if rest:
        wrong = rest[0].partition("=")[0]
        known = [option for action in parser._actions for option in action.option_strings]
        see = listed_by(f"contentlint {name} --help")
        if wrong.startswith("-"):
            parser.error(suggest("option", wrong, known, see))
        parser.error(
            _("unexpected argument {word}; `{command}` says what it takes").format(
                word=repr(wrong), command=f"contentlint {name} --help"
            )
        )
    return args


def sentence(about: str) -> str:
    """Return the help of a command as the first line of its own help."""
    about = _(about)
    return f"{about[0].upper()}{about[1:]}."


def listed(values: Sequence[str] | None) -> tuple[str, ...]:
    """Return values separated by commas, in one or several occurrences of an option."""
    return tuple(part.strip() for v in values or () for part in v.split(",") if part.strip())


# What commands share


def selection(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose rules and configuration; see ``cli.session.session_of``."""
    group = parser.add_argument_group(_("rules and configuration"))
    group.add_argument(
        "--select",
        action="append",
        metavar="RULE",
        help=_(
            "enable only these rules: codes (PUN001), names or families (PUN), separated by commas"
        ),
    )
    group.add_argument(
        "--extend-select", action="append", metavar="RULE", help=_("also enable these rules")
    )
    group.add_argument("--ignore", action="append", metavar="RULE", help=_("disable these rules"))
    group.add_argument("--preview", action="store_true", help=_("also enable rules in preview"))
    group.add_argument(
        "--cross-file", action="store_true", help=_("also enable rules that compare files")
    )
    group.add_argument(
        "--profile",
        metavar="NAME",
        help=_("use this profile: default, ci, strict, minimal or corpus"),
    )
    group.add_argument(
        "--config",
        action="append",
        default=[],
        metavar="FILE|KEY=VALUE",
        help=_("use only this configuration file, or set one value, such as \"lang = 'ar'\""),
    )
    group.add_argument(
        "--origin",
        choices=ORIGINS,
        help=_("how the articles were produced (default: inferred from their folders)"),
    )
    group.add_argument(
        "--dialect",
        choices=dialects.NAMES,
        metavar="NAME",
        help=_(
            "site generator that the articles are written for: hugo, mkdocs, ..., none (default:"
            " inferred from their folders)"
        ),
    )
    group.add_argument(
        "--plugins",
        action="append",
        metavar="NAME",
        help=_("allow the configuration to load these plugins, separated by commas"),
    )
    group.add_argument("--isolated", action="store_true", help=_("ignore all configuration files"))


def check_arguments(check: argparse.ArgumentParser) -> None:
    """Add all arguments of ``check``."""
    file_arguments(check)
    _report_arguments(check)
    _fix_arguments(check)
    _baseline_arguments(check)
    links_argument(check)
    running = running_arguments(check)
    running.add_argument(
        "--watch",
        action="store_true",
        help=_("keep running, and check files again when they change"),
    )
    running.add_argument(
        "--profile-rules", action="store_true", help=_("show time per rule, slowest first")
    )


def file_arguments(check: argparse.ArgumentParser) -> None:
    """Add the arguments that ``check`` and ``fix`` share: files, rules, parsing."""
    check.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help=_("files, folders or globs, or - for standard input (default: current folder)"),
    )
    selection(check)
    group = check.add_argument_group(_("files"))
    group.add_argument(
        "--include", action="append", metavar="GLOB", help=_("use only files that match")
    )
    group.add_argument(
        "--exclude", action="append", metavar="GLOB", help=_("skip files and folders that match")
    )
    group.add_argument(
        "--force-exclude",
        action="store_true",
        help=_("apply include and exclude filters to files named on the command line, too"),
    )
    group.add_argument(
        "--no-respect-gitignore", action="store_true", help=_("also check files that git ignores")
    )
    group.add_argument(
        "--stdin-filename", metavar="PATH", help=_("treat standard input as the file at PATH")
    )
    group.add_argument(
        "--show-files", action="store_true", help=_("list the selected files, then exit")
    )
    group = check.add_argument_group(_("parsing"))
    group.add_argument(
        "--lang", type=_lang, help=_("language of the text, such as ar (default: detect it)")
    )
    group.add_argument(
        "--paragraphs",
        choices=("auto", "line", "blank-line"),
        help=_("what ends a paragraph (default: detect it)"),
    )


def _report_arguments(check: argparse.ArgumentParser) -> None:
    group = check.add_argument_group(_("report"))
    format_argument(
        group,
        _(
            "report format: {formats}, or auto (default: full in a terminal, concise elsewhere, "
            "github on GitHub, gitlab on GitLab); repeat the option to write several reports"
        ).format(formats=", ".join(formats.names())),
    )
    group.add_argument(
        "--template",
        action="append",
        metavar="TEMPLATE[=FILE]",
        help=_(
            "write a report in a format of your own: TEMPLATE is a text with fields such as {field}"
        ).format(field="${message}"),
    )
    group.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help=_(
            "write to FILE the report, the patch of --diff, or with --fix the fixed standard input"
        ),
    )
    severity_argument(group, _("hide findings below this severity (default: warning)"))
    group.add_argument(
        "--fail-on",
        choices=("info", "warning", "error", "never"),
        help=_("exit with code 1 on findings of this severity or higher (default: warning)"),
    )
    group.add_argument(
        "--statistics",
        action="store_true",
        help=_("print counts by rule, folder and source website instead of findings"),
    )
    group.add_argument(
        "--exit-zero", action="store_true", help=_("exit with code 0 even if there are findings")
    )
    display_arguments(group, quiet=_("print only findings and error messages"))


# Options that ``check`` and ``fix`` share: where their help differs, it is an argument.


def links_argument(parser: argparse.ArgumentParser) -> None:
    """Add ``--links``."""
    group = parser.add_argument_group(_("links"))
    group.add_argument(
        "--links",
        metavar="FILE",
        help=_("also judge what FILE says of links: a state or an export of `contentlint links`"),
    )


def format_argument(group: argparse._ArgumentGroup, about: str) -> None:
    """Add ``--format``."""
    group.add_argument(
        "--format", "--output-format", action="append", metavar="NAME[=FILE]", help=about
    )


def text_or_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--format`` to a command that prints text for people, or JSON."""
    parser.add_argument(
        "--format",
        "--output-format",
        choices=("text", "json"),
        default="text",
        help="output format (default: text)",
    )


def severity_argument(group: argparse._ArgumentGroup, about: str) -> None:
    """Add ``--min-severity``."""
    group.add_argument("--min-severity", choices=("info", "warning", "error"), help=about)


def known_arguments(group: argparse._ArgumentGroup, baseline: str, changed: str) -> None:
    """Add ``--baseline`` and ``--diff-base``."""
    group.add_argument("--baseline", metavar="FILE", help=baseline)
    group.add_argument("--diff-base", metavar="REF", help=changed)


def display_arguments(group: argparse._ArgumentGroup, quiet: str) -> None:
    """Add the options for colour, for right-to-left text, and for more and fewer messages."""
    group.add_argument("--color", choices=WHEN, default="auto", help=_("when to colour the output"))
    group.add_argument(
        "--bidi-isolate",
        choices=WHEN,
        default="auto",
        help=_(
            "when to wrap right-to-left text in Unicode isolates, for terminals that reorder text"
        ),
    )
    language.arguments(group)
    group.add_argument("-q", "--quiet", action="store_true", help=quiet)
    group.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help=_("also print the configuration used and the number of files skipped"),
    )


def fix_output_arguments(group: argparse._ArgumentGroup) -> None:
    """Add the options for the output and the exit code of fixes."""
    group.add_argument(
        "--diff",
        action="store_true",
        help=_(
            "print fixes as a patch instead of applying them; exit with code 1 if there are fixes"
        ),
    )
    group.add_argument(
        "--dry-run",
        action="store_true",
        help=_("print how much would be fixed, but change no file"),
    )
    group.add_argument(
        "--show-fixes", action="store_true", help=_("print the number of fixes per file and rule")
    )
    group.add_argument(
        "--exit-non-zero-on-fix",
        action="store_true",
        help=_("exit with code 1 if anything was fixed"),
    )


def _fix_arguments(check: argparse.ArgumentParser) -> None:
    group = check.add_argument_group(_("fixes"))
    group.add_argument("--fix", action="store_true", help=_("apply safe fixes to the files"))
    group.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help=_("also apply unsafe fixes; needs --fix, --fix-only or --diff"),
    )
    group.add_argument(
        "--fix-only",
        action="store_true",
        help=_("apply safe fixes, but do not report the remaining findings"),
    )
    fix_output_arguments(group)


def _baseline_arguments(check: argparse.ArgumentParser) -> None:
    group = check.add_argument_group(_("existing findings"))
    known_arguments(
        group,
        _("do not report findings recorded in FILE"),
        _("report only findings on lines changed since REF, a git commit or branch"),
    )
    group.add_argument(
        "--write-baseline",
        nargs="?",
        const="",
        metavar="FILE",
        help=_("record all findings in FILE and exit with code 0 (default: {file})").format(
            file=BASELINE
        ),
    )
    group.add_argument(
        "--prune-baseline",
        action="store_true",
        help=_("remove findings that no longer occur from the baseline"),
    )
    group.add_argument(
        "--fail-on-stale",
        action="store_true",
        help=_("exit with code 1 if the baseline has findings that no longer occur"),
    )
    group.add_argument(
        "--add-suppressions",
        action="store_true",
        help=_(
            "suppress the findings reported, with comments in Markdown files and with entries in "
            "the configuration for other files"
        ),
    )
    group.add_argument(
        "--reason", metavar="TEXT", help=_("reason that --add-suppressions gives for each")
    )


def running_arguments(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """Add the options for processes, limits and the cache; return their group."""
    group = parser.add_argument_group(_("execution"))
    group.add_argument(
        "-j",
        "--jobs",
        type=number_from(1),
        default=0,
        metavar="N",
        help=_("maximum number of processes (default: automatic)"),
    )
    group.add_argument(
        "--untrusted",
        action="store_true",
        help=_(
            "for untrusted content: read the configuration from the commit of --diff-base, ignore "
            "suppression comments and the cache, refuse plugins, and limit file sizes and findings"
        ),
    )
    group.add_argument(
        "--max-file-size",
        type=size,
        metavar="SIZE",
        help=_(
            "do not check files larger than SIZE, such as 10MB; exit with code 2 if there are any "
            "(default: no limit)"
        ),
    )
    group.add_argument(
        "--max-findings",
        type=number_from(1),
        metavar="N",
        help=_(
            "report at most N findings of one rule in one file; exit with code 2 if there are "
            "more (default: no limit)"
        ),
    )
    group.add_argument(
        "--no-cache",
        action="store_true",
        help=_("check every file again; do not read or write the cache"),
    )
    return group


def number_from(least: int) -> Callable[[str], int]:
    """Return the ``type`` of an argument that is a whole number, ``least`` or more."""

    def whole(text: str) -> int:
        if not text.isdecimal() or len(text) > MOST_DIGITS or int(text) < least:
            raise argument_error(f"expected a whole number from {least}, not {shown(text)}")
        return int(text)

    return whole


def size(text: str) -> int:
    """Return the bytes of a size like ``10MB``, as the ``type`` of an argument."""
    try:
        return size_of(text)
    except ValueError as error:
        raise argument_error(str(error)) from None


def _lang(text: str) -> str:
    if not (text.isascii() and text.isalpha() and 2 <= len(text) <= 3):
        raise argument_error(f"expected a language subtag like 'ar', not {text!r}")
    return text.lower()


def argument_error(message: str) -> Exception:
    """Return the error of a wrong value, for the ``type`` of an argument."""
    from argparse import ArgumentTypeError

    return ArgumentTypeError(message)
