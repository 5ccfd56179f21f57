"""Kind ``conditional``: one text that requires another in the same article."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.scopes import PROSE, checked
from contentlint.article.user_patterns import compiled, matches
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span

if TYPE_CHECKING:
    from typing import Any

PLACEHOLDERS = ("found",)


class Options(NamedTuple):
    first: str
    """A regular expression; its match (or its first group, if it has one) requires ``second``."""
    second: str
    """A regular expression that must match in the article as well. If it has a group, the group
    must equal the match of ``first``: an acronym needs its own explanation."""
    before: bool = False
    """Require ``second`` before ``first``, or at the same place."""
    ignore_case: bool = False
    """Ignore letter case."""
    exceptions: tuple[str, ...] = ()
    """Texts that require nothing."""
    scope: tuple[str, ...] = PROSE
    """The parts of the article to check, such as ``heading`` or ``field:title``."""


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: a pattern is wrong.
        """
        fold = str.casefold if options.ignore_case else str
        self._first = compiled("first", (options.first,), ignore_case=options.ignore_case)
        self._second = compiled("second", (options.second,), ignore_case=options.ignore_case)
        self._before = options.before
        self._ignore_case = options.ignore_case
        self._spared = frozenset(map(fold, options.exceptions))
        self._scope = checked(options.scope)

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield one finding for each text that ``first`` matches, at its first place."""
        places: dict[str, Span] = {}
        for m in matches(doc, self._first, self._scope):
            span, text = self._part(m)
            if text not in self._spared:
                places.setdefault(text, span)
        if not places:
            return
        backed: dict[str, int] = {}
        for m in matches(doc, self._second, self._scope):
            backed.setdefault(self._part(m)[1] if m.re.groups else "", m.start())
        for text, span in places.items():
            key = text if self._second[0].pattern.groups else ""
            if key not in backed or (self._before and backed[key] > span.start):
                yield Finding(span, {"found": doc.text[slice(*span)]})

    def _part(self, m: Any) -> tuple[Span, str]:
        group = 1 if m.re.groups and m[1] is not None else 0
        text = m[group].casefold() if self._ignore_case else m[group]
        return Span(*m.span(group)), text
