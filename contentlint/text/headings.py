"""Lines that are headings for the reader but not for Markdown."""

from __future__ import annotations

from contentlint.document import OBJECT, Block, Document, Span
from contentlint.text import lazy
from contentlint.text.captions import figure_blocks, is_caption
from contentlint.text.compare import light
from contentlint.text.endings import ends_sentence
from contentlint.text.parts import PseudoHeading
from contentlint.text.words import count_words

MAX_WORDS = 12
_LONGEST = 160
_STRONG = lazy.compile(
    r"(\*\*|__)(?=[^\s*_])([^*_\n]+)(?<=[^\s*_])\1|\*\*\*(?=\S)([^*\n]+)(?<=\S)\*\*\*"
)
_AFTER_LABEL = " \t:：.،,–—-(\u00a0"
_CONTENT = frozenset({"paragraph", "list_item", "quote", "code", "table", "html", "image"})
# A line below a heading is its subtitle or the first of its parts.
_NOT_ABOVE = frozenset({"image", "front_matter", "heading"})
# "John 3,16": chapter and verse.
_REFERENCE = lazy.compile(r"[^\W\d_]\.? \d{1,3}[,:،] ?\d{1,3}(?:[-–.,]\d{1,3})*$")
_NAME = lazy.compile(r"[A-ZÀ-Þ][\w.'’-]*(?: (?:von|van|de|di|[A-ZÀ-Þ][\w.'’-]*)){1,3}")
_FOOT = 12


def pseudo_headings(
    doc: Document, galleries: frozenset[str], labels: frozenset[str]
) -> tuple[PseudoHeading, ...]:
    """The pseudo-headings in order; both word lists are folded (``article.folded``).

    Ask through ``doc.fact(pseudo_headings, galleries, labels)``.
    """
    found = [*doc.fact(gallery_headings, galleries, labels)]
    if doc.format != "text":
        taken = {heading.at for heading in found}
        found += [heading for heading in _strong_lines(doc) if heading.at not in taken]
        found.sort()
    return tuple(found)


def gallery_headings(
    doc: Document, galleries: frozenset[str], labels: frozenset[str]
) -> tuple[PseudoHeading, ...]:
    """Lines that begin with the label of a gallery and stand before a picture or its caption."""
    pictures = doc.fact(figure_blocks)
    if not pictures:
        return ()
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
        ):
            start, end = _bare(doc, block)
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
    """One-line paragraphs that are bold from end to end, with text of their own below."""
    found: list[PseudoHeading] = []
    blocks = doc.blocks
    text = doc.text
    # The first line is a title, also below a comment.
    first = next((i for i, block in enumerate(blocks) if block[0] != "html"), 0)
    for i in [
        i
        for i, (kind, start, _, line, last, _) in enumerate(blocks)
        if kind == "paragraph" and line == last and text[start] in "*_"
    ]:
        if not first < i < len(blocks) - 1 or not _stands_over(blocks, i):
            continue
        block = blocks[i]
        if (
            _STRONG.fullmatch(text[block.start : block.end].strip())
            and _is_title(doc, block)
            and not _is_navigation(doc, i)
            and not _is_name_at_the_end(doc, i)
        ):
            found.append(PseudoHeading(i, block, Span(*_bare(doc, block)), False))
    if not found:
        return found
    # What is said twice in bold names who speaks.
    said: dict[str, int] = {}
    for block in blocks:
        if block[0] == "paragraph" and block[3] == block[4] and text[block[1]] in "*_":
            start, end = _bare(doc, block)
            said[text[start:end]] = said.get(text[start:end], 0) + 1
    bold = {heading.at for heading in found}
    return [
        heading
        for heading in found
        if said[text[heading.text.start : heading.text.end]] == 1
        and heading.at + 1 not in bold
        and heading.at - 1 not in bold
    ]


def _is_title(doc: Document, block: Block) -> bool:
    prose = doc.prose[block.start : block.end]
    text = doc.text[block.start : block.end].rstrip("*_ \t")
    return (
        OBJECT not in prose
        and "](" not in text
        and "|" not in prose
        and not text.endswith((":", "：", ",", "،", ";", "؛"))
        and not ends_sentence(prose)
        and count_words(prose) <= MAX_WORDS
        and any(map(str.isalpha, text))
        and not _REFERENCE.search(text)
    )


def _is_navigation(doc: Document, i: int) -> bool:
    """Whether a rule stands above and nothing but lines with links below: the foot of a page."""
    blocks = doc.blocks
    if blocks[i - 1].kind != "break":
        return False
    for block in blocks[i + 1 : i + _FOOT]:
        if block.kind == "break":
            break
        if "](" not in doc.text[block.start : block.end]:
            return False
    return True


def _is_name_at_the_end(doc: Document, i: int) -> bool:
    """Whether a line before the last block is a name: who wrote, or whom the note is about."""
    block = doc.blocks[i]
    return i >= len(doc.blocks) - 2 and _NAME.fullmatch(doc.text, *_bare(doc, block)) is not None


def _stands_over(blocks: list[Block], i: int) -> bool:
    return blocks[i - 1].kind not in _NOT_ABOVE and blocks[i + 1].kind in _CONTENT


def _bare(doc: Document, block: Block) -> tuple[int, int]:
    start, end = block.start, block.end
    while start < end and doc.text[start] in "*_ \t":
        start += 1
    while end > start and doc.text[end - 1] in "*_ \t":
        end -= 1
    return start, end
