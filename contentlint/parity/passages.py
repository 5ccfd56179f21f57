"""What all rules share that compare within paired passages: the pairs that can be trusted, and
the place of a finding about something that is missing."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.model.annotations import Span
from contentlint.model.diagnostic import Related
from contentlint.model.document import Document
from contentlint.parity import alignment
from contentlint.parity.units import Unit

CODE = frozenset(("fence", "indented"))
"""The kinds of units that are code."""


def trusted(doc: Document) -> Iterator[tuple[Unit, Unit]]:
    """Yield the units of the source and of the translation that can be compared within, in the
    order of the source; none if the whole page is out of step."""
    found = doc.fact(alignment.of)
    if found is None or found.out_of_step:
        return
    for pair in found.pairs:
        if pair.trusted:
            yield found.source[pair.source], found.target[pair.target]


def passages(doc: Document) -> Iterator[tuple[Unit, Unit]]:
    """Yield the same without code, and without tables that have lost or gained a row, of which
    another rule tells."""
    other = doc.counterpart
    for one, two in trusted(doc):
        if one.kind in CODE or other is None:
            continue
        if one.kind == "table" and len(rows(other.doc, one)) != len(rows(doc, two)):
            continue
        yield one, two


def rows(doc: Document, unit: Unit) -> list[Span]:
    """Return the lines of a table."""
    found = []
    start = unit.start
    while start < unit.end:
        end = doc.text.find("\n", start, unit.end)
        end = unit.end if end < 0 else end
        found.append(Span(start, end))
        start = end + 1
    return found


def first_line(doc: Document, unit: Unit) -> Span:
    """Return the first line of a unit, where something that it lacks is reported."""
    end = doc.text.find("\n", unit.start, unit.end)
    return Span(unit.start, unit.end if end < 0 else end)


def in_source(start: int, end: int) -> Related:
    """Return the place in the source that a finding is about."""
    return Related(Span(start, end), "here in the source", in_source=True)


MOST_RELATED = 10
"""Places in the source that one finding names."""


def more(count: int) -> str:
    """Return the end of a message that names the first of several things."""
    return f", and {count - 1} more" if count > 1 else ""
