"""TOML front matter: tomli gives the values, a scanner of our own the places of valid TOML."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint.config.positions import HEADER, KEY, SCALAR, SKIPPED, names
from contentlint.config.toml import TOO_LONG, decode, position
from contentlint.frontmatter.values import (
    Collector,
    Field,
    UnreadableError,
    Value,
    join,
    kind_of,
    too_deep,
)
from contentlint.model.document import Span

if TYPE_CHECKING:
    import re
    from typing import Any


def read(text: str, inside: Span, found: Collector) -> None:
    """Fill ``found`` from the lines between the fences.

    Raises:
        UnreadableError: they are no TOML, or too much of it.
    """
    source = text[inside.start : inside.end]
    too_deep(source, inside.start)
    data, fault = decode(source)
    if fault:
        raise _fault(source, inside.start, fault)
    _Reader(source, inside.start, found, data).document()


class _Reader:
    """Places in valid TOML to fields, the values looked up in what tomli read."""

    def __init__(self, source: str, base: int, found: Collector, data: dict[str, Any]) -> None:
        self.source = source
        self.base = base
        self.found = found
        self.data = data
        self.arrays: dict[str, int] = {}

    def document(self) -> None:
        source = self.source
        at, table, tables = self.skip(0), "", self.data
        while at < len(source):
            header = HEADER.match(source, at)
            if header:
                name = KEY.match(source, header.end())
                assert name is not None
                twice = source.startswith("[[", at)
                table, tables = self.enter_table(name, twice)
                at = self.skip(source.index("]", name.end()) + 1 + twice)
            else:
                at = self.skip(self.member(at, table, tables, 1))

    def skip(self, at: int) -> int:
        m = SKIPPED.match(self.source, at)
        return m.end() if m else at

    def enter_table(self, name: re.Match[str], array: bool) -> tuple[str, Any]:
        """The path of a ``[table]`` or ``[[array of tables]]``, and its value."""
        path, value = "", self.data
        key = Span(name.start() + self.base, name.end() + self.base)
        parts = names(name[0])
        for i, part in enumerate(parts):
            self.found.enter(i, key.start)
            path, value = join(path, part), value[part]
            self.found.fields.setdefault(path, Field(kind_of(value), value, key, key))
            if isinstance(value, list):
                index = self.arrays.get(path, -1) + (array and i == len(parts) - 1)
                self.arrays[path] = index
                path, value = f"{path}[{index}]", value[index]
                self.found.fields.setdefault(path, Field("table", value, key, key))
        return path, value

    def member(self, at: int, path: str, table: Any, depth: int) -> int:
        """A ``key = value``; returns the offset after the value."""
        m = KEY.match(self.source, at)
        assert m is not None
        key = Span(m.start() + self.base, m.end() + self.base)
        parts = names(m[0])
        value = table
        for part in parts[:-1]:
            path, value = join(path, part), value[part]
            self.found.fields.setdefault(path, Field(kind_of(value), value, key, key))
        depth += len(parts)
        start = self.source.index("=", m.end()) + 1
        while self.source[start] in " \t":
            start += 1
        return self.value(start, join(path, parts[-1]), value[parts[-1]], key, depth)

    def value(self, at: int, path: str, value: Value, key: Span | None, depth: int) -> int:
        self.found.enter(depth, at + self.base)
        source = self.source
        if path in self.found.fields:
            del self.found.fields[path]
        self.found.fields[path] = Field("", None, Span(0, 0), Span(0, 0))
        end = at
        if isinstance(value, list):
            end = self.skip(at + 1)
            for i, item in enumerate(value):
                end = self.skip(self.value(end, f"{path}[{i}]", item, None, depth + 1))
            end += 1
        elif isinstance(value, dict):
            end = self.skip(at + 1)
            while source[end] != "}":
                end = self.skip(self.member(end, path, value, depth))
            end += 1
        elif m := SCALAR.match(source, at):
            end = m.end()
        span = Span(at + self.base, end + self.base)
        kind = kind_of(value)
        if kind == "date":
            value = source[at:end]
        self.found.fields[path] = Field(kind, value, key or span, span)
        return end


def _fault(source: str, base: int, fault: str) -> UnreadableError:
    if fault == TOO_LONG:
        return UnreadableError("limit", Span(base, base), "number too long")
    at = len(source)
    message, line, column = position(fault, source)
    if line:
        lines = source.split("\n")
        line = min(line, len(lines))
        at = sum(len(each) + 1 for each in lines[: line - 1])
        at += min(column - 1, len(lines[line - 1]))
    at = min(at, len(source)) + base
    if "overwrite" in message or "twice" in message or "mutate" in message:
        start = source.rfind("\n", 0, at - base) + 1
        return UnreadableError(
            "duplicate", Span(start + base, max(at, start + base)), "duplicate key"
        )
    return UnreadableError("syntax", Span(at, at), f"not valid TOML: {message}")
