"""Collects the URLs in articles that are to be asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.source_line import folded, split_source_lines
from contentlint.engine import ruleset
from contentlint.links.guard import Guard, Refused, parse
from contentlint.links.wanted import Link, Place, Wanted
from contentlint.model.diagnostic import Incomplete
from contentlint.model.document import Document, Span
from contentlint.model.errors import ReadError
from contentlint.model.rule import Rule, Words
from contentlint.run import link_settings
from contentlint.run.session import Session
from contentlint.text.dates.published import published
from contentlint.text.urls.globs import Globs
from contentlint.text.urls.identity import key_of, plain, without_fragment

if TYPE_CHECKING:
    from typing import Final

LABELS: Final = "sources"
"""The list of the labels of source lines."""
MONTHS: Final = ("month-numbers", "solar-month-numbers", "hijri-month-numbers")
"""The lists of the names of months."""
MALFORMED: Final = ("SRC002", "SRC003", "SRC004", "SRC009", "SRC017")
"""The rules whose findings are enough: such a URL leads nowhere."""
_WEB: Final = frozenset({"http", "https"})


class Collected(NamedTuple):
    """The URLs of articles."""

    wanted: Mapping[str, Wanted]
    """By URL, in the order of the articles."""
    not_asked: Mapping[str, int]
    """The number of distinct URLs by reason, one of ``NOT_ASKED``."""
    unread: tuple[Incomplete, ...] = ()
    """The articles that cannot be read."""
    rules: Mapping[str, Rule] = {}
    """The rules of the configurations of all articles by code, whether they are on or not."""


# The links of a session's files


def collected(
    session: Session, paths: Sequence[str], guard: Guard, only: str = "", *, dated: bool = False
) -> Collected:
    """Collect the URLs of articles; ``only`` is one of ``wanted.USES`` or ``""``. With ``dated``,
    look for the days on which the articles appeared.

    Raises:
        ConfigError: a configuration is wrong.
    """
    unread: list[Incomplete] = []
    few = _of_malformed(session)
    months = [ruleset.word_lists()[name] for name in MONTHS] if dated else []
    found = askable(merged(_links(few, paths, unread), only, months), guard)
    return found._replace(unread=tuple(unread), rules=few.resolver.rules())


def askable(found: Collected, guard: Guard) -> Collected:
    """Return what may be asked for as far as the URLs tell; the rest is counted."""
    wanted, left = {}, Counter(found.not_asked)
    for url, each in found.wanted.items():
        try:
            parse(url, guard)
        except Refused as refused:
            left["private" if refused.fault == "private" else "malformed"] += 1
        else:
            wanted[url] = each
    return found._replace(wanted=wanted, not_asked=left)


def _links(
    session: Session, paths: Sequence[str], unread: list[Incomplete]
) -> Iterator[tuple[Document, Sequence[Link]]]:
    """Yield each article that can be read with its links; the others go to ``unread``.

    ``session`` has the rules ``MALFORMED`` only: to bind all would take longer than the rest.
    """
    resolver = session.resolver
    globs: dict[tuple[str, ...], Globs] = {}
    for path in paths:
        try:
            doc = session.read(session.open(path))
        except ReadError as error:
            unread.append(Incomplete(path, str(error)))
            continue
        labels = folded(resolver.word_list(path, LABELS))
        exclude = link_settings.exclude(resolver, path)
        if exclude not in globs:
            globs[exclude] = Globs(exclude)
        # What is suppressed is no finding, but it leads nowhere all the same.
        doc.comments, doc.suppressions = [], ()
        spans = [finding.span for _, finding in session.examine(doc).found]
        yield doc, [*links_of(doc, labels, spans, globs[exclude].match)]


def _of_malformed(session: Session) -> Session:
    """Return a session with the rules ``MALFORMED`` only."""
    selection = session.request.selection._replace(
        select=MALFORMED, extend_select=(), ignore=(), preview=False, cross_file=False
    )
    return Session(session.request._replace(selection=selection))


# The links of one document


def links_of(
    doc: Document,
    labels: frozenset[str],
    malformed: Iterable[Span] = (),
    is_excluded: Callable[[str], bool] = lambda _: False,
) -> Iterator[Link]:
    """Yield the URLs of a document in order; relative ones lead to no other site and are left out.

    ``labels`` are the folded labels of source lines. ``malformed`` are the spans of the findings of
    the rules ``MALFORMED``.
    """
    values = [line.value for line in doc.fact(split_source_lines, labels)]
    starts = [value.start for value in values]
    faults = sorted(malformed)
    shown = 0
    for kind, span, text, dest in doc.links:
        if kind == "bare" and dest.start < shown:  # the text of a link leads nowhere
            continue
        if kind == "link":
            shown = text.end
        url, fragment = without_fragment(plain(doc.text[slice(*dest)]))
        scheme = scheme_of(url)
        if not scheme or kind == "image_ref":
            continue
        at = bisect_right(starts, span.start) - 1
        if kind == "image":
            use = "images"
        else:
            use = "sources" if at >= 0 and span.start < values[at].end else "links"
        why_not = ""
        if any(fault.start < span.end and span.start < fault.end for fault in faults):
            why_not = "malformed"
        elif scheme not in _WEB:
            why_not = "scheme"
        elif is_excluded(url):
            why_not = "excluded"
        yield Link(url, fragment, use, Place(doc.path, *doc.position(dest.start)), why_not)


def scheme_of(url: str) -> str:
    """Return the scheme in lower case; ``""`` for a relative URL."""
    scheme, colon, _ = url.partition(":")
    known = colon and scheme[:1].isalpha() and scheme.isascii()
    if known and all(c.isalnum() or c in "+-." for c in scheme):
        return scheme.lower()
    return ""


# The links of several documents


def merged(
    found: Iterable[tuple[Document, Sequence[Link]]], only: str = "", months: Sequence[Words] = ()
) -> Collected:
    """Merge the links of documents; with ``only``, one of ``USES``, those of that use.

    ``months`` are the numbered names of the months of three calendars, as ``days`` takes them; with
    none, it is not looked for when an article appeared.
    """
    places: dict[str, list[Place]] = {}
    fragments: dict[str, set[str]] = {}
    uses: dict[str, set[str]] = {}
    languages: dict[str, str] = {}
    day_by_url: dict[str, int] = {}
    left: dict[str, str] = {}
    for doc, links in found:
        number = published(doc, *_names(months, doc.language)) if links and months else None
        day = 0 if number is None else number + 1
        for link in links:
            url = link.url
            if only and link.use != only:
                continue
            if link.why_not:
                left.setdefault(url, link.why_not)
                continue
            places.setdefault(url, []).append(link.place)
            kept = fragments.setdefault(url, set())
            if link.fragment:
                kept.add(link.fragment)
            uses.setdefault(url, set()).add(link.use)
            languages[url] = languages.get(url) or doc.language
            day_by_url[url] = day_by_url.get(url) or day
    wanted = {
        url: Wanted(
            url,
            key_of(url),
            tuple(at),
            tuple(sorted(fragments[url])),
            frozenset(uses[url]),
            languages[url],
            day_by_url[url],
        )
        for url, at in places.items()
    }
    # A URL may be malformed where a comma is glued to it, and right elsewhere.
    return Collected(wanted, Counter(why for url, why in left.items() if url not in wanted))


def _names(months: Sequence[Words], language: str) -> Iterator[tuple[str, ...]]:
    """Yield the names of the months in a language, by calendar."""
    return (tuple(names.get(language, ())) for names in months)
