"""A sentence that occurs twice in the article."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.asides import is_credit, is_posted, places, quotes, shows
from contentlint.article.containers import is_verse
from contentlint.core import count_words, has_words
from contentlint.model import trigger
from contentlint.model.characters import BLANKS
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.model.terminators import FINISHED
from contentlint.model.trigger import FAR_WORDS, SAID_WORDS
from contentlint.text.similarity.exact import repeated_sentences
from contentlint.text.similarity.keys import WRITTEN, leads_elsewhere, light_of, shown

# Copies so many blocks apart are deliberate: a comment quotes what the article quotes, or a section
# repeats a sentence.
_FAR = 20
_ROWS = {"pipe_row", "table"}


class Options(NamedTuple):
    min_words: int = 10
    """The minimum number of words: shorter sentences are not compared."""
    min_words_adjacent: int = 4
    """Like ``min_words``, but for a sentence that directly follows its copy."""


class _Place(NamedTuple):
    span: Span
    block: int
    number: int
    whole: bool
    """The sentence is a whole paragraph."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.SAID,) if _is_strict(options) else ()


def _is_strict(options: Options) -> bool:
    """Return True if the options ask for sentences at least as long as those that the scan looks
    for."""
    asked = options.min_words >= FAR_WORDS
    return asked and options.min_words_adjacent >= SAID_WORDS


def check(doc: Document, options: Options) -> Iterator[Finding]:
    first: dict[str, _Place] = {}
    latest: dict[str, _Place] = {}
    least = min(options.min_words, options.min_words_adjacent)
    for span, index, number in repeated_sentences(doc, least, _is_strict(options)):
        place = _place(doc, span, index, number)
        key = _key(doc, place.span, least)
        if key is None:
            continue
        before = latest.get(key)
        latest[key] = place
        original = first.setdefault(key, place)
        if before is not None and _is_fault(doc, original, before, place, options):
            yield _finding(doc, original, place)


def _place(doc: Document, span: Span, index: int, number: int) -> _Place:
    block = doc.blocks[index]
    whole = span.end - span.start >= block.end - block.start - 2
    return _Place(span, index, number, whole)


def _key(doc: Document, span: Span, least: int) -> str | None:
    text = doc.prose[span.start : span.end]
    if text.rstrip(FINISHED)[-1:] == text[-1:] or "﴿" in text:
        return None  # it ends no sentence: a caption, a label, a line of verse
    if not has_words(text, least):
        return None
    # Only at the end: an opening quote marks a quotation of the other one.
    return light_of(doc, shown(doc, span.start, span.end)).rstrip(FINISHED)


def _is_fault(
    doc: Document, original: _Place, before: _Place, place: _Place, options: Options
) -> bool:
    if place.whole and original.whole:
        return False  # a repeated paragraph
    if doc.origin in WRITTEN and before.block != place.block:
        return False  # parallel sections say the same
    if leads_elsewhere(doc, original.span, place.span) or _is_verse(doc, place):
        return False
    words = count_words(doc.prose[place.span.start : place.span.end])
    follows = before.block == place.block and before.number + 1 == place.number
    if follows and words >= options.min_words_adjacent:
        return True
    if words < options.min_words:
        return False
    if _comes_back(doc, original, place) or _are_cells(doc, original, place):
        return False
    return not (_is_aside(doc, original) or _is_aside(doc, place) or _quotes(doc, original, place))


def _is_verse(doc: Document, place: _Place) -> bool:
    start, end = place.span
    return is_verse(doc, doc.line_at(start), doc.line_at(end - 1))


def _comes_back(doc: Document, original: _Place, place: _Place) -> bool:
    """Return True if a section far below repeats a sentence of the text as a paragraph."""
    far = place.whole and place.block - original.block > _FAR
    return far and doc.fact(places)[place.block].titles != doc.fact(places)[original.block].titles


def _are_cells(doc: Document, *pair: _Place) -> bool:
    """Return True if both are between lone pipes: in cells of a table, whose rows may repeat
    text."""
    blocks = doc.blocks
    return pair[0].block != pair[1].block and all(
        0 < block < len(blocks) - 1 and {blocks[block - 1].kind, blocks[block + 1].kind} <= _ROWS
        for _, block, _, _ in pair
    )


def _is_aside(doc: Document, place: _Place) -> bool:
    """Return True if a sentence is part of a credit, of a social media post, or of a caption."""
    if doc.fact(is_credit, place.block) or is_posted(doc, place.block):
        return True
    return place.whole and shows(doc, place.block)


def _quotes(doc: Document, original: _Place, place: _Place) -> bool:
    """Return True if one of two sentences quotes the other: it is inside quotation marks."""
    one, two = (quotes(doc, doc.blocks[each.block], *each.span) for each in (original, place))
    return one != two or (two and place.block - original.block > _FAR)


def _finding(doc: Document, original: _Place, place: _Place) -> Finding:
    start, end = place.span
    block = doc.blocks[place.block]
    if start > block.start:
        while start > block.start and doc.text[start - 1] in BLANKS + "\n":
            start -= 1
    else:
        while end < block.end and doc.text[end] in BLANKS + "\n":
            end += 1
    fix = Fix((Edit(Span(start, end), ""),), False, "remove the second copy")
    line, column = doc.position(original.span.start)
    values = {"line": line, "column": column}
    return Finding(place.span, values, fix, (Related(original.span, "the first copy"),))
