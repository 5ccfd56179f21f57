"""Which URLs may be asked for, and which addresses may be connected to.

URLs come from articles and from redirects, which anybody may have written: neither may lead to
this machine, to the network that it is in, or to what only looks like a host of the internet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.links import idna
from contentlint.links.answer import Failed
from contentlint.model.traits import OUTSIDE_DNS
from contentlint.text.urls import find

if TYPE_CHECKING:
    from typing import Final

PORTS: Final = (80, 443, 8080, 8443)
"""The ports that are asked."""
USUAL_PORTS: Final = {"http": 80, "https": 443}
NOT_PUBLIC: Final = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "2620:4f:8000::/48",
    "3fff::/20",
)
"""Networks whose addresses are not asked (RFC 6890 and its registries). For IPv6, only
``PUBLIC_IPV6`` is public at all, so that each form that embeds an IPv4 address is not."""
PUBLIC_IPV6: Final = "2000::/3"
_NOT_NAMES: Final = OUTSIDE_DNS | {"alt", "example", "invalid", "onion", "test"}
"""Last labels of names that are not looked up: local ones, and some that nobody can have."""
_LONGEST_URL: Final = 8192
_LONGEST_HOST: Final = 253
# Controls, spaces and signs that programs read in different ways.
_FORBIDDEN: Final = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029\ud800-\udfff]")
_LABEL: Final = re.compile(r"[a-z0-9_][a-z0-9_-]{0,62}")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PORT: Final = re.compile(r"0*([0-9]{1,5})")
_DOT: Final = re.compile(r"(?:\.|%2e){1,2}", re.I)
# What browsers leave as it is; letters, digits and ``_.-~`` need not be named.
_PATH: Final = "%!$&'()*+,/:;=@[]|"
_QUERY: Final = "%!$&()*+,/:;=?@[]^`{|}"


class Refused(Failed):
    """A URL that is not asked for: ``url``, ``scheme`` or ``private``."""


class Guard(NamedTuple):
    """What may be connected to besides public addresses. Nothing of a project decides on it."""

    extra: frozenset[tuple[str, int]] = frozenset()
    """Pairs of an address and a port, for tests."""
    networks: tuple[str, ...] = ()
    """Networks that the user has allowed, ``10.1.0.0/16``. With any, local names are looked up."""

    def allows(self, ip: str, port: int) -> bool:
        """Return True if an address may be connected to."""
        if is_public(ip) or (ip, port) in self.extra:
            return True
        return "%" not in ip and bool(self.networks) and _is_in(ip_address(ip), self.networks)

    def asks_port(self, port: int) -> bool:
        return port in PORTS or any(port == other for _, other in self.extra)


class Address(NamedTuple):
    """A URL taken apart, as it is sent."""

    scheme: str
    """``http`` or ``https``."""
    host: str
    """In ASCII and lower case, an IPv6 address in brackets."""
    port: int
    path: str
    """With the query, percent-encoded; never empty."""

    @property
    def ip(self) -> str:
        """The address if the host is one, without brackets; else ``""``."""
        host = self.host.strip("[]")
        return host if self.host[0] == "[" or host.rpartition(".")[2].isdigit() else ""

    @property
    def place(self) -> str:
        """The host, with the port if that is not the usual one of the scheme."""
        usual = self.port == USUAL_PORTS[self.scheme]
        return self.host if usual else f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port, as in a URL."""
        return f"{self.scheme}://{self.place}"

    @property
    def url(self) -> str:
        return f"{self.origin}{self.path}"


def is_public(ip: str) -> bool:
    """Return True if an address, as numbers, is one of the internet. All else is not."""
    try:
        address = ip_address(ip)
    except ValueError:
        return False
    if "%" in ip or (address.version == 6 and not _is_in(address, [PUBLIC_IPV6])):
        return False
    return not _is_in(address, NOT_PUBLIC)


def _is_in(address: IPv4Address | IPv6Address, networks: Iterable[str]) -> bool:
    number = address.version, int(address)
    return any(first <= number <= last for first, last in map(_bounds, networks))


