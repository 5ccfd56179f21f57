"""The report of ``init`` on a folder: how its texts are read, and examples of findings by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from contentlint._util.escape import line_start, visible
from contentlint._util.style import Style, many
from contentlint.cli.init import sample
from contentlint.cli.init.proposal import listed, pairs_of
from contentlint.cli.init.sample import Row
from contentlint.cli.init.survey import Survey
from contentlint.report.formats.full import marked

_MOST_TREES = 3
"""Trees of translations that are shown; the proposed configuration has more."""
_MOST_ROWS = 12
"""Rules with warnings that have examples; all rules with errors have."""


def lines(found: Survey, style: Style) -> Iterator[str]:
    """Yield the lines of the overview."""
    yield from map(style.sentence, _reading(found))
    rows = sample.rows(found.seen)
    errors = [row for row in rows if row.severity == "error"]
    warnings = [row for row in rows if row.severity == "warning"]
    infos = [row for row in rows if row.severity == "info"]
    for row in (*errors, *warnings[:_MOST_ROWS]):
        yield ""
        yield from _row(found, row, style)
    yield ""
    more = warnings[_MOST_ROWS:]
    if more:
        yield f"More warnings: {_codes(more)}"
        yield _all(found, "--statistics", style)
    if infos:
        yield f"Infos, which are not shown by default: {_codes(infos)}"
        yield _all(found, "--min-severity info", style)
    if more or infos:
        yield ""


def command(folder: str, options: str = "") -> str:
    """Return the command that checks a folder."""
    from shlex import quote

    return " ".join(filter(None, ("contentlint check", options, visible(quote(folder)))))


def _all(found: Survey, options: str, style: Style) -> str:
    """Return a line with the command that shows all findings, to be copied."""
    return f"  to see all: {style.place(command(found.folder, options))}"


def _codes(rows: Iterable[Row]) -> str:
    return ", ".join(f"{row.code} {row.name} ({row.findings})" for row in rows)


def _reading(found: Survey) -> Iterator[str]:
    read = f"{len(found.seen)} of {many(found.files, 'file')}"
    if len(found.seen) + found.unread < found.files:
        read += ", evenly spaced: the numbers below are about these"
    if found.unread:
        read += f"; {found.unread} cannot be read, and `contentlint check` says why"
    yield f"Read:      {read}"
    yield f"Languages: {listed(sample.languages(found.seen)) or 'unknown'}"
    yield from _reasons("Origin:", [each.origin for each in found.seen])
    yield from _reasons("Dialect:", [each.dialect for each in found.seen])
    for n, tree in enumerate(found.translations[:_MOST_TREES]):
        source, target = visible(tree.source), visible(tree.target)
        yield f"{'' if n else 'Pairs:':<11}{pairs_of(tree)}, {source} and {target}"
    info, warning, error, safe = found.counts()
    fixes = f"; {safe} can be fixed safely" if safe else ""
    each = ", ".join((many(error, "error"), many(warning, "warning"), many(info, "info")))
    yield f"Findings:  {each}{fixes}"


def _reasons(title: str, given: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each value: the number of files, and the commonest reason."""
    for value, n in Counter(value for value, _ in given).most_common():
        reasons = Counter(why for each, why in given if each == value)
        others = ", among others" if len(reasons) > 1 else ""
        yield f"{title:<11}{value}, {many(n, 'file')} ({reasons.most_common(1)[0][0]}{others})"
        title = ""


def _row(found: Survey, row: Row, style: Style) -> Iterator[str]:
    """Yield a rule and its examples; like all content, each is on a line of its own."""
    where = f"{many(row.findings, 'finding')} in {row.files} of {many(len(found.seen), 'file')}"
    habit = "; in most files, so proposed as info" if found.is_habit(row) else ""
    yield f"{style.severity(row.severity)} {style.bold(row.code)} {row.name}: {where}{habit}"
    for d in row.examples:
        place = f"{line_start(d.path)}:{d.position.line}:{d.position.column}"
        yield f"  {style.place(place)}"
        shown = marked(d, style)
        if shown:
            yield f"  {style.dim('|')} {shown}"
        else:
            yield f"  {style.sentence(d.message, d.quoted)}"
    yield _all(found, f"--select {row.code}", style)
