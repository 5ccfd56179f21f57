"""Numbers of several parts whose parts are in the opposite order in the translation."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.checks.translation import _numbers
from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.parity.findings import MOST_RELATED, in_source

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    """Yield one finding a page, at the first number."""
    pair = counterpart.of(doc)
    found = [each for passage in _numbers.compared(doc, {}) for each in passage.found.reversed]
    if not found:
        return
    source, target = found[0]
    values = {
        "found": doc.text[target.start : target.end],
        "right": pair.doc.text[source.start : source.end],
    }
    others = tuple(
        Related(Span(other.start, other.end), "also here") for _, other in found[1:MOST_RELATED]
    )
    yield Finding(
        Span(target.start, target.end),
        values,
        related=(in_source(source.start, source.end), *others),
    )
