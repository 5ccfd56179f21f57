"""Characters written in another than their composed form."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.diagnostic import Edit, Finding, Fix
from contentlint.document import Document, Span
from contentlint.escape import code_point
from contentlint.records import NamedTuple
from contentlint.text import gates, lazy, utf8

_RUN = lazy.compile("[A-Za-z<>=]?[^\x00-\x7f]+")

# First bytes of marks that compose, and of letters that do or have a twin; signs with a twin.
_MAY = b"\xcc\xcd\xce\xd9\xe0\xe1\xe3"
_SIGNS = rb"\xe2(?:\x80[\x80\x81]|\x84[\xa6\xaa\xab]|\x8c[\xa9\xaa])"


class Options(NamedTuple):
    strict_marks: bool = False
    """Whether marks in another order than the composed form's are a fault too."""


def anchors(options: Options) -> tuple[str, ...]:
    return (gates.ODD,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    """One finding a file: what writes one such letter writes all so."""
    prose = doc.prose
    if prose.isascii():
        return
    if not options.strict_marks:
        data = doc.fact(utf8.data)
        if not any(map(data.__contains__, _MAY)) and not utf8.pattern(_SIGNS).search(data):
            return
    from unicodedata import is_normalized

    if is_normalized("NFC", prose):
        return
    edits = [
        edit
        for number, line in enumerate(doc.lines)
        if not (line.isascii() or is_normalized("NFC", line))
        for edit in _edits(prose, doc.line_span(number), options)
    ]
    if edits:
        first = edits[0]
        found = prose[first.span.start : first.span.end]
        values = {
            "found": found,
            "points": " ".join(map(code_point, found[:8])) + (" …" if len(found) > 8 else ""),
            "more": f" ({len(edits)} places in the file)" if len(edits) > 1 else "",
        }
        yield Finding(first.span, values, Fix(tuple(edits), True, "write the composed form"))


def _edits(prose: str, line: Span, options: Options) -> Iterator[Edit]:
    from contentlint.text.normal import normalize

    for m in _RUN.finditer(prose, line.start, line.end):
        run = m[0]
        new = normalize("NFC", run)
        if new == run or (not options.strict_marks and sorted(new) == sorted(run)):
            # Shadda is typed before its vowel, and NFC has it after: the reader sees the same.
            continue
        # What both have at their ends is left alone.
        start = next((i for i, (a, b) in enumerate(zip(run, new, strict=False)) if a != b), 0)
        rest, right = run[start:], new[start:]
        end = 0
        while end < min(len(rest), len(right)) - 1 and rest[-1 - end] == right[-1 - end]:
            end += 1
        rest, right = rest[: len(rest) - end], right[: len(right) - end]
        if len(right) > len(rest) or any("\uf900" <= char <= "\ufaff" for char in rest):
            # Letters of India and Hebrew that NFC takes apart and every keyboard writes; variants
            # of Chinese characters, which a name may need.
            continue
        at = m.start() + start
        yield Edit(Span(at, at + len(rest)), right)
