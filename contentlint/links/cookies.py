"""Cookies for one chain of redirects, since some sites redirect to themselves until one comes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple

if TYPE_CHECKING:
    from typing import Final

    from contentlint.links.guard import Address

MOST: Final = 10
LARGEST: Final = 4096
"""The sum of the names and values, in characters."""
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE: Final = re.compile(r"[\x21-\x3a\x3c-\x7e]*")


class _Cookie(NamedTuple):
    domain: str
    """The host, or the domain that the host put it at."""
    whole: bool
    """True if it goes to hosts in that domain, too."""
    secure: bool
    value: str


class Jar:
    """The cookies of one chain. Paths and all other attributes are ignored."""

    def __init__(self) -> None:
        self._cookies: Final[dict[tuple[str, str], _Cookie]] = {}
        """By domain and name."""

    def take(self, address: Address, headers: Iterable[str], now: float) -> None:
        """Keep what an answer sets: the values of its ``Set-Cookie``, at a time since 1970."""
        for header in headers:
            first, *attributes = header.split(";")
            name, mark, value = (part.strip() for part in first.partition("="))
            if not mark or not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
                continue
            named = {n.strip().lower(): v.strip() for n, _, v in map(_pair, attributes)}
            domain = named.get("domain", "").lower().lstrip(".")
            if domain and not _lies_in(address.host, domain):
                continue
            key = (domain or address.host, name)
            self._cookies.pop(key, None)
            if not _is_over(named, now) and self._has_room(name + value):
                self._cookies[key] = _Cookie(key[0], bool(domain), "secure" in named, value)

    def _has_room(self, more: str) -> bool:
        size = sum(len(name) + len(c.value) for (_, name), c in self._cookies.items())
        return len(self._cookies) < MOST and size + len(more) <= LARGEST

    def header(self, address: Address) -> str:
        """Return the value of ``Cookie`` for a request; ``""`` if there is none."""
        return "; ".join(
            f"{name}={cookie.value}"
            for (_, name), cookie in self._cookies.items()
            if (address.scheme == "https" or not cookie.secure)
            and (
                address.host == cookie.domain
                or (cookie.whole and _lies_in(address.host, cookie.domain))
            )
        )


def _pair(attribute: str) -> tuple[str, str, str]:
    return attribute.partition("=")


def _lies_in(host: str, domain: str) -> bool:
    """Return True if a host is a domain of two labels or more, or lies in one."""
    if host == domain:
        return True
    return "." in domain and host.endswith(f".{domain}") and not host.rpartition(".")[2].isdigit()


def _is_over(attributes: dict[str, str], now: float) -> bool:
    """Return True if a cookie is set to be deleted."""
    if age := attributes.get("max-age"):
        return age.startswith("-") or not age.strip("0")
    try:
        return parsedate_to_datetime(attributes["expires"]).timestamp() <= now
    except (KeyError, TypeError, ValueError, OverflowError):
        return False
