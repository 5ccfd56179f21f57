"""Marks that a version control system has left around what it could not merge."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span

_LONGEST = 40


class Options(NamedTuple):
    """No options."""


def needs(options: Options) -> tuple[str, ...]:
    return ("<<<<<<< ",)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    """Yield one finding for each conflict, from its first mark to its last."""
    text = doc.text
    opened = -1
    for block in doc.blocks:
        if block.kind != "break":
            continue
        if text.startswith("<<<<<<< ", block.start):
            if opened >= 0:
                yield _finding(doc, opened, doc.line_end(doc.line_at(opened)))
            opened = block.start
        elif opened >= 0 and text.startswith(">>>>>>> ", block.start):
            yield _finding(doc, opened, block.end)
            opened = -1
    if opened >= 0:
        yield _finding(doc, opened, doc.line_end(doc.line_at(opened)))


def _finding(doc: Document, start: int, end: int) -> Finding:
    first = doc.text[start : doc.line_end(doc.line_at(start))]
    return Finding(Span(start, end), {"side": first[8:].strip()[:_LONGEST]})
