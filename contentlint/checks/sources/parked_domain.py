"""Links to a domain that nobody uses any more: advertisements, or an offer to buy it."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.checks.sources import _observed
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.text.urls import find


def needs() -> tuple[trigger.Need, ...]:
    return _observed.NEEDS


def check(doc: Document) -> Iterator[Finding]:
    for seen in _observed.of_kind(doc, "suspicious"):
        if seen.known.reason == "parked":
            host = find.url_host(seen.known.url)
            yield Finding(seen.span, {"host": host}, _observed.copy_fix(doc, seen))
