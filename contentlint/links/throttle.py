"""Decides which request may start when, so that no host is asked too often or too much at once."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Generic, TypeVar

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple

if TYPE_CHECKING:
    from typing import Final

T = TypeVar("T")


class Limits(NamedTuple):
    """How much may be asked at once, and how often."""

    rate: float = 1.0
    """Requests a second to one host; 0 for any number."""
    at_once: int = 32
    """Requests that run at once."""
    at_host: int = 2
    """Of these, to one host."""
    at_address: int = 2
    """Of these, to hosts with the same address."""


_NOWHERE, _IN_LINE = 0, -1


class _Host:
    __slots__ = (
        *("address", "busy", "coming", "gap", "held", "place", "queue", "reserved", "running"),
        "slot",
    )

    def __init__(self, gap: float) -> None:
        self.gap = gap
        """Seconds between two requests."""
        self.queue: deque[object] = deque()
        self.running = 0
        """Requests that have begun here, wherever redirects have led them."""
        self.busy = 0
        """Requests that are at this host, wherever they have begun."""
        self.coming = 0
        """Requests that a redirect leads here, and that wait until fewer are."""
        self.slot = 0.0
        """When its next request may start."""
        self.reserved = float("-inf")
        """When the last request that a redirect leads to is made."""
        self.held = 0.0
        """When it may be asked again at all, as it said itself."""
        self.address = ""
        self.place = _NOWHERE
        """Where in ``Throttle`` it waits; else its number in the heap of hosts that have to."""


class Throttle(Generic[T]):
    """The queues of the hosts. Hosts take turns; the requests of one host keep their order.

    All times are those of one clock in seconds, which the caller reads. Only ``reserve``, ``visit``
    and ``slow`` are for other threads than the caller's.
    """

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008  it never changes
        self._limits: Final = limits
        self._gap: Final = 1 / limits.rate if limits.rate else 0.0
        self._hosts: dict[str, _Host] = {}
        self._ready: deque[str] = deque()
        """Hosts whose next request may start as soon as the limits of all allow it."""
        self._later: list[tuple[float, int, str]] = []
        """A heap of hosts that have to wait: until when, the number of the entry, and the host. An
        entry counts only if it has the number that is the host's ``place``."""
        self._crowded: dict[str, deque[str]] = {}
        """By address, hosts that wait for a request to another host at their address to end."""
        self._at_address: Counter[str] = Counter()
        self._count = 0
        self._lock: Final = threading.Condition()
        """Guards the slots of hosts and what is at them; notifies those that wait for a host."""
        self.running = 0
        """The number of requests that have begun and not ended."""
        self.waiting = 0
        """The number of requests that have not begun."""

    def add(self, host: str, item: T, now: float, *, first: bool = False) -> None:
        """Queue a request to a host behind its others, or before them."""
        found = self._hosts.get(host)
        if found is None:
            found = self._hosts.setdefault(host, _Host(self._gap))
        if first:
            found.queue.appendleft(item)
        else:
            found.queue.append(item)
        self.waiting += 1
        self._list(host, found, now)

    def next(self, now: float) -> tuple[str, T] | None:
        """Begin the next request, and return it with its host; None if none may start now."""
        if self.running >= self._limits.at_once:
            return None
        while self._later and self._later[0][0] <= now:
            _, number, name = heappop(self._later)
            if self._hosts[name].place == number:
                self._line_up(name)
        while self._ready:
            name = self._ready.popleft()
            host = self._hosts[name]
            host.place = _NOWHERE
            # Dropped or held meanwhile, or a redirect has led others here.
            if not host.queue or self._opens(host) > now or self._is_full(host):
                self._list(name, host, now)
                self._let_in(host.address)
            elif host.address and self._at_address[host.address] >= self._limits.at_address:
                host.place = _IN_LINE
                self._crowded.setdefault(host.address, deque()).append(name)
            else:
                item: T = host.queue.popleft()  # type: ignore[assignment]
                self._begin(name, host, now)
                return name, item
        return None

    def _begin(self, name: str, host: _Host, now: float) -> None:
        self.waiting -= 1
        self.running += 1
        host.running += 1
        with self._lock:
            # The request may reach the host at any time until it is answered, see ``end``.
            host.slot = max(host.slot, now) + 2 * host.gap
            host.busy += 1
        if host.address:
            self._at_address[host.address] += 1
        self._list(name, host, now)

    def end(self, host: str, now: float, address: str = "", visited: Sequence[str] = ()) -> None:
        """End a request to a host; ``address`` is that of the host if it has become known.

        ``visited`` are the hosts that redirects have led it to, the last one being where it is,
        or ``""`` if it was not let in.
        """
        found = self._hosts[host]
        found.running -= 1
        self.running -= 1
        with self._lock:
            found.slot = min(found.slot, max(now, found.reserved) + found.gap)
            last = visited[-1] if visited else host
            if last:
                self._hosts[last].busy -= 1
            self._lock.notify_all()
        if found.address:
            self._at_address[found.address] -= 1
            self._let_in(found.address)
        elif address:
            found.address = address
            self._at_address[address] += found.running
        if found.place > 0:  # it may start earlier than its entry says
            found.place = _NOWHERE
        for name in {host, *visited} - {""}:
            self._list(name, self._hosts[name], now)

    def _let_in(self, address: str) -> None:
        """Let a host try again that waits for others at its address."""
        crowd = self._crowded.get(address)
        if crowd:
            self._line_up(crowd.popleft())

    def reserve(self, host: str, now: float, *, same: bool = False) -> float:
        """Return when a request may be made that a redirect has led to, and keep that time free.

        ``same`` is True if the host itself has just answered with the redirect. Such requests are
        not queued: their chains are under way already.
        """
        with self._lock:
            found = self._hosts.setdefault(host, _Host(self._gap))
            slot = min(found.slot, now + found.gap) if same else found.slot
            found.reserved = max(now, found.reserved + found.gap, slot, found.held)
            found.slot = max(found.slot, found.reserved + found.gap)
            return found.reserved

    def visit(self, host: str, before: str, longest: float) -> bool:
        """Count a request at the host to which a redirect leads, and no more at the one ``before``
        (``""`` for none); wait while too many are there. Return False if that takes longer than
        ``longest`` seconds of the real time: then it is at no host.

        Nobody waits for a host while being at another one, so all get in at last.
        """
        with self._lock:
            found = self._hosts.setdefault(host, _Host(self._gap))
            if before:
                self._hosts[before].busy -= 1
                self._lock.notify_all()
            found.coming += 1
            try:
                free = self._lock.wait_for(lambda: found.busy < self._limits.at_host, longest)
            finally:
                found.coming -= 1
            found.busy += free
            return free

    def hold(self, host: str, until: float) -> None:
        """Ask a host nothing before a time."""
        found = self._hosts.setdefault(host, _Host(self._gap))
        found.held = max(found.held, until)

    def slow(self, host: str, gap: float) -> None:
        """Leave at least so many seconds between two requests to a host."""
        with self._lock:
            found = self._hosts.setdefault(host, _Host(self._gap))
            found.slot += max(gap - found.gap, 0.0)
            found.gap = max(found.gap, gap)

    def drop(self, host: str) -> list[T]:
        """Remove what is queued for a host, and return it."""
        found = self._hosts.get(host)
        if found is None:
            return []
        dropped: list[T] = [*found.queue]  # type: ignore[list-item]
        found.queue.clear()
        self.waiting -= len(dropped)
        return dropped

    def queued(self) -> list[str]:
        """Return the hosts with requests that have not begun."""
        return [name for name, host in [*self._hosts.items()] if host.queue]

    def wait(self, now: float) -> float | None:
        """Return the seconds until a request may start; None if one has to end first, or none is
        queued. Call it after ``next`` has returned None."""
        if self.running >= self._limits.at_once:
            return None
        return max(self._later[0][0] - now, 0.0) if self._later else None

    def longest(self) -> int:
        """Return the number of requests in the longest queue of a host."""
        return max((len(host.queue) for host in [*self._hosts.values()]), default=0)

    def _is_full(self, host: _Host) -> bool:
        """Return True if another request to a host has to wait until one ends, after which ``end``
        lists the host. Those that redirects lead there go first: their chains are under way."""
        with self._lock:
            return host.busy + host.coming >= self._limits.at_host

    def _opens(self, host: _Host) -> float:
        return max(host.slot, host.held)

    def _list(self, name: str, host: _Host, now: float) -> None:
        """Let a host with requests wait in the right place, unless it does or is busy."""
        if host.place or not host.queue or self._is_full(host):
            return
        opens = self._opens(host)
        if opens <= now:
            self._line_up(name)
        else:
            self._count += 1
            host.place = self._count
            heappush(self._later, (opens, self._count, name))

    def _line_up(self, name: str) -> None:
        self._hosts[name].place = _IN_LINE
        self._ready.append(name)
