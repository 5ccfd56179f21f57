"""Paragraphs that occur twice in one article, letter for letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.asides import is_caption, is_unfinished, places
from contentlint.article.containers import (
    are_apart,
    is_contained,
    is_defined,
    is_of_list,
    is_verse,
)
from contentlint.article.edits import remove_lines
from contentlint.article.images import shown_source
from contentlint.core import copies, count_words, sentences
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding, Fix, Related
from contentlint.model.document import COMPONENTS, MARK, Block, Document, Span
from contentlint.model.queries import begins_with_label, has_code, has_image
from contentlint.model.trigger import COPY_WORDS, ITEM_CHARS, MIN_CHARS
from contentlint.text.similarity.exact import first_of_all, originals, suspects
from contentlint.text.similarity.keys import (
    LONG,
    WRITTEN,
    is_emphasised,
    is_long_enough,
    is_prose,
    space_key,
)

if TYPE_CHECKING:
    from typing import Literal

# Shorter copies under different headings belong to sections with a common structure.
_SHORT = 250
_AROUND = " \n" + MARK
# A name and the person's role.
_NAME_WORDS = 8
# A sentence shorter than this may return after so many lines.
_REFRAIN = 60
_FAR = 30
# A sequence of items may occur twice in a list.
_LONG_SEQUENCE = 500
_SHOWN = frozenset({"image", "shortcode"})


class Options(NamedTuple):
    min_chars: int = 40
    """The minimum number of characters: shorter paragraphs are not compared."""
    min_words: int = 6
    """The minimum number of words: shorter paragraphs are not compared."""
    min_chars_list: int = 80
    """Like ``min_chars``, but for list items, and for block quotes with scope ``all``."""
    ignore: tuple[str, ...] = ()
    """Regular expressions: paragraphs that match one may be repeated."""
    scope: Literal["prose", "all"] = "prose"
    """The text to compare: ``prose``, or ``all``, which includes block quotes, verse, labels and
    lines that do not end a sentence."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.SAME,) if _is_strict(options) else ()


def _is_strict(options: Options) -> bool:
    """Return True if the options ask for paragraphs at least as long as those that the scan looks
    for."""
    asked = options.scope == "prose" and options.min_words >= COPY_WORDS
    asked = asked and options.min_chars >= MIN_CHARS
    return asked and options.min_chars_list >= ITEM_CHARS


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        pattern = "|".join(f"(?:{each})" for each in options.ignore)
        self._ignore = lazy_regex.made(pattern) if pattern else None

    def check(self, doc: Document) -> Iterator[Finding]:
        copies = {
            index: original
            for index, original in _equal(doc, self._options)
            if self._counts(doc, index) and not self._is_allowed(doc, original, index)
        }
        strict = doc.origin in WRITTEN and self._options.scope != "all"
        done = -1
        for index, original in copies.items():
            if index > done:
                begin, length = _run(doc, original, index, done, copies)
                done = begin + length - 1
                first = original - (index - begin)
                repeated = [i for i in range(begin, done + 1) if i in copies]
                parallel = _is_parallel(doc, first, begin, repeated[0])
                if _is_short(doc, repeated) and (
                    parallel
                    or _lists_differ(doc, first, begin, length)
                    or _is_refrain(doc, first, begin, length)
                ):
                    continue
                if not strict or _is_accident(doc, first, begin, length, copies):
                    yield _finding(doc, first, begin, length, parallel)

    def _counts(self, doc: Document, index: int) -> bool:
        options = self._options
        block = doc.blocks[index]
        everything = options.scope == "all"
        if block.kind == "quote" and not everything:
            return False
        if not is_long_enough(block, options.min_chars, options.min_chars_list):
            return False
        if self._ignore and self._ignore.search(doc.text, block.start, block.end):
            return False
        if not is_prose(doc, block, options.min_words, anything=everything):
            return False
        return everything or not (
            (is_emphasised(doc, index) and is_caption(doc, index)) or _fills(doc, block)
        )

    def _is_allowed(self, doc: Document, original: int, copy: int) -> bool:
        """Return True if the two copies have the same text about different things, or the first is
        a short item, such as a key point."""
        options = self._options
        first = doc.blocks[original]
        if not is_long_enough(first, options.min_chars, options.min_chars_list):
            return True
        return options.scope != "all" and (
            _name_pictures(doc, original, copy) or _are_led_in(doc, original, copy)
        )


