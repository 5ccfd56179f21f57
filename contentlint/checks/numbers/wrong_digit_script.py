"""Digits of a related language: Persian ones in Arabic, Arabic ones in Persian and Urdu."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.article.quotes import quotation_at
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.languages import lookup
from contentlint.text.dates.digits import NAMES, Run, counted, has_foreign, written_in
from contentlint.text.unicode.chars import ARABIC_MARKS, letter_after, letter_before

_OTHER = {"arab": "arabext", "arabext": "arab"}
# Letters that Arabic lacks, and those that Persian and Urdu encode differently.
_NOT_ARABIC = "پچژگےہںٹڈڑھ"
_ONLY_ARABIC = "يكةىأإٱ"
# Also used in Persian, and in Arabic typed on a Persian keyboard.
_KEYBOARD = "کی"
_AROUND = 24
# Scripture has its own signs, and a mark on every letter or two.
_QURANIC = lazy_regex.compile("[\u06d6-\u06ed\ufd3e\ufd3f]")
_MARKS = lazy_regex.compile(f"[{ARABIC_MARKS}]")
_VOCALISED = 5


def needs() -> tuple[str, ...]:
    return (trigger.ALEF,)


def check(doc: Document) -> Iterator[Finding]:
    language = lookup(doc.language)
    right = language.digits
    if not right or not doc.fact(has_foreign):
        return
    wrong = _OTHER[right]
    for run in doc.fact(counted):
        if run.system != wrong or _is_quoted(doc, run):
            continue
        span = Span(run.start, run.end)
        found = doc.text[run.start : run.end]
        yield Finding(
            span,
            {"found": found, "system": NAMES[wrong], "language": language.name},
            Fix(
                (Edit(span, written_in(found, right)),),
                True,
                f"use the digits of the language ({NAMES[right]})",
            ),
        )


def _is_quoted(doc: Document, run: Run) -> bool:
    """Return True if the words around a number are in the other language, or not in the Arabic
    script."""
    prose = doc.prose
    low = max(run.start - _AROUND, 0)
    start = max(low, prose.rfind("\n", low, run.start) + 1)
    around = prose[start : run.end + _AROUND].partition("\n")[0]
    if doc.language != "ar" and _is_scripture(prose[start : run.start], around):
        return True
    quotation = quotation_at(doc, run.start)
    if quotation is not None:
        around = prose[quotation.start : quotation.end]
        own, foreign = _letters(doc, around, _NOT_ARABIC + _KEYBOARD)
    else:
        own, foreign = _letters(doc, around, _NOT_ARABIC)
    if foreign > own:
        return True
    near = letter_before(prose, run.start) or letter_after(prose, run.end)
    return near != "" and near < "\u0600"


def _is_scripture(before: str, around: str) -> bool:
    """Return True if a number follows a vocalised verse, or stands beside a sign of the Quran."""
    return _QURANIC.search(around) is not None or len(_MARKS.findall(before)) * _VOCALISED > _AROUND


def _letters(doc: Document, text: str, not_arabic: str) -> tuple[int, int]:
    """Count the letters that only the document's language has, and those that only the other
    has."""
    arabic = sum(map(text.count, _ONLY_ARABIC))
    other = sum(map(text.count, not_arabic))
    return (arabic, other) if doc.language == "ar" else (other, arabic)
