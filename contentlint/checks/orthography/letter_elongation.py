"""A letter that is repeated for emphasis."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.queries import in_quotation
from contentlint.text.language.arabic import around

_RUN = lazy_regex.compile(
    "([\u0621-\u063a\u0641-\u064a\u06a9\u06cc\u067e\u0686\u0698\u06af])\\1\\1+"
)
# تتتبع, ووو where two words meet: three of these may be correct.
_FOUR = frozenset("وهات")
_LAUGHTER = frozenset("هخ")


class Options(NamedTuple):
    exceptions: tuple[str, ...] = ()
    """Words, or beginnings of words, that are spelled with repeated letters."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    prose = doc.prose
    for m in _RUN.finditer(prose):
        letter, count = m[1], len(m[0])
        if count < 4 and letter in _FOUR:
            continue
        word = around(prose, *m.span())
        found = prose[slice(*word)]
        if (
            found.startswith(options.exceptions)
            or len(set(found)) == 1
            or "_" in prose[word.start - 1 : word.end + 1]
        ):
            continue
        if letter in _LAUGHTER and len(set(found)) <= 2:
            continue  # هههههه, ههههها
        # Three may be two and a typing error: برررسی.
        sure = count > 3 and not in_quotation(doc, m.start())
        fix = _fix(m.start(), m.end()) if sure else None
        yield Finding(Span(*m.span()), {"letter": letter, "count": count, "found": found}, fix)


def _fix(start: int, end: int) -> Fix:
    return Fix((Edit(Span(start + 1, end), ""),), False, "write the letter once")
