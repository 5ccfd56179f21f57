"""What the robots.txt of each origin allows: asked for once a day, whoever needs it first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from contentlint._util import TYPE_CHECKING
from contentlint.links.answer import Answer
from contentlint.links.robots import AGENT, DAY, NOTHING, Dated, Robots, rules_in

if TYPE_CHECKING:
    from typing import Final


def recent(kept: Mapping[str, Dated], now: float) -> dict[str, Robots]:
    """Return those rules of earlier runs that are still believed, by origin."""
    # A time in the future would be believed for ever.
    return {origin: each.robots for origin, each in kept.items() if 0 <= now - each.asked < DAY}


class RobotsCache:
    """The rules that are known, by origin (scheme, host and port); for any number of threads."""

    def __init__(
        self,
        kept: Mapping[str, Dated],
        now: Callable[[], float],
        keep: Callable[[str, Dated], object],
    ) -> None:
        """``kept`` are the rules of earlier runs, and ``keep`` is called, in any thread, with those
        that become known. ``now`` returns the seconds since 1970.
        """
        self._now: Final = now
        self._keep: Final = keep
        self._found: Final = recent(kept, now())
        self._asked: Final[dict[str, _Asked]] = {}
        self._lock: Final = threading.Lock()

    def of(self, origin: str) -> Robots | None:
        """Return the rules of an origin; None if they are not known."""
        return self._found.get(origin)

    def ask(self, origin: str, ask: Callable[[], Answer]) -> Answer:
        """Call ``ask`` for the robots.txt of an origin, and learn its rules. Who comes meanwhile
        waits for the same answer; who comes later gets one without body, see ``of``."""
        with self._lock:
            if origin in self._found:
                return Answer(origin, "GET", origin, status=204)
            other = self._asked.get(origin)
            mine = self._asked[origin] = other or _Asked(origin)
        if other is not None:
            other.done.wait()
            return other.answer
        try:
            mine.answer = ask()
        finally:
            rules = rules_in(mine.answer, AGENT)
            with self._lock:
                if rules is not None:
                    self._found[origin] = rules
                del self._asked[origin]
            mine.done.set()
        # A server that fails may be well again in an hour.
        if rules is not None and rules is not NOTHING:
            self._keep(origin, Dated(rules, int(self._now())))
        return mine.answer


class _Asked:
    __slots__ = ("answer", "done")

    def __init__(self, origin: str) -> None:
        self.answer = Answer(origin, "GET", origin, fault="protocol")
        self.done = threading.Event()
