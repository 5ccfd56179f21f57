"""One finding for all the places that belong together, in several documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contentlint.model.diagnostic import Collected, Match


def distinct(facts: Sequence[Collected]) -> list[Collected]:
    """The first fact of each document, in the order given."""
    return list({fact.path: fact for fact in reversed(facts)}.values())[::-1]


def finding(
    cluster: Sequence[Collected], message: str, values: Mapping[str, object]
) -> Match | None:
    """The finding of a cluster that is sorted by path and place.

    It stands at the last place that no comment silences: of two copies the one
    that sorts later is the copy, in every run. The others are related, in
    order. None: all are silenced.
    """
    at = next((fact for fact in reversed(cluster) if not fact.suppressed), None)
    if at is None:
        return None
    related = tuple((fact, message) for fact in cluster if fact is not at)
    first = cluster[0] if cluster[0] is not at else cluster[1]
    shared = {"found": at.note, "files": len({f.path for f in cluster}), "other": first.path}
    return Match(at, {**shared, **values}, related)
