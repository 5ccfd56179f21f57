"""Numbers whose parts are shown in another order than they are written in."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.checks.bidi._numbers import identifiers
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.rule import Words
from contentlint.text.unicode.chars import invisibles

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

_LRI, _PDI, _LRM = "\u2066", "\u2069", "\u200e"
_MARKS = "\u200e\u200f\u061c"
_DECIMAL = lazy_regex.compile(rf"(?<!\d)\d{{1,15}}(?:[.,٫][{_MARKS}]+|[{_MARKS}]+[.,٫])\d{{1,15}}")
_SEPARATOR = lazy_regex.compile(r"(?<=\d)\D+(?=\d)")


class Options(NamedTuple):
    of: Literal["identifiers", "decimals"]
    """``identifiers`` (telephone numbers, ISO dates, ISBN, versions) or ``decimals`` with a mark
    inside."""
    words: Words = {}
    """Words that announce a telephone number."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if options.of == "decimals":
        if doc.fact(invisibles).isdisjoint(_MARKS):
            return
        found = list(_DECIMAL.finditer(doc.prose))
    elif doc.direction != "rtl":
        return
    else:
        words = tuple(word.lower() for entries in options.words.values() for word in entries)
        found = identifiers(doc, words)
    if not found:
        return
    # Here, and not above: most documents have no such number.
    from contentlint.text.bidi.algorithm import LTR, RTL, visual_order
    from contentlint.text.bidi.paragraphs import layouts

    base = RTL if doc.direction == "rtl" else LTR
    for m, paragraph in layouts(doc, found, base, lambda m: m.start()):
        at = m.start() - paragraph.span.start
        order = visual_order(paragraph.levels[at : at + len(m[0])])
        digits = [i for i in order if m[0][i].isdecimal()]
        if digits != sorted(digits):
            shown = "".join(m[0][i] for i in order if m[0][i] not in _MARKS)
            yield _finding(Span(*m.span()), m[0], shown, options.of)


def _finding(span: Span, found: str, shown: str, of: str) -> Finding:
    fix: Fix | None = None
    if of == "decimals":
        # U+066B counts as a digit, and is shown at the end.
        if shown[-1].isdecimal():
            fix = Fix((Edit(span, shown),), False, "write the number as it is shown")
    else:
        edits = [Edit(Span(span.start, span.start), _LRI)]
        if not found.isascii():
            # Arabic digits keep a separator between them from right to left, isolated or not.
            ends = (span.start + m.end() for m in _SEPARATOR.finditer(found))
            edits += [Edit(Span(end, end), _LRM) for end in ends]
        edits.append(Edit(Span(span.end, span.end), _PDI))
        fix = Fix(tuple(edits), False, "isolate it (U+2066 … U+2069)")
    return Finding(span, {"found": found, "shown": shown}, fix)
