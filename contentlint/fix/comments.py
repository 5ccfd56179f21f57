"""Suppression comments to add to Markdown, in places where they change nothing that is shown.

A comment stands on a line of its own between two blocks that a blank line separates. It never
stands within a list, a table, code or the content of a shortcode: a range is put around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from contentlint._util.namedtuple import NamedTuple
from contentlint.engine import unsuppress
from contentlint.model.diagnostic import Edit
from contentlint.model.document import Document, Span

# The next definition of a list, and a tab or an admonition of MkDocs that belongs to the one above.
_JOINED = re.compile(r"\s|:|=== |\?\?\?|!!!|\{:")
# What generators read above the text: MultiMarkdown's keys and front matter of their own.
_METADATA = re.compile(r"[\w-][\w -]*:(\s|$)|---|\+\+\+|;;;|\{")
_CLOSING = re.compile(r"\{[{%][<%-]?\s*(?:/|end_?)(\w[\w-]*)")
_OPENING = re.compile(r"\{[{%][<%-]?\s*(\w[\w-]*)")


class Place(NamedTuple):
    """Comments around a part of a document, or above its first line."""

    edits: tuple[Edit, ...]
    lines: frozenset[int]
    """The lines (from 0) whose findings they suppress."""


def places(doc: Document, codes: Mapping[int, Sequence[str]], reason: str) -> list[Place]:
    """Return comments that suppress rules on lines (from 0), as far as this is possible.

    ``codes`` are the rules of each line.
    """
    opening, closing = ("{/* ", " */}") if doc.format == "mdx" else ("<!-- ", " -->")
    found = []
    for first, last in _parts(doc):
        lines = frozenset(line for line in codes if first <= line <= last)
        if not lines:
            continue
        listed = ", ".join(sorted({code for line in lines for code in codes[line]}))
        only_first = lines == {first}
        action = "disable-next-line" if only_first else "disable"
        above = f"{opening}contentlint-{action} {listed}: {reason}{closing}\n"
        if not only_first:
            above += "\n"
        if first > 0 and doc.line(first - 1).strip():  # the front matter
            above = f"\n{above}"
        start, end = doc.line_start(first), doc.line_end(last)
        edits = [Edit(Span(start, start), above)]
        if not only_first:
            below = f"\n\n{opening}contentlint-enable {listed}{closing}"
            edits.append(Edit(Span(end, end), below))
        found.append(Place(tuple(edits), lines))
    return found


def _parts(doc: Document) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each part of the text that comments may surround."""
    blocks = doc.blocks
    if blocks and blocks[0].kind == "front_matter":
        blocks = blocks[1:]
    if not blocks:
        return
    protected = list(_enclosed(doc))
    first, last, listed = blocks[0].line, blocks[0].last, False
    starts = [first]
    ends = []
    for block in blocks:
        if block.line > last and _separate(doc, block.line, protected):
            if not (listed and unsuppress.is_item(doc, block)):
                ends.append(last)
                starts.append(block.line)
        listed = unsuppress.goes_on(doc, block, listed=listed)
        last = max(last, block.last)
    ends.append(last)
    for number, (begins, done) in enumerate(zip(starts, ends, strict=True)):
        if number > 0 or not _is_head(doc, begins):
            yield begins, done


def _separate(doc: Document, line: int, protected: Iterable[tuple[int, int]]) -> bool:
    """Return True if a line begins what a comment may stand above."""
    if doc.line(line - 1).strip() or _JOINED.match(doc.line(line)):
        return False
    return not any(first < line <= last for first, last in protected)


def _is_head(doc: Document, line: int) -> bool:
    """Return True if the first line of the text may have a meaning that a comment above takes
    away: a title, or metadata."""
    first = next(block for block in doc.blocks if block.kind != "front_matter")
    if first.kind in ("heading", "break"):
        return True
    return doc.blocks[0] is first and bool(_METADATA.match(doc.line(line)))


def _enclosed(doc: Document) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each shortcode that has content."""
    open_: list[tuple[str, int]] = []
    for block in doc.blocks:
        if block.kind != "shortcode":
            continue
        text = doc.text[block.start : block.end]
        for m in re.finditer(r"\{[{%].*", text):
            closing, opening = _CLOSING.match(m[0]), _OPENING.match(m[0])
            if closing is not None:
                while open_:
                    name, line = open_.pop()
                    if name == closing[1]:
                        yield line, block.last
                        break
            elif opening is not None:
                open_.append((opening[1], block.line))
