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
    for one, two in trusted(doc):
        if one.kind not in CODE or two.kind not in CODE:
            continue
        if pair.doc.text[one.start : one.end] == doc.text[two.start : two.end]:
            continue
        first = code.language_of(pair.doc, one.start)
        second = code.language_of(doc, two.start)
        source = code.read(pair.doc, one.start, one.end, second)
        target = code.read(doc, two.start, two.end, first)
        difference = code.compare(source, target, exact=pair.code == "exact")
        if difference != code.SAME:
            found.append(Block(two, source, target, difference))
    return tuple(found)
