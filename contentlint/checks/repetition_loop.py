"""The same few words over and over: a machine that could not stop."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import compress
from operator import eq
from typing import NamedTuple

from contentlint.diagnostic import Finding
from contentlint.document import Document, Span
from contentlint.rule import Words
from contentlint.text.words import UNSPACED_LANGUAGES, echoed_tokens, tokens

_TOKEN = re.compile(r"\S+")
_KINDS = frozenset({"paragraph", "list_item", "quote", "heading"})


class Options(NamedTuple):
    min_repeats: int = 4
    """For sequences of two words and more."""
    min_repeats_word: int = 5
    max_words: int = 12
    min_repeats_unspaced: int = 5
    """For sequences of 2 to 20 characters in scripts written without spaces."""
    words: Words = {}
    """Interjections and laughter that people do write so."""


class Prepared(NamedTuple):
    options: Options
    wanted: frozenset[str]


def prepare(options: Options) -> Prepared:
    return Prepared(options, frozenset(word for each in options.words.values() for word in each))


def check(doc: Document, prepared: Prepared) -> Iterator[Finding]:
    options = prepared.options
    if doc.language in UNSPACED_LANGUAGES:
        yield from _loops_of_characters(doc, options.min_repeats_unspaced)
    every = doc.fact(tokens)
    starts = _candidates(doc, every, options)
    if not starts:
        return
    spans: list[tuple[int, int]] = []
    done = 0
    for at, size in sorted(starts):
        if at < done:
            continue
        low, high = _extent(every, at, size, done)
        least = options.min_repeats_word if size == 1 else options.min_repeats
        # Whatever this was, its inside need not be looked at again.
        if high - low >= least * size:
            done = high
            spans = spans or [m.span() for m in _TOKEN.finditer(doc.prose)]
            low, high = _in_block(doc, spans, low, high)
            gram = every[low : low + size]
            if high - low >= least * size and _is_text(gram, prepared.wanted):
                span = Span(spans[low][0], spans[high - 1][1])
                found = doc.text[span.start : spans[low + size - 1][1]]
                yield Finding(span, {"found": found, "times": (high - low) // size})


def _candidates(doc: Document, every: list[str], options: Options) -> set[tuple[int, int]]:
    """Where a loop may be, and the words in its period.

    In a loop of n words that runs at least four times, 3n neighbouring words
    stand again n further on: looking at every third n-th word finds it.
    """
    found: set[tuple[int, int]] = set()
    for word in doc.fact(echoed_tokens):
        if word[0].isalpha() and every.count(word) >= options.min_repeats_word:
            pairs = compress(range(len(every)), map(eq, every, every[1:]))
            found.update((at, 1) for at in pairs if every[at] == word)
    for size in range(2, options.max_words + 1):
        step = (options.min_repeats - 1) * size
        same = map(eq, every[::step], every[size::step])
        for at in compress(range(0, len(every), step), same):
            token = every[at]
            # Twice more in that distance, or once and once before; no pipes of tables.
            if token[0].isalpha() and (
                token in every[at + 2 * size : at + 2 * size + 1]
                or (at >= size and token == every[at - size])
            ):
                found.add((at, size))
    return found


def _extent(every: list[str], at: int, size: int, floor: int) -> tuple[int, int]:
    """The tokens around ``at`` that have the period ``size``, half-open, not below ``floor``."""
    low = at
    while low > floor and every[low - 1] == every[low - 1 + size]:
        low -= 1
    high = at + size
    while high < len(every) and every[high] == every[high - size]:
        high += 1
    return low, high


def _in_block(
    doc: Document, spans: list[tuple[int, int]], low: int, high: int
) -> tuple[int, int]:
    """What of a range of tokens lies in the block where it begins; nothing if that is no text."""
    at = bisect_right(doc.blocks, spans[low][0], key=lambda block: block.start) - 1
    if at < 0 or doc.blocks[at].kind not in _KINDS:
        return low, low
    end = doc.blocks[at].end
    return low, bisect_right(spans, (end, -1), low, high)


def _is_text(gram: list[str], wanted: frozenset[str]) -> bool:
    words = ["".join(filter(str.isalpha, token)) for token in gram]
    longest = max(words, key=len, default="")
    return (
        len(longest) >= 2
        and not any(char.isdigit() for token in gram for char in token)
        and not all(not word or word in wanted for word in words)
    )


_MOST_CHARACTERS = 20


def _loops_of_characters(doc: Document, least: int) -> Iterator[Finding]:
    prose = doc.prose
    for block in doc.blocks:
        if block.kind not in _KINDS:
            continue
        done = block.start
        # Every loop of two characters and more reaches over a point on this grid.
        for at in range(block.start, block.end - 2 * least + 2, 2 * (least - 1)):
            if at < done:
                continue
            again = prose.find(prose[at : at + 2], at + 2, at + 2 + _MOST_CHARACTERS)
            if again < 0 or not prose[at : at + 2].isalpha():
                continue
            size = again - at
            low, high = at, at + size
            while low > done and prose[low - 1] == prose[low - 1 + size]:
                low -= 1
            while high < block.end and prose[high] == prose[high - size]:
                high += 1
            if high - low >= least * size:
                done = high
                gram = prose[low : low + size]
                if len(set(gram)) > 1 and gram.isalpha():
                    values = {"found": gram, "times": (high - low) // size}
                    yield Finding(Span(low, high), values)
