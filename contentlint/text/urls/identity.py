"""The URL that a destination means, and the key under which it is remembered."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.text.urls import find

MASK = "***"
"""Stands for a secret."""
_SECRET = lazy_regex.compile(
    r"(?<=[?&;])((?:access_)?token|key|sig|signature|password|auth)=[^&;#]+",
    lazy_regex.IGNORECASE,
)
_ENTITY = lazy_regex.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


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


def key_of(url: str) -> str:
    """Return the key under which the observation of a URL is kept: without its fragment, and with
    its secrets masked."""
    return masked(without_fragment(url)[0])


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
