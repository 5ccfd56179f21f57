"""Articles whose last paragraph ends in the middle of a sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.edges import (
    COMMAS,
    UNMARKED,
    is_linked,
    is_word_end,
    last_paragraph,
    spaced_dots,
    unmarked,
)
from contentlint.article.source_line import closing_source_line, folded
from contentlint.core import bare_end, ends_sentence, has_words, opening_lines
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Block, Document, Span
from contentlint.model.languages import lookup
from contentlint.model.rule import Words
from contentlint.model.trigger import EDGE_WORDS
from contentlint.text.match import line_phrases

_LEADS_IN = frozenset(":：\x1a")
_DOTS_ANYWHERE = lazy_regex.compile(r"(?:^| )[\[(]?(?:\.\.\.|…)", 8)  # re.MULTILINE
_CODE = lazy_regex.compile(r"(?:[\]}][,;]|\);)$")
# "&#8221;" closes a quotation.
_ENTITY = lazy_regex.compile(r"&#?\w{2,31};$")
_SEMICOLONS = frozenset(";؛；")
# "[…]" marks an excerpt, and a semicolon ends a line of code.
_WRITTEN = frozenset("];")
_LONG = 80


class Options(NamedTuple):
    dangling: Words = {}
    """Words that cannot end a sentence, by language."""
    labels: Words = {}
    """Labels of a source line, by language; the text after it is not part of the article."""
    min_words: int = EDGE_WORDS
    """The minimum number of words of a last paragraph; shorter ones are a signature or a credit."""
    min_words_unmarked: int = UNMARKED
    """Like ``min_words``, but for a paragraph that only lacks its full stop; headlines of other
    articles are shorter."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.ALWAYS, *line_phrases.lines(*options.labels.values(), longest=0, whole=False))


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._dangling = {
            language: frozenset(words) for language, words in options.dangling.items()
        }
        self._labels = folded(options.labels)

    def check(self, doc: Document) -> Iterator[Finding]:
        has_labels = doc.fact(opening_lines) != []
        source = doc.fact(closing_source_line, self._labels) if has_labels else -1
        at = last_paragraph(doc, self._options.min_words, source)
        if at < 0 or not lookup(doc.language).ends_sentences:
            return
        block = doc.blocks[at]
        prose = bare_end(doc.prose[block.start : block.end])
        if not prose:  # nothing but markup, where the options require no words
            return
        below = doc.blocks[at + 1] if at + 1 < len(doc.blocks) else None
        following = below.kind if below is not None else ""
        if below is not None and following == "html" and _has_text(doc, below):
            return  # the sentence may go on in it
        at = 0 if _is_introduction(prose, following) else self._cut(doc, block, prose)
        unmarked = 0 if at or _goes_on(doc, below) else self._unmarked(doc, block, prose)
        if not (at or unmarked) or not has_words(prose, self._options.min_words):
            return
        if at:
            span = Span(block.start + at, block.start + len(prose))
            word = doc.text[span.start : span.end]
            how = f'stops at "{word}", not at the end of a sentence'
            yield Finding(span, {"how": how})
        else:
            # Of twelve such endings that were read none was a truncation.
            span = Span(block.start + unmarked, block.start + len(prose))
            yield Finding(span, {"how": "ends without a full stop"}, severity="info")

    def _cut(self, doc: Document, block: Block, prose: str) -> int:
        """Return the offset of the word or mark that shows a truncation, or 0."""
        last = prose[-1]
        if (doc.origin == "authored" and last in _WRITTEN) or _CODE.search(prose):
            return 0
        if last in COMMAS:
            return len(prose) - 1
        if dots := spaced_dots(prose):
            if doc.origin == "authored":
                return 0  # so on
            # A single case is not the style of the author.
            alone = not is_linked(doc, block.start + len(prose), block.end)
            return dots if alone and len(_DOTS_ANYWHERE.findall(doc.prose)) == 1 else 0
        if not is_word_end(last):
            return 0
        word = prose.rsplit(None, 1)[-1]
        return len(prose) - len(word) if word in self._dangling.get(doc.language, ()) else 0

    def _unmarked(self, doc: Document, block: Block, prose: str) -> int:
        """Return the offset of the last word of a paragraph in which only the full stop is missing,
        or 0."""
        # A sign before the last line, such as a tick, makes it an item of a list.
        first = prose[prose.rfind("\n") + 1 :].lstrip()[:1]
        if not is_word_end(prose[-1]) or unicodedata.category(first) == "So":
            return 0
        at = unmarked(doc, block.start, block.end, prose, self._options.min_words_unmarked)
        return at if at and _others_end(doc, block) else 0


def _goes_on(doc: Document, below: Block | None) -> bool:
    """Return True if a tag of a template is below: it displays what the paragraph introduces."""
    return below is not None and doc.text.startswith(("{%", "{{"), below.start)


def _has_text(doc: Document, block: Block) -> bool:
    return has_words(doc.prose[block.start : block.end], EDGE_WORDS)


def _is_introduction(prose: str, following: str) -> bool:
    """Return True if a semicolon ends an entity, or stands for a colon before an image."""
    if prose[-1] not in _SEMICOLONS:
        return False
    return following == "image" or _ENTITY.search(prose) is not None


def _others_end(doc: Document, last: Block) -> bool:
    """Return True if nearly all other long paragraphs end in a mark: otherwise it is the style of
    the text."""
    others = [
        (start, end)
        for kind, start, end, _, _, _ in doc.blocks
        if kind == "paragraph" and end - start >= _LONG and start != last.start
    ]
    # Three of twenty may lack it; a few paragraphs reveal a text without end marks.
    spare = len(others) * 3 // 20
    for start, end in others:
        prose = doc.prose[start:end]
        if not ends_sentence(prose) and bare_end(prose)[-1:] not in _LEADS_IN:
            spare -= 1
            if spare < 0:
                return False
    return len(others) >= 2
