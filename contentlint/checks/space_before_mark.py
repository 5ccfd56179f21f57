"""A space before a punctuation mark that belongs to the word before it."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.diagnostic import Edit, Finding, Fix
from contentlint.document import MARK, OBJECT, Document, Span
from contentlint.records import NamedTuple
from contentlint.text import gates
from contentlint.text.chars import is_mark, letter_before, script
from contentlint.text.marks import ARABIC, CLOSERS, SPACES, pairs
from contentlint.text.programs import in_program

# Scripts that set these marks close to the word; Devanagari, Thai or Han have their own habits.
_CLOSE_SET = frozenset({"arabic", "hebrew", "latin", "cyrillic", "greek"})
_AFTER = frozenset(" \t\n\"'»”’)]*")
# French sets a no-break space before these, and whoever types a plain one means that.
_FRENCH = frozenset(":;!?")


class Options(NamedTuple):
    marks: str = "،؛؟.,:;!?"
    """The marks that are looked at."""


def anchors(options: Options) -> tuple[str, ...]:
    return (gates.SPACED,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    prose, text = doc.prose, doc.text
    for at in _spaced(doc):
        mark = prose[at + 1]
        # A space of the mask is no space: a comment stands there.
        if mark not in options.marks or text[at] not in SPACES:
            continue
        start = at
        while start and text[start - 1] in SPACES:
            start -= 1
        arabic = mark in "،؛؟"
        if not _belongs_left(doc, start) or not (arabic or _is_ascii_fault(doc, start, at + 1)):
            continue
        if not arabic and in_program(doc, at):
            continue
        yield Finding(Span(start, at + 2), {"found": mark}, _fix(prose, start, at + 1))


def _spaced(doc: Document) -> list[int]:
    """Where a mark follows a space, which is at the offset."""
    marks = doc.fact(gates.seen).spaced
    if marks is None:
        return doc.fact(pairs).spaced
    prose = doc.prose
    found = [at - 1 for at in marks]
    if "\u202f" in prose and not any(mark in prose for mark in ARABIC):
        # French writes this space before its marks.
        found = [at for at in found if prose[at] != "\u202f"]
    return found


def _belongs_left(doc: Document, start: int) -> bool:
    """Whether something stands on the line before the spaces that a mark can belong to."""
    prose = doc.prose
    at = start - 1
    while at >= 0 and prose[at] == MARK:
        at -= 1
    if at < 0:
        return False
    left = prose[at]
    return (
        left.isalnum() or left in CLOSERS or left in "%٪\u0640" or is_mark(left) or left == OBJECT
    )


def _is_ascii_fault(doc: Document, start: int, at: int) -> bool:
    """Whether ``. , : ; ! ?`` at an offset is punctuation, and not part of what follows."""
    prose = doc.prose
    mark = prose[at]
    after = prose[at + 1 : at + 2] or "\n"
    if after == MARK:
        after = prose[at + 1 : at + 9].lstrip(MARK)[:1] or "\n"
    if after not in _AFTER or (mark in ":;" and after not in " \t\n"):
        return False
    # A kiss, though an emphasis may end so as well.
    if mark in ":;" and doc.text[at + 1 : at + 2] == "*":
        return False
    if mark in _FRENCH and any(space in "\u00a0\u202f" for space in prose[start:at]):
        return False
    letter = letter_before(prose, start)
    if letter == "" or script(letter) not in _CLOSE_SET:
        return False
    if mark in _FRENCH and (
        doc.language == "fr" or (doc.language == "" and script(letter) == "latin")
    ):
        return False
    # A spaced ellipsis, and a ratio or score.
    if prose[at + 1 : at + 3] == " " + mark:
        return False
    return not (mark == ":" and prose[start - 1].isdigit() and prose[at + 2 : at + 3].isdigit())


def _fix(prose: str, start: int, at: int) -> Fix:
    """Remove the spaces; where the next word is glued to the mark, move one behind it."""
    if prose[at + 1 : at + 2].isalpha():
        return Fix((Edit(Span(start, at + 1), prose[at] + " "),), True, "move the space")
    return Fix((Edit(Span(start, at), ""),), True, "remove the space")
