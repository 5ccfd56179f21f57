"""BLAKE2b, from where ``hashlib`` has it: that module loads OpenSSL, 3 ms of a run on one file."""

from __future__ import annotations

try:
    from _blake2 import blake2b as blake2b
except ImportError:  # not CPython
    from hashlib import blake2b as blake2b


def digest_of(*parts: bytes, key: bytes = b"") -> str:
    """Return a digest of some bytes, part by part, in 32 hexadecimal digits.

    With a key, only its holder can compute it.
    """
    digest = blake2b(digest_size=16, key=key)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def hash64(text: str) -> int:
    """Return a 64-bit hash of a text, which is the same on every machine and in every run."""
    return int.from_bytes(_hashed(text), "big")


def hex64(text: str) -> str:
    """Return ``hash64`` in 16 hexadecimal digits."""
    return _hashed(text).hex()


def _hashed(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
