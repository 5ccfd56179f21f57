"""Paragraphs without blank lines between them, which Markdown joins into one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from contentlint._util.namedtuple import NamedTuple
from contentlint.core import ends_sentence
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Block, Document, Span

# Kinds that CommonMark joins without a blank line between them.
_JOINED = frozenset({"paragraph", "pipe_row", "image"})


class Options(NamedTuple):
    min_lines: int = 3
    """The minimum number of consecutive paragraphs that are reported."""
    min_chars: int = 40
    """The minimum number of characters of a paragraph; shorter lines are verse or an address."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.BY_LINE,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if doc.paragraphs != "line":
        return
    runs = [run for run in _runs(doc) if _is_prose(doc, run, options)]
    if not runs:
        return
    count = sum(len(_long(run, options)) for run in runs)
    edits = tuple(Edit(Span(b, b), "\n") for run in runs for b in _seams(doc, run))
    first, last = runs[0][0], runs[0][-1]
    yield Finding(
        Span(doc.line_start(first.line), last.end),
        {"count": count},
        Fix(edits, False, "insert a blank line between the paragraphs"),
        severity=None if doc.syntax.markup else "info",
    )


def _runs(doc: Document) -> Iterator[list[Block]]:
    """Return the maximal runs of consecutive lines without a blank line."""
    run: list[Block] = []
    for block in doc.blocks:
        if block.kind in _JOINED and (not run or run[-1].last + 1 == block.line):
            run.append(block)
            continue
        if len(run) > 1:
            yield run
        run = [block] if block.kind in _JOINED else []
    if len(run) > 1:
        yield run


def _long(run: list[Block], options: Options) -> list[Block]:
    return [b for b in run if b.kind == "paragraph" and b.end - b.start >= options.min_chars]


def _is_prose(doc: Document, run: list[Block], options: Options) -> bool:
    """Return True if a run has enough paragraphs of sentences without hard line breaks."""
    long = _long(run, options)
    if len(long) < options.min_lines:
        return False
    ending = sum(ends_sentence(doc.prose[b.start : b.end]) for b in long)
    broken = sum(doc.lines[b.last].endswith(("  ", "\\")) for b in long)
    return ending * 2 > len(long) and broken * 2 < len(long)


def _seams(doc: Document, run: list[Block]) -> Iterator[int]:
    """Return where blank lines are missing; an image keeps the caption row beside it."""
    for above, below in pairwise(run):
        if above.kind == "paragraph" or below.kind == "paragraph":
            yield doc.line_start(below.line)
