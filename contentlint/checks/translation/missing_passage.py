"""Passages of the source that a translation lacks."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.parity.findings import in_source
from contentlint.parity.losses import missing

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    for loss in doc.fact(missing):
        if loss.is_prose:
            values = {"what": loss.name, "found": loss.text}
            yield Finding(Span(loss.at, loss.at), values, related=(in_source(*loss.span),))
