"""One HTML page about a scan of a corpus, and one with the documents of a sample.

The texts and addresses of a corpus are as hostile as an article: all of them pass through
``report.html.text``. The pages need no script, and load nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from contentlint import __version__
from contentlint._util import TYPE_CHECKING
from contentlint._util.escape import visible
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.translation import gettext as _
from contentlint._util.translation import ngettext, number, pgettext
from contentlint.model.diagnostic import Excerpt
from contentlint.report.html.frame import foot, head
from contentlint.report.html.text import (
    direction,
    host,
    inline,
    label,
    language_name,
    message,
    paragraph,
    passage,
    safe,
    words,
)

if TYPE_CHECKING:
    from typing import Any

LARGEST = 5_000_000
"""The most bytes of the page about a scan; it has fewer examples where it would have more."""
_EXAMPLES = (20, 10, 5, 2, 1, 0)
_UNFOLDED = 10
"""Rows of a table that are not folded."""
_NAME = 100
"""Code points of a name, and of a message or a text below, that are shown."""
_MESSAGE = 400
_BLOCK = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
"""Lines that are not blank."""
_WIDTH, _HEIGHT = 400, 80


class Group(NamedTuple):
    """The documents that have a host, a language or a reason in common."""

    name: str
    documents: int
    with_findings: int = 0
    findings: int = 0
    dropped: int = 0


class Example(NamedTuple):
    """A finding."""

    doc_id: str
    url: str
    language: str
    line: int
    column: int
    message: str
    excerpt: Excerpt


class RuleCount(NamedTuple):
    """The findings of a rule."""

    code: str
    name: str
    severity: str
    documents: int
    findings: int
    examples: Sequence[Example] = ()


class Bound(NamedTuple):
    """A limit of a measure."""

    sign: str
    """``<`` or ``>``: values that are smaller, or larger, drop a document."""
    values: Mapping[float, Sequence[str]]
    """The languages that have each value; ``und`` for all others."""
    dropped: int
    """Documents beyond it."""


class Histogram(NamedTuple):
    """How the values of a measure are distributed."""

    measure: str
    unit: str
    low: float
    """The smallest value of the first bin; it also has all documents below."""
    high: float
    bins: Sequence[int]
    median: float
    bounds: Sequence[Bound] = ()


class Cluster(NamedTuple):
    """A text that several documents have, or nearly."""

    rule: str
    how: str
    documents: int
    hosts: int
    host: str
    host_share: float
    doc_id: str
    note: str


class Overview(NamedTuple):
    """What the page shows."""

    documents: int
    with_findings: int
    findings: int
    listed: int
    """Findings that are in the tables: of a rule, those of a document up to a limit."""
    tasks: int
    done: int
    statuses: Mapping[str, int] = {}
    faults: Sequence[tuple[str, str]] = ()
    """Files that could not be read to their end, with the reason."""
    rules: Sequence[RuleCount] = ()
    hosts: Sequence[Group] = ()
    hosts_left: int = 0
    """Hosts that are not in ``hosts``."""
    languages: Sequence[Group] = ()
    kept: int | None = None
    """None if nothing was decided."""
    reasons: Sequence[Group] = ()
    histograms: Sequence[Histogram] = ()
    copies: int | None = None
    """Documents with an earlier copy; None if they were not compared."""
    clusters: Sequence[Cluster] = ()
    undecided: int = 0
    """Documents that were scanned after the others were decided."""


def page(scan: Overview, largest: int = LARGEST) -> str:
    """Return the page, with as many examples of each rule as fit."""
    made = ""
    for most in _EXAMPLES:
        made = "".join(_page(scan, most))
        if len(made.encode("utf-8")) <= largest:
            break
    return made


def _page(scan: Overview, most: int) -> Iterator[str]:
    headline = words(
        # Translators: {findings} is "3 findings", {documents} is "2 documents".
        _("{findings} in {documents}"),
        findings=words(ngettext("{n} finding", "{n} findings", scan.findings, ",")),
        documents=words(ngettext("{n} document", "{n} documents", scan.documents, ",")),
    )
    yield head(headline, __version__)
    yield _header(scan, headline)
    yield '<main id="main">\n'
    yield _lost(scan)
    yield '<section aria-labelledby="charts-title">'
    yield f'<h2 id="charts-title">{words(_("Where they are"))}</h2><div class="charts">'
    yield _rules(scan)
    yield '<div class="stack">'
    if scan.kept is not None:
        yield _groups("reason", _("Dropped by reason"), _("Reason"), scan.reasons, scan)
    yield _groups("language", _("By language"), _("Language"), scan.languages, scan)
    yield _groups("site", _("By source site"), _("Site"), scan.hosts, scan, scan.hosts_left)
    yield "</div></div></section>\n"
    yield _histograms(scan.histograms)
    yield _clusters(scan)
    if most:
        yield _examples(scan.rules, most)
    yield "</main>\n"
    yield foot(__version__)
    yield "</body>\n</html>\n"


def _header(scan: Overview, headline: str) -> str:
    tiles = [
        ("", scan.documents, _("documents")),
        ("", scan.with_findings, _("documents with findings")),
        ("", scan.findings, _("findings")),
    ]
    if scan.kept is not None:
        tiles.append(("info", scan.kept, _("documents kept")))
        tiles.append(
            ("warning", scan.documents - scan.kept - scan.undecided, _("documents dropped"))
        )
    if scan.copies is not None:
        tiles.append(("warning", scan.copies, _("documents with an earlier copy")))
    bad = scan.statuses.get("error", 0) + scan.statuses.get("incomplete", 0)
    if bad:
        tiles.append(("error", bad, _("not fully checked")))
    shown = "".join(
        f'<div class="tile {kind}"><dt>{words(name)}</dt><dd>{number(n, ",")}</dd></div>'
        for kind, n, name in tiles
    )
    return (
        f'<header class="top"><p class="brand">contentlint</p><h1>{headline}</h1>\n'
        f'<dl class="tiles">{shown}</dl></header>\n'
    )


def _lost(scan: Overview) -> str:
    items = []
    if scan.done < scan.tasks:
        note = _("{done} of {tasks} tasks are done.").format(
            done=number(scan.done, ","), tasks=number(scan.tasks, ",")
        )
        items.append(f"<li>{words(note)}</li>")
    if scan.undecided:
        note = ngettext(
            "{n} document is not decided.", "{n} documents are not decided.", scan.undecided, ","
        )
        items.append(f'<li>{words(note)} <code dir="ltr">contentlint corpus decide</code></li>')
    items += [
        f'<li><bdi dir="ltr" class="at">{safe(_cut(path, _MESSAGE))}</bdi> '
        f"{_isolated(why, _MESSAGE)}</li>"
        for path, why in scan.faults[:_UNFOLDED]
    ]
    left = len(scan.faults) - _UNFOLDED
    if left > 0:
        items.append(f"<li>{words(ngettext('{n} more', '{n} more', left, ','))}</li>")
    if not items:
        return ""
    return (
        '<section class="card lost" aria-labelledby="lost">'
        f'<h2 id="lost">{words(_("Not fully checked"))}</h2><ul>{"".join(items)}</ul></section>\n'
    )


def _rules(scan: Overview) -> str:
    most = max((rule.documents for rule in scan.rules), default=1)
    rows = [
        f'<tr><th scope="row"><a href="#examples-{safe(rule.code)}"><bdi dir="ltr">'
        f"<code>{safe(rule.code)}</code> {safe(rule.name)}</bdi></a></th>"
        f"<td>{_bar(rule.documents, most, rule.severity)}</td>"
        f'<td class="n">{number(rule.documents, ",")}</td>'
        f'<td class="n">{number(rule.findings, ",")}</td></tr>'
        for rule in scan.rules
    ]
    heads = (_("Documents"), _("Findings"))
    note = ""
    if scan.listed < scan.findings:
        note = _("Of many findings of a rule in a document, the first are counted here.")
    return _table("rule", _("By rule"), _("Rule"), heads, rows, note=note)


def _groups(
    by: str, title: str, first: str, groups: Sequence[Group], scan: Overview, left: int = 0
) -> str:
    most = max((group.documents for group in groups), default=1)
    alone = by == "reason"
    decided = scan.kept is not None and not alone
    rows = []
    for group in groups:
        numbers = [group.documents]
        if not alone:
            numbers.append(group.findings)
        if decided:
            numbers.append(group.dropped)
        cells = "".join(f'<td class="n">{number(n, ",")}</td>' for n in numbers)
        tone = "warning" if alone else "info"
        rows.append(
            f'<tr><th scope="row">{_group_name(by, group.name)}</th>'
            f"<td>{_bar(group.documents, most, tone)}</td>{cells}</tr>"
        )
    heads = [_("Documents")]
    if not alone:
        heads.append(_("Findings"))
    if decided:
        heads.append(pgettext("documents", "Dropped"))
    return _table(by, title, first, heads, rows, left)


def _group_name(by: str, name: str) -> str:
    if by == "language":
        return language_name(_cut(name, _NAME))
    if by == "reason":
        return _reason(name)
    return host(_cut(name, _NAME)) if name else words(pgettext("site", "unknown"))


def _reason(name: str) -> str:
    """Return why documents are dropped: in words of our own, or a measure with its limit."""
    own = _(name)
    return words(own) if own != name else f'<bdi dir="ltr">{safe(_cut(name, _NAME))}</bdi>'


def _table(
    by: str,
    title: str,
    first: str,
    heads: Sequence[str],
    rows: Sequence[str],
    left: int = 0,
    note: str = "",
) -> str:
    """Return a table, of which the first rows are not folded; empty without rows."""
    if not rows:
        return ""
    named = "".join(f'<th scope="col" class="n">{words(name)}</th>' for name in heads)
    top = f'<thead><tr><th scope="col">{words(first)}</th><td></td>{named}</tr></thead>'
    body = f"<table>{top}<tbody>{''.join(rows[:_UNFOLDED])}</tbody></table>"
    folded = len(rows) - _UNFOLDED + left
    if len(rows) > _UNFOLDED:
        more = ngettext("{n} more", "{n} more", folded, ",")
        said = ngettext("{n} more are not shown.", "{n} more are not shown.", left, ",")
        rest = f'<p class="note">{words(said)}</p>' if left else ""
        body += (
            f"<details><summary>{words(more)}</summary><table>{top}<tbody>"
            f"{''.join(rows[_UNFOLDED:])}</tbody></table>{rest}</details>"
        )
    if note:
        body += f'<p class="note">{words(note)}</p>'
    return (
        f'<section class="card chart counted" aria-labelledby="by-{by}">'
        f'<h3 id="by-{by}">{words(title)}</h3>{body}</section>'
    )


def _bar(n: int, most: int, tone: str) -> str:
    return (
        '<svg class="bar" aria-hidden="true" focusable="false">'
        f'<rect class="{tone}" width="{100 * n / max(most, 1):.4g}%" height="100%"></rect></svg>'
    )


def _histograms(every: Sequence[Histogram]) -> str:
    if not every:
        return ""
    note = inline(
        _("Lines are limits. The first and the last bar also have the documents beyond them.")
    )
    return (
        '<section aria-labelledby="measures-title">'
        f'<h2 id="measures-title">{words(_("Measures"))}</h2>'
        f'<p class="note">{note}</p><div class="histograms">{"".join(map(_histogram, every))}</div>'
        "</section>\n"
    )


def _histogram(one: Histogram) -> str:
    most = max(one.bins, default=0) or 1
    width = _WIDTH / max(len(one.bins), 1)
    bars = "".join(
        f'<rect x="{n * width:.4g}" y="{_HEIGHT * (1 - count / most):.4g}" '
        f'width="{width * 0.9:.4g}" height="{_HEIGHT * count / most:.4g}"></rect>'
        for n, count in enumerate(one.bins)
        if count
    )
    lines = "".join(
        f'<line x1="{x:.4g}" x2="{x:.4g}" y1="0" y2="{_HEIGHT}"></line>'
        for x in sorted({_x(one, v) for b in one.bounds for v in b.values if _inside(one, v)})
    )
    said = "".join(f"<li>{_bound(bound)}</li>" for bound in one.bounds)
    middle = words(_("median {value}"), value=f"<bdi>{_value(one.median)}</bdi>")
    return (
        f'<figure class="card histogram"><figcaption><bdi dir="ltr"><b>{safe(one.measure)}</b>'
        f"</bdi> <span>{middle}</span></figcaption>"
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{bars}{lines}</svg>'
        f'<p class="ends" dir="ltr"><span>{_value(one.low)}</span><span>{_value(one.high)}</span>'
        f"</p><ul>{said}</ul></figure>"
    )


def _inside(one: Histogram, value: float) -> bool:
    return one.low <= value <= one.high


def _x(one: Histogram, value: float) -> float:
    return _WIDTH * (value - one.low) / ((one.high - one.low) or 1)


def _bound(bound: Bound) -> str:
    values = []
    for value, languages in bound.values.items():
        named = ", ".join(language for language in languages if language != "und")
        shown = f"{bound.sign} {_value(value)}" + (f" ({named})" if named else "")
        values.append(f'<bdi dir="ltr">{safe(shown)}</bdi>')
    dropped = words(ngettext("{n} document", "{n} documents", bound.dropped, ","))
    return f"{'; '.join(values)}: {dropped}"


def _value(value: float) -> str:
    if value and abs(value) < 10:
        return number(f"{value:.3g}")
    return number(f"{value:,.0f}")


def _clusters(scan: Overview) -> str:
    if scan.copies is None:
        return ""
    rows = []
    for one in scan.clusters:
        site = ""
        if one.host:
            share = number(f"{one.host_share:.0%}")
            site = f"{host(_cut(one.host, _NAME))} <bdi>({share})</bdi>"
        rows.append(
            f'<tr><td><code dir="ltr">{safe(one.rule)}</code></td>'
            f'<td class="n">{number(one.documents, ",")}</td>'
            f'<td class="n">{number(one.hosts, ",")}</td><td>{site}</td>'
            f"<td>{_isolated(one.doc_id, _NAME)} {_isolated(one.note, _NAME)}</td></tr>"
        )
    names = (_("Rule"), _("Documents"), _("Sites"), _("Most on"), _("One of them"))
    heads = "".join(
        f'<th scope="col"{cls}>{words(name)}</th>'
        for name, cls in zip(names, ("", ' class="n"', ' class="n"', "", ""), strict=True)
    )
    body = (
        f'<div class="wide"><table class="plain"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
        if rows
        else f'<p class="note">{words(_("None."))}</p>'
    )
    note = words(_("The share is that of all documents of the site."))
    return (
        '<section aria-labelledby="copies-title">'
        f'<h2 id="copies-title">{words(_("Copies and shared texts"))}</h2>'
        f'<div class="card">{body}<p class="note">{note}</p></div></section>\n'
    )


def _examples(rules: Iterable[RuleCount], most: int) -> str:
    parts = [
        '<section aria-labelledby="examples-title">'
        f'<h2 id="examples-title">{words(_("Examples"))}</h2>'
        f'<p class="note">{words(_("Drawn by a hash of document and rule."))}</p>\n'
    ]
    for rule in rules:
        shown = rule.examples[:most]
        if not shown:
            continue
        counted = words(ngettext("{n} finding", "{n} findings", rule.findings, ","))
        parts.append(
            f'<details class="card file" id="examples-{safe(rule.code)}"><summary>'
            f'<h3><bdi dir="ltr"><code>{safe(rule.code)}</code> {safe(rule.name)}</bdi></h3>'
            f'<span class="counts"><span class="count {rule.severity}">{counted}</span></span>'
            f"</summary>\n{''.join(_example(one, rule) for one in shown)}</details>\n"
        )
    parts.append("</section>\n")
    return "".join(parts)


def _example(one: Example, rule: RuleCount) -> str:
    text = _cut(one.message, _MESSAGE)
    shown = paragraph(one.excerpt, one.language)
    return (
        f'<article class="finding {rule.severity}"><p class="at">{_document(one.doc_id, one.url)} '
        f'<bdi dir="ltr">{one.line}:{one.column}</bdi></p>'
        f'<p class="message" dir="{direction(text)}">{message(text)}</p>'
        f"{shown}</article>\n"
    )


def _document(doc_id: str, url: str) -> str:
    """Return the id of a document, with a link to its page if it has one."""
    parts = [_isolated(doc_id, _NAME)] if doc_id else []
    if url.startswith(("http://", "https://")) and len(url) <= _MESSAGE and url == visible(url):
        shown = safe(url)
        parts.append(
            f'<a href="{shown}" rel="noreferrer noopener nofollow"><bdi dir="ltr">{shown}</bdi></a>'
        )
    elif url:
        parts.append(f'<bdi dir="ltr">{safe(_cut(url, _MESSAGE))}</bdi>')
    return " ".join(parts)


def _paragraphs(text: str, faults: Sequence[tuple[int, int]], language: str) -> Iterator[str]:
    """Yield each run of lines that are not blank as a paragraph, whose direction the browser
    determines, with the faults at some spans of the text marked."""
    known = f' lang="{safe(language)}"' if language else ""
    for block in _BLOCK.finditer(text):
        first, last = block.span()
        inside = [(start - first, end - first) for start, end in faults if start < last]
        shown = passage(block[0], [span for span in inside if span[1] > 0])
        yield f'<p class="text" dir="auto"{known}>{shown}</p>'


def _isolated(text: str, most: int) -> str:
    return f'<bdi dir="auto">{safe(_cut(text, most))}</bdi>'


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"


def sample(documents: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the parts of a page with the documents of a sample, as ``corpus.sample`` draws them."""
    every = list(documents)
    headline = words(ngettext("{n} document", "{n} documents", len(every), ","))
    yield head(headline, __version__)
    yield f'<header class="top"><p class="brand">contentlint</p><h1>{headline}</h1></header>\n'
    yield '<main id="main">\n'
    for n, document in enumerate(every, 1):
        yield _sampled(n, document)
    yield "</main>\n"
    yield foot(__version__)
    yield "</body>\n</html>\n"


