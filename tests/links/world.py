"""A world for ``Client`` without a namespace: its addresses lead to a server of faults beside it.

Names are those of ``fault_names``. The guard is the production one: it sees the addresses of this
world, and each connection that is begun, to whatever address, is recorded.
"""

from __future__ import annotations

import contextlib
import errno
import socket
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import fault_names
import fault_server

from contentlint.links.client import Client, Times

AGENT = "contentlint/test (+https://example.org/contentlint)"
QUICK = Times(lookup=2, connect=2, total=3)
_FAILURES = {
    "nxdomain": socket.EAI_NONAME,
    "servfail": socket.EAI_AGAIN,
    "silent": socket.EAI_AGAIN,
    "nodata": getattr(socket, "EAI_NODATA", socket.EAI_NONAME),
}


class World:
    """Names, addresses, and what was done with them.

    Attributes:
        connects: the addresses and ports to which a connection was begun.
        looked_up: how often each name was looked up.
        peer: if set, what connected sockets say that they are connected to.
    """

    def __init__(self, folder: Path, port: int, silent: int) -> None:
        self._folder = folder
        self._port = port
        self._silent = silent
        self.connects: list[tuple[str, int]] = []
        self.looked_up: Counter[str] = Counter()
        self.names: Mapping[str, tuple[str, ...]] = {}
        """Names besides those of ``fault_names``."""
        self.peer = ""
        self._clients: list[Client] = []

    def look_up(self, host: str) -> tuple[str, ...]:
        asked = self.looked_up[host]
        self.looked_up[host] += 1
        if host in self.names:
            return self.names[host]
        for label, code in _FAILURES.items():
            if host.startswith(label):
                raise socket.gaierror(code, "no addresses")
        return fault_names.addresses(host, asked)

    def open_socket(self, family: int, kind: int) -> socket.socket:
        return _Recorded(self, family, kind)

    def place_of(self, address: str) -> tuple[str, int]:
        """Where connections to an address really go."""
        return ("127.0.0.1", self._silent if address in fault_server.SILENT_HOSTS else self._port)

    def client(self, **more: Any) -> Client:
        given = {"agent": AGENT, "times": QUICK, "look_up": self.look_up}
        client = Client(**{**given, "open_socket": self.open_socket, **more})
        self._clients.append(client)
        return client

    def forget(self) -> None:
        """Close what is open, and begin to record anew."""
        while self._clients:
            self._clients.pop().close()
        self.connects.clear()
        self.looked_up.clear()
        self.names, self.peer = {}, ""

    def requests(self) -> list[tuple[str, str, str]]:
        """Method, host and path of what was asked for."""
        entries = fault_server.log(self._folder, "request")
        return [(str(e["method"]), str(e["host"]), str(e["path"])) for e in entries]


class _Recorded(socket.socket):
    """A socket that connects to the server beside, and believes that it is somewhere else."""

    def __init__(self, world: World, family: int, kind: int) -> None:
        assert family in (socket.AF_INET, socket.AF_INET6)
        super().__init__(socket.AF_INET, kind)
        self._world = world
        self._claimed: tuple[str, int] = ("", 0)

    def connect_ex(self, address: Any, /) -> int:
        self._world.connects.append(address[:2])
        self._claimed = address[:2]
        if address[1] == 8443:
            return errno.ECONNREFUSED
        return super().connect_ex(self._world.place_of(address[0]))

    def connect(self, address: Any, /) -> None:
        if code := self.connect_ex(address):
            raise OSError(code, "not connected")

    def getpeername(self) -> Any:
        super().getpeername()
        return (self._world.peer or self._claimed[0], self._claimed[1])


@contextlib.contextmanager
def created(folder: Path) -> Iterator[World]:
    silent = fault_server.silent("127.0.0.1", 0)
    try:
        with fault_server.on_loopback(folder) as port:
            world = World(folder, port, silent[0].getsockname()[1])
            yield world
            world.forget()
    finally:
        for sock in silent:
            sock.close()
