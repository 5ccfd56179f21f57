"""Sentences close together that open with the same connector."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.core import sentences
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError
from contentlint.model.rule import Words

_FLOWING = frozenset({"paragraph", "quote"})
_MARKS = "\"'«“„([\x00 "


class Options(NamedTuple):
    words: Words
    """Connectors by language."""
    times: int = 3
    """How often a connector has to open a sentence to be reported."""
    within: int = 5
    """The number of consecutive sentences in which the openers are counted."""


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: ``within`` is less than one sentence.
        """
        if options.within < 1:
            raise ConfigError("option 'within': expected 1 or more")
        self._words = {
            language: tuple(sorted(set(map(str.lower, entries)), key=lambda e: (-len(e), e)))
            for language, entries in options.words.items()
        }
        """By language, the connectors in lower case, the longest first."""
        self._times = options.times
        self._within = options.within

    def check(self, doc: Document) -> Iterator[Finding]:
        known = self._words.get(doc.language)
        if not known:
            return
        prose = doc.prose.lower()
        if len(prose) != len(doc.prose):
            return
        known = tuple(word for word in known if prose.count(word) >= self._times)
        if not known:
            return
        places: dict[str, list[tuple[int, Span]]] = {}
        for number, (start, end) in enumerate(_sentences(doc)):
            while start < end and prose[start] in _MARKS:
                start += 1
            for word in known:
                after = start + len(word)
                if prose.startswith(word, start) and not prose[after : after + 1].isalnum():
                    places.setdefault(word, []).append((number, Span(start, start + len(word))))
                    break
        found = [finding for uses in places.values() for finding in self._crowds(doc, uses)]
        yield from sorted(found, key=lambda finding: finding.span)

    def _crowds(self, doc: Document, uses: list[tuple[int, Span]]) -> Iterator[Finding]:
        """Report the connector that makes a window crowded; the next window starts after it."""
        begin = 0
        for i, (number, span) in enumerate(uses):
            if i < begin:
                continue
            while uses[begin][0] <= number - self._within:
                begin += 1
            if i - begin + 1 >= self._times:
                end = uses[begin][0] + self._within
                crowd = [use for use in uses[begin : begin + self._within] if use[0] < end]
                others = tuple(Related(each, "also here") for _, each in crowd if each != span)
                values = {
                    "found": doc.text[slice(*span)],
                    "times": len(crowd),
                    "sentences": crowd[-1][0] - crowd[0][0] + 1,
                }
                yield Finding(span, values, None, others)
                begin += len(crowd)
                if begin >= len(uses):
                    return


def _sentences(doc: Document) -> Iterator[Span]:
    for block in doc.blocks:
        if block.kind in _FLOWING:
            yield from sentences(doc.prose, block.start, block.end)