def _sampled(n: int, document: Mapping[str, Any]) -> str:
    language = str(document["language"] or "")
    about = _document(str(document["doc_id"] or ""), str(document["url"] or ""))
    chips = "".join(
        f'<span class="count warning">{_reason(str(reason))}</span>'
        for reason in document["reasons"]
    )
    faults = [(one["start"], one["end"]) for one in document["findings"]]
    text = "".join(_paragraphs(document["text"], faults, language))
    more = f'<p class="note">{words(_("The text goes on."))}</p>' if document["cut"] else ""
    found = "".join(map(_found, document["findings"]))
    listed = f'{label(_("Findings"))}<ul class="related">{found}</ul>' if found else ""
    return (
        f'<article class="card sampled" id="d{n}" aria-labelledby="t{n}">'
        f'<h2 id="t{n}"><bdi>{number(n)}.</bdi> {about}</h2>'
        f'<p class="about"><span>{language_name(_cut(language, _NAME))}</span></p>'
        f'<p class="counts">{chips}</p>{text}{more}{listed}</article>\n'
    )


def _found(one: Mapping[str, Any]) -> str:
    text = _cut(str(one["message"]), _MESSAGE)
    return (
        f'<li><span class="at" dir="ltr">{one["line"]}:{one["column"]} {safe(str(one["rule"]))}'
        f'</span> <span dir="{direction(text)}">{message(text)}</span></li>'
    )
