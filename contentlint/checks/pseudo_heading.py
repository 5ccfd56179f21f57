"""Headings that are only bold, or only words that announce pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Edit, Finding, Fix
from contentlint.document import Document, Span
from contentlint.rule import Words
from contentlint.text.captions import shared
from contentlint.text.headings import pseudo_headings


class Options(NamedTuple):
    galleries: Words
    """What headings of picture galleries begin with."""
    credits: Words
    """Labels of picture credits, by which a caption is known."""


class Prepared(NamedTuple):
    galleries: frozenset[str]
    credits: frozenset[str]


def anchors(options: Options) -> tuple[str, ...]:
    # One character: "![" takes ten times as long to look for.
    return ("*", "_", "!")


def prepare(options: Options) -> Prepared:
    return Prepared(shared(options.galleries), shared(options.credits))


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    found = doc.fact(pseudo_headings, options.galleries, options.credits)
    if not found:
        return
    levels = _levels(doc)
    for heading in found:
        block = heading.block
        level = min(levels[heading.at] + 1, 6)
        title = doc.text[heading.text.start : heading.text.end]
        edit = Edit(Span(block.start, doc.line_span(block.line).end), "#" * level + " " + title)
        how = "announces pictures" if heading.gallery else "is only bold"
        yield Finding(
            Span(block.start, block.end), {"how": how}, Fix((edit,), False, "make it a heading")
        )


def _levels(doc: Document) -> list[int]:
    """For each block the level of the last heading before it; 1 where there is none."""
    levels, level = [], 1
    for block in doc.blocks:
        levels.append(level)
        if block.kind == "heading":
            level = block.level
    return levels
