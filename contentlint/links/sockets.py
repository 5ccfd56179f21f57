"""Opens connections, to public addresses only."""

from __future__ import annotations

import errno
import os
import selectors
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from ipaddress import ip_address

from contentlint._util import TYPE_CHECKING
from contentlint.links.answer import Failed
from contentlint.links.guard import Guard, Refused

if TYPE_CHECKING:
    from typing import Final

    Opener = Callable[[int, int], socket.socket]
    """Makes a socket of a family and a type, as ``socket.socket`` does."""

_STAGGER: Final = 0.25
"""Seconds until the next address is tried beside those that have not answered (RFC 8305)."""
_MOST_TRIED: Final = 4
_UNDER_WAY: Final = (0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", 0))


def judge(host: str, addresses: Sequence[str], port: int, guard: Guard) -> None:
    """Let only hosts pass all of whose addresses may be connected to.

    One address that may not is an attack or a mistake: no other is used, either.

    Raises:
        Refused: one of the addresses is not public.
    """
    if not all(guard.allows(address, port) for address in addresses):
        raise Refused("private", f"an address of {host} is not public")


def connect(
    addresses: Sequence[str], port: int, end: float, open_socket: Opener = socket.socket
) -> tuple[socket.socket, str]:
    """Connect to one of some addresses, and return which; ``end`` is of the monotonic clock.

    Families take turns, each address has a head start of 250 ms, and the first that answers is
    taken.

    Raises:
        Failed: ``timeout`` or ``reset``.
    """
    race = _Race(in_turn(addresses)[:_MOST_TRIED], port, open_socket)
    try:
        return race.winner(end)
    finally:
        race.close()


def in_turn(addresses: Sequence[str]) -> list[str]:
    """Return addresses with those of IPv4 and IPv6 alternating, the first one first."""
    first = [each for each in addresses if (":" in each) == (":" in addresses[0])]
    other = [each for each in addresses if (":" in each) != (":" in addresses[0])]
    mixed: list[str] = []
    for number in range(max(len(first), len(other))):
        mixed += first[number : number + 1] + other[number : number + 1]
    return mixed


class _Race:
    def __init__(self, addresses: list[str], port: int, open_socket: Opener) -> None:
        self._left: Final = addresses
        self._port: Final = port
        self._open: Final = open_socket
        self._selector: Final = selectors.DefaultSelector()
        self._error = errno.ECONNREFUSED

    def winner(self, end: float) -> tuple[socket.socket, str]:
        selector, next_start = self._selector, 0.0
        while True:
            now = time.monotonic()
            if now >= end:
                raise Failed("timeout", "no connection in time")
            if self._left and now >= next_start:
                started = self._start(self._left.pop(0))
                next_start = now + _STAGGER if started else now
                continue
            if not selector.get_map() and not self._left:
                raise Failed("reset", os.strerror(self._error).lower())
            wait = (min(end, next_start) if self._left else end) - now
            for key, _ in selector.select(wait):
                sock = key.fileobj
                assert isinstance(sock, socket.socket)
                selector.unregister(sock)
                error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if not error and _is_at(sock, key.data):
                    return sock, str(key.data)
                sock.close()
                self._error = error or self._error
                next_start = now

    def _start(self, address: str) -> bool:
        """Begin to connect; return False if that failed at once."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            sock = self._open(family, socket.SOCK_STREAM)
        except OSError as error:  # a system without IPv6
            self._error = error.errno or self._error
            return False
        try:
            sock.setblocking(False)
            found = sock.connect_ex((address, self._port))
        except OSError as error:
            found = error.errno or errno.EINVAL
        if found not in _UNDER_WAY:
            sock.close()
            self._error = found
            return False
        self._selector.register(sock, selectors.EVENT_WRITE, address)
        return True

    def close(self) -> None:
        """Close all that did not win."""
        for key in list(self._selector.get_map().values()):
            assert isinstance(key.fileobj, socket.socket)
            key.fileobj.close()
        self._selector.close()


def _is_at(sock: socket.socket, address: str) -> bool:
    """Return True if a socket is connected to the address that was judged."""
    try:
        peer = str(sock.getpeername()[0])
    except OSError:
        return False
    return ip_address(peer) == ip_address(address)


def secure(sock: socket.socket, host: str, context: ssl.SSLContext, end: float) -> ssl.SSLSocket:
    """Begin TLS on a connection, whose certificate must be valid for the host.

    Raises:
        Failed: ``tls`` if the certificate is not; ``timeout``, ``reset``; ``protocol`` if the two
            sides do not get on.
    """
    try:
        sock.settimeout(max(end - time.monotonic(), 0.001))
        return context.wrap_socket(sock, server_hostname=host)
    except ssl.SSLCertVerificationError as error:
        raise Failed("tls", error.verify_message or "invalid certificate") from None
    except ssl.SSLEOFError:
        raise Failed("reset", "connection closed in the handshake of TLS") from None
    except ssl.SSLError as error:
        raise Failed("protocol", f"TLS: {error.reason or 'handshake failed'}") from None
    except TimeoutError:
        raise Failed("timeout", "no handshake of TLS in time") from None
    except (OSError, ValueError) as error:
        raise Failed("reset", f"handshake of TLS: {error}") from None


def default_context() -> ssl.SSLContext | None:
    """Return the system's terms for TLS; None if it knows no authority for certificates."""
    context = ssl.create_default_context()
    if context.cert_store_stats()["x509_ca"]:
        return context
    # Certificates in a folder are loaded when they are needed.
    folder = ssl.get_default_verify_paths().capath
    try:
        return context if folder and os.listdir(folder) else None
    except OSError:
        return None
