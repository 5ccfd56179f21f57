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
from contentlint.text.paragraph_facts import echoes, space_keys
from contentlint.text.paragraph_keys import (
    changed_numbers,
    is_prose,
    is_pull_quote,
    prose_key,
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


def anchors(options: Options) -> tuple[str, ...]:
    return (gates.ECHO,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    groups = doc.fact(echoes).paragraphs
    if not groups:
        return
    best: dict[int, tuple[float, bool, int]] = {}
    alike: dict[int, int] = {}
    for early, late in _similar(doc, groups, options.min_words):
        result = _compare(doc, early, late, options)
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
    blocks = doc.blocks
    able = {
        index
        for index in {index for group in groups for index in group}
        if blocks[index].kind != "quote" and is_prose(doc, blocks[index], least)
    }
    if len(able) < 2:
        return []
    pairs: set[tuple[int, int]] = set()
    for group in groups:
        for at, late in enumerate(group):
            if late in able:
                before = able.intersection(group[max(0, at - _WINDOW) : at])
                pairs.update([(early, late) for early in before])
    if not pairs:
        return []
    tokens = _tokens(doc, {index for pair in pairs for index in pair}, least)
    keys = doc.fact(space_keys)
    similar = []
    for early, late in sorted(pairs):
        if early in tokens and late in tokens:
            a, b = tokens[early], tokens[late]
            # Half, not nine tenths: vowel signs and punctuation make other tokens of one word.
            if 2 * len(a & b) >= min(len(a), len(b)) and keys[early] != keys[late]:
                similar.append((early, late))
    return similar


def _tokens(doc: Document, members: set[int], least: int) -> dict[int, frozenset[str]]:
    """What white space separates in those of some blocks that can have so many words."""
    prose, blocks = doc.prose, doc.blocks
    if doc.language in UNSPACED_LANGUAGES:
        least = 0
    found = {}
    for index in members:
        _, start, end, _, _, _ = blocks[index]
        tokens = prose[start:end].split()
        if len(tokens) >= least:
            found[index] = frozenset(tokens)
    return found


def _compare(doc: Document, early: int, late: int, options: Options) -> tuple[float, bool] | None:
    a, b = len(doc.fact(_units, early)), len(doc.fact(_units, late))
    if min(a, b) < max(options.min_words, 3):
        return None
    least = min(options.threshold, options.containment)
    if not (_may_share(doc, early, late, least) or _may_share(doc, late, early, least)):
        return None
    small, large = sorted((doc.fact(_shingles, early), doc.fact(_shingles, late)), key=len)
    common = len(small & large)
    jaccard = common / (len(small) + len(large) - common)
    share = common / len(small)
    if jaccard >= options.threshold:
        result = (jaccard, False)
    elif share >= options.containment and min(a, b) >= options.min_words_contained:
        result = (share, True)
    else:
        return None
    if result[1] and late - early > _FAR and a > b and _is_elsewhere(doc, early, late):
        return None  # the article comes back to a part of what it said
    same = doc.fact(prose_key, early) == doc.fact(prose_key, late)
    if same or is_pull_quote(doc, early, late) or _may_repeat(doc, early, late, max(a, b)):
        return None
    return result


def _may_repeat(doc: Document, early: int, late: int, most: int) -> bool:
    """Whether two are notes or items, or one is a caption, or a comment that quotes the other."""
    if is_note(doc, early) and is_note(doc, late):
        return True
    listed = doc.blocks[early].kind == doc.blocks[late].kind == "list_item"
    longest = _ITEM * 2 if listed else _ITEM
    if most < longest and is_unfinished(doc, early) and is_unfinished(doc, late):
        return True
    if _are_steps(doc, early, late) and most < _ITEM:
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


def _units(doc: Document, index: int) -> list[str]:
    return words(doc.fact(prose_key, index))


def _distinct(doc: Document, index: int) -> frozenset[str]:
    return frozenset(doc.fact(_units, index))


def _shingles(doc: Document, index: int) -> frozenset[tuple[str, str, str]]:
    units = doc.fact(_units, index)
    return frozenset(zip(units, units[1:], units[2:], strict=False))


def _may_share(doc: Document, index: int, other: int, least: float) -> bool:
    """Whether a block can have that share of its sequences in common with another, going by the
    words that only it has: each but the last two begins a sequence that only it has."""
    alone = len(doc.fact(_distinct, index) - doc.fact(_distinct, other)) - 2
    return alone <= (1 - least) * (len(doc.fact(_units, index)) - 2) + _ROUNDING


_ROUNDING = 1e-6


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
