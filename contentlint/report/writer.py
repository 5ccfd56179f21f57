"""Writes the report in the requested formats to the requested places."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.style import Style
from contentlint.model.diagnostic import FileResult
from contentlint.model.errors import ConfigError, ContentlintError, reason, suggest
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report import console, formats
from contentlint.report.formats import Format
from contentlint.source.discovery import Target
from contentlint.source.files import leads_away
from contentlint.source.tree import DISK, Tree

if TYPE_CHECKING:
    from typing import Any

    from contentlint.report.template import Template

GITLAB_REPORT = "gl-code-quality-report.json"
"""The file name in GitLab's own examples."""


class Output(NamedTuple):
    format: str
    path: str = ""
    """A file; empty for standard output."""
    template: Template | None = None
    """What is written, whatever ``format`` says."""

    def reporter(self) -> Any:
        """Return what writes it: the module of the format, or the template."""
        return self.template or formats.load(self.format)

    def declared(self) -> Format:
        """Return what its format declares."""
        found: Format = self.reporter().FORMAT
        return found


def wanted(
    values: Sequence[str] | None,
    output: str | None,
    templates: Sequence[str] | None = None,
    tree: Tree = DISK,
) -> tuple[Output, ...]:
    """Return the outputs that ``--format``, ``--template`` and ``--output`` ask for.

    ``values`` are those of ``--format``, each ``NAME`` or ``NAME=FILE``; ``templates`` those of
    ``--template``, files of the tree that may be followed by ``=FILE`` too. Without any, the place
    decides: annotations on GitHub, the concise report and a code quality file on GitLab, the full
    report on a terminal, and the concise one elsewhere.

    Raises:
        ConfigError: a format does not exist, a template is wrong, or two reports would go to the
            same place.
    """
    file = "" if output in (None, "-") else str(output)
    names = formats.names() if values else ()
    found = []
    for value in values or ():
        name, mark, path = value.partition("=")
        if name not in names and name != "auto":
            raise ConfigError(f"--format: {suggest('format', name, names)}")
        if mark and not path:
            raise ConfigError(f"--format: {value}: expected a file name after =")
        found += _automatic(file) if name == "auto" else [Output(name, path if mark else file)]
    for value in templates or ():
        from contentlint.report import template

        name, mark, path = value.partition("=")
        if mark and not path:
            raise ConfigError(f"--template: {value}: expected a file name after =")
        path = path or file
        if path and os.path.realpath(path) == os.path.realpath(name):
            raise ConfigError(f"--template: {name}: would be overwritten by the report")
        found.append(Output("", path, template.load(name, tree)))
    found = found or _automatic(file)
    places = [each.path for each in found]
    twice = next((place for place in places if places.count(place) > 1), None)
    if twice is not None:
        where = twice or "standard output"
        option = "--template" if found[-1].template else "--format"
        raise ConfigError(f"{option}: two reports would go to {where}; write one as NAME=FILE")
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
    """Return how many code points of text the formats show on each side of a finding."""
    return max(each.declared().excerpt for each in outputs)


def edits(outputs: Iterable[Output]) -> bool:
    """Return True if one of the formats writes the edits of fixes."""
    return any(each.declared().edits for each in outputs)


def fingerprints(outputs: Iterable[Output]) -> bool:
    """Return True if one of the formats writes fingerprints."""
    return any(each.declared().fingerprints for each in outputs)


def write(outputs: Iterable[Output], report: Report, color: str, isolate: str) -> None:
    """Write the report to each output.

    ``color`` and ``isolate`` are the values of ``--color`` and ``--bidi-isolate``.

    Raises:
        ContentlintError: a file cannot be written.
    """
    for each in outputs:
        reporter = each.reporter()
        to_terminal = not each.path and console.output().isatty()
        style = console.style(color, isolate, to_terminal)
        if each.path:
            try:
                encoding = "utf-8-sig" if reporter.FORMAT.bom else "utf-8"
                with open(
                    each.path, "w", encoding=encoding, errors="backslashreplace", newline="\n"
                ) as file:
                    reporter.write(report, file, style)
            except OSError as error:
                raise ContentlintError(f"{each.path}: {reason(error)}") from None
        else:
            try:
                with console.NoCommands(wanted=reporter.FORMAT.for_people):
                    reporter.write(report, console.output(), style)
                console.flush()
            except BrokenPipeError:
                console.silence(sys.stdout)  # the exit code still reports the findings
    _step_summary(outputs, report)


def stream(
    to: Output,
    results: Iterator[FileResult],
    rest: Callable[[], Report],
    rules: Mapping[str, Rule],
    style: Style,
) -> None:
    """Write findings to standard output as they come, in a format that streams.

    ``rest`` makes the report without findings that is written after the last result. ``results``
    is exhausted even if the reader of standard output has gone.
    """
    reporter = formats.load(to.format)
    out = console.output()
    try:
        with console.NoCommands(wanted=reporter.FORMAT.for_people):
            for result in results:
                if result.diagnostics:
                    out.writelines(reporter.lines(result.diagnostics, rules, style))
                elif result.rendered[0]:
                    out.write(result.rendered[1])
            reporter.write(rest(), out, style)
        console.flush()
    except BrokenPipeError:
        console.silence(sys.stdout)
        for _ in results:
            pass


def _step_summary(outputs: Iterable[Output], report: Report) -> None:
    """Append the whole report to the step's summary: GitHub shows few annotations."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path and any(each.format == "github" for each in outputs):
        reporter = formats.load("github")
        try:
            with open(path, "a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.write(reporter.summary(report))
        except OSError as error:
            console.warn(f"{path}: {reason(error)}")


def check_places(places: Iterable[str], project: str, articles: Iterable[Target]) -> None:
    """Refuse to write over an article, as after a slip like ``-o *.md``, or through a link.

    A link in the project may have come with the articles, and a name that a CI job uses is no
    secret. ``project`` is the absolute path of the project's folder.

    Raises:
        ConfigError: one of the places is an article, or a link in the project leads to it.
    """
    for path in places:
        if leads_away(path, project):
            raise ConfigError(
                f"--output: {path}: is reached through a symbolic link; name the file itself"
            )
    over = [path for path in places if os.path.isfile(path)]
    # The inode number in the stamp rules nearly all of them out; on Windows it is 0.
    ends = (" 0", *(f" {os.stat(path).st_ino:x}" for path in over))
    for article in articles if over else ():
        if article.stamp and not article.stamp.endswith(ends):
            continue
        for path in over:
            if os.path.exists(article.path) and os.path.samefile(path, article.path):
                raise ConfigError(f"--output: {path}: would overwrite one of the checked files")
