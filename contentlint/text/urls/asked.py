"""URLs as they are asked for and remembered: without fragment, and with their secrets masked."""

from __future__ import annotations

from collections.abc import Iterable

from contentlint._util import lazy_regex
from contentlint.text.urls import find

MASK = "***"
"""Stands for a secret."""
_SECRET = lazy_regex.compile(
    r"(?<=[?&;])((?:access_)?token|key|sig|signature|password|auth)=[^&;#]+",
    lazy_regex.IGNORECASE,
)
_ENTITY = lazy_regex.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_STARS = lazy_regex.compile(r"(\*\*?)")
_COUNTRY_LABELS = frozenset("ac co com edu gob gov info mil net or org".split())
"""Second labels under which a country registers domains: ``example.com.sa``."""


def plain(destination: str) -> str:
    """Return the URL that a browser opens for a destination: without Markdown's escapes and
    character references."""
    url = find.unescaped(destination)
    if "&" in url and _ENTITY.search(url):
        from html import unescape  # it brings the table of all entities

        url = _ENTITY.sub(lambda m: unescape(m[0]), url)
    return url


def without_fragment(url: str) -> tuple[str, str]:
    """Return a URL before its ``#``, and the fragment after it."""
    page, _, fragment = url.partition("#")
    return page, fragment


def key_of(destination: str) -> str:
    """Return the key under which the observation of a destination is kept."""
    return masked(without_fragment(plain(destination))[0])


def masked(url: str) -> str:
    """Return a URL with ``***`` for user information, and for the values of parameters that are
    named like secrets."""
    scheme, mark, rest = url.partition("://")
    if mark:
        authority = find.split(url)[1]
        if "@" in authority:
            host = authority.rpartition("@")[2]
            url = f"{scheme}://{MASK}@{host}{rest[len(authority) :]}"
    return _SECRET.sub(rf"\1={MASK}", url) if "=" in url else url


class Globs:
    """Globs of URLs: ``*`` is any text within a segment, ``**`` any text at all."""

    def __init__(self, globs: Iterable[str]) -> None:
        self._globs = [_STARS.split(glob) for glob in globs]

    def match(self, url: str) -> bool:
        """Return True if one of the globs is a form of the whole URL.

        The time is in proportion to the length of both: a stranger may have written them.
        """
        return any(url.startswith(parts[0]) and _fits(parts, url) for parts in self._globs)


def _fits(parts: Iterable[str], url: str) -> bool:
    """Return True if stars and the text between them are a form of a URL."""
    ends = {0}
    """The offsets up to which the parts so far may reach."""
    for part in parts:
        if part == "**":
            ends = set(range(min(ends), len(url) + 1))
        elif part == "*":
            reached: set[int] = set()
            for end in sorted(ends):
                if end not in reached:
                    slash = url.find("/", end)
                    reached.update(range(end, (slash if slash >= 0 else len(url)) + 1))
            ends = reached
        elif part:
            ends = {end + len(part) for end in ends if url.startswith(part, end)}
        if not ends:
            return False
    return len(url) in ends


def site_of(host: str) -> str:
    """Return the domain that somebody registered, guessed from its labels: ``news.example.com.sa``
    gives ``example.com.sa``. An IP address is its own."""
    labels = host.rstrip(".").lower().split(".")
    if host.startswith("[") or labels[-1].isdigit():
        return host
    most = 2
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _COUNTRY_LABELS:
        most = 3
    return ".".join(labels[-most:])
