"""Which documents are nearly the same, told by a few numbers of each.

The hashes are the same on every machine and in every run.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import islice

SKETCH = 128
"""How many of the smallest hashes a sketch keeps: the error of a resemblance is about 0.04."""
SHINGLE = 5
"""Words in a shingle, as in the deduplication of FineWeb and Gopher."""


def sketch(words: Sequence[str]) -> tuple[int, ...]:
    """The smallest CRC-32 values of the shingles of a text, ascending, at most ``SKETCH``.

    A bottom-k sketch (Broder, "On the resemblance and containment of
    documents", 1997). A text shorter than a shingle has none.
    """
    found = {
        zlib.crc32(" ".join(words[i : i + SHINGLE]).encode("utf-8", "surrogatepass"))
        for i in range(len(words) - SHINGLE + 1)
    }
    return tuple(sorted(found)[:SKETCH])


def resemblance(a: Sequence[int], b: Sequence[int]) -> float:
    """The estimated share of shingles that two sketched texts have in common, 0 to 1.

    Of the smallest hashes of both together, how many are in both.
    """
    if not a or not b:
        return 0.0
    # Two ascending sequences without repeats of their own: what both have stands side by side.
    both = set(a).intersection(b)
    union = list(islice(_distinct(a, b), SKETCH))
    return sum(1 for value in union if value in both) / len(union)


def _distinct(a: Sequence[int], b: Sequence[int]) -> Iterator[int]:
    last = -1
    for value in merge(a, b):
        if value != last:
            yield value
            last = value
