"""Links that lead to a page in the place of the one that was there: a soft 404, a home page."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.checks.sources import _observed
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document

_FAULTS = {
    "soft-404": "it says that there is no such page",
    "home-page": "it ends on the home page",
    "same-end": "it ends where other links of the site end, too",
}
"""By the reason of an observation."""


def needs() -> tuple[trigger.Need, ...]:
    return _observed.NEEDS


def check(doc: Document) -> Iterator[Finding]:
    for seen in _observed.of_kind(doc, "suspicious"):
        fault = _FAULTS.get(seen.known.reason)
        if fault:
            yield Finding(seen.span, {"fault": fault})
