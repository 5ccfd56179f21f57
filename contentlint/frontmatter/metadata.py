"""The front matter of a document, read whole, with the place of each key and value.

``doc.fact(read)`` gives a Metadata. YAML, TOML and JSON come out alike; the
parsers are imported only when a document has front matter and a rule asks.
"""

from __future__ import annotations

from collections.abc import Mapping

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.frontmatter import block as frontmatter
from contentlint.frontmatter.values import Collector, Field, Problem, UnreadableError
from contentlint.model.document import Document, Span

MAX_SIZE = 65_536
"""Longer front matter (in code points) is not parsed."""
_FORMATS = {"-": "yaml", "+": "toml", "{": "json"}
_TEMPLATE = lazy_regex.compile(r"\{\{|\{%")


class Metadata(NamedTuple):
    """The front matter of a document."""

    format: str
    """``yaml``, ``toml`` or ``json``; ``""`` when there is no front matter."""
    fields: Mapping[str, Field]
    """By path, in the order of the text: ``title``, ``author.name``, ``tags``, ``tags[0]``.
    The last value of a repeated key counts, as in most parsers."""
    problems: tuple[Problem, ...]
    parsed: bool
    """False if there is no front matter, it cannot be read, or it is a template."""


NONE = Metadata("", {}, (), False)


def read(doc: Document) -> Metadata:
    """Return the front matter of a document; ask through ``doc.fact(read)``."""
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
    """Return True if the front matter marks the text as untranslated; ask through ``doc.fact``."""
    field = doc.fact(read).fields.get("untranslated")
    return field is not None and field.value is True


def declaration(doc: Document) -> Span:
    """Return the span that declares the language in the front matter, else the first line."""
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
    """Return the problem, as ``unclosed`` if the front matter ran on into the text.

    Front matter that swallows text up to a thematic break lacks its closing line.
    """
    blank = doc.text.find("\n\n", inside.start, inside.end)
    if not 0 < blank < problem.span.start:
        return problem
    line = doc.line_at(blank) + 2
    while not doc.lines[line].strip():
        line += 1
    if frontmatter.is_field(doc.lines[line]):
        return problem
    return Problem("unclosed", doc.line_span(0), f"not closed before the text on line {line + 1}")
