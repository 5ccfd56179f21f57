"""Characters that are not in their composed form."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.escape import code_point
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import COMPOSING, may_compose, uncommon
from contentlint.model import queries, trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span

_RUN = lazy_regex.compile("[A-Za-z<>=]?[^\x00-\x7f]+")

# First bytes of combining marks that compose, and of letters that compose or have a twin; whole
# characters where few with the same first byte do; first bytes of marks that matter beside letters
# with these first bytes; symbols with a twin.
_MAY = b"\xcc\xcd\xe0\xe1"
_FEW = {0xCE: "\u0387", 0xD9: "\u0653\u0654\u0655", 0xE3: "\u3099\u309a"}
_FAR = b"\xef\xf0"
_SIGNS = rb"\xe2(?:\x80[\x80\x81]|\x84[\xa6\xaa\xab]|\x8c[\xa9\xaa])"
# A text without any of these is in NFC. Letters that NFC decomposes do not count.
_VARIANT = lazy_regex.compile("[\uf900-\ufaff]")
_MAY_COMPOSE = lazy_regex.compile(COMPOSING)

_Change = tuple[int, int, str]
"""Start, end and replacement of a part of a run of letters."""


class Options(NamedTuple):
    strict_marks: bool = False
    """Also report marks that are merely in a different order from the one that NFC requires."""


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.ODD,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    """Yield one finding per file: such letters share one cause."""
    prose = doc.prose
    if prose.isascii():
        return
    if not options.strict_marks:
        if not doc.fact(may_compose) or not _may_compose(doc):
            return
        if not _MAY_COMPOSE.search(prose):
            return
    from unicodedata import is_normalized

    known: dict[str, _Change | None] = {}
    edits = [
        edit
        for number, line in enumerate(doc.lines)
        if not (line.isascii() or is_normalized("NFC", line))
        for edit in _edits(prose, doc.line_span(number), known, options.strict_marks)
        # An example shows the marks by themselves.
        if not any(queries.names_character(doc, at) for at in range(*edit.span))
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


def _are_sorted(new: str, run: str) -> bool:
    """Return True if two texts differ in the order of their characters only."""
    return len(new) == len(run) and sorted(new) == sorted(run)


def _may_compose(doc: Document) -> bool:
    """Return True if NFC may change the text, apart from the order of marks."""
    data = doc.fact(queries.utf8_text)
    if any(map(data.__contains__, _MAY)):
        return True
    near = [few for lead, few in _FEW.items() if lead in data]
    if near and any(map(data.__contains__, _FAR)):
        return True
    if any(char in doc.prose for few in near for char in few):
        return True
    return queries.bytes_pattern(_SIGNS).search(doc.fact(uncommon)) is not None


def _edits(
    prose: str, line: Span, known: dict[str, _Change | None], strict: bool
) -> Iterator[Edit]:
    """Return the edits that compose a line; ``known`` caches runs of letters, of which the same few
    recur."""
    for m in _RUN.finditer(prose, line.start, line.end):
        run = m[0]
        if run not in known:
            known[run] = _change(run, strict)
        change = known[run]
        if change is not None:
            start, end, right = change
            at = m.start()
            yield Edit(Span(at + start, at + end), right)


def _change(run: str, strict: bool) -> _Change | None:
    """Return the change of a run; None if there is none."""
    from contentlint.text.unicode.normalize import normalize

    new = normalize("NFC", run)
    if new == run or (not strict and _are_sorted(new, run)):
        # Shadda is typed before its vowel, and NFC puts it after: both look the same.
        return None
    # The common beginning and end of both are kept.
    start, most = 0, min(len(run), len(new))
    while start < most and run[start] == new[start]:
        start += 1
    start = start if start < most else 0
    rest, right = run[start:], new[start:]
    end, most = 0, min(len(rest), len(right)) - 1
    while end < most and rest[-1 - end] == right[-1 - end]:
        end += 1
    if end:
        rest, right = rest[:-end], right[:-end]
    if len(right) > len(rest) or _VARIANT.search(rest):
        # Indic and Hebrew letters that NFC decomposes and every keyboard types; variants of Chinese
        # characters, which a name may need.
        return None
    return start, start + len(rest), right
