"""What can be counted of a document, each measure by a name.

The definitions are those of Gopher (Rae et al. 2021, table A1), C4, and the
filters of datatrove, FineWeb and FineWeb-2, so that their thresholds can be
used as they stand: where those count marks of punctuation as words, so do these.
Front matter is not looked at.

Shares lie between 0 and 1, but for those of the commonest sequences of words,
whose copies may overlap. A document without words or lines measures 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from contentlint.document import MARK, OBJECT, Document
from contentlint.text import lazy
from contentlint.text.endings import ends_sentence
from contentlint.text.repetition import (
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
from contentlint.text.words import sentences, words, words_and_marks

SHORT_LINE = 30
"""Characters of a line that FineWeb calls short."""
_BULLET = lazy.compile(r"[ \t>]*(?:[•‣◦●○▪·]|[-*+][ \t])")
_PROSE = frozenset({"paragraph", "list_item", "quote"})


def prose_words(doc: Document) -> list[str]:
    """The words of the prose: no code, URLs and markup; ask through ``doc.fact``."""
    return words(doc.prose.replace(MARK, "").replace(OBJECT, " "))


def prose_tokens(doc: Document) -> list[str]:
    """The same with each punctuation mark by itself; ask through ``doc.fact``."""
    return words_and_marks(doc.prose.replace(MARK, "").replace(OBJECT, " "))


def word_count(doc: Document) -> int:
    """Words of the prose; in scripts written without spaces two characters are one."""
    return len(doc.fact(prose_words))


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
    """Characters a word, marks of vocalised text counted."""
    found = doc.fact(prose_words)
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
    """Of the lines that are not blank, those that end with an ellipsis."""
    lines = doc.fact(body_lines)
    return share(sum(line.rstrip().endswith(("...", "…")) for line in lines), len(lines))


def letter_word_share(doc: Document) -> float:
    """Of words and marks, those with at least one letter."""
    found = doc.fact(prose_tokens)
    return share(sum(any(map(str.isalpha, word)) for word in found), len(found))


def stop_word_count(doc: Document, stop_words: frozenset[str]) -> int:
    """How many different words of a list, in small letters, the prose has."""
    return len(stop_words.intersection(map(str.lower, doc.fact(prose_words))))


def terminal_line_share(doc: Document) -> float:
    """Of the lines with prose, those that end a sentence, closing quotes and brackets aside."""
    lines = [line for line in doc.prose.split("\n") if line.strip(MARK + OBJECT + " \t")]
    return share(sum(map(ends_sentence, lines)), len(lines))


def short_line_share(doc: Document) -> float:
    """Of the lines that are not blank, those of at most ``SHORT_LINE`` characters."""
    lines = doc.fact(body_lines)
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
