"""Letters in a typographic variant: ligatures, full width, mathematical alphabets."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model import queries
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.languages import CJK

_LIGATURES = lazy_regex.compile("[A-Za-z]*(?:[\ufb00-\ufb06][A-Za-z]*)+")
_FULL_WIDTH = lazy_regex.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_MATHEMATICAL = lazy_regex.compile("[\U0001d400-\U0001d7ff]+(?:[ -]?[\U0001d400-\U0001d7ff]+)*")
_CJK = lazy_regex.compile("[\u3000-\u9fff\uac00-\ud7a3\uff0c\uff1a\uff5f-\uff9f]")
_BYTES = (rb"\xef(?:\xac[\x80-\x86]|[\xbc\xbd])", rb"\xf0\x9d[\x90-\x9f]")
_LEAST = 3
"""Mathematical letters in a row; fewer are variables of a formula."""


def check(doc: Document) -> Iterator[Finding]:
    if doc.text.isascii():
        return
    data = doc.fact(queries.utf8_text)
    if not any(queries.bytes_pattern(first).search(data) for first in _BYTES):
        return
    prose = doc.prose
    found = [_finding(Span(*m.span()), m[0], "ligature", True) for m in _LIGATURES.finditer(prose)]
    if doc.language not in CJK:
        found += [
            _finding(Span(*m.span()), m[0], "full-width", True)
            for m in _FULL_WIDTH.finditer(prose)
            if not _CJK.search(doc.lines[doc.line_at(m.start())])
        ]
    found += [
        _finding(Span(*m.span()), m[0], "mathematical letters", False)
        for m in _MATHEMATICAL.finditer(prose)
        if sum(char > "\uffff" for char in m[0]) >= _LEAST
    ]
    yield from sorted(found, key=lambda finding: finding.span)


def _finding(span: Span, found: str, what: str, safe: bool) -> Finding:
    from contentlint.text.unicode.normalize import normalize

    right = normalize("NFKC", found)
    fix = Fix((Edit(span, right),), safe, f"write {right}")
    return Finding(span, {"what": what, "found": found, "right": right}, fix)
