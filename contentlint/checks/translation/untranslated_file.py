"""Translations that are a copy of their source."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.core import count_letters
from contentlint.frontmatter.metadata import is_untranslated
from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span

COUNTERPART = True
_PASSAGES = frozenset({"paragraph", "list_item", "quote"})


class Options(NamedTuple):
    min_passages: int = 2
    """The least number of passages: a page with fewer, such as an index, may have nothing to
    translate."""
    min_letters: int = 40
    """The least number of letters of a passage; shorter ones do not count."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    pair = counterpart.of(doc)
    if pair.doc.text != doc.text:
        return
    if pair.source_lang and pair.source_lang == pair.target_lang:  # en and en-GB
        return
    if doc.fact(is_untranslated):
        return
    passages = [
        Span(block.start, block.end)
        for block in doc.blocks
        if block.kind in _PASSAGES
        and count_letters(doc.prose[block.start : block.end])[0] >= options.min_letters
    ]
    if len(passages) < max(options.min_passages, 1):
        return
    there = Related(passages[0], "the same text in the source", in_source=True)
    yield Finding(passages[0], {"source": pair.doc.path}, related=(there,), whole=True)
