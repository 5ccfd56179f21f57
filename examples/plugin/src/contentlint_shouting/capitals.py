"""Kind ``shouting:capitals``: long words that are all in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span

_WORD = re.compile(r"\b[A-Z]{2,}\b")


class Options(NamedTuple):
    min_letters: int = 6
    """Shorter words may be acronyms."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    """Each such word of the prose; the fix writes it small."""
    for m in _WORD.finditer(doc.prose):
        if len(m[0]) >= options.min_letters:
            span = Span(*m.span())
            fix = Fix((Edit(span, m[0].capitalize()),), False, f"write {m[0].capitalize()}")
            yield Finding(span, {"found": m[0]}, fix)
