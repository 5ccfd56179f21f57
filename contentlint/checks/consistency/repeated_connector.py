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
_MARKS = "\"'«“„([*_\x00 "


class Options(NamedTuple):
    words: Words
    """Connectors by language."""
    times: int = 3
    within: int = 5
    """Length of the window, in sentences."""


class Prepared(NamedTuple):
    words: dict[str, tuple[str, ...]]
    times: int
    within: int


def prepare(options: Options) -> Prepared:
    """Return the connectors in small letters, the longest first.

    Raises:
        ConfigError: ``within`` is less than one sentence.
    """
    if options.within < 1:
        raise ConfigError("option 'within': expected 1 or more")
    words = {
        language: tuple(sorted({entry.lower() for entry in entries}, key=lambda e: (-len(e), e)))
        for language, entries in options.words.items()
    }
    return Prepared(words, options.times, options.within)


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    known = options.words.get(doc.language)
    if not known:
        return
    prose = doc.prose.lower()
    if len(prose) != len(doc.prose):
        return
    known = tuple(word for word in known if prose.count(word) >= options.times)
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
    found = [finding for uses in places.values() for finding in _crowds(doc, uses, options)]
    yield from sorted(found, key=lambda finding: finding.span)


def _sentences(doc: Document) -> Iterator[Span]:
    for block in doc.blocks:
        if block.kind in _FLOWING:
            yield from sentences(doc.prose, block.start, block.end)


def _crowds(doc: Document, uses: list[tuple[int, Span]], options: Prepared) -> Iterator[Finding]:
    """Report the last of the connectors within one window; the next window starts after it."""
    begin = 0
    for i, (number, span) in enumerate(uses):
        while uses[begin][0] <= number - options.within:
            begin += 1
        if i - begin + 1 >= options.times:
            earlier = tuple(Related(each, "here too") for _, each in uses[begin:i])
            values = {
                "found": doc.text[slice(*span)],
                "times": i - begin + 1,
                "sentences": number - uses[begin][0] + 1,
            }
            yield Finding(span, values, None, earlier)
            begin = i + 1
            if begin >= len(uses):
                return
