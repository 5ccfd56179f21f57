"""What the parsers of front matter share: fields, problems, and what collects them."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import Span

if TYPE_CHECKING:
    from typing import TypeAlias

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"

MAX_DEPTH = 32
MAX_NODES = 10_000
"""A YAML alias counts as many values as it expands to."""


class Field(NamedTuple):
    """One value of the front matter: a scalar, a list or a table."""

    kind: str
    """``string``, ``integer``, ``number``, ``boolean``, ``date``, ``null``, ``list``, ``table``."""
    value: Value
    """The Python value; a date (with or without time) is its text as written."""
    key: Span
    """The key in ``doc.text``, quotes included; for an item of a list, the item."""
    span: Span
    """The value, quotes and brackets included; empty if there is none."""


class Problem(NamedTuple):
    """A syntax error in the front matter."""

    kind: str
    """``unclosed``, ``syntax``, ``duplicate``, ``tab`` or ``limit``."""
    span: Span
    text: str
    """The error and, after a semicolon, the remedy: lower case, no full stop."""


class UnreadableError(Exception):
    """Raised by the parsers: the rest of the front matter cannot be read."""

    def __init__(self, kind: str, span: Span, text: str) -> None:
        super().__init__(text)
        self.problem = Problem(kind, span, text)


class Collector:
    """Collects the fields and problems that a parser finds, and counts nodes."""

    def __init__(self) -> None:
        self.fields: dict[str, Field] = {}
        self.problems: list[Problem] = []
        self.nodes = 0

    def enter(self, depth: int, at: int, size: int = 1) -> None:
        """Count a node, or ``size`` of them, before its parts are read; ``at`` is its offset.

        Raises:
            UnreadableError: there are more than ``MAX_NODES``, or they are nested too deeply.
        """
        self.nodes += size
        if self.nodes > MAX_NODES:
            raise UnreadableError("limit", Span(at, at), f"more than {MAX_NODES:,} values")
        if depth > MAX_DEPTH:
            raise UnreadableError(
                "limit", Span(at, at), f"nested more than {MAX_DEPTH} levels deep"
            )

    def repeated(self, path: str, name: str, key: Span) -> None:
        """Report a repeated key, and remove the fields in its first value."""
        self.problems.append(Problem("duplicate", key, f'the key "{name}" occurs twice'))
        whole = join(path, name)
        if whole in self.fields and self.fields[whole].kind in ("list", "table"):
            for part in [p for p in self.fields if p.startswith((whole + ".", whole + "["))]:
                del self.fields[part]


def join(path: str, key: str) -> str:
    """Return the path of a member of the table at ``path``."""
    return f"{path}.{key}" if path else key


def too_deep(source: str, base: int) -> None:
    """Refuse nesting that would exhaust the stack of a recursive parser.

    Raises:
        UnreadableError: more than ``MAX_DEPTH`` brackets are open at once.
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
    """Return the kind of a Python value, as in ``Field.kind``."""
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
