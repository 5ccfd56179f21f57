"""A directional mark between two letters of one word, where U+200C belongs."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.escape import named
from contentlint.core import invisibles
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.text.unicode.chars import is_arabic_letter, is_mark

_MARKS = frozenset("\u200e\u200f")
# With the half-space itself before or after it, the mark is one too many.
_MARK = lazy_regex.compile("\u200c?[\u200e\u200f]+\u200c?")
_NON_JOINER = "\u200c"


def check(doc: Document) -> Iterator[Finding]:
    if doc.fact(invisibles).isdisjoint(_MARKS):
        return
    prose = doc.prose
    for m in _MARK.finditer(prose):
        before, after = prose[m.start() - 1 : m.start()], prose[m.end() : m.end() + 1]
        if not before or not after or not is_arabic_letter(after):
            continue
        if is_arabic_letter(before) or is_mark(before):
            span = Span(*m.span())
            found = named(m[0].strip(_NON_JOINER)[0])
            if _NON_JOINER in m[0]:
                place, how = "beside a half-space (U+200C)", "remove it"
            else:
                place, how = "where a half-space (U+200C) belongs", "replace it with the half-space"
            fix = Fix((Edit(span, _NON_JOINER),), False, how)
            yield Finding(span, {"found": found, "place": place}, fix)
