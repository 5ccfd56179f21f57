"""A pipe at one end of a line outside every table.

A run of lines with the scattered cells of a table is one finding, without a fix: the table must be
restored by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.edits import FEWEST_MERGED, adjacent, merge_findings, remove_lines
from contentlint.article.tables import (
    BROKEN,
    PipeRow,
    is_half,
    is_own_paragraph,
    is_scattered,
    pipe_rows,
    runs,
    stays_prose,
    unwrap,
)
from contentlint.model.diagnostic import Finding, Fix
from contentlint.model.document import Document, Span
from contentlint.model.queries import block_at, is_link

# In Indic scripts "|" is typed for the danda at the end of a sentence.
_BEFORE_DANDA = lazy_regex.compile(r"[\u0900-\u0dff][\s\"'”’)]*$")
_YAML_BLOCK = lazy_regex.compile(r"[\w.-]+:[ \t]*$", lazy_regex.ASCII)
_UNDERLINE = lazy_regex.compile(r" {0,3}(?:=+|-+)[ \t]*")
_BORDER = lazy_regex.compile(r"[ \t]*\+(?:[-=:]+\+)+[ \t]*")
_WIKI = frozenset("-}+")
_BRANCHES = ("|-", "|_", "+-", "`-", "\\-", "├", "└", "│")
# Shorter lines are not wrapped: the next line is another paragraph.
_WRAPPED = 50
# Most lines between two of them.
_NEAR = 4
# A cell with a list takes a dozen.
_FAR = 12


class Options(NamedTuple):
    """No options."""


def needs(options: Options) -> tuple[str, ...]:
    return ("|",)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    for _, alike in groupby(_found(doc), key=_kind):
        for group in adjacent(doc, alike, _FAR):
            if len(group) < FEWEST_MERGED:
                yield from group
            else:
                where = f"at {len(group)} places, from a broken table"
                yield merge_findings(group, {"where": where}, "remove the pipes")


def _kind(finding: Finding) -> str:
    """Return the position of the pipe: alone, at the start, at the end, or scattered in a broken
    table."""
    where = str(finding.values["where"])
    return where[:11] if where.startswith("at ") else where[:5]


def _found(doc: Document) -> Iterator[Finding]:
    near: list[Finding] = []
    last = 0
    for run in runs(doc.fact(pipe_rows)):
        if any(row.cells or row.images for row in run):
            yield from _together(near)
            near = []
            yield from _strays(doc, run)
            continue
        if near and run[0].line - last > _NEAR:
            yield from _together(near)
            near = []
        last = run[-1].line
        near += _strays(doc, run)
    yield from _together(near)


def _together(near: list[Finding]) -> list[Finding]:
    """Group single pipes a few lines apart, which belong to one table."""
    if len(near) < 2:
        return near
    edits = tuple(edit for finding in near if finding.fix for edit in finding.fix.edits)
    safe = all(finding.fix is not None and finding.fix.safe for finding in near)
    return [
        Finding(
            Span(near[0].span.start, near[-1].span.end),
            {"where": f"alone on its line, at {len(near)} places"},
            Fix(edits, safe, "remove the pipes") if edits else None,
        )
    ]


def _strays(doc: Document, run: list[PipeRow]) -> Iterator[Finding]:
    pieces = [row for row in run if not row.images]
    halves = [row for row in pieces if is_half(row) and not _is_intended(doc, row)]
    if not halves or any(_is_wiki(doc, row) for row in run) or _is_in_grid(doc, run):
        return
    if all(row.opens and row.cells for row in halves) and len(halves) > 1:
        return  # lines that begin with a pipe: a line block of verse, or wiki markup
    lone = [row for row in halves if not row.cells]
    if len(lone) == len(run) and len(run) > 1:
        span = Span(run[0].span.start, run[-1].span.end)
        edit = remove_lines(doc, run[0].line, run[-1].line)
        fix = Fix(
            (edit,),
            is_own_paragraph(doc, run[0]) and is_own_paragraph(doc, run[-1]),
            "remove the pipes",
        )
        yield Finding(span, {"where": f"alone on each of {len(run)} lines"}, fix)
    elif len(halves) > 1 and (len(pieces) >= BROKEN or is_scattered(run)):
        span = Span(halves[0].span.start, halves[-1].span.end)
        yield Finding(span, {"where": f"on {len(halves)} lines, from a broken table"})
    else:
        for row in halves:
            finding = _stray(doc, row)
            yield finding._replace(fix=None) if is_scattered(run) else finding


def _stray(doc: Document, row: PipeRow) -> Finding:
    if not row.cells:
        edit = remove_lines(doc, row.line, row.line)
        fix = Fix((edit,), is_own_paragraph(doc, row), "remove the pipe")
        return Finding(row.span, {"where": "alone on its line"}, fix)
    where = "at the start of the line" if row.opens else "at the end of the line"
    text = doc.text[row.cells[0].start : row.cells[0].end]
    safe = stays_prose(doc, row, text) and is_own_paragraph(doc, row)
    return Finding(row.span, {"where": where}, unwrap(doc, row, text, safe, "remove the pipe"))


def _is_wiki(doc: Document, row: PipeRow) -> bool:
    """Return True for ``|-`` and ``|}`` of a wiki table."""
    return row.opens and bool(row.cells) and doc.text[row.span.start + 1] in _WIKI


def _is_in_grid(doc: Document, run: list[PipeRow]) -> bool:
    """Return True for lines of a grid table of Pandoc, between borders such as ``+---+---+``."""
    beside = (run[0].line - 1, run[-1].line + 1)
    return any(
        0 <= line < doc.line_count and _BORDER.fullmatch(doc.line(line)) is not None
        for line in beside
    )


def _is_intended(doc: Document, row: PipeRow) -> bool:
    """Return True if a pipe at one end is intended: a danda, YAML, a wrapped sentence, links of
    a navigation, an operator in a heading or a list (``||``)."""
    if _is_heading(doc, row):
        return True
    if not row.cells:
        return _is_drawn(doc, row)
    start, end = row.cells[0]
    text = doc.text
    if row.opens:
        return _is_named(doc, row) or _is_wrapped(doc, row)
    if _BEFORE_DANDA.search(text, max(start, end - 8), end) or _YAML_BLOCK.match(text, start, end):
        return True
    if is_link(doc, start, end) and doc.line(row.line + 1).lstrip().startswith("["):
        return True  # links of a navigation, a line each
    return (
        doc.paragraphs == "blank-line"
        and end - start >= _WRAPPED
        and row.line + 1 < len(doc.lines)
        and bool(doc.lines[row.line + 1].strip())
    )


def _is_drawn(doc: Document, row: PipeRow) -> bool:
    """Return True for a single pipe beside a branch of a drawn tree, or between links in a text
    that its author wrote."""
    above = _nearest(reversed(doc.lines[max(row.line - _NEAR + 1, 0) : row.line]))
    below = _nearest(doc.lines[row.line + 1 : row.line + _NEAR])
    if above.startswith(_BRANCHES) or below.startswith(_BRANCHES):
        return True
    links = ("[", "<a ")
    return doc.origin == "authored" and above.startswith(links) and below.startswith(links)


def _nearest(lines: Iterable[str]) -> str:
    """Return the first line with text other than a pipe, without its indentation, or ``""``."""
    for line in lines:
        if line.strip("| \t>"):
            return line.lstrip(" \t>")
    return ""


def _is_wrapped(doc: Document, row: PipeRow) -> bool:
    """Return True for the separator in a title, as in ``Title | Name of the site``, whose line
    was wrapped before it."""
    above = doc.line(row.line - 1).strip() if row.line else ""
    return above[-1:].isalnum() and above[0] != "|" and doc.text[row.span.start + 1].isspace()


def _is_named(doc: Document, row: PipeRow) -> bool:
    """Return True for an item of a list about signs (``- || or``, ``- |: or``), and for a pattern
    with a comment (``| # or``)."""
    start, end = row.span
    after = doc.text[start + 1 : end].lstrip()
    if after.startswith("#"):
        return True
    block = block_at(doc, start)
    if block is None or block.kind != "list_item":
        return False
    return doc.text.startswith("||", start) or after[:1] in (":", "：")


def _is_heading(doc: Document, row: PipeRow) -> bool:
    """Return True if a row is a heading, with a marker or an underline."""
    block = block_at(doc, row.span.start)
    if block is not None and block.kind == "heading":
        return True
    # A single pipe above a rule is the rest of a table.
    if not doc.syntax.markup or not row.cells or row.line + 1 >= doc.line_count:
        return False
    return _UNDERLINE.fullmatch(doc.line(row.line + 1)) is not None
