"""The source line of an article, its label and value, and the article's tail after it."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from contentlint._util import lazy_regex
from contentlint.core import ends_sentence, has_words
from contentlint.model.annotations import SourceLine as SourceLine
from contentlint.model.document import COMPONENTS, IMAGE_REF, MARK, Block, Document, Span
from contentlint.model.queries import block_on_line
from contentlint.model.rule import Words
from contentlint.text.unicode.fold import light

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


_AROUND_LABEL: Final = "-•\u00b7 \t\u200e\u200f" + MARK
# A label has up to three words; more would make every line of prose a candidate.
_LONGEST_LABEL: Final = 40
_NO_SOURCE: Final = frozenset({"code", "front_matter", "table", "pipe_row", "html"}) | COMPONENTS


_light: Final = lru_cache(maxsize=4096)(light)


_SEPARATOR: Final = "\x02"


def folded(words: Words) -> frozenset[str]:
    """Return all entries of a word list, in all languages, under the ``light`` profile.

    Equal lists have the same object: these sets are keys of facts, and comparing two equal objects
    takes 2 us.
    """
    return _folded(tuple(words.values()))


@lru_cache(maxsize=256)
def _folded(lists: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    entries = [entry.strip() for each in lists for entry in each]
    # In one call: most of the cost of `light` is per call, not per character.
    return frozenset(light(_SEPARATOR.join(entries)).split(_SEPARATOR)) if entries else frozenset()


def source_lines(doc: Document, labels: frozenset[str]) -> tuple[int, ...]:
    """The lines (from 0) that name the article's source: ``label: …``.

    The first line of a block, or the last of a paragraph that it is glued to.
    ``labels`` are folded; ask through ``doc.fact(source_lines, labels)``.
    """
    wide = "：" in doc.text
    if not wide and ":" not in doc.text:
        return ()
    found = []
    for block in doc.blocks:
        if block.kind in _NO_SOURCE:
            continue
        if _is_labelled(doc, block.line, block.start, labels, wide):
            found.append(block.line)
        if _ends_labelled(doc, block, labels, wide):
            found.append(block.last)
    return tuple(found)


def _ends_labelled(doc: Document, block: Block, labels: frozenset[str], wide: bool) -> bool:
    """Return True if a label begins the last line of a paragraph of several lines."""
    kind, _, _, line, last, _ = block
    return (
        last > line
        and kind == "paragraph"
        and _is_labelled(doc, last, doc.line_start(last), labels, wide)
    )


def _is_labelled(doc: Document, line: int, start: int, labels: frozenset[str], wide: bool) -> bool:
    """Return True if a label begins at an offset of a line."""
    prose = doc.prose
    end = min(doc.line_end(line), start + _LONGEST_LABEL)
    colon = prose.find(":", start, end)
    if wide:
        before = prose.find("：", start, colon if colon >= 0 else end)
        colon = before if before >= 0 else colon
    if colon <= start:
        return False
    label = prose[start:colon].strip(_AROUND_LABEL)
    # Most labels ("Note: …") recur in other files.
    return bool(label) and (label.lower() if label.isascii() else _light(label)) in labels


def names_source(doc: Document, block: Block, labels: frozenset[str]) -> bool:
    """Return True if the first line of a block is one of the ``source_lines``."""
    wide = "：" in doc.line(block.line)
    return block.kind not in _NO_SOURCE and _is_labelled(doc, block.line, block.start, labels, wide)


def closing_source_line(doc: Document, labels: frozenset[str]) -> int:
    """Return the last source line (from 0), or -1 if there is none or it begins the article; ask
    through ``doc.fact(closing_source_line, labels)``.

    A source line in the first 30 % of the text is a byline, not the article's end.
    """
    text = doc.text
    wide = "：" in text
    if not wide and ":" not in text:
        return -1
    least = len(text.rstrip()) * 3
    colon = len(text)  # the last candidate before the end of the block
    for block in reversed(doc.blocks):
        kind, start, end, number, last, _ = block
        # From the end: most texts have none, and one near the beginning does not count.
        if end * 10 < least:
            break
        if kind in _NO_SOURCE:
            continue
        if not wide:
            if colon >= end:
                colon = text.rfind(":", 0, end)
            # Most blocks have no colon.
            if colon < start and colon < doc.line_start(number):
                continue
        if _ends_labelled(doc, block, labels, wide):
            number = last
        elif not _is_labelled(doc, number, start, labels, wide):
            continue
        return number if doc.line_start(number) * 10 >= least else -1
    return -1


def tail_start(doc: Document, labels: frozenset[str]) -> int:
    """Return the offset of the first line of the article's tail; ``len(doc.text)`` if it has none.

    The tail follows the last paragraph that ends a sentence, or the closing source line, whichever
    comes first; page chrome collects there. ``labels`` are folded source labels; ask through
    ``doc.fact(tail_start, labels)``.
    """
    after = doc.fact(closing_source_line, labels) + 1
    if after == 0:
        after = _after_last_sentence(doc)
    else:
        after = min(after, _after_last_sentence(doc))
    while after < doc.line_count and not doc.line(after).strip():
        after += 1
    return doc.line_start(after) if after < doc.line_count else len(doc.text)


def _after_last_sentence(doc: Document) -> int:
    """Return the line after the last paragraph that ends a sentence; past the last line if there is
    none."""
    for block in reversed(doc.blocks):
        if block.kind in _SENTENCES:
            prose = doc.prose[block.start : block.end]
            if ends_sentence(prose) and has_words(prose, _SENTENCE_WORDS):
                return block.last + 1
    return doc.line_count


_SENTENCES: Final = frozenset({"paragraph", "quote", "list_item"})
# "Leave a reply." and "All rights reserved." are shorter.
_SENTENCE_WORDS: Final = 6


# Emphasis may begin in the label and end in the value.
_AROUND = frozenset("*_ \t\u00a0\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
_LABEL = lazy_regex.compile(rf"[\s{MARK}•·\u200e\u200f-]*([^:：\n]{{1,40}}?)[\s{MARK}]*[:：]")
_LETTER_OR_DIGIT = lazy_regex.compile(r"[^\W_]")
_LONGEST_BETWEEN = 80


def split_source_lines(doc: Document, labels: frozenset[str]) -> list[SourceLine]:
    """Return the source lines in order, each with its label and value; ask through ``doc.fact``.

    ``labels`` are folded. Lines below one in the same paragraph count as well: Markdown joins them
    if there are no blank lines.
    """
    found: list[SourceLine] = []
    for line in doc.fact(source_lines, labels):
        block = block_on_line(doc, line)
        last = block.last if block and block.kind == "paragraph" else line
        # The last line of a paragraph can be a source line of its own.
        first = max(line, found[-1].line + 1) if found else line
        for number in range(first, last + 1):
            start, end = doc.line_span(number)
            if block and number == block.line:
                start = block.start
            m = _LABEL.match(doc.prose, start, end)
            if m and (number == line or light(m[1].strip()) in labels):
                label = doc.text[m.start(1) : m.end(1)].strip()
                found.append(SourceLine(number, label, _value(doc, m.end(), end)))
    return found


def _value(doc: Document, start: int, end: int) -> Span:
    text = doc.text
    while start < end and text[end - 1] in _AROUND:
        end -= 1
    while start < end and text[start] in _AROUND:
        start += 1
    return Span(start, end)


def has_content(doc: Document, value: Span) -> bool:
    """Return True if a value contains a letter or a digit."""
    return _LETTER_OR_DIGIT.search(doc.text, value.start, value.end) is not None


def has_url(doc: Document, start: int, end: int) -> bool:
    """Return True if a stretch of text contains a URL or a link."""
    nodes = doc.nodes
    for i in range(doc.first_node(start), len(nodes)):
        if nodes[i].start >= end:
            break
        if nodes[i].dest < nodes[i].dest_end and nodes[i].kind != IMAGE_REF:
            return True
    return False


def block_after(doc: Document, line: int) -> Block | None:
    """Return the first block that begins below a line (from 0)."""
    at = _index_after(doc, line)
    return doc.blocks[at] if at < len(doc.blocks) else None


def are_close(doc: Document, first: int, second: int) -> bool:
    """Return True if only short lines are between two lines (from 0).

    Source lines further apart belong to tables, pictures and sections.
    """
    between = doc.blocks[_index_after(doc, first) : _index_after(doc, second - 1)]
    return all(
        block.kind in ("paragraph", "list_item", "break")
        and block.end - block.start <= _LONGEST_BETWEEN
        for block in between
    )


def _index_after(doc: Document, line: int) -> int:
    return bisect_right(doc.blocks, line, key=_first_line)


def _first_line(block: Block) -> int:
    return block.line
