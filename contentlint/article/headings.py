"""The headings of a document, including HTML headings, and lines that look like headings."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.article.captions import figure_blocks, is_caption
from contentlint.article.html_tags import tags
from contentlint.core import (
    count_words,
    emphasised_lines,
    ends_sentence,
    has_words,
    is_bold,
    opening_lines,
)
from contentlint.model.annotations import Heading as Heading
from contentlint.model.annotations import PseudoHeading
from contentlint.model.document import COMPONENTS, OBJECT, Block, Document, Span
from contentlint.model.queries import block_at, has_link, is_link, unemphasised
from contentlint.text.unicode.fold import light

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


# The constructor of a NamedTuple is a Python function; this takes half the time.
_new: Final = tuple.__new__
_LEVELS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


def outline(doc: Document) -> tuple[Heading, ...]:
    """Return the headings in order, except for those in a list item or quote; ask through
    ``doc.fact``."""
    found = [
        _new(Heading, (block.level, _new(Span, (block.start, block.end)), block.line, False))
        for block in doc.blocks
        if block.kind == "heading" and _at_the_margin(doc, block)
    ]
    html = _html_headings(doc) if doc.syntax.markup else []
    return tuple(sorted(found + html, key=_text) if html else found)


def _text(heading: Heading) -> Span:
    return heading.text


def _html_headings(doc: Document) -> list[Heading]:
    """Return the headings that are elements; the text of one ends at the next tag."""
    found: list[Heading] = []
    there = doc.fact(tags)
    for number, tag in enumerate(there):
        level = _LEVELS.get(tag.name)
        if level is None or tag.closes:
            continue
        block = block_at(doc, tag.start)
        if block is not None and block.kind in ("html", "paragraph", "image"):
            end = block.end
            if number + 1 < len(there):
                end = min(end, there[number + 1].start)
            line = doc.line_at(tag.start)
            found.append(Heading(level, Span(tag.end, end), line, True))
    return found


def _at_the_margin(doc: Document, block: Block) -> bool:
    """Return True if a heading is not indented or inside a list item (``- # title``)."""
    if doc.text.startswith("#", doc.line_start(block.line)):
        return True
    line = doc.line(block.line)
    return not line.startswith("  ") and (line.lstrip()[:1] == "#" or block.last > block.line)


MAX_WORDS: Final = 12
_LONGEST: Final = 160
_AFTER_LABEL: Final = " \t:：.،,–—-(\u00a0"
_CONTENT: Final = (
    frozenset({"paragraph", "list_item", "quote", "code", "table", "html", "image"}) | COMPONENTS
)
_NO_TITLE: Final = frozenset({"html"}) | COMPONENTS
# A line below a heading is its subtitle or the first of its parts.
_NOT_ABOVE: Final = frozenset({"image", "front_matter", "heading"})
# "John 3,16": chapter and verse.
_REFERENCE: Final = lazy_regex.compile(r"[^\W\d_]\.? \d{1,3}[,:،] ?\d{1,3}(?:[-–.,]\d{1,3})*$")
_NAME: Final = lazy_regex.compile(r"[A-ZÀ-Þ][\w.'’-]*(?: (?:von|van|de|di|[A-ZÀ-Þ][\w.'’-]*)){1,3}")
_FOOT: Final = 12
_SOME_LINKS: Final = 10
# The line of an address with its post code: "Springfield, IL 62701", "28195 Bremen".
_POST_CODE: Final = lazy_regex.compile(
    r"(?:[A-Z]{1,3}-)?\d{4,5} [A-ZÀ-Þ][^\d\n]{2,40}|[^\d\n]{2,40},? "
    r"(?:[A-Z]{2}\.? \d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|\d{5,6})"
)
_LONGEST_ADDRESS: Final = 60
_ADDRESS_LINES: Final = 4
_ADDRESS_WORDS: Final = 7


def pseudo_headings(
    doc: Document, galleries: frozenset[str], labels: frozenset[str]
) -> tuple[PseudoHeading, ...]:
    """Return the pseudo-headings in order; both word lists are folded (``source_line.folded``).

    Ask through ``doc.fact(pseudo_headings, galleries, labels)``.
    """
    found = [*doc.fact(gallery_headings, galleries, labels)]
    if doc.syntax.markup:
        taken = {heading.at for heading in found}
        found += [heading for heading in _strong_lines(doc) if heading.at not in taken]
        found.sort()
    return tuple(found)


def gallery_headings(
    doc: Document, galleries: frozenset[str], labels: frozenset[str]
) -> tuple[PseudoHeading, ...]:
    """Return lines that begin with the label of a gallery and precede a picture or its caption.

    Ask through ``doc.fact``. A rule that asks names the labels among its ``needs``.
    """
    begun = doc.fact(opening_lines)
    pictures = doc.fact(figure_blocks) if begun != [] else []
    if not pictures:
        return ()
    starts = None if begun is None else frozenset(begun)
    blocks = doc.blocks
    found = []
    shown = frozenset(pictures)
    begins = tuple(galleries)
    for i in pictures:
        before = i - 1
        if before >= 0 and blocks[before].kind == "pipe_row" and before not in shown:
            before -= 1
        if before < 0:
            continue
        block = blocks[before]
        if (
            block.kind == "paragraph"
            and block.line == block.last
            and block.end - block.start <= _LONGEST
            and (starts is None or block.start in starts)
        ):
            start, end = unemphasised(doc, block.start, block.end)
            if _announces(doc.text[start:end], begins) and not is_caption(doc, block, labels):
                found.append(PseudoHeading(before, block, Span(start, end), True))
    return tuple(found)


def _announces(line: str, galleries: tuple[str, ...]) -> bool:
    if line.endswith((":", "：")):
        return False
    folded = light(line)
    return (
        folded.startswith(galleries)
        and any(
            folded.startswith(label)
            and (len(folded) == len(label) or folded[len(label)] in _AFTER_LABEL)
            for label in galleries
        )
        and count_words(line) <= MAX_WORDS
    )


def _strong_lines(doc: Document) -> list[PseudoHeading]:
    """Return one-line paragraphs that are bold as a whole, with text of their own below."""
    found: list[PseudoHeading] = []
    blocks, text = doc.blocks, doc.text
    emphasised = emphasised_lines(doc)
    if not emphasised:
        return found
    # The first line is a title, even after a comment.
    first = next((i for i, block in enumerate(blocks) if block.kind not in _NO_TITLE), -1)
    number = len(blocks) - 1
    for i in emphasised:
        if not first < i < number or not _precedes_content(blocks, i):
            continue
        _, start, end, _, _, _ = blocks[i]
        if (
            is_bold(doc, start, end)
            and _is_title(doc, start, end)
            and not _is_navigation(doc, i)
            and not _is_name_at_the_end(doc, i)
        ):
            text_span = unemphasised(doc, start, end)
            found.append(_new(PseudoHeading, (i, blocks[i], text_span, False)))
    if not found:
        return found
    # A repeated bold line is the name of a speaker.
    counts: dict[str, int] = {}
    for i in emphasised:
        start, end = unemphasised(doc, blocks[i].start, blocks[i].end)
        counts[text[start:end]] = counts.get(text[start:end], 0) + 1
    bold = {heading.at for heading in found}
    return [
        heading
        for heading in found
        if counts[text[heading.text.start : heading.text.end]] == 1
        and heading.at + 1 not in bold
        and heading.at - 1 not in bold
    ]


def _is_title(doc: Document, start: int, end: int) -> bool:
    text = doc.text[slice(*unemphasised(doc, start, end))]
    if text.endswith((":", "：", ",", "،", ";", "؛")) or has_link(doc, start, end):
        return False
    prose = doc.prose[start:end]
    return (
        OBJECT not in prose
        and "|" not in prose
        and not ends_sentence(prose)
        and not has_words(prose, MAX_WORDS + 1)
        and any(map(str.isalpha, text))
        # Few end in a number, and the pattern would start at each letter.
        and not (text[-1].isdigit() and _REFERENCE.search(text))
    )


def _is_navigation(doc: Document, i: int) -> bool:
    """Return True if a rule precedes and only lines with links follow: the foot of a page."""
    blocks = doc.blocks
    if blocks[i - 1].kind != "break":
        return False
    for kind, start, end, _, _, _ in blocks[i + 1 : i + _FOOT]:
        if kind == "break":
            break
        if not has_link(doc, start, end):
            return False
    return True


def _is_name_at_the_end(doc: Document, i: int) -> bool:
    """Return True if a line before the last block is a name: that of the author, or of the person
    the note is about."""
    block = doc.blocks[i]
    return (
        i >= len(doc.blocks) - 2
        and _NAME.fullmatch(doc.text, *unemphasised(doc, block.start, block.end)) is not None
    )


def _precedes_content(blocks: list[Block], i: int) -> bool:
    return blocks[i - 1].kind not in _NOT_ABOVE and blocks[i + 1].kind in _CONTENT


def levels(doc: Document) -> list[int]:
    """Return for each block the level of the last heading before it; 1 if there is none."""
    found, now = [], 1
    for kind, _, _, _, _, level in doc.blocks:
        found.append(now)
        if kind == "heading":
            now = level
    return found


def is_over_nothing(doc: Document, at: int) -> bool:
    """Return True if block ``at``, not the last, precedes only links or a picture, or is the name
    above an address."""
    kind = doc.blocks[at + 1].kind
    if kind == "image":
        return _is_over_picture(doc.blocks, at + 1)
    if kind == "list_item":
        return _is_over_links(doc, at)
    return kind == "paragraph" and (_is_over_links(doc, at) or _is_over_address(doc, at))


def _is_over_picture(blocks: list[Block], at: int) -> bool:
    while at < len(blocks) and blocks[at].kind == "image":
        at += 1
    return at == len(blocks) or blocks[at].kind in ("heading", "break")


def _is_over_links(doc: Document, at: int) -> bool:
    """Return True if only links to other pages are in the paragraph or list below block ``at``."""
    first = doc.blocks[at + 1].kind
    below = 1 if first == "paragraph" else _SOME_LINKS
    for kind, start, end, _, _, _ in doc.blocks[at + 1 : at + 1 + below]:
        if kind != first:
            break
        if not is_link(doc, start, end):
            return False
    return True


def _is_over_address(doc: Document, at: int) -> bool:
    for kind, _, _, line, last, _ in doc.blocks[at + 1 : at + 1 + _ADDRESS_LINES]:
        if kind != "paragraph":
            return False
        for each in range(line, last + 1):
            text = doc.line(each)
            bare = text.strip()
            if len(bare) <= _LONGEST_ADDRESS and _POST_CODE.fullmatch(bare):
                return True
            if has_words(text, _ADDRESS_WORDS + 1) or ends_sentence(text):
                return False
    return False
