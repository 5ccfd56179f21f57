"""Requests and answers on one connection, within limits of time and size."""

from __future__ import annotations

import io
import re
import ssl
import time
import zlib
from http.client import BadStatusLine, HTTPException, HTTPResponse

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.links.answer import Failed

if TYPE_CHECKING:
    import socket
    from typing import Final

    from _typeshed import WriteableBuffer

_MOST_REPLIES: Final = 6
"""Interim answers, and the final one."""
_LARGEST_HEAD: Final = 262_144
"""Bytes of all headers together."""
REDIRECTS: Final = (301, 302, 303, 307, 308)
_REDIRECT_BODY: Final = 16_384
_REDIRECT_WAIT: Final = 0.5
"""Seconds for the body of a redirect."""
_CODINGS: Final = ("gzip", "x-gzip", "deflate")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class Reply(NamedTuple):
    """An answer to one request."""

    status: int
    headers: Headers
    body: bytes
    whole: bool
    """False if the body goes on, or cannot be decoded."""


class Headers:
    """The headers of an answer; names are not case-sensitive."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs: Final = [(name.lower(), value.strip()) for name, value in pairs]

    def all(self, name: str) -> list[str]:
        """Return the values of the headers of a name in small letters, as ISO 8859-1."""
        return [value for other, value in self._pairs if other == name]

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")


class Connection:
    """A connection that is open; for one thread at a time.

    Attributes:
        address: the IP address that it is connected to.
        since: when it was last used, of the monotonic clock.
    """

    def __init__(self, sock: socket.socket, address: str) -> None:
        self.address: Final = address
        self.since = 0.0
        self._sock: Final = sock
        self._raw: Final = _Incoming(sock)
        self._lines: Final = _Lines(self._raw)

    def close(self) -> None:
        self._sock.close()

    def is_quiet(self) -> bool:
        """Return True if it is open, and nothing came that nobody asked for."""
        self._raw.end = 0.0
        try:
            return not self._lines.peek(1) and not self._raw.closed_by_peer
        except OSError:
            return False

    def ask(self, head: bytes, method: str, limit: int, end: float) -> tuple[Reply, bool]:
        """Send a request; return the answer, and True if another may follow.

        ``limit`` is the number of bytes of the body that are wanted, and ``end`` a time of the
        monotonic clock. A body that breaks off or takes too long is returned as far as it came.

        Raises:
            Failed: there is no answer.
            Unanswered: the connection was closed before any of it came.
        """
        response = self._sent(head, method, end)
        if response.status in REDIRECTS:
            # Its body is read only because another request may follow.
            limit = min(limit, _REDIRECT_BODY)
            self._raw.end = min(end, time.monotonic() + _REDIRECT_WAIT)
        body, ended = self._body(response, limit)
        headers = Headers(response.getheaders())
        content, known = decoded(body, headers.first("content-encoding").lower(), limit)
        whole = ended and known and len(content) <= limit
        again = ended and not response.will_close
        return Reply(response.status, headers, content[:limit], whole), again

    def tunnel(self, head: bytes, end: float) -> socket.socket:
        """Ask a proxy for a connection through it, and return it.

        Raises:
            Failed: the proxy refuses.
            Unanswered: it closes the connection.
        """
        response = self._sent(head, "CONNECT", end)
        if not 200 <= response.status < 300 or not self.is_quiet():
            raise Failed("reset", f"the proxy answered {response.status}")
        return self._sock

    def _sent(self, head: bytes, method: str, end: float) -> HTTPResponse:
        """Send a request and read the head of its answer."""
        self._raw.end = end
        self._lines.begin()
        try:
            self._sock.settimeout(max(end - time.monotonic(), 0.001))
            self._sock.sendall(head)
            return self._response(method)
        except TimeoutError:
            raise Failed("timeout", "no answer in time") from None
        except HTTPException as error:
            if not self._lines.came:
                raise Unanswered from None
            fault = "no valid status line" if isinstance(error, BadStatusLine) else _shown(error)
            raise Failed("protocol", fault) from None
        except (OSError, ValueError) as error:
            if not self._lines.came:
                raise Unanswered from None
            raise Failed("reset", _shown(error)) from None

    def _response(self, method: str) -> HTTPResponse:
        """Read the head of the final answer."""
        while True:
            # It asks its socket for nothing but a file.
            response = HTTPResponse(self, method=method)  # type: ignore[arg-type]
            response.begin()
            if not 100 <= response.status < 200:
                self._lines.in_head = False
                return response

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return what came, for ``http.client``; the same for each answer."""
        return self._lines

    def _body(self, response: HTTPResponse, limit: int) -> tuple[bytes, bool]:
        """Return the start of the body, a byte more than wanted if it goes on, and True if it
        ended as it should."""
        parts, left = [], limit + 1
        try:
            while left > 0 and (part := response.read1(left)):
                parts.append(part)
                left -= len(part)
            ended = left > 0 and not response.length
        except (OSError, HTTPException, ValueError):
            ended = False
        return b"".join(parts), ended


class Unanswered(Exception):  # noqa: N818  what the caller makes of it is not yet known
    """The connection was closed without an answer."""


class _Incoming(io.RawIOBase):
    """What comes on a connection, until a time."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__()
        self._sock: Final = sock
        self.end = 0.0
        """Of the monotonic clock; 0: return what is there, without waiting."""
        self.closed_by_peer = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        if not self.end:
            return self._at_once(buffer)
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._sock.recv_into(buffer)

    def _at_once(self, buffer: WriteableBuffer) -> int | None:
        self._sock.settimeout(0)
        try:
            count = self._sock.recv_into(buffer)
        except (BlockingIOError, ssl.SSLWantReadError):
            return None
        self.closed_by_peer = not count
        return count


class _Lines(io.BufferedReader):
    """Counts what comes before the body. Outlives the answers that are read from it."""

    def begin(self) -> None:
        """Before each request."""
        self.in_head = True
        self.came = False
        self._replies = self._size = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        if self.in_head:
            self.came = self.came or bool(line)
            self._size += len(line)
            self._replies += line.startswith(b"HTTP/")
            if self._replies > _MOST_REPLIES:
                raise HTTPException("too many interim answers")
            if self._size > _LARGEST_HEAD:
                raise HTTPException("too many headers")
        return line

    def close(self) -> None:
        """Nothing: an answer that has been read closes its file, but others follow."""


def decoded(data: bytes, coding: str, limit: int) -> tuple[bytes, bool]:
    """Return a body without its coding, at most a byte more than wanted, and True if it has one
    that we know. None is asked for."""
    if coding in ("", "identity") or not data:
        return data, True
    if coding not in _CODINGS:
        return b"", False
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        return unpack.decompress(data, limit + 1), unpack.eof
    except zlib.error:
        return b"", False


def _shown(error: Exception) -> str:
    """Return an error in words; what a server sent is in it, without controls and not at length."""
    text = str(error) or type(error).__name__
    return _CONTROLS.sub(" ", text)[:100]
