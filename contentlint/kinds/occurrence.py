"""Kind ``occurrence``: a text that occurs too often, or not often enough, in a unit."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.scopes import PROSE, checked
from contentlint.article.terms import Terms
from contentlint.article.user_patterns import compiled, spans
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError
from contentlint.text.units import by_unit, units
from contentlint.text.units import checked as checked_unit

_MOST_RELATED = 10

PLACEHOLDERS = ("found", "count", "min", "max")


class Options(NamedTuple):
    tokens: tuple[str, ...] = ()
    """Words and phrases to count."""
    patterns: tuple[str, ...] = ()
    """Regular expressions whose matches are counted."""
    min: int = 0
    """The smallest allowed number in a unit; fewer are reported at its beginning."""
    max: int | None = None
    """The largest allowed number in a unit; more are reported at the first one above it."""
    per: str = "document"
    """The unit: ``document``, ``section``, ``paragraph``, ``sentence`` or ``line``."""
    ignore_case: bool = True
    """Ignore letter case."""
    scope: tuple[str, ...] = PROSE
    """The parts of the article to check, such as ``heading`` or ``field:title``."""


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: the options count nothing, or have no limit.
        """
        if not options.tokens and not options.patterns:
            raise ConfigError("options 'tokens' and 'patterns' are both missing: nothing to count")
        if options.min <= 0 and options.max is None:
            raise ConfigError("options 'min' and 'max' are both missing: any number would pass")
        self._terms = Terms(options.tokens, ignore_case=options.ignore_case)
        self._patterns = compiled("patterns", options.patterns, ignore_case=options.ignore_case)
        self._least = options.min
        self._most = options.max
        self._per = checked_unit(options.per)
        self._scope = checked(options.scope)

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield one finding per unit."""
        places = [match.span for match in self._terms.find(doc, self._scope)]
        places = sorted({*places, *spans(doc, self._patterns, self._scope)})
        if not places and not self._least:
            return
        pieces = doc.fact(units, self._per)
        for piece, found in zip(pieces, by_unit(places, pieces), strict=True):
            values = {"count": len(found), "min": self._least, "max": self._most}
            if self._most is not None and len(found) > self._most:
                first, *more = found[self._most :]
                others = [*found[: self._most], *more][:_MOST_RELATED]
                related = tuple(Related(span, "also here") for span in others)
                text = doc.text[slice(*first)]
                yield Finding(first, {"found": text, **values}, related=related)
            elif len(found) < self._least and doc.prose[slice(*piece)].strip():
                line = doc.line_span(doc.line_at(_first(doc, piece)))
                text = doc.text[slice(*line)].strip()
                yield Finding(line, {"found": text, **values})


def _first(doc: Document, piece: Span) -> int:
    """Return the offset of the first character of a piece that is not a space."""
    text = doc.text[slice(*piece)]
    return piece.start + len(text) - len(text.lstrip())
