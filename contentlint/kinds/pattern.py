"""Kind ``pattern``: matches of a regular expression, and their replacement."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.scopes import PROSE, checked, inside, joined
from contentlint.article.user_patterns import compiled, matches, spans
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.errors import ConfigError

if TYPE_CHECKING:
    from typing import Any

PLACEHOLDERS = ("found",)


class Options(NamedTuple):
    pattern: str
    """A regular expression of the text to report; ``(?P<name>…)`` fills ``{name}`` of the
    message, and the match fills ``{found}``."""
    group: int = 0
    """The group to report; the rest of the match is context."""
    replace: str | None = None
    r"""The replacement; ``\1`` and ``\g<name>`` refer to groups."""
    safe: bool = False
    """Mark the fix as safe: the replacement is correct for every match."""
    ignore_case: bool = False
    """Ignore letter case."""
    exceptions: tuple[str, ...] = ()
    """Regular expressions inside whose matches nothing is reported."""
    scope: tuple[str, ...] = PROSE
    """The parts of the article to check, such as ``heading`` or ``field:title``."""


def needs(options: Options) -> tuple[str, ...]:
    """Return the literals that the pattern needs, if it is searched in the unmodified text."""
    if options.ignore_case or options.scope != PROSE:
        return ()
    return compiled("pattern", (options.pattern,), ignore_case=False)[0].needed


def placeholders(options: Options) -> tuple[str, ...]:
    """Return the names of the groups of the pattern."""
    return tuple(compiled("pattern", (options.pattern,), ignore_case=False)[0].pattern.groupindex)


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: a pattern, the group or the replacement is wrong.
        """
        self._pattern = compiled("pattern", (options.pattern,), ignore_case=options.ignore_case)
        groups = self._pattern[0].pattern.groups
        if not 0 <= options.group <= groups:
            raise ConfigError(
                f"option 'group': the pattern has {groups} groups, not {options.group}"
            )
        if options.replace is not None:
            try:
                # This parses the template before any match.
                self._pattern[0].pattern.sub(options.replace, "")
            except Exception as error:  # re.error, IndexError: no such group
                raise ConfigError(f"option 'replace': {options.replace!r}: {error}") from None
        self._spared = compiled("exceptions", options.exceptions, ignore_case=options.ignore_case)
        self._options = options
        self._scope = checked(options.scope)

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for every match, or its group."""
        options, scope = self._options, self._scope
        spared: list[Span] | None = None
        for m in matches(doc, self._pattern, scope):
            start, end = m.span(options.group)
            if start < 0:
                continue
            if self._spared:
                if spared is None:
                    spared = joined(spans(doc, self._spared, scope))
                if inside(spared, Span(start, end)):
                    continue
            found = doc.text[start:end]
            named = {name: value or "" for name, value in m.groupdict().items()}
            yield Finding(Span(start, end), {"found": found, **named}, _fix(m, options, found))


def _fix(m: Any, options: Options, found: str) -> Fix | None:
    if options.replace is None:
        return None
    text = m.expand(options.replace)
    if text == found:
        return None
    title = f"write {text}" if text else f"remove {found}"
    return Fix((Edit(Span(*m.span(options.group)), text),), options.safe, title)
