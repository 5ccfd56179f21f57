"""Headings of another level than in the source."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.parity.losses import aligned
from contentlint.parity.units import Unit

COUNTERPART = True
_ALIKE = 3
"""So many headings of a page that differ alike are one finding."""


class Options(NamedTuple):
    pass


def check(doc: Document, options: Options) -> Iterator[Finding]:
    """Yield the headings, as an info if all of them have moved by the same number of levels."""
    del options
    found = doc.fact(aligned)
    if found is None:
        return
    other = [
        (one, two)
        for source, target, trusted, _ in found.pairs
        if trusted
        and (one := found.source[source]).kind == "heading"
        and (two := found.target[target]).kind == "heading"
        and one.level != two.level
    ]
    by_shift: dict[int, list[tuple[Unit, Unit]]] = {}
    for one, two in other:
        by_shift.setdefault(two.level - one.level, []).append((one, two))
    severity = "info" if len(by_shift) == 1 else None
    # A title in the front matter moves all headings up or down, and so does a missing one.
    for same in by_shift.values():
        if len(same) >= _ALIKE:
            yield _finding(*same[0], len(same) - 1, severity)
        else:
            for one, two in same:
                yield _finding(one, two, 0, severity)


def _finding(one: Unit, two: Unit, more: int, severity: str | None) -> Finding:
    values = {
        "found": two.level,
        "expected": one.level,
        "more": f"; {more} more headings differ in the same way" if more else "",
    }
    there = Related(Span(one.start, one.end), "the heading in the source", in_source=True)
    return Finding(Span(two.start, two.end), values, None, (there,), severity)
