"""Text that was decoded with the wrong code page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import OBJECT, Document, Link, Span
from contentlint.model.queries import block_at
from contentlint.text.mojibake import mislabelled, repair
from contentlint.text.mojibake.candidates import AS_LATIN, suspects
from contentlint.text.mojibake.code_pages import LOST
from contentlint.text.mojibake.repair import Damage

_TIMES = {2: "twice", 3: "three times"}
_OBJECTS = lazy_regex.compile(f"{OBJECT}+")
_QUOTES = frozenset({'""', "''", "“”", "„“", "«»"})
_LONGEST = 30
"""Undamaged letters of a damaged word that the message shows."""


def needs() -> tuple[str, ...]:
    return (trigger.MISREAD,)


def check(doc: Document) -> Iterator[Finding]:
    for number, pages in suspects(doc).items():
        codecs = tuple(page for page in pages if page != AS_LATIN)
        for piece in _pieces(doc, number):
            text = doc.text[piece.start : piece.end]
            found = []
            if codecs:
                found = repair.find(repair.unshaped(text), codecs)
            utf8 = bool(found)
            if not found and AS_LATIN in pages:
                found = mislabelled.find(text)
            last = 0
            for damage in sorted(found):
                whole = _whole_words(text, damage, last)
                last = whole.end
                span = Span(piece.start + whole.start, piece.start + whole.end)
                if not _is_shown(doc, span, whole):
                    yield _finding(doc, span, whole, utf8)


def _pieces(doc: Document, number: int) -> Iterator[Span]:
    """Return the parts of a line outside code, which may show mojibake as an example."""
    line = doc.line_span(number)
    block = block_at(doc, line.start)
    if block is not None and block.kind == "code":
        return
    start = line.start
    for m in _OBJECTS.finditer(doc.prose, line.start, line.end):
        if _link_at(doc, m.start()) is None:
            yield Span(start, m.start())
            start = m.end()
    yield Span(start, line.end)


def _is_shown(doc: Document, span: Span, damage: Damage) -> bool:
    """Return True if a text shows mojibake: in quotation marks, with nothing else, and no letter
    comes out."""
    around = doc.text[span.start - 1 : span.start] + doc.text[span.end : span.end + 1]
    return around in _QUOTES and not any(map(str.isalnum, damage.right))


def _whole_words(line: str, damage: Damage, last: int) -> Damage:
    """Extend a damaged stretch by the undamaged letters of its first and last word."""
    start, end, right, pages = damage
    first = max(start - _LONGEST, last)
    while start > first and line[start - 1].isalpha():
        start -= 1
    after = end
    while after < min(end + _LONGEST, len(line)) and line[after].isalpha():
        after += 1
    right = line[start : damage.start] + right + line[end:after]
    return Damage(start, after, right, pages)


def _link_at(doc: Document, offset: int) -> Link | None:
    """Return the innermost link or image that contains an offset."""
    at = bisect_right(doc.fact(_link_starts), offset)
    # An image in a link follows it in the list; a link contains no other link.
    for link in reversed(doc.links[max(at - 3, 0) : at]):
        if link.span.start <= offset < link.span.end:
            return link
    return None


def _link_starts(doc: Document) -> list[int]:
    return [link.span.start for link in doc.links]


def _finding(doc: Document, span: Span, damage: Damage, utf8: bool) -> Finding:
    read = " and ".join(dict.fromkeys(damage.pages))
    how = f"UTF-8 read as {read}" if utf8 else f"{read} read as Latin-1"
    if len(damage.pages) > 1:
        how += f", {_TIMES.get(len(damage.pages), 'again and again')}"
    values = {"found": doc.text[span.start : span.end], "how": how, "right": damage.right}
    link = _link_at(doc, span.start) or _link_at(doc, span.end - 1)
    in_address = link and link.dest.start < span.end and span.start < link.dest.end
    if in_address:
        # The server may expect exactly these bytes, and readers do not see them.
        return Finding(span, values, None, (), "warning")
    if LOST in damage.right:
        # The lost characters exist only in the original.
        return Finding(span, values)
    fix = Fix((Edit(span, damage.right),), False, "decode it")
    return Finding(span, values, fix)
