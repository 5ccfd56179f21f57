"""Captions with half a pair of brackets, and captions that are too long."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.captions import (
    ANY_CAPTION,
    LONGEST,
    beside_figures,
    captions,
    figure_blocks,
)
from contentlint.article.credits import bare, credit_of, starts_credit, trim
from contentlint.article.source_line import folded
from contentlint.model.diagnostic import Finding
from contentlint.model.document import MARK, Document, Span
from contentlint.model.rule import Words

if TYPE_CHECKING:
    from typing import Literal

_CLOSERS = {")": "(", "）": "(", "]": "["}
_OPENERS = {"(": "(", "（": "(", "[": "["}
# ``:)`` and ``1)`` need no partner.
_ALONE = lazy_regex.compile(r"(?:[:;=8][-']?|(?<![^\W_])[^\W_]{1,2})$")
# Body text that ends in a credit is longer than any caption.
_TEXT = 1500


class Options(NamedTuple):
    fault: Literal["unbalanced", "long"]
    """The fault to report: ``unbalanced`` brackets or a ``long`` caption."""
    labels: Words
    """Labels of image credits, by language."""
    most: int = 0
    """For ``long``: the maximum number of characters in a caption."""


def needs(options: Options) -> tuple[str, ...]:
    return ANY_CAPTION


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._labels = folded(options.labels)

    def check(self, doc: Document) -> Iterator[Finding]:
        if self._options.fault == "long":
            yield from self._long(doc)
            return
        known = {c.block.start: c.span for c in doc.fact(captions, self._labels)}
        spans = list(known.values())
        # A credit without its closing bracket does not make a paragraph a caption.
        for block in doc.fact(beside_figures):
            span = Span(block.start, block.end)
            if block.start not in known and self._opens_credit(doc, span):
                spans.append(span)
        for span in sorted(spans):
            yield from _unbalanced(doc, span)

    def _opens_credit(self, doc: Document, span: Span) -> bool:
        if span.end - span.start > LONGEST:
            return False
        at = max(doc.prose.rfind("(", *span), doc.prose.rfind("（", *span))
        return at >= 0 and starts_credit(doc, at + 1, span.end, self._labels)

    def _long(self, doc: Document) -> Iterator[Finding]:
        spans = {c.span for c in doc.fact(captions, self._labels) if c.figure >= 0}
        for i in doc.fact(figure_blocks):
            for block in doc.blocks[i + 1 : i + 2]:
                if block.kind == "paragraph" and LONGEST < block.end - block.start <= _TEXT:
                    span = Span(*bare(doc, block.start, block.end))
                    credit = credit_of(doc, *span, self._labels)
                    if credit is not None and credit.bracket:
                        spans.add(span)
        for start, end in sorted(spans):
            # Addresses and emphasis marks are not displayed, so they do not count.
            length = end - start - doc.prose.count(MARK, start, end)
            if length > self._options.most:
                yield Finding(Span(start, end), {"length": length})


def _unbalanced(doc: Document, span: Span) -> Iterator[Finding]:
    prose = doc.prose
    start, end = trim(prose, *span)
    if prose[start:end].endswith(("…", "...")):
        return  # cut on purpose
    open_: list[tuple[int, str]] = []
    left: list[tuple[int, str]] = []
    for at in range(start, end):
        char = prose[at]
        if char in _OPENERS:
            open_.append((at, char))
        elif char in _CLOSERS:
            if open_ and _OPENERS[open_[-1][1]] == _CLOSERS[char]:
                open_.pop()
            elif not _ALONE.search(prose, max(start, at - 4), at):
                left.append((at, char))
    # ")text(": both brackets exist, in the wrong order.
    if len(left) == len(open_) == 1 and left[0] < open_[0]:
        return
    for at, char in sorted(left + open_)[:1]:
        fault = "is never closed" if char in _OPENERS else "is never opened"
        yield Finding(Span(at, at + 1), {"found": char, "fault": fault})
