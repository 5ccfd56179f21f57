"""Kind ``url``: hosts, schemes and parameters of links and images."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.scopes import checked, inside, spans
from contentlint.article.user_patterns import compiled
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError, suggest
from contentlint.text.urls import hosts
from contentlint.text.urls.addresses import Address, addresses, parameters, web_addresses

KINDS = ("link", "image", "bare", "autolink")
_ANYWHERE = ("all",)

PLACEHOLDERS = ("found", "what", "url")


class Options(NamedTuple):
    allow_hosts: tuple[str, ...] = ()
    """Allowed domains; if there are any, other hosts are reported."""
    deny_hosts: tuple[str, ...] = ()
    """Forbidden domains, even inside allowed ones."""
    only_hosts: tuple[str, ...] = ()
    """Domains to check; if there are any, other URLs are not checked."""
    pages_only: bool = False
    """Do not report URLs without a path, which name the site."""
    schemes: tuple[str, ...] = ()
    """Allowed schemes, such as ``https``; URLs without a scheme are allowed."""
    deny_parameters: tuple[str, ...] = ()
    """Forbidden parameters; a ``*`` at the end matches any continuation."""
    require_parameters: tuple[str, ...] = ()
    """Parameters that every web URL must have."""
    deny_pattern: str = ""
    """A regular expression; the matching part of a URL is reported."""
    kinds: tuple[str, ...] = ()
    """The URLs to check: ``link``, ``image``, ``bare`` and ``autolink`` (``<…>``); empty for
    all."""
    scope: tuple[str, ...] = _ANYWHERE
    """Where URLs are checked, such as ``source_line``."""


def needs(options: Options) -> tuple[str, ...]:
    return () if options.schemes or options.deny_pattern else ("://", "www.")


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: a kind of link or a scope does not exist, or the pattern is wrong.
        """
        for kind in options.kinds:
            if kind not in KINDS:
                raise ConfigError(f"option 'kinds': {suggest('kind of link', kind, KINDS)}")
        patterns = (options.deny_pattern,) if options.deny_pattern else ()
        self._options = options
        self._allowed = hosts.ascii_forms(options.allow_hosts)
        self._denied = hosts.ascii_forms(options.deny_hosts)
        self._only = hosts.ascii_forms(options.only_hosts)
        self._schemes = frozenset(scheme.lower().rstrip(":/") for scheme in options.schemes)
        self._pattern = compiled("deny-pattern", patterns, ignore_case=False)
        self._scope = checked(options.scope)

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield every fault of every address, address by address."""
        options = self._options
        relative = bool(self._schemes or self._pattern)
        places = None if self._scope == _ANYWHERE else doc.fact(spans, self._scope)
        for address in doc.fact(addresses) if relative else doc.fact(web_addresses):
            if (
                (options.kinds and address.kind not in options.kinds)
                or (options.pages_only and not address.has_path)
                or (self._only and not hosts.domain_of(address.host, self._only))
                or (places is not None and not inside(places, address.span))
            ):
                continue
            for span, found, what in self._faults(address):
                yield Finding(span, {"found": found, "what": what, "url": address.url})

    def _faults(self, address: Address) -> Iterator[tuple[Span, str, str]]:
        """Yield the faults of an address: span, text and reason."""
        span, host, scheme = address.span, address.host, address.scheme
        if host and hosts.domain_of(host, self._denied):
            yield span, host, "is a forbidden host"
        elif host and self._allowed and not hosts.domain_of(host, self._allowed):
            yield span, host, "is not an allowed host"
        if scheme and self._schemes and scheme not in self._schemes:
            yield span, scheme, f"is not an allowed scheme ({', '.join(sorted(self._schemes))})"
        options = self._options
        there = list(parameters(address)) if "?" in address.url else []
        for name, place in there:
            if any(_is_named(name, denied) for denied in options.deny_parameters):
                yield place, name, "is a forbidden parameter"
        for required in options.require_parameters:
            if host and not any(_is_named(name, required) for name, _ in there):
                yield span, required, "is a missing parameter"
        for pattern, _ in self._pattern:
            m = pattern.search(address.url)
            if m and m.end() > m.start():
                place = Span(span.start + m.start(), span.start + m.end())
                yield place, m[0], "is not allowed in a URL"


def _is_named(name: str, wanted: str) -> bool:
    return name.startswith(wanted[:-1]) if wanted.endswith("*") else name == wanted
