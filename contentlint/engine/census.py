"""The events of ``core.index`` that cost little where nothing is compiled.

Interpreted, the whole index would cost more than the rules that it excludes. As with the index, the
rules that name an absent event find nothing; a present event may be without a finding.
"""

from __future__ import annotations

from contentlint.model import events as e_
from contentlint.model import queries
from contentlint.model.document import Document
from contentlint.text.similarity import repeats
from contentlint.text.unicode.chars import invisibles

_INVISIBLE = (
    e_.BIDI | e_.UNDECODABLE | e_.ZERO_WIDTH | e_.CONTROL | e_.REPLACED | e_.OTHER_INVISIBLE
)
EVENTS = _INVISIBLE | e_.BLANKS | e_.TRAILING | e_.NO_END | e_.BY_LINE | e_.MARKED
EVENTS |= e_.FORMS | repeats.EVENTS
"""The events that this module determines."""

_WITH_BLANKS = frozenset({"code", "html", "front_matter"})


def events_of(doc: Document, gaps: list[int]) -> int:
    """Return those of ``EVENTS`` that a document may have, and fill ``gaps``, an empty list, like
    that of ``Scan``."""
    blocks = doc.blocks
    lasts = [-1, *[block.last for block in blocks]]
    gaps += [number for number, block in enumerate(blocks) if block.line - lasts[number] > 2]
    events = e_.BLANKS if gaps else 0
    kind, _, end, *_ = blocks[-1] if blocks else ("", 0, 0)
    below = doc.prose.find("\n", end)
    if 0 <= below < len(doc.prose) - 1 or kind in _WITH_BLANKS:
        events |= e_.TRAILING
    if not doc.text.endswith("\n"):
        events |= e_.NO_END
    if doc.paragraphs == "line":
        events |= e_.BY_LINE
    if doc.source.bom:
        events |= e_.MARKED
    if doc.fact(invisibles):
        events |= _INVISIBLE
    if b"\xef" in doc.fact(queries.utf8_text):  # all of these forms begin with this byte
        events |= e_.FORMS
    return events | repeats.events_of(doc)
