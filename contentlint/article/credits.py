"""Picture credits: ``(label: name)``, ``label: name``, ``© name``, well formed or not."""

from __future__ import annotations

from contentlint._util import lazy_regex
from contentlint.model.annotations import JOINING
from contentlint.model.annotations import Credit as Credit
from contentlint.model.document import MARK, OBJECT, Document, Span
from contentlint.model.queries import unemphasised
from contentlint.model.terminators import CREDIT_BREAKS, FULL_STOPS, SPACED_BREAKS
from contentlint.text.unicode.fold import light

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

COLONS: Final = ":\uff1a\u2236\ua789\u05c3\ufe55\ufe13\u02d0"
"""The colon and its substitutes: full-width, ratio, modifier, sof pasuq, small, IPA."""
_EACH_COLON: Final = tuple(COLONS)
_CLOSERS: Final = {")": "(", "\uff09": "\uff08", "]": "[", "\uff3d": "\uff3b", "\u3011": "\u3010"}
_TAKEN: Final = "摄攝"
_LONGEST_CREDIT: Final = 150
_LONGEST_LABEL: Final = 40
EDGE: Final = " \t\u00a0\u3000|\u200e\u200f" + MARK
"""Characters of the prose that may surround a caption: spaces, markup, pipes, direction marks."""
_TAIL: Final = EDGE + FULL_STOPS
"""The same, with full stops."""
# Characters that may precede a label without a bracket; after a word it is part of a sentence.
_BEFORE_LABEL: Final = CREDIT_BREAKS + '|/\\–—-,،;؛…»“”")]）•·' + MARK + OBJECT
_WORD: Final = lazy_regex.compile(r"\S+")
_LABEL_WORD: Final = lazy_regex.compile(
    rf"[^\s{CREDIT_BREAKS}|/\\–—,،;؛…»“”\"()\[\]）（{MARK}•·-]+"
)
# Three words after a full stop are another sentence: the label did not begin a credit.
_SENTENCE: Final = lazy_regex.compile(rf"[{SPACED_BREAKS}]\s+\S+\s+\S+\s+\S")
_NAME_SIGNS: Final = lazy_regex.compile(r"[^\W_]|\x1a")


_SIGNS: Final = ("©", *_EACH_COLON, *_CLOSERS, *_TAKEN)


def may_have_credit(prose: str, start: int, end: int) -> bool:
    """Return True if a stretch of prose has a sign that each credit has; most paragraphs have
    none."""
    return any(prose.find(sign, start, end) >= 0 for sign in _SIGNS)


def credit_of(doc: Document, start: int, end: int, labels: frozenset[str]) -> Credit | None:
    """Return the credit at the end of a stretch of text, well formed or not."""
    text = doc.prose
    _, stop = trim(doc.text, start, end, _TAIL)
    _, stop = trim(doc.text, *bare(doc, start, stop), _TAIL)
    opener = _CLOSERS.get(text[stop - 1]) if stop > start else None
    if opener:
        at = _opening(text, max(start, stop - _LONGEST_CREDIT), stop, opener)
        if at >= 0:
            credit = _in_brackets(text, Span(at, stop), labels)
            if credit is not None:
                return credit
    return _at_end(text, start, end, labels)


def starts_credit(doc: Document, start: int, end: int, labels: frozenset[str]) -> bool:
    """Return True if a label and a colon, or a label such as "photo by", begin at an offset."""
    text = doc.prose
    start, end = trim(text, start, min(end, start + _LONGEST_LABEL))
    label = _leading_label(text, start, end, labels)
    colon = _first_colon(text, start, end)
    if colon > start and light(text[start:colon]) in labels:
        return True
    return label is not None and light(text[slice(*label)]).endswith(JOINING)


def _opening(text: str, start: int, end: int, opener: str) -> int:
    """Return the offset of the bracket that closes at end - 1, or -1."""
    depth = 0
    closer = text[end - 1]
    for at in range(end - 1, start - 1, -1):
        if text[at] == closer:
            depth += 1
        elif text[at] == opener:
            depth -= 1
            if depth == 0:
                return at
    return -1


