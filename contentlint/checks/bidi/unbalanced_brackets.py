"""Brackets and directional quotes without a partner."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.article.brackets import (
    PARTNER,
    lone,
    opens,
    suspects,
    units,
    without_partner_elsewhere,
)
from contentlint.article.edits import runs_of_equal
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span

_LONGEST = 60
"""Characters between two brackets that face away from each other."""


def needs() -> tuple[str, ...]:
    return (trigger.UNBALANCED,)


def check(doc: Document) -> Iterator[Finding]:
    found = lone(doc)
    excused, left = found.excused, found.brackets
    if len(excused) == len(left):
        return
    if found.scanned:
        # The partner may be in a paragraph near by: a slow test that is rarely needed.
        known = set(units(doc, suspects(doc)))
        left = [b for b in left if found.units[b.offset] in known]
    reported = [b.offset for b in without_partner_elsewhere(doc, left) if b.offset not in excused]
    text = doc.text
    spans = iter(runs_of_equal(text, sorted(reported)))
    span = next(spans, None)
    while span is not None:
        following = next(spans, None)
        shown = text[span.start : span.end]
        fault = _fault(doc, shown[0])
        if following and _faces_away(doc, span, following):
            shown += "…" + text[following.start : following.end]
            fault = "face the wrong way"
            following = next(spans, None)
        yield Finding(span, {"found": shown, "fault": fault})
        span = following


def _faces_away(doc: Document, span: Span, following: Span) -> bool:
    """Return True if a closing bracket and the opening one after it are a pair: ``”word“``."""
    text = doc.text
    return (
        following.start - span.end < _LONGEST
        and PARTNER.get(text[following.start : following.end]) == text[span.start : span.end]
        and doc.line_at(span.start) == doc.line_at(following.start)
    )


def _fault(doc: Document, char: str) -> str:
    opening = opens(doc, char)
    if opening is None:
        return "has no partner"
    return "is never closed" if opening else "is never opened"
