"""Leads a request through redirects as politely as if their targets had been asked for at once."""

from __future__ import annotations

from collections.abc import Container

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.links.answer import Answer
from contentlint.links.guard import Address
from contentlint.links.robots import LARGEST, SLOWEST
from contentlint.links.robots_cache import RobotsCache
from contentlint.links.throttle import Throttle

if TYPE_CHECKING:
    from typing import Any, Final

    from contentlint.links.asks import Asks
    from contentlint.links.options import Clock

LONGEST_HOP: Final = 30.0
"""Seconds that a request waits for a host to which others have been redirected as well."""


class Shared(NamedTuple):
    """What all requests of a run have in common."""

    client: Asks
    throttle: Throttle[Any]
    robots: RobotsCache | None
    """None if no robots.txt is to be obeyed."""
    left: Container[str]
    """The hosts that are asked for nothing more."""
    clock: Clock


class Redirects:
    """The redirects of one request, to be called before each is followed.

    Attributes:
        visited: the hosts that they have led to, see ``Throttle.end``.
    """

    def __init__(self, shared: Shared, host: str, *, obeys: bool = True) -> None:
        """``host`` is the first one. Without ``obeys``, no robots.txt is asked for nor obeyed."""
        self._shared: Final = shared
        self._first: Final = host
        self._at = host
        self._obeys = obeys and shared.robots is not None
        self.visited: Final[list[str]] = []

    def __call__(self, address: Address) -> str:
        """Wait until an address may be asked; return a fault of ``NO_ANSWER`` if it may not be, or
        ``""``."""
        before = self._at
        if not self._enter(address.host):
            return "left"
        if self._obeys:
            fault = self._may_not(address)
            if fault:
                return fault
        return "" if self._waits(address.host, same=before == address.host) else "left"

    def _enter(self, host: str) -> bool:
        """Go to a host; return False if it lets nobody in."""
        if host in self._shared.left:
            return False
        if host == self._at:
            return True
        before, self._at = self._at, ""
        self.visited.append(host)
        if not self._shared.throttle.visit(host, before, LONGEST_HOP):
            self.visited.append("")
            return False
        self._at = host
        return True

    def _waits(self, host: str, *, same: bool) -> bool:
        """Wait for the turn of a request; return False if that takes too long."""
        now = self._shared.clock.steady()
        wait = self._shared.throttle.reserve(host, now, same=same) - now
        if wait > LONGEST_HOP:
            return False
        if wait > 0:
            self._shared.clock.sleep(wait)
        return True

    def _may_not(self, address: Address) -> str:
        """Return the fault of an address that programs may not ask for."""
        robots = self._shared.robots
        assert robots is not None
        origin = address.origin
        known = robots.of(origin)
        # http and https of one host have the same robots.txt nearly always.
        if known is None and address.host != self._first:
            self._obeys = False  # not on the way to a robots.txt
            answer = robots.ask(origin, lambda: self._robots_txt(origin, address.host))
            self._obeys = True
            if not self._enter(address.host) or answer.status in (429, 503):
                return "left"
            known = robots.of(origin)
            if known is not None and known.delay:
                self._shared.throttle.slow(address.host, min(known.delay, SLOWEST))
        return "" if known is None or known.allows(address.path) else "robots"

    def _robots_txt(self, origin: str, host: str) -> Answer:
        url = f"{origin}/robots.txt"
        if not self._waits(host, same=False):
            return Answer(url, "GET", url, fault="left")
        return self._shared.client.ask(url, "GET", LARGEST, "", self)
