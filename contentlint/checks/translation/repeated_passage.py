"""Passages that a translation has twice, and its source once."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.parity.findings import in_source
from contentlint.parity.losses import aligned
from contentlint.parity.unit_reader import PROSE
from contentlint.parity.units import Unit
from contentlint.text.similarity.keys import shown

COUNTERPART = True


class Options(NamedTuple):
    min_letters: int = 40
    """The least length of a passage, in characters without white space."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    found = doc.fact(aligned)
    pair = counterpart.of(doc)
    if found is None:
        return
    added = sum(last - first for first, last in found.added)
    if added > len(found.pairs):  # what is repeated comes from another text
        return
    back = {target: source for source, target, *_ in found.pairs}
    seen: dict[str, int] = {}
    for number, unit in enumerate(found.target):
        if unit.kind not in PROSE or unit.letters < options.min_letters:
            continue
        text = _text(doc, unit)
        first = seen.setdefault(text, number)
        if first == number:
            continue
        sources = [back.get(first, -1), back.get(number, -1)]
        if max(sources) < 0:  # the source seems to have neither
            continue
        if -1 in sources or _differ(pair.doc, *(found.source[at] for at in sources)):
            # What has no counterpart is the copy.
            copy, other = (first, number) if sources[0] < 0 <= sources[1] else (number, first)
            at = back.get(other, -1)
            yield _finding(
                doc, found.target[copy], found.target[other], found.source[at] if at >= 0 else None
            )


def _differ(doc: Document, one: Unit, two: Unit) -> bool:
    """Return True if two passages have less than half of their words in common: what is worded a
    little differently may be translated in the same way."""
    ours, theirs = set(_text(doc, one).split()), set(_text(doc, two).split())
    return len(ours & theirs) * 2 < max(len(ours), len(theirs))


def _text(doc: Document, unit: Unit) -> str:
    return " ".join(shown(doc, unit.start, unit.end).split()).lower()


def _finding(doc: Document, copy: Unit, other: Unit, source: Unit | None) -> Finding:
    values = {"line": doc.line_at(other.start) + 1}
    related = [Related(Span(other.start, other.end), "the other passage")]
    if source is not None:
        related.append(in_source(source.start, source.end))
    return Finding(Span(copy.start, copy.end), values, related=tuple(related))
