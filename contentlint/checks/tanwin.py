"""Fathatan before the alef in some words of an article, after it in others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Edit, Finding, Fix, Related
from contentlint.document import Document, Span
from contentlint.text.chars import ARABIC_LETTERS, ARABIC_MARKS

BEFORE, AFTER = "\u064b\u0627", "\u0627\u064b"
_LETTER = re.compile(f"[{ARABIC_LETTERS}]")
_IN_WORD = re.compile(f"[{ARABIC_LETTERS}{ARABIC_MARKS}\u0640]")
_LONGEST_WORD = 30
_MOST_RELATED = 20


class Options(NamedTuple):
    style: str = "consistent"
    """``consistent`` (as most words of the article have it), ``before-alef`` or ``after-alef``."""


def anchors(options: Options) -> tuple[str, ...]:
    return (BEFORE, AFTER)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if options.style == "consistent" and (BEFORE not in doc.prose or AFTER not in doc.prose):
        return
    before, after = _places(doc.prose, BEFORE), _places(doc.prose, AFTER)
    if options.style == "consistent":
        if not before or not after:
            return
        # On a tie, what appears later is the exception.
        wrong_is_after = (len(after), -after[0]) < (len(before), -before[0])
    else:
        wrong_is_after = options.style == "before-alef"
    wrong, right = (after, before) if wrong_is_after else (before, after)
    # Many who write كتابًا write بدلاً, because a mark between lam and alef breaks the ligature.
    if wrong_is_after and options.style == "consistent":
        if all(doc.prose[at - 1] == "\u0644" for at in wrong):
            return
    if not wrong:
        return
    spans = [_word(doc.prose, at) for at in wrong]
    edits = tuple(Edit(Span(at, at + 2), BEFORE if wrong_is_after else AFTER) for at in wrong)
    fix = Fix(edits, options.style != "consistent", "move the tanwin")
    values = {
        "found": doc.text[slice(*spans[0])],
        "here": "after" if wrong_is_after else "before",
        "wrong": len(wrong),
        "right": len(right),
    }
    related = tuple(Related(span, "so is this word") for span in spans[1 : _MOST_RELATED + 1])
    yield Finding(spans[0], values, fix, related)


def _places(prose: str, pair: str) -> list[int]:
    """Where a word ends in the pair (tanwin stands nowhere else)."""
    places = []
    at = prose.find(pair)
    while at >= 0:
        if at and _LETTER.match(prose, at - 1) and not _IN_WORD.match(prose, at + 2):
            places.append(at)
        at = prose.find(pair, at + 2)
    return places


def _word(prose: str, at: int) -> Span:
    start = at
    while start > 0 and at - start < _LONGEST_WORD and _IN_WORD.match(prose, start - 1):
        start -= 1
    return Span(start, at + 2)
