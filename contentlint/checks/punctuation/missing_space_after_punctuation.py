"""Arabic and Hebrew words that follow a punctuation mark without a space."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model import trigger
from contentlint.model.characters import MARK_SPACES
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, Document, Span
from contentlint.model.languages import lookup
from contentlint.text.unicode.chars import ARABIC_LETTERS, is_arabic_letter, is_mark

# A letter or two before a full stop is an abbreviation: ق.م, د.أحمد.
_SHORTEST_WORD = 3
# Dots between words without spaces: a version (a.b.c), or a spelled-out site name.
_CHAIN = lazy_regex.compile(r"[^\W\d_]{1,20}\.[^\W\d_]")
_SITES = ("كوم", "نت", "أورغ", "أورج")
_OF_HEBREW = ",?"
_URDU = lookup("ur").full_stop
# What Urdu calls the Latin letters, of which abbreviations are made.
_LETTER_NAMES = frozenset(
    "اے بی سی ڈی ای ایف جی ایچ آئی جے کے ایل ایم این او پی کیو آر ایس ٹی یو وی ڈبلیو"
    " ایکس وائی زیڈ".split()
)
# The end of a host in Urdu: ڈان۔کام.
_DOMAIN = lazy_regex.compile(
    f"(?:[{ARABIC_LETTERS}]{{1,20}}{_URDU}){{0,2}}(?:کام|نیٹ|آرگ|پی کے)(?![{ARABIC_LETTERS}])"
)
# Before a word, these make it part of a name: #נושא:משנה, [[דף:כותרת]].
_BEFORE_NAME = frozenset("#[{/")
# Hebrew adds the feminine ending after a full stop: חברים.ות.
_GENDER = frozenset("ה ת ית ות יות ים".split())
_JOINED = lazy_regex.compile(f"[{ARABIC_LETTERS}{_URDU}]+")
_VAV = "\u05d5"
"""Every text in Hebrew contains it."""


class Options(NamedTuple):
    marks: str = "،؛؟.!:۔,?"
    """The marks to check."""


def needs(options: Options) -> tuple[trigger.Chars, ...]:
    return (_glued(options.marks),)


@cache
def _glued(marks: str) -> trigger.Chars:
    return trigger.Chars(marks, after=trigger.LETTERS)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    prose = doc.prose
    if trigger.ALEF not in prose and _VAV not in prose:
        return
    for at in doc.places(_glued(options.marks)):
        mark = prose[at]
        if not _is_fault(prose, at, mark, prose[at + 1 : at + 2]):
            continue
        fix = None
        # Two dots may be one too many, or one too few.
        if prose[at - 1] != ".":
            fix = Fix(
                (Edit(Span(at + 1, at + 1), " "),), mark in "،؛؟", "insert a space after the mark"
            )
        yield Finding(Span(at, at + 2), {"found": mark}, fix)


def _is_fault(prose: str, at: int, mark: str, after: str) -> bool:
    if not after.isalpha() or at == 0 or prose[at - 1] in MARK_SPACES or prose[at - 1] == "\n":
        # With a space before the mark it is one fault, which PUN001 reports and fixes.
        return False
    if mark in "،؛؟":
        return True
    if mark in _OF_HEBREW and not _are_hebrew(prose[at - 1] + after):
        return False  # in the Arabic script these are wrong themselves
    if mark == "." and _are_hebrew(after) and _rest_of_word(prose, at + 1) in _GENDER:
        return False
    if mark == _URDU and (_is_abbreviation(prose, at) or _DOMAIN.match(prose, at + 1)):
        return False
    # Two dots mark a pause, and a space follows them; three are an ellipsis.
    before = at - 2 if mark == "." and prose[at - 1] == "." else at - 1
    return (
        _is_letter(after)
        and not (mark == "." and _is_name(prose, at))
        and not (mark == ":" and _is_prefix(prose, at))
        and _word(prose, before, -1) >= (_SHORTEST_WORD if mark in ".!:" else 2)
        and _word(prose, at + 1, 1) >= 2
    )


def _is_name(prose: str, at: int) -> bool:
    return (
        prose.startswith(_SITES, at + 1)
        or _CHAIN.match(prose, at + 1) is not None
        or _CHAIN.search(prose, max(at - 22, 0), at) is not None
    )


def _is_prefix(prose: str, at: int) -> bool:
    """Return True if a colon parts the prefix of a tag or of a page from its name."""
    start = at
    while start and (_is_letter(prose[start - 1]) or prose[start - 1] in "-_"):
        start -= 1
    return prose[start - 1 : start] in _BEFORE_NAME and prose[start - 2 : start] != "##"


def _is_abbreviation(prose: str, at: int) -> bool:
    """Return True if an Urdu full stop follows the name of a Latin letter: ایم۔اے, اے۔کے۔فاروقی."""
    start = at
    while start and (is_arabic_letter(prose[start - 1]) or prose[start - 1] == _URDU):
        start -= 1
    m = _JOINED.match(prose, start)
    *initials, last = m[0].strip(_URDU).split(_URDU) if m else ("",)
    return _LETTER_NAMES.issuperset(initials) and (len(initials) > 1 or last in _LETTER_NAMES)


def _are_hebrew(chars: str) -> bool:
    return all("\u05d0" <= char <= "\u05ea" for char in chars)


def _rest_of_word(prose: str, start: int) -> str:
    end = start
    while end < len(prose) and _is_letter(prose[end]):
        end += 1
    return prose[start:end]


def _is_letter(char: str) -> bool:
    return is_arabic_letter(char) or _are_hebrew(char)


def _word(prose: str, at: int, step: int) -> int:
    """Return the number of letters from an offset on, at most three, marks excluded."""
    letters = 0
    while 0 <= at < len(prose) and letters < _SHORTEST_WORD:
        char = prose[at]
        if _is_letter(char):
            letters += 1
        elif not is_mark(char) and char not in (MARK, "\u0640"):
            break
        at += step
    return letters
