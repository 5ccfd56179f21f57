"""Texts as numbers, so that documents can be compared without keeping their text.

The hashes are the same on every machine and in every run.
"""

from __future__ import annotations

from contentlint._util.digest import blake2b


def key(text: str) -> int:
    """A 64-bit hash of a text: BLAKE2b, big-endian."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")


def digits(text: str) -> str:
    """``key`` in 16 hexadecimal digits."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
