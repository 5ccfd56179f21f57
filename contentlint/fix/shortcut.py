"""The commonest fix of all: a line end behind the last line, which most scraped pages lack.

It changes nothing that the rules look at, so that what is found afterwards is known without
reading and checking the file again: all that was found before, but this.
"""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.engine.render import Examined
from contentlint.model.diagnostic import Fix
from contentlint.model.document import Document

CODE = "STR013"
"""The rule whose fix it is."""

_WHOLE = ("paragraph", "heading", "list_item", "quote", "table", "pipe_row", "image")
"""Blocks at the end that a line end is no part of: code that nobody closes goes to the very end."""


def left(doc: Document, examined: Examined, wanted: Sequence[tuple[str, Fix]]) -> Examined | None:
    """What is found once the line end is there; None: the file has to be looked at again.

    Known where nothing else is to be fixed, and nothing that was found or said in the file
    reaches to its end. The rules must be those that come with contentlint, as they come:
    a pattern of somebody's own may well tell a line end from none.
    """
    if [code for code, _ in wanted] != [CODE]:
        return None
    end = len(doc.text)
    source = doc.source
    if source.newline != "\n" or source.damaged or doc.comments:
        return None
    if examined.incomplete or examined.suppressed:
        return None
    if not doc.blocks or doc.blocks[-1].kind not in _WHOLE:
        return None
    rest = [pair for pair in examined.found if pair[0].rule.code != CODE]
    for _, finding in rest:
        edits = finding.fix.edits if finding.fix is not None else ()
        if max([finding.span.end, *(edit.span.end for edit in edits)]) >= end:
            return None
    return examined._replace(found=rest)
