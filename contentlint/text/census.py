"""What a document has of the events of ``scan``, as far as it can be told at little cost.

For where nothing is compiled: ``scan`` would cost more there than the rules that it
keeps from starting. As with ``scan``, an event that is absent is a promise that
they would find nothing; one that is there may be there for nothing.
"""

from __future__ import annotations

from contentlint.document import Document
from contentlint.text import scan
from contentlint.text.chars import invisibles

_INVISIBLE = (
    scan.BIDI
    | scan.UNDECODABLE
    | scan.ZERO_WIDTH
    | scan.CONTROL
    | scan.REPLACED
    | scan.OTHER_INVISIBLE
)
TOLD = _INVISIBLE | scan.BLANKS | scan.TRAILING | scan.NO_END | scan.BY_LINE | scan.MARKED
"""The events that it tells."""

_WITH_BLANKS = frozenset({"code", "html", "front_matter"})


def look(doc: Document, gaps: list[int]) -> int:
    """Those of the events in ``TOLD`` that a document may have; ``gaps``, an empty list, is
    filled as that of ``Scan`` is."""
    blocks = doc.blocks
    lasts = [-1, *[block[4] for block in blocks]]
    gaps += [number for number, block in enumerate(blocks) if block[3] - lasts[number] > 2]
    events = scan.BLANKS if gaps else 0
    kind, _, end, *_ = blocks[-1] if blocks else ("", 0, 0)
    below = doc.prose.find("\n", end)
    if 0 <= below < len(doc.prose) - 1 or kind in _WITH_BLANKS:
        events |= scan.TRAILING
    if not doc.text.endswith("\n"):
        events |= scan.NO_END
    if doc.paragraphs == "line":
        events |= scan.BY_LINE
    if doc.source.bom:
        events |= scan.MARKED
    if doc.fact(invisibles):
        events |= _INVISIBLE
    return events
