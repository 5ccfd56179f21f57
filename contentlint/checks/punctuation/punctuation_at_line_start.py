"""Lines of prose that begin with a mark of the previous word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from contentlint.article.unfenced_code import in_program
from contentlint.model import trigger
from contentlint.model.characters import BLANKS
from contentlint.model.diagnostic import Finding
from contentlint.model.document import MARK, Block, Document, Span
from contentlint.model.languages import ARABIC_SCRIPT
from contentlint.model.queries import block_at

_FIRST = trigger.Chars("،؛؟.,;:!?)»", before=trigger.SPACES | trigger.LINE_ENDS | trigger.COVERED)
_NAMED = frozenset("(=.,;:!?")
_LONGEST_BRACKET = 400
_START = attrgetter("start")
_PROSE = frozenset({"paragraph", "list_item", "quote", "heading", "pipe_row"})
_AFTER = frozenset(BLANKS + "\n")


def needs() -> tuple[trigger.Chars]:
    return (_FIRST,)


def check(doc: Document) -> Iterator[Finding]:
    prose, text = doc.prose, doc.text
    passed = 0
    for at in doc.places(_FIRST):
        if at < passed:  # as the one before it: a line may be the whole article
            continue
        if prose[prose.rfind("\n", 0, at) + 1 : at].strip(BLANKS + MARK):
            passed = prose.find("\n", at) + 1 or len(prose)
            continue
        line = doc.line_span(doc.line_at(at))
        # Masked text before it may be code or an image.
        if not _is_fault(doc, at, line.end) or not _begins(text, line.start, at):
            continue
        block = block_at(doc, at)
        if block is None or block.kind not in _PROSE or _is_named(doc, at, block):
            continue
        yield Finding(Span(at, at + 1), {"found": prose[at]})


def _begins(text: str, start: int, at: int) -> bool:
    """Return True if nothing but markers precedes the mark on its line, which begins at
    ``start``."""
    head = text[start:at]
    if head.rstrip(BLANKS).endswith("___"):
        return False  # a blank for the author of the entry above
    if text[at] == ")" and head.endswith("*"):
        # The sign of a note, unless a bracket is open.
        before = text[max(start - _LONGEST_BRACKET, 0) : start]
        if before.rfind("(") <= before.rfind(")"):
            return False
    return not head.strip(BLANKS + ">*_-+#|~0123456789.)") and "-->" not in head


def _is_named(doc: Document, at: int, block: Block) -> bool:
    """Return True if the text is about the mark (``## ! (not)``, ``- . (dot) …``), or ``!`` calls
    for attention."""
    mark = doc.prose[at]
    if mark not in ".,;:!?" or "\u05d0" <= doc.prose[at + 1 : at + 2] <= "\u08ff":
        return False
    if block.kind == "heading" or doc.prose[at + 1 : at + 4].lstrip(BLANKS + MARK)[:1] in _NAMED:
        return True
    if mark not in "!?" or doc.prose[block.start : at].strip(BLANKS + MARK):
        return False
    i = bisect_right(doc.blocks, block.start, key=_START) - 2
    after_heading = i >= 0 and doc.blocks[i].kind == "heading"
    first = doc.prose[at + 1 : block.end].lstrip(BLANKS + MARK)[:1]
    # An item explains a key: ``- ? shows the help``.
    return mark == "!" or block.kind == "list_item" or (after_heading and not first.isupper())


def _is_fault(doc: Document, at: int, end: int) -> bool:
    prose = doc.prose
    mark = prose[at]
    after = prose[at + 1 : at + 2] or "\n"
    if after in "،؛؟.,;:!?…":
        return False  # an emoticon, an ellipsis, a fence of a directive
    if mark == "»":
        # In »…« it opens a quotation; it is also used as an arrow.
        return doc.language in ARABIC_SCRIPT and not after.isspace()
    if mark == ":" and (doc.syntax.markup or prose.startswith(("  ", "\t"), at + 1)):
        return False  # a definition list, which files of plain text may contain as well
    if mark in "?!:;" and doc.language == "fr":
        return False  # a space belongs before it
    if mark in ".,;:!?" and after not in _AFTER and not "\u05d0" <= after <= "\u08ff":
        return False  # a word or a face; no right-to-left word begins so
    if not any(map(str.isalpha, prose[at + 1 : end])):
        # A mark alone on its line is left over from something else, unless it is displayed.
        return mark in "،؛؟" and doc.language in ARABIC_SCRIPT
    if mark == ")" and prose[at + 2 : at + 4].isupper() and in_program(doc, at):
        return False  # a statement of SQL: ") AS total"
    return not (mark == ")" and doc.language not in ARABIC_SCRIPT and not after.isspace())
