"""Words, phrases and patterns that are not wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from contentlint.diagnostic import Finding
from contentlint.document import Document, Span
from contentlint.errors import ConfigError
from contentlint.rule import Words
from contentlint.text.literals import may_match, required
from contentlint.text.scopes import PROSE, checked, view
from contentlint.text.terms import Terms, inside, joined


class Options(NamedTuple):
    tokens: tuple[str, ...] = ()
    """Words and phrases, as they are written."""
    patterns: tuple[str, ...] = ()
    """Regular expressions."""
    ignore_case: bool = True
    whole_word: bool = True
    """Of ``tokens``; false finds them inside words as well."""
    fold: bool = False
    """أ إ آ count as ا, ى as ي."""
    exceptions: tuple[str, ...] = ()
    """Phrases inside which nothing is reported; ``/…/`` is a regular expression."""
    reject: Words = {}
    """More tokens: a word list, the entries of every language."""
    accept: Words = {}
    """More exceptions."""
    scope: tuple[str, ...] = PROSE


class Expression(NamedTuple):
    pattern: re.Pattern[str]
    needed: tuple[str, ...]


class Prepared(NamedTuple):
    terms: Terms
    patterns: tuple[Expression, ...]
    spared: Terms
    spared_patterns: tuple[Expression, ...]
    scope: tuple[str, ...]


def prepare(options: Options) -> Prepared:
    flags = re.IGNORECASE if options.ignore_case else 0
    spared = [*options.exceptions, *(entry for each in options.accept.values() for entry in each)]
    written = [entry[1:-1] for entry in spared if _is_expression(entry)]
    tokens = (*options.tokens, *(entry for each in options.reject.values() for entry in each))
    return Prepared(
        Terms(
            tokens,
            alefs=options.fold,
            ignore_case=options.ignore_case,
            whole_words=options.whole_word,
        ),
        _compiled("patterns", options.patterns, flags),
        Terms(
            [entry for entry in spared if not _is_expression(entry)],
            alefs=options.fold,
            ignore_case=options.ignore_case,
        ),
        _compiled("exceptions", written, flags),
        checked(options.scope),
    )


def _is_expression(entry: str) -> bool:
    return len(entry) > 2 and entry[0] == entry[-1] == "/"


def _compiled(option: str, patterns: Sequence[str], flags: int) -> tuple[Expression, ...]:
    found = []
    for pattern in patterns:
        try:
            found.append(Expression(re.compile(pattern, flags), required(pattern, flags)))
        except re.error as error:
            raise ConfigError(f"option {option!r}: {pattern!r}: {error}") from None
    return tuple(found)


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    found = [match.span for match in options.terms.find(doc, options.scope)]
    found += _search(doc, options.patterns, options.scope)
    if not found:
        return
    spared = [match.word for match in options.spared.find(doc, options.scope)]
    spared = joined(spared + _search(doc, options.spared_patterns, options.scope))
    end = -1
    for span in sorted(found):
        if span.start >= end and not inside(spared, span):
            end = span.end
            yield Finding(span, {"found": doc.text[slice(*span)]})


def _search(
    doc: Document, expressions: tuple[Expression, ...], scope: tuple[str, ...]
) -> list[Span]:
    if not expressions:
        return []
    text = doc.fact(view, scope)
    small = text.lower()
    return [
        Span(*m.span())
        for pattern, needed in expressions
        if may_match(text, small, pattern, needed)
        for m in pattern.finditer(text)
        if m.end() > m.start()
    ]
