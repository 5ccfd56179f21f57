"""Headings without text."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.edits import remove_lines
from contentlint.model.diagnostic import Finding, Fix
from contentlint.model.document import COMMENT, MARK, TAG, Document


class Options(NamedTuple):
    pass


def needs(options: Options) -> tuple[str, ...]:
    return ("#",)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    """Yield a finding for each line of number signs without text after them."""
    if not doc.syntax.markup:
        return
    for block in doc.blocks:
        if block.kind != "heading" or block.line != block.last:
            continue
        # An image is visible; code and a link have a text.
        if doc.prose[block.start : block.end].strip(f"{MARK}# \t\u00a0"):
            continue
        # A tag may be an anchor.
        if any(node.kind in (TAG, COMMENT) for node in doc.markup_in(block.start, block.end)):
            continue
        fix = Fix((remove_lines(doc, block.line, block.line),), False, "remove the line")
        yield Finding(doc.line_span(block.line), {"level": block.level}, fix)
