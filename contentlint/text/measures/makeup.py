"""Measures of the length and the make-up of a document; ``table`` describes each.

They count as Gopher (Rae et al. 2021, table A1), FineWeb, FineWeb-2 and datatrove do, so that the
limits of these filters apply as they are. Two differ from datatrove: no punctuation mark is a word
without a letter, and no vowel sign lengthens a word. The measure of a document without words,
tokens or lines is 0. All functions are for ``doc.fact``.
"""

from __future__ import annotations

import math
from itertools import filterfalse

from contentlint._util import lazy_regex
from contentlint.core import ends_sentence, sentences, unspaced, words
from contentlint.model.document import MARK, OBJECT, Document
from contentlint.text.measures.parts import (
    bare_words,
    body,
    body_lines,
    body_tokens,
    prose_tokens,
    prose_words,
    text_lines,
)

SHORT_LINE = 30
"""The most characters of a line that FineWeb calls short."""
_BULLET = lazy_regex.compile(r"[ \t>]*(?:[•‣◦●○▪·]|[-*+][ \t])")
_PROSE = frozenset({"paragraph", "list_item", "quote"})


def share(part: float, whole: float) -> float:
    """Return a part of a whole; 0 of nothing."""
    return part / whole if whole else 0.0


def word_count(doc: Document) -> int:
    return len(doc.fact(prose_words))


def word_count_with_code(doc: Document) -> int:
    code = (words(doc.text[b.start : b.end]) for b in doc.blocks if b.kind == "code")
    return doc.fact(word_count) + sum(map(len, code))


def sentence_count(doc: Document) -> int:
    return sum(
        sum(1 for _ in sentences(doc.prose, block.start, block.end))
        for block in doc.blocks
        if block.kind in _PROSE
    )


def paragraph_count(doc: Document) -> int:
    return sum(block.kind == "paragraph" for block in doc.blocks)


def links_per_100_words(doc: Document) -> float:
    links, shown = 0, 0
    for link in doc.links:
        if link.kind == "link":
            shown = link.text.end
        # A URL that is the text of a link was counted with it.
        links += link.kind in ("link", "autolink") or (
            link.kind == "bare" and link.span.start >= shown
        )
    return share(100 * links, doc.fact(word_count))


def mean_word_length(doc: Document) -> float:
    found = doc.fact(prose_words)
    if 2 * unspaced(found) > len(found):
        return math.nan
    return share(sum(map(len, doc.fact(bare_words))), len(found))


def symbol_to_word_ratio(doc: Document) -> float:
    hashes = doc.prose.count("#")
    ellipses = doc.prose.count("...") + doc.prose.count("…")
    signs = max(hashes, ellipses)
    return share(signs, len(doc.fact(prose_tokens))) if signs else 0.0  # few texts have any


def bullet_line_share(doc: Document) -> float:
    lines = doc.fact(body_lines)
    return share(sum(1 for line in lines if _BULLET.match(line)), len(lines))


def ellipsis_line_share(doc: Document) -> float:
    cut = sum(line.endswith(("...", "…")) for line in doc.fact(text_lines))
    return share(cut, len(doc.fact(body_lines)))


def letter_word_share(doc: Document) -> float:
    found = doc.fact(prose_words)
    # Most words are nothing but letters.
    bare = [w for w in filterfalse(str.isalpha, found) if not any(map(str.isalpha, w))]
    others = sum(any(map(str.isalnum, word)) for word in bare)  # no emoji, no arrow
    lettered = len(found) - len(bare)
    return share(lettered, lettered + others)


def stop_word_count(doc: Document, stop_words: frozenset[str]) -> float:
    if not stop_words:
        return math.nan
    return len(stop_words.intersection(map(str.lower, doc.fact(bare_words))))


def terminal_line_share(doc: Document) -> float:
    lines = [line for line in doc.prose.split("\n") if line.strip(MARK + OBJECT + " \t")]
    return share(sum(map(ends_sentence, lines)), len(lines))


def short_line_share(doc: Document) -> float:
    lines = doc.fact(text_lines)
    return share(sum(len(line) <= SHORT_LINE for line in lines), len(lines))


def newlines_per_word(doc: Document) -> float:
    return share(doc.fact(body).count("\n"), len(doc.fact(body_tokens)))