def _equal(doc: Document, options: Options) -> list[tuple[int, int]]:
    """Return each block that equals an earlier one, ascending, mapped to the first of these."""
    known = doc.fact(copies).same if _is_strict(options) else None
    if known is not None:
        return sorted([(index, group[0]) for group in known for index in group[1:]])
    least = min(options.min_chars, options.min_chars_list)
    if least < MIN_CHARS:
        every = doc.fact(first_of_all, least)
        return [(index, original) for index, original in every.items() if index != original]
    found = []
    indices = doc.fact(suspects)
    source = doc.fact(originals) if indices else {}
    first: dict[int, int] = {}
    for index in indices:
        original = first.setdefault(source[index], index)
        if original != index:
            found.append((index, original))
    return found


def _fills(doc: Document, block: Block) -> bool:
    """Return True if a block is one sentence many times over, as a demonstration of a layout
    has it."""
    found = [doc.prose[slice(*span)] for span in sentences(doc.prose, *block[1:3])]
    return len(found) > 2 and len(set(found)) == 1


def _name_pictures(doc: Document, original: int, copy: int) -> bool:
    """Return True if the two are captions of different pictures, or of pictures that are
    missing."""
    above = doc.blocks[original - 1], doc.blocks[copy - 1]
    if original == 0 or not above[0].kind == above[1].kind == "image":
        return False
    if not (is_unfinished(doc, copy) or is_caption(doc, copy)):
        return False
    one, two = (shown_source(doc, block.line) for block in above)
    return one != two or one == ""


def _are_led_in(doc: Document, original: int, copy: int) -> bool:
    """Return True if the lines above the two both end in a colon and differ, as before
    quotations."""
    if original == 0:
        return False
    one, two = (doc.blocks[index - 1] for index in (original, copy))
    ends = (doc.prose[block.start : block.end].rstrip(_AROUND)[-1:] for block in (one, two))
    if not all(end in (":", "：") for end in ends):
        return False
    return doc.fact(space_key, original - 1) != doc.fact(space_key, copy - 1)


def _is_parallel(doc: Document, original: int, copy: int, at: int) -> bool:
    """Return True if block ``at`` of a run has the same distance to its heading as its copy has to
    another."""
    one, two = doc.fact(places)[original + at - copy], doc.fact(places)[at]
    if one.distance != two.distance or one.level != two.level:
        return False
    # A heading and its paragraph may be repeated in another chapter.
    return one.titles[-1:] != two.titles[-1:] or any(
        a != b for a, b in zip(one.titles[:-1], two.titles[:-1], strict=False)
    )


def _lists_differ(doc: Document, original: int, copy: int, length: int) -> bool:
    """Return True if items are repeated in another list, which another line leads in to."""
    if any(block.kind != "list_item" for block in doc.blocks[copy : copy + length]):
        return False
    leads = []
    for at in (original, copy):
        while at >= 0 and doc.blocks[at].kind == "list_item":
            at -= 1
        leads.append(doc.fact(space_key, at) if at >= 0 else "")
    return leads[0] != leads[1]


def _is_refrain(doc: Document, original: int, copy: int, length: int) -> bool:
    """Return True if one short sentence returns much later, as one does behind each step of a
    tutorial."""
    return (
        length == 1
        and _size([doc.blocks[copy]]) < _REFRAIN
        and doc.blocks[copy].line - doc.blocks[original].line > _FAR
    )


def _is_accident(
    doc: Document, original: int, copy: int, length: int, copies: Mapping[int, int]
) -> bool:
    """Return True if a run is repeated where nobody would repeat it on purpose: at once, or in the
    same list."""
    if are_apart(doc, _span(doc, original, length), _span(doc, copy, length)):
        return False
    if doc.blocks[copy].kind == "list_item" and list(copies.values()).count(original) > 1:
        return False  # a step to be taken several times
    return _follows(doc, original, copy, length) or (
        length == 1 and _is_in_list(doc, original, copy)
    )


def _follows(doc: Document, original: int, copy: int, length: int) -> bool:
    """Return True if only images and shortcodes separate two runs that are no verse, or one
    paragraph separates two long ones."""
    blocks = doc.blocks
    copied = blocks[copy : copy + length]
    if length > 1 and all(block.kind == "list_item" for block in copied):
        if _size(copied) < _LONG_SEQUENCE:
            return False
    if original and all(_shows(doc, blocks[i - 1]) for i in (original, copy)):
        return False  # what is said of each of two pictures
    between = [b.kind for b in blocks[original + length : copy] if b.kind not in _SHOWN]
    if between and (
        between != ["paragraph"]
        or copied[0].kind != "paragraph"
        or begins_with_label(doc, copied[0].start)
        or _size(copied) < LONG
    ):
        return False
    return any(block.kind == "code" for block in copied) or not is_verse(
        doc, copied[0].line, copied[-1].last
    )


