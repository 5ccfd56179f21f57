"""The measures by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import Document
from contentlint.model.rule import Words
from contentlint.text.measures import makeup, repetition

if TYPE_CHECKING:
    from typing import Any


class Measure(NamedTuple):
    """A number that describes a document. ``docs/measures.md`` shows these fields."""

    name: str
    """The name in options of rules, in messages, and in ``Linter.measure``."""
    unit: str
    about: str
    """What is counted, as a phrase."""
    source: str
    """The filter whose definition it follows, with the options for its limits in datatrove; ``""``
    if no filter has it."""
    compute: Callable[..., float]
    """Takes the document and ``args``; see ``value``."""
    args: tuple[Any, ...] = ()


STOP_WORDS = "stop-words"
"""The name of the measure that needs a word list."""

_ALL = (
    Measure(
        "words",
        "words",
        "words of the prose",
        "Gopher: `min_doc_words`, `max_doc_words`",
        makeup.word_count,
    ),
    Measure(
        "words-with-code",
        "words",
        "words of the prose and of code blocks",
        "",
        makeup.word_count_with_code,
    ),
    Measure(
        "sentences",
        "sentences",
        "sentences of paragraphs, list items and quotes; one without a full stop counts too",
        "",
        makeup.sentence_count,
    ),
    Measure(
        "paragraphs",
        "paragraphs",
        "paragraphs; not list items, quotes, headings, tables and captions in tables",
        "",
        makeup.paragraph_count,
    ),
    Measure(
        "links-per-100-words",
        "links per 100 words",
        "links and bare URLs, not images",
        "",
        makeup.links_per_100_words,
    ),
    Measure(
        "mean-word-length",
        "characters per word",
        "mean length of the words of the prose without the vowel signs of Arabic and Hebrew and "
        "without tatweel; NaN for a text mostly in a script without spaces",
        "Gopher: `min_avg_word_length`, `max_avg_word_length`",
        makeup.mean_word_length,
    ),
    Measure(
        "symbol-to-word-ratio",
        "symbols per token",
        "hash signs or ellipses of the prose, whichever are more; not the hash signs of headings",
        "Gopher: `max_symbol_word_ratio`",
        makeup.symbol_to_word_ratio,
    ),
    Measure(
        "bullet-line-share",
        "share of lines",
        "lines of the body that begin with a bullet",
        "Gopher: `max_bullet_lines_ratio`",
        makeup.bullet_line_share,
    ),
    Measure(
        "ellipsis-line-share",
        "share of lines",
        "lines of the body that end in an ellipsis and are no headings",
        "Gopher: `max_ellipsis_lines_ratio`",
        makeup.ellipsis_line_share,
    ),
    Measure(
        "letter-word-share",
        "share of words",
        "words of the prose with a letter, of those with a letter or a digit",
        "Gopher: `max_non_alpha_words_ratio`",
        makeup.letter_word_share,
    ),
    Measure(
        STOP_WORDS,
        "words",
        "different words of the prose, without vowel signs and tatweel, that the word list "
        "`stop-words` has for the language; NaN if it has none",
        "Gopher: `min_stop_words`",
        makeup.stop_word_count,
    ),
    Measure(
        "terminal-line-share",
        "share of lines",
        "lines with prose that end a sentence, closing quotes and brackets aside",
        "FineWeb: `line_punct_thr`",
        makeup.terminal_line_share,
    ),
    Measure(
        "short-line-share",
        "share of lines",
        f"lines with {makeup.SHORT_LINE} characters or fewer, of the lines with prose that are no "
        "headings",
        "FineWeb: `short_line_thr`",
        makeup.short_line_share,
    ),
    Measure(
        "newlines-per-word",
        "line ends per token",
        "line ends of the body",
        "FineWeb: `new_line_ratio`",
        makeup.newlines_per_word,
    ),
    Measure(
        "duplicated-share",
        "share of characters",
        "characters of lines of the body that repeat an earlier one; line ends are not counted",
        "FineWeb: `char_duplicates_ratio`",
        repetition.duplicated_share,
    ),
    Measure(
        "duplicate-line-share",
        "share of lines",
        "lines of the body that repeat an earlier one",
        "Gopher: `dup_line_frac`",
        repetition.duplicate_line_share,
    ),
    Measure(
        "duplicate-line-character-share",
        "share of characters",
        "characters of lines of the body that repeat an earlier one; line ends are counted in the "
        "whole",
        "Gopher: `dup_line_char_frac`",
        repetition.duplicate_line_character_share,
    ),
    Measure(
        "duplicate-paragraph-share",
        "share of paragraphs",
        "paragraphs of the body, separated by blank lines, that repeat an earlier one",
        "Gopher: `dup_para_frac`",
        repetition.duplicate_paragraph_share,
    ),
    Measure(
        "duplicate-paragraph-character-share",
        "share of characters",
        "characters of paragraphs of the body that repeat an earlier one",
        "Gopher: `dup_para_char_frac`",
        repetition.duplicate_paragraph_character_share,
    ),
    *(
        Measure(
            f"top-{size}-gram-share",
            "share of characters",
            f"characters of the commonest sequence of {size} tokens of the body, all occurrences, "
            "spaces between tokens counted; 0 if none occurs twice, above 1 if they overlap",
            "Gopher: `top_n_grams`",
            repetition.top_gram_share,
            (size,),
        )
        for size in (2, 3, 4)
    ),
    *(
        Measure(
            f"duplicate-{size}-gram-share",
            "share of characters",
            f"characters of sequences of {size} tokens of the body that repeat an earlier "
            "one, spaces between tokens not counted",
            "Gopher: `dup_n_grams`",
            repetition.duplicate_gram_share,
            (size,),
        )
        for size in range(5, 11)
    ),
)
MEASURES: Mapping[str, Measure] = {measure.name: measure for measure in _ALL}


def value(doc: Document, name: str, stop_words: frozenset[str] = frozenset()) -> float:
    """Return a measure of a document, computed once per document.

    ``stop_words`` are those of its language, in lower case, for ``STOP_WORDS``.

    Raises:
        KeyError: there is no such measure.
    """
    measure = MEASURES[name]
    args = (stop_words,) if name == STOP_WORDS else measure.args
    return doc.fact(measure.compute, *args)


def values(doc: Document, stop_words: Words) -> dict[str, float]:
    """Return every measure of a document by its name.

    ``stop_words`` is the word list that ``STOP_WORDS`` counts.
    """
    words = _lowered(stop_words.get(doc.language, ()))
    return {name: value(doc, name, words) for name in MEASURES}


@lru_cache(maxsize=64)
def _lowered(entries: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(str.lower, entries))
