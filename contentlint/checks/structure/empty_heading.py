"""Headings without text."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.article.edits import remove_lines
from contentlint.model.diagnostic import Finding, Fix, Related
from contentlint.model.document import COMMENT, MARK, TAG, Block, Document

_PARTS = 3
"""The least number of empty headings that part pages."""


def needs() -> tuple[str, ...]:
    return ("#",)


def check(doc: Document) -> Iterator[Finding]:
    """Yield a finding for each line of number signs without text after them."""
    if not doc.syntax.markup:
        return
    empty = [block for block in doc.blocks if block.kind == "heading" and _is_empty(doc, block)]
    if not empty:
        return
    number = sum(block.kind == "heading" for block in doc.blocks)
    groups = [[block] for block in empty]
    if len(empty) >= _PARTS and number - len(empty) <= 1:
        # Where only the title has a text, authors part pages with the others.
        if doc.origin != "extracted":
            return
        groups = [empty]
    for group in groups:
        first = group[0]
        edits = tuple(remove_lines(doc, block.line, block.line) for block in group)
        fix = Fix(edits, False, "remove the line" + "s" * (len(group) > 1))
        related = tuple(Related(doc.line_span(block.line), "also here") for block in group[1:])
        yield Finding(doc.line_span(first.line), {"level": first.level}, fix, related)


def _is_empty(doc: Document, block: Block) -> bool:
    if block.line != block.last:
        return False
    # An image is visible; code and a link have a text.
    if doc.prose[block.start : block.end].strip(f"{MARK}# \t\u00a0"):
        return False
    # A tag may be an anchor; attributes are those of a slide, and a template is filled in.
    if "{" in doc.line(block.line):
        return False
    return not any(node.kind in (TAG, COMMENT) for node in doc.markup_in(block.start, block.end))
