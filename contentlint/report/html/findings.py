"""The findings of the HTML report, by file, each in its paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape as html_escape

from contentlint._util.escape import visible
from contentlint._util.translation import gettext as _
from contentlint._util.translation import ngettext, number, severity
from contentlint.model.diagnostic import Diagnostic, Position
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report.advice import beside
from contentlint.report.html.charts import File
from contentlint.report.html.text import (
    SEVERITIES,
    anchor,
    counted,
    direction,
    host,
    inline,
    label,
    language_name,
    message,
    paragraph,
    path_shown,
    safe,
    way,
    words,
)

_OPEN = 300
"""Findings in files that are initially unfolded."""
_RELATED = 10


def findings(
    report: Report,
    listed: Sequence[Diagnostic],
    every: Mapping[str, File],
    pages: Mapping[str, Rule],
    addressed: Mapping[Diagnostic, str],
) -> str:
    """Return the findings ``listed``, folded by file; ``addressed`` are the hosts of addresses."""
    groups: dict[str, list[Diagnostic]] = {}
    for d in listed:
        groups.setdefault(d.path, []).append(d)
    parts = ['<section id="findings" aria-labelledby="findings-title" tabindex="-1">']
    parts.append(f'<h2 id="findings-title">{words(_("Findings"))}</h2>\n')
    left = len(report.diagnostics) - len(listed)
    if left:
        more = words(ngettext("{n} more", "{n} more", left, ","))
        note = words(
            # Translators: {n} is the number of findings, {more} is "7,000 more".
            _("The worst {n} are listed; {more} are counted below."),
            n=number(len(listed), ","),
            more=f'<a href="#rest">{more}</a>',
        )
        parts.append(f'<p class="note">{note}</p>\n')
    n = 0
    for path, found in groups.items():
        opened = " open" if n == 0 or n + len(found) <= _OPEN else ""
        parts.append(_file_head(every[path], found, opened))
        for d in found:
            n += 1
            address = addressed.get(d, "")
            parts.append(_finding(n, d, every[path], pages.get(d.code), address))
        parts.append("</details>\n")
    none = words(_("No finding matches the filters."))
    parts.append(f'<p id="none" class="card" hidden>{none}</p></section>\n')
    return "".join(parts)


def _file_head(file: File, found: Sequence[Diagnostic], opened: str) -> str:
    counts = {s: sum(d.severity == s for d in found) for s in SEVERITIES}
    badges = "".join(
        f'<span class="count {s}">{counted(s, n)}</span>' for s, n in counts.items() if n
    )
    about = [language_name(file.language)] if file.language else []
    if file.site:
        about.append(host(file.site))
    return (
        f'<details class="card file"{opened} data-path="{safe(file.path)}" '
        f'data-folder="{safe(file.folder)}" data-site="{safe(file.site)}" '
        f'data-language="{safe(file.language)}">'
        f'<summary><h3><bdi dir="ltr">{path_shown(file.path)}</bdi></h3>'
        f'<span class="about">{"".join(f"<span>{each}</span>" for each in about)}</span>'
        f'<span class="counts">{badges}</span></summary>\n'
    )


def _finding(number: int, d: Diagnostic, file: File, rule: Rule | None, address: str) -> str:
    code, name = safe(d.code), safe(d.name)
    about = f' data-address="{safe(address)} {code}"' if address else ""
    place = f"{d.position.line}:{d.position.column}"
    parts = [
        f'<article class="finding {d.severity}" id="f{number}" tabindex="-1" '
        f'aria-labelledby="h{number}" data-severity="{d.severity}" data-rule="{code}"{about}>'
        f'<h4 id="h{number}"><span class="severity">{words(severity(d.severity))}</span> '
        f'<a href="#{anchor(d.code)}" class="code" dir="ltr">{code}</a> '
        f'<span class="name" dir="ltr">{name}</span></h4>'
        f'<p class="at"><a href="#f{number}" title="{words(_("Link to this finding"))}" dir="ltr">'
        f"{path_shown(d.path)}:{place}</a></p>"
        f'<p class="message" dir="{direction(d.message, d.quoted)}">'
        f"{message(d.message, d.quoted)}</p>",
        paragraph(d.excerpt, file.language),
    ]
    if d.related:
        parts.append(_related(d))
    if d.fix is not None:
        kind = label(_("Fix") if d.fix.safe else _("Unsafe fix"))
        title = message(d.fix.title, known=d.values())
        parts.append(f'<p class="fix" dir="{direction(d.fix.title)}">{kind} {title}</p>')
    help_text = beside(d.fix, rule.help if rule else "")
    if help_text:
        parts.append(
            f'<p class="help" dir="{way(help_text)}">{label(_("Help"))} {inline(help_text)}</p>'
        )
    parts.append('<div class="more">')
    if rule and rule.why:
        # Translators: a link that shows why a rule exists.
        why = f'{words(_("Why"))}<span class="vh" dir="ltr"> {code}</span>'
        parts.append(f'<a class="why" href="#{anchor(d.code)}">{why}</a>')
    comment = _comment(d)
    if comment:
        parts.append(
            f'<details class="mute"><summary>{words(_("Suppress"))}</summary>'
            f"<p>{words(_('On the line before:'))}</p>"
            f'<p class="copied"><code dir="ltr">{html_escape(comment)}</code> '
            f'<button type="button" class="copy">{words(_("Copy"))}</button></p></details>'
        )
    parts.append("</div></article>\n")
    return "".join(parts)


def _comment(d: Diagnostic) -> str:
    """Return the comment that suppresses a finding; plain text has no comments."""
    path = d.path.lower()
    if path.endswith(".txt"):
        return ""
    words = f"contentlint-disable-next-line {visible(d.code)}: reason"
    return f"{{/* {words} */}}" if path.endswith(".mdx") else f"<!-- {words} -->"


def _related(d: Diagnostic) -> str:
    items = []
    for r in d.related[:_RELATED]:
        place = _place(r.path, r.position)
        items.append(
            f'<li><span class="at">{place}</span> '
            f'<span dir="{direction(r.message)}">{message(r.message)}</span></li>'
        )
    if len(d.related) > len(items):
        items.append(f"<li>{words(_('more places'))}</li>")
    name = words(_("Related places"))
    return f'<ul class="related" aria-label="{name}">{"".join(items)}</ul>'


def _place(path: str, position: Position) -> str:
    place = f"{position.line}:{position.column}"
    if path:
        return f'<bdi dir="ltr">{path_shown(path)}:{place}</bdi>'
    # Translators: {place} is a line and a column, such as 12:4.
    return words(_("line {place}"), place=f'<bdi dir="ltr">{place}</bdi>')
