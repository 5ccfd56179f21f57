"""One finding for places in several documents that belong together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contentlint.model.diagnostic import Collected, Match


def distinct(facts: Sequence[Collected]) -> list[Collected]:
    """Return the first fact of each document, in the given order."""
    return list({fact.path: fact for fact in reversed(facts)}.values())[::-1]


def finding(
    cluster: Sequence[Collected], message: str, values: Mapping[str, object]
) -> Match | None:
    """Return the finding of a cluster that is sorted by path and place; None if all of it is
    suppressed.

    It is at the last place that no comment suppresses: in every run the copy is the one that sorts
    later. The other places are related, in order.
    """
    at = next((fact for fact in reversed(cluster) if not fact.suppressed), None)
    if at is None:
        return None
    related = tuple((fact, message) for fact in cluster if fact is not at)
    first = cluster[0] if cluster[0] is not at else cluster[1]
    shared = {"found": at.note, "files": len({f.path for f in cluster}), "other": first.path}
    return Match(at, {**shared, **values}, related)
