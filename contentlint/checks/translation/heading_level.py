"""Headings of another level than in the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from contentlint.frontmatter import metadata
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.parity.losses import aligned
from contentlint.parity.units import Unit

COUNTERPART = True
_ALIKE = 3
"""So many headings of a page that differ alike are one finding."""
_MOST_DRIFT = 0.1
"""On a page that lacks a larger share of its source, headings may be paired only by their place."""


def check(doc: Document) -> Iterator[Finding]:
    """Yield the headings, as an info if all of a level in the source, two at least, have moved
    alike, it is a title that the front matter has, or the page is far from its source."""
    found = doc.fact(aligned)
    if found is None:
        return
    headings = [
        (source, target)
        for i, j, trusted, _ in found.pairs
        if trusted
        and (source := found.source[i]).kind == "heading"
        and (target := found.target[j]).kind == "heading"
    ]
    titled = "title" in doc.fact(metadata.read).fields
    often = Counter(source.level for source, _ in headings)
    siblings: dict[int, set[int]] = {}
    by_shift: dict[int, list[tuple[Unit, Unit]]] = {}
    for source, target in headings:
        siblings.setdefault(source.level, set()).add(target.level)
        if source.level != target.level:
            by_shift.setdefault(target.level - source.level, []).append((source, target))
    # A title in the front matter moves all headings up or down, and so does a missing one.
    for same in by_shift.values():
        mixed = [
            each
            for each in same
            if found.drift <= _MOST_DRIFT
            and (
                len(siblings[each[0].level]) > 1
                or (often[each[0].level] == 1 and not (titled and each[0].level == 1))
            )
        ]
        if len(same) >= _ALIKE:
            yield _finding(*same[0], len(same) - 1, None if mixed else "info")
        else:
            for each in same:
                yield _finding(*each, 0, None if each in mixed else "info")


def _finding(source: Unit, target: Unit, more: int, severity: str | None) -> Finding:
    values = {
        "found": target.level,
        "expected": source.level,
        "more": f"; {more} more headings differ in the same way" if more else "",
    }
    there = Related(Span(source.start, source.end), "the heading in the source", in_source=True)
    return Finding(Span(target.start, target.end), values, None, (there,), severity)
