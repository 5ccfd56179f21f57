"""Headings without the identifier that they have in the source."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model import counterpart
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import ATTRIBUTES, Document, Span
from contentlint.parity.findings import in_source
from contentlint.parity.losses import aligned
from contentlint.parity.units import Unit

COUNTERPART = True
_ID = lazy_regex.compile(r"#([^\s{}#.]+)")


def check(doc: Document) -> Iterator[Finding]:
    found = doc.fact(aligned)
    pair = counterpart.of(doc)
    if found is None:
        return
    for i, j, trusted, _ in found.pairs:
        source, target = found.source[i], found.target[j]
        if not trusted or source.kind != "heading" or target.kind != "heading":
            continue
        expected, source_place = _identifier(pair.doc, source)
        if not expected:
            continue
        actual, target_place = _identifier(doc, target)
        if actual == expected:
            continue
        if actual:
            what, edit = f"heading with the id {actual}", Edit(target_place, expected)
        else:
            what, edit = "heading without an id", Edit(target_place, f" {{#{expected}}}")
        related = in_source(*source_place)
        fix = Fix((edit,), True, f"write {{#{expected}}}")
        span = target_place if actual else Span(target.start, target.end)
        yield Finding(span, {"what": what, "expected": expected}, fix, (related,))


def _identifier(doc: Document, heading: Unit) -> tuple[str, Span]:
    """Return the identifier of a heading and its place; ``""`` and the place for one."""
    for node in doc.markup_in(heading.start, heading.end):
        if node.kind == ATTRIBUTES:
            found = _ID.search(doc.text, node.start, node.end)
            if found:
                return found[1], Span(*found.span(1))
    return "", Span(heading.end, heading.end)
