"""Kind ``conditional``: one text that requires another in the same article."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.expressions import Expression, compiled, matches
from contentlint.article.scopes import PROSE, checked
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span

if TYPE_CHECKING:
    from typing import Any


class Options(NamedTuple):
    first: str
    """A regular expression; its match (or its first group, if it has one) requires ``second``."""
    second: str
    """A regular expression that must match in the article as well. If it has a group, the group
    must equal the match of ``first``: an acronym needs its own explanation."""
    before: bool = False
    """True if ``second`` has to match before ``first``, or at the same place."""
    ignore_case: bool = False
    exceptions: tuple[str, ...] = ()
    """Texts that require nothing, as written."""
    scope: tuple[str, ...] = PROSE


class Prepared(NamedTuple):
    first: tuple[Expression, ...]
    second: tuple[Expression, ...]
    before: bool
    ignore_case: bool
    spared: frozenset[str]
    scope: tuple[str, ...]


def prepare(options: Options) -> Prepared:
    """Prepare the options.

    Raises:
        ConfigError: a pattern is wrong.
    """
    fold = str.casefold if options.ignore_case else str
    return Prepared(
        compiled("first", (options.first,), ignore_case=options.ignore_case),
        compiled("second", (options.second,), ignore_case=options.ignore_case),
        options.before,
        options.ignore_case,
        frozenset(map(fold, options.exceptions)),
        checked(options.scope),
    )


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    """Yield one finding for each text that ``first`` matches, at its first place."""
    places: dict[str, Span] = {}
    for m in matches(doc, options.first, options.scope):
        span, text = _part(m, options)
        if text not in options.spared:
            places.setdefault(text, span)
    if not places:
        return
    backed: dict[str, int] = {}
    for m in matches(doc, options.second, options.scope):
        backed.setdefault(_part(m, options)[1] if m.re.groups else "", m.start())
    for text, span in places.items():
        key = text if options.second[0].pattern.groups else ""
        if key not in backed or (options.before and backed[key] > span.start):
            yield Finding(span, {"found": doc.text[slice(*span)]})


def _part(m: Any, options: Prepared) -> tuple[Span, str]:
    group = 1 if m.re.groups and m[1] is not None else 0
    text = m[group].casefold() if options.ignore_case else m[group]
    return Span(*m.span(group)), text
