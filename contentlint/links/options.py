"""What a run over links is asked to do, and the clock that it goes by."""

from __future__ import annotations

import time
from collections.abc import Callable

from contentlint._util.namedtuple import NamedTuple
from contentlint.links.guard import Guard
from contentlint.links.throttle import Limits


class Clock(NamedTuple):
    """What tells the time, and how to let it pass."""

    now: Callable[[], float] = time.time
    """Return the seconds since 1970."""
    steady: Callable[[], float] = time.monotonic
    """Return the seconds of a clock that is never set."""
    sleep: Callable[[float], None] = time.sleep
    """Wait for some seconds."""


class Options(NamedTuple):
    """What is asked for, and how."""

    limits: Limits = Limits()
    budget: float = 600.0
    """In seconds; 0 for any time."""
    max_age: int = 0
    """In seconds; 0 for the usual ages."""
    recheck: frozenset[str] = frozenset()
    """Classes that are asked for whatever their age."""
    confirm: bool = False
    """True to look twice at what fails, a minute apart: the second look confirms the first."""
    robots: bool = True
    """True to obey robots.txt."""
    archive: bool = False
    """True to look for copies of dead links."""
    guard: Guard = Guard()
    proxy: str = ""
    """The URL of a proxy, or ``""``."""
    contact: str = ""
    """Where the owner of a site can complain, or ``""``."""
