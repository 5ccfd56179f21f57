"""Lines that hold a list or quote marker and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Finding, Fix
from contentlint.document import Document, Span
from contentlint.text.edits import remove_lines

_BULLETS = "•‣◦▪●·–—"
_LONGEST_NUMBER = 3


class Options(NamedTuple):
    """No options."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    plain = doc.format == "text"
    for i, (kind, start, end, line, last, _) in enumerate(doc.blocks):
        if end - start > 1 or line != last:
            continue
        marker = doc.lines[line].strip()
        if kind == "list_item":
            if start != end or len(marker) > _LONGEST_NUMBER + 1 or _goes_on(doc, i):
                continue
            if plain and not _has_neighbour(doc, i):
                continue  # an asterisk or a dash between two parts of a text
        elif kind == "quote":
            if start != end or _has_neighbour(doc, i, adjacent=True):
                continue
        elif kind != "paragraph" or marker not in _BULLETS or not _has_neighbour(doc, i):
            continue
        a = doc.line_start(line) + doc.lines[line].index(marker)
        numbered = marker[0].isdigit()
        fix = Fix((remove_lines(doc, line, line),), not numbered, "remove the empty item")
        yield Finding(Span(a, a + len(marker)), {"marker": marker}, fix)


def _goes_on(doc: Document, i: int) -> bool:
    """Whether the next line is indented below the marker: the item's own text or list."""
    line = doc.blocks[i].line
    if line + 1 >= len(doc.lines):
        return False
    below = doc.lines[line + 1]
    indent = len(doc.lines[line]) - len(doc.lines[line].lstrip())
    return bool(below.strip()) and len(below) - len(below.lstrip()) > indent


def _has_neighbour(doc: Document, i: int, *, adjacent: bool = False) -> bool:
    """Whether the block before or after is of a list (or, ``adjacent``, of the same quote)."""
    block = doc.blocks[i]
    for other in doc.blocks[max(i - 1, 0) : i] + doc.blocks[i + 1 : i + 2]:
        if adjacent:
            near = other.last == block.line - 1 or other.line == block.line + 1
            if near and other.kind in ("quote", "code"):
                return True
        elif other.kind == "list_item" or doc.text[other.start] in _BULLETS:
            return True
    return False
