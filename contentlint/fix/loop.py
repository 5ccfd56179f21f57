"""The fixes of one file: chosen, applied, and doubted before anything is written."""

from __future__ import annotations

from collections.abc import Callable

from contentlint._util.namedtuple import NamedTuple
from contentlint.engine.render import Examined
from contentlint.fix import apply, shortcut
from contentlint.fix.verify import Round, doubt
from contentlint.model.diagnostic import Fix
from contentlint.model.document import Document

Examine = Callable[[Document], Examined]
Read = Callable[[bytes], Document]


class Fixed(NamedTuple):
    data: bytes
    """The original where ``refused`` says something, or nothing was to be done."""
    applied: tuple[tuple[str, int], ...]
    refused: str
    last: Document
    """The document of ``data``, a line end behind its last line aside."""
    examined: Examined
    """What is still found in it."""


def fix(
    data: bytes,
    read: Read,
    examine: Examine,
    *,
    unsafe: bool,
    built_in: Callable[[Document], bool] | None = None,
) -> Fixed:
    """Apply the safe fixes of a file, with ``unsafe`` the others too, until none is left.

    ``built_in``: whether the rules for a document are those that come with contentlint, as they
    come; without it they are not.

    The outcome is compared with the original before it is given back; where
    it has lost more than fixes may take, or holds a finding that was not there
    before, the original stands.
    """
    looked: list[tuple[Document, Examined]] = []

    def look(current: bytes) -> tuple[Document, list[tuple[str, Fix]]]:
        doc = read(current)
        found = examine(doc)
        looked.append((doc, found))
        wanted = [
            (bound.rule.code, finding.fix)
            for bound, finding in sorted(found.found, key=lambda pair: pair[1].span)
            if finding.fix is not None and (finding.fix.safe or unsafe)
        ]
        return doc, wanted

    first = look(data)
    doc, wanted = first
    left = shortcut.left(doc, looked[0][1], wanted)
    if left is not None and built_in is not None and built_in(doc):
        new = apply.splice(data, doc, apply.choose(fix for _, fix in wanted))
        return Fixed(new, ((shortcut.CODE, 1),), "", doc, left)
    rounds: list[Round] = []
    settled = apply.settle(
        data, look, lambda doc, taken: rounds.append(Round(doc, taken)), first=first
    )
    before, after = looked[0], looked[-1]
    if settled.data == data:
        return Fixed(data, (), settled.fault, *before)
    codes = [code for code, _ in settled.applied]
    found = doubt(before, after, rounds, unsafe=unsafe)
    if found:
        return Fixed(data, (), f"the fixes of {', '.join(codes)} {found}", *before)
    return Fixed(settled.data, settled.applied, "", *after)
