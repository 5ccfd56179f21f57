"""Documents with too much repeated text."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError, suggest
from contentlint.model.rule import Words
from contentlint.text.measures.table import MEASURES, STOP_WORDS, value

_EVERY_LANGUAGE = "und"
# No language has longer words on average.
_LONGEST_MEAN = 40
_MEASURES = [name for name in MEASURES if name != STOP_WORDS]

_UNREAD = frozenset({"front_matter", "code"})


class Options(NamedTuple):
    limits: Words = {}
    """Measures with their limits by language (``und``: all languages), such as
    ``top-2-gram-share 0.2``."""
    min_words: int = 50
    """The minimum number of words: shorter articles, which repeat words by chance, are not
    measured."""
    max_words: int = 100_000
    """The maximum number of words: longer articles, such as books, are not measured."""


class Checker:
    def __init__(self, options: Options) -> None:
        self._limits = {
            language: dict(map(_limit, entries)) for language, entries in options.limits.items()
        }
        self._min_words = options.min_words
        self._max_words = options.max_words

    def check(self, doc: Document) -> Iterator[Finding]:
        if len(doc.text) > self._max_words * _LONGEST_MEAN:
            return
        if not self._min_words <= value(doc, "words") <= self._max_words:
            return
        limits = {**self._limits.get(_EVERY_LANGUAGE, {}), **self._limits.get(doc.language, {})}
        values = {name: value(doc, name) for name in limits}
        over = [name for name, limit in limits.items() if values[name] > limit]
        if over:
            worst = max(over, key=lambda name: values[name] / limits[name] if limits[name] else 1.0)
            more = ""
            if len(over) > 1:
                noun = "limit" if len(over) == 2 else "limits"
                more = f", and {len(over) - 1} more {noun} exceeded"
            found = f"{worst} {values[worst]:.3f} (limit {limits[worst]:g})"
            yield Finding(_first_repeat(doc), {"found": found, "more": more}, whole=True)


def _limit(entry: str) -> tuple[str, float]:
    name, _, limit = entry.partition(" ")
    if name not in _MEASURES:
        raise ConfigError(suggest("measure", name, _MEASURES))
    try:
        return name, float(limit)
    except ValueError:
        raise ConfigError(f"expected a measure and a number, not {entry!r}") from None


def _first_repeat(doc: Document) -> Span:
    """Return the first line of the body that repeats an earlier one; its first line if there is
    none."""
    seen: set[str] = set()
    for block in doc.blocks:
        if block.kind in _UNREAD:
            continue
        for line in range(block.line, block.last + 1):
            text = doc.lines[line].strip()
            if text in seen:
                return doc.line_span(line)
            if any(map(str.isalpha, text)):
                seen.add(text)
    return doc.line_span(next((b.line for b in doc.blocks if b.kind != "front_matter"), 0))
