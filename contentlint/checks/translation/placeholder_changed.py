"""Placeholders that a translation lost or changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.parity import placeholders
from contentlint.parity.findings import first_line, in_source
from contentlint.parity.passages import passages

COUNTERPART = True


def check(doc: Document) -> Iterator[Finding]:
    """Yield a finding for each placeholder that the page has less often than its source, in the
    passage that lacks it."""
    pair = counterpart.of(doc)
    if not any(sign in pair.doc.text for sign in placeholders.SIGNS):
        return
    everywhere = pair.doc.fact(placeholders.everywhere)
    page = placeholders.compare(everywhere, doc.fact(placeholders.everywhere))
    missing = Counter(each.key for each in page.missing)
    new = {each.key for each in page.added}
    if not missing:
        return
    for source, target in passages(doc):
        given = placeholders.read(pair.doc, source.start, source.end)
        if not any(missing[each.key] for each in given):
            continue
        if placeholders.is_example(
            pair.doc.prose[source.start : source.end], doc.prose[target.start : target.end]
        ):
            continue
        found = placeholders.compare(given, placeholders.read(doc, target.start, target.end))
        lost = []
        for each in found.missing:
            if missing[each.key]:
                missing[each.key] -= 1
                lost.append(each)
        instead = [each for each in found.added if each.key in new]
        for n, each in enumerate(lost):
            there = in_source(*each.span)
            text = pair.doc.text[slice(*each.span)]
            if len(instead) == len(lost):
                values = {
                    "found": doc.text[slice(*instead[n].span)],
                    "what": f"a placeholder that is {text} in the source",
                }
                yield Finding(instead[n].span, values, related=(there,))
            else:
                values = {"found": text, "what": "a placeholder that is missing here"}
                yield Finding(first_line(doc, target), values, related=(there,))
