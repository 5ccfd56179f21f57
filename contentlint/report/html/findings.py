"""The findings of the HTML report, by file, each in its paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape as html_escape

from contentlint._util.escape import visible
from contentlint.model.diagnostic import Diagnostic, Position
from contentlint.model.report import Report
from contentlint.model.rule import Rule
from contentlint.report.html.charts import File
from contentlint.report.html.text import (
    SEVERITIES,
    anchor,
    direction,
    host,
    inline,
    language_name,
    many,
    marked,
    message,
    path_shown,
    safe,
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
    parts.append('<h2 id="findings-title">Findings</h2>\n')
    left = len(report.diagnostics) - len(listed)
    if left:
        parts.append(
            f'<p class="note">The worst {len(listed):,} are listed; '
            f'<a href="#rest">{left:,} more</a> are counted below.</p>\n'
        )
    number = 0
    for path, found in groups.items():
        opened = " open" if number == 0 or number + len(found) <= _OPEN else ""
        parts.append(_file_head(every[path], found, opened))
        for d in found:
            number += 1
            address = addressed.get(d, "")
            parts.append(_finding(number, d, every[path], pages.get(d.code), address))
        parts.append("</details>\n")
    parts.append('<p id="none" class="card" hidden>No finding matches the filters.</p></section>\n')
    return "".join(parts)


def _file_head(file: File, found: Sequence[Diagnostic], opened: str) -> str:
    counts = {s: sum(d.severity == s for d in found) for s in SEVERITIES}
    badges = "".join(f'<span class="count {s}">{many(n, s)}</span>' for s, n in counts.items() if n)
    about = [language_name(file.language)] if file.language else []
    if file.site:
        about.append(host(file.site))
    return (
        f'<details class="card file"{opened} data-path="{safe(file.path)}" '
        f'data-folder="{safe(file.folder)}" data-site="{safe(file.site)}" '
        f'data-language="{safe(file.language)}">'
        f'<summary><h3 dir="ltr">{path_shown(file.path)}</h3>'
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
        f'<h4 id="h{number}"><span class="severity">{d.severity}</span> '
        f'<a href="#{anchor(d.code)}" class="code">{code}</a> '
        f'<span class="name">{name}</span></h4>'
        f'<p class="at" dir="ltr"><a href="#f{number}" title="Link to this finding">'
        f"{path_shown(d.path)}:{place}</a></p>"
        f'<p class="message" dir="{direction(d.message, d.quoted)}">'
        f"{message(d.message, d.quoted)}</p>",
        marked(d.excerpt, file.language),
    ]
    if d.related:
        parts.append(_related(d))
    if d.fix is not None:
        kind = "Fix" if d.fix.safe else "Unsafe fix"
        title = message(d.fix.title, known=d.values())
        parts.append(f'<p class="fix" dir="ltr"><span class="label">{kind}</span> {title}</p>')
    if rule and rule.help and not (d.fix and d.fix.title == rule.help):
        parts.append(
            f'<p class="help" dir="ltr"><span class="label">Help</span> {inline(rule.help)}</p>'
        )
    parts.append('<div class="more">')
    if rule and rule.why:
        parts.append(
            f'<a class="why" href="#{anchor(d.code)}">Why<span class="vh"> {code}</span></a>'
        )
    comment = _comment(d)
    if comment:
        parts.append(
            '<details class="mute"><summary>Suppress</summary><p>On the line before:</p>'
            f'<p class="copied"><code dir="ltr">{html_escape(comment)}</code> '
            '<button type="button" class="copy">Copy</button></p></details>'
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
            f'<li><span class="at" dir="ltr">{place}</span> '
            f'<span class="said" dir="ltr">{message(r.message)}</span></li>'
        )
    more = len(d.related) - len(items)
    if more:
        items.append(f"<li>{more:,} more</li>")
    return f'<ul class="related" aria-label="Related places">{"".join(items)}</ul>'


def _place(path: str, position: Position) -> str:
    place = f"{position.line}:{position.column}"
    return f"{path_shown(path)}:{place}" if path else f"line {place}"
