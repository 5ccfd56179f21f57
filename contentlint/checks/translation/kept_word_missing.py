"""Words of the glossary's list of words to keep that a passage of the translation does not have."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.parity import terms
from contentlint.parity.findings import first_line, lacking
from contentlint.parity.passages import passages

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    """Yield one finding a passage."""
    pair = counterpart.of(doc)
    if not pair.glossary.keep:
        return
    for source, target in passages(doc):
        source_text = pair.doc.prose[source.start : source.end]
        target_text = doc.text[target.start : target.end]
        lost = [
            (name, place)
            for name in pair.glossary.keep
            if (place := terms.kept(name, source_text)) is not None
            and terms.kept(name, target_text) is None
        ]
        if lost:
            spans = [Span(source.start + start, source.start + end) for _, (start, end) in lost]
            yield lacking(first_line(doc, target), lost[0][0], spans)
