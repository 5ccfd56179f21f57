"""The first and the last paragraph of an article, with the beginning of one and the end of the
other."""

from __future__ import annotations

import unicodedata

from contentlint._util import lazy_regex
from contentlint.core import bare_end, ends_at, has_words_at
from contentlint.model.characters import IGNORED_AT_EDGES
from contentlint.model.document import COMPONENTS, MARK, Document
from contentlint.model.terminators import ENDINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

UNMARKED: Final = 16
"""Default least number of words of a last paragraph in which only the full stop is missing:
headlines have fewer."""
COMMAS: Final = frozenset(",;،؛、，；")
"""Marks in the middle of a sentence."""
CLOSING: Final = frozenset(",;:.!?)]}%»”،؛؟۔。、，；：！？）】」』")
"""Marks that no sentence begins with."""
_OF_EMOJI: Final = "\ufe0e\ufe0f\u20e3"
"""Marks that follow a sign to give it the shape of an emoji, or of a key."""
_DOTTED: Final = ("...", "…", "..)", "..]", "…)", "…]")
_AFTER_DOTS: Final = frozenset(".…])")
# With a space before it an ellipsis marks an omission.
_SPACED_DOTS: Final = lazy_regex.compile(r"(?<=[^\W\d_]) [\[(]?(?:\.\.\.|…)[\])]?$")
# Fewer words after the last full stop are a link ("Learn more") or a credit ("Photo: …").
_FRAGMENT: Final = 6
_NO_BREAK: Final = lazy_regex.compile(
    "[^" + lazy_regex.escape("".join(sorted(ENDINGS))) + ":؛;|()]*"
)
_SKIPPED: Final = frozenset(MARK + IGNORED_AT_EDGES + " \t\u00a0\"'«»“”„‘’‹›")
_HEAD: Final = 120
_NO_PROSE: Final = (
    frozenset({"image", "break", "html", "definition", "pipe_row", "heading"}) | COMPONENTS
)


def head(doc: Document, start: int, end: int) -> tuple[int, str]:
    """Return the offset of the first visible text of a block, and its first line from there, as
    masked prose of at most 120 code points."""
    prose = doc.prose
    while start < end and prose[start] in _SKIPPED:
        start += 1
    return start, prose[start : start + _HEAD].partition("\n")[0]


def last_paragraph(doc: Document, least: int, source: int = -1) -> int:
    """Return the index of the last block of prose above the line ``source`` (-1: in the whole
    text).

    It must be a paragraph with at least so many words that ends no sentence, or ends in dots; -1 if
    it is not.
    """
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


def spaced_dots(prose: str) -> int:
    """Return the offset of the ellipsis at the end of prose if a space precedes it, or 0."""
    if prose[-1:] not in _AFTER_DOTS:
        return 0
    dots = _SPACED_DOTS.search(prose, max(len(prose) - 8, 0))
    return dots.start() + 1 if dots else 0


def is_word_end(char: str) -> bool:
    """Return True if a word may end in a character: an emoji, a rule or a figure is a deliberate
    end."""
    if char.isascii() or char in _OF_EMOJI:
        return char.isalpha()
    return unicodedata.category(char)[0] in "LM"


def unmarked(doc: Document, start: int, end: int, prose: str, least: int) -> int:
    """Return the offset of the last word of a paragraph with at least so many words in which only
    the full stop is missing, or 0.

    ``prose`` is the paragraph up to its ``bare_end``, which ends a word.
    """
    if "|" in prose:
        return 0
    words = prose.split()
    if len(words) < max(least, 2) or is_linked(doc, start + len(prose), end):
        return 0
    if _is_signature(words[-2], words[-1]) or len(_after_last_break(prose).split()) < _FRAGMENT:
        return 0
    return len(prose) - len(words[-1])


def is_linked(doc: Document, at: int, end: int) -> bool:
    """Return True if markup ends at an offset, after the visible text of a paragraph."""
    return doc.prose.startswith(MARK, at, end)


def _after_last_break(prose: str) -> str:
    """Return the text after the last sentence end, colon or bracket."""
    m = _NO_BREAK.match(prose[::-1])
    return prose[len(prose) - m.end() :] if m else prose


def _is_signature(before: str, last: str) -> bool:
    """Return True if the last two words are a name, a measure ("97 cm") or follow a sign ("+
    others")."""
    if last[0].isupper() and (before[0].isupper() or before[-1] in COMMAS):
        return True
    return not any(map(str.isalpha, before))
