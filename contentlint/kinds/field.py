"""Kind ``field``: one field of the front matter and its allowed values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.frontmatter.keys import date_fault, language_fault
from contentlint.frontmatter.metadata import read
from contentlint.frontmatter.values import Field
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.errors import ConfigError, close_to, suggest

TYPES = ("string", "integer", "number", "boolean", "date", "language", "list", "table")

PLACEHOLDERS = ("field", "found", "what")


class Options(NamedTuple):
    field: str
    """The path of the field: ``title``, ``author.name``; ``tags[]`` is each item of a list."""
    required: bool = False
    """Require the field to exist and have a value, also in files without front matter."""
    type: str = ""
    """``string``, ``integer``, ``number``, ``boolean``, ``date`` (ISO 8601), ``language`` (BCP
    47), ``list`` or ``table``; empty for any."""
    pattern: str = ""
    """A regular expression that the whole value must match."""
    values: tuple[str, ...] = ()
    """The allowed values."""
    min: float | None = None
    """The smallest number, the shortest text in characters, or the shortest list."""
    max: float | None = None
    """The largest number, the longest text in characters, or the longest list."""
    forbidden: bool = False
    """Report the field if it exists."""


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: the type or the pattern is wrong, or the options require nothing.
        """
        if options.type and options.type not in TYPES:
            raise ConfigError(f"option 'type': {suggest('type', options.type, TYPES)}")
        if options == Options(options.field):
            raise ConfigError(f"no condition for the field {options.field!r}")
        try:
            self._pattern = re.compile(options.pattern) if options.pattern else None
        except re.error as error:
            raise ConfigError(f"option 'pattern': {options.pattern!r}: {error}") from None
        self._options = options

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for a missing or forbidden field, else for each wrong value."""
        options = self._options
        if not doc.syntax.front_matter and not options.required:
            return
        metadata = doc.fact(read)
        if metadata.format and not metadata.parsed:
            return  # reported by front-matter-invalid; its fields are unknown
        name = options.field
        if name.endswith("[]"):
            items = re.compile(re.escape(name[:-2]) + r"\[\d+\]")
            found = [
                (path, field) for path, field in metadata.fields.items() if items.fullmatch(path)
            ]
        else:
            found = [(name, metadata.fields[name])] if name in metadata.fields else []
        if options.required and not [f for _, f in found if f.value not in (None, "", [], {})]:
            place = found[0][1].key if found else doc.line_span(0)
            what = "is empty" if found else "is missing"
            yield Finding(place, {"field": name, "found": "", "what": what}, whole=not found)
            return
        for path, field in found:
            what = "is not allowed" if options.forbidden else self._fault(field)
            if what:
                place = field.span if field.span.end > field.span.start else field.key
                shown = doc.text[slice(*place)].strip("\"'")
                yield Finding(place, {"field": path, "found": shown, "what": what})

    def _fault(self, field: Field) -> str:
        """Return the fault of a value; ``""`` if there is none."""
        options, value = self._options, field.value
        if value is None or value == "":
            return ""  # empty: a matter of ``required``
        wrong = _type_fault(field, options.type)
        if wrong:
            return wrong
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if options.values and text not in options.values:
            return f"is {text!r}; {_hint(text, options.values)}"
        if self._pattern is not None and not self._pattern.fullmatch(text):
            return f"does not match {options.pattern}"
        return _range_fault(value, options)


def _hint(text: str, values: Iterable[str]) -> str:
    """Return what a wrong value may be, in English as all values of findings."""
    there = sorted(values)
    close = close_to(text, there)
    if close:
        return f"did you mean {' or '.join(map(repr, close))}?"
    return f"there are: {', '.join(there)}"


def _type_fault(field: Field, wanted: str) -> str:
    kind = field.kind
    if wanted == "date":
        # The 30th of February has the form of a date; a year alone is an integer.
        dated = kind in ("date", "string", "integer")
        return date_fault(str(field.value)) if dated else "is not a date"
    if not wanted or kind == wanted or (wanted == "number" and kind == "integer"):
        return ""
    if wanted == "language":
        return language_fault(str(field.value)) if kind == "string" else "is not a language tag"
    if wanted == "string" and kind == "date":
        return ""  # YAML converts any text that looks like a date
    return f"is a {kind}, not a {wanted}".replace("a integer", "an integer")


def _range_fault(value: object, options: Options) -> str:
    if isinstance(value, bool) or (options.min is None and options.max is None):
        return ""
    if isinstance(value, (int, float)):
        size, unit = float(value), ""
    elif isinstance(value, (str, list, dict)):
        size = float(len(value))
        unit = " characters" if isinstance(value, str) else " items"
    else:
        return ""
    if options.min is not None and size < options.min:
        few = f"has {size:g}{unit}, fewer than {options.min:g}"
        return few if unit else f"is below {options.min:g}"
    if options.max is not None and size > options.max:
        many = f"has {size:g}{unit}, more than {options.max:g}"
        return many if unit else f"is above {options.max:g}"
    return ""
