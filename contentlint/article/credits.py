"""Picture credits: ``(label: name)``, ``label: name``, ``© name``, well formed or not."""

from __future__ import annotations

from collections.abc import Iterable

from contentlint._util import lazy_regex
from contentlint.model.annotations import JOINING
from contentlint.model.annotations import Credit as Credit
from contentlint.model.annotations import Ends as Ends
from contentlint.model.document import Document, Span
from contentlint.model.terminators import CREDIT_BREAKS, FULL_STOPS, SPACED_BREAKS
from contentlint.text.unicode.fold import light, light_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from mypy_extensions import i64

COLONS: Final = ":\uff1a\u2236\ua789\u05c3\ufe55\ufe13\u02d0"
"""The colon and its substitutes: full-width, ratio, modifier, sof pasuq, small, IPA."""
_CLOSERS: Final = {")": "(", "\uff09": "\uff08", "]": "[", "\uff3d": "\uff3b", "\u3011": "\u3010"}
_ODD_COLONS: Final = COLONS[1:]
_TAKEN: Final = "摄攝"
_LONGEST_CREDIT: Final = 150
_LONGEST_LABEL: Final = 40
_FARTHEST: Final = 2 * _LONGEST_LABEL
"""Code points before a colon that may contain a label."""
EDGE: Final = " \t\u00a0\u3000*_|\u200e\u200f\x00"
"""Characters that may surround a caption: spaces, emphasis, pipes, direction marks."""
_TAIL: Final = EDGE + FULL_STOPS
"""The same, with full stops."""
# Characters that may precede a label without a bracket; after a word it is part of a sentence.
_BEFORE_LABEL: Final = CREDIT_BREAKS + '|/\\–—-,،;؛…»“”")]）*_•·\x1a'
_ANY_COLON: Final = lazy_regex.compile(f"[{COLONS}]")
_WORD: Final = lazy_regex.compile(r"\S+")
_LABEL_WORD: Final = lazy_regex.compile(rf"[^\s{CREDIT_BREAKS}|/\\–—,،;؛…»“”\"()\[\]）（*_•·-]+")
# Three words after a full stop are another sentence: the label did not begin a credit.
_SENTENCE: Final = lazy_regex.compile(rf"[{SPACED_BREAKS}]\s+\S+\s+\S+\s+\S")
_NAME_SIGNS: Final = lazy_regex.compile(r"[^\W_]|\x1a")


def credit_of(doc: Document, start: int, end: int, labels: frozenset[str]) -> Credit | None:
    """Return the credit at the end of a stretch of text, well formed or not."""
    text = doc.text
    stop = end
    while stop > start and text[stop - 1] in _TAIL:
        stop -= 1
    opener = _CLOSERS.get(text[stop - 1]) if stop > start else None
    if opener:
        at = _opening(text, max(start, stop - _LONGEST_CREDIT), stop, opener)
        if at >= 0:
            credit = _in_brackets(text, Span(at, stop), labels)
            if credit is not None:
                return credit
    return _at_end(doc, start, end, labels)


