"""Kind ``repetition``: the same text repeated, with only spaces between."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.scopes import PROSE, checked
from contentlint.article.user_patterns import compiled, matches
from contentlint.model.characters import BLANKS
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span

_WORD = r"[^\W\d_]+"

PLACEHOLDERS = ("found", "count")


class Options(NamedTuple):
    patterns: tuple[str, ...] = (_WORD,)
    """Regular expressions of texts that must not be repeated; by default a word."""
    max: int = 1
    """How often a text may occur in a row."""
    ignore_case: bool = True
    """Ignore letter case."""
    exceptions: tuple[str, ...] = ()
    """Texts that may be repeated."""
    across_lines: bool = False
    """Also report repetitions across a line break."""
    scope: tuple[str, ...] = PROSE
    """The parts of the article to check, such as ``heading`` or ``field:title``."""


class Checker:
    def __init__(self, options: Options) -> None:
        """Check the options.

        Raises:
            ConfigError: a pattern is wrong.
        """
        fold = str.casefold if options.ignore_case else str
        self._patterns = compiled("patterns", options.patterns, ignore_case=options.ignore_case)
        self._most = max(options.max, 1)
        self._ignore_case = options.ignore_case
        self._spared = frozenset(map(fold, options.exceptions))
        self._spaces = BLANKS + "\n" if options.across_lines else BLANKS
        self._scope = checked(options.scope)

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield one finding per row; its fix keeps the allowed number."""
        for expression in self._patterns:
            row: list[Span] = []
            repeated = ""
            for m in matches(doc, (expression,), self._scope):
                text = m[0].casefold() if self._ignore_case else m[0]
                between = doc.text[row[-1].end : m.start()] if row else ""
                if row and text == repeated and between and not between.strip(self._spaces):
                    row.append(Span(*m.span()))
                    continue
                yield from self._row(doc, row, repeated)
                row, repeated = [Span(*m.span())], text
            yield from self._row(doc, row, repeated)

    def _row(self, doc: Document, row: list[Span], repeated: str) -> Iterator[Finding]:
        if len(row) <= self._most or repeated in self._spared:
            return
        kept = row[self._most - 1].end
        edit = Edit(Span(kept, row[-1].end), "")
        yield Finding(
            Span(row[0].start, row[-1].end),
            {"found": doc.text[slice(*row[0])], "count": len(row)},
            Fix((edit,), False, "remove the repetition"),
        )
