"""Tables with other rows or columns than in the source."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.core import cell_count, is_delimiter_row
from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.parity.losses import aligned

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    found = doc.fact(aligned)
    pair = counterpart.of(doc)
    if found is None:
        return
    for i, j, *_ in found.pairs:
        source, target = found.source[i], found.target[j]
        if source.kind != "table" or target.kind != "table":
            continue
        rows, columns = _shape(pair.doc, source.start, source.end)
        other_rows, other_columns = _shape(doc, target.start, target.end)
        if (rows, columns) == (other_rows, other_columns):
            continue
        values = {
            "found": _said(other_rows, other_columns, rows, columns),
            "expected": _said(rows, columns, other_rows, other_columns),
        }
        there = Related(Span(source.start, source.end), "the table in the source", in_source=True)
        yield Finding(Span(target.start, target.end), values, related=(there,))


def _shape(doc: Document, start: int, end: int) -> tuple[int, int]:
    """Return the numbers of rows, without the delimiter row and empty ones, and of columns."""
    rows = [row for row in map(str.strip, doc.text[start:end].split("\n")) if row.strip("| \t")]
    rows = [row for row in rows if not is_delimiter_row(row)]
    return len(rows), max(map(cell_count, rows), default=0)


def _said(rows: int, columns: int, other_rows: int, other_columns: int) -> str:
    """Return what differs of a shape from another, in words."""
    parts = []
    if rows != other_rows:
        parts.append(f"{rows} row" if rows == 1 else f"{rows} rows")
    if columns != other_columns:
        parts.append(f"{columns} column" if columns == 1 else f"{columns} columns")
    return ", ".join(parts)
