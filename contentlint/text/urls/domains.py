"""Hosts as names in a tree: which domain one lies in, and whether the whole world can reach it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from contentlint.text.urls.hosts import is_ipv4

_OUTSIDE_DNS = frozenset({"localhost", "local", "internal", "lan", "intranet", "corp", "home"})
"""Last labels that no public name server answers for (RFC 6761, RFC 6762, ICANN 2018)."""
# A host name has 253 characters and 127 labels at most; more would make the look-up long.
_LONGEST = 1000
_MOST_LABELS = 127


def ascii_form(host: str) -> str:
    """A host as name servers know it: small letters, other scripts as ``xn--`` labels."""
    host = host.rstrip(".").lower()
    if host.isascii():
        return host
    # Imported here: few hosts need it.
    from encodings.idna import ToASCII

    labels = []
    for label in host.replace("。", ".").split("."):
        try:
            labels.append(label if label.isascii() else ToASCII(label).decode("ascii").lower())
        except UnicodeError:
            labels.append(label.casefold())
    return ".".join(labels)


def ascii_forms(hosts: Iterable[str]) -> frozenset[str]:
    """Domains that a user lists, as ``domain_of`` compares them; a leading ``*.`` says nothing."""
    return frozenset(ascii_form(host.strip().removeprefix("*.").lstrip(".")) for host in hosts)


def domain_of(host: str, domains: Collection[str]) -> str:
    """The longest of some domains (see ``ascii_forms``) that a host is or lies in, or ``""``.

    Compared label by label: ``a.example.com`` lies in ``example.com``,
    ``badexample.com`` does not.
    """
    rest = ascii_form(host[-_LONGEST:])
    for _ in range(_MOST_LABELS):
        if rest in domains:
            return rest
        _, dot, rest = rest.partition(".")
        if not dot:
            break
    return ""


def is_private(host: str) -> bool:
    """Whether a host is of this machine or of a network inside a house (RFC 1918, RFC 6761)."""
    if host.startswith("["):
        return host in ("[::1]", "[::]") or host[1:5].lower() in ("fe80", "fc00", "fd00")
    labels = host.rstrip(".").lower().split(".")
    if labels[-1] in _OUTSIDE_DNS:
        return True
    if not labels[-1].isdigit() or len(labels) != 4 or not is_ipv4(labels):
        return False
    first, second = int(labels[0]), int(labels[1])
    return (
        first in (0, 10, 127)
        or (first, second) in ((192, 168), (169, 254))
        or (first == 172 and 16 <= second <= 31)
    )
