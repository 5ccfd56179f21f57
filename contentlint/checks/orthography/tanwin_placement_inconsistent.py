"""Fathatan before the alef in some words of an article, and after it in others."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span
from contentlint.text.language.arabic import ALEF_FIRST, TANWIN_FIRST, tanwin_words

if TYPE_CHECKING:
    from typing import Literal

_MOST_RELATED = 20


class Options(NamedTuple):
    style: Literal["consistent", "before-alef", "after-alef"] = "consistent"
    """The required position; ``consistent`` requires the more frequent one of the article."""


def needs(options: Options) -> tuple[str, ...]:
    return (TANWIN_FIRST, ALEF_FIRST)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    prose, free = doc.prose, options.style == "consistent"
    if free and (TANWIN_FIRST not in prose or ALEF_FIRST not in prose):
        return
    before, after = doc.fact(tanwin_words, TANWIN_FIRST), doc.fact(tanwin_words, ALEF_FIRST)
    if free:
        if not before or not after:
            return
        # On a tie, the position that occurs later is the exception.
        wrong_is_after = (len(after), -after[0].start) < (len(before), -before[0].start)
        # Many writers of كتابًا write بدلاً, because a mark between lam and alef breaks the
        # ligature.
        if all(prose[word.end - 3] == "\u0644" for word in after):
            return
    else:
        wrong_is_after = options.style == "before-alef"
    wrong, right = (after, before) if wrong_is_after else (before, after)
    if not wrong:
        return
    pair = TANWIN_FIRST if wrong_is_after else ALEF_FIRST
    here, there = ("after", "before") if wrong_is_after else ("before", "after")
    usual = f"other words have it {there} the alef ({len(right)})"
    edits = tuple(Edit(Span(word.end - 2, word.end), pair) for word in wrong)
    values = {
        "found": doc.text[slice(*wrong[0])],
        "here": here,
        "there": usual if free else f"write it {there} the alef",
        "wrong": len(wrong),
    }
    related = tuple(Related(word, "also here") for word in wrong[1 : _MOST_RELATED + 1])
    yield Finding(wrong[0], values, Fix(edits, not free, "move the tanwin"), related)
