"""Lines that hold a list or quote marker and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contentlint.diagnostic import Finding, Fix
from contentlint.document import Document, Span
from contentlint.text.edits import remove_lines
from contentlint.text.places import kinds

_LONE_BULLET = re.compile(r"\n([•‣◦▪●·–—])[ \t]*(?=\n|$)")
_LONGEST_NUMBER = 3
_BLANK_TAIL = 4


class Options(NamedTuple):
    """No options."""


def check(doc: Document, options: Options) -> Iterator[Finding]:
    plain = doc.format == "text"
    blocks, kind_of = doc.blocks, doc.fact(kinds)
    lines = []
    if "list_item" in kind_of or "quote" in kind_of:
        lines = [
            block.line
            for i, block in enumerate(blocks)
            if block[2] - block[1] <= _BLANK_TAIL and _is_empty(doc, i, plain)
        ]
    if not doc.text.isascii():
        lines += _lone_bullets(doc)
    for line in sorted(lines):
        marker = doc.lines[line].strip()
        start = doc.line_start(line) + doc.lines[line].index(marker)
        fix = Fix((remove_lines(doc, line, line),), not marker[0].isdigit(), "remove the marker")
        yield Finding(Span(start, start + len(marker)), {"marker": marker}, fix)


def _is_empty(doc: Document, i: int, plain: bool) -> bool:
    """Whether the block without content is an item that should have some."""
    block = doc.blocks[i]
    if block.line != block.last or doc.text[block.start : block.end].strip():
        return False
    if block.kind == "quote":
        # ">>>" is a prompt that lost its code block.
        return doc.lines[block.line].strip() == ">" and not _in_quote(doc, i)
    if block.kind != "list_item" or len(doc.lines[block.line].strip()) > _LONGEST_NUMBER + 1:
        return False
    if _goes_on(doc, i):
        return False
    # In plain text an asterisk or a dash alone stands between two parts of a text.
    return not plain or any(
        other.kind == "list_item"
        for other in doc.blocks[max(i - 1, 0) : i] + doc.blocks[i + 1 : i + 2]
    )


def _lone_bullets(doc: Document) -> Iterator[int]:
    """Lines of one bullet that Markdown does not know, among lines that begin with it."""
    for m in _LONE_BULLET.finditer(doc.text):
        bullet = m[1]
        if doc.prose[m.start(1)] == bullet:
            line = doc.line_at(m.start(1))
            around = doc.lines[max(line - 2, 0) : line] + doc.lines[line + 1 : line + 3]
            if any(other.strip()[:1] == bullet and len(other.strip()) > 1 for other in around):
                yield line


def _in_quote(doc: Document, i: int) -> bool:
    """Whether lines of the same quote stand directly above or below."""
    block = doc.blocks[i]
    return any(
        other.kind in ("quote", "code")
        and (other.last == block.line - 1 or other.line == block.line + 1)
        for other in doc.blocks[max(i - 1, 0) : i] + doc.blocks[i + 1 : i + 2]
    )


def _goes_on(doc: Document, i: int) -> bool:
    """Whether the next line is indented below the marker: the item's own text or list."""
    line = doc.blocks[i].line
    if line + 1 >= len(doc.lines):
        return False
    below = doc.lines[line + 1]
    indent = len(doc.lines[line]) - len(doc.lines[line].lstrip())
    return bool(below.strip()) and len(below) - len(below.lstrip()) > indent
