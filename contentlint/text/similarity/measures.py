"""What can be counted of a document, each measure by a name.

The definitions are those of Gopher (Rae et al. 2021, table A1), C4, and the
filters of datatrove, FineWeb and FineWeb-2, so that their thresholds can be
used as they stand: where those count marks of punctuation as words, so do these.
Front matter is not looked at.

Shares lie between 0 and 1, but for those of the commonest sequences of words,
whose copies may overlap. A document without words or lines measures 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from itertools import groupby

from contentlint._util import lazy_regex
from contentlint.model.document import MARK, OBJECT, Document
from contentlint.text.segment.sentences import ends_sentence
from contentlint.text.segment.words import sentences, unspaced, words, words_and_marks
from contentlint.text.similarity.repetition import (
    body,
    body_lines,
    body_tokens,
    duplicate_gram_share,
    duplicate_line_character_share,
    duplicate_line_share,
    duplicate_paragraph_character_share,
    duplicate_paragraph_share,
    duplicated_share,
    share,
    top_gram_share,
)

SHORT_LINE = 30
"""Characters of a line that FineWeb calls short."""
_BULLET = lazy_regex.compile(r"[ \t>]*(?:[•‣◦●○▪·]|[-*+][ \t])")
# The pipes of tables, marks of list items, marks inside words, arrows and emoji.
_NO_WORD = lazy_regex.compile(
    r"\||^[ \t>]*(?:[-*+•]|\d{1,3}[.)])(?=[ \t])|(?<=\w)[-‐‑'’](?=\w)"
    "|[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+",
    lazy_regex.MULTILINE,
)
_PROSE = frozenset({"paragraph", "list_item", "quote"})
_NO_TEXT = frozenset({"heading", "code", "front_matter", "break", "image"})


def prose_words(doc: Document) -> list[str]:
    """The words of the prose: no code, URLs and markup; ask through ``doc.fact``."""
    return words(doc.prose.replace(MARK, "").replace(OBJECT, " "))


def prose_tokens(doc: Document) -> list[str]:
    """The same with each punctuation mark by itself; ask through ``doc.fact``."""
    return words_and_marks(doc.prose.replace(MARK, "").replace(OBJECT, " "))


def text_lines(doc: Document) -> list[str]:
    """The lines of the blocks that are no headings and no code, without markup and images; ask
    through ``doc.fact``."""
    rows = (
        line.replace(MARK, "").replace(OBJECT, "").strip()
        for block in doc.blocks
        if block.kind not in _NO_TEXT
        for line in doc.prose[block.start : block.end].split("\n")
    )
    return [row for row in rows if row]


def word_count(doc: Document) -> int:
    """Words of the prose; in scripts written without spaces two characters are one."""
    return len(doc.fact(prose_words))


def words_with_code(doc: Document) -> int:
    """The same and the words of code blocks."""
    code = (words(doc.text[b.start : b.end]) for b in doc.blocks if b.kind == "code")
    return word_count(doc) + sum(map(len, code))


def sentence_count(doc: Document) -> int:
    """Sentences of paragraphs, list items and quotes; one without a full stop is one, too."""
    return sum(
        sum(1 for _ in sentences(doc.prose, block.start, block.end))
        for block in doc.blocks
        if block.kind in _PROSE
    )


def paragraph_count(doc: Document) -> int:
    """Paragraphs; list items, quotes, headings, tables and captions in tables are none."""
    return sum(block.kind == "paragraph" for block in doc.blocks)


def links_per_100_words(doc: Document) -> float:
    """Links and URLs to click on, images left out, for each 100 words."""
    links, shown = 0, 0
    for link in doc.links:
        if link.kind == "link":
            shown = link.text.end
        # A URL that is the text of a link was counted with it.
        links += link.kind in ("link", "autolink") or (
            link.kind == "bare" and link.span.start >= shown
        )
    return share(100 * links, word_count(doc))


def mean_word_length(doc: Document) -> float:
    """Characters a word, marks of vocalised text counted; NaN, which is within all limits, for
    a text mostly in a script without spaces, whose words nobody has told apart."""
    found = doc.fact(prose_words)
    if 2 * unspaced(found) > len(found):
        return math.nan
    return share(sum(map(len, found)), len(found))


def symbol_to_word_ratio(doc: Document) -> float:
    """Hash signs for each word or mark, or ellipses, whichever are more; not those of headings."""
    hashes = doc.prose.count("#")
    ellipses = doc.prose.count("...") + doc.prose.count("…")
    return share(max(hashes, ellipses), len(doc.fact(prose_tokens)))


def bullet_line_share(doc: Document) -> float:
    """Of the lines that are not blank, those that begin with a bullet."""
    lines = doc.fact(body_lines)
    return share(sum(1 for line in lines if _BULLET.match(line)), len(lines))


def ellipsis_line_share(doc: Document) -> float:
    """Of the lines that are not blank, those that end with an ellipsis; headings do not count
    as such."""
    cut = sum(line.endswith(("...", "…")) for line in doc.fact(text_lines))
    return share(cut, len(doc.fact(body_lines)))


def letter_word_share(doc: Document) -> float:
    """Of words and marks, those with at least one letter; the pipes of tables, the marks of list
    items, those inside a word and emoji are none, and equal marks in a row are one."""
    prose = doc.prose.replace(MARK, "").replace(OBJECT, " ")
    found = [word for word, _ in groupby(words_and_marks(_NO_WORD.sub("", prose)))]
    return share(sum(any(map(str.isalpha, word)) for word in found), len(found))


def stop_word_count(doc: Document, stop_words: frozenset[str]) -> int:
    """How many different words of a list, in small letters, the prose has."""
    return len(stop_words.intersection(map(str.lower, doc.fact(prose_words))))


def terminal_line_share(doc: Document) -> float:
    """Of the lines with prose, those that end a sentence, closing quotes and brackets aside."""
    lines = [line for line in doc.prose.split("\n") if line.strip(MARK + OBJECT + " \t")]
    return share(sum(map(ends_sentence, lines)), len(lines))


def short_line_share(doc: Document) -> float:
    """Of the lines of text, those of at most ``SHORT_LINE`` characters."""
    lines = doc.fact(text_lines)
    return share(sum(len(line) <= SHORT_LINE for line in lines), len(lines))


def newlines_per_word(doc: Document) -> float:
    """Line ends of the body for each word and mark of it."""
    return share(doc.fact(body).count("\n"), len(doc.fact(body_tokens)))


MEASURES: Mapping[str, Callable[[Document], float]] = {
    "words": word_count,
    "sentences": sentence_count,
    "paragraphs": paragraph_count,
    "links-per-100-words": links_per_100_words,
    "mean-word-length": mean_word_length,
    "symbol-to-word-ratio": symbol_to_word_ratio,
    "bullet-line-share": bullet_line_share,
    "ellipsis-line-share": ellipsis_line_share,
    "letter-word-share": letter_word_share,
    "terminal-line-share": terminal_line_share,
    "short-line-share": short_line_share,
    "newlines-per-word": newlines_per_word,
    "duplicated-share": duplicated_share,
    "duplicate-line-share": duplicate_line_share,
    "duplicate-line-character-share": duplicate_line_character_share,
    "duplicate-paragraph-share": duplicate_paragraph_share,
    "duplicate-paragraph-character-share": duplicate_paragraph_character_share,
    **{f"top-{n}-gram-share": partial(top_gram_share, size=n) for n in (2, 3, 4)},
    **{f"duplicate-{n}-gram-share": partial(duplicate_gram_share, size=n) for n in range(5, 11)},
}
"""By the names that rules use. ``stop_word_count`` needs a list and stands apart."""
