"""URLs that no browser can open in this form."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model import characters, traits, trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, Document, Span
from contentlint.model.queries import has_link
from contentlint.text.urls import destinations, find, hosts

_ODD = trigger.Nodes(trigger.ADDRESSES, traits.ODD)
_CUT = trigger.Nodes(trigger.LABELS, traits.ODD, trigger.kinds(characters.CLOSE_SQUARE))
"""A link text that ends in a scheme."""
_MISSPELT = lazy_regex.compile(
    r"http(s?)(?:::+/*|;//|//|:/(?!/)|:\\\\|:(?=www\.))(?=[A-Za-z0-9-]{1,63}\.[A-Za-z0-9])"
)
_TWICE = lazy_regex.compile(r"https?:/*(?=https?(?:://|:/|//)[^/])", lazy_regex.IGNORECASE)
_TEMPLATE = lazy_regex.compile(
    r"\$?\{\{?[^{}]*\}?\}|\$\w+|<[^<>]*>|%[sd](?![0-9A-Fa-f])|\*"
    r"|\[[^\[\]:]*\]|%(?![0-9A-Fa-f]{2})\w+%"
)
_QUOTED_VALUE = lazy_regex.compile(r"(?<=[=:+])\"[^\"]*\"|(?<=\w)\|(?=\w)")
_IN_BRACES = lazy_regex.compile(r"\{\{?[^{}]*\}?\}")
_OPENS_TEMPLATE = frozenset("{<$*")
# No space: a destination can only contain one inside <...>, which allows it.
_RAW = lazy_regex.compile(r"[<>\"{}|\\^`\x00-\x1f\x7f]")
# `&section=` decoded as the entity `&sect` and the rest: the parameter is lost.
_ENTITY = lazy_regex.compile("([\u00a7\u00a9\u00ae\u00b6\u00a4\u00ac\u00d7])[a-z]*=")
SCHEMES = frozenset({"http", "https", "ftp"})
TYPOS = frozenset(
    (
        "htp htps htt htts httpp httpps htpp htpps htttp htttps hhttp hhttps ttp ttps httsp hppt "
        "hppts hxxp hxxps httpss htttps xhttp xhttps nhttp nhttps ehttp ehttps rhttp rhttps"
    ).split()
)
"""Schemes of the URLs that are judged, and misspellings of the first two."""
LOWER = "warning"


class Options(NamedTuple):
    local: tuple[str, ...] = ()
    """Hosts of one word that are valid."""


def needs(options: Options) -> tuple[trigger.Need, ...]:
    return (_ODD, _CUT, find.ODD_SCHEME, destinations.AFTER_BRACKET)


class Checker:
    def __init__(self, options: Options) -> None:
        self._local = frozenset(map(str.lower, options.local))

    def check(self, doc: Document) -> Iterator[Finding]:
        for target in find.selected(doc, _ODD):
            yield from self._faults(doc, target)
        for start, end, url, _ in find.selected(doc, _CUT):
            if url.endswith("://") and has_link(doc, end, end + 1):
                yield Finding(Span(start, end), {"reason": "nothing after ://"}, None, (), LOWER)
        yield from _misspelt(doc, doc.fact(find.odd_schemes))
        for span, fault in destinations.spaced(doc):
            yield Finding(span, {"reason": fault})

    def _faults(self, doc: Document, target: find.Target) -> Iterator[Finding]:
        span = Span(target.start, target.end)
        url = target.url.strip()
        if target.kind != "bare" and "\\" in url and doc.syntax.markup:
            url = find.unescaped(url)
        scheme, authority, path, rest = find.split(url)
        if not scheme and target.kind == "bare":
            scheme = "http"
        if scheme in TYPOS:
            right = "https" if "s" in scheme else "http"
            edit = Edit(Span(target.start, target.start + len(scheme)), right)
            fix = Fix((edit,), False, f"write {right}://")
            yield Finding(span, {"reason": f"unknown scheme {scheme}"}, fix)
            return
        if scheme not in SCHEMES:
            return
        if m := _TWICE.match(url):
            edit = Edit(Span(target.start, target.start + m.end()), "")
            fix = Fix((edit,), False, "keep one scheme")
            yield Finding(span, {"reason": "scheme written twice"}, fix)
            return
        if not authority and target.kind == "bare" and not path.strip("/."):
            return  # "a URL begins with http://": running text, or the start of a placeholder
        after = doc.text[target.end : target.end + 1]
        if _TEMPLATE.search(authority) or (not path and after in _OPENS_TEMPLATE):
            return
        host, _, port = authority.partition(":")
        if port.lower() != "port" and (reason := hosts.fault(authority)):
            yield Finding(span, {"reason": reason})
            return
        if not hosts.has_tld(host):
            # A bare URL only becomes a link with a dot in its host: `http://main` is an example.
            if target.kind == "bare" or hosts.is_alone(host, port, self._local):
                return
            yield Finding(span, {"reason": f"no domain after {host}"}, None, (), LOWER)
            return
        tail = path + rest
        # A manual may have a placeholder in its links; an image with one does not load.
        if target.kind == "image" and (m := _IN_BRACES.search(tail)):
            yield Finding(span, {"reason": f"{m[0]} was never filled in"}, None, (), LOWER)
        elif _RAW.search(tail) and (m := _RAW.search(_written(tail))):
            # Browsers encode these in a path; other programs stop at them.
            yield Finding(span, {"reason": f"{m[0]} is not encoded"}, None, (), LOWER)
        elif not rest.isascii() and (m := _ENTITY.search(rest)):
            yield Finding(span, {"reason": f"{m[1]} was decoded from & and a name"})


def _written(tail: str) -> str:
    """Return a path and query without placeholders and what a query may contain unencoded, as in
    ``?q=label:"open"``; a quotation mark at the end is one of the sentence."""
    path, mark, query = _TEMPLATE.sub("", tail).rstrip('"').partition("?")
    return path + mark + _QUOTED_VALUE.sub("", query)


def _misspelt(doc: Document, odd: list[int]) -> Iterator[Finding]:
    text = doc.text
    for at in odd:
        # Code is masked, prose is unchanged, and a destination is markup.
        m = _MISSPELT.match(text, at) if doc.prose[at] in ("h", MARK) else None
        # After :// it is the second scheme of an address, which is reported.
        if m and not text[at - 1 : at].isalnum() and text[at - 3 : at] != "://":
            scheme = "https://" if m[1] else "http://"
            fix = Fix((Edit(Span(*m.span()), scheme),), False, f"write {scheme}")
            yield Finding(Span(*m.span()), {"reason": f"{m[0]} instead of {scheme}"}, fix)
