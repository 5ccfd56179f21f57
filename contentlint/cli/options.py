"""The options of ``check``, most of which ``fix`` takes too."""

from __future__ import annotations

from contentlint.cli.parser import WHEN, selection
from contentlint.config.schema import BASELINE, size_of
from contentlint.report import formats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser


def check_arguments(check: ArgumentParser) -> None:
    """Everything that ``check`` takes."""
    file_arguments(check)
    _report_arguments(check)
    _fix_arguments(check)
    _baseline_arguments(check)
    _running_arguments(check)


def file_arguments(check: ArgumentParser) -> None:
    """What is checked, by which rules, and how it is read."""
    check.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files, folders or globs to check, or - for standard input (default: current folder)",
    )
    selection(check)
    group = check.add_argument_group("files")
    group.add_argument(
        "--include", action="append", metavar="GLOB", help="check only files that match"
    )
    group.add_argument(
        "--exclude", action="append", metavar="GLOB", help="skip files and folders that match"
    )
    group.add_argument(
        "--force-exclude",
        action="store_true",
        help="apply include and exclude filters to files named on the command line, too",
    )
    group.add_argument(
        "--no-respect-gitignore", action="store_true", help="also check files that git ignores"
    )
    group.add_argument(
        "--stdin-filename", metavar="PATH", help="treat standard input as the file at PATH"
    )
    group.add_argument(
        "--show-files", action="store_true", help="list the files to check, then exit"
    )
    group = check.add_argument_group("parsing")
    group.add_argument(
        "--lang", type=_lang, help="language of the text, such as ar (default: detect it)"
    )
    group.add_argument(
        "--paragraphs",
        choices=("auto", "line", "blank-line"),
        help="what ends a paragraph (default: detect it)",
    )


def _report_arguments(check: ArgumentParser) -> None:
    group = check.add_argument_group("report")
    group.add_argument(
        "--format",
        "--output-format",
        action="append",
        metavar="NAME[=FILE]",
        help=f"report format: {', '.join(formats.names())}, or auto (default: full in a terminal, "
        "concise elsewhere, github on GitHub, gitlab on GitLab); repeat the option to write "
        "several reports",
    )
    group.add_argument("-o", "--output", metavar="FILE", help="write the report to FILE")
    group.add_argument(
        "--min-severity",
        choices=("info", "warning", "error"),
        help="hide findings below this severity (default: warning)",
    )
    group.add_argument(
        "--fail-on",
        choices=("info", "warning", "error", "never"),
        help="exit with code 1 on findings of this severity or higher (default: warning)",
    )
    group.add_argument(
        "--statistics",
        action="store_true",
        help="print counts by rule, folder and source website instead of findings",
    )
    group.add_argument(
        "--exit-zero", action="store_true", help="exit with code 0 even if there are findings"
    )
    group.add_argument("--color", choices=WHEN, default="auto", help="when to colour the report")
    group.add_argument(
        "--bidi-isolate",
        choices=WHEN,
        default="auto",
        help="when to wrap right-to-left text in Unicode isolates, for terminals that reorder text",
    )
    group.add_argument(
        "-q", "--quiet", action="store_true", help="print only findings and error messages"
    )
    group.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help="also print the configuration used and the number of files skipped",
    )


def _fix_arguments(check: ArgumentParser) -> None:
    group = check.add_argument_group("fixes")
    group.add_argument("--fix", action="store_true", help="apply safe fixes to the files")
    group.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="also apply unsafe fixes; needs --fix, --fix-only or --diff",
    )
    group.add_argument(
        "--fix-only",
        action="store_true",
        help="apply safe fixes, but do not report the remaining findings",
    )
    group.add_argument(
        "--diff",
        action="store_true",
        help="print fixes as a patch instead of applying them; exit with code 1 if there are fixes",
    )
    group.add_argument(
        "--show-fixes", action="store_true", help="print the number of fixes per file and rule"
    )
    group.add_argument(
        "--exit-non-zero-on-fix", action="store_true", help="exit with code 1 if anything was fixed"
    )


def _baseline_arguments(check: ArgumentParser) -> None:
    group = check.add_argument_group("existing findings")
    group.add_argument("--baseline", metavar="FILE", help="do not report findings recorded in FILE")
    group.add_argument(
        "--write-baseline",
        nargs="?",
        const="",
        metavar="FILE",
        help=f"record all findings in FILE and exit with code 0 (default: {BASELINE})",
    )
    group.add_argument(
        "--prune-baseline",
        action="store_true",
        help="remove findings that no longer occur from the baseline",
    )
    group.add_argument(
        "--fail-on-stale",
        action="store_true",
        help="exit with code 1 if the baseline has findings that no longer occur",
    )
    group.add_argument(
        "--diff-base",
        metavar="REF",
        help="report only findings on lines changed since REF, a git commit or branch",
    )


def _running_arguments(check: ArgumentParser) -> None:
    group = check.add_argument_group("execution")
    group.add_argument(
        "-j",
        "--jobs",
        type=_jobs,
        default=0,
        metavar="N",
        help="maximum number of processes (default: automatic)",
    )
    group.add_argument(
        "--untrusted",
        action="store_true",
        help="for untrusted content: ignore suppression comments and the cache, refuse plugins, "
        "and limit file sizes and findings",
    )
    group.add_argument(
        "--max-file-size",
        type=_size,
        metavar="SIZE",
        help="do not check files larger than SIZE, such as 10MB; exit with code 2 if there are any "
        "(default: no limit)",
    )
    group.add_argument(
        "--max-findings",
        type=_jobs,
        metavar="N",
        help="report at most N findings of one rule in one file; exit with code 2 if there are "
        "more (default: no limit)",
    )
    group.add_argument(
        "--watch", action="store_true", help="keep running, and check files again when they change"
    )
    group.add_argument(
        "--profile-rules", action="store_true", help="show time per rule, slowest first"
    )
    group.add_argument(
        "--no-cache",
        action="store_true",
        help="check every file again; do not read or write the cache",
    )


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise _wrong(f"expected a whole number from 1, not {text!r}")
    return int(text)


def _size(text: str) -> int:
    try:
        return size_of(text)
    except ValueError as error:
        raise _wrong(str(error)) from None


def _lang(text: str) -> str:
    if not (text.isascii() and text.isalpha() and 2 <= len(text) <= 3):
        raise _wrong(f"expected a language subtag like 'ar', not {text!r}")
    return text.lower()


def _wrong(message: str) -> Exception:
    from argparse import ArgumentTypeError

    return ArgumentTypeError(message)
