"""Columns in the units of other formats; our own count code points, from 1."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from contentlint.model.diagnostic import Position
from contentlint.model.report import Report


def utf16(text: str) -> int:
    """Return the length in UTF-16 code units; an undecodable byte counts as one."""
    return len(text) + sum(char > "\uffff" for char in text)


def utf8(text: str) -> int:
    """Return the length in bytes of UTF-8; an undecodable byte (U+DC80-U+DCFF) counts as one."""
    bytes_ = len(text.encode("utf-8", "surrogatepass"))
    return bytes_ - 2 * sum("\udc80" <= char <= "\udcff" for char in text)


def cut(text: str, limit: int) -> str:
    """Cut a text to at most ``limit`` UTF-16 code units, the last of which is then ``…``."""
    if utf16(text) <= limit:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (limit - 1)]
    return kept.decode("utf-16-le", "ignore") + "…"


class Columns:
    """Converts the positions of a report to another unit of columns, and reads ranges."""

    def __init__(self, report: Report, width: Callable[[str], int]) -> None:
        self._lines = lru_cache(maxsize=16)(report.lines_of)
        self._width = width

    def position(self, path: str, place: Position) -> Position:
        """Return a range with converted columns; unchanged if its lines cannot be read."""
        line, column, end_line, end_column = place
        return Position(
            line,
            self._column(path, line, column),
            end_line,
            self._column(path, end_line, end_column),
        )

    def _column(self, path: str, line: int, column: int) -> int:
        lines = self._lines(path)
        if not 1 <= line <= len(lines):
            return column
        before = lines[line - 1][: column - 1]
        return column - len(before) + self._width(before)

    def between(self, path: str, place: Position) -> str | None:
        """Return the text of a range with ``\\n`` as line end; None if it cannot be read."""
        lines = self._lines(path)[place.line - 1 : place.end_line]
        if len(lines) != place.end_line - place.line + 1:
            return None
        whole = "\n".join(lines)
        end = len(whole) - len(lines[-1]) + place.end_column - 1
        return whole[place.column - 1 : end]
