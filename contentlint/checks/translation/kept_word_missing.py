"""Words of the glossary's list of words to keep that a passage of the translation does not have."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.parity import terms
from contentlint.parity.passages import MOST_RELATED, first_line, in_source, more, passages

COUNTERPART = True


class Options(NamedTuple):
    pass


def check(doc: Document, options: Options) -> Iterator[Finding]:
    """Yield one finding a passage."""
    del options
    pair = doc.counterpart
    if pair is None or not pair.glossary.keep:
        return
    for one, two in passages(doc):
        source = pair.doc.prose[one.start : one.end]
        target = doc.text[two.start : two.end]
        lost = [
            (name, place)
            for name in pair.glossary.keep
            if (place := terms.kept(name, source)) is not None and terms.kept(name, target) is None
        ]
        if lost:
            values = {"found": lost[0][0], "more": more(len(lost))}
            related = tuple(
                in_source(one.start + start, one.start + end)
                for _, (start, end) in lost[:MOST_RELATED]
            )
            yield Finding(first_line(doc, two), values, related=related)
