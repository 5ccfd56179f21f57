"""JSON front matter: the standard library says whether it is any, tokens give the places."""

from __future__ import annotations

from contentlint._util import lazy_regex
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

_TOKEN = lazy_regex.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def read(text: str, inside: Span, found: Collector) -> None:
    """Fill ``found`` from an object.

    Raises:
        UnreadableError: it is no JSON, or too much of it.
    """
    import json

    source = text[inside.start : inside.end]
    too_deep(source, inside.start)
    try:
        json.loads(source)
    except json.JSONDecodeError as error:
        at = min(error.pos, len(source)) + inside.start
        raise UnreadableError(
            "syntax", Span(at, at), f"not valid JSON: {_lower(error.msg)}"
        ) from None
    except ValueError:  # a number of thousands of digits
        raise UnreadableError(
            "limit", Span(inside.start, inside.start), "number too long"
        ) from None
    reader = _Reader(source, inside.start, found)
    reader.value("", None, 0)


def _lower(message: str) -> str:
    """An error of a parser as our messages begin."""
    return message[:1].lower() + message[1:]


class _Reader:
    """Tokens of valid JSON to fields."""

    def __init__(self, source: str, base: int, found: Collector) -> None:
        import json

        self.loads = json.loads
        self.tokens = [(m[0], *m.span()) for m in _TOKEN.finditer(source)]
        self.at = 0
        self.base = base
        self.found = found

    def value(self, path: str, key: Span | None, depth: int) -> Value:
        token, start, end = self.tokens[self.at]
        self.at += 1
        self.found.enter(depth, start + self.base)
        if path:
            self.found.fields.pop(path, None)
            self.found.fields[path] = Field("", None, Span(0, 0), Span(0, 0))
        value: Value
        if token == "[":
            value = self.items(path, depth)
            end = self.tokens[self.at - 1][2]
        elif token == "{":
            value = self.members(path, depth)
            end = self.tokens[self.at - 1][2]
        else:
            value = self.loads(token)
        if path:
            span = Span(start + self.base, end + self.base)
            self.found.fields[path] = Field(kind_of(value), value, key or span, span)
        return value

    def items(self, path: str, depth: int) -> list[Value]:
        items: list[Value] = []
        while self.tokens[self.at][0] != "]":
            items.append(self.value(f"{path}[{len(items)}]", None, depth + 1))
            self.at += self.tokens[self.at][0] == ","
        self.at += 1
        return items

    def members(self, path: str, depth: int) -> dict[str, Value]:
        table: dict[str, Value] = {}
        while self.tokens[self.at][0] != "}":
            token, start, end = self.tokens[self.at]
            self.at += 2  # the key and its colon
            name = self.loads(token)
            key = Span(start + self.base, end + self.base)
            if name in table:
                self.found.repeated(path, name, key)
            table[name] = self.value(join(path, name), key, depth + 1)
            self.at += self.tokens[self.at][0] == ","
        self.at += 1
        return table
