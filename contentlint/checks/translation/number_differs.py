"""Numbers of the source that the translation lacks or changes."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.checks.translation import _numbers
from contentlint.model import counterpart
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.rule import Words
from contentlint.parity.findings import MOST_RELATED, in_source, more

COUNTERPART = True
_PLAIN = frozenset("0123456789.,")


class Options(NamedTuple):
    words: Words = {}
    """Numbers in words, as ``30=thirty``; several forms are separated by ``|``."""


class Checker:
    def __init__(self, options: Options) -> None:
        self._names = _numbers.names(options.words)

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each changed number, and one for the missing ones of a passage."""
        pair = counterpart.of(doc)
        source_text = pair.doc.text
        for passage in _numbers.compared(doc, self._names):
            for source, target in passage.found.changed:
                span, right = Span(target.start, target.end), source_text[source.start : source.end]
                values = {"what": f"the source has {right}", "found": doc.text[slice(*span)]}
                fix = None
                # Only digits of one system are written for each other.
                if _PLAIN.issuperset(right + str(values["found"])):
                    fix = Fix((Edit(span, right),), False, f"write {right}")
                yield Finding(span, values, fix, (in_source(source.start, source.end),))
            missing = passage.found.missing
            if missing:
                first = missing[0]
                values = {
                    "found": source_text[first.start : first.end],
                    "what": f"missing in the translation{more(len(missing))}",
                }
                related = tuple(in_source(n.start, n.end) for n in missing[:MOST_RELATED])
                end = doc.text.find("\n", *passage.target)
                place = Span(passage.target.start, passage.target.end if end < 0 else end)
                yield Finding(place, values, related=related)
