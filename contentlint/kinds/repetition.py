"""Kind ``repetition``: the same text repeated, with only spaces between."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.article.expressions import Expression, compiled, matches
from contentlint.article.scopes import PROSE, checked
from contentlint.model.characters import BLANKS
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Document, Span

_WORD = r"[^\W\d_]+"


class Options(NamedTuple):
    patterns: tuple[str, ...] = (_WORD,)
    """Patterns of texts that must not be repeated; by default a word."""
    max: int = 1
    """How often a text may occur in a row."""
    ignore_case: bool = True
    exceptions: tuple[str, ...] = ()
    """Texts that may be repeated, as written."""
    across_lines: bool = False
    """True if the spaces may include a line end."""
    scope: tuple[str, ...] = PROSE


class Prepared(NamedTuple):
    patterns: tuple[Expression, ...]
    most: int
    ignore_case: bool
    spared: frozenset[str]
    spaces: str
    scope: tuple[str, ...]


def prepare(options: Options) -> Prepared:
    """Prepare the options.

    Raises:
        ConfigError: a pattern is wrong.
    """
    fold = str.casefold if options.ignore_case else str
    return Prepared(
        compiled("patterns", options.patterns, ignore_case=options.ignore_case),
        max(options.max, 1),
        options.ignore_case,
        frozenset(map(fold, options.exceptions)),
        BLANKS + "\n" if options.across_lines else BLANKS,
        checked(options.scope),
    )


def check(doc: Document, options: Prepared) -> Iterator[Finding]:
    """Yield one finding per row; its fix keeps the allowed number."""
    for expression in options.patterns:
        row: list[Span] = []
        repeated = ""
        for m in matches(doc, (expression,), options.scope):
            text = m[0].casefold() if options.ignore_case else m[0]
            between = doc.text[row[-1].end : m.start()] if row else ""
            if row and text == repeated and between and not between.strip(options.spaces):
                row.append(Span(*m.span()))
                continue
            yield from _row(doc, row, repeated, options)
            row, repeated = [Span(*m.span())], text
        yield from _row(doc, row, repeated, options)


def _row(doc: Document, row: list[Span], repeated: str, options: Prepared) -> Iterator[Finding]:
    if len(row) <= options.most or repeated in options.spared:
        return
    kept = row[options.most - 1].end
    edit = Edit(Span(kept, row[-1].end), "")
    yield Finding(
        Span(row[0].start, row[-1].end),
        {"found": doc.text[slice(*row[0])], "count": len(row)},
        Fix((edit,), False, "remove the repetition"),
    )
