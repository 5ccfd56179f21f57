"""The tables with bars and the filters of the HTML report."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from contentlint._util import translation
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.translation import gettext as _
from contentlint._util.translation import ngettext, number, pgettext
from contentlint.model.diagnostic import Counts, Diagnostic
from contentlint.model.report import Report
from contentlint.report import statistics
from contentlint.report.html.text import (
    COUNTED,
    SEVERITIES,
    columns,
    host,
    language_name,
    safe,
    words,
)
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
    first = _chart("rule", _("By rule"), _("Rule"), statistics.by_rule(report), names)
    others = [
        _chart("folder", _("By folder"), _("Folder"), _by(report, every, "folder"), {}),
        _chart("site", _("By source site"), _("Site"), _by(report, every, "site"), {}),
        _chart("language", _("By language"), _("Language"), _by(report, every, "language"), {}),
        _chart(
            "address", _("By address"), _("Address"), statistics.by_address(report, addressed), {}
        ),
    ]
    stack = f'<div class="stack">{"".join(others)}</div>' if any(others) else ""
    return (
        '<section id="charts" aria-labelledby="charts-title">'
        # Translators: the title of tables that count findings by rule, folder, site and language.
        f'<h2 id="charts-title">{words(_("Where they are"))}</h2>'
        f'<div class="charts">{first}{stack}</div></section>\n'
    )


def _by(report: Report, every: Mapping[str, File], what: str) -> list[Row]:
    # From ``every``, so that no file is read again.
    names = {path: getattr(file, what) for path, file in every.items()}
    return statistics.count(report, (names[d.path] for d in report.diagnostics))


def _label(by: str, value: str, names: Mapping[str, str]) -> str:
    if by == "rule":
        return f'<bdi dir="ltr"><code>{safe(value)}</code> {safe(names.get(value, ""))}</bdi>'
    if by == "language":
        return language_name(value)
    if by == "folder":
        return words(_folder(value)) if value == statistics.TOP else f"<bdi>{safe(value)}</bdi>"
    if by == "address":
        name, code = value.rsplit(" ", 1)
        return f'{host(name)} <code dir="ltr">{safe(code)}</code>'
    return host(value) if value else words(_site(value))


def _folder(name: str) -> str:
    # Translators: the folder that contains all others.
    return _("(top folder)") if name == statistics.TOP else name


def _site(name: str) -> str:
    return name or pgettext("site", "unknown")


def _chart(by: str, title: str, head: str, rows: Sequence[Row], names: Mapping[str, str]) -> str:
    """Return a table whose bars are hidden from screen readers; empty if it compares nothing."""
    if by != "rule" and (len(rows) < 2 and not (by == "site" and rows[0].name)):
        return ""
    most = rows[0].counts.total()
    made = [
        f'<tr data-value="{safe(name)}"><th scope="row">{_label(by, name, names)}</th>'
        f"<td>{_bar(counts, most)}</td>"
        + "".join(f'<td class="n part">{number(getattr(counts, s), ",")}</td>' for s in SEVERITIES)
        + f'<td class="n">{number(counts.total(), ",")}</td></tr>'
        for name, counts in rows[:_CHART_ALL]
    ]
    heads = (
        f'<thead><tr><th scope="col">{words(head)}</th><td></td>{columns("n part")}'
        f'<th scope="col" class="n">{words(_("All"))}</th></tr></thead>'
    )
    body = f"<table>{heads}<tbody>{''.join(made[:_CHART])}</tbody></table>"
    if len(made) > _CHART:
        left = len(rows) - len(made)
        note = ""
        if left:
            said = ngettext("{n} more are not shown.", "{n} more are not shown.", left, ",")
            note = f'<p class="note">{words(said)}</p>'
        more = ngettext("{n} more", "{n} more", len(rows) - _CHART, ",")
        body += (
            f"<details><summary>{words(more)}</summary>"
            f"<table>{heads}<tbody>{''.join(made[_CHART:])}</tbody></table>{note}</details>"
        )
    return (
        f'<section class="card chart" data-by="{by}" aria-labelledby="by-{by}">'
        f'<h3 id="by-{by}">{words(title)}</h3>{body}</section>'
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


def filters(
    report: Report, every: Mapping[str, File], addressed: Mapping[Diagnostic, str], listed: int
) -> str:
    """Return the form, which ``page.js`` makes visible; ``listed`` findings can be filtered."""
    present = {d.severity for d in report.diagnostics}
    names = {"error": _("errors"), "warning": _("warnings"), "info": _("infos")}
    boxes = "".join(
        f'<label class="box {s}"><input type="checkbox" name="severity" value="{s}" checked>'
        f"{words(names[s])}</label>"
        for s in SEVERITIES
        if s in present
    )
    codes = {d.code: f"{d.code} {d.name}" for d in report.diagnostics}
    addresses = sorted({f"{name} {d.code}" for d, name in addressed.items()})
    in_folders = sorted({file.folder for file in every.values()})
    sites = sorted({file.site for file in every.values()})
    languages = [(v, language_name(v)) for v in {file.language for file in every.values()}]
    selects = [
        _select("rule", _("Rule"), sorted(codes.items())),
        _select("folder", _("Folder"), [(v, _folder(v)) for v in in_folders]),
        _select("site", _("Source site"), [(v, _site(v)) for v in sites]),
        _select("language", _("Language"), sorted(languages, key=lambda pair: pair[1])),
        _select("address", _("Address"), [(v, v) for v in addresses]),
        f'<label class="field"><span>{words(_("Order of files"))}</span><select name="order">'
        f'<option value="">{words(_("by path"))}</option>'
        f'<option value="most">{words(_("most findings first"))}</option>'
        f'<option value="worst">{words(_("most errors first"))}</option></select></label>',
    ]
    # Translators: a hint in an empty field for a search.
    hint = words(_("in text, messages and paths"))
    return (
        '<form id="filters" class="card" role="search" '
        f'aria-label="{words(_("Filter the findings"))}" data-words="{_of_script(listed)}" hidden>'
        f'<div class="row"><label class="field search"><span>{words(_("Search"))}</span>'
        '<input type="search" name="q" autocomplete="off" spellcheck="false" dir="auto" '
        f'placeholder="{hint}" aria-keyshortcuts="/"></label>'
        f"<fieldset><legend>{words(_('Severity'))}</legend>{boxes}</fieldset>"
        f'<div class="buttons"><button type="button" id="unfold">{words(_("Unfold all"))}</button>'
        f'<button type="button" id="fold">{words(_("Fold all"))}</button>'
        '<button type="button" id="show-keys" aria-haspopup="dialog">'
        f"{words(_('Keys'))} <kbd>?</kbd></button>"
        f'</div></div><div class="row">{"".join(selects)}'
        '<div class="result"><output id="shown" aria-live="polite"></output>'
        f'<button type="button" id="clear" hidden>{words(_("Clear filters"))}</button></div>'
        "</div></form>\n"
    )


def _of_script(listed: int) -> str:
    """Return the words of ``page.js``, as JSON for an attribute."""
    found = {
        **{severity: translation.categories(*forms) for severity, forms in COUNTED.items()},
        "more": translation.categories("{n} more", "{n} more"),
        "all": ngettext("{n} finding", "{n} findings", listed, ","),
        "some": ngettext("{shown} of {n} finding", "{shown} of {n} findings", listed, ","),
        "copied": _("Copied"),
        "digits": translation.digits("0123456789"),
    }
    return words(json.dumps(found, ensure_ascii=False))


def _select(name: str, label: str, options: Sequence[tuple[str, str]]) -> str:
    if len(options) < 2:
        return ""
    # An unknown site is the empty string, so that "all" has to be something else.
    made = "".join(f'<option value="={safe(v)}">{safe(t)}</option>' for v, t in options)
    return (
        f'<label class="field"><span>{words(label)}</span><select name="{name}">'
        # Translators: a choice of a filter: all rules, folders, sites or languages.
        f'<option value="">{words(_("all"))}</option>{made}</select></label>'
    )
