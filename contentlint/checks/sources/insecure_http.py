"""Addresses without encryption."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.text.urls import find, hosts

_SCHEME = "http://"
# Networks with their own encryption, and names reserved for examples.
_EXEMPT = frozenset({"onion", "i2p", "test", "example", "invalid"})


class Options(NamedTuple):
    names_only: tuple[str, ...] = ()
    """Domains whose ``http://`` URLs are only names, such as XML namespaces."""


def needs(options: Options) -> tuple[str, ...]:
    return (_SCHEME,)


class Checker:
    def __init__(self, options: Options) -> None:
        self._names_only = hosts.ascii_forms(options.names_only) | _EXEMPT

    def check(self, doc: Document) -> Iterator[Finding]:
        found = doc.fact(find.targets)
        if _SCHEME not in doc.fact(find.joined):
            return
        for start, end, url, _ in found.all:
            if not url.startswith(_SCHEME):
                continue
            host = find.url_host(url)
            if (
                hosts.has_tld(host)
                and not hosts.is_private(host)
                and not hosts.domain_of(host, self._names_only)
            ):
                edit = Edit(Span(start, start + len(_SCHEME)), "https://")
                yield Finding(
                    Span(start, end), {"found": host}, Fix((edit,), False, "write https://")
                )
