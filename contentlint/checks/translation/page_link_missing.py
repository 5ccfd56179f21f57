"""Links to places of the same page that a passage of the translation has fewer of."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.checks.translation import _links
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    return _links.findings(doc, doc.fact(_links.compared).inner)
