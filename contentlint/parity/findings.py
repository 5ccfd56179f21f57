"""How findings about a translation are worded, and which places they name."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.parity.units import Unit

MOST_RELATED = 10
"""Places in the source that one finding names."""


def first_line(doc: Document, unit: Unit) -> Span:
    """Return the first line of a unit, where something that it lacks is reported."""
    end = doc.text.find("\n", unit.start, unit.end)
    return Span(unit.start, unit.end if end < 0 else end)


def in_source(start: int, end: int) -> Related:
    """Return the place in the source that a finding is about."""
    return Related(Span(start, end), "here in the source", in_source=True)


def more(count: int) -> str:
    """Return the end of a message that names the first of several things."""
    return f", and {count - 1} more" if count > 1 else ""


def lacking(place: Span, first: str, spans: Sequence[Span], severity: str | None = None) -> Finding:
    """Return a finding about what a passage lacks: the text of the first thing, how many more there
    are, and where they are in the source, as ``spans``."""
    related = tuple(in_source(*span) for span in spans[:MOST_RELATED])
    return Finding(place, {"found": first, "more": more(len(spans))}, None, related, severity)
