"""Articles with quotation marks of more than one kind."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.quotes import FAMILIES, Quotation, quotations
from contentlint.model.diagnostic import Edit, Finding, Fix, Related
from contentlint.model.document import Document, Span

if TYPE_CHECKING:
    from typing import Literal

_MOST_RELATED = 19
# Two styles of one language that readers do not distinguish count as one.
_ALIKE = {"low-high": "low", "reversed": "curly", "same": "curly"}
_PROSE = frozenset({"paragraph", "list_item", "quote", "heading"})


class Options(NamedTuple):
    prefer: Literal[
        "auto",
        "straight",
        "curly",
        "low",
        "low-high",
        "reversed",
        "same",
        "angle",
        "inward",
        "corner",
    ] = "auto"
    """The required quotation marks: ``straight`` "…", ``curly`` “…”, ``low`` „…“, ``low-high`` „…”,
    ``reversed`` ”…“, ``same`` ”…”, ``angle`` «…», ``inward`` »…«, ``corner`` 「…」; ``auto`` for
    those that the file uses most."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    found = [
        quotation
        for block in doc.blocks
        if block.kind in _PROSE
        for quotation in quotations(doc.prose, block.start, block.end)
    ]
    by_kind: dict[str, list[Quotation]] = {}
    for quotation in found:
        by_kind.setdefault(_kind(quotation, options), []).append(quotation)
    usual: str = options.prefer
    if usual == "auto":
        if len(by_kind) < 2:
            return
        usual = max(by_kind, key=lambda kind: (len(by_kind[kind]), -by_kind[kind][0].start))
    others = [quotation for quotation in found if _kind(quotation, options) != usual]
    if not others or usual not in FAMILIES:
        return
    open_, close = FAMILIES[usual][0], FAMILIES[usual][1]
    edits = []
    for start, end, _ in others:
        edits += [Edit(Span(start, start + 1), open_), Edit(Span(end - 1, end), close)]
    first = others[0]
    right = f"write {_shown(usual)}"
    if options.prefer == "auto":
        right = f"other quotations ({len(by_kind[usual])}×) use {_shown(usual)}"
    yield Finding(
        Span(first.start, first.end),
        {"found": _shown(first.family), "usual": right},
        Fix(tuple(edits), False, f"use one kind of quotation marks: {_shown(usual)}"),
        tuple(
            Related(Span(start, end), f"also {_shown(family)}")
            for start, end, family in others[1 : _MOST_RELATED + 1]
        ),
    )


def _kind(quotation: Quotation, options: Options) -> str:
    if options.prefer != "auto":
        return quotation.family
    return _ALIKE.get(quotation.family, quotation.family)


def _shown(family: str) -> str:
    return "…".join(FAMILIES[family])
