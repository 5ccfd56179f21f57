"""Pairs of quotation marks as authors use them, by language."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import MARK, Document
from contentlint.model.languages import lookup

FAMILIES = {
    "straight": '""',
    "curly": "“”",
    "low": "„“",
    "low-high": "„”",
    "reversed": "”“",
    "same": "””",
    "angle": "«»",
    "inward": "»«",
    "corner": "「」",
}
"""The opening and the closing mark of a quotation."""
# After a letter (except for the particles of Arabic) or a figure it closes, or means inches;
# between two Hebrew letters it marks an acronym.
_STRAIGHT = (
    r'"(?<![0-9A-Za-z\u00c0-\u024f\u0590-\u05ff]")'
    r'(?:[^"\n]|"(?<=[\u05d0-\u05ea]")(?=[\u05d0-\u05ea])){1,400}"'
)
_QUOTATION = lazy_regex.compile(
    _STRAIGHT
    + r'|“[^“”\n]{1,400}”|„[^„“”"\n]{1,400}[“”]|«[^«»\n]{1,400}»|「[^「」\n]{1,400}」'
    + r"|»[^«»\n]{1,400}«|”[^“”\n]{1,400}[“”]"
)
_FAMILY = {pair: name for name, pair in FAMILIES.items()}
# A " that no letter follows.
_CLOSES = lazy_regex.compile(r'[^\n]*?"(?![^\W\d_])')
_ANY = lazy_regex.compile('["“”„]')
_CURLY = ("„“", "„”", "”“", "””")


class Quotation(NamedTuple):
    start: int
    end: int
    family: str


class Stray(NamedTuple):
    offset: int
    char: str
    closer: str
    """The mark that closes it in place of its partner; ``""`` if none does."""


def quotations(prose: str, start: int = 0, end: int | None = None) -> Iterator[Quotation]:
    """Yield outermost quotations of at most 400 characters on a line, in order."""
    end = len(prose) if end is None else end
    for m in _QUOTATION.finditer(prose, start, end):
        yield Quotation(m.start(), m.end(), _FAMILY[m[0][0] + m[0][-1]])


def quotation_at(doc: Document, at: int) -> Quotation | None:
    """Return the quotation that contains an offset, on its line."""
    found = doc.fact(_all_quotations)
    i = bisect_right(found, at, key=lambda quotation: quotation.start) - 1
    return found[i] if i >= 0 and at < found[i].end else None


def in_closed_quotation(doc: Document, at: int) -> bool:
    """Return True if an offset is in a quotation that closes on the same line."""
    return quotation_at(doc, at) is not None


def _all_quotations(doc: Document) -> list[Quotation]:
    return list(quotations(doc.prose))


def pairs_of(language: str) -> frozenset[str]:
    """Return the pairs of ``"“”„`` that are correct in a language, as two characters each.

    “…” is correct everywhere, because texts quote other languages. Every pair is correct if the
    language is unknown.
    """
    if not language:
        return frozenset(['""', "“”", *_CURLY])
    own = [pair for pair in lookup(language).quotes.split() if pair in _CURLY]
    # Authors also write „…“ in other languages; in a language with „…” it is an error.
    return frozenset(['""', "“”", *(own or ["„“"])])


def strays(doc: Document, start: int, end: int) -> list[Stray]:
    """Return the quotation marks of a stretch of prose without a partner, or with a wrong one."""
    right = doc.fact(_pairs)
    openers = {pair[0] for pair in right}
    prose = doc.prose
    left: list[Stray] = []
    open_: list[tuple[int, str]] = []
    for m in _ANY.finditer(prose, start, end):
        char, at = m[0], m.start()
        if not is_quotation_mark(doc, at):
            continue
        if open_ and open_[-1][1] + char in right:
            open_.pop()
        elif prose[at - 1 : at].isdigit() and char in '"”' and not open_:
            continue  # inches, seconds
        elif char in openers and not _closes_here(prose, at):
            open_.append((at, char))
        elif open_:
            left.append(Stray(*open_.pop(), char))
        else:
            left.append(Stray(at, char, ""))
    left += [Stray(at, char, "") for at, char in open_]
    return sorted(left)


def _pairs(doc: Document) -> frozenset[str]:
    return pairs_of(doc.language)


def _closes_here(prose: str, at: int) -> bool:
    """Return True if a mark follows a word and precedes a gap: it can only close."""
    before = prose[max(at - 8, 0) : at].rstrip(MARK)[-1:]
    after = prose[at + 1 : at + 2]
    return (
        before != ""
        and not before.isspace()
        and before not in "([{«“„-–—/"
        and (not after or after.isspace() or after in ".,;:!?)»،؛؟")
    )


def quotation_marks(doc: Document, start: int, end: int) -> int:
    """Count the ``"“”„`` of a stretch of prose that are quotation marks."""
    return sum(is_quotation_mark(doc, m.start()) for m in _ANY.finditer(doc.prose, start, end))


def is_quotation_mark(doc: Document, at: int) -> bool:
    """Return True if a mark quotes: not a ``"`` in an acronym, as a ditto mark, or in brackets."""
    prose = doc.prose
    if prose[at] != '"':
        return True
    # The backslash of \" is masked.
    end = at - 1 if doc.text[at - 1 : at] == "\\" and prose[at - 1] == MARK else at
    before, after = prose[end - 1 : end] if end else "", prose[at + 1 : at + 2]
    if before.isalpha() and after.isalpha():
        return _opens_after_prefix(prose, end, at)
    if before in _SHOWN and after in _SHOWN and before and after:
        return False
    if before == after == '"' or _is_listed(prose, at):
        return False
    if before == MARK:  # the markup of emphasis, or more: a link
        before = prose[max(at - 3, 0) : at].rstrip(MARK)[-1:] or MARK
    if after == MARK:
        after = prose[at + 1 : at + 4].lstrip(MARK)[:1] or MARK
    return not (before in _GAPS and after in _GAPS)


def _is_listed(prose: str, at: int) -> bool:
    """Return True if a mark is one of the characters that the text names: ``\\ / : * ? " < >``."""
    return len(_SYMBOLS.intersection(prose[max(at - _ROW, 0) : at + _ROW])) >= _FEWEST_SYMBOLS


# Those that no URL contains.
_SYMBOLS = frozenset("\\<>|^*")
_FEWEST_SYMBOLS = 3
# Characters before and after a mark that may belong to a row of symbols.
_ROW = 12
_GAPS = (" ", "\t", "\n", "|", "")
_SHOWN = frozenset("()[]'`‘’")
# Hebrew joins these to the next word, even if that word is quoted.
_PREFIXES = frozenset("והבכלמש")


def _opens_after_prefix(prose: str, end: int, at: int) -> bool:
    """Return True if a ``"`` between letters opens after a Hebrew prefix: ב"קצה הרשת", not צה"ל.

    In an acronym the mark precedes the last letter, or an ending, and nothing closes it. ``end``:
    that of the letters before the mark.
    """
    start = end
    while start and end - start < 4 and prose[start - 1] in _PREFIXES:
        start -= 1
    if start == end or prose[start - 1 : start].isalpha():
        return False
    return prose[at + 2 : at + 3].isalpha() and _CLOSES.match(prose, at + 1) is not None
