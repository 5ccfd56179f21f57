"""The most common fix, a missing newline at the end of the file, without a second check.

It changes nothing that the built-in rules read, so the remaining findings are known without reading
and checking the file again.
"""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.engine.render import Examined
from contentlint.model.diagnostic import Edit, Fix
from contentlint.model.document import Document, Span

_WHOLE = ("paragraph", "heading", "list_item", "quote", "table", "pipe_row", "image")
"""Kinds of a last block that does not change with the newline: unclosed code goes to the end."""


def without_recheck(doc: Document, examined: Examined, wanted: Sequence[Fix]) -> Examined | None:
    """Return what is found after the fixes, or None if the file has to be checked again.

    It is known if the newline is the only fix, and no finding or suppression
    reaches to the end of the file. The rules must be built-in ones with their
    own options: a user's pattern may depend on the newline.
    """
    end = len(doc.text)
    if len(wanted) != 1 or wanted[0].edits != (Edit(Span(end, end), "\n"),):
        return None
    source = doc.source
    if source.newline != "\n" or source.damaged or doc.comments:
        return None
    if examined.incomplete or examined.suppressed:
        return None
    if not doc.blocks or doc.blocks[-1].kind not in _WHOLE:
        return None
    rest = [pair for pair in examined.found if pair[1].fix is not wanted[0]]
    for _, finding in rest:
        edits = finding.fix.edits if finding.fix is not None else ()
        if max([finding.span.end, *(edit.span.end for edit in edits)]) >= end:
            return None
    return examined._replace(found=rest)
