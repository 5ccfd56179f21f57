"""Arabic words without a space before an opening bracket or after a closing one."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.article.quotes import quotation_at
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import COMPONENTS, MARK, Document, Span
from contentlint.model.queries import block_at
from contentlint.text.unicode.chars import is_arabic_letter, is_mark

_PARTNER = {"(": ")", "«": "»"}
_OPENER = {")": "(", "»": "«"}
_QUOTES = '"“”'
# Words that are joined to the next word, and so to its bracket or quote.
_JOINED = frozenset(
    "و ف ب ل ك س أ ال لل وال فال بال كال ول فل وب فب وك فك وبال ولل ولا ک ز".split()
)
# An optional ending: كتاب(ات), مدير(ة), کتاب(ها).
_SUFFIX = 3
_LONGEST = 300
_WORD = 24


def needs() -> tuple[str, ...]:
    return (trigger.ALEF,)


def check(doc: Document) -> Iterator[Finding]:
    prose = doc.prose
    found = []
    for bracket in "(«)»":
        at = prose.find(bracket)
        while at >= 0:
            place = at if bracket in _PARTNER else at + 1
            is_fault = _is_glued_before if bracket in _PARTNER else _is_glued_after
            if is_fault(prose, at) and _is_in_prose(doc, at):
                found.append((place, at))
            at = prose.find(bracket, at + 1)
    for quote in _QUOTES:
        at = prose.find(quote)
        while at >= 0:
            place = _glued_quote(doc, at)
            if place >= 0 and _is_in_prose(doc, at):
                found.append((place, at))
            at = prose.find(quote, at + 1)
    for place, at in sorted(found):
        side = "before" if place == at else "after"
        fix = Fix(
            (Edit(Span(place, place), " "),),
            False,
            "insert a space between the word and the bracket",
        )
        yield Finding(Span(at, at + 1), {"found": prose[at], "side": side}, fix)


def _glued_quote(doc: Document, at: int) -> int:
    """Return the offset where a space is missing beside a quotation that begins or ends at a mark;
    -1 if none is."""
    prose = doc.prose
    before, after = prose[at - 1 : at] or " ", prose[at + 1 : at + 2] or " "
    if not (_is_word_part(before) or is_arabic_letter(after)):
        return -1
    if _is_acronym(prose, at):
        return -1
    quotation = quotation_at(doc, at)
    if quotation is None:
        return -1
    if _is_acronym(prose, quotation.start):
        return -1
    # Between two quotations the marks face away from the text, and a space follows.
    if prose[quotation.start + 1].isspace() or prose[quotation.end - 2].isspace():
        return -1
    if at == quotation.start:
        return at if _is_word_part(before) and not _is_joined(prose, at) else -1
    if at == quotation.end - 1 and is_arabic_letter(after) and not _is_ending(prose, at + 1):
        return at + 1
    return -1


def _is_acronym(prose: str, at: int) -> bool:
    """Return True if a mark stands before the last letter of an acronym of Hebrew: شا"س."""
    before, last, after = prose[at - 1 : at] or " ", prose[at + 1 : at + 2], prose[at + 2 : at + 3]
    return last != "" and _is_word_part(before) and is_arabic_letter(last) and not after.isalpha()


def _is_joined(prose: str, at: int) -> bool:
    """Return True if the word that ends at an offset is one that is joined to the next."""
    start = at
    while start and at - start < _WORD and _is_word_part(prose[start - 1]):
        start -= 1
    word = "".join(char for char in prose[start:at] if is_arabic_letter(char))
    return word in _JOINED or prose[at - 1] == "\u0640"


def _is_glued_before(prose: str, at: int) -> bool:
    if at == 0 or not _is_word_part(prose[at - 1]) or _is_joined(prose, at):
        return False
    close = prose.find(_PARTNER[prose[at]], at, at + _LONGEST)
    if close < 0:
        return False
    inside = prose[at + 1 : close].strip(MARK)
    # ملف(ملفات): the word and its plural.
    start = prose.rfind(" ", 0, at) + 1
    if inside.startswith(prose[start:at]) and inside.isalpha():
        return False
    return not _is_part_of_word(prose[at], inside, prose[close + 1 : close + 2])


def _is_part_of_word(bracket: str, inside: str, after: str) -> bool:
    """Return True if brackets contain an ending, a note number or sign, or nothing."""
    if bracket == "«":
        return False
    if inside.isdigit() or not any(map(str.isalpha, inside)):
        return True
    return len(inside) <= _SUFFIX and all(map(is_arabic_letter, inside)) and inside != after


def _is_glued_after(prose: str, at: int) -> bool:
    after = prose[at + 1 : at + 2]
    if not after or not is_arabic_letter(after):
        return False
    opener = prose.rfind(_OPENER[prose[at]], max(at - _LONGEST, 0), at)
    if opener < 0 or prose.find("\n", opener, at) >= 0:
        return False  # an enumerator
    inside = prose[opener + 1 : at].strip(MARK)
    # مدير(ة)و: an ending inside a word; (ال)كتاب: an optional beginning.
    if prose[at] == ")" and len(inside) <= _SUFFIX:
        return False
    return not _is_ending(prose, at + 1)


def _is_ending(prose: str, at: int) -> bool:
    """Return True for the endings that Persian joins to quoted words: «کتاب»ها, «ناتو»ی."""
    end = at
    while end < len(prose) and end - at < _WORD and _is_word_part(prose[end]):
        end += 1
    return _ENDING.fullmatch(prose, at, end) is not None


# Plural, then possession, the verb "to be" or the object; or what makes adjectives.
_ENDING = lazy_regex.compile(
    "(?:ها)?(?:یی|ی|ای)?(?:ا?[متش]|[متش]ان|ست|ا?ند|ا?یم|ا?ید|را)?|گونه|وار"
)


def _is_word_part(char: str) -> bool:
    return is_arabic_letter(char) or is_mark(char) or char == "\u0640"


def _is_in_prose(doc: Document, at: int) -> bool:
    block = block_at(doc, at)
    return block is not None and block.kind not in COMPONENTS.union(("code", "html"))
