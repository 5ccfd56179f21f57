"""Literals of SQL; apart from ``sql``, which imports DuckDB."""

from __future__ import annotations


def quoted(text: str) -> str:
    """Return a text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
