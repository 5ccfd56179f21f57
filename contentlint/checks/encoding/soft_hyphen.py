"""Soft hyphens left over from the layout of a page."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.languages import ARABIC_SCRIPT
from contentlint.text.unicode.chars import is_arabic_letter

_WITH_HALF_SPACE = ARABIC_SCRIPT - {"ar"}
_SOFT_HYPHENS = lazy_regex.compile("\u00ad+")


def needs() -> tuple[str]:
    return ("\u00ad",)


def check(doc: Document) -> Iterator[Finding]:
    """Yield one finding per file: a program that hyphenates does so everywhere."""
    prose = doc.prose
    spans = [Span(*m.span()) for m in _SOFT_HYPHENS.finditer(prose)]
    if spans:
        more = f" ({len(spans)} places in the file)" if len(spans) > 1 else ""
        # Word processors wrote it for the half-space of Persian, which removal would lose.
        joins = doc.language in _WITH_HALF_SPACE and any(
            is_arabic_letter(prose[start - 1 : start]) and is_arabic_letter(prose[end : end + 1])
            for start, end in spans
        )
        fix = Fix(tuple(Edit(span, "") for span in spans), not joins, "remove it")
        yield Finding(spans[0], {"more": more}, fix)