def _in_brackets(text: str, span: Span, labels: frozenset[str]) -> Credit | None:
    start, end = trim(text, span.start + 1, span.end - 1, EDGE)
    if start < end and text[start] == "©":
        name = Span(*trim(text, start + 1, end))
        return Credit(span, Span(start, start), name, "©", "", True)
    colon = _first_colon(text, start, min(end, start + _LONGEST_LABEL))
    if colon == start:
        a, b = trim(text, colon + 1, end, EDGE)
        label = _leading_label(text, a, b, labels)
        if label is None:
            return None
        return _credit(text, span, label, Span(label.end, b), "before", True)
    if colon > start:
        label = Span(*trim(text, start, colon))
        if light(text[label.start : label.end]) in labels:
            return _credit(text, span, label, Span(colon + 1, end), text[colon], True)
        return None
    label = _leading_label(text, start, end, labels)
    if label is not None:
        return _credit(text, span, label, Span(label.end, end), "", True)
    last = text.rfind(" ", start, end) + 1
    if last > start and light(text[last:end]) in labels and text[last:end] in _TAKEN:
        return _credit(text, span, Span(last, end), Span(start, last), "", True)
    return None


def _at_end(text: str, start: int, end: int, labels: frozenset[str]) -> Credit | None:
    """Return a credit ``label: name`` or ``© name`` after the last sentence, without brackets."""
    # No credit is longer; in a longer text the colon does not belong to one.
    low = max(start, end - _LONGEST_CREDIT)
    sign = text.rfind("©", low, end)
    if sign >= 0:
        name = Span(*trim(text, sign + 1, end, _TAIL))
        return Credit(Span(sign, end), Span(sign, sign), name, "©", "", False)
    colon = _first_colon(text, low, end)
    while colon >= 0:
        label = _trailing_label(text, start, colon, labels)
        if (
            label is not None
            and end - label.start <= _LONGEST_CREDIT
            and not _SENTENCE.search(text, colon, end)
        ):
            return _credit(
                text, Span(label.start, end), label, Span(colon + 1, end), text[colon], False
            )
        colon = _first_colon(text, colon + 1, end)
    if text[end - 1 : end] in ("摄", "攝") and text[end - 2 : end - 1] in (" ", "\u3000"):
        label = Span(end - 1, end)
        return _credit(text, label, label, Span(start, end - 1), "", False)
    return None


def _credit(text: str, span: Span, label: Span, rest: Span, colon: str, bracket: bool) -> Credit:
    name = Span(*trim(text, rest.start, rest.end, _TAIL))
    if not _NAME_SIGNS.search(text, name.start, name.end):
        name = Span(name.start, name.start)
    return Credit(span, label, name, light(text[label.start : label.end]), colon, bracket)


def _leading_label(text: str, start: int, end: int, labels: frozenset[str]) -> Span | None:
    """Return the longest label of up to three words at the start of a stretch."""
    best = None
    for n, word in enumerate(_WORD.finditer(text, start, min(end, start + _LONGEST_LABEL))):
        if n == 3:
            break
        if word.end() <= end and light(text[start : word.end()]) in labels:
            best = Span(start, word.end())
    return best


def _trailing_label(text: str, start: int, end: int, labels: frozenset[str]) -> Span | None:
    """Return the longest label that ends at a colon and is not part of a sentence."""
    start = max(start, end - _LONGEST_LABEL)
    a, b = trim(text, start, end)
    words = [m.start() for m in _LABEL_WORD.finditer(text[a:b])]
    for offset in words[-3:]:
        at = a + offset
        if light(text[at:b]) not in labels:
            continue
        before = text[start:at].rstrip(EDGE)
        if not before or before[-1] in _BEFORE_LABEL:
            return Span(at, b)
    return None


def _first_colon(text: str, start: int, end: int) -> int:
    """Return the offset of the first of ``COLONS`` in a stretch of text, or -1."""
    first = -1
    for colon in _EACH_COLON:
        # One character after the other is found by memchr: a third of the time of a class.
        at = text.find(colon, start, end)
        if at >= 0:
            first = end = at
    return first


def bare(doc: Document, start: int, end: int) -> tuple[int, int]:
    """Return a stretch of text without the spaces, pipes, direction marks and emphasis around
    it."""
    start, end = trim(doc.text, start, end)
    start, end = unemphasised(doc, start, end)
    return trim(doc.text, start, end)


def trim(text: str, start: int, end: int, edge: str = EDGE) -> tuple[int, int]:
    """Return a stretch of text without the characters of ``edge`` at either end."""
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge:
        end -= 1
    return start, end
