"""Numbers whose parts are displayed in another order than they are written in."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.checks.bidi._names import in_wiki_link, shape
from contentlint.core import invisibles
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.rule import Words

if TYPE_CHECKING:
    import re
    from typing import Literal


_LRI, _PDI, _LRM = "\u2066", "\u2069", "\u200e"
_MARKS = "\u200e\u200f\u061c"
_MIRRORED = {"(": ")", ")": "("}
_DECIMAL = lazy_regex.compile(rf"(?<!\d)\d{{1,15}}(?:[.,٫][{_MARKS}]+|[{_MARKS}]+[.,٫])\d{{1,15}}")
_SEPARATOR = lazy_regex.compile(r"(?<=\d)\D+(?=\d)")


class Options(NamedTuple):
    of: Literal["identifiers", "decimals"]
    """The numbers to check: ``identifiers`` (telephone numbers, ISO dates, ISBNs, version numbers,
    MAC addresses), or ``decimals`` with a directional mark inside."""
    words: Words = {}
    """Words that introduce a telephone number, by language."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.BIDI,) if options.of == "decimals" else ()


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if options.of == "decimals":
        if doc.fact(invisibles).isdisjoint(_MARKS):
            return
        found = list(_DECIMAL.finditer(doc.prose))
    elif doc.direction != "rtl":
        return
    else:
        words = tuple(word.lower() for entries in options.words.values() for word in entries)
        found = identifiers(doc, words)
    if not found:
        return
    # Imported here because most documents have no such number.
    from contentlint.text.bidi.algorithm import LTR, RTL, visual_order
    from contentlint.text.bidi.paragraphs import layouts

    base = RTL if doc.direction == "rtl" else LTR
    for m, paragraph in layouts(doc, found, base, lambda m: m.start()):
        at = m.start() - paragraph.span.start
        order = visual_order(paragraph.levels[at : at + len(m[0])])
        if any(_is_reordered(m[0], order, part) for part in _parts(m[0], options.of)):
            chars = [
                _MIRRORED.get(char, char) if paragraph.levels[at + i] % 2 else char
                for i, char in enumerate(m[0])
            ]
            shown = "".join(chars[i] for i in order if chars[i] not in _MARKS)
            yield _finding(Span(*m.span()), m[0], shown, options.of)


def _parts(number: str, of: str) -> list[Span]:
    """Return what is read in one go: the date and the time of a date with time, else the whole.

    From the right, the date is read first, as it should be.
    """
    time = number.find(":")
    gap = number.rfind(" ", 0, time) if of == "identifiers" and time > 0 else -1
    return [Span(0, len(number))] if gap < 0 else [Span(0, gap), Span(gap, len(number))]


def _is_reordered(number: str, order: list[int], part: Span) -> bool:
    digits = [i for i in order if part.start <= i < part.end and number[i].isdecimal()]
    return digits != sorted(digits)


def _finding(span: Span, found: str, shown: str, of: str) -> Finding:
    fix: Fix | None = None
    if of == "decimals":
        # U+066B has the bidi class of a digit and is displayed at the end.
        if shown[-1].isdecimal():
            fix = Fix((Edit(span, shown),), False, f"write {shown}, as displayed")
    else:
        edits = [Edit(Span(span.start, span.start), _LRI)]
        if not found.isascii():
            # Between Arabic digits a separator is ordered from right to left, isolated or not.
            ends = (span.start + m.end() for m in _SEPARATOR.finditer(found))
            edits += [Edit(Span(end, end), _LRM) for end in ends]
        edits.append(Edit(Span(span.end, span.end), _PDI))
        fix = Fix(tuple(edits), False, "isolate it (U+2066 … U+2069)")
    return Finding(span, {"found": found, "shown": shown}, fix)


