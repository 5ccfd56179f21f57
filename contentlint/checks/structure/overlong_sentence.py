"""Sentences and paragraphs with too many words."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.core import count_words, sentences
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Block, Document, Span
from contentlint.model.languages import UNSPACED, lookup

_KINDS = frozenset({"paragraph", "list_item", "quote"})


class Options(NamedTuple):
    max_sentence: int = 60
    """The maximum number of words in a sentence."""
    max_paragraph: int = 250
    """The maximum number of words in a paragraph."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    least = min(options.max_sentence, options.max_paragraph)
    spaced = doc.language not in UNSPACED
    prose = doc.prose
    for block in doc.blocks:
        if block.kind not in _KINDS or block.end - block.start <= 2 * least:
            continue
        # So many words have nearly as many spaces and line ends between them.
        start, end = block.start, block.end
        if not spaced or prose.count(" ", start, end) + prose.count("\n", start, end) >= least:
            yield from _in_block(doc, block, options, spaced)


def _in_block(doc: Document, block: Block, options: Options, spaced: bool) -> Iterator[Finding]:
    words = count_words(doc.prose[block.start : block.end])
    if words > options.max_paragraph:
        values = {"what": "paragraph", "found": words, "max": options.max_paragraph}
        yield Finding(Span(block.start, block.end), values)
    if words <= options.max_sentence or not lookup(doc.language).ends_sentences:
        return
    for span in sentences(doc.prose, block.start, block.end):
        prose = doc.prose[span.start : span.end]
        if spaced and prose.count(" ") + prose.count("\n") < options.max_sentence:
            continue
        found = count_words(prose)
        if found > options.max_sentence and not _is_list(prose, found):
            yield Finding(span, {"what": "sentence", "found": found, "max": options.max_sentence})


def _is_list(prose: str, words: int) -> bool:
    """Return True if commas, semicolons or pipes split a sentence into short pieces: names,
    items."""
    marks = sum(map(prose.count, ",،、，|;؛•·"))
    return marks * 4 > words
