"""Where a directional mark keeps apart what would otherwise be markup, a number or a word."""

from __future__ import annotations

from contentlint.model.document import Document, Span
from contentlint.model.queries import block_at
from contentlint.text.unicode.chars import TATWEEL, is_arabic_letter, is_mark

EDGE = " \t\n\u00a0\x00\u200e\u200f\u061c"
"""What is not seen at the edge of a paragraph."""
# Characters that could become markup when the mark beside them goes.
_SYNTAX = frozenset("*_`~[]<\\&${}")
# What begins a block, or a row of a table, where it comes to stand first.
_BLOCK = frozenset("-+:=#>|!@/0123456789 \t") | _SYNTAX
_EMPHASIS = frozenset("*_~")
_ADDRESS = frozenset("@/")
# A joiner or a mark beside it would take hold of another character.
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
_MARGIN = 64


def can_go(doc: Document, run: Span) -> bool:
    """Whether no spelling, markup or address would be made or unmade without the marks."""
    text = doc.text
    before = text[run.start - 1] if run.start else "\n"
    after = text[run.end] if run.end < len(text) else "\n"
    if before == "[" and after not in "^!" and run.start in doc.fact(_label_edges):
        before = "("
    if after == "]" and run.end in doc.fact(_label_edges):
        after = ")"
    beside = {before, after}
    if beside & _EMPHASIS and any(char.isalnum() for char in beside):
        # For emphasis the mark is as good as the letter.
        beside -= _EMPHASIS
    if beside & _SYNTAX or beside & _JOINERS or _is_combining(after):
        return False
    if beside & _ADDRESS and any(char.isalnum() or char in ":./" for char in beside - {"@"}):
        return False
    if _is_arabic(before) and _is_arabic(after):
        return False  # it may keep two letters apart, and stand for a joiner
    if (before.isdigit() and after.isdigit()) or (before in " \t" and after == "\n"):
        return False
    return after not in _BLOCK or not (before == "|" or _begins_block(doc, run.start))


def _label_edges(doc: Document) -> set[int]:
    """Where the texts of inline links begin and end."""
    return {edge for link in doc.links if link.kind == "link" for edge in link.text}


def _begins_block(doc: Document, at: int) -> bool:
    """Whether what follows would stand where a line's first character decides what it is."""
    line = doc.line_span(doc.line_at(at))
    block = block_at(doc, at)
    start = block.start if block and line.start < block.start < line.end else line.start
    return at - start < _MARGIN and not doc.text[start:at].strip(EDGE + ">")


def _is_arabic(char: str) -> bool:
    return is_arabic_letter(char) or is_mark(char) or char == TATWEEL


def _is_combining(char: str) -> bool:
    from unicodedata import category

    return category(char)[0] == "M"
