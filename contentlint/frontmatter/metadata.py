"""The front matter of a document, read whole, with the place of each key and value.

``doc.fact(read)`` gives a Metadata. YAML, TOML and JSON come out alike; the
parsers are imported only when a document has front matter and a rule asks.
"""

from __future__ import annotations

from collections.abc import Mapping

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.frontmatter import block as frontmatter
from contentlint.model.document import Document, Span

if TYPE_CHECKING:
    from typing import TypeAlias

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"

MAX_SIZE = 65_536
"""Longer front matter (in code points) is not parsed."""
MAX_DEPTH = 32
MAX_NODES = 10_000
"""A YAML alias counts for all that it stands for."""

_FORMATS = {"-": "yaml", "+": "toml", "{": "json"}
_TEMPLATE = lazy_regex.compile(r"\{\{|\{%")


class Field(NamedTuple):
    """One value of the front matter: a scalar, a list or a table."""

    kind: str
    """``string``, ``integer``, ``number``, ``boolean``, ``date``, ``null``, ``list``, ``table``."""
    value: Value
    """As Python has it; a date (with or without time) is the text as it was written."""
    key: Span
    """The key in ``doc.text``, quotes included; of an item of a list, the item."""
    span: Span
    """The value, quotes and brackets included; empty where nothing was written."""


class Problem(NamedTuple):
    """Something wrong with the syntax of the front matter."""

    kind: str
    """``unclosed``, ``syntax``, ``duplicate``, ``tab`` or ``limit``."""
    span: Span
    text: str
    """What is wrong and, after a semicolon, what would be right: lower case, no full stop."""


class Metadata(NamedTuple):
    format: str
    """``yaml``, ``toml`` or ``json``; ``""`` when there is no front matter."""
    fields: Mapping[str, Field]
    """By path, in the order of the text: ``title``, ``author.name``, ``tags``, ``tags[0]``.
    Of a key that comes twice the later value stands, as most parsers have it."""
    problems: tuple[Problem, ...]
    parsed: bool
    """False: nothing can be said about fields (none there, not readable, a template)."""


class UnreadableError(Exception):
    """Raised by the readers: the rest cannot be read."""

    def __init__(self, kind: str, span: Span, text: str) -> None:
        super().__init__(text)
        self.problem = Problem(kind, span, text)


class Collector:
    """What a reader of one syntax fills: fields and problems, and the count of nodes."""

    def __init__(self) -> None:
        self.fields: dict[str, Field] = {}
        self.problems: list[Problem] = []
        self.nodes = 0

    def enter(self, depth: int, at: int, size: int = 1) -> None:
        """Count a node before its parts are read.

        Raises:
            UnreadableError: there are too many, or they are nested too deeply.
        """
        self.nodes += size
        if self.nodes > MAX_NODES:
            raise UnreadableError("limit", Span(at, at), f"more than {MAX_NODES:,} values")
        if depth > MAX_DEPTH:
            raise UnreadableError(
                "limit", Span(at, at), f"nested more than {MAX_DEPTH} levels deep"
            )

    def repeated(self, path: str, name: str, key: Span) -> None:
        """Note a key that is there already, and forget what it held."""
        self.problems.append(Problem("duplicate", key, f'the key "{name}" occurs twice'))
        whole = join(path, name)
        if whole in self.fields and self.fields[whole].kind in ("list", "table"):
            for part in [p for p in self.fields if p.startswith((whole + ".", whole + "["))]:
                del self.fields[part]


def join(path: str, key: str) -> str:
    """The path of a member of the table at ``path``."""
    return f"{path}.{key}" if path else key


def too_deep(source: str, base: int) -> None:
    """Refuse what would exhaust a parser that calls itself.

    Raises:
        UnreadableError: more brackets are open at once than values may be nested.
    """
    if source.count("[") + source.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for at, c in enumerate(source):
        if c in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                at += base
                raise UnreadableError(
                    "limit", Span(at, at), f"nested more than {MAX_DEPTH} levels deep"
                )
        elif c in "]}":
            depth -= 1


def kind_of(value: object) -> str:
    """The kind of a Python value, as Field has it."""
    if isinstance(value, bool):
        return "boolean"
    for type_, kind in _KINDS:
        if isinstance(value, type_):
            return kind
    return "null" if value is None else "date"


_KINDS: tuple[tuple[type, str], ...] = (
    (str, "string"),
    (int, "integer"),
    (float, "number"),
    (list, "list"),
    (dict, "table"),
)
NONE = Metadata("", {}, (), False)


def read(doc: Document) -> Metadata:
    """The front matter of a document; ask through ``doc.fact(read)``."""
    text = doc.text
    if not text or text[0] not in _FORMATS:
        return NONE
    kind = _FORMATS[text[0]]
    block = doc.blocks[0] if doc.blocks else None
    if block is None or block.kind != "front_matter":
        count = frontmatter.unclosed(doc.lines)
        if not count:
            return NONE
        opener = doc.line_span(0)
        closer = "}" if kind == "json" else doc.lines[0].strip()
        problem = Problem("unclosed", opener, f"not closed by {closer}")
        return Metadata(kind, {}, (problem,), False)
    if block.end > MAX_SIZE:
        problem = Problem("limit", doc.line_span(0), f"longer than {MAX_SIZE:,} characters")
        return Metadata(kind, {}, (problem,), False)
    if _TEMPLATE.search(text, 0, block.end):
        # A template is filled in before anyone parses it.
        return Metadata(kind, {}, (), False)
    inside = Span(0, block.end)
    if kind != "json":
        first, last = min(1, block.last), block.last
        inside = Span(doc.line_start(first), doc.line_start(last))
    return _parsed(doc, kind, inside)


def is_untranslated(doc: Document) -> bool:
    """Return True if the front matter says that the text waits for its translation; through
    ``fact``."""
    field = doc.fact(read).fields.get("untranslated")
    return field is not None and field.value is True


def declaration(doc: Document) -> Span:
    """What declares the language in the front matter, else the first line of the text."""
    fields = doc.fact(read).fields
    for key in ("lang", "language", "locale"):
        if key in fields:
            return fields[key].span
    body = next((b for b in doc.blocks if b.kind != "front_matter"), None)
    return doc.line_span(body.line if body else 0)


def _parsed(doc: Document, kind: str, inside: Span) -> Metadata:
    found = Collector()
    try:
        if kind == "yaml":
            from contentlint.frontmatter import yaml

            yaml.read(doc.text, inside, found)
        elif kind == "toml":
            from contentlint.frontmatter import toml

            toml.read(doc.text, inside, found)
        else:
            from contentlint.frontmatter import json

            json.read(doc.text, inside, found)
    except UnreadableError as fault:
        problem = _runs_on(doc, inside, fault.problem) if kind == "yaml" else fault.problem
        return Metadata(kind, {}, (*found.problems, problem), False)
    return Metadata(kind, found.fields, tuple(found.problems), True)


def _runs_on(doc: Document, inside: Span, problem: Problem) -> Problem:
    """Front matter that swallows text up to a thematic break lacks its closing line."""
    blank = doc.text.find("\n\n", inside.start, inside.end)
    if not 0 < blank < problem.span.start:
        return problem
    line = doc.line_at(blank) + 2
    while not doc.lines[line].strip():
        line += 1
    if frontmatter.is_field(doc.lines[line]):
        return problem
    return Problem("unclosed", doc.line_span(0), f"not closed before the text on line {line + 1}")
