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
        patterns = [
            "".join(
                ".*" if part == "**" else "[^/]*" if part == "*" else lazy_regex.escape(part)
                for part in _STARS.split(glob)
            )
            for glob in globs
        ]
        self._pattern = lazy_regex.compile("|".join(patterns) if patterns else r"(?!)")

    def match(self, url: str) -> bool:
        """Return True if one of the globs is a form of the whole URL."""
        return self._pattern.fullmatch(url) is not None


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
