"""Paragraphs that are nearly equal: two versions of a text, or one inside another."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.asides import (
    is_caption,
    is_note,
    is_posted,
    is_unfinished,
    opens_quoted,
    places,
)
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.model.trigger import NEAR_WORDS
from contentlint.text.similarity.keys import (
    changed_numbers,
    is_pull_quote,
    leads_elsewhere,
    prose_key,
)
from contentlint.text.similarity.near import are_echoes, common, similar, wording

# So many similar paragraphs come from a template (match reports, horoscopes, advertisements).
_TEMPLATE = 3
# Fewer words without an end mark are an item: a technical datum, an ingredient.
_ITEM = 30
# At this distance in blocks, a paragraph that begins with a quotation mark answers the article, and
# one under another heading repeats a part on purpose.
_FAR = 20


class Options(NamedTuple):
    threshold: float = 0.8
    """The proportion (0 to 1) of three-word sequences that two paragraphs must have in common
    (Jaccard index)."""
    min_words: int = 12
    """The minimum number of words: shorter paragraphs are not compared."""
    containment: float = 0.95
    """The proportion (0 to 1) of the shorter paragraph's sequences that the longer one must
    contain."""
    min_words_contained: int = 20
    """The minimum number of words for ``containment``: it does not compare shorter paragraphs;
    ``min_words`` applies as well."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.NEAR,) if _is_strict(options) else ()


def _is_strict(options: Options) -> bool:
    """Return True if the options ask for at least as much as ``Sequences.may_resemble`` looks
    for."""
    contained = options.containment >= 0.95 and options.min_words_contained >= 20
    return options.min_words >= NEAR_WORDS and options.threshold >= 0.8 and contained


def check(doc: Document, options: Options) -> Iterator[Finding]:
    best: dict[int, tuple[float, bool, int]] = {}
    alike: dict[int, int] = {}
    strict = _is_strict(options)
    for early, late in similar(doc, options.min_words, strict):
        # The cheapest test that rejects most pairs.
        if is_pull_quote(doc, early, late) or _answers(doc, early, late):
            continue
        result = _compare(doc, early, late, options)
        if result is None or (strict and not are_echoes(doc, early, late)):
            continue
        alike[early] = alike.get(early, 0) + 1
        alike[late] = alike.get(late, 0) + 1
        if not leads_elsewhere(doc, _span(doc, early), _span(doc, late)):
            best[late] = max(best.get(late, (0.0, False, early)), (*result, early))
    for late in sorted(best):
        share, contained, early = best[late]
        if alike[late] < _TEMPLATE and alike[early] < _TEMPLATE:
            yield _finding(doc, early, late, share, contained)


def _answers(doc: Document, early: int, late: int) -> bool:
    """Return True if both are notes, or one is a comment that quotes the other."""
    if is_note(doc, early) and is_note(doc, late):
        return True
    return opens_quoted(doc, late) and (late - early > _FAR or not opens_quoted(doc, early))


def _compare(doc: Document, early: int, late: int, options: Options) -> tuple[float, bool] | None:
    one, two = doc.fact(wording, early), doc.fact(wording, late)
    a, b = len(one.units), len(two.units)
    if min(a, b) < max(options.min_words, 3):
        return None
    shares = common(one, two, min(options.threshold, options.containment))
    if shares is None:
        return None
    jaccard, share = shares
    if jaccard >= options.threshold:
        result = (jaccard, False)
    elif share >= options.containment and min(a, b) >= options.min_words_contained:
        result = (share, True)
    else:
        return None
    if result[1] and late - early > _FAR and a > b and _is_elsewhere(doc, early, late):
        return None  # the article returns to a part of its text
    same = doc.fact(prose_key, early) == doc.fact(prose_key, late)
    return None if same or _may_repeat(doc, early, late, max(a, b)) else result


def _may_repeat(doc: Document, early: int, late: int, most: int) -> bool:
    """Return True if both are items, or one is a caption or an embedded post that the text
    quotes."""
    listed = doc.blocks[early].kind == doc.blocks[late].kind == "list_item"
    longest = _ITEM * 2 if listed else _ITEM
    if most < longest and is_unfinished(doc, early) and is_unfinished(doc, late):
        return True
    if most < _ITEM and _are_steps(doc, early, late):
        return True
    if is_posted(doc, early) != is_posted(doc, late):
        return True
    return is_caption(doc, early) or is_caption(doc, late)


def _are_steps(doc: Document, early: int, late: int) -> bool:
    """Return True if both are in lists of different sections: a step that two procedures share."""
    listed = all(
        doc.blocks[index].kind == "list_item" or doc.line(doc.blocks[index].line)[:2] == "  "
        for index in (early, late)
    )
    return listed and _is_elsewhere(doc, early, late)


def _is_elsewhere(doc: Document, early: int, late: int) -> bool:
    """Return True if the two are under different headings."""
    return doc.fact(places)[early].titles != doc.fact(places)[late].titles


def _finding(doc: Document, early: int, late: int, share: float, contained: bool) -> Finding:
    one, two = doc.blocks[early], doc.blocks[late]
    if contained:
        longer_first = one.end - one.start > two.end - two.start
        how = "is contained in" if longer_first else "contains"
    else:
        how = f"is {min(int(share * 100), 99)}% identical to"
    numbers = changed_numbers(doc.fact(prose_key, early), doc.fact(prose_key, late))
    values = {
        "how": how,
        "line": one.line + 1,
        "numbers": f"; differs in: {numbers}" if numbers and not contained else "",
    }
    related = (Related(_span(doc, early), "the other paragraph"),)
    return Finding(_span(doc, late), values, None, related)


def _span(doc: Document, index: int) -> Span:
    block = doc.blocks[index]
    return Span(block.start, block.end)
