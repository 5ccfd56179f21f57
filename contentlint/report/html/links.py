"""One HTML page with all links of a run by host, for editors; the policy is that of the report.

Everything from the web, such as the title of a page, is as hostile as an article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from contentlint import __version__
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.translation import digits, marked, ngettext, number
from contentlint._util.translation import gettext as _
from contentlint.model.observation import CLASSES, Observation, day_of
from contentlint.report.html.frame import foot, head
from contentlint.report.html.text import host, inline, path_shown, safe, words
from contentlint.text.urls import find
from contentlint.text.urls.identity import masked

NAMES = {
    "ok": marked("reachable"),
    "moved": marked("moved"),
    "failing": marked("failing"),
    "dead": marked("dead"),
    "suspicious": marked("suspicious"),
    "unknown": marked("unknown"),
}
REASONS = {
    "name-unknown": marked("the host does not exist"),
    "name-failed": marked("the host could not be looked up"),
    "timeout": marked("no answer in time"),
    "reset": marked("the connection broke off"),
    "protocol": marked("an answer that cannot be understood"),
    "tls": marked("the certificate is not valid"),
    "robots": marked("robots.txt forbids it to programs"),
    "left": marked("the host wants no more requests now"),
    "bot-wall": marked("the site lets no programs pass"),
    "soft-404": marked("an error page in place of the page"),
    "home-page": marked("it leads to the home page"),
    "same-end": marked("several links lead to the same page"),
    "parked": marked("the domain is parked or for sale"),
    "loop": marked("its redirects go in a circle"),
    "hops": marked("it has too many redirects"),
    "private": marked("it leads to an address that is not public"),
    "scheme": marked("it leads to something other than a web page"),
    "url": marked("it leads to a URL that cannot be opened"),
    "downgrade": marked("it leads from https to http"),
}
"""What the reasons of looks mean that are no status codes."""
NOT_YET = marked("not asked for yet")
_TONES = {"dead": "error", "failing": "warning", "suspicious": "warning", "moved": "info"}
"""The severity whose colour a class has."""
LISTED = 5_000
"""Links that the page shows; if there are more, the worst."""
_PLACES = 5
"""Places of a link that are not folded."""
_CONFIRMED = ("dead", "failing")
"""The class of a link whose last look has confirmed an earlier one, and that of the look."""
_WORST = ("dead", "failing", "suspicious", "moved", "unknown", "", "ok")


class Row(NamedTuple):
    """A link."""

    url: str
    places: Sequence[tuple[str, int, int]]
    """Path, line and column, both from 1, the column in code points."""
    known: Observation | None = None

    def kind(self) -> str:
        """Return the class, that of the last firm look; ``""`` if it was never asked for."""
        return self.known.kind if self.known else ""


def page(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the parts of the page."""
    every = sorted(rows, key=lambda row: (_WORST.index(row.kind()), row.url))
    listed = every[:LISTED]
    hosts: dict[str, list[Row]] = {}
    for row in listed:
        hosts.setdefault(find.url_host(row.url), []).append(row)
    headline = words(
        # Translators: {links} is "30 links", {hosts} is "12 hosts".
        _("{links} to {hosts}"),
        links=words(ngettext("{n} link", "{n} links", len(every), ",")),
        hosts=words(ngettext("{n} host", "{n} hosts", len(hosts), ",")),
    )
    yield head(headline, __version__)
    yield _header(headline, every)
    yield '<main id="main">\n'
    for name, found in hosts.items():
        yield _host(name, found)
    if len(every) > len(listed):
        more = ngettext("{n} more", "{n} more", len(every) - len(listed), ",")
        yield f'<p class="note">{words(more)}</p>\n'
    yield "</main>\n"
    yield foot(__version__)
    yield "</body>\n</html>\n"


def _header(headline: str, rows: Sequence[Row]) -> str:
    counts = _counts(rows)
    tiles = "".join(
        f'<div class="tile {_TONES.get(kind, "")}"><dt>{words(_name(kind))}</dt>'
        f"<dd>{number(counts[kind], ',')}</dd></div>"
        for kind in (*CLASSES, "")
        if counts.get(kind)
    )
    note = inline(_("Only `dead` links fail a run: they failed twice, at least 20 hours apart."))
    return (
        f'<header class="top"><p class="brand">contentlint</p><h1>{headline}</h1>\n'
        f'<dl class="tiles">{tiles}</dl><p class="note">{note}</p></header>\n'
    )


