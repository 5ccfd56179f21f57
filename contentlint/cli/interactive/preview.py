"""A fix as people read it: the words that it changes, in their context."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from unicodedata import bidirectional, category

from contentlint._util import width
from contentlint._util.escape import excerpt, visible
from contentlint._util.isolates import has_rtl
from contentlint._util.namedtuple import NamedTuple
from contentlint._util.style import Style
from contentlint._util.translation import gettext as _
from contentlint._util.translation import ngettext
from contentlint.fix import apply
from contentlint.model.diagnostic import Edit
from contentlint.model.document import Document, Span

_CONTEXT, _LEAST = 40, 8
"""The most and the least code points shown before and after a change, within its lines."""
_LONGEST = 200
"""Code points of a change that are shown."""
_MOST_COMPARED = 10_000
"""Code points of an edit, old and new, that are compared word by word."""
_MOST = 3
"""Changes of one fix that are shown."""
_JOINERS = "\u200c\u200d"
_LRM, _RLM = "\u200e", "\u200f"


class Change(NamedTuple):
    """Words that a fix replaces by others."""

    span: Span
    old: str
    new: str


def changes(doc: Document, edits: Sequence[Edit]) -> list[Change]:
    """Return the words that a fix changes.

    No word is cut: letters of the Arabic script would change their shape.
    """
    parts = [part for edit in edits for part in _parts(doc.text, edit)]
    spans: list[Span] = []
    for part in parts:
        start, end = _whole(doc.text, part)
        if spans and start <= spans[-1].end:
            start = spans.pop().start
        spans.append(Span(start, end))
    return [_change(doc, span, parts) for span in spans]


def _parts(text: str, edit: Edit) -> list[Edit]:
    """Return the parts of an edit between the words that it puts back as they were."""
    start, end = max(edit.span.start, 0), edit.span.end
    if not edit.text or start == end or end - start + len(edit.text) > _MOST_COMPARED:
        return [edit]
    from difflib import SequenceMatcher

    old, new = _words(text[start:end]), _words(edit.text)
    offsets = [*accumulate(map(len, old), initial=start)]
    compared = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    if not any(kind == "equal" and any(map(_in_word, old[a:b])) for kind, a, b, _, _ in compared):
        return [edit]
    return [
        Edit(Span(offsets[a], offsets[b]), "".join(new[c:d]))
        for kind, a, b, c, d in compared
        if kind != "equal"
    ]


def _words(text: str) -> list[str]:
    """Return a text cut into words, and single characters between them."""
    words: list[str] = []
    for char in text:
        if words and _in_word(char) and _in_word(words[-1][-1]):
            words[-1] += char
        else:
            words.append(char)
    return words


def _whole(text: str, edit: Edit) -> Span:
    """Return the span of an edit, extended by the words that it begins or ends in the middle of."""
    start, end = max(edit.span.start, 0), edit.span.end
    first = {text[start : start + 1], (edit.text or text[end:])[:1]}
    last = {text[end - 1 : end] if end else "", (edit.text or text[:start])[-1:]}
    if any(map(_in_word, first)):
        while start > 0 and _in_word(text[start - 1]):
            start -= 1
    if any(map(_in_word, last)):
        while end < len(text) and _in_word(text[end]):
            end += 1
    return Span(start, end)


def _in_word(text: str) -> bool:
    """Return True if the first character of a text belongs to a word."""
    char = text[:1]
    return char.isalnum() or (char != "" and (char in _JOINERS or category(char)[0] == "M"))


def _change(doc: Document, span: Span, edits: Sequence[Edit]) -> Change:
    old = doc.text[span.start : span.end]
    inside = [
        Edit(Span(max(a, 0) - span.start, b - span.start), text)
        for (a, b), text in edits
        if span.start <= max(a, 0) and b <= span.end
    ]
    mark = "\ufeff" if edits[0].span.start < 0 and span.start == 0 else ""
    return Change(span, mark + old, apply.apply(old, inside))


def lines(
    doc: Document, edits: Sequence[Edit], style: Style, *, whole: bool = False
) -> Iterator[str]:
    """Yield the lines that show a fix: the first few changes, and of long ones the ends; with
    ``whole`` all of it.

    A change of words from left to right is shown in one line. Where words run from right to left,
    the text before the change and the text after it have a line each: in one line, the two would
    be read in the wrong order.
    """
    groups: list[list[Change]] = []
    for each in changes(doc, edits):
        if groups and doc.line_at(groups[-1][-1].span.end) == doc.line_at(each.span.start):
            groups[-1].append(each)
        else:
            groups.append([each])
    for group in groups[: None if whole else _MOST]:
        yield from _shown(doc, group, style, whole=whole)
    if len(groups) > _MOST and not whole:
        more = ngettext("and {n} more change", "and {n} more changes", len(groups) - _MOST)
        yield f"  {style.filled(more)}"


def _shown(doc: Document, group: Sequence[Change], style: Style, *, whole: bool) -> Iterator[str]:
    start, end = group[0].span.start, group[-1].span.end
    longest = sys.maxsize if whole else _LONGEST
    sides = [
        [_side(each, text, longest) for each, text in zip(group, side, strict=True)]
        for side in ([each.old for each in group], [each.new for each in group])
    ]
    gaps = [doc.text[a.span.end : b.span.start] for a, b in pairwise(group)]
    context = _CONTEXT
    if style.width:  # a line that the terminal breaks would cut a word
        taken = max(sum(map(width.columns, side)) + 2 * len(side) for side in sides)
        room = style.width - max(map(width.columns, _sides())) - 3 - taken - 2
        context = min(max(room // (2 * len(group)), _LEAST), _CONTEXT)
    line, last = doc.line_span(doc.line_at(start)), doc.line_span(doc.line_at(end))
    lead = _context(_last_words(doc.text[line.start : start], context))
    tail = _context(_first_words(doc.text[end : last.end], context))
    if start < end and doc.text[end - 1] == "\n":
        tail = ""  # of a line that stays as it is
    between = [_context(_ends(gap, context)) for gap in gaps]
    if style.width:  # what is named in them takes more columns than code points
        lead, tail = width.last(lead, context + 1), width.first(tail, context + 1)
        between = [width.middle_cut(gap, 2 * context) for gap in between]
    old, new = [style.fault(text) for text in sides[0]], [style.fixed(text) for text in sides[1]]
    if not any(map(has_rtl, (lead, tail, *between, *sides[0], *sides[1]))):
        both = [f"{a}→{b}" for a, b in zip(old, new, strict=True)]
        label = style.filled(_("change:"))
        yield f"  {label} {style.isolated(lead + _woven(both, between) + tail)}"
        return
    mark = _direction(doc, line) if style.isolate else ""
    labels = max(map(width.columns, _sides()))
    for label, side in zip(_sides(), (old, new), strict=True):
        pad = " " * (labels - width.columns(label) + 1)
        text = style.isolated(mark + lead + _woven(side, between) + tail)
        yield f"  {style.filled(label)}{pad}{text}"


def _sides() -> tuple[str, str]:
    """Return what precedes the text before a change, and the text after it."""
    return _("before:"), _("after:")


def _woven(changed: Sequence[str], between: Sequence[str]) -> str:
    return "".join(a + b for a, b in zip(changed, [*between, ""], strict=True))


def _direction(doc: Document, line: Span) -> str:
    """Return LRM or RLM for the direction of a line; an excerpt may begin in the other script."""
    kinds = map(bidirectional, doc.text[line.start : line.end])
    strong = next((kind for kind in kinds if kind in ("L", "R", "AL")), "")
    return {"": "", "L": _LRM}.get(strong, _RLM)


def _ends(text: str, most: int) -> str:
    """Return a text, of a long one the first and the last words."""
    if len(text) <= 2 * most:
        return text
    return f"{_first_words(text, most)} {_last_words(text, most)}"


def _last_words(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    cut = text[-most - 1 :]
    return "…" + (cut.partition(" ")[2] or cut[1:])


def _first_words(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    cut = text[: most + 1]
    return (cut.rpartition(" ")[0] or cut[:-1]) + "…"


def _context(text: str) -> str:
    return excerpt(text.replace("\t", " "))


def _side(change: Change, text: str, longest: int) -> str:
    """Return one side of a change with its invisible characters named: they may be all of it.

    Joiners that stay are part of the spelling.
    """
    text = _ends(text, longest // 2)
    stay = all(change.old.count(joiner) == change.new.count(joiner) for joiner in _JOINERS)
    return excerpt(text) if stay else visible(text)
