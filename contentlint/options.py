"""The options of ``check``, most of which ``fix`` takes too."""

from __future__ import annotations

from contentlint import outputs
from contentlint.arguments import WHEN, selection
from contentlint.config import BASELINE, size_of

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
    check.add_argument("paths", nargs="*", metavar="PATH", help="files, folders, globs, or - (.)")
    selection(check)
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


def _report_arguments(check: ArgumentParser) -> None:
    group = check.add_argument_group("report")
    group.add_argument(
        "--format",
        "--output-format",
        action="append",
        metavar="NAME[=FILE]",
        help=f"one or several of {', '.join(outputs.FORMATS)} (auto)",
    )
    group.add_argument("-o", "--output", metavar="FILE", help="write the report to a file")
    group.add_argument("--min-severity", choices=("info", "warning", "error"), help="what is shown")
    group.add_argument(
        "--fail-on", choices=("info", "warning", "error", "never"), help="what makes the exit 1"
    )
    group.add_argument(
        "--statistics", action="store_true", help="counts by rule, folder and site, no findings"
    )
    group.add_argument("--exit-zero", action="store_true", help="exit 0 whatever is found")
    group.add_argument("--color", choices=WHEN, default="auto", help="colour the report")
    group.add_argument(
        "--bidi-isolate", choices=WHEN, default="auto", help="set right-to-left content apart"
    )
    group.add_argument("-q", "--quiet", action="store_true", help="findings and errors only")
    group.add_argument("-v", "--verbose", action="store_true", help="say what is read and left out")


def _fix_arguments(check: ArgumentParser) -> None:
    group = check.add_argument_group("fixes")
    group.add_argument("--fix", action="store_true", help="apply the safe fixes to the files")
    group.add_argument("--unsafe-fixes", action="store_true", help="the other fixes too")
    group.add_argument(
        "--fix-only", action="store_true", help="fix, and do not report what is left"
    )
    group.add_argument(
        "--diff", action="store_true", help="print the fixes as a patch, write nothing"
    )
    group.add_argument("--show-fixes", action="store_true", help="list what was fixed")
    group.add_argument(
        "--exit-non-zero-on-fix", action="store_true", help="exit 1 when something was fixed"
    )


def _baseline_arguments(check: ArgumentParser) -> None:
    group = check.add_argument_group("old findings")
    group.add_argument("--baseline", metavar="FILE", help="leave out what this file knows")
    group.add_argument(
        "--write-baseline",
        nargs="?",
        const="",
        metavar="FILE",
        help=f"take everything found as known, and exit 0 ({BASELINE})",
    )
    group.add_argument(
        "--prune-baseline", action="store_true", help="forget what is not found any more"
    )
    group.add_argument(
        "--fail-on-stale", action="store_true", help="exit 1 when something is not found any more"
    )
    group.add_argument(
        "--diff-base", metavar="REF", help="only findings on lines changed since a git commit"
    )


def _running_arguments(check: ArgumentParser) -> None:
    group = check.add_argument_group("running")
    group.add_argument("-j", "--jobs", type=_jobs, default=0, metavar="N", help="processes")
    group.add_argument(
        "--untrusted",
        action="store_true",
        help="for articles of strangers: no suppressions, no plugins, and limits",
    )
    group.add_argument("--max-file-size", type=_size, metavar="SIZE", help="like 10MB (no limit)")
    group.add_argument(
        "--max-findings", type=_jobs, metavar="N", help="of a rule in a file (no limit)"
    )
    group.add_argument("--watch", action="store_true", help="check again whatever changes")
    group.add_argument(
        "--profile-rules", action="store_true", help="say what each rule takes, dearest first"
    )
    group.add_argument("--no-cache", action="store_true", help="check every file anew")


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
