"""Passages of a translation that its source lacks."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.checks.translation.missing_passage import name
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.parity.losses import added

COUNTERPART = True
_PASSAGES = ("passage", "section", "end")


class Options(NamedTuple):
    pass


def check(doc: Document, options: Options) -> Iterator[Finding]:
    del options
    for loss in doc.fact(added):
        if loss.kind in _PASSAGES:
            values = {"what": name(loss), "found": loss.text}
            there = Related(Span(loss.at, loss.at), "here in the source", in_source=True)
            yield Finding(loss.span, values, related=(there,))
