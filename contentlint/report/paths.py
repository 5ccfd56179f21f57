"""Paths as programs that read reports expect them."""

from __future__ import annotations

import os
from urllib.parse import quote


def relative(path: str) -> str:
    """Return a path relative to the current folder, with forward slashes.

    The path of a file outside it stays absolute.
    """
    found = os.path.normpath(path)
    if os.path.isabs(found):
        inside = os.path.relpath(found)
        found = found if inside.split(os.sep)[0] == os.pardir else inside
    return found.replace(os.sep, "/")


def uri(path: str) -> str:
    """Return a URI reference (RFC 3986): relative to the current folder, percent-encoded."""
    found = relative(path)
    try:
        data = found.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = found.encode("utf-8", "surrogatepass")
    # An unencoded colon would make the first segment a scheme.
    return ("file://" if found.startswith("/") else "") + quote(data, safe="/")
