"""Paragraphs that are equal except for vowel signs, letter variants, quotes, capitals or markup."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from collections.abc import Set as AbstractSet

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.edits import remove_lines
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.model.trigger import COPY_WORDS, ITEM_CHARS, MIN_CHARS
from contentlint.text.similarity.exact import echoes, first_of_all, originals, space_words
from contentlint.text.similarity.keys import (
    differences,
    is_long_enough,
    is_prose,
    is_pull_quote,
    leads_elsewhere,
    light_key,
    same_words,
    shown,
)


class Options(NamedTuple):
    min_chars: int = 40
    """The minimum number of characters: shorter paragraphs are not compared."""
    min_words: int = 6
    """The minimum number of words: shorter paragraphs are not compared."""
    min_chars_list: int = 80
    """Like ``min_chars``, but for list items."""


def needs(options: Options) -> tuple[str, ...]:
    asked = options.min_words >= COPY_WORDS and options.min_chars >= MIN_CHARS
    return (trigger.RESPELLED,) if asked and options.min_chars_list >= ITEM_CHARS else ()


def check(doc: Document, options: Options) -> Iterator[Finding]:
    first: dict[str, int] = {}
    seen: set[int] = set()
    least = min(options.min_chars, options.min_chars_list)
    if least < MIN_CHARS:
        source = doc.fact(first_of_all, least)
        indices = _with_same_words(doc, set(source.values()))
    else:
        source = doc.fact(originals)
        indices = _with_same_words(doc, _suspects(doc))
    for index in indices:
        if source[index] in seen:
            continue
        seen.add(source[index])
        original = first.setdefault(doc.fact(light_key, index), index)
        block, other = doc.blocks[index], doc.blocks[original]
        here, there = Span(block.start, block.end), Span(other.start, other.end)
        if (
            original != index
            and _counts(doc, index, options)
            and not is_pull_quote(doc, original, index)
            and not leads_elsewhere(doc, there, here)
        ):
            what = differences(shown(doc, *there), shown(doc, *here))
            removal = remove_lines(doc, block.line, block.last)
            yield Finding(
                here,
                {"line": other.line + 1, "differences": what},
                Fix((removal,), False, "remove the second version"),
                (Related(there, "the first version"),),
            )


def _counts(doc: Document, index: int, options: Options) -> bool:
    block = doc.blocks[index]
    return (
        block.kind != "quote"
        and is_long_enough(block, options.min_chars, options.min_chars_list)
        and is_prose(doc, block, options.min_words)
    )


def _suspects(doc: Document) -> set[int]:
    """Return the blocks that have as many words as another of their group: ``light`` does not
    change this number."""
    found: set[int] = set()
    words, source = doc.fact(space_words), doc.fact(originals)
    for group in doc.fact(echoes).paragraphs:
        by_length: dict[int, dict[int, int]] = {}
        for index in group:
            by_length.setdefault(len(words[index]), {}).setdefault(source[index], index)
        for alike in by_length.values():
            if len(alike) > 1:
                found.update(alike.values())
    return found


def _with_same_words(doc: Document, indices: AbstractSet[int]) -> list[int]:
    """Return those blocks, ascending, that share a few selected words with another one."""
    by_words: dict[Hashable, list[int]] = {}
    for index in sorted(indices):
        block = doc.blocks[index]
        by_words.setdefault(same_words(doc, block.start, block.end), []).append(index)
    return sorted(index for same in by_words.values() if len(same) > 1 for index in same)
