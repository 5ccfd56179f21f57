"""The fixes of one file: chosen, applied, and doubted before anything is written."""

from __future__ import annotations

from collections.abc import Callable

from contentlint import fixer
from contentlint.diagnostic import Fix
from contentlint.document import Document
from contentlint.doubts import Round, doubt
from contentlint.linter import Examined
from contentlint.records import NamedTuple

Examine = Callable[[Document], Examined]
Read = Callable[[bytes], Document]


class Fixed(NamedTuple):
    data: bytes
    """The original where ``refused`` says something, or nothing was to be done."""
    applied: tuple[tuple[str, int], ...]
    refused: str
    last: Document
    """The document of ``data``."""
    examined: Examined
    """What is still found in it."""


def fix(data: bytes, read: Read, examine: Examine, *, unsafe: bool) -> Fixed:
    """Apply the safe fixes of a file, with ``unsafe`` the others too, until none is left.

    The outcome is compared with the original before it is given back; where
    it has lost more than fixes may take, or holds a finding that was not there
    before, the original stands.
    """
    seen: dict[bytes, tuple[Document, Examined]] = {}

    def look(current: bytes) -> tuple[Document, list[tuple[str, Fix]]]:
        if current == data:
            doc, found = original, before
        else:
            doc = read(current)
            found = examine(doc)
        seen.clear()  # only the last is asked for
        seen[current] = doc, found
        wanted = [
            (bound.rule.code, finding.fix)
            for bound, finding in sorted(found.found, key=lambda pair: pair[1].span)
            if finding.fix is not None and (finding.fix.safe or unsafe)
        ]
        return doc, wanted

    original = read(data)
    before = examine(original)
    rounds: list[Round] = []
    settled = fixer.settle(data, look, lambda doc, taken: rounds.append(Round(doc, taken)))
    if settled.data == data:
        return Fixed(data, (), settled.fault, original, before)
    if settled.data not in seen:
        look(settled.data)
    last, after = seen[settled.data]
    codes = [code for code, _ in settled.applied]
    found = doubt((original, before), (last, after), rounds, unsafe=unsafe)
    if found:
        return Fixed(data, (), f"the fixes of {', '.join(codes)} {found}", original, before)
    return Fixed(settled.data, settled.applied, "", last, after)
