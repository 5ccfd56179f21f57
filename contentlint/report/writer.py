"""Where the report goes, and in which formats."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module

from contentlint._util.namedtuple import NamedTuple
from contentlint._util.style import Style
from contentlint.model.diagnostic import FileResult
from contentlint.model.errors import ConfigError, ContentlintError, reason, suggest
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report import console
from contentlint.source.discovery import Target

FORMATS = (
    "full",
    "concise",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjson",
    "rdjsonl",
    "azure",
    "markdown",
    "html",
)
"""Each is a module of ``contentlint.report.formats``."""
TEXTS = frozenset(("full", "concise", "markdown"))
"""Those that no program has to read: on GitHub, marks may stand around them."""
GITLAB_REPORT = "gl-code-quality-report.json"
"""Where GitLab's own examples put it."""


STREAMED = frozenset({"concise", "full", "jsonl"})
"""Those that need nothing but a finding to tell it: their modules have ``lines`` besides."""
_WITH_EDITS = frozenset({"json", "jsonl", "sarif", "rdjson", "rdjsonl"})
_WITH_FINGERPRINTS = frozenset({"gitlab", "sarif"})


class Output(NamedTuple):
    format: str
    path: str = ""
    """A file; ``""``: standard output."""


def wanted(formats: Sequence[str] | None, output: str | None) -> tuple[Output, ...]:
    """What ``--format`` (``NAME`` or ``NAME=FILE``, several times) and ``--output`` ask for.

    Where no format is asked for: annotations on GitHub, a code quality report
    beside the concise one on GitLab, the full format on a terminal, else the
    concise one.

    Raises:
        ConfigError: there is no such format, or two are to go to one place.
    """
    file = "" if output in (None, "-") else str(output)
    found = []
    for value in formats or ():
        name, mark, path = value.partition("=")
        if name not in FORMATS and name != "auto":
            raise ConfigError(f"--format: {suggest('format', name, FORMATS)}")
        if mark and not path:
            raise ConfigError(f"--format: {value}: no file is named behind the =")
        found += _automatic(file) if name == "auto" else [Output(name, path if mark else file)]
    found = found or _automatic(file)
    places = [each.path for each in found]
    twice = next((place for place in places if places.count(place) > 1), None)
    if twice is not None:
        where = twice or "standard output"
        raise ConfigError(f"--format: two reports would go to {where}; write one as NAME=FILE")
    return tuple(found)


def _automatic(file: str) -> list[Output]:
    if file:
        return [Output("concise", file)]
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return [Output("github")]
    if os.environ.get("GITLAB_CI") == "true":
        return [Output("concise"), Output("gitlab", GITLAB_REPORT)]
    return [Output("full" if console.output().isatty() else "concise")]


def context(outputs: Iterable[Output]) -> int:
    """Code points of an excerpt on each side that the formats show; 0: none of them shows any."""
    needed = {"full": 60, "html": 600}
    return max(needed.get(each.format, 0) for each in outputs)


def edits(outputs: Iterable[Output]) -> bool:
    """Whether one of the formats says what exactly the fixes change."""
    return any(each.format in _WITH_EDITS for each in outputs)


def fingerprints(outputs: Iterable[Output]) -> bool:
    """Whether one of the formats says by what a finding is known again."""
    return any(each.format in _WITH_FINGERPRINTS for each in outputs)


def write(outputs: Iterable[Output], report: Report, color: str, isolate: str) -> None:
    """Write the report in every format asked for.

    Raises:
        ContentlintError: a file cannot be written.
    """
    for each in outputs:
        reporter = import_module(f"contentlint.report.formats.{each.format}")
        to_terminal = not each.path and console.output().isatty()
        style = console.style(color, isolate, to_terminal)
        if each.path:
            try:
                with open(
                    each.path, "w", encoding="utf-8", errors="backslashreplace", newline="\n"
                ) as file:
                    reporter.write(report, file, style)
            except OSError as error:
                raise ContentlintError(f"{each.path}: {reason(error)}") from None
        else:
            try:
                with console.NoCommands(wanted=each.format in TEXTS):
                    reporter.write(report, console.output(), style)
                console.flush()
            except BrokenPipeError:
                console.silence(sys.stdout)  # the exit code still says what was found
    _step_summary(outputs, report)


def stream(
    to: Output,
    results: Iterator[FileResult],
    rest: Callable[[], Report],
    rules: Mapping[str, Rule],
    style: Style,
) -> None:
    """Write findings to standard output as they come, in one of the formats ``STREAMED``.

    All results are asked for, also where nobody reads any more. ``rest`` gives
    what is to be told when they are over.
    """
    reporter = import_module(f"contentlint.report.formats.{to.format}")
    out = console.output()
    try:
        with console.NoCommands(wanted=to.format in TEXTS):
            for result in results:
                if result.diagnostics:
                    out.writelines(reporter.lines(result.diagnostics, rules, style))
                elif result.told[0]:
                    out.write(result.told[1])
            reporter.write(rest(), out, style)
        console.flush()
    except BrokenPipeError:
        console.silence(sys.stdout)
        for _ in results:
            pass


def _step_summary(outputs: Iterable[Output], report: Report) -> None:
    """On GitHub, the whole report beside the few annotations it shows."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path and any(each.format == "github" for each in outputs):
        reporter = import_module("contentlint.report.formats.github")
        try:
            with open(path, "a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.write(reporter.summary(report))
        except OSError as error:
            console.say(f"warning: {path}: {reason(error)}")


def spare_articles(outputs: Iterable[Output], articles: Iterable[Target]) -> None:
    """A slip like ``-o *.md`` must not write the report over an article.

    Raises:
        ConfigError: it would.
    """
    over = [each.path for each in outputs if each.path and os.path.isfile(each.path)]
    # What the walk knows of them tells nearly all apart; 0: on Windows, where it knows no number.
    ends = (" 0", *(f" {os.stat(path).st_ino:x}" for path in over))
    for article in articles if over else ():
        if article.stamp and not article.stamp.endswith(ends):
            continue
        for path in over:
            if os.path.exists(article.path) and os.path.samefile(path, article.path):
                raise ConfigError(f"--output: {path}: is one of the files that were checked")
