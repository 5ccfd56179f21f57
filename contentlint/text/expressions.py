"""Regular expressions that users write: compiled with clear errors, and run only where they can
match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from contentlint.document import Document, Span
from contentlint.errors import ConfigError
from contentlint.text import lazy
from contentlint.text.literals import may_match, required
from contentlint.text.scopes import view


class Expression(NamedTuple):
    pattern: Any
    """``re.Pattern``, or ``regex.Pattern`` where the pattern needs what only that knows."""
    needed: tuple[str, ...]
    """See ``literals.required``."""


_REGEX_ONLY = re.compile(r"\\[pPXKGLRN]|\(\?[|&]|\[\[:|\(\?V1\)")


def compiled(option: str, patterns: Sequence[str], *, ignore_case: bool) -> tuple[Expression, ...]:
    r"""Patterns of an option, compiled.

    By the standard library's ``re``, or by ``regex`` where one of its own forms
    is used (``\p{…}``, ``\X``, named lists).

    Raises:
        ConfigError: one is no pattern, or matches the empty text and nothing else.
    """
    flags = re.IGNORECASE if ignore_case else 0
    found = []
    for pattern in patterns:
        if not pattern:
            raise ConfigError(f"option {option!r}: the pattern is empty")
        try:
            if _REGEX_ONLY.search(pattern):
                found.append(Expression(lazy.extended(pattern, flags), ()))
            else:
                found.append(Expression(re.compile(pattern, flags), required(pattern, flags)))
        except Exception as error:  # re.error and regex.error have no base in common
            raise ConfigError(f"option {option!r}: {pattern!r}: {error}") from None
    return tuple(found)


def matches(
    doc: Document, expressions: Iterable[Expression], scope: tuple[str, ...]
) -> Iterator[Any]:
    """Every match that is not empty, expression by expression."""
    text = doc.fact(view, scope)
    small = ""
    for pattern, needed in expressions:
        if needed and pattern.flags & re.IGNORECASE:
            small = small or text.lower()
        if may_match(text, small, pattern, needed):
            yield from (m for m in pattern.finditer(text) if m.end() > m.start())


def spans(doc: Document, expressions: Iterable[Expression], scope: tuple[str, ...]) -> list[Span]:
    """Where the expressions match, expression by expression."""
    return [Span(*m.span()) for m in matches(doc, expressions, scope)]


def joined(found: Iterable[Span]) -> list[Span]:
    """Spans sorted, one for those that overlap."""
    result: list[Span] = []
    for span in sorted(found):
        if result and span.start < result[-1].end:
            result[-1] = Span(result[-1].start, max(span.end, result[-1].end))
        else:
            result.append(span)
    return result
