"""Headings of another level than in the source."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.parity.losses import aligned
from contentlint.parity.units import Unit

COUNTERPART = True


class Options(NamedTuple):
    pass


def check(doc: Document, options: Options) -> Iterator[Finding]:
    del options
    found = doc.fact(aligned)
    if found is None:
        return
    pairs = [
        (one, two, trusted)
        for source, target, trusted in found.pairs
        if (one := found.source[source]).kind == "heading"
        and (two := found.target[target]).kind == "heading"
    ]
    other = [(one, two) for one, two, trusted in pairs if trusted and one.level != two.level]
    if not other:
        return
    shifts = {two.level - one.level for one, two in other}
    # A title in the front matter moves all headings up or down.
    if len(other) > 2 and len(shifts) == 1 and len(other) * 2 > len(pairs):
        yield _finding(*other[0], len(other) - 1)
        return
    for one, two in other:
        yield _finding(one, two, 0)


def _finding(one: Unit, two: Unit, more: int) -> Finding:
    values = {
        "found": two.level,
        "expected": one.level,
        "more": f"; {more} more headings differ in the same way" if more else "",
    }
    there = Related(Span(one.start, one.end), "the heading in the source", in_source=True)
    return Finding(Span(two.start, two.end), values, related=(there,))
