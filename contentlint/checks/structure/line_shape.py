"""Texts without their line breaks, or with one after every word."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import has_words, sentences
from contentlint.model.diagnostic import Finding
from contentlint.model.document import COMPONENTS, MARK, OBJECT, Document, Span
from contentlint.model.languages import LANGUAGES, UNSPACED
from contentlint.model.queries import has_link
from contentlint.text.language.scripts import letters

if TYPE_CHECKING:
    from typing import Literal

_PROSE = frozenset({"paragraph", "list_item", "quote", "table", "code", "html"}) | COMPONENTS

# Signs of code, addresses or rows, which a column of words lacks.
_SIGNS = frozenset('|{}()<>=;@#/\\_+*"')

_UNSPACED = frozenset(row.script for row in LANGUAGES.values() if row.separator != " ")


class Options(NamedTuple):
    fault: Literal["single-line", "narrow"]
    """The fault to report: ``single-line`` (the whole text on one line) or ``narrow`` (one or
    two words per line)."""
    longest: int = 1500
    """For ``single-line``: the minimum length of a reported line, in characters."""
    min_sentences: int = 8
    """For ``single-line``: the minimum number of sentences in a reported line."""
    lines: int = 10
    """For ``narrow``: the minimum number of consecutive lines that are reported."""
    words: int = 2
    """For ``narrow``: the largest number of words per line."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if options.fault == "single-line":
        yield from _single_line(doc, options)
    elif doc.language not in UNSPACED:
        yield from _narrow(doc, options)


def _single_line(doc: Document, options: Options) -> Iterator[Finding]:
    if len(doc.text) <= options.longest:
        return
    long = None
    for block in doc.blocks:
        if block.kind not in _PROSE:
            continue
        size = block.end - block.start
        if block.kind == "paragraph" and block.line == block.last and size > options.longest:
            if long is not None:
                return
            long = block
        elif has_words(doc.prose[block.start : block.end], 12) or block.kind in ("table", "code"):
            return
    if long is None:
        return
    count = sum(1 for _ in sentences(doc.prose, long.start, long.end))
    if count >= options.min_sentences:
        size = long.end - long.start
        yield Finding(Span(long.start, long.end), {"found": f"{size:,}", "count": count})


def _narrow(doc: Document, options: Options) -> Iterator[Finding]:
    if doc.text.count("\n") < options.lines - 1:
        return
    run: list[int] = []
    for number in _lines(doc):
        if number >= 0 and _is_narrow(doc, number, options.words):
            run.append(number)
            continue
        yield from _vertical(doc, run, options)
        run = []
    yield from _vertical(doc, run, options)


def _lines(doc: Document) -> Iterator[int]:
    """Return the lines of paragraphs in order; -1 where another block separates them."""
    for block in doc.blocks:
        if block.kind != "paragraph":
            yield -1
            continue
        yield from range(block.line, block.last + 1)


def _is_narrow(doc: Document, number: int, most: int) -> bool:
    start = doc.line_start(number)
    end = start + len(doc.lines[number])
    if end - start > 60:
        return False
    prose = doc.prose[start:end]
    found = prose.replace(MARK, "").split()
    return (
        0 < len(found) <= most
        and OBJECT not in prose
        and _SIGNS.isdisjoint(prose)
        and not has_link(doc, start, end)
        and not prose.rstrip().endswith((":", "،", ","))
        and any(map(str.isalpha, prose))
        and (prose.isascii() or _UNSPACED.isdisjoint(letters(prose)))
    )


def _vertical(doc: Document, run: list[int], options: Options) -> Iterator[Finding]:
    """Yield one finding for a run of lines that form continuous text: no list of names, no poem."""
    if len(run) < max(options.lines, 1):
        return
    span = Span(doc.line_start(run[0]), doc.line_span(run[-1]).end)
    yield Finding(span, {"count": len(run)})
