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
    for source, target, trusted, _ in found.pairs:
        one, two = found.source[source], found.target[target]
        if not trusted or one.kind != "heading" or two.kind != "heading":
            continue
        expected, there = _identifier(pair.doc, one)
        if not expected:
            continue
        actual, here = _identifier(doc, two)
        if actual == expected:
            continue
        if actual:
            what, edit = f"heading with the id {actual}", Edit(here, expected)
        else:
            what, edit = "heading without an id", Edit(here, f" {{#{expected}}}")
        related = in_source(*there)
        fix = Fix((edit,), True, f"write {{#{expected}}}")
        span = here if actual else Span(two.start, two.end)
        yield Finding(span, {"what": what, "expected": expected}, fix, (related,))


def _identifier(doc: Document, heading: Unit) -> tuple[str, Span]:
    """Return the identifier of a heading and its place; ``""`` and the place for one."""
    for node in doc.markup_in(heading.start, heading.end):
        if node.kind == ATTRIBUTES:
            found = _ID.search(doc.text, node.start, node.end)
            if found:
                return found[1], Span(*found.span(1))
    return "", Span(heading.end, heading.end)
