"""Passages of the source that a translation lacks."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.parity.losses import Loss, missing

COUNTERPART = True
_PASSAGES = ("passage", "section", "end")


class Options(NamedTuple):
    pass


def check(doc: Document, options: Options) -> Iterator[Finding]:
    del options
    for loss in doc.fact(missing):
        if loss.kind in _PASSAGES:
            values = {"what": name(loss), "found": loss.text}
            there = Related(loss.span, "here in the source", in_source=True)
            yield Finding(Span(loss.at, loss.at), values, related=(there,))


def name(loss: Loss) -> str:
    """Return what a message calls a loss."""
    if loss.kind == "section":
        return "a section"
    if loss.kind == "end":
        return "an end"
    return f"{loss.passages} passages" if loss.passages > 1 else "a passage"
