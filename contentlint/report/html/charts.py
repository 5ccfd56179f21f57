"""The tables with bars and the filters of the HTML report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Counts, Diagnostic
from contentlint.model.report import Report
from contentlint.report import statistics
from contentlint.report.html.text import PLURAL, SEVERITIES, host, language_name, safe
from contentlint.report.statistics import Row

_CHART = 10
"""Rows of a chart that are not folded."""
_CHART_ALL = 200
"""Maximum number of rows of a chart."""


class File(NamedTuple):
    """What the findings of a file can be filtered by."""

    path: str
    folder: str
    site: str
    language: str


def files_of(report: Report, sites: Mapping[str, str]) -> Mapping[str, File]:
    """Return the files with findings, by path; ``sites`` has the host of the source of each."""
    folders = statistics.folders(report)
    return {
        path: File(path, folder, sites[path], report.languages.get(path, ""))
        for path, folder in folders.items()
    }


def charts(report: Report, every: Mapping[str, File], addressed: Mapping[Diagnostic, str]) -> str:
    """Return tables that count findings by rule, folder, site, language and address."""
    names = {d.code: d.name for d in report.diagnostics}
    first = _chart("rule", "By rule", "Rule", statistics.by_rule(report), names)
    others = [
        _chart("folder", "By folder", "Folder", _by(report, every, "folder"), {}),
        _chart("site", "By source site", "Site", _by(report, every, "site"), {}),
        _chart("language", "By language", "Language", _by(report, every, "language"), {}),
        _chart("address", "By address", "Site, rule", statistics.by_address(report, addressed), {}),
    ]
    stack = f'<div class="stack">{"".join(others)}</div>' if any(others) else ""
    return (
        '<section id="charts" aria-labelledby="charts-title">'
        '<h2 id="charts-title">Where they are</h2>'
        f'<div class="charts">{first}{stack}</div></section>\n'
    )


def _by(report: Report, every: Mapping[str, File], what: str) -> list[Row]:
    # From ``every``, so that no file is read again.
    names = {path: getattr(file, what) for path, file in every.items()}
    return statistics.count(report, (names[d.path] for d in report.diagnostics))


def _label(by: str, value: str, names: Mapping[str, str]) -> str:
    if by == "rule":
        return f"<code>{safe(value)}</code> {safe(names.get(value, ''))}"
    if by == "language":
        return language_name(value)
    if by == "folder":
        return "(top folder)" if value == statistics.TOP else f"<bdi>{safe(value)}</bdi>"
    if by == "address":
        name, _, code = value.rpartition(" ")
        return f"{host(name)} <code>{safe(code)}</code>"
    return host(value) if value else "unknown"


def _chart(by: str, title: str, head: str, rows: Sequence[Row], names: Mapping[str, str]) -> str:
    """Return a table whose bars are hidden from screen readers; empty if it compares nothing."""
    if by != "rule" and (len(rows) < 2 and not (by == "site" and rows[0].name)):
        return ""
    most = rows[0].counts.total()
    made = [
        f'<tr data-value="{safe(name)}"><th scope="row">{_label(by, name, names)}</th>'
        f"<td>{_bar(counts, most)}</td>"
        + "".join(f'<td class="n part">{getattr(counts, s):,}</td>' for s in SEVERITIES)
        + f'<td class="n">{counts.total():,}</td></tr>'
        for name, counts in rows[:_CHART_ALL]
    ]
    heads = (
        f'<thead><tr><th scope="col">{head}</th><td></td>'
        + "".join(f'<th scope="col" class="n part">{PLURAL[s].title()}</th>' for s in SEVERITIES)
        + '<th scope="col" class="n">All</th></tr></thead>'
    )
    body = f"<table>{heads}<tbody>{''.join(made[:_CHART])}</tbody></table>"
    if len(made) > _CHART:
        left = len(rows) - len(made)
        note = f'<p class="note">{left:,} more are not shown.</p>' if left else ""
        body += (
            f"<details><summary>{len(rows) - _CHART:,} more</summary>"
            f"<table>{heads}<tbody>{''.join(made[_CHART:])}</tbody></table>{note}</details>"
        )
    return (
        f'<section class="card chart" data-by="{by}" aria-labelledby="by-{by}">'
        f'<h3 id="by-{by}">{title}</h3>{body}</section>'
    )


def _bar(counts: Counts, most: int) -> str:
    x = 0.0
    rects = []
    for severity in SEVERITIES:
        width = 100 * getattr(counts, severity) / most
        rects.append(
            f'<rect class="{severity}" x="{x:.4g}%" width="{width:.4g}%" height="100%"></rect>'
        )
        x += width
    return f'<svg class="bar" aria-hidden="true" focusable="false">{"".join(rects)}</svg>'


def filters(report: Report, every: Mapping[str, File], addressed: Mapping[Diagnostic, str]) -> str:
    """Return the form, which ``page.js`` makes visible."""
    present = {d.severity for d in report.diagnostics}
    boxes = "".join(
        f'<label class="box {s}"><input type="checkbox" name="severity" value="{s}" checked>'
        f"{PLURAL[s]}</label>"
        for s in SEVERITIES
        if s in present
    )
    codes = {d.code: f"{d.code} {d.name}" for d in report.diagnostics}
    addresses = {f"{host} {d.code}" for d, host in addressed.items()}
    selects = [
        _select("rule", "Rule", sorted(codes.items())),
        _select(
            "folder",
            "Folder",
            [
                (v, "(top folder)" if v == statistics.TOP else v)
                for v in sorted({file.folder for file in every.values()})
            ],
        ),
        _select(
            "site",
            "Source site",
            [(v, v or "unknown") for v in sorted({file.site for file in every.values()})],
        ),
        _select(
            "language",
            "Language",
            sorted(
                ((v, language_name(v)) for v in {file.language for file in every.values()}),
                key=lambda pair: pair[1],
            ),
        ),
        _select("address", "Address", sorted((v, v) for v in addresses)),
        '<label class="field"><span>Order of files</span><select name="order">'
        '<option value="">by path</option><option value="most">most findings first</option>'
        '<option value="worst">most errors first</option></select></label>',
    ]
    return (
        '<form id="filters" class="card" role="search" aria-label="Filter the findings" hidden>'
        '<div class="row"><label class="field search"><span>Search</span>'
        '<input type="search" name="q" autocomplete="off" spellcheck="false" dir="auto" '
        'placeholder="in text, messages and paths" aria-keyshortcuts="/"></label>'
        f"<fieldset><legend>Severity</legend>{boxes}</fieldset>"
        '<div class="buttons"><button type="button" id="unfold">Unfold all</button>'
        '<button type="button" id="fold">Fold all</button>'
        '<button type="button" id="show-keys" aria-haspopup="dialog">Keys <kbd>?</kbd></button>'
        f'</div></div><div class="row">{"".join(selects)}'
        '<div class="result"><output id="shown" aria-live="polite"></output>'
        '<button type="button" id="clear" hidden>Clear filters</button></div>'
        "</div></form>\n"
    )


def _select(name: str, label: str, options: Sequence[tuple[str, str]]) -> str:
    if len(options) < 2:
        return ""
    # An unknown site is the empty string, so that "all" has to be something else.
    made = "".join(f'<option value="={safe(v)}">{safe(t)}</option>' for v, t in options)
    return (
        f'<label class="field"><span>{label}</span><select name="{name}">'
        f'<option value="">all</option>{made}</select></label>'
    )
