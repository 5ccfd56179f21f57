"""Passages of a translation that its source lacks."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.parity.findings import in_source
from contentlint.parity.losses import added

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    for loss in doc.fact(added):
        if loss.is_prose:
            values = {"what": loss.name, "found": loss.text}
            yield Finding(loss.span, values, related=(in_source(loss.at, loss.at),))
