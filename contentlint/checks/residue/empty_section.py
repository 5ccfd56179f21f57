"""Headings with nothing below them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.captions import is_caption
from contentlint.article.headings import gallery_headings
from contentlint.article.images import shows_image
from contentlint.article.source_line import folded, names_source
from contentlint.core import has_more_words, headings_without_text
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import COMMENT, COMPONENTS, OBJECT, TAG, Block, Document, Span
from contentlint.model.queries import has_image, has_link, is_link, kinds
from contentlint.model.rule import Words
from contentlint.text.language.paragraphs import writing
from contentlint.text.match import line_phrases

_TEXT = frozenset({"paragraph", "code", "table"})
_READ = frozenset({"paragraph", "list_item", "quote"})
_MAX_WORDS = 15
_SHORT = 5
_NOTHING = frozenset({"break", "definition", "front_matter"})
_GALLERY_LEVEL = 6
"""A line that announces pictures ends at every heading."""


class Options(NamedTuple):
    galleries: Words
    """Beginnings of headings of image galleries, by language."""
    credits: Words
    """Labels of image credits, which identify a caption, by language."""
    sources: Words
    """Labels of the source line, which ends the last section, by language."""


def needs(options: Options) -> tuple[str, ...]:
    labels = line_phrases.lines(*options.galleries.values(), longest=260, whole=False)
    return (trigger.SECTION, *labels)


class Checker:
    def __init__(self, options: Options) -> None:
        self._galleries = folded(options.galleries)
        self._credits = folded(options.credits)
        self._sources = folded(options.sources)

    def check(self, doc: Document) -> Iterator[Finding]:
        sections = doc.fact(headings_without_text)
        galleries = [h.at for h in doc.fact(gallery_headings, self._galleries, self._credits)]
        if sections is not None and not sections and not galleries:
            return
        blocks, kind_of = doc.blocks, doc.fact(kinds)
        levels = {
            i: blocks[i].level
            for i, kind in enumerate(kind_of)
            # "--- collapse ---" opens a container.
            if kind == "heading"
            and not doc.line(blocks[i].line).startswith("---")
            and not _in_list(doc, blocks[i])
        }
        for i in galleries:
            levels[i] = _GALLERY_LEVEL
        order = sorted(levels)
        empty: list[tuple[int, int]] = []
        for i in order if sections is None else sorted([*sections, *galleries]):
            if i + 1 < len(blocks) and (kind_of[i + 1] in _TEXT or _is_text(blocks[i + 1])):
                continue
            if i not in levels or not _has_words(doc, blocks[i]):
                continue
            k = bisect_right(order, i)
            while k < len(order) and not _has_words(doc, blocks[order[k]]):
                k += 1
            following = order[k] if k < len(order) else len(blocks)
            if (
                (following == len(blocks) or levels[following] <= levels[i])
                and not doc.line(blocks[i].line).startswith(("    ", "\t"))
                and not _is_long(doc, blocks[i])
                and not (following < len(blocks) and _is_long(doc, blocks[following]))
                and not self._has_content(doc, i, following)
                and not _is_whole(doc, i, following)
            ):
                empty.append((i, following))
        yield from _findings(doc, _without_the_line_above_the_title(blocks, levels, empty))

    def _has_content(self, doc: Document, i: int, following: int) -> bool:
        """Return True if there is content below a heading, up to the source line."""
        for k in range(i + 1, following):
            if self._is_content(doc, doc.blocks[k]):
                labels = self._sources
                return not any(
                    names_source(doc, block, labels) for block in doc.blocks[i + 1 : k + 1]
                )
        return False

    def _is_content(self, doc: Document, block: Block) -> bool:
        if block.kind in _NOTHING:
            return False
        if block.kind == "heading":
            return _in_list(doc, block)
        if block.kind == "html" and _is_directive(doc, block):
            return False
        if shows_image(doc, block.start, block.end):
            return True
        if block.kind in ("paragraph", "pipe_row"):
            caption = is_caption(doc, block, self._credits)
            if caption or block.kind == "pipe_row":
                return not caption and any(map(str.isalnum, doc.prose[block.start : block.end]))
        if block.kind in ("paragraph", "list_item", "quote"):
            # Inline code and URLs are text as well.
            prose = doc.prose[block.start : block.end]
            return OBJECT in prose or any(map(str.isalnum, prose))
        return block.kind != "image"


def _in_list(doc: Document, heading: Block) -> bool:
    """Return True if a heading is what an item of a list begins with: a card, not a section."""
    before = doc.text[doc.line_span(heading.line).start : heading.start].lstrip(" \t>")
    return before.startswith(("-", "*", "+")) or before[:1].isdigit()


def _is_text(block: Block) -> bool:
    """Return True if a block below a heading is text although its kind is not in ``_TEXT``."""
    if block.kind in ("list_item", "quote"):
        return block.end - block.start > 3
    if block.kind in COMPONENTS:
        return True
    return block.kind == "html" and not block.level


def _is_whole(doc: Document, i: int, following: int) -> bool:
    """Return True if a heading without content is complete as it is: the heading below translates
    it, or somebody wrote it as a step with a link, a demonstration of a component, or the title of
    a page that the generator fills."""
    blocks = doc.blocks
    heading = blocks[i]
    if following < len(blocks) and blocks[following].level == heading.level:
        if _is_part(doc, blocks[following], heading):
            return True
        scripts = {
            writing(doc.prose[block.start : block.end]).script
            for block in (heading, blocks[following])
        }
        if len(scripts - {""}) == 2:
            return True
    if doc.origin == "extracted":
        # Links to other articles are headings of teasers.
        return False
    return (
        has_link(doc, heading.start, heading.end)
        or any(node.kind == TAG for node in doc.markup_in(heading.start, heading.end))
        or all(block.kind == "front_matter" for block in blocks if block is not heading)
    )


_NUMBER = lazy_regex.compile(r"\d+(?:\.\d+)*")


def _is_part(doc: Document, part: Block, whole: Block) -> bool:
    """Return True if the number of a heading continues that of another: 2.1 below 2, or 2.0."""
    one, two = (_NUMBER.match(doc.prose, block.start, block.end) for block in (whole, part))
    return (
        one is not None
        and two is not None
        and two[0].startswith(one[0].removesuffix(".0") + ".")
        and one[0] != two[0]
    )


def _is_directive(doc: Document, block: Block) -> bool:
    """Return True if a block contains a comment for this program."""
    return any(
        node.kind == COMMENT and doc.text[node.first : node.last].lstrip().startswith("contentlint")
        for node in doc.markup_in(block.start, block.end)
    )


def _findings(doc: Document, empty: list[tuple[int, int]]) -> Iterator[Finding]:
    """Yield one finding for each run of empty sections, which share a cause."""
    blocks = doc.blocks
    n = 0
    while n < len(empty):
        first, following = empty[n]
        n += 1
        count = 1
        while n < len(empty) and empty[n][0] == following == empty[n - 1][0] + 1:
            following = empty[n][1]
            n += 1
            count += 1
        pictures = any(
            block.kind == "image"
            or (block.kind == "pipe_row" and has_image(doc, block.start, block.end))
            for block in blocks[first + 1 : following]
        )
        run = [i for i, _ in empty[n - count : n]]
        if _is_enumeration(doc, run, following) or _is_list_of_links(doc, run):
            continue
        heading = blocks[first]
        span, where = Span(heading.start, heading.end), "empty section"
        if pictures:
            where = "section that contains only empty images"
        if count > 1:
            # At the end of the line, so that a finding of another rule about the first heading does
            # not replace this one.
            span = Span(doc.line_end(heading.line), doc.line_end(heading.line))
            where = f"{count} empty sections in a row"
            if pictures:
                where = f"{count} sections in a row that contain only empty images"
        yield Finding(span, {"found": where})


def _without_the_line_above_the_title(
    blocks: list[Block], levels: dict[int, int], empty: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Drop headings before the first text: the title and what belongs to it, in any level."""
    if not empty:
        return empty
    first = min(levels)
    text = next((i for i, block in enumerate(blocks) if block.kind in _READ), len(blocks))
    return [
        (i, following)
        for i, following in empty
        if i > text or following == len(blocks) or (i > first and levels[following] == levels[i])
    ]