def _counts(rows: Iterable[Row]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.kind()] = counts.get(row.kind(), 0) + 1
    return counts


def _name(kind: str) -> str:
    return _(NAMES[kind]) if kind else _(NOT_YET)


def _host(name: str, rows: Sequence[Row]) -> str:
    counts = _counts(rows)
    chips = "".join(
        f'<span class="count {_TONES.get(kind, "")}">{number(n, ",")} {words(_name(kind))}</span>'
        for kind, n in counts.items()
    )
    opened = " open" if any(kind in _TONES for kind in counts) else ""
    return (
        f'<details class="card file"{opened}><summary><h3>{host(name)}</h3>'
        f'<span class="counts">{chips}</span></summary>{"".join(map(_link, rows))}</details>\n'
    )


def _link(row: Row) -> str:
    kind, known = row.kind(), row.known
    tone = _TONES.get(kind, "")
    # To the page itself: whoever reads this wants to see it.
    shown = safe(masked(row.url))
    link = f'<a href="{shown}" rel="noreferrer noopener nofollow"><bdi dir="ltr">{shown}</bdi></a>'
    details = "".join(_details(known)) if known else ""
    return (
        f'<article class="finding {tone}"><span class="severity">{words(_name(kind))}</span> '
        f'<span class="at">{link}</span>{details}{_places(row.places)}</article>'
    )


def _details(known: Observation) -> Iterator[str]:
    if known.reason and known.reason != "200":
        yield _detail(_("Reason"), _reason(known.reason))
    last = known.looks[-1] if known.looks else None
    if last is not None and last.kind != known.kind and (known.kind, last.kind) != _CONFIRMED:
        why = _reason(last.reason)
        reason = f" ({why})" if last.reason != "200" else ""
        yield _detail(_("Last look"), f"{words(_name(last.kind))}{reason}")
    if known.final and known.final != known.url:
        yield _detail(_("Leads to"), f'<bdi dir="ltr">{safe(known.final)}</bdi>')
    if known.title:
        yield _detail(_("Title"), f'<bdi dir="auto">{safe(known.title)}</bdi>')
    if known.last_ok:
        yield _detail(_("Last reached"), day(known.last_ok))
    if known.first_failed:
        yield _detail(_("Failing since"), day(known.first_failed))
    if known.copy:
        copy = safe(known.copy)
        yield _detail(
            _("Archived copy"),
            f'<a href="{copy}" rel="noreferrer noopener"><bdi dir="ltr">{copy}</bdi></a>',
        )
    missing = [name for name, there in known.fragments.items() if there is False]
    if missing:
        names = " ".join(f'<bdi dir="ltr">#{safe(name)}</bdi>' for name in sorted(missing))
        yield _detail(_("Missing on the page"), names)


def _reason(reason: str) -> str:
    """Return what a reason means; a status code as it is."""
    meaning = REASONS.get(reason)
    return words(_(meaning)) if meaning else f'<code dir="ltr">{safe(reason)}</code>'


def _detail(label: str, value: str) -> str:
    return f'<p class="help"><span class="label">{words(label)}</span> {value}</p>'


def day(seconds: int) -> str:
    """Return the day of a time in UTC as ISO 8601, in the digits of the language in use."""
    date = day_of(seconds)
    return f'<time datetime="{date}"><bdi dir="ltr">{digits(date)}</bdi></time>'


def _places(places: Sequence[tuple[str, int, int]]) -> str:
    items = [
        f'<li><span class="at" dir="ltr">{path_shown(path)}:{line}:{column}</span></li>'
        for path, line, column in places
    ]
    shown = f'<ul class="related">{"".join(items[:_PLACES])}</ul>'
    if len(items) <= _PLACES:
        return shown
    more = words(ngettext("{n} more", "{n} more", len(items) - _PLACES, ","))
    folded = f'<ul class="related">{"".join(items[_PLACES:])}</ul>'
    return f"{shown}<details><summary>{more}</summary>{folded}</details>"
