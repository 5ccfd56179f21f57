"""Table rows with more or fewer cells than the table has columns.

In Kramdown, Pandoc and Python-Markdown a pipe inside code is text; Kramdown widens a table to its
widest row. Who writes a table may leave out the last cells; a row that was broken lacks a pipe of
the heading's, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util.namedtuple import NamedTuple
from contentlint.core import cell_count, cells
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Block, Document, Span
from contentlint.model.queries import pipes

_KRAMDOWN = "jekyll"
_CODE_IN_CELLS = frozenset({_KRAMDOWN, "mkdocs", "quarto"})
"""The dialects whose tables know code."""
_WRITTEN = frozenset({"authored", "translated"})
# So many words are text; a label has fewer.
_PHRASE = 3


class Options(NamedTuple):
    """No options."""


def needs(options: Options) -> tuple[str, ...]:
    return ("|",)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    for block in doc.blocks:
        if block.kind == "table" and not block.level:
            yield from _ragged(doc, block)


def _ragged(doc: Document, table: Block) -> Iterator[Finding]:
    """Group adjacent rows with the same number of cells, which share a cause."""
    columns = cell_count(doc.lines[table.line + 1])
    widens = doc.dialect.name == _KRAMDOWN
    line = table.line + 2
    while line <= table.last:
        count = _count(doc, line)
        first = line
        line += 1
        if count == columns or (widens and count > columns):
            continue
        while line <= table.last and _count(doc, line) == count:
            line += 1
        if count == columns - 1 and _last_may_be_empty(doc, table, columns):
            continue
        if (count, columns) == (1, 2) and line > table.last and _are_lists(doc, table, first):
            continue
        lost = any("".join(cells(doc.lines[i])[columns:]) for i in range(first, line))
        if not lost and (count > columns or _is_left_out(doc, table, first, line)):
            continue
        effect = "the additional cells are not displayed" if lost else "the last cells stay empty"
        rows = f"{line - first} rows have" if line - first > 1 else "row has"
        noun = "cell" if count == 1 else "cells"
        yield Finding(
            Span(doc.line_span(first).start, doc.line_span(line - 1).end),
            {
                "row": f"{rows} {count} {noun}",
                "columns": f"{columns} column" + "s" * (columns > 1),
                "effect": effect,
            },
            severity=None if lost else "warning",
        )


def _count(doc: Document, line: int) -> int:
    count = cell_count(doc.lines[line])
    if doc.dialect.name in _CODE_IN_CELLS and "`" in doc.lines[line]:
        count -= doc.lines[line].count("|") - doc.lines[line].count("\\|")
        count += len(pipes(doc, doc.line_start(line), doc.line_end(line)))
    return count


def _last_may_be_empty(doc: Document, table: Block, columns: int) -> bool:
    """Return True if a complete row has an empty last cell: then a row without it loses nothing."""
    for line in range(table.line + 2, table.last + 1):
        row = cells(doc.lines[line])
        if len(row) == columns and not row[-1]:
            return True
    return False


def _is_left_out(doc: Document, table: Block, first: int, stop: int) -> bool:
    """Return True if nobody but an author or translator wrote the table, and none of the lines
    from ``first`` to before ``stop`` lacks an outer pipe that the heading has."""
    if doc.origin not in _WRITTEN:
        return False
    opens, closes = _edges(doc.lines[table.line])
    edges = [_edges(doc.lines[i]) for i in range(first, stop)]
    return all(o >= opens and c >= closes for o, c in edges)


def _edges(line: str) -> tuple[bool, bool]:
    line = line.strip()
    return line.startswith("|"), line.endswith("|")


def _are_lists(doc: Document, table: Block, short: int) -> bool:
    """Return True if the table is two lists of phrases, each below one word ("Pros", "Cons"), and
    the first list is longer by the rows from line ``short`` on."""
    if any(len(cell.split()) != 1 for cell in cells(doc.lines[table.line])):
        return False
    full = range(table.line + 2, short)
    phrases = [cell for line in full for cell in cells(doc.lines[line])]
    phrases += [cells(doc.lines[line])[0] for line in range(short, table.last + 1)]
    return len(full) > 1 and all(len(phrase.split()) >= _PHRASE for phrase in phrases)
