"""Pipes that belong to no table: beside an image, around one cell, at one end of a line.

A run of lines in which the cells of a table lie scattered is one finding, not
one a line, and no fix is offered for it: the table must be put together again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Edit, Finding, Fix
from contentlint.document import Block, Document, Span
from contentlint.text.blocks import Scanner, cell_count
from contentlint.text.edits import remove_lines
from contentlint.text.piperows import PipeRow, pipe_rows, runs

# As many cells on lines of their own, one below the other, are a table that fell apart.
_BROKEN = 3
# In the scripts of India "|" is typed for the danda that ends a sentence.
_BEFORE_DANDA = re.compile(r"[\u0900-\u0dff][\s\"'”’)]*$")
_YAML_BLOCK = re.compile(r"[\w.-]+:[ \t]*$", re.ASCII)
_WIKI = frozenset("-}+")
_LONGEST_MATH = 20
# Shorter lines are not wrapped: what follows them is another paragraph.
_WRAPPED = 50


class Options(NamedTuple):
    fault: str
    """``image`` (a pipe beside it), ``single`` (one cell) or ``stray`` (at one end only)."""


def anchors(options: Options) -> tuple[str, ...]:
    return ("|",)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    rows = doc.fact(pipe_rows)
    if options.fault == "single":
        yield from _layout_tables(doc)
    for run in runs(rows):
        scattered = any(len(row.cells) > 1 and not row.images for row in run)
        if options.fault == "image":
            for row in run:
                if row.images:
                    text = " ".join(doc.text[i.span.start : i.span.end] for i in row.images)
                    safe = not scattered and _stays(doc, row, text)
                    yield Finding(
                        Span(doc.line_start(row.line), row.span.end),
                        fix=_unwrap(doc, row, text, safe, "drop the pipes around the image"),
                    )
        elif options.fault == "single" and not scattered:
            yield from _singles(doc, run)
        elif options.fault == "stray":
            yield from _strays(doc, run, scattered)


def _singles(doc: Document, run: list[PipeRow]) -> Iterator[Finding]:
    pieces = [row for row in run if not row.images]
    if len(pieces) >= _BROKEN and any(_is_half(row) for row in pieces):
        return
    if _in_grid(doc, run):
        return
    for row in pieces:
        if not (row.opens and row.closes and len(row.cells) == 1) or _is_math(doc, row):
            continue
        text = doc.text[row.cells[0].start : row.cells[0].end]
        safe = len(pieces) < _BROKEN and _stays(doc, row, text) and _apart(doc, row)
        yield Finding(
            row.span,
            {"found": "single-cell row outside any table"},
            _unwrap(doc, row, text, safe, "unwrap the row"),
        )


def _strays(doc: Document, run: list[PipeRow], scattered: bool) -> Iterator[Finding]:
    pieces = [row for row in run if not row.images]
    halves = [row for row in pieces if _is_half(row) and not _is_meant(doc, row)]
    if not halves:
        return
    if all(row.opens and row.cells for row in halves) and len(halves) > 1:
        return  # lines that begin with a pipe: a line block of verse, or wiki markup
    lone = [row for row in halves if not row.cells]
    if len(lone) == len(run) and len(run) > 1:
        span = Span(run[0].span.start, run[-1].span.end)
        edit = remove_lines(doc, run[0].line, run[-1].line)
        fix = Fix((edit,), _apart(doc, run[0]) and _apart(doc, run[-1]), "remove the pipes")
        yield Finding(span, {"where": f"alone on each of {len(run)} lines"}, fix)
    elif len(pieces) >= _BROKEN or scattered:
        span = Span(halves[0].span.start, halves[-1].span.end)
        where = f"on {len(halves)} lines, as of a table that fell apart"
        yield Finding(span if len(halves) > 1 else halves[0].span, {"where": where})
    else:
        for row in halves:
            yield _stray(doc, row)


def _stray(doc: Document, row: PipeRow) -> Finding:
    if not row.cells:
        edit = remove_lines(doc, row.line, row.line)
        fix = Fix((edit,), _apart(doc, row), "remove the pipe")
        return Finding(row.span, {"where": "alone on its line"}, fix)
    where = "at the start of the line" if row.opens else "at the end of the line"
    text = doc.text[row.cells[0].start : row.cells[0].end]
    safe = _stays(doc, row, text) and _apart(doc, row)
    return Finding(row.span, {"where": where}, _unwrap(doc, row, text, safe, "drop the pipe"))


def _is_half(row: PipeRow) -> bool:
    """One cell and a pipe at one end, or nothing but one pipe."""
    return len(row.cells) == 1 and row.opens != row.closes if row.cells else row.pipes == 1


def _is_meant(doc: Document, row: PipeRow) -> bool:
    """Whether a pipe at one end has a use: a danda, YAML, wiki markup, a wrapped sentence."""
    if not row.cells:
        return False
    start, end = row.cells[0]
    text = doc.text
    if row.opens:
        return text[start] in _WIKI
    if _BEFORE_DANDA.search(text, max(start, end - 8), end) or _YAML_BLOCK.match(text, start, end):
        return True
    return (
        doc.paragraphs == "blank-line"
        and end - start >= _WRAPPED
        and row.line + 1 < len(doc.lines)
        and bool(doc.lines[row.line + 1].strip())
    )


def _is_math(doc: Document, row: PipeRow) -> bool:
    """``|x|``: no space inside, as absolute values are written and no extractor writes cells."""
    start, end = row.cells[0]
    return (
        row.span == (start - 1, end + 1)
        and end - start <= _LONGEST_MATH
        and " " not in doc.text[start:end]
    )


def _in_grid(doc: Document, run: list[PipeRow]) -> bool:
    """Whether the rows stand between the ``+---+`` borders of a drawn table or box."""
    around = (run[0].line - 1, run[-1].line + 1)
    return any(
        0 <= i < len(doc.lines) and doc.lines[i].lstrip()[:2] in ("+-", "+=") for i in around
    )


def _stays(doc: Document, row: PipeRow, text: str) -> bool:
    """Whether the line, its pipes gone, is still what it was and no list, heading or code."""
    indent = doc.lines[row.line][: row.span.start - doc.line_start(row.line)]
    line = indent + text
    scanner = Scanner(
        [line],
        [line.strip()],
        [0],
        first=0,
        plain=doc.format == "text",
        line_mode=False,
        mdx=doc.format == "mdx",
    )
    kinds = [block.kind for block in scanner.scan()]
    if indent.strip():
        return kinds in (["list_item"], ["heading"], ["image"])
    return kinds in (["paragraph"], ["image"])


def _apart(doc: Document, row: PipeRow) -> bool:
    """Whether the line stays a paragraph of its own without its pipes."""
    if doc.paragraphs == "line":
        return True
    images = {other.line for other in doc.fact(pipe_rows) if other.images}
    images.update(block.line for block in doc.blocks if block.kind == "image")
    return all(
        not 0 <= i < len(doc.lines) or not doc.lines[i].strip() or i in images
        for i in (row.line - 1, row.line + 1)
    )


def _unwrap(doc: Document, row: PipeRow, text: str, safe: bool, title: str) -> Fix:
    end = doc.line_span(row.line).end
    # Two spaces at the end of a line are a line break in Markdown.
    if doc.text[row.span.end : end].startswith("  "):
        end = row.span.end
    return Fix((Edit(Span(row.span.start, end), text),), safe, title)


def _layout_tables(doc: Document) -> Iterator[Finding]:
    """Real tables of one column that hold an image, or have no heading: frames, not tables."""
    for block in doc.blocks:
        if block.kind == "table" and cell_count(doc.lines[block.line]) == 1:
            cells = [
                _cell(doc, i) for i in range(block.line, block.last + 1) if i != block.line + 1
            ]
            filled = [cell for cell in cells if cell]
            if filled and (not cells[0] or _has_image(doc, block)):
                span = Span(block.start, block.end)
                fix = Fix((Edit(span, "\n\n".join(filled)),), False, "turn the rows into paragraphs")
                yield Finding(
                    doc.line_span(block.line), {"found": "one-column table that only frames"}, fix
                )


def _cell(doc: Document, line: int) -> str:
    return doc.lines[line].strip().strip("|").strip()


def _has_image(doc: Document, block: Block) -> bool:
    return any(
        link.kind in ("image", "image_ref") and block.start <= link.span.start < block.end
        for link in doc.links
    )
