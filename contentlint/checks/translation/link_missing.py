"""Links of the source that a translation has nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.checks.translation import _links
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    return _links.findings(doc, doc.fact(_links.compared).missing)
