"""The passages of a translation that do not render a term of the source as a glossary says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.document import OBJECT, Document, Span
from contentlint.parity.passages import passages
from contentlint.parity.terms import Term
from contentlint.parity.units import Unit


class Fault(NamedTuple):
    term: Term
    source: Span
    """Where the source has the term."""
    unit: Unit
    """The passage of the translation."""
    avoided: str
    """The rendering to avoid that it has, ``""`` if it has no rendering at all."""
    place: Span
    """Of that rendering; else empty, at the start of the passage."""


def faults(doc: Document, terms: Sequence[Term]) -> Iterator[Fault]:
    """Yield the faults by passage, one a term."""
    pair = doc.counterpart
    if pair is None or not terms:
        return
    for source, target in passages(doc):
        if pair.doc.prose[source.start : source.end] == doc.prose[target.start : target.end]:
            continue  # it is not translated at all
        source_text = _without_links(pair.doc, source)
        target_text = bare = ""
        for term in terms:
            found = term.in_source(source_text)
            if found is None:
                continue
            if not target_text:
                target_text = doc.prose[target.start : target.end]
                bare = _without_links(doc, target)
            span = Span(source.start + found[0], source.start + found[1])
            wrong = term.avoided(bare)
            if wrong is not None:
                place = Span(target.start + wrong[1], target.start + wrong[2])
                yield Fault(term, span, target, wrong[0], place)
            elif term.accepted and not term.has_rendering(target_text):
                yield Fault(term, span, target, "", Span(target.start, target.start))


def _without_links(doc: Document, unit: Unit) -> str:
    """Return the prose of a unit in which the texts of links are masked: they are often titles."""
    prose = doc.prose[unit.start : unit.end]
    i = doc.first_node(unit.start)
    while i < len(doc.nodes) and doc.nodes[i].start < unit.end:
        node = doc.nodes[i]
        start, end = node.start - unit.start, min(node.end, unit.end) - unit.start
        prose = prose[:start] + OBJECT * (end - start) + prose[end:]
        i += 1
    return prose
