"""Where a document's front matter ends, and the few fields the reader needs of it."""

from __future__ import annotations

import re

from contentlint.text import lazy

_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_FIELD = lazy.compile(r"[\"']?([A-Za-z_][\w-]*)[\"']?[ \t]*[:=][ \t]*(.*)")
_LANGUAGE = lazy.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")


def end_line(stripped: list[str]) -> int:
    """The line (from 0) after the front matter; 0 when there is none or it never closes.

    YAML between ``---``, TOML between ``+++``, or a JSON object that opens the
    file on a line of its own.
    """
    if not stripped:
        return 0
    first = stripped[0]
    if first in _FENCES:
        closers = _FENCES[first]
        for i in range(1, len(stripped)):
            if stripped[i] in closers:
                return i + 1
        return 0
    if first == "{":
        for i in range(1, len(stripped)):
            if stripped[i] == "}":
                return i + 1
            # JSON's lines are members; anything else is an article that opens with a brace.
            if stripped[i] and stripped[i][0] not in '"{}[],0123456789-tfn':
                return 0
    return 0


def fields(stripped: list[str], end: int) -> dict[str, tuple[int, str]]:
    """Top-level scalar fields: lower-cased key to its line (from 0) and value, unquoted.

    A reader of ``key: value`` lines, no YAML parser: nested and multi-line
    values are left out.
    """
    found: dict[str, tuple[int, str]] = {}
    for i in range(1, end - 1):
        m = _FIELD.match(stripped[i])
        if m:
            value = m[2].rstrip(",").strip().strip("\"'")
            found.setdefault(m[1].lower(), (i, value))
    return found


def language(stripped: list[str], end: int) -> str:
    """The primary subtag of ``lang``, ``language`` or ``locale``, or ``""``."""
    if end == 0:
        return ""
    found = fields(stripped, end)
    for key in ("lang", "language", "locale"):
        value = found.get(key, (0, ""))[1]
        if _LANGUAGE.match(value):
            return re.split("[-_]", value)[0].lower()
    return ""
