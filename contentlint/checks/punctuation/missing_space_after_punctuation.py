"""Arabic words that follow a punctuation mark without a space."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model import trigger
from contentlint.model.characters import MARK_SPACES
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, Document, Span
from contentlint.text.unicode.chars import is_arabic_letter, is_mark

# A letter or two before a full stop is an abbreviation: ق.م, د.أحمد.
_SHORTEST_WORD = 3
# Dots between words without spaces: a version (a.b.c), or a spelled-out site name.
_CHAIN = lazy_regex.compile(r"[^\W\d_]{1,20}\.[^\W\d_]")
_SITES = ("كوم", "نت", "أورغ", "أورج")


class Options(NamedTuple):
    marks: str = "،؛؟.!:"
    """The marks that the rule tests."""


def needs(options: Options) -> tuple[trigger.Chars, ...]:
    return (_glued(options.marks),)


@cache
def _glued(marks: str) -> trigger.Chars:
    return trigger.Chars(marks, after=trigger.LETTERS)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    prose = doc.prose
    if "\u0627" not in prose:
        return  # no text in the Arabic script does without alef
    for at in doc.places(_glued(options.marks)):
        mark = prose[at]
        if not _is_fault(prose, at, mark, prose[at + 1 : at + 2]):
            continue
        fix = None
        # Two dots may be one too many, or one too few.
        if prose[at - 1] != ".":
            fix = Fix((Edit(Span(at + 1, at + 1), " "),), mark in "،؛؟", "put a space after it")
        yield Finding(Span(at, at + 2), {"found": mark}, fix)


def _is_fault(prose: str, at: int, mark: str, after: str) -> bool:
    if not after.isalpha() or at == 0 or prose[at - 1] in MARK_SPACES or prose[at - 1] == "\n":
        # With a space before the mark it is one fault, which PUN001 reports and fixes.
        return False
    if mark in "،؛؟":
        return True
    # Two dots mark a pause, and a space follows them; three are an ellipsis.
    before = at - 2 if mark == "." and prose[at - 1] == "." else at - 1
    return (
        is_arabic_letter(after)
        and not (mark == "." and _is_name(prose, at))
        and _word(prose, before, -1) >= _SHORTEST_WORD
        and _word(prose, at + 1, 1) >= (_SHORTEST_WORD if mark == "." else 2)
    )


def _is_name(prose: str, at: int) -> bool:
    return (
        prose.startswith(_SITES, at + 1)
        or _CHAIN.match(prose, at + 1) is not None
        or _CHAIN.search(prose, max(at - 22, 0), at) is not None
    )


def _word(prose: str, at: int, step: int) -> int:
    """Return the number of Arabic letters from an offset on, at most three, marks excluded."""
    letters = 0
    while 0 <= at < len(prose) and letters < _SHORTEST_WORD:
        char = prose[at]
        if is_arabic_letter(char):
            letters += 1
        elif not is_mark(char) and char not in (MARK, "\u0640"):
            break
        at += step
    return letters
