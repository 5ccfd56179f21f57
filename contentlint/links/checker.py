"""Asks for the links that are due, and puts what becomes known into the state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from contentlint import __version__
from contentlint._util import TYPE_CHECKING
from contentlint.engine import ruleset
from contentlint.links import phrases, robots
from contentlint.links.due import lost
from contentlint.links.fetcher import Fetcher
from contentlint.links.options import Clock, Options
from contentlint.links.robots_cache import RobotsCache
from contentlint.links.state import State
from contentlint.links.wanted import Wanted
from contentlint.model.errors import ContentlintError

if TYPE_CHECKING:
    from typing import Final

_KNOWN_HOSTS: Final = ("example.org", "iana.org")
"""Names that can be looked up wherever there is a network."""


class LinkChecker:
    """One run over links that are due, and over copies of lost ones.

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
        self._clock: Final = clock
        state.forget_robots(int(clock.now()) - robots.DAY)
        self.fetcher: Final = Fetcher(
            self._client,
            phrases.lists_of(ruleset.word_lists()),
            state.known,
            RobotsCache(state.robots, clock.now, state.put_robots) if options.robots else None,
            options,
            clock,
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
        index = archive.Archive(self._client, clock)
        for url in lost(wanted, known):
            if index.is_closed or clock.steady() + archive.PAUSE > self.fetcher.end:
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
