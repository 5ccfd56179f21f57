"""Signs that are displayed on the wrong side of the name or sentence that they belong to."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.escape import named
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.unfenced_code import in_program
from contentlint.checks.bidi._names import AFTER_NAME, BEFORE_NAME, signs
from contentlint.model import characters, trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.queries import is_escaped
from contentlint.model.terminators import QUOTED_ENDS

if TYPE_CHECKING:
    from typing import Literal

# The end of a sentence that a quotation mark follows.
_QUOTED_END = lazy_regex.compile(
    rf"(?<=[\u0590-\u06ff])(?<![{QUOTED_ENDS}])[{QUOTED_ENDS}]{{1,3}}(?=[\"”»])"
)
_QUOTATION = lazy_regex.compile(r"[\"“”«]([^\"“”«»\n]+)\Z")
_LONGEST_QUOTATION = 200
_RTL_CLASSES = frozenset(b"RA")
_LATIN_CLASS = ord("L")
_HANDLES = frozenset("@#")


class Options(NamedTuple):
    base: Literal["auto", "rtl", "ltr"] = "auto"
    """The direction of the page; ``auto`` takes the direction of most of its letters."""
    tokens_allow: tuple[str, ...] = ()
    """Names, with their symbols, that are never reported, such as ``C++``."""


_QUOTED = trigger.Chars(
    QUOTED_ENDS,
    before=trigger.kinds(*map(characters.class_of, range(0x590, 0x700))),
    after=trigger.MARKS
    | trigger.SYMBOLS
    | trigger.kinds(characters.QUOTE, characters.CLOSE_QUOTE, characters.CLOSE_ANGULAR),
)
"""Marks between a letter of the Arabic or Hebrew script and a closing quotation mark."""


def needs(options: Options) -> tuple[trigger.Chars, ...]:
    return (AFTER_NAME, BEFORE_NAME, _QUOTED)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    base = doc.direction if options.base == "auto" else options.base
    if base == "rtl":
        yield from _names(doc, options)
    elif doc.places(_QUOTED):
        yield from _quotations(doc)


def _names(doc: Document, options: Options) -> Iterator[Finding]:
    """`C++` between Arabic words is shown as `++C`, `.NET` as `NET.`."""
    found = signs(doc)
    if not found:
        return
    from contentlint.text.bidi.algorithm import RTL
    from contentlint.text.bidi.paragraphs import layouts

    for sign, paragraph in layouts(doc, found, RTL, lambda sign: sign.span.start):
        offset, levels = paragraph.span.start, paragraph.levels
        letter = sign.name.end - 1 if sign.ends else sign.name.start
        if levels[sign.span.start - offset] >= levels[letter - offset]:
            continue
        # Without right-to-left letters the page may have either direction; a line of its own is a
        # tag of a template, as `--- /hint ---` is.
        line = doc.line_span(doc.line_at(sign.span.start))
        kinds = paragraph.kinds[max(line.start - offset, 0) : line.end - offset]
        if _RTL_CLASSES.isdisjoint(kinds) or in_program(doc, sign.span.start):
            continue
        mark, name = doc.prose[slice(*sign.span)], doc.prose[slice(*sign.name)]
        pair = (name + mark, mark[::-1] + name) if sign.ends else (mark + name, name + mark[::-1])
        if pair[0] not in options.tokens_allow:
            span = Span(min(sign.span.start, sign.name.start), max(sign.span.end, sign.name.end))
            place = sign.span.end if sign.ends else span.start
            # A mark between a backslash and its sign would make the backslash visible.
            if not sign.ends and is_escaped(doc, place):
                place -= 1
            finding = _finding(span, pair, place, "\u200e")
            # A handle keeps its sign, on either side.
            handle = mark in _HANDLES and not sign.ends
            yield finding._replace(severity="info") if handle else finding


def _quotations(doc: Document) -> Iterator[Finding]:
    """Find the exclamation mark of a quoted Arabic or Hebrew sentence inside English text."""
    prose = doc.prose
    places = doc.places(_QUOTED)
    quoted_ends = (_QUOTED_END.match(prose, at) for at in places)
    ends = [m for m in quoted_ends if m is not None]
    if not ends:
        return
    from contentlint.text.bidi.algorithm import LTR
    from contentlint.text.bidi.paragraphs import layouts

    for m, paragraph in layouts(doc, ends, LTR, lambda m: m.start()):
        start, end = m.span()
        at = start - paragraph.span.start
        quoted = _QUOTATION.search(prose[max(start - _LONGEST_QUOTATION, 0) : start])
        if not quoted or paragraph.levels[at] >= paragraph.levels[at - 1]:
            continue
        if _LATIN_CLASS not in paragraph.kinds[max(at - len(quoted[1]), 0) : at]:
            word = quoted[1].split()[-1]
            yield _finding(Span(start - len(word), end), (word + m[0], m[0] + word), end, "\u200f")


def _finding(span: Span, pair: tuple[str, str], place: int, mark: str) -> Finding:
    """``pair`` is the name as written and as displayed, both from left to right."""
    fix = Fix((Edit(Span(place, place), mark),), False, f"insert a {named(mark)} beside the symbol")
    return Finding(span, {"found": pair[0], "shown": pair[1]}, fix)
