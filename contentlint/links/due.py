"""Decides which links are due: whose observation is too old, or says too little."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contentlint.links import pages
from contentlint.links.judge import QUARANTINE
from contentlint.links.options import Options
from contentlint.links.wanted import Wanted
from contentlint.model.observation import Observation
from contentlint.source.observations import MOST_FRAGMENTS

_DAY = 86_400
_AGES = {"ok": 7 * _DAY, "moved": 7 * _DAY, "dead": 7 * _DAY, "suspicious": 7 * _DAY}
"""Seconds for which an observation is believed, by class."""
_UNKNOWN_AGE = 3600


def due(
    wanted: Iterable[Wanted], known: Mapping[str, Observation], options: Options, now: float
) -> list[Wanted]:
    """Return the URLs that are due in this run."""
    again = options.recheck | {"failing"} if options.confirm else options.recheck

    def is_due(url: Wanted) -> bool:
        one = known.get(url.key)
        if one is None or due_at(one, options.max_age) <= now:
            return True
        if one.not_before <= now and lacks(one, url.fragments):
            return True
        return not again.isdisjoint((one.kind, latest_class(one)))

    return [*filter(is_due, wanted)]


def due_at(known: Observation, max_age: int = 0) -> int:
    """Return when a URL is to be asked for again, in seconds since 1970.

    ``max_age`` in seconds shortens the usual seven days; 0 leaves them.
    """
    if not known.asked:
        return 0
    if "unknown" in (_last(known), known.kind):
        at = known.asked + _UNKNOWN_AGE
    elif known.kind == "failing":
        at = known.first_failed + QUARANTINE
    else:
        age = _AGES[known.kind]
        at = known.asked + (min(max_age, age) if max_age else age)
    return max(at, known.not_before)


def lacks(known: Observation, fragments: Iterable[str]) -> bool:
    """Return True if a page that exists has not been searched for one of some fragments yet, and
    may be. A fragment counts as searched for even if the page does not show whether it exists."""
    if _last(known) not in ("ok", "moved") or len(known.fragments) >= MOST_FRAGMENTS:
        return False
    return any(pages.is_looked_for(each) and each not in known.fragments for each in fragments)


def lost(wanted: Iterable[Wanted], known: Mapping[str, Observation]) -> list[Wanted]:
    """Return the URLs of which an archived copy is wanted: dead ones and parked domains, those in
    the most places first."""

    def is_lost(url: Wanted) -> bool:
        one = known.get(url.key)
        return one is not None and not one.copy and (one.kind == "dead" or one.reason == "parked")

    return sorted(filter(is_lost, wanted), key=lambda url: -len(url.places))


def latest_class(known: Observation) -> str:
    """Return the class of the last look: ``unknown`` even if an earlier one was firm."""
    return "unknown" if _last(known) == "unknown" else known.kind


def _last(known: Observation) -> str:
    return known.looks[-1].kind if known.looks else known.kind