def _is_enumeration(doc: Document, headings: list[int], following: int) -> bool:
    """Return True if short headings of one level follow each other directly, and text follows
    them."""
    blocks = doc.blocks
    if len(headings) < 2 or not following < len(blocks) - 1:
        return False
    row = [*headings, following]
    return (
        row == list(range(row[0], following + 1))
        and len({blocks[i].level for i in row}) == 1
        and blocks[following + 1].kind in _READ
        and not any(has_more_words(doc.prose[blocks[i].start : blocks[i].end], _SHORT) for i in row)
    )


def _is_list_of_links(doc: Document, headings: list[int]) -> bool:
    """Return True if several headings in a row are links as a whole."""
    rows = [doc.blocks[i] for i in headings]
    return len(rows) > 1 and all(is_link(doc, row.start, row.end) for row in rows)


def _has_words(doc: Document, heading: Block) -> bool:
    """Return True if a heading has a letter; without one it is empty itself, or an image."""
    return any(map(str.isalnum, doc.prose[heading.start : heading.end]))


def _is_long(doc: Document, heading: Block) -> bool:
    """Return True if a heading has so many words that it is the text itself."""
    prose = doc.prose[heading.start : heading.end]
    # Most are too short for so many.
    if len(prose) <= 2 * _MAX_WORDS and prose.isascii():
        return False
    return has_more_words(prose, _MAX_WORDS)
