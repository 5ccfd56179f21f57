"""One HTML file for editors: totals, charts, filters, and each finding in its paragraph.

Nothing is loaded from anywhere, and a strict Content Security Policy names the
only style and the only script by their hashes. Without JavaScript everything
is there but the filters. Whatever comes from content or from names goes
through ``_safe`` or ``_content``; right-to-left text never shares a
bidirectional paragraph with a place or a code.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape as html_escape
from importlib.resources import files

from contentlint import ruleset, statistics
from contentlint.diagnostic import Counts, Diagnostic, Excerpt, Position, rank
from contentlint.escape import excerpt as without_dangers
from contentlint.escape import visible
from contentlint.records import NamedTuple
from contentlint.report import Report
from contentlint.rule import Rule
from contentlint.statistics import Row
from contentlint.style import Style

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

LISTED = 5_000
"""Findings with all their details; of more the worst are taken."""
_OPEN = 300
"""Findings in files that are unfolded from the beginning."""
_CHART = 10
"""Rows of a chart before the rest is folded."""
_CHART_ALL = 200
_FILES = 1_000
"""Rows of the table of files whose findings are not listed."""
_RELATED = 10
_SAMPLE = 300
"""Code points of a piece of text that say what its letters are."""

_RTL_LANGUAGES = frozenset("ar arc ckb dv fa he iw ks ku nqo ps sd syr ug ur yi".split())
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_RTL_LETTERS = re.compile(f"[{_RTL}]")
_LATIN_LETTERS = re.compile("[A-Za-z\u00c0-\u024f]")
# In a message a run is quoted content; in our own prose a comma separates two examples.
_QUOTED_RUN = re.compile(f"[{_RTL}](?:[^A-Za-z\u27e8<>&]*[{_RTL}])?")
_WORD_RUN = re.compile(f"[{_RTL}](?:[ \u200c\u200d-]?[{_RTL}])*")
_CHIP = re.compile("\u27e8(U\\+[0-9A-F]{4,6}|0x[0-9A-F]{2})\u27e9")
_CODE = re.compile("`([^`]+)`")
_JOINERS = "\u200c\u200d"

_NAMES = {
    "U+0000": "null",
    "U+0009": "tab",
    "U+000D": "carriage return",
    "U+001B": "escape",
    "U+00AD": "soft hyphen",
    "U+061C": "Arabic letter mark",
    "U+200B": "zero width space",
    "U+200C": "zero width non-joiner",
    "U+200D": "zero width joiner",
    "U+200E": "left-to-right mark",
    "U+200F": "right-to-left mark",
    "U+2028": "line separator",
    "U+2029": "paragraph separator",
    "U+202A": "left-to-right embedding",
    "U+202B": "right-to-left embedding",
    "U+202C": "pop directional formatting",
    "U+202D": "left-to-right override",
    "U+202E": "right-to-left override",
    "U+2060": "word joiner",
    "U+2066": "left-to-right isolate",
    "U+2067": "right-to-left isolate",
    "U+2068": "first strong isolate",
    "U+2069": "pop directional isolate",
    "U+FEFF": "byte order mark",
}
_LANGUAGES = {
    "am": "Amharic",
    "ar": "Arabic",
    "bn": "Bengali",
    "ckb": "Central Kurdish",
    "de": "German",
    "dv": "Dhivehi",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hy": "Armenian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ka": "Georgian",
    "ko": "Korean",
    "ku": "Kurdish",
    "nl": "Dutch",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ru": "Russian",
    "sd": "Sindhi",
    "ta": "Tamil",
    "th": "Thai",
    "tr": "Turkish",
    "ug": "Uyghur",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "yi": "Yiddish",
    "zh": "Chinese",
}
_SEVERITIES = ("error", "warning", "info")
_PLURAL = {"error": "errors", "warning": "warnings", "info": "infos"}


class _File(NamedTuple):
    path: str
    folder: str
    site: str
    language: str


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
    headline = f"{_many(total, 'finding')} in {_many(report.files, 'file')}"
    yield (
        '<!DOCTYPE html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta name="generator" content="contentlint {_safe(report.version)}">\n'
        '<link rel="icon" href="data:,">\n'
        f"<title>{headline} – contentlint</title>\n<style>{css}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#findings">Skip to the findings</a>\n'
    )
    yield _header(report, headline)
    yield '<main id="main">\n'
    yield _lost(report)
    if report.diagnostics:
        pages = _pages(report)
        every = _files(report)
        yield _charts(report, every)
        yield _filters(report, every)
        yield _findings(report, listed, every, pages)
        yield _rest(report, listed)
        yield _rules(report, pages)
    yield "</main>\n"
    yield (
        f"<footer><p>contentlint {_safe(report.version)}. "
        "Columns count code points, from 1.</p></footer>\n"
    )
    yield _KEYS
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def _asset(name: str) -> str:
    return files("contentlint.reporters").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _worst(diagnostics: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """The worst ``LISTED``, in the order of the report."""
    if len(diagnostics) <= LISTED:
        return diagnostics
    grave = sorted(range(len(diagnostics)), key=lambda n: -rank(diagnostics[n].severity))
    return [diagnostics[n] for n in sorted(grave[:LISTED])]


# Text


def _safe(text: str) -> str:
    """A name or a place: nothing invisible in it, and no markup. For attributes too."""
    return html_escape(visible(text))


def _content(text: str) -> str:
    """Article text: characters that cannot be seen are shown in their place."""
    return _chips(html_escape(without_dangers(text)))


def _chips(escaped: str) -> str:
    return _CHIP.sub(_chip, escaped) if "\u27e8" in escaped else escaped


def _chip(m: re.Match[str]) -> str:
    # An element with a direction of its own does not decide that of its paragraph.
    name = _NAMES.get(m[1])
    title = f' title="{name}"' if name else ""
    return f'<span class="chip" dir="ltr"{title}>{m[0]}</span>'


def _message(text: str) -> str:
    """Our words around quoted content, which is set apart by ``bdi``."""
    shown = html_escape(visible(text), quote=False)
    if not shown.isascii():
        shown = _chips(_QUOTED_RUN.sub(r"<bdi>\g<0></bdi>", shown))
    return shown


def _prose(text: str) -> str:
    """Paragraphs of our own, with code in backticks."""
    paragraphs = [" ".join(each.split()) for each in text.strip().split("\n\n")]
    return "".join(f"<p>{_inline(each)}</p>" for each in paragraphs if each)


def _inline(text: str) -> str:
    parts = _CODE.split(text)
    for n, part in enumerate(parts):
        shown = html_escape(visible(part), quote=False)
        if n % 2:
            shown = f"<code><bdi>{shown}</bdi></code>"
        elif not shown.isascii():
            shown = _WORD_RUN.sub(r"<bdi>\g<0></bdi>", shown)
        parts[n] = shown
    return "".join(parts)


def _path(path: str) -> str:
    """A path whose parts keep their order whatever their script."""
    return _safe(path) if path.isascii() else "/".join(map(_path_part, path.split("/")))


def _path_part(part: str) -> str:
    if part.isascii():
        return _safe(part)
    name, dot, suffix = part.rpartition(".")
    if name and suffix.isascii() and suffix.isalnum():
        return f"<bdi>{_safe(name)}</bdi>{dot}{suffix}"
    return f"<bdi>{_safe(part)}</bdi>"


def _many(n: int, noun: str) -> str:
    return f"{n:,} {_noun(n, noun)}"


def _noun(n: int, noun: str) -> str:
    return noun if n == 1 else f"{noun}s"


def _language(code: str) -> str:
    name = _LANGUAGES.get(code)
    return f"{name} ({code})" if name else _safe(code) or "unknown"


# Head


def _header(report: Report, headline: str) -> str:
    counts = report.counts
    with_findings = len({d.path for d in report.diagnostics})
    tiles = [
        *((s, getattr(counts, s), _noun(getattr(counts, s), s)) for s in _SEVERITIES),
        ("", with_findings, f"{_noun(with_findings, 'file')} with findings"),
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
            f"{_many(hidden, 'finding')} below {_safe(report.min_severity)} "
            f"{'is' if hidden == 1 else 'are'} not shown "
            "(<code>--min-severity info</code> shows all)."
        )
    if not counts.total() and not report.incomplete:
        notes.append("Nothing to mend.")
    said = "".join(f'<p class="note">{note}</p>' for note in notes)
    return (
        f'<header class="top"><p class="brand">contentlint</p><h1>{headline}</h1>\n'
        f'<dl class="tiles">{shown}</dl>{said}</header>\n'
    )


def _lost(report: Report) -> str:
    if not report.incomplete:
        return ""
    rows = []
    for path, why, rule in report.incomplete[:LISTED]:
        known = report.rules.get(rule or "")
        name = f" {known.name}" if known else ""
        who = f"<code>{_safe(rule)}{_safe(name)}</code> " if rule else ""
        rows.append(
            f'<li><span class="at" dir="ltr">{_path(path)}</span>'
            f'<p class="message" dir="ltr">{who}{_message(why)}</p></li>'
        )
    more = len(report.incomplete) - len(rows)
    if more:
        rows.append(f"<li>{more:,} more</li>")
    return (
        '<section class="card lost" aria-labelledby="lost"><h2 id="lost">Not fully checked</h2>'
        f"<ul>{''.join(rows)}</ul></section>\n"
    )


# Charts


def _files(report: Report) -> Mapping[str, _File]:
    folders, sites = statistics.folders(report), statistics.hosts(report)
    return {
        path: _File(path, folder, sites[path], report.languages.get(path, ""))
        for path, folder in folders.items()
    }


def _charts(report: Report, every: Mapping[str, _File]) -> str:
    names = {d.code: d.name for d in report.diagnostics}
    first = _chart("rule", "By rule", "Rule", statistics.by_rule(report), names)
    others = [
        _chart("folder", "By folder", "Folder", _by(report, every, "folder"), {}),
        _chart("site", "By source site", "Site", _by(report, every, "site"), {}),
        _chart("language", "By language", "Language", _by(report, every, "language"), {}),
    ]
    stack = f'<div class="stack">{"".join(others)}</div>' if any(others) else ""
    return (
        '<section id="charts" aria-labelledby="charts-title">'
        '<h2 id="charts-title">Where they are</h2>'
        f'<div class="charts">{first}{stack}</div></section>\n'
    )


def _by(report: Report, every: Mapping[str, _File], what: str) -> list[Row]:
    # What the files are like is known by now: none is read twice.
    known = {path: getattr(file, what) for path, file in every.items()}
    return statistics.count(report, (known[d.path] for d in report.diagnostics))


def _said(by: str, value: str, names: Mapping[str, str]) -> str:
    if by == "rule":
        return f"<code>{_safe(value)}</code> {_safe(names.get(value, ''))}"
    if by == "language":
        return _language(value)
    if by == "folder":
        return "(top folder)" if value == statistics.TOP else f"<bdi>{_safe(value)}</bdi>"
    return _host(value) if value else "unknown"


def _host(name: str) -> str:
    return f'<bdi dir="ltr">{_safe(name)}</bdi>'


def _chart(by: str, title: str, head: str, rows: Sequence[Row], names: Mapping[str, str]) -> str:
    """A table whose bars are for the eye alone; nothing where there is nothing to compare."""
    if by != "rule" and (len(rows) < 2 and not (by == "site" and rows[0].name)):
        return ""
    most = rows[0].counts.total()
    made = [
        f'<tr data-value="{_safe(name)}"><th scope="row">{_said(by, name, names)}</th>'
        f"<td>{_bar(counts, most)}</td>"
        + "".join(f'<td class="n part">{getattr(counts, s):,}</td>' for s in _SEVERITIES)
        + f'<td class="n">{counts.total():,}</td></tr>'
        for name, counts in rows[:_CHART_ALL]
    ]
    heads = (
        f'<thead><tr><th scope="col">{head}</th><td></td>'
        + "".join(f'<th scope="col" class="n part">{_PLURAL[s].title()}</th>' for s in _SEVERITIES)
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
    for severity in _SEVERITIES:
        width = 100 * getattr(counts, severity) / most
        rects.append(
            f'<rect class="{severity}" x="{x:.4g}%" width="{width:.4g}%" height="100%"></rect>'
        )
        x += width
    return f'<svg class="bar" aria-hidden="true" focusable="false">{"".join(rects)}</svg>'


# Filters


def _filters(report: Report, every: Mapping[str, _File]) -> str:
    present = {d.severity for d in report.diagnostics}
    boxes = "".join(
        f'<label class="box {s}"><input type="checkbox" name="severity" value="{s}" checked>'
        f"{_PLURAL[s]}</label>"
        for s in _SEVERITIES
        if s in present
    )
    codes = {d.code: f"{d.code} {d.name}" for d in report.diagnostics}
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
                ((v, _language(v)) for v in {file.language for file in every.values()}),
                key=lambda pair: pair[1],
            ),
        ),
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
    made = "".join(f'<option value="={_safe(v)}">{_safe(t)}</option>' for v, t in options)
    return (
        f'<label class="field"><span>{label}</span><select name="{name}">'
        f'<option value="">all</option>{made}</select></label>'
    )


# Findings


def _findings(
    report: Report,
    listed: Sequence[Diagnostic],
    every: Mapping[str, _File],
    pages: Mapping[str, Rule],
) -> str:
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
            parts.append(_finding(number, d, every[path], pages.get(d.code)))
        parts.append("</details>\n")
    parts.append('<p id="none" class="card" hidden>No finding matches the filters.</p></section>\n')
    return "".join(parts)


def _file_head(file: _File, found: Sequence[Diagnostic], opened: str) -> str:
    counts = {s: sum(d.severity == s for d in found) for s in _SEVERITIES}
    badges = "".join(
        f'<span class="count {s}">{_many(n, s)}</span>' for s, n in counts.items() if n
    )
    about = [_language(file.language)] if file.language else []
    if file.site:
        about.append(_host(file.site))
    return (
        f'<details class="card file"{opened} data-path="{_safe(file.path)}" '
        f'data-folder="{_safe(file.folder)}" data-site="{_safe(file.site)}" '
        f'data-language="{_safe(file.language)}">'
        f'<summary><h3 dir="ltr">{_path(file.path)}</h3>'
        f'<span class="about">{"".join(f"<span>{each}</span>" for each in about)}</span>'
        f'<span class="counts">{badges}</span></summary>\n'
    )


def _finding(number: int, d: Diagnostic, file: _File, rule: Rule | None) -> str:
    code, name = _safe(d.code), _safe(d.name)
    place = f"{d.position.line}:{d.position.column}"
    parts = [
        f'<article class="finding {d.severity}" id="f{number}" tabindex="-1" '
        f'aria-labelledby="h{number}" data-severity="{d.severity}" data-rule="{code}">'
        f'<h4 id="h{number}"><span class="severity">{d.severity}</span> '
        f'<a href="#{_anchor(d.code)}" class="code">{code}</a> '
        f'<span class="name">{name}</span></h4>'
        f'<p class="at" dir="ltr"><a href="#f{number}" title="Link to this finding">'
        f"{_path(d.path)}:{place}</a></p>"
        f'<p class="message" dir="ltr">{_message(d.message)}</p>',
        _marked(d.excerpt, file.language),
    ]
    if d.related:
        parts.append(_related(d))
    if d.fix is not None:
        kind = "Fix" if d.fix.safe else "Unsafe fix"
        parts.append(
            f'<p class="fix" dir="ltr"><span class="label">{kind}</span> '
            f"{_message(d.fix.title)}</p>"
        )
    if rule and rule.help and not (d.fix and d.fix.title == rule.help):
        parts.append(
            f'<p class="help" dir="ltr"><span class="label">Help</span> {_inline(rule.help)}</p>'
        )
    parts.append('<div class="more">')
    if rule and rule.why:
        parts.append(
            f'<a class="why" href="#{_anchor(d.code)}">Why<span class="vh"> {code}</span></a>'
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


def _anchor(code: str) -> str:
    return f"rule-{_safe(code)}"


def _comment(d: Diagnostic) -> str:
    """What suppresses it on the next line; plain text has no comments."""
    path = d.path.lower()
    if path.endswith(".txt"):
        return ""
    words = f"contentlint-disable-next-line {visible(d.code)}: reason"
    return f"{{/* {words} */}}" if path.endswith(".mdx") else f"<!-- {words} -->"


def _marked(excerpt: Excerpt, language: str) -> str:
    """The paragraph with its fault marked; the browser finds its direction."""
    text, start, end, cut_before, cut_after = excerpt
    if not text.strip():
        return ""
    before, fault, after = text[:start], text[start:end], text[end:]
    known = f' lang="{_safe(language)}"' if language else ""
    parts = [
        "…" if cut_before else "",
        _context(before).lstrip(),
        _fault(fault),
        _context(after).rstrip(),
        "…" if cut_after else "",
    ]
    direction = _direction(text, language) if cut_before else "auto"
    return f'<p class="text" dir="{direction}"{known}>{"".join(parts)}</p>'


def _direction(text: str, language: str) -> str:
    """Of a piece without its beginning, which may start with a Latin word by chance."""
    if language in _RTL_LANGUAGES:
        sample = text[:_SAMPLE]
        if len(_RTL_LETTERS.findall(sample)) > len(_LATIN_LETTERS.findall(sample)):
            return "rtl"
    return "auto"


def _context(text: str) -> str:
    # A tab is invisible too, but only as the fault itself does it matter.
    return _content(text.replace("\t", " "))


def _fault(text: str) -> str:
    if not text:
        return '<mark class="gap">\u2038</mark>'
    if text.strip(_JOINERS):
        return f"<mark>{_content(text)}</mark>"
    return f"<mark>{_chips(html_escape(visible(text)))}</mark>"


def _related(d: Diagnostic) -> str:
    items = []
    for r in d.related[:_RELATED]:
        place = _place(r.path, r.position)
        items.append(
            f'<li><span class="at" dir="ltr">{place}</span> '
            f'<span class="said" dir="ltr">{_message(r.message)}</span></li>'
        )
    more = len(d.related) - len(items)
    if more:
        items.append(f"<li>{more:,} more</li>")
    return f'<ul class="related" aria-label="Related places">{"".join(items)}</ul>'


def _place(path: str, position: Position) -> str:
    place = f"{position.line}:{position.column}"
    return f"{_path(path)}:{place}" if path else f"line {place}"


# What does not fit, and the pages of the rules


def _rest(report: Report, listed: Sequence[Diagnostic]) -> str:
    if len(listed) == len(report.diagnostics):
        return ""
    shown = {id(d) for d in listed}
    left = report._replace(diagnostics=tuple(d for d in report.diagnostics if id(d) not in shown))
    names = {d.code: d.name for d in left.diagnostics}
    rules = [
        (f"<code>{_safe(code)}</code> {_safe(names[code])}", counts)
        for code, counts in statistics.by_rule(left)
    ]
    in_files = statistics.count(left, (d.path for d in left.diagnostics))
    paths = [(_path(path), counts) for path, counts in in_files[:_FILES]]
    more = len(in_files) - len(paths)
    note = f'<p class="note">And {_many(more, "file")} more.</p>' if more else ""
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
        + "".join(f'<td class="n">{getattr(counts, s):,}</td>' for s in _SEVERITIES)
        + f'<td class="n">{counts.total():,}</td></tr>'
        for name, counts in rows
    )
    heads = "".join(f'<th scope="col" class="n">{_PLURAL[s].title()}</th>' for s in _SEVERITIES)
    return (
        f'<table class="plain"><thead><tr><th scope="col">{head}</th>{heads}'
        f'<th scope="col" class="n">All</th></tr></thead><tbody>{made}</tbody></table>'
    )


def _pages(report: Report) -> Mapping[str, Rule]:
    """The rules that found something; those that come with contentlint with their pages."""
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
            about += f'<p><span class="label">Help</span> {_inline(rule.help)}</p>'
        if rule and rule.why:
            about += f'<div class="reason">{_prose(rule.why)}'
            if rule.source:
                about += f'<p class="source">{_inline(" ".join(rule.source.split()))}</p>'
            about += "</div>"
        made.append(
            f'<section class="rule" id="{_anchor(code)}" tabindex="-1">'
            f"<h3><code>{_safe(code)}</code> {_safe(name)}</h3>{about}</section>"
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
