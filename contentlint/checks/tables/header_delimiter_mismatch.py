"""Delimiter rows that make no table, because the row above has another width or is missing."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.core import cell_count, is_delimiter_row
from contentlint.model.diagnostic import Finding, Related
from contentlint.model.document import Document
from contentlint.model.queries import block_on_line

# Three hyphens or more, as all programs write them; a table in Org mode has "+" in its rows.
_DELIMITER = lazy_regex.compile(r"[ \t]*(?:\|[ \t]*:?-{3}|:?-{3,}:?[ \t]*\|)[ \t:|-]*")
_PROSE = frozenset({"paragraph", "pipe_row", "list_item", "quote"})


class Options(NamedTuple):
    """No options."""


def needs(options: Options) -> tuple[str, ...]:
    return ("|",)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    text = doc.text
    end = 0
    while (at := text.find("---", end)) >= 0:
        line = doc.line_at(at)
        end = doc.line_end(line)
        whole = doc.line(line)
        if not _DELIMITER.fullmatch(whole):
            continue
        row = whole.strip()
        block = block_on_line(doc, line)
        if block is None or block.kind not in _PROSE or not is_delimiter_row(row):
            continue
        columns = cell_count(row)
        above = doc.line(line - 1).strip() if line else ""
        if is_delimiter_row(above):
            continue
        below = doc.line(line + 1).strip() if line + 1 < doc.line_count else ""
        header = cell_count(above) if above else 0
        # Without a header that may be one, only the row below tells that a table was meant.
        if "|" not in above and ("|" not in below or cell_count(below) != columns):
            continue
        if above == "|":
            continue  # an empty layout table
        found = "without a header row above it"
        if "|" in above:
            found = f"below a {_cells(header, 'header row')}"
        related = () if "|" not in above else (Related(doc.line_span(line - 1), "the header row"),)
        yield Finding(
            doc.line_span(line),
            {"delimiter": _cells(columns, "delimiter row"), "header": found},
            None,
            related,
        )


def _cells(count: int, row: str) -> str:
    return f"{row} of {count} cell" + "s" * (count > 1)