def ends_of(labels: Iterable[str]) -> Ends:
    """Return the first and last words of labels that are not folded."""
    folded = [light(label.strip()) for label in labels]
    return Ends(
        frozenset([_first_word(label) for label in folded]),
        frozenset([_last_word(label) for label in folded]),
        any(len(label) >= _LONGEST_LABEL // 2 for label in folded),
    )


def _first_word(folded: str) -> str:
    return folded.lstrip(EDGE + COLONS).partition(" ")[0]


def _last_word(folded: str) -> str:
    found = _LABEL_WORD.findall(folded)
    return found[-1] if found else ""


def promise(doc: Document, start: int, end: int, ends: Ends) -> int:
    """Return a number for what ``credit_of`` may find, given the first and last words of labels.

    0: no credit; 1: a credit without a name after its colon; 2: a well-formed one; 3: a malformed
    one.
    """
    text = doc.text
    stop = end
    while stop > start and text[stop - 1] in _TAIL:
        stop -= 1
    if stop == start:
        return 0
    low = max(start, stop - _LONGEST_CREDIT)
    opener = _CLOSERS.get(text[stop - 1])
    if not opener and text[stop - 1] not in _TAKEN and not _has_sign(doc.prose, low, stop):
        return 0
    shown = doc.prose[low:stop]
    found = 0
    if opener:
        at = _opening(text, low, stop, opener)
        if at >= 0:
            inner = text[at + 1 : stop - 1]
            if not _is_in_order(inner):
                if _may_be_labelled(inner, ends):
                    return 3
            elif _ends_in_label(inner.partition(":")[0], ends) or "©" in inner:
                found = 2
    if "©" in shown or text[stop - 1] in _TAKEN:
        found = 2
    for sign in COLONS:
        at = shown.find(sign)
        while at >= 0:
            if _ends_in_label(text[max(start, low + at - _FARTHEST) : low + at], ends):
                if sign != ":":
                    return 3
                found = max(found, 1 if low + at == stop - 1 else 2)
            at = shown.find(sign, at + 1)
    return found


def _has_sign(prose: str, at: i64, end: i64) -> bool:
    """Return True if a stretch has a © or one of ``COLONS``."""
    while at < end:
        c: i64 = ord(prose[at])
        if c == 58 or c == 0xA9:
            return True
        # Most letters are not among these.
        if c >= 0x2D0 and (c <= 0x5C3 or c >= 0x2236) and prose[at] in COLONS:
            return True
        at += 1
    return False


def _ends_in_label(before: str, ends: Ends) -> bool:
    """Return True if the text before a colon may end in a label."""
    before = before[-_FARTHEST:].rstrip(EDGE)
    # The last piece usually decides, and many recur.
    pieces = before.rsplit(None, 1)
    word = _last_word(light_word(pieces[-1])) if pieces else ""
    return ends.unsure or (word or _last_word(light(before))) in ends.last


def _may_be_labelled(inner: str, ends: Ends) -> bool:
    """Return True if the text in brackets may have a label although it is malformed."""
    rest = inner.rstrip(EDGE).lstrip(EDGE + COLONS)
    if rest[:1] == "©" or rest[-1:] in _TAKEN:
        return True
    if ends.unsure or _first_word(light(rest[:_FARTHEST])) in ends.first:
        return True
    return any(_ends_in_label(inner[:i], ends) for i, c in enumerate(inner) if c in COLONS)


def _is_in_order(inner: str) -> bool:
    """Return True if the text in brackets is words, a colon and words."""
    label, _, name = inner.partition(":")
    return (
        any(map(str.isalnum, name))
        and any(map(str.isalnum, label))
        and len(label.lstrip(EDGE)) < _LONGEST_LABEL
        and not any(sign in label for sign in _ODD_COLONS)
    )


def starts_credit(text: str, start: int, end: int, labels: frozenset[str]) -> bool:
    """Return True if a label and a colon, or a label such as "photo by", begin at an offset."""
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


def _at_end(doc: Document, start: int, end: int, labels: frozenset[str]) -> Credit | None:
    """Return a credit ``label: name`` or ``© name`` after the last sentence, without brackets."""
    text, prose = doc.text, doc.prose
    # No credit is longer; in a longer text the colon does not belong to one.
    low = max(start, end - _LONGEST_CREDIT)
    sign = prose.rfind("©", low, end)
    if sign >= 0:
        name = Span(*trim(text, sign + 1, end, _TAIL))
        return Credit(Span(sign, end), Span(sign, sign), name, "©", "", False)
    colon = _first_colon(prose, low, end)
    while colon >= 0:
        label = _trailing_label(text, start, colon, labels)
        if (
            label is not None
            and end - label.start <= _LONGEST_CREDIT
            and not _SENTENCE.search(prose, colon, end)
        ):
            return _credit(
                text, Span(label.start, end), label, Span(colon + 1, end), text[colon], False
            )
        colon = _first_colon(prose, colon + 1, end)
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
    m = _ANY_COLON.search(text, start, end)
    return m.start() if m else -1


def trim(text: str, start: int, end: int, edge: str = EDGE) -> tuple[int, int]:
    """Return a stretch of text without the characters of ``edge`` at either end."""
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge:
        end -= 1
    return start, end
