"""Applying fixes: diagnostics to new text, repeated until nothing changes."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence

from contentlint.diagnostic import Edit, Fix
from contentlint.document import Span

MAX_ROUNDS = 10


def choose(fixes: Iterable[Fix]) -> list[Edit]:
    """The edits of every fix that does not touch one chosen before it, ascending.

    Fixes are taken in the order given; one that overlaps is left for the next
    round. Two insertions at one place touch each other.
    """
    taken: list[Edit] = []  # ascending and apart, so that only neighbours can touch
    for fix in fixes:
        if not any(_touches(edit.span, taken) for edit in fix.edits):
            for edit in fix.edits:
                insort(taken, edit)
    return taken


def _touches(span: Span, taken: Sequence[Edit]) -> bool:
    place = bisect_left(taken, Edit(span, ""))
    return any(_touch(span, edit.span) for edit in taken[max(place - 2, 0) : place + 2])


def _touch(a: Span, b: Span) -> bool:
    if a.start == a.end or b.start == b.end:
        return a.start <= b.end and b.start <= a.end
    return a.start < b.end and b.start < a.end


def apply(text: str, edits: Iterable[Edit]) -> str:
    """``text`` with edits replaced; they are ascending and do not overlap.

    Raises:
        ValueError: edits overlap or lie outside the text.
    """
    parts = []
    position = 0
    for (start, end), replacement in edits:
        if start == -1:
            start = 0  # the byte-order mark is not in the text; see Span
        if not position <= start <= end <= len(text):
            raise ValueError(f"edit {start}-{end} overlaps another or is outside the text")
        parts += [text[position:start], replacement]
        position = end
    parts.append(text[position:])
    return "".join(parts)


def drops_bom(edits: Iterable[Edit]) -> bool:
    """Whether one of the edits removes the byte-order mark."""
    return any(edit.span.start == -1 for edit in edits)


def settle(text: str, fixes_of: Callable[[str], Iterable[Fix]]) -> tuple[str, bool]:
    """Fix, look again, fix, until no fix is left; at most ``MAX_ROUNDS`` rounds.

    Returns the text, and whether it settled: False means that fixes undo one
    another.
    """
    for _ in range(MAX_ROUNDS):
        edits = choose(fixes_of(text))
        if not edits:
            return text, True
        changed = apply(text, edits)
        if changed == text:
            return text, True
        text = changed
    return text, not choose(fixes_of(text))
