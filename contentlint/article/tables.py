"""Rows with pipes outside every table, and runs of lines that are the cells of one.

GFM requires a header row and a delimiter row, Kramdown blank lines around the table. Any other row
is displayed with its pipes; layout tables and extraction leave such lines behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from contentlint._util import lazy_regex
from contentlint.core import cells, is_delimiter_row, kinds_of
from contentlint.model.annotations import CellRun as CellRun
from contentlint.model.annotations import PipeRow as PipeRow
from contentlint.model.characters import BLANKS
from contentlint.model.diagnostic import Edit, Fix
from contentlint.model.document import Document, Link, Span
from contentlint.model.queries import pipes
from contentlint.model.terminators import CELL_STOPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


# The constructor of a NamedTuple is a Python function; this takes half the time.
_new: Final = tuple.__new__
BROKEN = 3
"""Number of cells on adjacent lines of their own from which they are a broken table."""


def pipe_rows(doc: Document) -> tuple[PipeRow, ...]:
    """Return the rows in order; ask through ``doc.fact(pipe_rows)``."""
    text = doc.text
    rows: list[PipeRow] = []
    run = -1
    taken = _multiline_tables(doc)
    for kind, start, end, line, last, _ in doc.blocks:
        if kind != "pipe_row" and (line != last or not _has_edge(text, kind, start, end)):
            continue
        if line in taken:
            continue
        follows = rows and rows[-1].line == line - 1
        row = _row(doc, line, start, end, run if follows else run + 1)
        if row is not None:
            run = row.run
            rows.append(row)
    return tuple(rows)


def _multiline_tables(doc: Document) -> set[int]:
    """Return the lines, from 0, of tables of Diplodoc, from ``#|`` to ``|#``, whose cells have
    blocks and further tables."""
    lines: set[int] = set()
    if "#|" not in doc.text or "|#" not in doc.text:
        return lines
    first = depth = 0
    for number in range(doc.line_count):
        line = doc.line(number).strip()
        if line.startswith("#|"):
            first = first if depth else number
            depth += 1
        if depth and line.endswith("|#"):
            depth -= 1
            if not depth:
                lines.update(range(first, number + 1))
    return lines


def _has_edge(text: str, kind: str, start: int, end: int) -> bool:
    """Return True if an item or a heading begins or ends with a pipe."""
    return kind in ("list_item", "heading") and (
        text[end - 1 : end] == "|" or text[start : start + 1] == "|"
    )


def runs(rows: tuple[PipeRow, ...]) -> Iterator[list[PipeRow]]:
    """Group the rows into runs of adjacent lines."""
    for _, run in groupby(rows, key=lambda row: row.run):
        yield list(run)


def _row(doc: Document, line: int, start: int, end: int, run: int) -> PipeRow | None:
    text = doc.text
    while end > start and text[end - 1] in BLANKS:
        end -= 1
    at = pipes(doc, start, end)
    if not at or not (at[0] == start or at[-1] == end - 1):
        return None
    borders = [start - 1, *at, end]
    cells: list[Span] = []
    for before, after in pairwise(borders):
        a, b = before + 1, after
        while a < b and text[a] in BLANKS:
            a += 1
        while b > a and text[b - 1] in BLANKS:
            b -= 1
        if a < b:
            cells.append(_new(Span, (a, b)))
    images = _only_images(doc, tuple(cells))
    span = _new(Span, (start, end))
    opens, closes = at[0] == start, at[-1] == end - 1
    return _new(PipeRow, (line, span, tuple(cells), len(at), opens, closes, images, run))


def _only_images(doc: Document, cells: tuple[Span, ...]) -> tuple[Link, ...]:
    """Return the images (or the links around them) that fill the cells completely."""
    images: list[Link] = []
    for cell in cells:
        position = cell.start
        while position < cell.end:
            link = link_at(doc, position)
            if link is None or link.span.end > cell.end or not contains_image(doc, link):
                return ()
            images.append(link)
            position = link.span.end
            while position < cell.end and doc.text[position] in BLANKS:
                position += 1
    return tuple(images)


def link_at(doc: Document, offset: int) -> Link | None:
    """Return the outermost link or image that starts at an offset."""
    nodes = doc.nodes
    i = doc.first_node(offset)
    return nodes[i].link() if i < len(nodes) and nodes[i].start == offset else None


def contains_image(doc: Document, link: Link) -> bool:
    """Return True if a link is an image, or its text is an image and nothing else."""
    if link.kind in ("image", "image_ref"):
        return True
    if link.kind != "link":
        return False
    inner = link_at(doc, link.text.start)
    return inner is not None and inner.kind == "image" and inner.span.end == link.text.end


def is_half(row: PipeRow) -> bool:
    """Return True for one cell and a pipe at one end, or a single pipe."""
    return len(row.cells) == 1 and row.opens != row.closes if row.cells else row.pipes == 1


def is_single(row: PipeRow) -> bool:
    """Return True for one cell between two pipes."""
    return row.opens and row.closes and len(row.cells) == 1


def is_scattered(run: list[PipeRow]) -> bool:
    """Return True if a run has a row of several cells: a table without a delimiter row."""
    return any(len(row.cells) > 1 and not row.images for row in run)


def stays_prose(doc: Document, row: PipeRow, text: str) -> bool:
    """Return True if the line without its pipes is still prose, and not a list, heading or code."""
    indent = doc.line(row.line)[: row.span.start - doc.line_start(row.line)]
    line = indent + text
    kinds = kinds_of(line, doc.format)
    if indent.strip():
        return kinds in (["list_item"], ["heading"], ["image"])
    return kinds in (["paragraph"], ["image"])


def is_own_paragraph(doc: Document, row: PipeRow) -> bool:
    """Return True if the line without its pipes is still a paragraph of its own."""
    if doc.paragraphs == "line":
        return True
    images = doc.fact(image_lines)
    return all(
        not 0 <= i < doc.line_count or not doc.line(i).strip() or i in images
        for i in (row.line - 1, row.line + 1)
    )


def image_lines(doc: Document) -> frozenset[int]:
    """Return the lines (from 0) with nothing but images, except for stray pipes."""
    lines = {row.line for row in doc.fact(pipe_rows) if row.images}
    lines.update(block.line for block in doc.blocks if block.kind == "image")
    return frozenset(lines)


def unwrap(doc: Document, row: PipeRow, text: str, safe: bool, title: str) -> Fix:
    """Return the fix that replaces the row, with its pipes, by a text."""
    end = doc.line_span(row.line).end
    # Two spaces at the end of a line are a line break in Markdown.
    if doc.text[row.span.end : end].startswith("  "):
        end = row.span.end
    return Fix((Edit(Span(row.span.start, end), text),), safe, title)


def in_grid(doc: Document, first: int, last: int) -> bool:
    """Return True if lines (from 0) are between the ``+---+`` borders of a drawn table or box."""
    return any(
        0 <= i < doc.line_count and doc.line(i).lstrip()[:2] in ("+-", "+=")
        for i in (first - 1, last + 1)
    )


_NUMBER = lazy_regex.compile(r"\d+(?:[.,:/\u066b\u066c]\d+)*")
_YEAR = lazy_regex.compile(r"(?:1[89]|20)\d\d(?:[-–/]\d{2,4})?")
_FEWEST_COLUMNS, _MOST_COLUMNS = 3, 9
_PARAGRAPH = 80
# Characters that no cell of such a table begins with, and that none ends in.
_MARKERS = frozenset("#>|!<[*_-+:`~=")


def piped_cell_runs(doc: Document) -> Iterator[CellRun]:
    """Return tables with one cell per line: ``| first |``, ``second |``, ``third |`` …, row by row.

    Blank lines between the rows are allowed.
    """
    rows = doc.fact(pipe_rows)
    records: list[list[PipeRow]] = []
    for at, row in enumerate(rows):
        if row.images or len(row.cells) != 1 or not row.closes:
            if len(row.cells) > 1:
                yield from _headed(doc, records, rows, at)
            yield from _equal(doc, records)
            records = []
            continue
        previous = records[-1][-1] if records else None
        if row.opens or previous is None or row.line != previous.line + 1:
            if previous is not None and not _follows(doc, previous.line, row.line):
                yield from _equal(doc, records)
                records = []
            records.append([row])
        else:
            records[-1].append(row)
    yield from _equal(doc, records)


def _follows(doc: Document, before: int, line: int) -> bool:
    """Return True if only blank lines are between two lines."""
    return not any(map(str.strip, doc.lines[before + 1 : line]))


def _equal(doc: Document, records: list[list[PipeRow]]) -> Iterator[CellRun]:
    """Yield the longest stretches of three or more records of the same width."""
    start = 0
    for k in range(1, len(records) + 1):
        if k == len(records) or len(records[k]) != len(records[start]):
            same = records[start:k]
            if len(same) > 2 and len(same[0]) > 1 and all(each[0].opens for each in same):
                texts = [_texts(doc, record) for record in same]
                if not _is_prose(texts):
                    yield CellRun(same[0][0].line, same[-1][-1].line, texts)
            start = k


def _is_prose(rows: list[list[str]]) -> bool:
    """Return True if most cells are paragraphs: text in a layout table."""
    cells = [cell for row in rows for cell in row]
    return 2 * sum(len(cell) > _PARAGRAPH for cell in cells) > len(cells)


def _headed(
    doc: Document, records: list[list[PipeRow]], rows: tuple[PipeRow, ...], at: int
) -> Iterator[CellRun]:
    """Return a heading with one line per cell, above rows on one line each."""
    heading = records[-1] if records else []
    width = len(heading)
    if width < 2 or heading[-1].line != rows[at].line - 1:
        return
    body: list[list[str]] = []
    for i in range(at, len(rows)):
        row = rows[i]
        texts = cells(doc.text[slice(*row.span)])
        if (
            row.line != rows[at].line + len(body)
            or not (row.opens and row.closes and len(row.cells) > 1)
            or len(texts) != width
        ):
            break
        body.append(texts)
    if len(body) > 1 and not is_delimiter_row("|".join(body[0])):
        records.pop()
        last = rows[at].line + len(body) - 1
        yield CellRun(heading[0].line, last, [_texts(doc, heading), *body])


def _texts(doc: Document, record: list[PipeRow]) -> list[str]:
    return [doc.text[slice(*row.cells[0])] for row in record]


def is_data_row(row: Iterable[str]) -> bool:
    """Return True if a row contains values and is not a heading: a cell after the first is a number
    other than a year."""
    return any(
        _NUMBER.match(cell.strip()) and not _YEAR.fullmatch(cell.strip()) for cell in list(row)[1:]
    )


def plain_cell_runs(doc: Document, longest: int, min_rows: int) -> Iterator[CellRun]:
    """Return tables without pipes: short lines of which every n-th has the same unit or form of
    number.

    The first row has no number, and the columns with numbers have one in every other row, so that
    lists of names, addresses and programmes do not count.
    """
    run: list[int] = []
    for line in _short_lines(doc, longest):
        if run and not _follows(doc, run[-1], line):
            yield from _periodic(doc, run, min_rows)
            run = []
        run.append(line)
    yield from _periodic(doc, run, min_rows)


def _short_lines(doc: Document, longest: int) -> Iterator[int]:
    for kind, start, end, first, last, _ in doc.blocks:
        if kind != "paragraph" or (first == last and end - start > longest):
            continue
        lines = doc.lines[first : last + 1]
        if all(len(line) <= longest and _may_be_cell(line.strip()) for line in lines):
            yield from range(first, last + 1)


def _may_be_cell(line: str) -> bool:
    return line[0] not in _MARKERS and line[-1] not in CELL_STOPS


def _periodic(doc: Document, run: list[int], min_rows: int) -> Iterator[CellRun]:
    if len(run) < _FEWEST_COLUMNS * (min_rows + 1):
        return
    cells = [doc.lines[i].strip() for i in run]
    heading = 0
    while heading < len(cells) and not any(map(str.isdigit, cells[heading])):
        heading += 1
    # The first number is in the first row, which limits the distance of its column from the start.
    for width in range(_FEWEST_COLUMNS, min(heading, _MOST_COLUMNS) + 1):
        if len(cells) % width or heading >= 2 * width:
            continue
        rows = [cells[i : i + width] for i in range(0, len(cells), width)]
        if len(rows) > min_rows and _is_table(rows):
            yield CellRun(run[0], run[-1], rows)
            return


def _is_table(rows: list[list[str]]) -> bool:
    """Return True if each column has a number of the same form in all rows, or in none."""
    if len(set(rows[0])) < len(rows[0]):
        return False
    numeric = 0
    for column in zip(*rows[1:], strict=True):
        forms = {_NUMBER.sub("0", cell) for cell in column}
        if any("0" in form for form in forms):
            if len(forms) > 1:
                return False
            numeric += 1
    return numeric * 2 >= len(rows[0])
