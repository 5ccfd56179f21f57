"""Kind ``counterpart``: what a regular expression matches in the source and not in the
translation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.user_patterns import compiled
from contentlint.model import counterpart
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError, suggest
from contentlint.parity import code_damage
from contentlint.parity.findings import MOST_RELATED, first_line, in_source
from contentlint.parity.passages import trusted
from contentlint.text.match.regex import may_match
from contentlint.text.unicode.fold import light

if TYPE_CHECKING:
    from typing import TypeAlias

_Match: TypeAlias = "tuple[str, Span]"
"""The folded text of a match, and its place."""

COUNTERPART = True
PLACEHOLDERS = ("found", "count")
OF = ("multiset", "set", "sequence", "count")
SCOPES = ("page", "block")
_FOLDS: dict[str, Callable[[str], str]] = {
    "space": lambda text: " ".join(text.split()),
    "case": str.casefold,
    "signs": code_damage.fold,
    "all": light,
}


class Options(NamedTuple):
    pattern: str
    """A regular expression; ``(?P<name>…)`` and other groups do not matter unless ``group`` names
    one."""
    group: int = 0
    """The group to compare; the rest of the match is context."""
    of: str = "multiset"
    """What the translation must keep: ``multiset`` (each match as often as the source has it),
    ``set`` (each at least once), ``sequence`` (their order, too) or ``count`` (as many matches,
    whatever they are)."""
    scope: str = "page"
    """Where: on the whole ``page``, or in the ``block`` that translates a block of the source."""
    fold: tuple[str, ...] = ()
    """What does not count: ``case``, ``space``, ``signs`` (blanks, and punctuation of the other
    script), or ``all`` (also digits, marks and forms of letters)."""
    max_missing: int = 0
    """How many matches may be missing."""


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: the pattern, the group or a word is wrong.
        """
        self._pattern = compiled("pattern", (options.pattern,), ignore_case=False)[0]
        groups = self._pattern.pattern.groups
        if not 0 <= options.group <= groups:
            raise ConfigError(
                f"option 'group': the pattern has {groups} groups, not {options.group}"
            )
        if options.of not in OF:
            raise ConfigError(f"option 'of': {suggest('comparison', options.of, OF)}")
        if options.scope not in SCOPES:
            raise ConfigError(f"option 'scope': {suggest('scope', options.scope, SCOPES)}")
        for name in options.fold:
            if name not in _FOLDS:
                raise ConfigError(f"option 'fold': {suggest('folding', name, tuple(_FOLDS))}")
        self._options = options

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield one finding a page, or one a block."""
        pair = counterpart.of(doc)
        if self._options.scope == "page":
            source_matches = self._matches(pair.doc, 0, len(pair.doc.text))
            target_matches = self._matches(doc, 0, len(doc.text))
            yield from self._compare(source_matches, target_matches, doc.line_span(0))
            return
        for source, target in trusted(doc):
            source_matches = self._matches(pair.doc, source.start, source.end)
            if source_matches:
                target_matches = self._matches(doc, target.start, target.end)
                yield from self._compare(source_matches, target_matches, first_line(doc, target))

    def _matches(self, doc: Document, start: int, end: int) -> list[_Match]:
        pattern, needed = self._pattern
        if not may_match(doc.text, "", pattern, needed):
            return []
        found = []
        for m in pattern.finditer(doc.text, start, end):
            first, last = m.span(self._options.group)
            if first < last:
                text = doc.text[first:last]
                for name in self._options.fold:
                    text = _FOLDS[name](text)
                found.append((text, Span(first, last)))
        return found

    def _compare(
        self, source: Sequence[_Match], target: Sequence[_Match], place: Span
    ) -> Iterator[Finding]:
        missing = _MISSING[self._options.of](source, target)
        if len(missing) <= self._options.max_missing:
            return
        related = tuple(in_source(*span) for _, span in missing[:MOST_RELATED])
        values = {"found": missing[0][0], "count": len(missing)}
        yield Finding(place, values, related=related)


def _multiset(source: Sequence[_Match], target: Sequence[_Match]) -> list[_Match]:
    left = Counter(text for text, _ in target)
    found = []
    for match in source:
        if left[match[0]]:
            left[match[0]] -= 1
        else:
            found.append(match)
    return found


def _set(source: Sequence[_Match], target: Sequence[_Match]) -> list[_Match]:
    known = {text for text, _ in target}
    first: dict[str, _Match] = {}
    for match in source:
        if match[0] not in known:
            first.setdefault(match[0], match)
    return list(first.values())


def _sequence(source: Sequence[_Match], target: Sequence[_Match]) -> list[_Match]:
    """Return those of the source that no common subsequence has, searched from the start."""
    found = []
    at = 0
    texts = [text for text, _ in target]
    for match in source:
        try:
            at = texts.index(match[0], at) + 1
        except ValueError:
            found.append(match)
    return found


def _count(source: Sequence[_Match], target: Sequence[_Match]) -> list[_Match]:
    return list(source[len(target) :])


_MISSING: dict[str, Callable[[Sequence[_Match], Sequence[_Match]], list[_Match]]] = {
    "multiset": _multiset,
    "set": _set,
    "sequence": _sequence,
    "count": _count,
}
