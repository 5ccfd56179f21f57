"""BLAKE2b, from where ``hashlib`` has it: that module loads OpenSSL, 3 ms of a run on one file."""

from __future__ import annotations

try:
    from _blake2 import blake2b as blake2b
except ImportError:  # not CPython
    from hashlib import blake2b as blake2b


def digest_of(data: bytes) -> str:
    """32 hexadecimal digits that tell these bytes from all others."""
    return blake2b(data, digest_size=16).hexdigest()
