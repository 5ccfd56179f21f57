"""``,`` ``;`` ``?`` after a word in the Arabic script, which has its own."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model import trigger
from contentlint.model.characters import CLOSING, MARK_SPACES
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, Document, Span
from contentlint.model.languages import ARABIC_SCRIPT
from contentlint.model.queries import block_at
from contentlint.text.unicode.chars import is_arabic_letter, is_mark, letter_after

_TWINS = {",": "،", ";": "؛", "?": "؟"}
_LATIN = frozenset(map(chr, (*range(48, 58), *range(65, 91), *range(97, 123))))
_AFTER = frozenset(" \t\n\u00a0!؟?.،" + CLOSING)
# A comma between words; commas in numbers have no space after them.
_PARTING = lazy_regex.compile(r",(?=[ \u00a0\x00])")
_LATIN_LETTER = lazy_regex.compile("[A-Za-zªµºÀ-ÖØ-öø-ɏ]")
_BETWEEN = MARK_SPACES + CLOSING + MARK + "\u0640"
# Long enough for the address of a link, which the mask hides.
_REACH = 200
_LONGEST_WORD = 24
_FIELD = lazy_regex.compile(r"[^:\n]{1,60}::(?=\s)|[-*+> \t]*[A-Za-z][\w-]*:")
# The end of `ship (سفينة)`, before a mark: a gloss of a Latin word.
_GLOSS = lazy_regex.compile(r"[A-Za-zªµºÀ-ÖØ-öø-ɏ][ *_\x00]*\([^()A-Za-z\n]+\)\Z")
# No clause ends with one of these: the mark after it is named (`از ? استفاده کنید`).
_PREPOSITIONS = frozenset("از با در في على إلى عن".split())
_BRACKET = lazy_regex.compile(r"\([^()\n]*\)")


def needs() -> tuple[str, ...]:
    return (trigger.ALEF,)


def check(doc: Document) -> Iterator[Finding]:
    prose = doc.prose
    found = []
    for mark in _TWINS:
        at = prose.find(mark)
        while at >= 0:
            # Most follow a Latin letter or a digit.
            if prose[at - 1 : at] not in _LATIN and _is_fault(doc, at):
                found.append(at)
            at = prose.find(mark, at + 1)
    mixed = _mixed_lines(doc, found)
    for at in sorted(found):
        mark, end = prose[at], at + 1
        while prose.startswith(mark, end):
            end += 1
        # If it touched the next word, the fix would cause another finding.
        after = prose[end : end + 1]
        new = _TWINS[mark] * (end - at) + (" " if after.isalpha() else "")
        new = "" if after == _TWINS[mark] else new
        fix = None
        if mark != "," or doc.line_at(at) not in mixed:
            fix = Fix((Edit(Span(at, end), new),), True, f"write {_TWINS[mark]}")
        yield Finding(Span(at, at + 1), {"found": mark, "right": _TWINS[mark]}, fix)


def _mixed_lines(doc: Document, faults: list[int]) -> set[int]:
    """Return the lines (from 0) on which other commas of the same kind separate Latin words:
    changing only some would leave a list with two kinds."""
    known = set(faults)
    mixed = set()
    for number in {doc.line_at(at) for at in faults}:
        start, end = doc.line_span(number)
        commas = (m.start() for m in _PARTING.finditer(doc.prose, start, end))
        if not known.issuperset(commas):
            mixed.add(number)
    return mixed


def _is_fault(doc: Document, at: int) -> bool:
    prose = doc.prose
    after = prose[at + 1 : at + 2] or "\n"
    if after not in _AFTER and not is_arabic_letter(after) and after != MARK:
        return False
    before = prose[at - 1 : at]
    if before in MARK_SPACES and (after == ")" or _is_named(prose, at)):
        return False  # a smile, or the text names the mark: ``(parted by ,)``
    if prose[at] == ";" and (after in ")]!?؟" or doc.text.startswith("_;", at + 1)):
        return False  # a smile
    if before == after and before in "\"'":
        return False  # the text shows the mark: ``"?"``
    if not _follows_arabic(prose, at) or _is_in_latin_item(doc, at):
        return False
    following = letter_after(prose, at + 1)
    if following.isascii() and following and _GLOSS.search(prose, max(at - _REACH, 0), at):
        return False  # in a list of Latin words with their translations
    if prose[at] == "," and _FIELD.match(prose, doc.line_span(doc.line_at(at)).start):
        return False  # it parts the values of a field of a note
    if doc.language in ARABIC_SCRIPT or (doc.language == "" and doc.direction == "rtl"):
        return True
    # An Arabic word in a sentence of another script: the mark belongs to that sentence, as in a
    # list of letters.
    nearest = letter_after(prose, at + 1)
    return nearest != "" and is_arabic_letter(nearest) and prose[at - 2 : at - 1].strip() != ""


def _is_named(prose: str, at: int) -> bool:
    """Return True if a mark between spaces follows a preposition, or a joined one (``بـ ;``)."""
    words = prose[max(at - _LONGEST_WORD, 0) : at].split()
    word = words[-1] if words else ""
    return word in _PREPOSITIONS or word.endswith("\u0640")


def _is_in_latin_item(doc: Document, at: int) -> bool:
    """Return True if a list item has more Latin than Arabic words before a mark, or Arabic only in
    brackets."""
    block = block_at(doc, at)
    if block is None or block.kind != "list_item":
        return False
    line = doc.line_span(doc.line_at(at))
    start = max(line.start, block.start)
    latin = len(_LATIN_LETTER.findall(doc.prose, start, at))
    if latin == 0:
        return False
    return latin > sum(map(is_arabic_letter, doc.prose[start:at])) or not any(
        map(is_arabic_letter, _BRACKET.sub("", doc.prose[start : line.end]))
    )


def _follows_arabic(prose: str, at: int) -> bool:
    """Return True if the last letter before the mark is Arabic, with only marks, spaces and closing
    brackets between; an Arabic-Indic digit counts if an Arabic letter follows."""
    after = prose[at + 1 : at + 3].lstrip()
    while at > 0:
        start = max(at - _REACH, 0)
        left = prose[start:at].rstrip(_BETWEEN)
        at = start + len(left)
        if left and not is_mark(left[-1]):
            break
        at -= left != ""
    else:
        return False
    char = left[-1]
    if "\u0660" <= char <= "\u0669" or "\u06f0" <= char <= "\u06f9":
        return is_arabic_letter(after[:1] or "\n")
    return is_arabic_letter(char)
