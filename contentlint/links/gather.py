"""Gathers the URLs that articles lead to, and where they are."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.source_line import split_source_lines
from contentlint.model.document import Document, Span
from contentlint.model.rule import Words
from contentlint.text.dates.published import published
from contentlint.text.urls.asked import masked, plain, without_fragment

if TYPE_CHECKING:
    from typing import Final

USES: Final = ("sources", "links", "images")
"""What a URL is for, as ``--only`` takes it: named in a source line, linked to, or shown."""
NOT_ASKED: Final = ("scheme", "malformed", "excluded", "private")
"""Why a URL is not asked for."""
MALFORMED: Final = ("SRC002", "SRC003", "SRC004", "SRC009", "SRC017")
"""The rules whose findings are enough: such a URL leads nowhere."""
_WEB: Final = frozenset({"http", "https"})


class Place(NamedTuple):
    """Where a URL is."""

    path: str
    line: int
    """From 1."""
    column: int
    """From 1, in code points."""


class Link(NamedTuple):
    """A URL in an article."""

    url: str
    """As it is asked for, without fragment."""
    fragment: str
    use: str
    """One of ``USES``."""
    place: Place
    why_not: str = ""
    """One of ``NOT_ASKED``; ``""`` if it is asked for."""


class Wanted(NamedTuple):
    """A URL to ask for, with everything that leads to it."""

    url: str
    key: str
    """Under which its observation is kept: the URL without its secrets."""
    places: tuple[Place, ...]
    fragments: tuple[str, ...]
    """Sorted, each once."""
    uses: frozenset[str]
    language: str
    """That of the first article that has one; ``""`` if none is known."""
    day: int = 0
    """When the first article that tells it appeared, as the proleptic Gregorian ordinal of
    ``datetime.date``; 0 if none does, or it was not looked for."""


class Gathered(NamedTuple):
    wanted: Mapping[str, Wanted]
    """By URL, in the order of the articles."""
    not_asked: Mapping[str, int]
    """The number of distinct URLs by reason, one of ``NOT_ASKED``."""


def of_document(
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


def _names(months: Sequence[Words], language: str) -> Iterator[tuple[str, ...]]:
    """Yield the names of the months in a language, by calendar."""
    return (tuple(names.get(language, ())) for names in months)


def scheme_of(url: str) -> str:
    """Return the scheme in lower case; ``""`` for a relative URL."""
    scheme, colon, _ = url.partition(":")
    known = colon and scheme[:1].isalpha() and scheme.isascii()
    if known and all(c.isalnum() or c in "+-." for c in scheme):
        return scheme.lower()
    return ""


def gathered(
    found: Iterable[tuple[Document, Sequence[Link]]], only: str = "", months: Sequence[Words] = ()
) -> Gathered:
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
            masked(url),
            tuple(at),
            tuple(sorted(fragments[url])),
            frozenset(uses[url]),
            languages[url],
            day_by_url[url],
        )
        for url, at in places.items()
    }
    # A URL may be malformed where a comma is glued to it, and right elsewhere.
    return Gathered(wanted, Counter(why for url, why in left.items() if url not in wanted))
