"""Runs of lines that are the cells of one table: with their pipes, or without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.tables import PipeRow, pipe_rows
from contentlint.core.blocks import is_delimiter_row
from contentlint.model.document import Document

_NUMBER = lazy_regex.compile(r"\d+(?:[.,:/\u066b\u066c]\d+)*")
_YEAR = lazy_regex.compile(r"(?:1[89]|20)\d\d(?:[-–/]\d{2,4})?")
_FEWEST_COLUMNS, _MOST_COLUMNS = 3, 9
_PARAGRAPH = 80
# What no cell of such a table begins with, and what it does not end in.
_MARKERS = frozenset("#>|!<[*_-+:`~=")
_ENDS = frozenset(".!?؟۔。…:،,;")


class Cells(NamedTuple):
    first: int
    """First line, from 0."""
    last: int
    """Last line, from 0, inclusive."""
    rows: list[list[str]]
    """The cells as written, the heading first; all rows have the same number."""


def piped(doc: Document) -> Iterator[Cells]:
    """Tables of which ``| first |`` is followed by ``second |``, ``third |`` … on lines of
    their own, row by row; blank lines between the rows do not matter."""
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
    """Whether nothing but blank lines stands between two lines."""
    return not any(map(str.strip, doc.lines[before + 1 : line]))


def _equal(doc: Document, records: list[list[PipeRow]]) -> Iterator[Cells]:
    """The longest stretches of three or more records of the same width."""
    start = 0
    for k in range(1, len(records) + 1):
        if k == len(records) or len(records[k]) != len(records[start]):
            same = records[start:k]
            if len(same) > 2 and len(same[0]) > 1 and all(each[0].opens for each in same):
                texts = [_texts(doc, record) for record in same]
                if not _is_prose(texts):
                    yield Cells(same[0][0].line, same[-1][-1].line, texts)
            start = k


def _is_prose(rows: list[list[str]]) -> bool:
    """Whether most cells are paragraphs: text that only stood in a frame."""
    cells = [cell for row in rows for cell in row]
    return 2 * sum(len(cell) > _PARAGRAPH for cell in cells) > len(cells)


def _headed(
    doc: Document, records: list[list[PipeRow]], rows: tuple[PipeRow, ...], at: int
) -> Iterator[Cells]:
    """A heading of which each cell has a line of its own, above rows that are whole."""
    heading = records[-1] if records else []
    width = len(heading)
    if width < 2 or heading[-1].line != rows[at].line - 1:
        return
    body: list[list[str]] = []
    for i in range(at, len(rows)):
        row = rows[i]
        cells = [cell.strip() for cell in doc.text[slice(*row.span)].split("|")[1:-1]]
        if (
            row.line != rows[at].line + len(body)
            or not (row.opens and row.closes and len(row.cells) > 1)
            or len(cells) != width
        ):
            break
        body.append(cells)
    if len(body) > 1 and not is_delimiter_row("|".join(body[0])):
        records.pop()
        last = rows[at].line + len(body) - 1
        yield Cells(heading[0].line, last, [_texts(doc, heading), *body])


def _texts(doc: Document, record: list[PipeRow]) -> list[str]:
    return [doc.text[slice(*row.cells[0])] for row in record]


def is_data(row: Iterable[str]) -> bool:
    """Whether the cells of a row are values and no heading: one behind the first is a number that
    is no year."""
    return any(
        _NUMBER.match(cell.strip()) and not _YEAR.fullmatch(cell.strip()) for cell in list(row)[1:]
    )


def plain(doc: Document, longest: int, min_rows: int) -> Iterator[Cells]:
    """Tables without pipes: short lines of which every n-th has the same unit or form of number.

    The first row has no number and the columns that do have it in every other row, so that
    lists of names, addresses and programmes are none.
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
    return line[0] not in _MARKERS and line[-1] not in _ENDS


def _periodic(doc: Document, run: list[int], min_rows: int) -> Iterator[Cells]:
    if len(run) < _FEWEST_COLUMNS * (min_rows + 1):
        return
    cells = [doc.lines[i].strip() for i in run]
    heading = 0
    while heading < len(cells) and not any(map(str.isdigit, cells[heading])):
        heading += 1
    # The first number stands in the first row: its column is at most that far from the start.
    for width in range(_FEWEST_COLUMNS, min(heading, _MOST_COLUMNS) + 1):
        if len(cells) % width or heading >= 2 * width:
            continue
        rows = [cells[i : i + width] for i in range(0, len(cells), width)]
        if len(rows) > min_rows and _is_table(rows):
            yield Cells(run[0], run[-1], rows)
            return


def _is_table(rows: list[list[str]]) -> bool:
    """Whether each column has a number of the same form in all rows, or in none."""
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
