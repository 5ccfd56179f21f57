"""Where the keys and values of a TOML text are written."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.config.toml import decode

if TYPE_CHECKING:
    import re
    from typing import TypeAlias

Keys: TypeAlias = "tuple[str | int, ...]"
"""The way to a value: keys of tables, and indices from 0 of arrays."""

SKIPPED = lazy_regex.compile(r"(?:[\s,]|#[^\n]*)*")
_PART = r"(?:[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')"
KEY = lazy_regex.compile(rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*")
_PARTS = lazy_regex.compile(_PART)
HEADER = lazy_regex.compile(r"\[\[?[ \t]*")
SCALAR = lazy_regex.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[^\s,\]}#]+"
    r"|[^\s,\]}#]+"
)


def names(key: str) -> list[str]:
    """Return the parts of a dotted key, unquoted."""
    found = []
    for part in _PARTS.findall(key):
        if part[0] == '"':
            part = next(iter(decode(f"x = {part}")[0].values()))
        elif part[0] == "'":
            part = part[1:-1]
        found.append(part)
    return found


def offsets(text: str) -> dict[Keys, int]:
    """Return the offset of every key and array element of valid TOML.

    A table is where its first key or header is, a value where its key is.

    Raises:
        RecursionError: it is nested too deeply.
    """
    scanner = _Scanner(text)
    scanner.document()
    return scanner.found


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.found: dict[Keys, int] = {}
        self.last: dict[Keys, int] = {}
        """The index of the last table of each array of tables."""

    def document(self) -> None:
        table: Keys = ()
        at = self.skip(0)
        while at < len(self.text):
            header = HEADER.match(self.text, at)
            if header:
                table, at = self.header(header)
            else:
                at = self.member(at, table)
            at = self.skip(at)

    def skip(self, at: int) -> int:
        m = SKIPPED.match(self.text, at)
        return m.end() if m else at

    def header(self, opening: re.Match[str]) -> tuple[Keys, int]:
        """Return the way to a ``[table]`` or ``[[array of tables]]``, and the offset after it."""
        at, array = opening.start(), opening[0].startswith("[[")
        key = KEY.match(self.text, opening.end())
        assert key is not None
        way: Keys = ()
        parts = names(key[0])
        for i, part in enumerate(parts, 1):
            way = (*way, part)
            self.found.setdefault(way, at)
            if array and i == len(parts):
                self.last[way] = self.last.get(way, -1) + 1
            if way in self.last:
                way = (*way, self.last[way])
                self.found.setdefault(way, at)
        return way, self.text.index("]", key.end()) + 1 + array

    def member(self, at: int, table: Keys) -> int:
        """Read a ``key = value``; return the offset after it."""
        key = KEY.match(self.text, at)
        assert key is not None
        way = table
        for part in names(key[0]):
            way = (*way, part)
            self.found.setdefault(way, at)
        return self.value(self.text.index("=", key.end()) + 1, way)

    def value(self, at: int, way: Keys) -> int:
        """Read the value after ``at``; return the offset after it."""
        text = self.text
        at = self.skip(at)
        if text[at] == "[":
            at, index = self.skip(at + 1), 0
            while text[at] != "]":
                element = (*way, index)
                self.found[element] = at
                at, index = self.skip(self.value(at, element)), index + 1
            return at + 1
        if text[at] == "{":
            at = self.skip(at + 1)
            while text[at] != "}":
                at = self.skip(self.member(at, way))
            return at + 1
        m = SCALAR.match(text, at)
        assert m is not None
        return m.end()
