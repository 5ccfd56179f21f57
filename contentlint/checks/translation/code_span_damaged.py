"""Code spans in which translation changed blanks or signs."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.checks.translation import _spans
from contentlint.model import counterpart
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.parity import code_damage
from contentlint.parity.findings import in_source

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    pair = counterpart.of(doc)
    for source, target in doc.fact(_spans.compared).damaged:
        right = pair.doc.text[source.first : source.last].replace("\n", " ")
        found = doc.text[target.first : target.last]
        edits = code_damage.repairs(found, right)
        fix = None
        if edits:
            at = target.first
            replaced = tuple(Edit(Span(at + a, at + b), new) for a, b, new in edits)
            fix = Fix(replaced, True, f"write {right.strip()}")
        there = in_source(source.start, source.end)
        values = {"found": found.strip(), "right": right.strip()}
        yield Finding(Span(target.start, target.end), values, fix, (there,))
