"""Pairs of texts that may be nearly the same, and the groups that they form.

Neither depends on the order of the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

MOST = 50
"""The most texts with a common key that are all compared with each other.

Larger groups, as boilerplate makes them, are divided by the next key. The texts that this does not
divide, and groups that stay too large, are compared with one of their texts only.
"""


def pairs(keys: Sequence[Sequence[int]], rank: Sequence[int]) -> set[tuple[int, int]]:
    """Return the pairs of texts that have a key in common, by index, the smaller one first.

    Each text has the keys of ``core.band_keys``, or none. ``rank`` is a number of each text that
    does not depend on the others, such as a hash: the one that represents many has the smallest.
    """
    found: set[tuple[int, int]] = set()
    for band in range(max(map(len, keys), default=0)):
        for bucket in _buckets(keys, range(len(keys)), band):
            if len(bucket) <= MOST:
                found.update(_all(bucket))
                continue
            found.update(_star(bucket, rank))
            for part in _buckets(keys, bucket, band + 1):
                found.update(_all(part) if len(part) <= MOST else _star(part, rank))
    return found


def _buckets(
    keys: Sequence[Sequence[int]], members: Iterable[int], band: int
) -> Iterator[list[int]]:
    """Yield the groups of texts, ascending, that have the key of a band in common; the first band
    follows the last."""
    buckets: dict[int, list[int]] = {}
    for index in members:
        own = keys[index]
        if own:
            buckets.setdefault(own[band % len(own)], []).append(index)
    return (bucket for bucket in buckets.values() if len(bucket) > 1)


def _all(bucket: Sequence[int]) -> Iterator[tuple[int, int]]:
    return ((a, b) for position, b in enumerate(bucket) for a in bucket[:position])


def _star(bucket: Sequence[int], rank: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Return the pairs with the text of the smallest rank."""
    first = min(bucket, key=rank.__getitem__)
    return ((min(first, each), max(first, each)) for each in bucket if each != first)


def groups(count: int, alike: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the groups of ``count`` texts that pairs connect, directly or through other members:
    indices, ascending."""
    parent = list(range(count))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for a, b in alike:
        one, two = sorted((root(a), root(b)))
        parent[two] = one
    found: dict[int, list[int]] = {}
    for index in range(count):
        found.setdefault(root(index), []).append(index)
    return [group for group in found.values() if len(group) > 1]
