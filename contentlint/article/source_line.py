"""Parts of an article that are no blocks of Markdown: its source line and its tail."""

from __future__ import annotations

from functools import lru_cache

from contentlint.model.document import Block, Document
from contentlint.model.rule import Words
from contentlint.text.segment.sentences import ends_sentence, has_words
from contentlint.text.unicode.fold import light

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_MARKERS: Final = "*_#>-•\u00b7 \t\u200e\u200f"
# A label is a word or three; looking further would make every line of prose a candidate.
_LONGEST_LABEL: Final = 40
_NO_SOURCE: Final = frozenset({"code", "front_matter", "table", "pipe_row", "html"})


_light: Final = lru_cache(maxsize=4096)(light)


_SEPARATOR: Final = "\x02"


def folded(words: Words) -> frozenset[str]:
    """All entries of a word list under the ``light`` profile, without regard to language.

    For equal lists it is the same object: facts are asked for by such sets, and two that are
    only equal cost 2 us to compare.
    """
    return _folded(tuple(words.values()))


@lru_cache(maxsize=256)
def _folded(lists: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    entries = [entry.strip() for each in lists for entry in each]
    # All at once: most of what `light` costs is paid a call, not a character.
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
    lines = doc.lines
    for kind, _, _, number, last, _ in doc.blocks:
        if kind in _NO_SOURCE:
            continue
        if _is_labelled(lines[number], labels, wide):
            found.append(number)
        if last > number and kind == "paragraph" and _is_labelled(lines[last], labels, wide):
            found.append(last)
    return tuple(found)


def _is_labelled(line: str, labels: frozenset[str], wide: bool) -> bool:
    colon = line.find(":", 0, _LONGEST_LABEL)
    if wide:
        before = line.find("：", 0, colon if colon >= 0 else _LONGEST_LABEL)
        colon = before if before >= 0 else colon
    if colon <= 0:
        return False
    label = line[:colon].strip(_MARKERS)
    # Most labels ("Note: …") recur from file to file.
    return bool(label) and (label.lower() if label.isascii() else _light(label)) in labels


def names_source(doc: Document, block: Block, labels: frozenset[str]) -> bool:
    """Whether the first line of a block is one of the ``source_lines``."""
    line = doc.line(block.line)
    return block.kind not in _NO_SOURCE and _is_labelled(line, labels, "：" in line)


def closing_source_line(doc: Document, labels: frozenset[str]) -> int:
    """The last source line (from 0), or -1 when there is none or it opens the article; ask
    through ``doc.fact(closing_source_line, labels)``.

    A source line in the first 30 % of the text is a byline, not the article's end.
    """
    text = doc.text
    wide = "：" in text
    if not wide and ":" not in text:
        return -1
    least = len(text.rstrip()) * 3
    colon = len(text)  # the last one that is not behind the block, or what is there
    for kind, start, end, number, last, _ in reversed(doc.blocks):
        # From the end: most texts have none, and one that is near the beginning does not count.
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
        if last > number and kind == "paragraph" and _is_labelled(doc.line(last), labels, wide):
            number = last
        elif not _is_labelled(doc.line(number), labels, wide):
            continue
        return number if doc.line_start(number) * 10 >= least else -1
    return -1


def tail_start(doc: Document, labels: frozenset[str]) -> int:
    """Offset of the first line of the article's tail; ``len(doc.text)`` when it has none.

    The tail is what follows the last paragraph that ends a sentence, or the
    closing source line, whichever comes first: the place where page chrome
    gathers. ``labels`` are folded source labels; ask through
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
    """The line after the last paragraph that ends a sentence; past the last without one."""
    for block in reversed(doc.blocks):
        if block.kind in _SENTENCES:
            prose = doc.prose[block.start : block.end]
            if ends_sentence(prose) and has_words(prose, _SENTENCE_WORDS):
                return block.last + 1
    return doc.line_count


_SENTENCES: Final = frozenset({"paragraph", "quote", "list_item"})
# "Leave a reply." and "All rights reserved." are shorter.
_SENTENCE_WORDS: Final = 6
