"""Asks the web. Each URL is judged before it is asked for, also those that redirects lead to."""

from __future__ import annotations

import base64
import re
import threading
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from urllib.parse import quote, unquote, urljoin, urlsplit

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.links import dns, sockets
from contentlint.links.answer import Answer, Failed, Hop
from contentlint.links.connection import REDIRECTS, Connection, Reply, Unanswered
from contentlint.links.cookies import Jar
from contentlint.links.guard import Address, parse
from contentlint.links.guard import Guard as Guard

if TYPE_CHECKING:
    import ssl
    from typing import Final

MOST_HOPS: Final = 5
_MOST_IDLE: Final = 2048
"""Open connections that are kept for the next request to their host."""
_FOR_OTHERS: Final = 256
"""Files that may be open beside them."""
_FEWEST_IDLE: Final = 16
_LONGEST_IDLE: Final = 20.0
"""Seconds for which an open connection is kept."""
_LONGEST_TARGET: Final = 8192
"""Code points of the target of a redirect that are kept if it is not asked for."""
_LONGEST_TYPE: Final = 200
_LATER: Final = 10**7
"""The longest ``Retry-After`` in seconds; more is as good as for ever."""
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_AGENT: Final = re.compile(r"[\x20-\x7e]+")
_NO_HOST: Final = re.compile(r"(?:[A-Za-z]+:)?/{3}")
_Key = tuple[str, str, int]
"""Scheme, host and port."""


class Times(NamedTuple):
    """The longest times in seconds."""

    lookup: float = 5.0
    connect: float = 5.0
    """To one host, the handshake of TLS apart."""
    total: float = 15.0
    """For a URL with all its redirects."""


