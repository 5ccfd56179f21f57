"""YAML front matter. The one place that imports PyYAML, and only its events: of what a
file says nothing is constructed but numbers and truth values."""

from __future__ import annotations

import yaml

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.frontmatter.keys import is_date
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
    from typing import Any

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What YAML cannot hold; other rules report it.
_UNPRINTABLE = lazy_regex.compile(
    "[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_TAB = lazy_regex.compile(r"^ *\t", lazy_regex.MULTILINE)
_KEY = r"[ -]*[^\W\d][\w .-]*:[ \t]+"
# What goes wrong in titles; the parser's own words help nobody.
_HINTS = (
    (
        lazy_regex.compile(_KEY + r"(?![\"'|>{\[&*!])[^\n]*?:(?:[ \t]|$)"),
        "a colon and a space inside a value without quotes; put the value in quotes",
    ),
    (
        lazy_regex.compile(_KEY + r"[@`%]"),
        "a value must not begin with @, ` or %; put it in quotes",
    ),
    (
        lazy_regex.compile(_KEY + r"(?:\[[^\[\]\n]*\]|\"[^\"\n]*\"|'[^'\n]*')[ \t]*[^\s#,]"),
        "text after a closing quote or bracket; put the whole value in quotes",
    ),
    (
        lazy_regex.compile(_KEY + r"(?:\"[^\"\n]*|'[^'\n]*)$"),
        "a quotation mark is not closed",
    ),
)
_KINDS = {"int": "integer", "float": "number", "bool": "boolean", "null": "null"}
_Parsed = tuple[str, Value, "Any"]
"""Kind, value, and the event that ends the node."""


def read(text: str, inside: Span, found: Collector) -> None:
    """Fill ``found`` from the lines between the fences.

    Raises:
        UnreadableError: they are no YAML, or too much of it.
    """
    source = _UNPRINTABLE.sub("\ufffd", text[inside.start : inside.end])
    too_deep(source, inside.start)
    loader = _Loader(source)
    try:
        _Reader(loader, inside.start, source, found).document()
    except yaml.YAMLError as error:
        raise _fault(source, inside.start, error) from None
    finally:
        loader.dispose()


class _Reader:
    """Events to fields; recursion ends at the limits of Collector."""

    def __init__(self, loader: Any, base: int, source: str, found: Collector) -> None:
        self.next = loader.get_event
        self.peek = loader.peek_event
        self.loader = loader
        self.base = base
        self.source = source
        self.found = found
        self.anchors: dict[str, tuple[str, Value, int]] = {}

    def document(self) -> None:
        self.next()  # the stream
        if isinstance(self.peek(), yaml.StreamEndEvent):
            return
        self.next()  # the document
        at = self.peek().start_mark.index + self.base
        if not isinstance(self.node("", None, 0), dict):
            raise UnreadableError("syntax", Span(at, at), "no fields (key: value)")
        self.next()
        if not isinstance(self.peek(), yaml.StreamEndEvent):
            at = self.peek().start_mark.index + self.base
            raise UnreadableError("syntax", Span(at, at), "a second YAML document")

    def node(self, path: str, key: Span | None, depth: int) -> Value:
        """Read one node; ``key`` is None where it is not to be among the fields."""
        event = self.next()
        start = event.start_mark.index + self.base
        found = self.found
        found.enter(depth, start)
        before = found.nodes
        if key is not None:
            # The place in the order of the text: a whole stands before its parts.
            found.fields.pop(path, None)
            found.fields[path] = Field("", None, key, key)
        kind, value, last = self.parts(event, path, key is not None, depth)
        if key is not None:
            span = Span(start, self.end(last))
            found.fields[path] = Field(kind, value, key if key.end > key.start else span, span)
        if event.anchor and not isinstance(event, yaml.AliasEvent):
            self.anchors[event.anchor] = kind, value, found.nodes - before + 1
        return value

    def parts(self, event: Any, path: str, listed: bool, depth: int) -> _Parsed:
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path, listed, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(path, listed, depth)
        if isinstance(event, yaml.ScalarEvent):
            return (*self.scalar(event), event)
        at = event.start_mark.index + self.base
        if event.anchor not in self.anchors:
            text = f"anchor &{event.anchor} is not defined before it"
            raise UnreadableError("syntax", Span(at, self.end(event)), text)
        kind, value, size = self.anchors[event.anchor]
        self.found.enter(depth, at, size)
        return kind, value, event

    def sequence(self, path: str, listed: bool, depth: int) -> _Parsed:
        items: list[Value] = []
        while not isinstance(self.peek(), yaml.SequenceEndEvent):
            here = Span(0, 0) if listed else None
            items.append(self.node(f"{path}[{len(items)}]", here, depth + 1))
        return "list", items, self.next()

    def mapping(self, path: str, listed: bool, depth: int) -> _Parsed:
        table: dict[str, Value] = {}
        while not isinstance(self.peek(), yaml.MappingEndEvent):
            event: Any = self.peek()
            if not isinstance(event, yaml.ScalarEvent):
                # A list as a key has no path: neither it nor its value is a field.
                self.node("", None, depth + 1)
                self.node("", None, depth + 1)
                continue
            self.next()
            name = event.value
            mark: Any = event.start_mark
            key = Span(mark.index + self.base, self.end(event))
            if name in table:
                self.found.repeated(path, name, key)
            place = key if listed or depth == 0 else None
            table[name] = self.node(join(path, name), place, depth + 1)
        return "table", table, self.next()

    def scalar(self, event: Any) -> tuple[str, Value]:
        tag = event.tag
        if tag is None or tag == "!":
            tag = self.loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        name = tag.rpartition(":")[2]
        if name == "timestamp":
            return "date", event.value
        if name in _KINDS:
            try:
                value = self.loader.construct_object(yaml.ScalarNode(tag, event.value))
            except (ValueError, LookupError, OverflowError, yaml.YAMLError):  # "!!int" and nothing
                return "string", event.value
            return kind_of(value), value
        # "+0300" is no zone to YAML, but to Jekyll and Hugo.
        dated = not event.style and is_date(event.value)
        return ("date" if dated else "string"), event.value

    def end(self, event: Any) -> int:
        """Past the last character that is not white space of what an event ends."""
        at = event.end_mark.index
        while at > 0 and self.source[at - 1] in " \t\n":
            at -= 1
        return int(max(at, event.start_mark.index if self._stands(event) else 0) + self.base)

    @staticmethod
    def _stands(event: Any) -> bool:
        return isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent))


def _fault(source: str, base: int, error: yaml.YAMLError) -> UnreadableError:
    """What the parser stumbled over, at the line that an editor has to look at."""
    mark = getattr(error, "problem_mark", None)
    at = min(mark.index, len(source)) if mark else 0
    context = getattr(error, "context_mark", None)
    tab = _TAB.search(source, 0, source.find("\n", at) + 1 or len(source))
    if tab:
        return UnreadableError(
            "tab", Span(tab.end() - 1 + base, tab.end() + base), "tab in the indentation"
        )
    starts = [_line_start(source, at)]
    if starts[0] > 0:
        starts.append(_line_start(source, starts[0] - 1))
    if context:
        starts.append(_line_start(source, context.index))
    for start in starts:
        end = source.find("\n", start)
        end = len(source) if end < 0 else end
        for pattern, hint in _HINTS:
            if pattern.match(source[start:end]):
                return UnreadableError("syntax", Span(start + base, end + base), hint)
    problem = getattr(error, "problem", None) or str(error)
    return UnreadableError("syntax", Span(at + base, at + base), f"not valid YAML: {problem}")


def _line_start(source: str, at: int) -> int:
    return source.rfind("\n", 0, at) + 1
