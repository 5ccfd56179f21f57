"""Numbers whose parts are shown in another order than they are written in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Edit, Finding, Fix
from contentlint.document import Document, Span
from contentlint.rule import Words
from contentlint.text import lazy
from contentlint.text.chars import invisibles

_LRI, _PDI, _LRM = "\u2066", "\u2069", "\u200e"
_MARKS = "\u200e\u200f\u061c"
_DECIMAL = lazy.compile(rf"\d+(?:[.,٫][{_MARKS}]+|[{_MARKS}]+[.,٫])\d+")
# Two groups at least; none of them a single digit, as in a list of small numbers.
_PHONE = lazy.compile(r"(?:\+ ?|\()?\d{1,4}\)?(?:[ \u00a0().-]{1,3}\d{2,9}){1,6}")
_DAY_FIRST = lazy.compile(r"\d{1,2}[-. ]\d{1,2}[-. ]\d{2,4}\Z")
_SEPARATOR = lazy.compile(r"(?<=\d)\D+(?=\d)")
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
_LEADING_ZERO = frozenset("0\u0660\u06f0")
_EXACT = lazy.compile(
    # An ISO date, with or without a time.
    r"\d{4}-(?:0[1-9]|1[0-2]|[٠۰][١-٩۱-۹]|[١۱][٠-٢۰-۲])-[0-3٠-٣۰-۳]\d(?:[T ]\d\d:\d\d(?::\d\d)?)?"
    # An ISBN, a version, a MAC address.
    r"|97[89]-\d{1,5}-\d{1,7}-\d{1,7}-\d|\d{1,4}\.\d{1,4}\.\d{1,5}-\d{1,5}"
    r"|[0-9A-F]{2}(?:[:-][0-9A-F]{2}){5}"
)
_GLUE = frozenset(".,:/-–+٫٬")
_BEFORE = 24


class Options(NamedTuple):
    of: str
    """``identifiers`` (telephone numbers, ISO dates, ISBN, versions) or ``decimals`` with a mark
    inside."""
    words: Words = {}
    """Words that announce a telephone number."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if options.of == "decimals":
        if doc.fact(invisibles).isdisjoint(_MARKS):
            return
        found = list(_DECIMAL.finditer(doc.prose))
    elif doc.direction != "rtl":
        return
    else:
        words = tuple(word for entries in options.words.values() for word in entries)
        found = list(_identifiers(doc.prose, words))
    if not found:
        return
    # Here, and not above: most documents have no such number.
    from contentlint.text.bidi import LTR, RTL, visual_order
    from contentlint.text.bidi_paragraphs import layouts

    base = RTL if doc.direction == "rtl" else LTR
    for m, paragraph in layouts(doc, found, base, re.Match.start):
        at = m.start() - paragraph.span.start
        order = visual_order(paragraph.levels[at : at + len(m[0])])
        digits = [i for i in order if m[0][i].isdecimal()]
        if digits != sorted(digits):
            shown = "".join(m[0][i] for i in order if m[0][i] not in _MARKS)
            yield _finding(Span(*m.span()), m[0], shown, options.of)


def _finding(span: Span, found: str, shown: str, of: str) -> Finding:
    fix: Fix | None = None
    if of == "decimals":
        # U+066B counts as a digit, and is shown at the end.
        if shown[-1].isdecimal():
            fix = Fix((Edit(span, shown),), False, "write the number as it is shown")
    else:
        edits = [Edit(Span(span.start, span.start), _LRI)]
        if not found.isascii():
            # Arabic digits keep a separator between them from right to left, isolated or not.
            ends = (span.start + m.end() for m in _SEPARATOR.finditer(found))
            edits += [Edit(Span(end, end), _LRM) for end in ends]
        edits.append(Edit(Span(span.end, span.end), _PDI))
        fix = Fix(tuple(edits), False, "isolate it (U+2066 … U+2069)")
    return Finding(span, {"found": found, "shown": shown}, fix)


def _identifiers(prose: str, words: tuple[str, ...]) -> Iterator[re.Match[str]]:
    """In the order of the text, none inside another."""
    found = [m for m in _PHONE.finditer(prose) if _is_phone(prose, m, words)]
    found += [m for m in _EXACT.finditer(prose) if not _is_part(prose, m)]
    end = 0
    for m in sorted(found, key=re.Match.span):
        if m.start() >= end:
            end = m.end()
            yield m


def _is_part(prose: str, m: re.Match[str]) -> bool:
    """Whether digits, or the signs between them, go on beside it."""
    before, after = prose[m.start() - 1 : m.start()], prose[m.end() : m.end() + 2]
    return (
        before.isalnum()
        or before in _GLUE
        or after[:1].isalnum()
        or (after[:1] in _GLUE and after[1:].isalnum())
    )


def _is_phone(prose: str, m: re.Match[str], words: tuple[str, ...]) -> bool:
    digits = [char for char in m[0] if char.isdecimal()]
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS or _is_part(prose, m):
        return False
    if m[0].count("(") != m[0].count(")") or _DAY_FIRST.match(m[0]):
        return False
    if m[0][0] == "+" or digits[0] in _LEADING_ZERO:
        return True
    # A range of years is no telephone number, whatever stands before it.
    before = prose[max(m.start() - _BEFORE, 0) : m.start()].lower()
    return any(word in before for word in words) and len(digits) > 8
