"""The pieces of an article in which a rule may count: the whole, a section, a paragraph, a
sentence, a line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise

from contentlint.core import sentences
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError, suggest

UNITS = ("document", "section", "paragraph", "sentence", "line")
"""A section is a heading with what follows it, up to the next heading; what precedes the first
heading is a section too."""

_PARAGRAPHS = frozenset({"paragraph", "list_item", "quote", "heading"})


def checked(unit: str) -> str:
    """Return a unit.

    Raises:
        ConfigError: there is no such unit.
    """
    if unit not in UNITS:
        raise ConfigError(f"option 'per': {suggest('unit', unit, UNITS)}")
    return unit


def units(doc: Document, unit: str) -> list[Span]:
    """Return the pieces in order; ask through ``doc.fact(units, unit)``."""
    if unit == "document":
        return [Span(0, len(doc.text))]
    if unit == "line":
        return [doc.line_span(line) for line in range(len(doc.lines)) if doc.lines[line].strip()]
    if unit == "section":
        starts = [0, *(b.start for b in doc.blocks if b.kind == "heading"), len(doc.text)]
        return [Span(a, b) for a, b in pairwise(starts) if a < b]
    paragraphs = [Span(b.start, b.end) for b in doc.blocks if b.kind in _PARAGRAPHS]
    if unit == "paragraph":
        return paragraphs
    return [
        Span(p.start + s.start, p.start + s.end)
        for p in paragraphs
        for s in sentences(doc.prose[p.start : p.end])
    ]


def by_unit(places: Iterable[Span], pieces: list[Span]) -> list[list[Span]]:
    """Return for each piece the places that begin in it; those in no piece are left out."""
    starts = [piece.start for piece in pieces]
    found: list[list[Span]] = [[] for _ in pieces]
    for place in places:
        index = bisect_right(starts, place.start) - 1
        if index >= 0 and place.start < max(pieces[index].end, pieces[index].start + 1):
            found[index].append(place)
    return found
