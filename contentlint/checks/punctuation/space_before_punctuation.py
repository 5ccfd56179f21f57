"""A space before a punctuation mark, which belongs to the previous word."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.unfenced_code import in_program
from contentlint.core import Needles, common_words
from contentlint.model import trigger
from contentlint.model.characters import CLOSING, MARK_SPACES, OPENING, SMILES
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import FOOTNOTE, LINK, MARK, OBJECT, REFERENCE, TAG, Document, Span
from contentlint.model.languages import ARABIC_SCRIPT
from contentlint.model.queries import first_line
from contentlint.model.rule import Words
from contentlint.text.unicode.chars import is_mark, letter_before, script

# Scripts without a space before these marks; Devanagari, Thai and Han have their own rules.
_CLOSE_SET = frozenset({"arabic", "hebrew", "latin", "cyrillic", "greek"})
_AFTER = frozenset(" \t\n\"'»”’)]*")
# French has a no-break space before these; a plain space stands for it.
_FRENCH = frozenset(":;!?")
_FEW_FRENCH = 8
"""So many of their 16 a page in English, German or Spanish never has."""
_LONGEST_URL = 2000
_AFTER_URL = frozenset(CLOSING + "<>`|")
"""Characters that end a URL in markup."""
_VALUE = frozenset("\"'{[0123456789")
# Characters that may separate a mark from the next word.
_OPENING = frozenset(OPENING + MARK)


class Options(NamedTuple):
    marks: str = "،؛؟۔.,:;!?"
    """The marks to check."""
    dangling: Words = {}
    """Words that cannot end a sentence, by language; between such a word and a full stop or
    comma some text is missing, so the fix is unsafe; another Latin mark after one is named
    in Arabic script."""


def needs(options: Options) -> tuple[trigger.Chars, ...]:
    return (_spaced(options.marks),)


@cache
def _spaced(marks: str) -> trigger.Chars:
    return trigger.Chars(marks, before=trigger.SPACES)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    prose, text = doc.prose, doc.text
    for place in doc.places(_spaced(options.marks)):
        mark, at = prose[place], place - 1
        # A space of the mask is no space: a comment stands there.
        if text[at] not in MARK_SPACES:
            continue
        start = at
        while start and text[start - 1] in MARK_SPACES:
            start -= 1
        arabic = mark in "،؛؟۔"
        if not _belongs_left(doc, start) or not (arabic or _is_ascii_fault(doc, start, at + 1)):
            continue
        if _is_of_address(doc, start) if arabic else in_program(doc, at):
            continue
        if mark == "؟" and (_is_placeholder(prose, start, place) or _is_query(prose, place)):
            continue
        # A row of Urdu full stops is a dash or an ellipsis; after a Latin word one is damage.
        if mark == "۔" and (
            prose.startswith(("۔", " ۔"), place + 1) or script(prose[start - 1]) == "latin"
        ):
            continue
        dangling = _last_word(prose, start) in options.dangling.get(doc.language, ())
        if dangling and mark in ";?!" and doc.language in ARABIC_SCRIPT:
            continue  # the text names the mark
        safe = not (dangling and mark in ",.")
        yield Finding(Span(start, at + 2), {"found": mark}, _fix(doc, start, at + 1, safe))


def _belongs_left(doc: Document, start: int) -> bool:
    """Return True if the line has something before the spaces that a mark can belong to."""
    prose = doc.prose
    at = start - 1
    while at >= 0 and prose[at] == MARK:
        at -= 1
    if at < 0:
        return False
    left = prose[at]
    return not _is_smile(prose, start) and (
        left.isalnum() or left in CLOSING or left in "%٪\u0640" or is_mark(left) or left == OBJECT
    )


def _is_of_address(doc: Document, end: int) -> bool:
    """Return True if a bare URL ends at an offset: programs that make a link of it take an Arabic
    mark that touches it for a part of it."""
    words = doc.text[max(end - _LONGEST_URL, 0) : end].split()
    word = words[-1] if words else ""
    return ("://" in word or word.startswith("www.")) and _AFTER_URL.isdisjoint(
        word.rpartition("://")[2]
    )


def _is_placeholder(prose: str, end: int, at: int) -> bool:
    """Return True for ``3) ؟؟؟``: the item is not known yet."""
    return prose[end - 1] in ")." and prose[end - 2].isdigit() and prose.startswith("؟؟", at)


def _is_query(prose: str, at: int) -> bool:
    """Return True if a mark begins parameters of a URL: ``؟id=1``."""
    word = prose[at + 1 : at + 40].partition("=")
    return word[1] == "=" and word[0].isalnum() and word[0].isascii()


def _is_smile(prose: str, end: int) -> bool:
    """Return True if `` :)`` ends at an offset; "8)" is the end of an aside."""
    signs = prose[end - 3 : end]
    return signs[1:] in SMILES and signs[0].isspace() and signs[1] != "8"


def _is_ascii_fault(doc: Document, start: int, at: int) -> bool:
    """Return True if ``. , : ; ! ?`` at an offset is punctuation, and not part of the next word."""
    prose = doc.prose
    mark = prose[at]
    after = prose[at + 1 : at + 2] or "\n"
    if after == MARK:
        after = prose[at + 1 : at + 9].lstrip(MARK)[:1] or "\n"
    if after not in _AFTER or (mark in ":;" and after not in " \t\n"):
        return False
    # An emoticon, also with a nose of space, although emphasis may end in the same way.
    if mark in ":;" and (doc.text[at + 1 : at + 2] == "*" or prose[at + 1 : at + 3] == " )"):
        return False
    if mark in _FRENCH and any(space in "\u00a0\u202f" for space in prose[start:at]):
        return False
    letter = letter_before(prose, start)
    if letter == "" or script(letter) not in _CLOSE_SET or _is_code(prose, start, at):
        return False
    if mark in _FRENCH and script(letter) == "latin" and _may_be_french(doc):
        return False
    # A spaced ellipsis, and a ratio or score.
    if prose[at + 1 : at + 3] == " " + mark:
        return False
    return not (mark == ":" and prose[start - 1].isdigit() and prose[at + 2 : at + 3].isdigit())


def _is_code(prose: str, start: int, at: int) -> bool:
    """Return True if a mark between spaces is an operator, a sign that the text names, or a
    separator of JSON: ``a ? b : c``, ``use the ? to search``, ``remove the . in it``,
    ``{ "a" : 1 }``, ``name . $x``."""
    mark = prose[at]
    after = prose[at + 1 : at + 3]
    if after[:1] != " ":
        return False
    if mark in "?!":
        return after[1:].islower()
    line = prose.rfind("\n", 0, start) + 1
    if mark == ".":
        # The current folder, before an option: `find . -name`.
        option = after[1:] == "-" and prose[at + 3 : at + 4].isalpha()
        return "a" <= after[1:] <= "z" or option or prose.find(" . $", line, at + 3) >= 0
    if mark == ":":
        return prose.find(" ? ", line, start) >= 0 or (
            prose[start - 1] in "\"'" and after[1:] in _VALUE
        )
    return False


def _may_be_french(doc: Document) -> bool:
    """Return True unless a document is in another language and has no French passages, as a
    translation has that is not finished."""
    return doc.language in ("", "fr") or doc.fact(_french_words) >= _FEW_FRENCH


def _french_words(doc: Document) -> int:
    """Return how many of the commonest words of French the prose has that English lacks."""
    return len(_of_french().found(doc))


@cache
def _of_french() -> Needles:
    return Needles(f" {word} " for word in common_words("fr") - common_words("en"))


def _last_word(prose: str, end: int) -> str:
    while end and prose[end - 1] == MARK:
        end -= 1
    start = end
    while start and prose[start - 1].isalpha():
        start -= 1
    return prose[start:end].lower()


def _fix(doc: Document, start: int, at: int, safe: bool) -> Fix | None:
    """Return the fix that removes the spaces; if the next word touches the mark, a space moves
    after it."""
    prose = doc.prose
    after = prose[at + 1 : at + 2]
    if after.isdigit() and prose[start - 1].isdigit():
        return None  # one number, or two
    word = at + 1
    while prose[word : word + 1] in _OPENING:
        word += 1
    first = prose[word : word + 1]
    removed = Edit(Span(start, at), "")
    # "[1]" is the number of a note.
    if not (first.isalpha() or first == OBJECT or (first.isdigit() and prose[word - 1] != "[")):
        return Fix((removed,), safe, "remove the space")
    end = at + 1
    if not _closes_markup(doc, end):
        return Fix((Edit(Span(start, end), prose[at] + " "),), safe, "move the space")
    while prose[end] == MARK:
        end += 1
    return Fix((removed, Edit(Span(end, end), " ")), safe, "move the space")


def _closes_markup(doc: Document, at: int) -> bool:
    """Return True if markup of the previous word begins at an offset: the end of a link or an
    element, or the number of a footnote."""
    if doc.prose[at : at + 1] != MARK:
        return False
    i = doc.first_node(at)
    if any(node.kind == LINK and node.last == at for node in doc.nodes[max(i - 2, 0) : i]):
        return True
    return any(
        node.last == at
        if node.kind == REFERENCE
        else node.start == at
        and (node.kind == FOOTNOTE or (node.kind == TAG and doc.text[at + 1] == "/"))
        for node in doc.markup_in(doc.line_start(first_line(doc, at)), at + 1)
    )
