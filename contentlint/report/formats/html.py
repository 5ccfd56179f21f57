"""One HTML file for editors: totals, charts, filters, and each finding in its paragraph.

The page loads nothing, and its strict Content Security Policy allows only its own style and script,
by their hashes. Without JavaScript only the filters are missing. All content and all names pass
through ``report.html.text``, and right-to-left text never shares a bidirectional paragraph with a
position or a code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.style import Style
from contentlint._util.translation import gettext as _
from contentlint._util.translation import ngettext, number, severity
from contentlint.engine import ruleset
from contentlint.model.diagnostic import Counts, Diagnostic, rank
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report import statistics
from contentlint.report.formats import Format
from contentlint.report.html.charts import charts, files_of, filters
from contentlint.report.html.findings import findings
from contentlint.report.html.frame import asset, foot, head
from contentlint.report.html.text import (
    SEVERITIES,
    anchor,
    columns,
    direction,
    inline,
    label,
    message,
    path_shown,
    prose,
    safe,
    way,
    words,
)

if TYPE_CHECKING:
    from typing import TextIO

FORMAT = Format(excerpt=600, translated="always")
FEW = 20
"""Findings that are read one by one: up to here, their counts come after them."""
LISTED = 5_000
"""Findings shown with all details; if there are more, the worst."""
_FILES = 1_000
"""Rows of the table of files whose findings are not shown."""


def write(report: Report, out: TextIO, style: Style) -> None:  # noqa: ARG001
    """Write the page."""
    for part in _page(report):
        out.write(part)


def _page(report: Report) -> Iterator[str]:
    listed = _worst(report.diagnostics)
    headline = words(
        # Translators: {findings} is "3 findings", {files} is "2 files".
        _("{findings} in {files}"),
        findings=words(ngettext("{n} finding", "{n} findings", report.counts.total(), ",")),
        files=words(ngettext("{n} file", "{n} files", report.files, ",")),
    )
    script = asset("page.js")
    yield head(headline, report.version, script)
    if report.diagnostics:
        yield f'<a class="skip" href="#findings">{words(_("Skip to the findings"))}</a>\n'
    yield _header(report, headline)
    yield '<main id="main">\n'
    yield _lost(report)
    if report.diagnostics:
        pages = _pages(report)
        sites, addressed = statistics.hosts(report)
        every = files_of(report, sites)
        few = len(report.diagnostics) <= FEW
        if not few:
            yield charts(report, every, addressed)
        yield filters(report, every, addressed, len(listed))
        yield findings(report, listed, every, pages, addressed)
        yield _rest(report, listed)
        if few:
            yield charts(report, every, addressed)
        yield _rules(report, pages)
    yield "</main>\n"
    yield foot(report.version)
    yield _keys()
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def _worst(diagnostics: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """Return the worst ``LISTED`` findings, in the order of the report."""
    if len(diagnostics) <= LISTED:
        return diagnostics
    worst = sorted(range(len(diagnostics)), key=lambda n: -rank(diagnostics[n].severity))
    return [diagnostics[n] for n in sorted(worst[:LISTED])]


def _header(report: Report, headline: str) -> str:
    counts = report.counts
    with_findings = len({d.path for d in report.diagnostics})
    tiles = [
        ("error", counts.error, ngettext("error", "errors", counts.error)),
        ("warning", counts.warning, ngettext("warning", "warnings", counts.warning)),
        ("info", counts.info, ngettext("info", "infos", counts.info)),
        ("", with_findings, ngettext("file with findings", "files with findings", with_findings)),
        ("", counts.fixable, _("fixed by `--fix`")),
    ]
    if report.suppressed:
        tiles.append(("", report.suppressed, _("suppressed")))
    if report.accepted:
        tiles.append(("", len(report.accepted), _("in the baseline")))
    lost = len({entry.path for entry in report.incomplete})
    if lost:
        tiles.append(("error", lost, _("not fully checked")))
    shown = "".join(
        f'<div class="tile {kind}"><dt>{inline(name)}</dt><dd>{number(n, ",")}</dd></div>'
        for kind, n, name in tiles
    )
    notes = []
    hidden = counts.total() - len(report.diagnostics)
    if hidden > 0:
        note = ngettext(
            "{n} finding below {severity} is not shown (`--min-severity info` shows all).",
            "{n} findings below {severity} are not shown (`--min-severity info` shows all).",
            hidden,
            ",",
        )
        notes.append(note.format(severity=severity(report.min_severity)))
    if not counts.total() and not report.incomplete:
        notes.append(_("No problems found."))
    remarks = "".join(f'<p class="note">{inline(note)}</p>' for note in notes)
    return (
        f'<header class="top"><p class="brand">contentlint</p><h1>{headline}</h1>\n'
        f'<dl class="tiles">{shown}</dl>{remarks}</header>\n'
    )


def _lost(report: Report) -> str:
    if not report.incomplete:
        return ""
    rows = []
    for path, why, rule in report.incomplete[:LISTED]:
        known = report.rules.get(rule or "")
        name = f" {known.name}" if known else ""
        who = f'<code dir="ltr">{safe(rule)}{safe(name)}</code> ' if rule else ""
        reason = _(why)
        rows.append(
            f'<li><span class="at" dir="ltr">{path_shown(path)}</span>'
            f'<p class="message" dir="{direction(reason)}">{who}{message(reason)}</p></li>'
        )
    more = len(report.incomplete) - len(rows)
    if more:
        rows.append(f"<li>{words(ngettext('{n} more', '{n} more', more, ','))}</li>")
    return (
        '<section class="card lost" aria-labelledby="lost">'
        f'<h2 id="lost">{words(_("Not fully checked"))}</h2>'
        f"<ul>{''.join(rows)}</ul></section>\n"
    )


def _rest(report: Report, listed: Sequence[Diagnostic]) -> str:
    if len(listed) == len(report.diagnostics):
        return ""
    shown = {id(d) for d in listed}
    left = report._replace(diagnostics=tuple(d for d in report.diagnostics if id(d) not in shown))
    names = {d.code: d.name for d in left.diagnostics}
    rules = [
        (f"<code>{safe(code)}</code> {safe(names[code])}", counts)
        for code, counts in statistics.by_rule(left)
    ]
    in_files = statistics.count(left, (d.path for d in left.diagnostics))
    paths = [(path_shown(path), counts) for path, counts in in_files[:_FILES]]
    more = len(in_files) - len(paths)
    note = ""
    if more:
        said = ngettext("And {n} file more.", "And {n} files more.", more, ",")
        note = f'<p class="note">{words(said)}</p>'
    title = ngettext("{n} more", "{n} more", len(left.diagnostics), ",")
    # Translators: {n} is 5,000.
    about = _(
        "This page lists the worst {n} findings. `--format json` gives all of them, a run over one "
        "folder those of that folder."
    )
    return (
        '<section id="rest" class="card" aria-labelledby="rest-title">'
        f'<h2 id="rest-title">{words(title)}</h2>'
        f"<p>{inline(about.format(n=number(len(listed), ',')))}</p>"
        f"{_rest_table(_('Rule'), rules)}"
        f"<details><summary>{words(_('By file'))}</summary>{_rest_table(_('File'), paths)}{note}"
        "</details>"
        "</section>\n"
    )


def _rest_table(head: str, rows: Sequence[tuple[str, Counts]]) -> str:
    made = "".join(
        f'<tr><th scope="row"><bdi dir="ltr">{name}</bdi></th>'
        + "".join(f'<td class="n">{number(getattr(counts, s), ",")}</td>' for s in SEVERITIES)
        + f'<td class="n">{number(counts.total(), ",")}</td></tr>'
        for name, counts in rows
    )
    return (
        f'<table class="plain"><thead><tr><th scope="col">{words(head)}</th>{columns("n")}'
        f'<th scope="col" class="n">{words(_("All"))}</th></tr></thead>'
        f"<tbody>{made}</tbody></table>"
    )


def _pages(report: Report) -> Mapping[str, Rule]:
    """Return the rules with findings, built-in ones with their explanation."""
    codes = {d.code for d in report.diagnostics}
    found = {code: rule for code, rule in report.rules.items() if code in codes}
    if any(not rule.why for rule in found.values()):
        for rule in ruleset.full().rules:
            given = found.get(rule.code)
            if given is not None and not given.why and given.name == rule.name:
                found[rule.code] = rule
    return found


def _rules(report: Report, pages: Mapping[str, Rule]) -> str:
    names = {d.code: d.name for d in report.diagnostics}
    made = []
    for code, name in sorted(names.items()):
        rule = pages.get(code)
        about = ""
        if rule and rule.help:
            about += f'<p dir="{way(rule.help)}">{label(_("Help"))} {inline(rule.help)}</p>'
        if rule and rule.why:
            about += f'<div class="reason">{prose(rule.why)}'
            if rule.source:
                source = " ".join(rule.source.split())
                about += f'<p class="source" dir="{way(source)}">{inline(source)}</p>'
            about += "</div>"
        made.append(
            f'<section class="rule" id="{anchor(code)}" tabindex="-1">'
            f'<h3><bdi dir="ltr"><code>{safe(code)}</code> {safe(name)}</bdi></h3>{about}</section>'
        )
    return (
        '<section id="rules" class="card" aria-labelledby="rules-title">'
        f'<h2 id="rules-title">{words(_("The rules"))}</h2>{"".join(made)}</section>\n'
    )


def _keys() -> str:
    does = {
        "/": _("search"),
        "j": _("next finding"),
        "k": _("previous finding"),
        # Translators: a key that shows why the text at hand is a finding.
        "w": _("why this is a finding"),
        "Esc": _("leave the search"),
        "?": _("these keys"),
    }
    rows = "".join(
        f"<div><dt><kbd>{key}</kbd></dt><dd>{words(what)}</dd></div>\n"
        for key, what in does.items()
    )
    return (
        f'<dialog id="keys" aria-labelledby="keys-title">\n<h2 id="keys-title">{words(_("Keys"))}'
        f"</h2>\n<dl>\n{rows}</dl>\n"
        '<p><label><input type="checkbox" id="use-keys" checked> '
        f"{words(_('Use single keys'))}</label></p>\n"
        f'<p><button type="button" id="close-keys">{words(_("Close"))}</button></p>\n</dialog>\n'
    )
