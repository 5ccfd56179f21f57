"""Headings of the source that a translation lacks, or that are no headings there."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.parity.findings import in_source
from contentlint.parity.losses import aligned, missing

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    found = [*_glued(doc)]
    for loss in doc.fact(missing):
        if loss.kind == "heading":
            values = {"what": "the source has a heading here that the translation lacks"}
            there = in_source(*loss.span)
            span = Span(loss.at, loss.at)
            found.append(Finding(span, {**values, "found": loss.text}, related=(there,)))
    yield from sorted(found, key=lambda finding: finding.span)


def _glued(doc: Document) -> Iterator[Finding]:
    """Yield the headings without the space that makes them headings."""
    pairing = doc.fact(aligned)
    if pairing is None:
        return
    for pair in pairing.pairs:
        source, target = pairing.source[pair.source], pairing.target[pair.target]
        after = target.start + target.level
        # The block of a heading begins behind its signs, unless they are glued to the text.
        signs = doc.text[target.start : after + 1]
        if target.kind != "heading" or signs.rstrip() != signs or signs[:-1].strip("#"):
            continue
        span = Span(target.start, target.end)
        values = {
            "what": "no heading without a space after its # signs",
            "found": doc.text[target.start : target.end],
        }
        fix = Fix((Edit(Span(after, after), " "),), True, "insert a space")
        there = in_source(source.start, source.end)
        yield Finding(span, values, fix, (there,))
