"""Words, phrases and patterns that are not wanted."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.scopes import PROSE, checked, inside, joined
from contentlint.article.terms import Terms
from contentlint.article.user_patterns import compiled, spans
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document
from contentlint.model.rule import Words

PLACEHOLDERS = ("found",)


class Options(NamedTuple):
    tokens: tuple[str, ...] = ()
    """Words and phrases to report."""
    patterns: tuple[str, ...] = ()
    """Regular expressions to report."""
    ignore_case: bool = True
    """Ignore letter case."""
    whole_word: bool = True
    """Match ``tokens`` as whole words only."""
    fold: bool = False
    """Treat أ إ آ as ا, and ى as ي."""
    exceptions: tuple[str, ...] = ()
    """Phrases inside which nothing is reported; ``/…/`` is a regular expression."""
    reject: Words = {}
    """Additional ``tokens`` by language, or a word list."""
    accept: Words = {}
    """Additional ``exceptions`` by language, or a word list."""
    scope: tuple[str, ...] = PROSE
    """The parts of the article to check, such as ``heading`` or ``field:title``."""


class Checker:
    def __init__(self, options: Options) -> None:
        spared = [
            *options.exceptions,
            *(entry for each in options.accept.values() for entry in each),
        ]
        written = [entry[1:-1] for entry in spared if _is_expression(entry)]
        tokens = (*options.tokens, *(entry for each in options.reject.values() for entry in each))
        self._terms = Terms(
            tokens,
            alefs=options.fold,
            ignore_case=options.ignore_case,
            whole_words=options.whole_word,
        )
        self._patterns = compiled("patterns", options.patterns, ignore_case=options.ignore_case)
        self._spared = Terms(
            [entry for entry in spared if not _is_expression(entry)],
            alefs=options.fold,
            ignore_case=options.ignore_case,
        )
        self._spared_patterns = compiled("exceptions", written, ignore_case=options.ignore_case)
        self._scope = checked(options.scope)

    def check(self, doc: Document) -> Iterator[Finding]:
        found = [match.span for match in self._terms.find(doc, self._scope)]
        found += spans(doc, self._patterns, self._scope)
        if not found:
            return
        spared = [match.word for match in self._spared.find(doc, self._scope)]
        spared = joined(spared + spans(doc, self._spared_patterns, self._scope))
        end = -1
        for span in sorted(found):
            if span.start >= end and not inside(spared, span):
                end = span.end
                yield Finding(span, {"found": doc.text[slice(*span)]})


def _is_expression(entry: str) -> bool:
    return len(entry) > 2 and entry[0] == entry[-1] == "/"
