"""The fixes of one file: chosen, applied, and doubted before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from contentlint import fixer
from contentlint.diagnostic import Fix, rank
from contentlint.document import Document
from contentlint.linter import Examined, severity_of

_MOST_LOST = 0.2
"""Share of the letters that safe fixes may remove from a file, besides copies and page chrome."""
_LONG = 40
_MAY_REMOVE = ("DUP", "RES")
"""Families whose safe fixes remove whole lines: copies of what stays, and page chrome."""
_TOUCH_CODE = ("ENC", "BID", "STR")
"""Families whose fixes may change what stands in code: characters that nobody sees."""

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

    doc = read(data)
    before = examine(doc)
    settled = fixer.settle(data, look)
    if settled.data == data:
        return Fixed(data, (), settled.fault, doc, before)
    if settled.data not in seen:
        look(settled.data)
    last, after = seen[settled.data]
    codes = [code for code, _ in settled.applied]
    doubt = new_findings(before, after) or ("" if unsafe else lost(doc, last, codes))
    if doubt:
        return Fixed(data, (), f"the fixes of {', '.join(codes)} {doubt}", doc, before)
    return Fixed(settled.data, settled.applied, "", last, after)


def new_findings(before: Examined, after: Examined) -> str:
    """Whether fixing brought findings that fail a run; ``""``: it did not."""
    was, now = _serious(before), _serious(after)
    more = sorted(code for code, n in now.items() if n > was[code])
    return f"would bring {', '.join(more)}" if more else ""


def _serious(examined: Examined) -> Counter[str]:
    return Counter(
        bound.rule.code
        for bound, finding in examined.found
        if rank(severity_of(bound, finding.severity)) >= rank("warning")
    )


def lost(old: Document, new: Document, codes: list[str]) -> str:
    """Whether safe fixes have removed what they must not; ``""``: they have not."""
    if not any(code.startswith(_TOUCH_CODE) for code in codes) and _code(old) != _code(new):
        return "would change code"
    before, after = _letters(old.text), _letters(new.text)
    if len(after) < len(before) * (1 - _MOST_LOST) and not any(
        code.startswith(_MAY_REMOVE) for code in codes
    ):
        share = 100 - 100 * len(after) // max(len(before), 1)
        return f"would remove {share} % of the letters"
    if not any(code.startswith("RES") for code in codes):
        for block in old.blocks:
            if block.kind == "paragraph" and block.end - block.start >= _LONG:
                kept = _letters(old.text[block.start : block.end])
                if len(kept) >= _LONG and kept not in after:
                    line = block.line + 1
                    return f"would lose the paragraph in line {line}"
    return ""


def _code(doc: Document) -> list[str]:
    return [doc.text[block.start : block.end] for block in doc.blocks if block.kind == "code"]


def _letters(text: str) -> str:
    """The letters and digits of a text: what no safe fix but a removal takes away."""
    return "".join(filter(str.isalnum, text))
