"""The pairs of passages that can be trusted, for the rules that compare within them."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.model.document import Document, Span
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
    for source, target in trusted(doc):
        if source.kind in CODE or other is None:
            continue
        if source.kind == "table" and len(rows(other.doc, source)) != len(rows(doc, target)):
            continue
        yield source, target


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
