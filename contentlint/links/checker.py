"""Asks for the links that are due, and puts what becomes known into the state."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from contentlint import __version__
from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.engine import ruleset
from contentlint.links import fetcher, judge, robots
from contentlint.links.guard import Guard
from contentlint.links.state import State
from contentlint.links.throttle import Limits
from contentlint.links.wanted import Wanted
from contentlint.model.errors import ContentlintError
from contentlint.model.observation import Observation

if TYPE_CHECKING:
    from typing import Final

_KNOWN_HOSTS: Final = ("example.org", "iana.org")
"""Names that can be looked up wherever there is a network."""


class Clock(NamedTuple):
    """What tells the time, and how to let it pass."""

    now: Callable[[], float] = time.time
    """Return the seconds since 1970."""
    steady: Callable[[], float] = time.monotonic
    """Return the seconds of a clock that is never set."""
    sleep: Callable[[float], None] = time.sleep


class Options(NamedTuple):
    """What is asked for, and how."""

    limits: Limits = Limits()
    budget: float = 600.0
    """In seconds."""
    max_age: int = 0
    """In seconds; 0 for the usual ages."""
    recheck: frozenset[str] = frozenset()
    """Classes that are asked for whatever their age."""
    confirm: bool = False
    """True to look twice at what fails."""
    robots: bool = True
    """True to obey robots.txt."""
    archive: bool = False
    """True to look for copies of dead links."""
    guard: Guard = Guard()
    proxy: str = ""
    """The URL of a proxy, or ``""``."""
    contact: str = ""
    """Where the owner of a site can complain, or ``""``."""


def class_of(known: Observation) -> str:
    """Return the class of the last look: ``unknown`` even if an earlier one was firm."""
    return known.looks[-1].kind if known.looks and known.looks[-1].kind == "unknown" else known.kind


def known_rules(state: State | None, options: Options, now: float) -> set[str] | None:
    """Return the origins whose robots.txt need not be asked for; None if none is."""
    if not options.robots:
        return None
    kept = state.robots if state else {}
    return {origin for origin, each in kept.items() if 0 <= now - each.asked < robots.DAY}


def due(
    wanted: Iterable[Wanted], known: Mapping[str, Observation], options: Options, now: float
) -> list[Wanted]:
    """Return the URLs that are due in this run."""
    again = options.recheck | {"failing"} if options.confirm else options.recheck

    def is_due(url: Wanted) -> bool:
        one = known.get(url.key)
        if one is None or judge.due_at(one, options.max_age) <= now:
            return True
        if one.not_before <= now and judge.lacks(one, url.fragments):
            return True
        return not again.isdisjoint((one.kind, class_of(one)))

    return [*filter(is_due, wanted)]


class Checker:
    """One run.

    Attributes:
        fetcher: has the numbers of the run.
        distrusts_all: True if the system knows no authority for certificates: then all links with
            https stay unknown.
    """

    def __init__(self, state: State, options: Options, clock: Clock) -> None:
        """Raises: ContentlintError: there is no network, or the proxy is no URL of one."""
        from contentlint.links import client  # with ssl: many runs find nothing to ask for

        agent = f"contentlint/{__version__}"
        if options.contact:
            agent += f" (+{options.contact})"
        try:
            self._client: Final = client.Client(
                agent=agent, guard=options.guard, proxy=options.proxy, now=clock.now
            )
        except ValueError as error:
            raise ContentlintError(str(error)) from None
        if not any(map(self._client.resolves, _KNOWN_HOSTS)):
            names = " nor ".join(_KNOWN_HOSTS)
            raise ContentlintError(f"no network here: neither {names} can be looked up")
        self.distrusts_all: Final = not self._client.trusts_somebody()
        self._state: Final = state
        self._options: Final = options
        self._clock: Final = clock
        state.forget_robots(int(clock.now()) - robots.DAY)
        self._end: Final = clock.steady() + options.budget
        self.fetcher: Final = fetcher.Fetcher(
            self._client,
            judge.lists_of(ruleset.word_lists()),
            state.known,
            now=clock.now,
            clock=clock.steady,
            sleep=clock.sleep,
            limits=options.limits,
            budget=options.budget,
            robots=options.robots,
            confirm=options.confirm,
            kept_rules=state.robots,
            keep_rules=state.put_robots,
        )

    def ask(self, wanted: Sequence[Wanted], after_each: Callable[[], object]) -> None:
        """Ask for URLs, and call ``after_each`` when an answer is in the state.

        Raises:
            WriteError: the state cannot be written.
        """
        for observation in self.fetcher.fetch(wanted):
            self._state.put(observation)
            after_each()

    def find_copies(self, wanted: Iterable[Wanted]) -> None:
        """Ask the archive for copies of those that are lost, while there is time."""
        from contentlint.links import archive

        clock, known = self._clock, self._state.known
        index = archive.Archive(self._client, clock=clock.steady, sleep=clock.sleep)
        for url in lost(wanted, known):
            if index.is_closed or clock.steady() + archive.PAUSE > self._end:
                break
            one = known[url.key]
            # An article without a date is about as old as the last time that its link worked.
            day = date.fromtimestamp(one.last_ok or one.first_failed or clock.now())
            if url.day:
                day = date.fromordinal(url.day)
            copy = index.nearest(url.url, day)
            if copy is not None:
                self._state.put(one._replace(copy=copy.url, copy_date=copy.day))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def lost(wanted: Iterable[Wanted], known: Mapping[str, Observation]) -> list[Wanted]:
    """Return the URLs of which a copy is to be found: dead ones and parked domains, those with the
    most places first."""

    def is_lost(url: Wanted) -> bool:
        one = known.get(url.key)
        return one is not None and not one.copy and (one.kind == "dead" or one.reason == "parked")

    return sorted(filter(is_lost, wanted), key=lambda url: -len(url.places))
