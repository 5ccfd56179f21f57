"""The first and the last paragraph of an article, and how the one begins and the other ends."""

from __future__ import annotations

from contentlint.document import MARK, Document
from contentlint.text.endings import INVISIBLE, bare_end, ends_at, has_words_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

WORDS = 8
"""Fewer make no paragraph that an article begins or ends with, unless a rule is told otherwise."""
COMMAS: Final = frozenset(",;،؛、，；")
"""Marks after which a sentence goes on."""
CLOSING: Final = frozenset(",;:.!?)]}%»”،؛؟۔。、，；：！？）】」』")
"""Marks that no sentence begins with."""
_DOTTED: Final = ("...", "…", "..)", "..]", "…)", "…]")
_SKIPPED: Final = frozenset(MARK + INVISIBLE + " \t\u00a0\"'«»“”„‘’‹›")
_HEAD: Final = 120
_LISTS: Final = frozenset({"list_item", "quote", "table", "code"})
_NO_PROSE: Final = frozenset({"image", "break", "html", "definition", "pipe_row", "heading"})


def first_paragraph(doc: Document, least: int) -> int:
    """The index of the first block of prose, when it is a paragraph of sentences with so many
    words at least; -1: it is none."""
    for i, (kind, start, end, _, _, _) in enumerate(doc.blocks):
        if kind == "paragraph":
            if has_words_at(doc.prose, start, end, least):
                return i if ends_at(doc.prose, start, end) else -1
        elif kind in _LISTS:
            return -1
    return -1


def head(doc: Document, start: int, end: int) -> tuple[int, str]:
    """Where what can be read of a block begins, and its first line from there, as masked prose of
    at most 120 code points."""
    prose = doc.prose
    while start < end and prose[start] in _SKIPPED:
        start += 1
    return start, prose[start : start + _HEAD].partition("\n")[0]


def begins_low(line: str) -> bool:
    """Whether a line begins with a mark that closes or a word in lower case."""
    if not line or line[0] in CLOSING:
        return line != ""
    words = line.split(None, 1)
    return bool(words) and words[0].rstrip(",.;:!?").islower()


def last_paragraph(doc: Document, least: int, source: int = -1) -> int:
    """The index of the last block of prose above the line ``source`` (-1: of all), when it is a
    paragraph with so many words at least that ends no sentence, or ends in dots; -1: it is none."""
    blocks = doc.blocks
    for i in range(len(blocks) - 1, -1, -1):
        kind, start, end, line, _, _ = blocks[i]
        if 0 <= source <= line:
            continue
        if kind == "paragraph":
            if ends_at(doc.prose, start, end):
                return i if _ends_in_dots(doc.prose, start, end) else -1
            if has_words_at(doc.prose, start, end, least):
                return i
        elif kind not in _NO_PROSE:
            return -1
    return -1


def _ends_in_dots(prose: str, start: int, end: int) -> bool:
    if prose[end - 1] == "." and prose[end - 2 : end - 1].isalpha():
        return False  # as most do
    return bare_end(prose[start:end])[-3:].endswith(_DOTTED)


def may_be_cut(doc: Document, start: int, end: int) -> bool:
    """Whether the end of a paragraph is one that is looked at: a letter, a comma, dots."""
    prose = bare_end(doc.prose[start:end])
    last = prose[-1:]
    return not last.isascii() or last.isalpha() or last in COMMAS or prose.endswith(_DOTTED)
