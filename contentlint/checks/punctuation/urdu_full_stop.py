"""The Urdu full stop in Arabic and Persian, and the Latin one in Urdu articles."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model.characters import CLOSING
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, Document, Span
from contentlint.model.languages import lookup
from contentlint.model.queries import block_at
from contentlint.text.unicode.chars import is_arabic_letter, is_mark

_URDU = lookup("ur").full_stop
_OF_URDU = lazy_regex.compile(f"[{lookup('ur').letters.replace(_URDU, '')}]")
# After at least two letters, so that initials and one-letter abbreviations are not reported.
_LATIN = lazy_regex.compile(r"\.(?=[\s\x00\"'»”’)]|$)")


def needs() -> tuple[str, ...]:
    return (_URDU,)


def check(doc: Document) -> Iterator[Finding]:
    if doc.language == "ur":
        yield from _latin(doc)
    else:
        yield from _urdu(doc)


def _urdu(doc: Document) -> Iterator[Finding]:
    prose = doc.prose
    at = prose.find(_URDU)
    while at >= 0:
        after = prose[at + 1 : at + 2] or "\n"
        if _follows_word(prose, at) and (
            after.isspace() or after in CLOSING + MARK or after.isalpha()
        ):
            block = block_at(doc, at)
            # A quotation from Urdu keeps its marks.
            if block is not None and not doc.fact(_has_urdu, block.start, block.end):
                span = Span(at, at + 1)
                new = ". " if after.isalpha() else "."
                fix = Fix((Edit(span, new),), True, "use the full stop of the language: .")
                values = {"found": _URDU, "name": " (Urdu full stop)", "right": "."}
                yield Finding(span, values, fix)
        at = prose.find(_URDU, at + 1)


def _latin(doc: Document) -> Iterator[Finding]:
    prose = doc.prose
    if "." not in prose:
        return
    places = [
        m.start()
        for m in _LATIN.finditer(prose)
        if _follows_word(prose, m.start()) and prose[m.start() - 2 : m.start()].isalpha()
    ]
    if not places or len(places) >= prose.count(_URDU):
        return
    for at in places:
        block = block_at(doc, at)
        if block is None or not doc.fact(_has_urdu, block.start, block.end):
            continue  # a quotation in another language
        span = Span(at, at + 1)
        fix = Fix((Edit(span, _URDU),), False, f"use the full stop of the language: {_URDU}")
        yield Finding(span, {"found": ".", "name": "", "right": _URDU}, fix, severity="info")


def _has_urdu(doc: Document, start: int, end: int) -> bool:
    """Return True if a block has letters that only Urdu uses; ask through ``doc.fact``."""
    return _OF_URDU.search(doc.prose, start, end) is not None


def _follows_word(prose: str, at: int) -> bool:
    i = at - 1
    while i >= 0 and (is_mark(prose[i]) or prose[i] in MARK + CLOSING):
        i -= 1
    return i >= 0 and is_arabic_letter(prose[i])
