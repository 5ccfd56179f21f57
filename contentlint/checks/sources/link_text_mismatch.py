"""Links whose text is one address and whose target is another site."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.queries import unemphasised
from contentlint.text.urls import find, hosts

_ADDRESS = lazy_regex.compile(
    r"(?:https?://|www\.)[^\s<>]+|(?:[A-Za-z0-9-]{1,63}\.){1,4}(?:com|org|net|gov|edu|info)(?:/[^\s<>]*)?"
)
_LONGEST = 300


class Options(NamedTuple):
    passing: tuple[str, ...] = ()
    """Domains of link shorteners, archives and redirect services."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.LINK,)


class Checker:
    def __init__(self, options: Options) -> None:
        self._passing = hosts.ascii_forms(options.passing)

    def check(self, doc: Document) -> Iterator[Finding]:
        text = doc.text
        for kind, span, (first, last), (start, end) in doc.links:
            if kind != "link" or last - first > _LONGEST or "." not in text[first:last]:
                continue
            target = find.unescaped(text[start:end])
            if "://" not in target or not _ADDRESS.search(text, first, last):
                continue
            shown = text[slice(*unemphasised(doc, first, last, code=True))].strip()
            if not _ADDRESS.fullmatch(shown):
                continue
            shown_host = _site(shown if "://" in shown else f"http://{shown}")
            target_host = _site(target)
            if (
                shown_host
                and target_host
                and not _same(shown_host, target_host, target, self._passing)
            ):
                yield Finding(span, {"found": shown_host, "target": target_host})


def _site(url: str) -> str:
    scheme, authority, _, _ = find.split(find.unescaped(url))
    host = find.host_of(authority)
    if "%" in host:
        from urllib.parse import unquote

        host = unquote(host)
    host = hosts.ascii_form(host)
    # Two dots: the text is an abbreviated address.
    if ".." in host or "…" in host:
        return ""
    return host.removeprefix("www.") if scheme in ("http", "https") else ""


def _same(shown_host: str, target_host: str, target: str, passing: frozenset[str]) -> bool:
    """Return True if one host contains the other, or redirects to it."""
    return (
        bool(
            hosts.domain_of(target_host, (shown_host,))
            or hosts.domain_of(shown_host, (target_host,))
        )
        or bool(hosts.domain_of(target_host, passing))
        # The address of an archived page, or of a redirect, contains the target address.
        or shown_host in target.lower()
        or _is_named(shown_host, target_host, target)
    )


def _is_named(shown_host: str, target_host: str, target: str) -> bool:
    """Return True if the name of a site is a folder of the other site, or part of its
    host: `example.com/tags/name-com`, `go.example.com/name`, `name.example.com`."""
    name = shown_host.rpartition(".")[0]
    names = {_joined(name), _joined(shown_host)}
    folders = find.split(target)[2].lower().split("/")
    # `name.net` and `name.com` are different sites.
    return not names.isdisjoint([*map(_joined, folders), *target_host.split(".")[:-2]])


def _joined(name: str) -> str:
    return name.replace("-", "").replace(".", "")
