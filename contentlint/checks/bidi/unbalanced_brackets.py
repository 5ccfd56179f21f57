"""Brackets and directional quotes without a partner."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.brackets import lone, opens, suspects, units, without_partner_elsewhere
from contentlint.article.edits import runs_of_equal
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document


class Options(NamedTuple):
    pass


def needs(options: Options) -> tuple[str, ...]:
    return (trigger.UNBALANCED,)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    found = lone(doc)
    excused, left = found.excused, found.brackets
    if len(excused) == len(left):
        return
    if found.scanned:
        # The partner may be in a paragraph near by: a slow test that is rarely needed.
        known = set(units(doc, suspects(doc)))
        left = [b for b in left if found.units[b.offset] in known]
    reported = [b.offset for b in without_partner_elsewhere(doc, left) if b.offset not in excused]
    for span in runs_of_equal(doc.text, sorted(reported)):
        fault = _fault(doc, doc.text[span.start])
        yield Finding(span, {"found": doc.text[span.start : span.end], "fault": fault})


def _fault(doc: Document, char: str) -> str:
    opening = opens(doc, char)
    if opening is None:
        return "has no partner"
    return "is never closed" if opening else "was never opened"