@cache
def _bounds(network: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first and the last address of a network: the version, and the number."""
    found = ip_network(network)
    ends = found.network_address, found.broadcast_address
    first, last = ((found.version, int(each)) for each in ends)
    return first, last


def parse(url: str, guard: Guard = Guard()) -> Address:  # noqa: B008  it never changes
    """Return a URL as it is asked for; nothing is repaired but its encoding.

    Raises:
        Refused: it is malformed, its scheme is another, it has user information or an unusual
            port, or its host is not public.
    """
    if len(url) > _LONGEST_URL:
        raise Refused("url", f"longer than {_LONGEST_URL} characters")
    if found := _FORBIDDEN.search(url):
        raise Refused("url", f"U+{ord(found[0]):04X} in the URL")
    scheme, authority, path, rest = find.split(url)
    if scheme not in USUAL_PORTS:
        raise Refused("scheme" if scheme else "url", "neither http nor https")
    if "@" in authority:
        raise Refused("url", "user information in the URL")
    host, port = _host_and_port(authority)
    address = Address(
        scheme,
        _ipv6(host) if host.startswith("[") else _name(host),
        _port(port) or USUAL_PORTS[scheme],
        _without_dots(quote(path, _PATH)) + quote(rest.partition("#")[0], _QUERY),
    )
    if not guard.asks_port(address.port):
        raise Refused("url", f"port {address.port} is not asked")
    if address.ip:
        if not guard.allows(address.ip, address.port):
            raise Refused("private", f"{address.ip} is not a public address")
    elif not guard.networks:
        _refuse_local(address.host)
    return address


def _host_and_port(authority: str) -> tuple[str, str]:
    if authority.startswith("["):
        host, bracket, port = authority.partition("]")
        if not bracket or (port and port[0] != ":"):
            raise Refused("url", "invalid address in brackets")
        return host + bracket, port[1:]
    host, _, port = authority.partition(":")
    return host, port


def _port(port: str) -> int:
    """The number of a port, 0 if there is none."""
    if not port:
        return 0
    number = _PORT.fullmatch(port)
    if not number or not 0 < int(number[1]) < 65536:
        raise Refused("url", "invalid port")
    return int(number[1])


def _ipv6(host: str) -> str:
    try:
        address = IPv6Address(host[1:-1])
    except AddressValueError:
        address = None
    if address is None or "%" in host:
        raise Refused("url", "invalid address in brackets")
    return f"[{address.compressed}]"


def _name(host: str) -> str:
    """Return a host that is no IPv6 address in ASCII, without a last dot."""
    try:
        name = idna.a_labels(host).removesuffix(".")
    except ValueError as error:
        raise Refused("url", str(error)) from None
    labels = name.split(".")
    if len(name) > _LONGEST_HOST or not all(map(_LABEL.fullmatch, labels)):
        raise Refused("url", "invalid host" if host else "no host")
    if _NUMBER.fullmatch(labels[-1]) and not _is_ipv4(name):
        # A resolver takes ``127.1`` and ``2130706433`` for an address.
        raise Refused("url", "host that is a number")
    return name


def _is_ipv4(name: str) -> bool:
    try:
        return str(IPv4Address(name)) == name
    except AddressValueError:
        return False


def _refuse_local(name: str) -> None:
    labels = name.split(".")
    if len(labels) == 1 or labels[-1] in _NOT_NAMES or labels[-2:] == ["home", "arpa"]:
        raise Refused("private", f"{name} is not a public name")


def _without_dots(path: str) -> str:
    """Return a path without segments ``.`` and ``..``, as browsers send it."""
    if "/." not in path and "/%2" not in path:
        return path or "/"
    kept: list[str] = []
    segments = path.split("/")[1:]
    for number, segment in enumerate(segments):
        if _DOT.fullmatch(segment):
            if len(segment.lower().replace("%2e", ".")) == 2 and kept:
                kept.pop()
            if number == len(segments) - 1:
                kept.append("")
        else:
            kept.append(segment)
    return "/" + "/".join(kept)
