"""A name server for tests: what a name resolves to is written in the name.

    h17.example.net                         an address of its own, 23.0.0.17
    ip-10-0-0-1.example.com                 10.0.0.1
    ip-93-184-216-34-and-10-0-0-1.…         both
    ip-93-184-216-34-then-10-0-0-1.…        the first at the first question, then the second
    ip6-2606-2800-220-1--1.example.com      2606:2800:220:1::1; also with ``and`` and ``then``
    ip-93-184-216-34-or6-2606-dead--1.…     an IPv4 and an IPv6 address
    nxdomain…, servfail…, nodata…           no such name, a failure, no addresses
    silent…                                 no reply

All other names have ``USUAL``.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import struct
from typing import cast

USUAL = "93.184.216.34"
_OWN = re.compile(r"h(\d+)")
_A, _AAAA = 1, 28
_FAILURES = {"servfail": 2, "nxdomain": 3}


def addresses(name: str, asked_before: int = 0) -> tuple[str, ...]:
    """Return the addresses of a name, ``asked_before`` times after the first question."""
    label = name.lower().partition(".")[0]
    if label.startswith("nodata"):
        return ()
    if own := _OWN.fullmatch(label):
        return (str(ipaddress.IPv4Address("23.0.0.0") + int(own[1])),)
    if not label.startswith(("ip-", "ip6-")):
        return (USUAL,)
    turns = label.split("-then-")
    turn = turns[min(asked_before, len(turns) - 1)]
    return tuple(found for part in turn.split("-and-") for found in _both(part))


def _both(part: str) -> tuple[str, ...]:
    v4, _, v6 = part.partition("-or6-")
    found = [_address(v4)] if v4 else []
    return (*found, _address(f"ip6-{v6}")) if v6 else tuple(found)


def _address(part: str) -> str:
    if part.startswith("ip6-"):
        return part.removeprefix("ip6-").replace("-", ":")
    return part.removeprefix("ip-").replace("-", ".")


class Names(asyncio.DatagramProtocol):
    """Answers over UDP; a question for each of A and AAAA counts as one."""

    def __init__(self) -> None:
        self.asked: dict[tuple[str, int], int] = {}
        self.transport: asyncio.DatagramTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        name, kind, question = _question(data)
        if name.startswith("silent"):
            return
        asked = self.asked.get((name, kind), 0)
        self.asked[name, kind] = asked + 1
        failure = next((code for word, code in _FAILURES.items() if name.startswith(word)), 0)
        found = [] if failure else list(map(ipaddress.ip_address, addresses(name, asked)))
        records = [
            struct.pack("!HHHIH", 0xC00C, kind, 1, 0, len(each.packed)) + each.packed
            for each in found
            if kind == (_A if each.version == 4 else _AAAA)
        ]
        flags = 0x8180 | failure
        head = data[:2] + struct.pack("!HHHHH", flags, 1, len(records), 0, 0)
        self.transport.sendto(head + question + b"".join(records), addr)


def _question(data: bytes) -> tuple[str, int, bytes]:
    """The name, the type of record and the question itself of a message."""
    labels, at = [], 12
    while length := data[at]:
        labels.append(data[at + 1 : at + 1 + length].decode("ascii", "replace"))
        at += 1 + length
    (kind,) = struct.unpack_from("!H", data, at + 1)
    return ".".join(labels).lower(), kind, data[12 : at + 5]
