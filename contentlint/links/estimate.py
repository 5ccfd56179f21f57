"""Estimates how much a run is going to ask for, and how long that takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from contextlib import suppress

from contentlint._util import TYPE_CHECKING
from contentlint.links.guard import Guard, Refused, parse
from contentlint.links.throttle import Limits
from contentlint.links.wanted import Wanted

if TYPE_CHECKING:
    from typing import Final

_TAKES: Final = 0.5
"""Seconds that a request takes, more or less."""


def requests(wanted: Iterable[Wanted], guard: Guard, rules: Container[str] | None) -> Counter[str]:
    """Return the number of requests by host, as far as it is known before; probes, redirects and
    second tries come to it.

    ``rules`` are the origins whose robots.txt is known; None if it is not asked for.
    """
    found: Counter[str] = Counter()
    origins = set()
    for each in wanted:
        with suppress(Refused):
            address = parse(each.url, guard)
            found[address.host] += 1
            origins.add((address.origin, address.host))
    if rules is not None:
        found.update(host for origin, host in origins if origin not in rules)
    return found


def seconds(longest: int, requests: int, limits: Limits) -> float:
    """Return about how many seconds requests take, of which the busiest host gets ``longest``."""
    of_host = longest / limits.rate if limits.rate else longest * _TAKES / limits.at_host
    return max(of_host, requests * _TAKES / limits.at_once)
