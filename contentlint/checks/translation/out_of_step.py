"""Translations that lack so much of their source that no passage is worth naming."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.parity.alignment import of
from contentlint.parity.losses import is_waiting
from contentlint.parity.unit_reader import MATTER

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    found = doc.fact(of)
    pair = counterpart.of(doc)
    if found is None or pair.diverges or not found.out_of_step:
        return
    if doc.fact(is_waiting):
        return
    total = sum(unit.kind in MATTER for unit in found.source)
    values = {"count": round(found.drift * total), "total": total}
    first = next((unit for unit in found.target if unit.kind in MATTER), None)
    span = Span(first.start, first.end) if first else doc.line_span(0)
    related: tuple[Related, ...] = ()
    if found.missing:
        start = found.source[found.missing[0][0]].start
        end = found.source[found.missing[0][1] - 1].end
        related = (Related(Span(start, end), "missing from here on", in_source=True),)
    yield Finding(span, values, related=related, whole=True)