class Client:
    """Asks for URLs; for any number of threads.

    Attributes:
        by_proxy: True if a proxy looks up names, and its addresses are not judged here.
    """

    def __init__(
        self,
        *,
        agent: str,
        guard: Guard = Guard(),  # noqa: B008  it never changes
        proxy: str = "",
        now: Callable[[], float] = time.time,
        times: Times = Times(),  # noqa: B008
        look_up: Callable[[str], tuple[str, ...]] = dns.system,
        open_socket: sockets.Opener | None = None,
    ) -> None:
        """``agent`` is the value of ``User-Agent``, ``proxy`` the URL of one (``http://…``).

        ``now`` returns seconds since 1970, for dates in answers.

        Raises:
            ValueError: the agent cannot be a header, or the proxy is none.
        """
        if not _AGENT.fullmatch(agent):
            raise ValueError("user agent with characters other than printable ASCII")
        self._proxy: Final = _Proxy.of(proxy) if proxy else None
        self.by_proxy: Final = self._proxy is not None
        self._agent: Final = agent
        self._guard: Final = guard
        self._now: Final = now
        self._times: Final = times
        self._names: Final = dns.Resolver(look_up, times.lookup)
        self._open: Final = {"open_socket": open_socket} if open_socket else {}
        self._idle: Final[dict[_Key, list[Connection]]] = {}
        self._idle_count = 0
        self._most_idle: Final = _most_idle()
        self._lock: Final = threading.Lock()
        self._context: ssl.SSLContext | None = None
        self._has_context = False

    def resolves(self, name: str) -> bool:
        """Return True if a name has addresses; behind a proxy, which would know, always."""
        try:
            return self.by_proxy or bool(self._names.addresses(name))
        except Failed:
            return False

    def trusts_somebody(self) -> bool:
        """Return False if the system knows no authority for certificates: then no URL with https
        can be asked for."""
        return self._terms() is not None

    def close(self) -> None:
        """Close the connections that are kept."""
        with self._lock:
            kept = [each for connections in self._idle.values() for each in connections]
            self._idle.clear()
            self._idle_count = 0
        for connection in kept:
            connection.close()

    def ask(
        self,
        url: str,
        method: str,
        limit: int,
        language: str = "",
        before_hop: Callable[[Address], str] | None = None,
    ) -> Answer:
        """Ask for a URL and follow its redirects; the faults of others are in the answer.

        ``method`` is ``GET`` or ``HEAD``, ``limit`` the number of bytes of the body that are
        wanted, ``language`` the article's. ``before_hop`` is called before each request but the
        first; it may wait, or return a fault of ``NO_ANSWER``, with which the chain ends.

        A name that does not exist has been looked up once: ask again before you believe it.
        """
        asked = url.partition("#")[0]
        chain = _Chain(self, method, limit, language, before_hop)
        try:
            reply = chain.follow(asked)
        except Failed as failed:
            final = chain.url[:_LONGEST_TARGET] if chain.hops else asked
            answer = Answer(asked, method, final, fault=failed.fault, detail=failed.detail)
        else:
            answer = Answer(
                asked,
                method,
                chain.url,
                status=reply.status,
                content_type=reply.headers.first("content-type").lower()[:_LONGEST_TYPE],
                body=reply.body,
                whole=reply.whole,
                retry_after=_seconds(reply.headers.first("retry-after"), self._now()),
            )
        return answer._replace(hops=tuple(chain.hops), address=chain.first_address)

    def request(
        self, address: Address, method: str, limit: int, headers: dict[str, str], end: float
    ) -> tuple[Reply, str]:
        """Ask for one URL; return the answer and the IP address that gave it.

        A connection that was kept may have been closed meanwhile: then a new one is opened.

        Raises:
            Failed: there is no answer.
        """
        proxy = self._proxy if address.scheme == "http" else None
        head = _head(address, method, {**headers, "User-Agent": self._agent}, proxy)
        kept = self._kept(address)
        if kept is not None:
            try:
                return self._ask_on(kept, address, head, method, limit, end)
            except Unanswered:
                pass
        try:
            connection = self._connection(address, end)
            return self._ask_on(connection, address, head, method, limit, end)
        except Unanswered:
            raise Failed("reset", "connection closed without an answer") from None

    def _ask_on(
        self,
        connection: Connection,
        address: Address,
        head: bytes,
        method: str,
        limit: int,
        end: float,
    ) -> tuple[Reply, str]:
        again = False
        try:
            reply, again = connection.ask(head, method, limit, end)
        finally:
            if again:
                self._keep(address, connection)
            else:
                connection.close()
        return reply, connection.address

    def _connection(self, address: Address, end: float) -> Connection:
        """Look up the host, judge its addresses and connect to one of them."""
        proxy = self._proxy
        host, port = (proxy.host, proxy.port) if proxy else (address.host, address.port)
        numbers = (address.ip,) if address.ip and not proxy else self._names.addresses(host)
        if not proxy:
            sockets.judge(host, numbers, port, self._guard)
        soon = min(end, time.monotonic() + self._times.connect)
        sock, number = sockets.connect(numbers, port, soon, **self._open)
        try:
            if address.scheme == "https":
                if proxy:
                    sock = Connection(sock, number).tunnel(_connect_head(address, proxy), end)
                context = self._terms()
                if context is None:
                    raise Failed("protocol", "the system knows no authority for certificates")
                sock = sockets.secure(sock, address.ip or address.host, context, end)
        except BaseException:
            sock.close()
            raise
        return Connection(sock, number)

    def _terms(self) -> ssl.SSLContext | None:
        with self._lock:
            if not self._has_context:
                self._context = sockets.default_context()
                self._has_context = True
        return self._context

    def _kept(self, address: Address) -> Connection | None:
        """Take a connection that is open to the same host, scheme and port."""
        while True:
            with self._lock:
                found = self._idle.get(address[:3])
                if not found:
                    return None
                connection = found.pop()
                self._idle_count -= 1
                if not found:
                    del self._idle[address[:3]]
            if time.monotonic() - connection.since < _LONGEST_IDLE and connection.is_quiet():
                return connection
            connection.close()

    def _keep(self, address: Address, connection: Connection) -> None:
        connection.since = now = time.monotonic()
        dropped = None
        with self._lock:
            # The dictionary has those first that have waited longest.
            if self._idle_count >= self._most_idle:
                key, connections = next(iter(self._idle.items()))
                if now - connections[0].since < _LONGEST_IDLE:
                    # Hosts take turns: if each pushed out the next one, none would be kept.
                    dropped = connection
                else:
                    dropped = connections.pop(0)
                    if not connections:
                        del self._idle[key]
            if dropped is not connection:
                kept = self._idle.pop(address[:3], [])
                self._idle[address[:3]] = [*kept, connection]
            self._idle_count += dropped is None
        if dropped is not None:
            dropped.close()

    def end_of_chain(self) -> float:
        """Return when a chain that begins now is over, of the monotonic clock."""
        return time.monotonic() + self._times.total

    def now(self) -> float:
        return self._now()

    def parse(self, url: str) -> Address:
        return parse(url, self._guard)


def _most_idle() -> int:
    """Return how many connections may be kept, so that files can still be opened."""
    try:
        import resource
    except ImportError:  # Windows, which has no such limit
        return _MOST_IDLE
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most == resource.RLIM_INFINITY:
        return _MOST_IDLE
    return max(min(_MOST_IDLE, most - _FOR_OTHERS), _FEWEST_IDLE)


