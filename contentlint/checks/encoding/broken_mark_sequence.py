"""Combining marks without a base letter, or too many on one letter."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.model import queries, trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, Document, Span
from contentlint.text.unicode.chars import is_arabic_letter

if TYPE_CHECKING:
    import re

_HARAKAT = "\u064b-\u0652\u0670"
_RUN = lazy_regex.compile(f"[{_HARAKAT}]+")
_TWICE = lazy_regex.compile(rf"([{_HARAKAT}])\1")
_QURANIC = lazy_regex.compile("[\u06d6-\u06ed\ufd3e\ufd3f]")
_HEAP = lazy_regex.compile("[\u0300-\u036f]{4,}")
_VOWELS = frozenset("\u064e\u064f\u0650\u0652")
# Uyghur letters, the tatweel, the dotted circle and the no-break spaces carry a mark to show it.
# The Quran has a small alef between two letters, on a narrow one, and small high letters.
_CARRIERS = frozenset(
    "\u0640\u25cc\u00a0\u202f\u0654\u0655\u0653\u0656\u0657\u200d\u200c"
    + "".join(map(chr, range(0x6D6, 0x6EE)))
)
_FATHATAN = "\u064b"


def needs() -> tuple[str, ...]:
    # U+034F is of another class.
    return (trigger.COMBINING, trigger.ZERO_WIDTH)


def check(doc: Document) -> Iterator[Finding]:
    prose = doc.prose
    data = doc.fact(queries.utf8_text)
    found = [_judge(doc, m) for m in _RUN.finditer(prose)] if b"\xd9" in data else []
    if b"\xcc" in data or b"\xcd" in data:
        found += [
            _finding(
                Span(*m.span()),
                "four or more combining marks on one letter",
                Edit(Span(*m.span()), ""),
            )
            for m in _HEAP.finditer(prose)
        ]
    yield from sorted((f for f in found if f is not None), key=lambda finding: finding.span)


def _judge(doc: Document, m: re.Match[str]) -> Finding | None:
    prose = doc.prose
    start, end = m.span()
    run = m[0]
    before = prose[start - 1 : start] if start else ""
    after = prose[end : end + 1]
    span = Span(start, end)
    if not (before and (is_arabic_letter(before) or before in _CARRIERS or before == MARK)):
        return _homeless(prose, span, before, after)
    twice = _TWICE.search(run)
    if twice and not doc.fact(_is_quranic, doc.line_at(start)):
        place = Span(start + twice.start(), start + twice.start() + 1)
        return _finding(span, "same combining mark twice on one letter", Edit(place, ""))
    if len(_VOWELS.intersection(run)) > 1 and not doc.fact(_is_quranic, doc.line_at(start)):
        return _finding(span, "two vowel signs on one letter", None)
    return None


def _homeless(prose: str, span: Span, before: str, after: str) -> Finding | None:
    """Yield a finding for a mark after something that is not a letter."""
    if after >= "\ufb50":
        return None  # text in presentation forms, which may be stored backwards
    latin = after.isascii() and after.isalpha()
    if after and (latin or is_arabic_letter(after)) and not before.isalpha():
        # A fatha typed before its letter, or left over from a deleted letter.
        return _finding(span, "combining mark before the first letter of a word", Edit(span, ""))
    if before in (" ", "\t") and prose[span.start : span.end] == _FATHATAN:
        if prose[span.start - 2 : span.start - 1] in ("ا", "ى", "ء", "ة"):
            gap = Span(span.start - 1, span.start)
            return _finding(span, "space before a combining mark", Edit(gap, ""))
        return None
    if before.isdigit() or (before.isascii() and before.isalpha()):
        return _finding(span, "Arabic combining mark on a digit or a Latin letter", Edit(span, ""))
    return None


def _is_quranic(doc: Document, number: int) -> bool:
    return _QURANIC.search(doc.lines[number]) is not None


def _finding(span: Span, fault: str, edit: Edit | None) -> Finding:
    fix = Fix((edit,), False, "remove it") if edit else None
    return Finding(span, {"fault": fault}, fix)
