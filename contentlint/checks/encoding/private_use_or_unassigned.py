"""Code points without a meaning: private use, noncharacters, unassigned."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.escape import code_point
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span

# Blocks without gaps, so that ordinary text needs no tables; surrogates stand for invalid bytes.
_DOUBTFUL = lazy_regex.compile(
    "[^\x00-\u0377\u0400-\u052f\u0591-\u05c7\u05d0-\u05ea\u0600-\u070d\u0900-\u0983\u0985-\u098c"
    "\u0e01-\u0e3a\u0e3f-\u0e5b\u1e00-\u1f15\u2000-\u2064\u2066-\u2071\u20a0-\u20c0\u2100-\u218b"
    "\u2190-\u2426\u2460-\u2b73\u3000-\u303f\u3041-\u3096\u3099-\u30ff\u3400-\u9fff\uac00-\ud7a3"
    "\ud800-\udfff\ufb50-\ufbc2\ufdf0-\ufdff\ufe00-\ufe19\ufe70-\ufe74\ufe76-\ufefc\ufeff"
    "\uff01-\uffbe\ufff9-\ufffd\U0001f300-\U0001f6d7\U0001f900-\U0001fa53\U000e0100-\U000e01ef]"
)


def needs() -> tuple[str]:
    return (trigger.UNASSIGNED,)


def check(doc: Document) -> Iterator[Finding]:
    prose = doc.prose
    if not _DOUBTFUL.search(prose):
        return
    # These tables are Unicode 17; those of Python 3.11 lack many emoji.
    for m in lazy_regex.extended(r"\p{Co}+|\p{Cn}+").finditer(prose):
        run = m[0]
        points = list(dict.fromkeys(run))
        found = ", ".join(map(code_point, points[:3])) + (", …" if len(points) > 3 else "")
        yield Finding(Span(*m.span()), {"found": found, "what": _what(run[0])})


def _what(char: str) -> str:
    number = ord(char)
    if 0xFDD0 <= number <= 0xFDEF or number & 0xFFFE == 0xFFFE:
        return "noncharacter, which is not allowed in text"
    if 0xE000 <= number <= 0xF8FF or number >= 0xF0000:
        return "private use (icon or letter of one font)"
    return "not assigned in Unicode 17"
