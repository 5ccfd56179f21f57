"""Addresses that only the author's machine or network can open, and cached copies."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.boilerplate.placement import Labels
from contentlint.article.source_line import source_lines
from contentlint.model import traits, trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.model.queries import has_code, unemphasised
from contentlint.model.rule import Words
from contentlint.text.urls import find, hosts

_FILE = lazy_regex.compile(
    r"file:(?:/{1,3}|\\{1,2})?[^\s/\\]|[A-Za-z]:(?:\\{1,2}|/)[^/\\\s]", lazy_regex.IGNORECASE
)
# "here" may occur in an address by chance; any shorter text may.
_SHORT = 4
_OWN = ("localhost", "127.", "[::1]")
"""Beginnings of the hosts of one machine."""
_OPEN = frozenset({"http", "https", "ftp", "ws", "wss", ""})


class Options(NamedTuple):
    labels: Words = {}
    """Labels of a source line, by language: a local URL there is not an example in a manual."""
    mirrors: tuple[str, ...] = ()
    """Domains with copies of other sites' pages: caches, translations, aggregators."""


_LOCAL = trigger.Nodes(trigger.ADDRESSES, traits.LOCAL)


def needs(options: Options) -> tuple[trigger.Nodes, ...]:
    return _LOCAL, _copied(hosts.ascii_forms(options.mirrors))


def _copied(mirrors: frozenset[str]) -> trigger.Nodes:
    """Return the trigger of addresses on the mirrors, where they are not ``_LOCAL`` as well."""
    if min(map(len, mirrors), default=2) < 2:
        return trigger.Nodes(trigger.ADDRESSES)
    return trigger.Nodes(trigger.ADDRESSES if mirrors else 0, holds=tuple(sorted(mirrors)))


class Checker:
    def __init__(self, options: Options) -> None:
        self._labels = Labels(options.labels)
        self._mirrors = hosts.ascii_forms(options.mirrors)
        self._copied = _copied(self._mirrors)

    def check(self, doc: Document) -> Iterator[Finding]:
        for number in sorted({*doc.places(_LOCAL), *doc.places(self._copied)}):
            kind, span, label, (start, end) = doc.nodes[number].link()
            url = doc.text[start:end]
            if _FILE.match(url):
                # Another rule reports images on the author's disk.
                if kind == "link" or (
                    kind != "image" and not self._is_spoken_of(doc, kind, label, url)
                ):
                    yield Finding(span, {"fault": "a file on the writer's computer"})
            elif "://" in url or url[:4] == "www.":
                host = _host(url)
                if host and (domain := hosts.domain_of(host, self._mirrors)):
                    yield Finding(span, {"fault": f"a copy of the page, kept by {domain}"})
                elif hosts.is_private(host) and not self._is_spoken_of(doc, kind, label, url):
                    fault = f"{host} exists only on the writer's network"
                    if host.startswith(_OWN) or host.endswith(".localhost"):
                        if kind == "link" and doc.fact(has_code):
                            continue  # a manual of software that its readers run
                        fault = f"{host} exists only on the writer's computer"
                    yield Finding(span, {"fault": fault})

    def _is_spoken_of(self, doc: Document, kind: str, label: Span, url: str) -> bool:
        """Return True if an address is an example: "open http://localhost:3000 in the browser"."""
        if kind == "link":
            bare = unemphasised(doc, *label, code=True)
            shown = find.unescaped(doc.text[slice(*bare)]).strip("/")
            return len(shown) > _SHORT and shown in url
        return kind != "image" and doc.line_at(label.start) not in doc.fact(
            source_lines, self._labels()
        )


def _host(url: str) -> str:
    scheme, authority, _, _ = find.split(url)
    return find.host_of(authority) if scheme in _OPEN else ""
