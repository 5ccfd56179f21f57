"""Regular expressions of users: compiled with clear errors, and run only where they can match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.scopes import view
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError
from contentlint.text.match.regex import may_match, required

if TYPE_CHECKING:
    from typing import Any


class Expression(NamedTuple):
    pattern: Any
    """``re.Pattern``, or ``regex.Pattern`` if the pattern needs its extensions."""
    needed: tuple[str, ...]
    """See ``regex.required``."""


LONGEST = 4096
"""Characters of a pattern. Long lists belong in ``tokens`` and word lists, which have no limit."""
MOST = 1000
"""Patterns of one option."""
_REGEX_ONLY = re.compile(r"\\[pPXKGLRN]|\(\?[|&]|\[\[:|\(\?V1\)")


def compiled(option: str, patterns: Sequence[str], *, ignore_case: bool) -> tuple[Expression, ...]:
    r"""Compile the patterns of an option, with ``re``, or with ``regex`` if they use its syntax
    (``\p{…}``, ``\X``, named lists).

    Raises:
        ConfigError: one is not a pattern, is empty or too long, or there are too many.
    """
    flags = re.IGNORECASE if ignore_case else 0
    if len(patterns) > MOST:
        raise ConfigError(f"option {option!r}: {len(patterns)} patterns; {MOST} are the most")
    found = []
    for pattern in patterns:
        if not pattern:
            raise ConfigError(f"option {option!r}: the pattern is empty")
        if len(pattern) > LONGEST:
            start, size = pattern[:20], len(pattern)
            raise ConfigError(
                f"option {option!r}: '{start}…': {size} characters; {LONGEST} are the most"
            )
        try:
            if _REGEX_ONLY.search(pattern):
                found.append(Expression(lazy_regex.extended(pattern, flags), ()))
            else:
                found.append(Expression(re.compile(pattern, flags), required(pattern, flags)))
        except RecursionError:
            raise ConfigError(f"option {option!r}: '{pattern[:20]}…': nested too deep") from None
        except Exception as error:  # re.error and regex.error have no base in common
            raise ConfigError(f"option {option!r}: {pattern!r}: {error}") from None
    return tuple(found)


def matches(
    doc: Document, expressions: Iterable[Expression], scope: tuple[str, ...]
) -> Iterator[Any]:
    """Yield every match that is not empty, expression by expression."""
    text = doc.fact(view, scope)
    small = ""
    for pattern, needed in expressions:
        if needed and pattern.flags & re.IGNORECASE:
            small = small or text.lower()
        if may_match(text, small, pattern, needed):
            yield from (m for m in pattern.finditer(text) if m.end() > m.start())


def spans(doc: Document, expressions: Iterable[Expression], scope: tuple[str, ...]) -> list[Span]:
    """Yield the spans of the matches, expression by expression."""
    return [Span(*m.span()) for m in matches(doc, expressions, scope)]
