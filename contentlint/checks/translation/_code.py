"""The blocks of code of a translation against those of its source, for the rules about them."""

from __future__ import annotations

from contentlint._util.namedtuple import NamedTuple
from contentlint.model import counterpart
from contentlint.model.document import Document
from contentlint.parity import code
from contentlint.parity.code import Difference, Fence
from contentlint.parity.passages import CODE, trusted
from contentlint.parity.units import Unit


class Block(NamedTuple):
    """A block of code whose lines are not those of the source."""

    unit: Unit
    """Of the translation."""
    source: Fence
    target: Fence
    found: Difference


def compared(doc: Document) -> tuple[Block, ...]:
    """Return the blocks of code that differ from those of the source; ask through ``doc.fact``."""
    pair = counterpart.of(doc)
    if pair.code == "free":
        return ()
    found = []
    for source, target in trusted(doc):
        if source.kind not in CODE or target.kind not in CODE:
            continue
        if pair.doc.text[source.start : source.end] == doc.text[target.start : target.end]:
            continue
        source_language = code.language_of(pair.doc, source.start)
        target_language = code.language_of(doc, target.start)
        source_fence = code.read(pair.doc, source.start, source.end, target_language)
        target_fence = code.read(doc, target.start, target.end, source_language)
        difference = code.compare(source_fence, target_fence, exact=pair.code == "exact")
        if difference != code.SAME:
            found.append(Block(target, source_fence, target_fence, difference))
    return tuple(found)