class _Chain:
    """A URL and the redirects from it.

    Attributes:
        url: the last URL asked for.
        hops: the redirects before it.
        first_address: the IP address of the first host.
    """

    def __init__(
        self,
        client: Client,
        method: str,
        limit: int,
        language: str,
        before_hop: Callable[[Address], str] | None,
    ) -> None:
        self._client: Final = client
        self._method: Final = method
        self._limit: Final = limit
        self._before_hop: Final = before_hop
        self._end = client.end_of_chain()
        self._headers: Final = {
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Encoding": "identity",
        }
        if _LANGUAGE.fullmatch(language):
            self._headers["Accept-Language"] = f"{language},*;q=0.5"
        self._jar: Final = Jar()
        self._seen: Final[set[tuple[str, str]]] = set()
        self.url = ""
        self.hops: Final[list[Hop]] = []
        self.first_address = ""

    def follow(self, url: str) -> Reply:
        """Return the answer that is no redirect.

        Raises:
            Failed: there is none.
        """
        self.url = url
        while True:
            address = self._client.parse(self.url)
            if self.hops:
                self.url = address.url
            cookie = self._jar.header(address)
            # A site may redirect to the same URL, to see whether its cookie comes.
            if (address.url, cookie) in self._seen:
                raise Failed("loop", "redirects to a URL that it came from")
            if len(self.hops) > MOST_HOPS:
                raise Failed("hops", f"more than {MOST_HOPS} redirects")
            self._seen.add((address.url, cookie))
            self._wait_for(address)
            headers = {**self._headers, "Cookie": cookie} if cookie else self._headers
            reply, ip = self._client.request(address, self._method, self._limit, headers, self._end)
            self.first_address = self.first_address or ip
            location = reply.headers.first("location")
            if reply.status not in REDIRECTS or not location:
                return reply
            self._jar.take(address, reply.headers.all("set-cookie"), self._client.now())
            self.hops.append(Hop(self.url, reply.status))
            self.url = target(address.url, location)

    def _wait_for(self, address: Address) -> None:
        """Let the caller delay a request that follows a redirect; that time does not count."""
        if self.hops and self._before_hop is not None:
            begun = time.monotonic()
            if fault := self._before_hop(address):
                raise Failed(fault, "redirects to a host that is not asked now")
            self._end += time.monotonic() - begun


def target(url: str, location: str) -> str:
    """Return the URL that a ``Location`` on a page means, which is not judged yet.

    ``location`` is as it came, in ISO 8859-1.
    """
    data = location.encode("latin-1", "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = quote(data, "".join(map(chr, range(0x21, 0x7F))))
    # A browser does the same; nearly all others of its repairs are refused.
    text = text.strip(" \t").replace(" ", "%20").partition("#")[0]
    # ``urljoin`` removes tabs, and takes for a path what browsers take for a host.
    if "\t" in text or _NO_HOST.match(text):
        return text
    try:
        return urljoin(url, text)
    except ValueError:
        return text


def _head(address: Address, method: str, headers: dict[str, str], proxy: _Proxy | None) -> bytes:
    asked = address.url if proxy else address.path
    more = {"Proxy-Authorization": proxy.key} if proxy and proxy.key else {}
    lines = [f"{method} {asked} HTTP/1.1", f"Host: {address.place}"]
    lines += [f"{name}: {value}" for name, value in {**headers, **more}.items()]
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def _connect_head(address: Address, proxy: _Proxy) -> bytes:
    place = f"{address.host}:{address.port}"
    lines = [f"CONNECT {place} HTTP/1.1", f"Host: {place}"]
    lines += [f"Proxy-Authorization: {proxy.key}"] if proxy.key else []
    return "\r\n".join([*lines, "", ""]).encode("ascii")


class _Proxy(NamedTuple):
    host: str
    port: int
    key: str
    """The value of ``Proxy-Authorization``."""

    @classmethod
    def of(cls, url: str) -> _Proxy:
        """Raises: ValueError."""
        parts = urlsplit(url)
        if parts.scheme != "http" or not parts.hostname or parts.path not in ("", "/"):
            raise ValueError(f"not the URL of a proxy, http://host:port: {url}")
        user = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
        key = "Basic " + base64.b64encode(user.encode("utf-8")).decode("ascii")
        return cls(parts.hostname, parts.port or 80, key if user != ":" else "")


def _seconds(text: str, now: float) -> int:
    """Return a ``Retry-After``, a number or a date, in seconds; 0 if it is neither."""
    if text.isascii() and text.isdigit():
        return min(int(text[:8]), _LATER) if len(text) < 9 else _LATER
    try:
        seconds = parsedate_to_datetime(text).timestamp() - now
    except (TypeError, ValueError, IndexError, OverflowError):
        return 0
    return min(max(round(seconds), 0), _LATER)
