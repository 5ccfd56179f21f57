"""The columns of rows, as those of a corpus name them."""

from __future__ import annotations

from typing import Any, NamedTuple

FAULT = "contentlint.fault"
"""The column that says why a row has no text, where it could not be read."""


class Columns(NamedTuple):
    """The columns of the rows that are checked; only the first has to exist."""

    text: str = "text"
    id: str = "id"
    url: str = "url"
    language: str = "language"


def field(row: dict[str, Any], name: str) -> Any:
    """Return a value of a row; with dots in its name, that of a nested object. None without."""
    if name in row:
        return row[name]
    value: Any = row
    for key in name.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value
