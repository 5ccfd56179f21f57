"""Text between two marks: elements, components, shortcodes, ``:::`` containers."""

from __future__ import annotations

from contentlint._util import TYPE_CHECKING, lazy_regex
from contentlint.article.html_tags import VOID, tags
from contentlint.model.document import Document, Span
from contentlint.model.queries import block_at

if TYPE_CHECKING:
    from typing import Final

# Of Hugo ({{< a >}} {{< /a >}}), Jekyll, GitBook and Markdoc ({% a %} {% enda %} {% /a %}), and of
# WordPress ([a] [/a]).
_SHORTCODE: Final = lazy_regex.compile(
    r"\{\{[<%][ \t]*(/?)[ \t]*([\w.-]+(?:/[\w.-]+)*)(?:[ \t][^{}\n]*?)?(/?)[ \t]*[>%]\}\}"
    r"|\{%-?[ \t]*(/|end)?([\w-]+)(?:[ \t][^{}\n]*?)?(/?)[ \t]*-?%\}"
    r"|\[(/?)([A-Za-z][\w-]*)(?:[ \t][^\[\]\n]*?)?(/?)\](?![(\[:])"
)
_COLONS: Final = lazy_regex.compile(r"^[ \t]*:{3,}[ \t]*(\S?)", lazy_regex.MULTILINE)
_DEFINITION: Final = lazy_regex.compile(r"[ \t]{0,3}[:~][ \t]+\S")
_VERSES: Final = 4
_LONGEST_VERSE: Final = 48
"""So many consecutive lines of at most so many characters are a poem."""
_INDENTED: Final = 2
"""Columns from which a paragraph belongs to the block above, such as a list item."""


def containers(doc: Document) -> list[Span]:
    """Return the spans from the first character of an opening mark to the last of its closing mark,
    outside code.

    Unclosed containers are left out, except for ``:::``, which extends to the end of the text. Ask
    through ``doc.fact(containers)``.
    """
    text = doc.text
    found = _elements(doc)
    if "{{" in text or "{%" in text or "[/" in text:
        found += _shortcodes(doc)
    if ":::" in text:
        found += _colons(doc)
    return found


def _elements(doc: Document) -> list[Span]:
    marks = [
        (tag.start, tag.end, tag.name, tag.closes)
        for tag in doc.fact(tags)
        if not tag.alone and tag.name not in VOID
    ]
    return _paired(marks)


def _shortcodes(doc: Document) -> list[Span]:
    marks = []
    for m in _SHORTCODE.finditer(doc.text):
        groups = m.groups()
        closes, name, alone = next(groups[at : at + 3] for at in (0, 3, 6) if groups[at + 1])
        if not alone and not _is_code(doc, m.start()):
            marks.append((m.start(), m.end(), name, bool(closes)))
    return _paired(marks)


def _paired(marks: list[tuple[int, int, str, bool]]) -> list[Span]:
    """Return the stretches between opening and closing marks of one name; each mark is start, end,
    name, and True if it closes."""
    found: list[Span] = []
    opened: dict[str, list[int]] = {}
    for start, end, name, closes in marks:
        if not closes:
            opened.setdefault(name, []).append(start)
        elif opened.get(name):
            found.append(Span(opened[name].pop(), end))
    return found


def _colons(doc: Document) -> list[Span]:
    """Return the containers of markdown-it and of Docusaurus."""
    found: list[Span] = []
    opened: list[int] = []
    for m in _COLONS.finditer(doc.text):
        if _is_code(doc, m.start()):
            continue
        if m[1]:
            opened.append(m.start())
        elif opened:
            found.append(Span(opened.pop(), m.end()))
    return found + [Span(start, len(doc.text)) for start in opened]


def _is_code(doc: Document, offset: int) -> bool:
    block = block_at(doc, offset)
    return block is not None and block.kind == "code"


def is_contained(doc: Document, span: Span) -> bool:
    """Return True if a span is in a container, or contains one end of it."""
    return any(
        start < span.end and span.start < end and not (span.start <= start and end <= span.end)
        for start, end in doc.fact(containers)
    )


def are_apart(doc: Document, one: Span, two: Span) -> bool:
    """Return True if a container holds one of two spans, and not the other."""
    return any(
        (start <= one.start and one.end <= end) != (start <= two.start and two.end <= end)
        for start, end in doc.fact(containers)
    )


def is_of_list(doc: Document, first: int, last: int) -> bool:
    """Return True if one of some blocks belongs to a list or to a container opened above, going by
    its indentation."""
    return any(
        block.kind == "list_item" or block.level >= _INDENTED
        for block in doc.blocks[first : last + 1]
    )


def is_defined(doc: Document, first: int, last: int) -> bool:
    """Return True if some lines (from 0) are a term or its definition in a definition list."""
    lines = [doc.line(line) for line in range(first, last + 1)]
    below = last + 1
    while below < doc.line_count and not doc.line(below).strip():
        below += 1
    if below < doc.line_count:
        lines.append(doc.line(below))
    return any(_DEFINITION.match(line) for line in lines)


def is_verse(doc: Document, first: int, last: int) -> bool:
    """Return True if one of some lines (from 0) is among four consecutive short lines, not counting
    blank ones."""
    lines = [*reversed(_beside(doc, first, -1))]
    lines += [line for line in map(doc.line, range(first, last + 1)) if line.strip()]
    lines += _beside(doc, last, 1)
    short = [len(line.strip()) <= _LONGEST_VERSE for line in lines]
    return any(all(short[at : at + _VERSES]) for at in range(len(short) - _VERSES + 1))


def _beside(doc: Document, line: int, step: int) -> list[str]:
    """Return the non-blank lines above (``step`` -1) or below (1) a line, the nearest first: at
    most as many as a poem needs."""
    found: list[str] = []
    line += step
    while 0 <= line < doc.line_count and len(found) < _VERSES - 1:
        text = doc.line(line)
        if text.strip():
            found.append(text)
        line += step
    return found
