"""Paragraphs that are nearly the same: an older and a newer version, or one inside another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Finding, Related
from contentlint.document import Document, Span
from contentlint.text.paragraph_facts import echoes
from contentlint.text.paragraph_keys import (
    changed_numbers,
    is_prose,
    is_pull_quote,
    prose_key,
    space_key,
    token_set,
)
from contentlint.text.words import words

# In a group larger than this, each paragraph is compared with so many before it.
_WINDOW = 6
# So many look-alikes are a template (match reports, horoscopes, adverts), not a slip.
_TEMPLATE = 3


class Options(NamedTuple):
    threshold: float = 0.8
    """Least share of common three-word sequences (Jaccard)."""
    min_words: int = 12
    containment: float = 0.95
    """Least share of the shorter paragraph's sequences that the longer one has."""
    min_words_contained: int = 20


class _Text(NamedTuple):
    words: int
    shingles: frozenset[str]


def check(doc: Document, options: Options) -> Iterator[Finding]:
    groups = [group for group in doc.fact(echoes) if len(group) > 1]
    if not groups:
        return
    texts: dict[int, _Text | None] = {}
    best: dict[int, tuple[float, bool, int]] = {}
    alike: dict[int, int] = {}
    for early, late in _pairs(groups):
        result = _compare(doc, early, late, texts, options)
        if result is None:
            continue
        alike[early] = alike.get(early, 0) + 1
        alike[late] = alike.get(late, 0) + 1
        best[late] = max(best.get(late, (0.0, False, early)), (*result, early))
    for late in sorted(best):
        share, contained, early = best[late]
        if alike[late] < _TEMPLATE and alike[early] < _TEMPLATE:
            yield _finding(doc, early, late, share, contained)


def _pairs(groups: list[tuple[int, ...]]) -> list[tuple[int, int]]:
    pairs: set[tuple[int, int]] = set()
    for group in groups:
        for at, late in enumerate(group):
            pairs.update((early, late) for early in group[max(0, at - _WINDOW) : at])
    return sorted(pairs)


def _compare(
    doc: Document, early: int, late: int, texts: dict[int, _Text | None], options: Options
) -> tuple[float, bool] | None:
    if not _could_be(doc, early, late) or is_pull_quote(doc, early, late):
        return None
    for index in (early, late):
        if index not in texts:
            texts[index] = _read(doc, index, options)
    a, b = texts[early], texts[late]
    if a is None or b is None or doc.fact(prose_key, early) == doc.fact(prose_key, late):
        return None
    small, large = sorted((a, b), key=lambda text: len(text.shingles))
    common = len(small.shingles & large.shingles)
    jaccard = common / (len(small.shingles) + len(large.shingles) - common)
    if jaccard >= options.threshold:
        return jaccard, False
    share = common / len(small.shingles)
    if share >= options.containment and small.words >= options.min_words_contained:
        return share, True
    return None


def _could_be(doc: Document, early: int, late: int) -> bool:
    """A look at the words as they stand: neither equal nor quite different."""
    if doc.fact(space_key, early) == doc.fact(space_key, late):
        return False
    a, b = doc.fact(token_set, early), doc.fact(token_set, late)
    # Half, not nine tenths: vowel signs and punctuation make other tokens of the same words.
    return 2 * len(a & b) >= min(len(a), len(b))


def _read(doc: Document, index: int, options: Options) -> _Text | None:
    block = doc.blocks[index]
    if block.kind == "quote" or not is_prose(doc, block, options.min_words):
        return None
    text = doc.fact(prose_key, index)
    units = [text[start:end] for start, end in words(text)]
    shingles = frozenset(map(" ".join, zip(units, units[1:], units[2:], strict=False)))
    return _Text(len(units), shingles) if len(units) >= max(options.min_words, 3) else None


def _finding(doc: Document, early: int, late: int, share: float, contained: bool) -> Finding:
    one, two = doc.blocks[early], doc.blocks[late]
    if contained:
        longer_first = one.end - one.start > two.end - two.start
        how = "is contained in" if longer_first else "contains"
    else:
        how = f"is {min(int(share * 100), 99)} % the same as"
    numbers = changed_numbers(doc.fact(prose_key, early), doc.fact(prose_key, late))
    values = {
        "how": how,
        "line": one.line + 1,
        "numbers": f"; differs in: {numbers}" if numbers and not contained else "",
    }
    related = (Related(Span(one.start, one.end), "the other paragraph"),)
    return Finding(Span(two.start, two.end), values, None, related)
