"""Pipes around an image, or around one cell, on a line that belongs to no table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from contentlint._util import TYPE_CHECKING
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.edits import FEWEST_MERGED, adjacent, merge_findings
from contentlint.article.tables import (
    BROKEN,
    PipeRow,
    in_grid,
    is_half,
    is_own_paragraph,
    is_scattered,
    is_single,
    pipe_rows,
    runs,
    stays_prose,
    unwrap,
)
from contentlint.core import cell_count
from contentlint.model.diagnostic import Edit, Finding, Fix
from contentlint.model.document import Block, Document, Span

if TYPE_CHECKING:
    from typing import Literal

_SINGLE = "line written as a table row, but not in a table"
_LONGEST_MATH = 20


class Options(NamedTuple):
    fault: Literal["image", "single"]
    """The fault to report: pipes beside an ``image``, or a ``single`` cell in a row."""


def needs(options: Options) -> tuple[str, ...]:
    return ("|",)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    # An author who makes a table of one column wants the frame.
    if options.fault == "single" and doc.origin != "authored":
        yield from _layout_tables(doc)
    singles: list[Finding] = []
    for run in runs(doc.fact(pipe_rows)):
        if options.fault == "image":
            yield from _images(doc, run)
        elif not is_scattered(run):
            singles += _singles(doc, run)
    yield from _together(doc, singles)


def _images(doc: Document, run: list[PipeRow]) -> Iterator[Finding]:
    in_pieces = is_scattered(run)
    for row in run:
        if row.images:
            text = " ".join(doc.text[i.span.start : i.span.end] for i in row.images)
            safe = not in_pieces and stays_prose(doc, row, text) and not _is_table_row(doc, row)
            yield Finding(
                Span(doc.line_start(row.line), row.span.end),
                fix=unwrap(doc, row, text, safe, "remove the pipes around the image"),
            )


def _is_table_row(doc: Document, row: PipeRow) -> bool:
    """Return True if a line beside the row has several cells, other than one image, or
    delimiters."""
    images = {each.line for each in doc.fact(pipe_rows) if len(each.images) == 1}
    near = (row.line - 1, row.line + 1)
    lines = [doc.line(i) for i in near if 0 <= i < doc.line_count and i not in images]
    return any("|" in line.strip(" |") or line.strip(" |:").startswith("--") for line in lines)


def _singles(doc: Document, run: list[PipeRow]) -> Iterator[Finding]:
    pieces = [row for row in run if not row.images]
    if len(pieces) >= BROKEN and any(is_half(row) for row in pieces):
        return
    if in_grid(doc, run[0].line, run[-1].line):
        return
    for row in pieces:
        if not is_single(row) or _is_math(doc, row):
            continue
        if _goes_on(doc, row):
            continue
        text = doc.text[row.cells[0].start : row.cells[0].end]
        safe = len(pieces) < BROKEN and stays_prose(doc, row, text) and is_own_paragraph(doc, row)
        fix = unwrap(doc, row, text, safe, "remove the pipes")
        yield Finding(row.span, {"found": _SINGLE}, fix)


def _goes_on(doc: Document, row: PipeRow) -> bool:
    """Return True if the next cells follow, each as a line of text and a line with its pipe."""
    below = doc.lines[row.line + 1 : row.line + 3]
    return len(below) == 2 and below[0].strip() not in ("", "|") and below[1].strip() == "|"


def _together(doc: Document, singles: list[Finding]) -> Iterator[Finding]:
    """Merge more than three rows with nothing but blank lines between them into one finding."""
    for group in adjacent(doc, singles, 0):
        if len(group) < FEWEST_MERGED:
            yield from group
            continue
        found = f"{len(group)} lines in a row written as table rows, but not in a table"
        finding = merge_findings(group, {"found": found}, "remove the pipes")
        yield finding._replace(span=Span(group[0].span.start, group[-1].span.end))


def _is_math(doc: Document, row: PipeRow) -> bool:
    """Return True for ``|x|`` without inner spaces: an absolute value; extractors write spaces in
    cells."""
    start, end = row.cells[0]
    return (
        row.span == (start - 1, end + 1)
        and end - start <= _LONGEST_MATH
        and " " not in doc.text[start:end]
    )


def _layout_tables(doc: Document) -> Iterator[Finding]:
    """Return the tables with one column that contain an image or have no header: frames for
    layout."""
    for block in doc.blocks:
        if block.kind != "table" or block.level:
            continue
        if cell_count(doc.lines[block.line]) == 1:
            cells = [
                _cell(doc, i) for i in range(block.line, block.last + 1) if i != block.line + 1
            ]
            filled = [cell for cell in cells if cell]
            if filled and (not cells[0] or _has_image(doc, block)):
                span = Span(block.start, block.end)
                fix = Fix(
                    (Edit(span, "\n\n".join(filled)),), False, "turn the rows into paragraphs"
                )
                yield Finding(
                    doc.line_span(block.line),
                    {"found": "one-column table used only as a frame"},
                    fix,
                )


def _cell(doc: Document, line: int) -> str:
    return doc.lines[line].strip().strip("|").strip()


def _has_image(doc: Document, block: Block) -> bool:
    i = bisect_left(doc.links, block.start, key=lambda link: link.span.start)
    while i < len(doc.links) and doc.links[i].span.start < block.end:
        if doc.links[i].kind in ("image", "image_ref"):
            return True
        i += 1
    return False
