"""Pictures without text between them, and captions without their picture."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from contentlint.diagnostic import Finding, Related
from contentlint.document import Block, Document, Span
from contentlint.rule import Words
from contentlint.text import gates
from contentlint.text.captions import LONGEST, captions, figure_blocks, shared
from contentlint.text.credits import credit_of, trim
from contentlint.text.images import first_image, shows_image

_MOST_RELATED = 10
# What shows a picture although it is none of Markdown's.
_PICTURES = ("![", "<img", "<figure", "<picture", "<video", "<iframe", "{{<", "{% ", "[[")


class Options(NamedTuple):
    fault: str
    """``consecutive`` (pictures) or ``orphan`` (captions)."""
    labels: Words = {}
    """For ``orphan``: labels of picture credits, by which a caption is known."""


class Prepared(NamedTuple):
    fault: str
    labels: frozenset[str]


def anchors(options: Options) -> tuple[str, ...]:
    return (gates.IMAGE,) if options.fault == "consecutive" else ("(", "|", "（")


def prepare(options: Options) -> Prepared:
    return Prepared(options.fault, shared(options.labels))


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    return _consecutive(doc) if options.fault == "consecutive" else _orphans(doc, options.labels)


def _consecutive(doc: Document) -> Iterator[Finding]:
    """One finding for each run of lines that hold nothing but pictures."""
    shown = [
        i
        for i in doc.fact(figure_blocks)
        if shows_image(doc, doc.line_span(doc.blocks[i].line).start, doc.blocks[i].end)
    ]
    run: list[int] = []
    for i, after in pairwise([*shown, -1]):
        run.append(i)
        if after != i + 1:
            if len(run) > 1:
                spans = [first_image(doc, doc.blocks[k].line) for k in run]
                related = tuple(Related(s, "the next one") for s in spans[1 : _MOST_RELATED + 1])
                yield Finding(spans[0], {"images": len(run)}, None, related)
            run = []


def _orphans(doc: Document, labels: frozenset[str]) -> Iterator[Finding]:
    attached = {c.block.line for c in doc.fact(captions, labels) if c.figure >= 0}
    for i, block in enumerate(doc.blocks):
        if (
            block.kind not in ("paragraph", "pipe_row")
            or block.end - block.start > LONGEST
            or block.line in attached
        ):
            continue
        start, end = trim(doc.text, block.start, block.end)
        # A bracket closes the credit: "Photo: AFP" alone may belong to anything.
        if start == end or doc.text[end - 1] not in ")）]":
            continue
        credit = credit_of(doc, start, end, labels)
        if (
            credit is not None
            and credit.bracket
            and credit.name.start < credit.name.end
            and "](" not in doc.text[credit.span.start : credit.span.end]
            and (credit.colon or credit.joins)
            and not any(_has_picture(doc, b) for b in _around(doc.blocks, i))
        ):
            yield Finding(Span(start, end))


def _around(blocks: list[Block], i: int) -> list[Block]:
    return blocks[max(i - 1, 0) : i + 2]


def _has_picture(doc: Document, block: Block) -> bool:
    start = doc.line_start(block.line)
    return any(doc.text.find(sign, start, block.end) >= 0 for sign in _PICTURES)
