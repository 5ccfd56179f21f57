"""Findings of one rule on line after line, made one: what fell apart once is one fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span

LEAST = 4
"""As many findings that follow each other are one."""
_MOST_RELATED = 10


def stretches(doc: Document, findings: Iterable[Finding], gap: int) -> Iterator[list[Finding]]:
    """Findings, in order, by the stretches in which at most ``gap`` lines that are not blank
    stand between one and the next."""
    stretch: list[Finding] = []
    last = 0
    for finding in findings:
        first = doc.line_at(max(finding.span.start, 0))
        # The difference of the lines bounds what must be counted, so that this stays linear.
        if stretch and sum(bool(line.strip()) for line in doc.lines[last + 1 : first]) > gap:
            yield stretch
            stretch = []
        stretch.append(finding)
        last = doc.line_at(max(finding.span.end - 1, finding.span.start, 0))
    if stretch:
        yield stretch


def one(findings: list[Finding], values: dict[str, object], title: str) -> Finding:
    """One finding at the first of several, the next ten related, with the edits of all.

    The fix is a safe one only when each finding has one that is.
    """
    edits: list[Edit] = []
    for finding in findings:
        for edit in finding.fix.edits if finding.fix else ():
            # Two removals of neighbouring lines may take the same blank line.
            if not edits or edit.span.start >= edits[-1].span.end:
                edits.append(edit)
    safe = all(finding.fix is not None and finding.fix.safe for finding in findings)
    related = tuple(
        Related(finding.span, "another one") for finding in findings[1 : _MOST_RELATED + 1]
    )
    fix = Fix(tuple(edits), safe, title) if edits else None
    return Finding(findings[0].span, values, fix, related)


def alike(text: str, offsets: Iterable[int]) -> Iterator[Span]:
    """Ascending offsets of characters; those of one character side by side are one span."""
    start = end = -1
    for at in offsets:
        if at != end or text[at] != text[start]:
            if end > start:
                yield Span(start, end)
            start = at
        end = at + 1
    if end > start:
        yield Span(start, end)
