"""Numbers with digits of two sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint.model import trigger
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.text.dates.digits import NAMES, D, counted, has_foreign, system_of, written_in

# Separators within one number, date or time. A comma in running text may separate two numbers.
_NUMBER = lazy_regex.compile(rf"{D}+(?:[.,٫٬/:-]{D}+)*")


def needs() -> tuple[str, ...]:
    return (trigger.ALEF,)


def check(doc: Document) -> Iterator[Finding]:
    if not doc.fact(has_foreign):
        return
    usual = ""
    for m in _NUMBER.finditer(doc.prose):
        if m[0].isascii():
            continue
        found = Counter(system_of(char) for char in m[0] if char.isdigit())
        if len(found) < 2:
            continue
        usual = usual or Counter(run.system for run in doc.fact(counted)).most_common(1)[0][0]
        to = usual if usual in found else found.most_common(1)[0][0]
        span = Span(*m.span())
        right = written_in(m[0], to)
        yield Finding(
            span,
            {
                "found": m[0],
                "systems": " and ".join(NAMES[name] for name in NAMES if name in found),
                "right": right,
            },
            Fix((Edit(span, right),), False, f"write the number in one digit system ({NAMES[to]})"),
        )