def _shows(doc: Document, block: Block) -> bool:
    return block.kind in _SHOWN or has_image(doc, block.start, block.end)


def _is_in_list(doc: Document, original: int, copy: int) -> bool:
    """Return True if two blocks are items of one list."""
    items = doc.blocks[original : copy + 1]
    level = items[-1].level
    return items[0].level == level and all(
        item.kind == "list_item" and item.level >= level for item in items
    )


def _span(doc: Document, first: int, length: int) -> Span:
    return Span(doc.blocks[first].start, doc.blocks[first + length - 1].end)


def _is_short(doc: Document, repeated: list[int]) -> bool:
    return _size([doc.blocks[i] for i in repeated]) < _SHORT


def _size(blocks: Sequence[Block]) -> int:
    return sum(block.end - block.start for block in blocks)


def _run(
    doc: Document, original: int, copy: int, done: int, copies: Mapping[int, int]
) -> tuple[int, int]:
    """Return the first block and the length of the longest run of equal blocks around a copy.

    Headings, images and short lines between belong to it; it ends before it
    would run into itself, and does not take a copy for an original.
    """
    distance = copy - original
    begin, after = copy, copy + 1
    while begin - 1 > max(done, original) and _same(doc, begin - 1 - distance, begin - 1, copies):
        begin -= 1
    while after - distance < begin and _same(doc, after - distance, after, copies):
        after += 1
    return begin, after - begin


def _same(doc: Document, a: int, b: int, copies: Mapping[int, int]) -> bool:
    if a < 0 or b >= len(doc.blocks) or a in copies or doc.blocks[a].kind != doc.blocks[b].kind:
        return False
    if doc.blocks[b].kind in COMPONENTS:
        return False  # without it, what it opens or closes would be torn
    return doc.fact(space_key, a) == doc.fact(space_key, b)


def _finding(doc: Document, original: int, copy: int, length: int, parallel: bool) -> Finding:
    blocks = doc.blocks
    here, there = _span(doc, copy, length), _span(doc, original, length)
    copied = blocks[copy : copy + length]
    chars = _size(copied)
    values = {"line": blocks[original].line + 1, "characters": chars}
    safe = (
        chars >= LONG
        and all(block.kind == "paragraph" for block in copied)
        and doc.text[slice(*here)] == doc.text[slice(*there)]
    )
    safe = safe and not parallel and not _is_signed(doc, copy + length)
    safe = safe and _is_left_over(doc, here, there) and not _has_place(doc, copy, length)
    removal = remove_lines(doc, copied[0].line, copied[-1].last)
    fix = Fix((removal,), safe, "remove the second copy")
    # An author may repeat what readers of one part need, as documentation does: text with code.
    severity = "warning" if doc.origin in WRITTEN or doc.fact(has_code) else None
    return Finding(here, values, fix, (Related(there, "the first copy"),), severity)


def _is_left_over(doc: Document, here: Span, there: Span) -> bool:
    """Return True if a copy is certainly residue: nobody wrote it as it is, and it follows the
    original. Further away, it may belong to another part of the text."""
    if doc.origin == "authored" or any(block.kind == "directive" for block in doc.blocks):
        return False
    between = doc.text[there.end : here.start]
    return not between.replace(doc.text[slice(*there)], "").strip()


def _has_place(doc: Document, copy: int, length: int) -> bool:
    """Return True if some copied blocks belong to something that needs them: a container, a list, a
    definition or a poem."""
    first, last = doc.blocks[copy], doc.blocks[copy + length - 1]
    return (
        is_of_list(doc, copy, copy + length - 1)
        or is_verse(doc, first.line, last.last)
        or is_defined(doc, first.line, last.last)
        or is_contained(doc, Span(first.start, last.end))
    )


def _is_signed(doc: Document, after: int) -> bool:
    """Return True if the block after a copy is a few words without a sentence end: a signature,
    which would lose its text."""
    if after >= len(doc.blocks):
        return False
    block = doc.blocks[after]
    if block.kind not in ("paragraph", "quote") or is_emphasised(doc, after):
        return False  # a line in bold begins a new part
    text = doc.prose[block.start : block.end]
    return (
        count_words(text) <= _NAME_WORDS
        and is_unfinished(doc, after)
        and not text.rstrip(_AROUND).endswith(":")
    )
