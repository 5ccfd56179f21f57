"""Lines of code that a translation lost, or that only the translation has."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.checks.translation import _code
from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.parity.code import Fence
from contentlint.parity.findings import MOST_RELATED, in_source, more

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    """Yield for each block of code a finding about the lines that are missing, and a warning about
    those that were added."""
    pair = counterpart.of(doc)
    for block in doc.fact(_code.compared):
        lost, added = block.found.lost, block.found.added
        if lost:
            lines = [block.source.lines[i] for i in lost]
            values = {
                "found": pair.doc.text[lines[0].start : lines[0].end].strip(),
                "what": f"missing from the code{more(len(lost))}",
            }
            related = tuple(in_source(line.start, line.end) for line in lines[:MOST_RELATED])
            yield Finding(_place(doc, block, lost[0]), values, related=related)
        if added:
            spans = [_span(block.target, i) for i in added]
            values = {
                "found": doc.text[slice(*spans[0])].strip(),
                "what": f"not in the code of the source{more(len(added))}",
            }
            others = tuple(Related(span, "also here") for span in spans[1:MOST_RELATED])
            yield Finding(spans[0], values, related=others, severity="warning")


def _span(fence: Fence, line: int) -> Span:
    return Span(fence.lines[line].start, fence.lines[line].end)


def _place(doc: Document, block: _code.Block, lost: int) -> Span:
    """Return the line of the translation after which a line is missing: as many lines of code
    precede it as in the source; the first line of the block if there is none."""
    changed = dict(block.found.changed)
    gone, more_ = set(block.found.lost), set(block.found.added)
    before = sum(1 for i in range(lost) if block.source.lines[i].code and i not in gone)
    kept = [i for i, line in enumerate(block.target.lines) if line.code and i not in more_]
    if lost in changed or not before or before > len(kept):
        end = doc.text.find("\n", block.unit.start, block.unit.end)
        return Span(block.unit.start, block.unit.end if end < 0 else end)
    return _span(block.target, kept[before - 1])
