"""Paragraphs that are nearly the same: an older and a newer version, or one inside another."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.diagnostic import Finding, Related
from contentlint.document import Document, Span
from contentlint.records import NamedTuple
from contentlint.text import gates
from contentlint.text.asides import (
    is_caption,
    is_note,
    is_unfinished,
    opens_quoted,
    places,
)
from contentlint.text.paragraph_facts import echoes
from contentlint.text.paragraph_keys import (
    changed_numbers,
    is_prose,
    is_pull_quote,
    prose_key,
    space_key,
)
from contentlint.text.words import UNSPACED_LANGUAGES, words

# In a group larger than this, each paragraph is compared with so many before it.
_WINDOW = 6
# So many look-alikes are a template (match reports, horoscopes, adverts), not a slip.
_TEMPLATE = 3
# Fewer words without an end mark are an item: a technical datum, the ingredients of a dish.
_ITEM = 30
# So many blocks further down, who begins with a quotation mark answers the article, and who says
# a part of what it said under another heading does so on purpose.
_FAR = 20


class Options(NamedTuple):
    threshold: float = 0.8
    """Least share of common three-word sequences (Jaccard)."""
    min_words: int = 12
    containment: float = 0.95
    """Least share of the shorter paragraph's sequences that the longer one has."""
    min_words_contained: int = 20


class _Text(NamedTuple):
    words: int
    shingles: frozenset[tuple[str, str, str]]


def anchors(options: Options) -> tuple[str, ...]:
    return (gates.ECHO,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    groups = doc.fact(echoes).paragraphs
    if not groups:
        return
    texts: dict[int, _Text | None] = {}
    best: dict[int, tuple[float, bool, int]] = {}
    alike: dict[int, int] = {}
    for early, late in _similar(doc, groups, options.min_words):
        for index in (early, late):
            if index not in texts:
                texts[index] = _read(doc, index, options)
        result = _compare(doc, early, late, texts[early], texts[late], options)
        if result is None:
            continue
        alike[early] = alike.get(early, 0) + 1
        alike[late] = alike.get(late, 0) + 1
        best[late] = max(best.get(late, (0.0, False, early)), (*result, early))
    for late in sorted(best):
        share, contained, early = best[late]
        if alike[late] < _TEMPLATE and alike[early] < _TEMPLATE:
            yield _finding(doc, early, late, share, contained)


def _similar(
    doc: Document, groups: tuple[tuple[int, ...], ...], least: int
) -> list[tuple[int, int]]:
    """Pairs of a group that are neither equal nor quite different, going by their tokens."""
    members = {index for group in groups for index in group}
    keys = {index: doc.fact(space_key, index) for index in members}
    pairs: set[tuple[int, int]] = set()
    for group in groups:
        for at, late in enumerate(group):
            before = group[max(0, at - _WINDOW) : at]
            pairs.update([(early, late) for early in before if keys[early] != keys[late]])
    if not pairs:
        return []
    tokens = _tokens(doc, {index for pair in pairs for index in pair}, least)
    similar = []
    for early, late in sorted(pairs):
        if early in tokens and late in tokens:
            a, b = tokens[early], tokens[late]
            # Half, not nine tenths: vowel signs and punctuation make other tokens of one word.
            if 2 * len(a & b) >= min(len(a), len(b)):
                similar.append((early, late))
    return similar


def _tokens(doc: Document, members: set[int], least: int) -> dict[int, frozenset[str]]:
    """What white space separates in those of some blocks that can have so many words."""
    prose, blocks = doc.prose, doc.blocks
    if doc.language in UNSPACED_LANGUAGES:
        least = 0
    found = {}
    for index in members:
        kind, start, end, _, _, _ = blocks[index]
        if kind != "quote":
            tokens = prose[start:end].split()
            if len(tokens) >= least:
                found[index] = frozenset(tokens)
    return found


def _compare(
    doc: Document, early: int, late: int, a: _Text | None, b: _Text | None, options: Options
) -> tuple[float, bool] | None:
    if a is None or b is None:
        return None
    small, large = sorted((a.shingles, b.shingles), key=len)
    common = len(small & large)
    jaccard = common / (len(small) + len(large) - common)
    share = common / len(small)
    if jaccard >= options.threshold:
        result = (jaccard, False)
    elif share >= options.containment and min(a.words, b.words) >= options.min_words_contained:
        result = (share, True)
    else:
        return None
    if result[1] and late - early > _FAR and a.words > b.words and _is_elsewhere(doc, early, late):
        return None  # the article comes back to a part of what it said
    same = doc.fact(prose_key, early) == doc.fact(prose_key, late)
    if same or is_pull_quote(doc, early, late) or _may_repeat(doc, early, late, a, b):
        return None
    return result


def _may_repeat(doc: Document, early: int, late: int, a: _Text, b: _Text) -> bool:
    """Whether two are notes or items, or one is a caption, or a comment that quotes the other."""
    if is_note(doc, early) and is_note(doc, late):
        return True
    listed = doc.blocks[early].kind == doc.blocks[late].kind == "list_item"
    longest = _ITEM * 2 if listed else _ITEM
    if max(a.words, b.words) < longest and is_unfinished(doc, early) and is_unfinished(doc, late):
        return True
    if _are_steps(doc, early, late) and max(a.words, b.words) < _ITEM:
        return True
    if opens_quoted(doc, late) and (late - early > _FAR or not opens_quoted(doc, early)):
        return True
    return is_caption(doc, early) or is_caption(doc, late)


def _are_steps(doc: Document, early: int, late: int) -> bool:
    """Whether two stand in lists of different sections: a step that two procedures have."""
    listed = all(
        doc.blocks[index].kind == "list_item" or doc.lines[doc.blocks[index].line][:2] == "  "
        for index in (early, late)
    )
    return listed and _is_elsewhere(doc, early, late)


def _is_elsewhere(doc: Document, early: int, late: int) -> bool:
    """Whether two stand under different headings."""
    return doc.fact(places)[early].titles != doc.fact(places)[late].titles


def _read(doc: Document, index: int, options: Options) -> _Text | None:
    block = doc.blocks[index]
    if not is_prose(doc, block, options.min_words):
        return None
    units = words(doc.fact(prose_key, index))
    if len(units) < max(options.min_words, 3):
        return None
    return _Text(len(units), frozenset(zip(units, units[1:], units[2:], strict=False)))


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
