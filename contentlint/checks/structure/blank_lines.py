"""Runs of blank lines, inside the text and at its end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.checks.structure._blanks import between
from contentlint.core import gaps, invisibles
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import COMPONENTS, Document, Span

if TYPE_CHECKING:
    import re
    from typing import Literal

# Characters of a line that displays nothing: spaces of every width, zero-width characters.
_NOTHING = " \t\u00a0\u00ad\u061c\u2000-\u200f\u202f\u2060\u3000\ufeff"
_BLANK = "\n \t\u00a0\u00ad\u061c\u202f\u2060\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x2010))
)
_INDENT = ("    ", "\t")
_MOST_RELATED = 10
_NEAR = 20
_LINE_END = "\n"


class Options(NamedTuple):
    fault: Literal["run", "trailing"]
    """The fault to report: a ``run`` of blank lines between lines, or ``trailing`` ones at the
    end of the file."""
    markdown: int = 1
    """For ``run``: the number of consecutive blank lines allowed in Markdown."""
    text: int = 2
    """For ``run``: the number allowed in plain text, where two often separate sections."""


class Runs(NamedTuple):
    """The runs that are too long."""

    least: int
    """Least number of line ends, including the one before the run."""
    pattern: re.Pattern[str]


def needs(options: Options) -> tuple[str, ...]:
    if options.fault == "trailing":
        return (trigger.TRAILING, *trigger.INVISIBLE)
    return (
        (trigger.BLANKS, trigger.TRAILING, *trigger.INVISIBLE)
        if min(options.markdown, options.text) > 0
        else ()
    )


def _longer_than(most: int) -> Runs:
    """Match the line end before a run of blank lines, and the run if it is longer than ``most``."""
    return Runs(most + 2, lazy_regex.made(rf"\n(?:[{_NOTHING}]*\n){{{most + 1},}}"))


class Checker:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._markdown = _longer_than(options.markdown)
        self._text = _longer_than(options.text)

    def check(self, doc: Document) -> Iterable[Finding]:
        if self._options.fault == "trailing":
            return _trailing(doc)
        return _runs(doc, self._markdown if doc.syntax.markup else self._text)


def _trailing(doc: Document) -> Iterator[Finding]:
    text = doc.text
    end = len(text.rstrip(_BLANK))
    start = text.find("\n", end) + 1
    if end == 0 or not 0 < start < len(text):
        return
    count = doc.line_count - doc.line_at(start) - (text[-1] == "\n")
    span = Span(start, len(text))
    fix = Fix((Edit(span, ""),), True, "remove the blank lines at the end")
    yield Finding(span, {"count": count}, fix)


def _runs(doc: Document, too_long: Runs) -> Iterable[Finding]:
    """Return one finding per file: a scraped page has dozens of runs with one cause."""
    text = doc.text
    spans = [
        span
        for span in _spans(doc, too_long)
        if not (text.startswith(_INDENT, span.end) and _is_indented_above(doc, span.start))
    ]
    if len(spans) > 1 and _is_blank_from(text, spans[-1].end):
        spans.pop()  # at the end of the file: another rule reports it
    if not spans:
        return ()
    start, end = spans[0]
    more = f" (also in {len(spans) - 1} other places)" if len(spans) > 2 else ""
    more = more or (" (also in one other place)" if len(spans) == 2 else "")
    related = tuple(
        [
            Related(Span(a, b - 1), f"{text.count(_LINE_END, a, b)} blank lines")
            for a, b in spans[1 : _MOST_RELATED + 1]
        ]
    )
    edits = tuple([Edit(span, "\n") for span in spans])
    fix = Fix(edits, True, "keep one blank line")
    values = {"count": text.count("\n", start, end), "more": more}
    return (Finding(Span(start, end - 1), values, fix, related),)


def _is_blank_from(text: str, at: int) -> bool:
    """Return True if only blanks follow an offset; nearly always a few characters suffice."""
    return not text[at : at + _NEAR].strip(_BLANK) and not text[at:].strip(_BLANK)


def _spans(doc: Document, too_long: Runs) -> list[Span]:
    """Return the runs of blank lines outside code.

    If the scan has found them only between blocks, or below the last one, nothing else is searched.
    """
    text, blocks = doc.text, doc.blocks
    least, pattern = too_long
    # Invisible characters may make up a line; a gap of one blank line is not listed.
    if blocks and least > 2 and not doc.fact(invisibles):
        trailing = 0 <= text.find("\n", blocks[-1].end) < len(text) - 1
        if blocks[-1].kind not in _CODE:
            found = between(doc, doc.fact(gaps), least, pattern)
            rest = pattern.finditer(text, blocks[-1].end) if trailing else ()
            return [*found, *[Span(m.start() + 1, m.end()) for m in rest]]
    found = []
    code = starts = None
    for m in pattern.finditer(text):
        if code is None or starts is None:
            code = [b for b in blocks if b.kind in _CODE]
            starts = [b.start for b in code]
        start, end = m.start() + 1, m.end()
        i = bisect_right(starts, start) - 1
        if i < 0 or start >= code[i].end:
            found.append(Span(start, end))
    return found


_CODE = frozenset({"code", "front_matter", "html"}) | COMPONENTS


def _is_indented_above(doc: Document, start: int) -> bool:
    """Return True if the line above a run has an indentation of four columns, like the one below
    it: both are code inside a list item."""
    return doc.line(doc.line_at(start) - 1).startswith(_INDENT)
