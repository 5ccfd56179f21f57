"""Paragraphs whose direction a renderer may detect wrongly."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.escape import named
from contentlint._util.namedtuple import NamedTuple
from contentlint.checks.bidi._names import RTL_LETTERS
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import OBJECT, Document, Span

if TYPE_CHECKING:
    from typing import Literal

_RLM, _LRM = "\u200f", "\u200e"
_SEEN = b"LRAEN"
# `!!! note "title"`, `[!NOTE]`, `[box kind="a"]`: words for a program, not for readers.
_MARKUP = lazy_regex.compile(
    r"(?:!!!|\?\?\?\+?|:::)[ \t]|\[![A-Za-z]+\]|\[[a-z][\w-]*[ \t]+[\w-]+="
)
_NAMES = {0: "left to right", 1: "right to left"}


class Options(NamedTuple):
    fault: Literal["first-strong", "mixed-heading"]
    """The fault to report. ``first-strong``: the first letter has a different direction from
    most letters; ``mixed-heading``: a heading has letters of both directions."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    # Without letters of both directions there is nothing to report.
    if not any(letter in doc.prose for letter in RTL_LETTERS):
        return
    if options.fault == "mixed-heading":
        yield from _mixed_headings(doc)
    else:
        yield from _first_strong(doc)


def _first_strong(doc: Document) -> Iterator[Finding]:
    from contentlint.text.bidi.algorithm import LTR, base_level, classes
    from contentlint.text.bidi.paragraphs import paragraphs, rendered

    rtl = doc.direction == "rtl"
    for span in paragraphs(doc):
        letters = doc.prose[span.start : span.end]
        if _begins_from_right(letters) if rtl else letters.isascii():
            continue
        majority = _majority(classes(letters))
        # A label in the language of the document may precede foreign names.
        if majority is None or (majority == LTR and rtl):
            continue
        shown = rendered(doc, span)
        kinds = classes(shown)
        first = span.start + len(shown) - len(shown.lstrip(" \t"))
        if base_level(kinds, majority) != majority and not _MARKUP.match(doc.text, first):
            mark = _RLM if majority else _LRM
            fix = Fix((Edit(Span(first, first), mark),), False, f"insert a {named(mark)}")
            values = {"first": _NAMES[1 - majority], "most": _NAMES[majority]}
            yield Finding(Span(first, _end_of_word(doc, first, span.end)), values, fix)


def _begins_from_right(text: str) -> bool:
    """Return True if the first letter is right-to-left; code and addresses count as
    left-to-right."""
    for char in text:
        if char.isalpha() or char == OBJECT:
            return "\u0590" <= char <= "\u08ff"
    return True


def _end_of_word(doc: Document, start: int, end: int) -> int:
    for at in range(start, end):
        if doc.text[at] in " \t\n":
            return at
    return end


def _majority(kinds: bytes) -> int | None:
    """Return the direction of most letters; None if both have the same number."""
    left, right = kinds.count(b"L"), kinds.count(b"R") + kinds.count(b"A")
    return None if left == right else int(right > left)


def _mixed_headings(doc: Document) -> Iterator[Finding]:
    headings = [block for block in doc.blocks if block.kind == "heading"]
    if not headings:
        return
    from contentlint.text.bidi.algorithm import LTR, RTL, classes, resolve, visual_order
    from contentlint.text.bidi.paragraphs import rendered

    for block in headings:
        span = Span(block.start, block.end)
        shown = rendered(doc, span)
        kinds = classes(shown)
        if b"L" not in kinds or (b"R" not in kinds and b"A" not in kinds):
            continue
        orders = (visual_order(resolve(kinds, shown, base)) for base in (LTR, RTL))
        left, right = ([i for i in order if kinds[i] in _SEEN] for order in orders)
        if left != right:
            yield Finding(span)
