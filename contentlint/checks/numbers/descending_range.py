"""Ranges whose end is below their beginning, as when they are typed in visual order."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.model.languages import RTL
from contentlint.model.rule import Words

_D = "[0-9٠-٩۰-۹]"
_YEARS = lazy_regex.compile(rf"[-–—](?<={_D}{{4}}.)({_D}{{4}})(?!{_D}|[-–/.]{_D})")
_FROM_TO = lazy_regex.compile(
    rf"من ({_D}{{1,4}}) (?:إلى|الى|حتى) ({_D}{{1,4}})(?!\d|[.,٫٬/:]\d)(?: ([^\W\d_]+))?"
)
_GLUED = frozenset("-–—/.,:+*#_")
# "from 10 to 2" is correct for hours.
_HOURS = 12
_BEFORE = 80


class Options(NamedTuple):
    falling: Words = {}
    """Parts of words that mean "fall" or "decrease", by language: "fell from 20 to 10" is
    correct."""
    months: Words = {}
    """Months, by language: "from 28 to 3 March" is correct."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if doc.language not in RTL and doc.direction != "rtl":
        return
    found = sorted([*_years(doc), *_from_to(doc, options)])
    for span in found:
        yield Finding(span, {"found": doc.text[span.start : span.end]})


def _years(doc: Document) -> Iterator[Span]:
    prose = doc.prose
    for m in _YEARS.finditer(prose):
        start = m.start() - 4
        before = prose[start - 1 : start] if start else ""
        if before.isdigit() or (before in _GLUED and before):
            continue
        first, second = int(prose[start : m.start()]), int(m[1])
        if 1000 <= second < first <= 2200:
            yield Span(start, m.end())


def _from_to(doc: Document, options: Options) -> Iterator[Span]:
    prose = doc.prose
    if "من " not in prose:
        return
    falling = [word for words in options.falling.values() for word in words]
    months = {name.split()[0] for names in options.months.values() for name in names}
    for m in _FROM_TO.finditer(prose):
        first, second = int(m[1]), int(m[2])
        if first <= _HOURS or second >= first or m[3] in months:
            continue
        if prose[m.start() - 1 : m.start()].isalpha():
            continue
        before = prose[max(m.start() - _BEFORE, 0) : m.start()].rpartition("\n")[2]
        if not any(word in before for word in falling):
            yield Span(m.start(), m.end(2))
