"""Brackets written in the order in which they are displayed: `)like this(`."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import MARK, Document, Span
from contentlint.model.queries import paragraph_at
from contentlint.text.unicode.chars import is_arabic_letter, is_mark

_LONGEST = 120
# Characters before the bracket: the paragraph may be a whole book on one line.
_FARTHEST = 2000
_PAIRS = {")": "(", "]": "[", "}": "{"}
# The closing bracket comes first: the search for a literal runs in C.
_REVERSED = {
    closer: lazy_regex.compile(rf"\{closer}([^\n(){{}}\[\]]{{2,{_LONGEST}}})\{opener}")
    for closer, opener in _PAIRS.items()
}
_BEFORE = frozenset(' \t\n\u00a0«“"،؛:|' + MARK)
_AFTER = frozenset(' \t\n\u00a0.,،؛:!?؟»”"|' + MARK)


def check(doc: Document) -> Iterator[Finding]:
    prose = doc.prose
    if doc.direction != "rtl" or not any(closer in prose for closer in _PAIRS):
        return
    found = [
        m.span()
        for closer, pattern in _REVERSED.items()
        if closer in prose
        for m in pattern.finditer(prose)
    ]
    for start, end in sorted(found):
        if _is_reversed(doc, start, end):
            edits = (
                Edit(Span(start, start + 1), prose[end - 1]),
                Edit(Span(end - 1, end), prose[start]),
            )
            fix = Fix(edits, False, "swap the two brackets")
            yield Finding(Span(start, end), {"found": prose[start:end]}, fix)


def _is_reversed(doc: Document, start: int, end: int) -> bool:
    prose = doc.prose
    before = prose[start - 1] if start else "\n"
    after = prose[end] if end < len(prose) else "\n"
    if before not in _BEFORE or after not in _AFTER:
        return False
    first, last = prose[start + 1], prose[end - 2]
    if not _is_rtl(first) or not (_is_rtl(last) or last in ".!؟?"):
        return False
    # `(أ) و(ب)`: the bracket closes one that is open before it.
    paragraph = paragraph_at(doc, start)
    opener = prose[end - 1]
    ahead = prose[max(paragraph.start, start - _FARTHEST) : start]
    return ahead.count(opener) <= ahead.count(prose[start])


def _is_rtl(char: str) -> bool:
    return is_arabic_letter(char) or is_mark(char) or "\u05d0" <= char <= "\u05f2"
