"""Fills the messages of rules with the values of findings."""

from __future__ import annotations

from collections.abc import Mapping

from contentlint._util import escape
from contentlint._util.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

Quoted = tuple[tuple[int, int], ...]
"""The spans of content in a filled message, for ``Diagnostic.quoted``; empty for one in ASCII."""


class Phrase(NamedTuple):
    """A translated value that has values itself; only these are content of the document."""

    template: str
    values: Mapping[str, object]


def filled(message: str, values: Mapping[str, object]) -> tuple[str, Quoted]:
    """Return a rule's message with its fields filled, and the spans of content in it.

    Raises:
        KeyError: there is no value for a field.
    """
    if not values:
        return message.format() if "{" in message or "}" in message else message, ()
    pieces = _fields.get(message)
    if pieces is None:
        pieces = _fields[message] = _pieces(message)
    if not pieces:
        return _formatted(message, values)
    text = pieces[0]
    quoted: list[tuple[int, int]] = []
    for n in range(1, len(pieces), 2):
        value = values[pieces[n]]
        if isinstance(value, str):
            start = len(text)
            text += escape.quote(value)
            quoted.append((start, len(text)))
        elif isinstance(value, Phrase):
            inner, spans = filled(value.template, value.values)
            quoted += [(len(text) + start, len(text) + end) for start, end in spans]
            text += inner
        else:
            text += str(value)
        text += pieces[n + 1]
    return text, () if text.isascii() else tuple(quoted)


def _formatted(message: str, values: Mapping[str, object]) -> tuple[str, Quoted]:
    """Return the same for a message whose fields have formats, or which contains braces."""
    from string import Formatter

    shown: dict[str, Any] = {
        k: escape.quote(v) if isinstance(v, str) else v for k, v in values.items()
    }
    for key, value in values.items():
        if isinstance(value, Phrase):
            shown[key] = filled(value.template, value.values)[0]
    text = ""
    quoted: list[tuple[int, int]] = []
    for words, name, form, conversion in Formatter().parse(message):
        text += words
        if name is not None:
            start = len(text)
            how = f"!{conversion}" if conversion else ""
            text += f"{{{name}{how}:{form}}}".format(**shown)
            if isinstance(values.get(name), str):
                quoted.append((start, len(text)))
    return text, () if text.isascii() else tuple(quoted)


_fields: Final[dict[str, list[str]]] = {}
"""Results of ``_pieces``: ``str.format`` would parse a message each time."""


def _pieces(message: str) -> list[str]:
    """Return the text pieces of a message and the names of its fields, alternating; nothing if it
    has more than plain fields."""
    first, *others = message.split("{")
    pieces = [first]
    for other in others:
        name, _, behind = other.partition("}")
        pieces += (name, behind)
    plain = message.count("}") == len(others) and "}" not in "".join(pieces[::2])
    return pieces if plain and all(map(str.isidentifier, pieces[1::2])) else []