# At least two groups; none is a single digit, as in a list of small numbers.
_PHONE = lazy_regex.compile(r"(?:\+ ?|\()?\d{1,4}\)?(?:[ \u00a0().-]{1,3}\d{2,9}){1,6}")
_DAY_FIRST = lazy_regex.compile(r"\d{1,2}[-. ]\d{1,2}[-. ]\d{2,4}\Z")
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
_LEADING_ZERO = frozenset("0\u0660\u06f0")
_EXACT = lazy_regex.compile(
    # An ISO date, with or without a time.
    r"\d{4}-(?:0[1-9]|1[0-2]|[٠۰][١-٩۱-۹]|[١۱][٠-٢۰-۲])-[0-3٠-٣۰-۳]\d(?:[T ]\d\d:\d\d(?::\d\d)?)?"
    # An ISBN, a version, a MAC address.
    r"|97[89]-\d{1,5}-\d{1,7}-\d{1,7}-\d|\d{1,4}\.\d{1,4}\.\d{1,5}-\d{1,5}"
    r"|[0-9A-F]{2}(?:[:-][0-9A-F]{2}){5}"
)
_GLUE = frozenset(".,:/-–+٫٬")
_BEFORE = 24
_ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"
_GROUPS = lazy_regex.compile(rb"0\)?[ ?.:()-]{1,3}0")
_ARABIC_GROUPS = lazy_regex.compile(r"\d\)?[ \u00a0.:()-]{1,3}\d")


def identifiers(doc: Document, phone_words: tuple[str, ...]) -> list[re.Match[str]]:
    """Return telephone numbers, ISO dates, ISBN, versions and MAC addresses, in the order of the
    text.

    Ranges, decimals and dates that begin with the day do not count.
    """
    reach = max(_BEFORE, *(len(word) + 2 for word in phone_words), 0)
    return [m for line in _lines(doc) for m in _in_line(doc.prose, line, phone_words, reach)]


def _lines(doc: Document) -> Iterator[Span]:
    """Return the lines with signs or spaces between digits."""
    last = -1
    places = [m.start() for m in _GROUPS.finditer(doc.fact(shape))]
    if any(digit in doc.prose for digit in _ARABIC_DIGITS):
        places = [m.start() for m in _ARABIC_GROUPS.finditer(doc.prose)]
    for place in places:
        line = doc.line_at(place)
        if line > last:
            last = line
            yield doc.line_span(line)


def _in_line(prose: str, line: Span, words: tuple[str, ...], reach: int) -> list[re.Match[str]]:
    """Return the numbers of a line in the order of the text; none contains another."""
    found = [m for m in _PHONE.finditer(prose, *line) if _is_phone(prose, m, words, reach)]
    # A mark in the target of a wiki link would make another page of it.
    found += [
        m
        for m in _EXACT.finditer(prose, *line)
        if not (_is_part(prose, m) or in_wiki_link(prose, m.start()))
    ]
    kept: list[re.Match[str]] = []
    for m in sorted(found, key=lambda m: m.span()):
        if not kept or m.start() >= kept[-1].end():
            kept.append(m)
    return kept


def _is_part(prose: str, m: re.Match[str]) -> bool:
    """Return True if more digits, or signs between digits, touch the match."""
    before, after = prose[m.start() - 1 : m.start()], prose[m.end() : m.end() + 2]
    return (
        before.isalnum()
        or before in _GLUE
        or after[:1].isalnum()
        or (after[:1] in _GLUE and after[1:].isalnum())
    )


def _is_phone(prose: str, m: re.Match[str], words: tuple[str, ...], reach: int) -> bool:
    digits = [char for char in m[0] if char.isdecimal()]
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS or _is_part(prose, m):
        return False
    if m[0].count("(") != m[0].count(")") or _DAY_FIRST.match(m[0]):
        return False
    if m[0][0] == "+" or digits[0] in _LEADING_ZERO:
        return True
    # A range of years is no telephone number, whatever precedes it.
    before = prose[max(m.start() - reach, 0) : m.start()].lower()
    return any(word in before for word in words) and len(digits) > 8
