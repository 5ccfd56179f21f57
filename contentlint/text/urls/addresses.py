"""The addresses of links, images and running text, taken apart; relative ones too."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import Document, Span
from contentlint.text.urls import find

_WEB = frozenset({"http", "https", "ftp", ""})
_SCHEME = lazy_regex.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")
_PARAMETER = lazy_regex.compile(r"[^&;#]+")


class Address(NamedTuple):
    span: Span
    url: str
    """As written, Markdown's backslash escapes included."""
    kind: str
    """The kind of the ``Link``."""
    scheme: str
    """In lower case; ``""`` if there is none, as in ``/about`` and ``www.example.com``."""
    host: str
    """The host of an address of the web; else ``""``."""
    has_path: bool


def web_addresses(doc: Document) -> list[Address]:
    """Return the addresses with a scheme and ``//``, or ``www.``; ask through ``doc.fact``."""
    return [_of(Span(t.start, t.end), t.url, t.kind) for t in doc.fact(find.targets).all]


def addresses(doc: Document) -> list[Address]:
    """Return all addresses but those inside the page (``#top``) and labels of references; ask
    through ``doc.fact``."""
    found = []
    shown = 0
    for kind, _, label, dest in doc.links:
        # A URL that is the text of a link is only shown.
        if kind != "image_ref" and not (kind == "bare" and dest.start < shown):
            url = doc.text[slice(*dest)]
            if url and url[0] != "#":
                found.append(_of(dest, url, kind))
        if kind == "link":
            shown = label.end
    return found


def parameters(address: Address) -> Iterator[tuple[str, Span]]:
    """Yield the parameters of the query: the name of each, and the span of its name and value."""
    query, end = address.url.find("?"), address.url.find("#")
    end = len(address.url) if end < 0 else end
    if 0 <= query < end:
        for m in _PARAMETER.finditer(address.url, query + 1, end):
            name = find.unescaped(m[0].partition("=")[0])
            if (name, "=" in m[0]) != ("amp", False):  # of "&amp;"
                start = address.span.start
                yield name, Span(start + m.start(), start + m.end())


def _of(span: Span, url: str, kind: str) -> Address:
    if "://" not in url and url[:4].lower() != "www.":
        named = _SCHEME.match(url)
        return Address(span, url, kind, named[0].lower() if named else "", "", True)
    scheme, authority, path, rest = find.split(url)
    host = find.host_of(authority) if scheme in _WEB else ""
    return Address(span, url, kind, scheme, host, bool((path + rest).strip("/")))
