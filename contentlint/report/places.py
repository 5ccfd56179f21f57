"""Paths and order as the machines that read reports want them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from urllib.parse import quote

from contentlint.model.diagnostic import Diagnostic, rank


def relative(path: str) -> str:
    """From the current folder, with forward slashes; as it is when the file lies elsewhere."""
    found = os.path.normpath(path)
    if os.path.isabs(found):
        inside = os.path.relpath(found)
        found = found if inside.split(os.sep)[0] == os.pardir else inside
    return found.replace(os.sep, "/")


def uri(path: str) -> str:
    """A reference as RFC 3986 wants it: relative to the current folder, percent-encoded."""
    found = relative(path)
    try:
        data = found.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = found.encode("utf-8", "surrogatepass")
    # A colon, encoded too, would make the first segment a scheme.
    return ("file://" if found.startswith("/") else "") + quote(data, safe="/")


def worst_first(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By severity, the gravest first, then by path and place."""
    return sorted(diagnostics, key=lambda d: (-rank(d.severity), d.sort_key()))
