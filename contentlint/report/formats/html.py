"""One HTML file for editors: totals, charts, filters, and each finding in its paragraph.

The page loads nothing, and its strict Content Security Policy allows only its own style and script,
by their hashes. Without JavaScript only the filters are missing. All content and all names pass
through ``report.html.text``, and right-to-left text never shares a bidirectional paragraph with a
position or a code.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from contentlint._util import TYPE_CHECKING
from contentlint._util.style import Style
from contentlint.engine import ruleset
from contentlint.model.diagnostic import Counts, Diagnostic, rank
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report import statistics
from contentlint.report.formats import Format
from contentlint.report.html.charts import charts, files_of, filters
from contentlint.report.html.findings import findings
from contentlint.report.html.text import (
    PLURAL,
    SEVERITIES,
    anchor,
    counted,
    inline,
    many,
    message,
    path_shown,
    prose,
    safe,
)

if TYPE_CHECKING:
    from typing import TextIO

FORMAT = Format(excerpt=600)
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
    css, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(css)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    listed = _worst(report.diagnostics)
    total = report.counts.total()
    headline = f"{many(total, 'finding')} in {many(report.files, 'file')}"
    yield (
        '<!DOCTYPE html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta name="generator" content="contentlint {safe(report.version)}">\n'
        '<link rel="icon" href="data:,">\n'
        f"<title>{headline} – contentlint</title>\n<style>{css}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#findings">Skip to the findings</a>\n'
    )
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
        yield filters(report, every, addressed)
        yield findings(report, listed, every, pages, addressed)
        yield _rest(report, listed)
        if few:
            yield charts(report, every, addressed)
        yield _rules(report, pages)
    yield "</main>\n"
    yield (
        f"<footer><p>contentlint {safe(report.version)}. "
        "Columns count code points, from 1.</p></footer>\n"
    )
    yield _KEYS
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def _asset(name: str) -> str:
    return files("contentlint.report.html").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


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
        *((s, getattr(counts, s), counted(getattr(counts, s), s)) for s in SEVERITIES),
        ("", with_findings, f"{counted(with_findings, 'file')} with findings"),
        ("", counts.fixable, "fixed by --fix"),
    ]
    if report.suppressed:
        tiles.append(("", report.suppressed, "suppressed"))
    if report.accepted:
        tiles.append(("", len(report.accepted), "in the baseline"))
    lost = len({entry.path for entry in report.incomplete})
    if lost:
        tiles.append(("error", lost, "not fully checked"))
    shown = "".join(
        f'<div class="tile {kind}"><dt>{label}</dt><dd>{n:,}</dd></div>' for kind, n, label in tiles
    )
    notes = []
    hidden = counts.total() - len(report.diagnostics)
    if hidden > 0:
        notes.append(
            f"{many(hidden, 'finding')} below {safe(report.min_severity)} "
            f"{'is' if hidden == 1 else 'are'} not shown "
            "(<code>--min-severity info</code> shows all)."
        )
    if not counts.total() and not report.incomplete:
        notes.append("Nothing to mend.")
    remarks = "".join(f'<p class="note">{note}</p>' for note in notes)
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
        who = f"<code>{safe(rule)}{safe(name)}</code> " if rule else ""
        rows.append(
            f'<li><span class="at" dir="ltr">{path_shown(path)}</span>'
            f'<p class="message" dir="ltr">{who}{message(why)}</p></li>'
        )
    more = len(report.incomplete) - len(rows)
    if more:
        rows.append(f"<li>{more:,} more</li>")
    return (
        '<section class="card lost" aria-labelledby="lost"><h2 id="lost">Not fully checked</h2>'
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
    note = f'<p class="note">And {many(more, "file")} more.</p>' if more else ""
    n = len(left.diagnostics)
    return (
        '<section id="rest" class="card" aria-labelledby="rest-title">'
        f'<h2 id="rest-title">{n:,} more</h2>'
        f"<p>This page lists the worst {len(listed):,} findings. "
        "<code>--format json</code> gives all of them, a run over one folder those of that "
        "folder.</p>"
        f"{_rest_table('Rule', rules)}"
        f"<details><summary>By file</summary>{_rest_table('File', paths)}{note}</details>"
        "</section>\n"
    )


def _rest_table(head: str, rows: Sequence[tuple[str, Counts]]) -> str:
    made = "".join(
        f'<tr><th scope="row" dir="ltr">{name}</th>'
        + "".join(f'<td class="n">{getattr(counts, s):,}</td>' for s in SEVERITIES)
        + f'<td class="n">{counts.total():,}</td></tr>'
        for name, counts in rows
    )
    heads = "".join(f'<th scope="col" class="n">{PLURAL[s].title()}</th>' for s in SEVERITIES)
    return (
        f'<table class="plain"><thead><tr><th scope="col">{head}</th>{heads}'
        f'<th scope="col" class="n">All</th></tr></thead><tbody>{made}</tbody></table>'
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
            about += f'<p><span class="label">Help</span> {inline(rule.help)}</p>'
        if rule and rule.why:
            about += f'<div class="reason">{prose(rule.why)}'
            if rule.source:
                about += f'<p class="source">{inline(" ".join(rule.source.split()))}</p>'
            about += "</div>"
        made.append(
            f'<section class="rule" id="{anchor(code)}" tabindex="-1">'
            f"<h3><code>{safe(code)}</code> {safe(name)}</h3>{about}</section>"
        )
    return (
        '<section id="rules" class="card" aria-labelledby="rules-title">'
        f'<h2 id="rules-title">The rules</h2>{"".join(made)}</section>\n'
    )


_KEYS = """<dialog id="keys" aria-labelledby="keys-title">
<h2 id="keys-title">Keys</h2>
<dl>
<div><dt><kbd>/</kbd></dt><dd>search</dd></div>
<div><dt><kbd>j</kbd></dt><dd>next finding</dd></div>
<div><dt><kbd>k</kbd></dt><dd>previous finding</dd></div>
<div><dt><kbd>w</kbd></dt><dd>why it is one</dd></div>
<div><dt><kbd>Esc</kbd></dt><dd>leave the search</dd></div>
<div><dt><kbd>?</kbd></dt><dd>these keys</dd></div>
</dl>
<p><label><input type="checkbox" id="use-keys" checked> Use single keys</label></p>
<p><button type="button" id="close-keys">Close</button></p>
</dialog>
"""
