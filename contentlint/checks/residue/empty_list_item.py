"""Lines with a list or quote marker and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.article.edits import remove_lines
from contentlint.core import ends_sentence
from contentlint.model import trigger
from contentlint.model.diagnostic import Finding, Fix
from contentlint.model.document import Block, Document, Span
from contentlint.model.queries import block_on_line, kinds
from contentlint.text.similarity.keys import WRITTEN

_ROUND = "•‣◦▪●"
_BULLETS = _ROUND + "·–—"
_LONE_BULLET = lazy_regex.compile(rf"\n([{_BULLETS}])[ \t]*(?=\n|$)")
# A row of a table and its first cell: "*   *".
_ROW = lazy_regex.compile(r"[ \t]*([-*+])[ \t]{3,}\1(?:[ \t\[]|$)")
_ROW_LINES = 100
"""Lines of a row at most."""
_LONGEST_NUMBER = 3
_BLANK_TAIL = 4
_CODE = 4
"""Columns of indentation from which a line is code if no list precedes it."""


class Options(NamedTuple):
    """No options."""


_ALONE = trigger.Chars(_BULLETS, before=trigger.LINE_ENDS, after=trigger.LINE_ENDS | trigger.SPACES)


def needs(options: Options) -> tuple[str | trigger.Chars, ...]:
    return (trigger.EMPTY_ITEM, _ALONE)


def check(doc: Document, options: Options) -> Iterator[Finding]:
    plain = not doc.syntax.markup
    blocks, kind_of = doc.blocks, doc.fact(kinds)
    lines = []
    if "list_item" in kind_of or "quote" in kind_of:
        lines = [
            block.line
            for i, block in enumerate(blocks)
            if block.end - block.start <= _BLANK_TAIL and _is_empty(doc, i, plain)
        ]
    if doc.places(_ALONE):
        lines += _lone_bullets(doc, plain)
    for group in _groups(doc, sorted(lines)):
        first, last = group[0], group[-1]
        markers = [doc.line(line).strip() for line in group]
        start = doc.line_start(first) + doc.line(first).index(markers[0])
        safe = not any(marker[0].isdigit() for marker in markers) and not _has_code_below(doc, last)
        # A single one may separate two parts on purpose.
        # The sign may be the text: "- *".
        safe = safe and all(len(marker) == 1 for marker in markers)
        safe = safe and (markers[0] not in _ROUND or _has_like_near(doc, first))
        safe = safe and not (markers[0] == "-" and _is_between_text(doc, first, last))
        found, title = f"{len(group)} list items in a row have no text", "remove the markers"
        if len(group) == 1:
            found, title = f'list item "{markers[0]}" has no text', "remove the marker"
            if markers[0] == ">":
                found = 'quote marker ">" has no text'
            elif markers[0] == "-" and _is_underline(doc, first):
                # Only the author knows if the heading is intended.
                found, safe = '"-" without text turns the line above into a heading', False
        fix = Fix((remove_lines(doc, first, last),), safe, title)
        yield Finding(Span(start, start + len(markers[0])), {"found": found}, fix)


def _is_between_text(doc: Document, first: int, last: int) -> bool:
    """Return True if a paragraph precedes that does not end its sentence, and another follows: a
    dash of a sentence that was broken into lines."""
    above = next((i for i in range(first - 1, -1, -1) if doc.line(i).strip()), -1)
    below = next((i for i in range(last + 1, doc.line_count) if doc.line(i).strip()), -1)
    before, after = (block_on_line(doc, line) if line >= 0 else None for line in (above, below))
    if before is None or after is None or before.kind != "paragraph" or after.kind != "paragraph":
        return False
    return not ends_sentence(doc.prose[before.start : before.end])


def _is_underline(doc: Document, line: int) -> bool:
    """Return True if Markdown parses a dash as the underline of the line above, although each line
    of the text is a paragraph."""
    if not doc.syntax.markup or doc.line(line).startswith(("    ", "\t")):
        return False
    top, above = line, _block_above(doc, line)
    while above is not None and above.kind == "paragraph" and not above.level:
        top = above.line
        above = _block_above(doc, top)
    if above is None or above.kind not in ("list_item", "quote"):
        return top < line
    # Lines below an item or a quote with text continue it.
    return top < line and not doc.text[above.start : above.end].strip()


def _block_above(doc: Document, line: int) -> Block | None:
    return block_on_line(doc, line - 1) if line else None


def _has_code_below(doc: Document, line: int) -> bool:
    """Return True if lines below have so much indentation that without the list they would be
    code."""
    below = next(filter(str.strip, doc.lines[line + 1 :]), "").expandtabs(4)
    return len(below) - len(below.lstrip()) >= _CODE


def _groups(doc: Document, lines: list[int]) -> Iterator[list[int]]:
    """Group lines with nothing but blank lines between them: they share one cause."""
    group: list[int] = []
    for line in lines:
        if group and any(map(str.strip, doc.lines[group[-1] + 1 : line])):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _is_empty(doc: Document, i: int, plain: bool) -> bool:
    """Return True if the block without content is an item that should have some."""
    block = doc.blocks[i]
    if block.line != block.last or doc.text[block.start : block.end].strip():
        return False
    if block.kind == "quote":
        # ">>>" is a prompt whose code block was lost.
        return doc.line(block.line).strip() == ">" and not _in_quote(doc, i)
    if block.kind != "list_item" or len(doc.line(block.line).strip()) > _LONGEST_NUMBER + 1:
        return False
    if _goes_on(doc, i) or _is_label(doc, i) or _is_cell(doc, block.line):
        return False
    if doc.line(block.line).strip() == "+" and not _has_plus_near(doc, i):
        return False
    # In plain text asterisks or dashes separate two parts of a text, or two poems.
    return not plain or any(
        other.kind == "list_item" and doc.text[other.start : doc.line_end(other.line)].strip()
        for other in doc.blocks[max(i - 1, 0) : i] + doc.blocks[i + 1 : i + 2]
    )


def _is_label(doc: Document, i: int) -> bool:
    """Return True if the number of an item stands above code, HTML or a list, ends a line of text
    or numbers a paragraph, a bullet stands above code that is run, or a dash with blank lines
    around it is all that there is below a heading."""
    block, below = doc.blocks[i], doc.blocks[i + 1 : i + 2]
    marker = doc.line(block.line).strip()
    above = doc.blocks[i - 1] if i else None
    if marker[0].isdigit():
        if below and (below[0].kind in ("code", "html") or _is_case(doc, i)):
            return True
        return _ends_a_line(doc, i) or _numbers_paragraphs(doc, i)
    if below and below[0].line == block.line + 1 and _is_executed(doc, below[0]):
        return True
    if marker != "-" or above is None or above.kind != "heading" or above.last + 1 == block.line:
        return False
    return not below or (below[0].kind == "heading" and block.line < below[0].line - 1)


def _is_case(doc: Document, i: int) -> bool:
    """Return True if items with bullets follow a number, and none is directly above it: the number
    is the label of their list."""
    line = doc.blocks[i].line
    return _has_bullet(doc, doc.blocks[i + 1]) and not (
        i and doc.blocks[i - 1].last + 1 == line and _has_bullet(doc, doc.blocks[i - 1])
    )


def _has_bullet(doc: Document, block: Block) -> bool:
    return block.kind == "list_item" and doc.line(block.line).lstrip()[:1] in "-*+"


def _is_executed(doc: Document, block: Block) -> bool:
    """Return True if a block is code that the generator runs, and whose output it shows."""
    return block.kind == "code" and doc.line(block.line).lstrip(" \t`~").startswith("{")


def _ends_a_line(doc: Document, i: int) -> bool:
    """Return True if a number other than 1 continues the text above, which ends no sentence: no
    number of a list follows or precedes it."""
    above = doc.blocks[i - 1] if i else None
    return (
        above is not None
        and above.kind == "paragraph"
        and above.last + 1 == doc.blocks[i].line
        and int(doc.line(doc.blocks[i].line).strip()[:-1]) != 1
        and not ends_sentence(doc.prose[above.start : above.end].rstrip(":： "))
        and not any(block.kind == "list_item" for block in doc.blocks[i + 1 : i + 3])
    )


def _numbers_paragraphs(doc: Document, i: int) -> bool:
    """Return True if an author put the number of a paragraph above it, and did so elsewhere."""
    return (
        doc.origin in WRITTEN
        and _numbers_paragraph(doc, i)
        and any(k != i and _numbers_paragraph(doc, k) for k in range(len(doc.blocks)))
    )


def _numbers_paragraph(doc: Document, i: int) -> bool:
    block, below = doc.blocks[i], doc.blocks[i + 1 : i + 2]
    return (
        block.kind == "list_item"
        and bool(below)
        and below[0].kind == "paragraph"
        and doc.line(block.line).strip()[:-1].isdigit()
    )


def _is_cell(doc: Document, line: int) -> bool:
    """Return True if an item is a cell of a table that is written as a list of lists: the marker of
    its list stands beside that of the row."""
    for text in reversed(doc.lines[max(line - _ROW_LINES, 0) : line + 1]):
        if _ROW.match(text):
            return True
        if text.strip() and not text.startswith((" ", "\t")):
            return False
    return False


def _has_plus_near(doc: Document, i: int) -> bool:
    """Return True if another item begins with a plus sign, a marker that also precedes remarks."""
    return any(
        other.kind == "list_item"
        and doc.text[other.start : other.end].strip()
        and doc.line(other.line).lstrip()[:1] == "+"
        for other in doc.blocks[max(i - 2, 0) : i] + doc.blocks[i + 1 : i + 3]
    )


def _lone_bullets(doc: Document, plain: bool) -> Iterator[int]:
    """Return lines of a single bullet that Markdown does not parse, among lines that begin with it;
    in Markdown also a single round one: several separate the parts of a text."""
    found = {}
    for at in _first_in_line(doc.text):
        m = _LONE_BULLET.match(doc.text, at - 1)
        if m and doc.prose[at] == m[1]:
            found[doc.line_at(at)] = m[1]
    for line, bullet in found.items():
        if _has_like_near(doc, line) or (len(found) == 1 and bullet in _ROUND and not plain):
            yield line


def _has_like_near(doc: Document, line: int) -> bool:
    """Return True if a nearby line begins with the same bullet and has text."""
    bullet = doc.line(line).strip()
    around = doc.lines[max(line - 2, 0) : line] + doc.lines[line + 1 : line + 3]
    return any(other.strip()[:1] == bullet and len(other.strip()) > 1 for other in around)


def _first_in_line(text: str) -> Iterator[int]:
    """Return the offsets of bullets after a line end: few texts have one, and memchr excludes the
    others."""
    for bullet in _BULLETS:
        at = text.find(bullet, 1)
        while at > 0:
            if text[at - 1] == "\n":
                yield at
            at = text.find(bullet, at + 1)


def _in_quote(doc: Document, i: int) -> bool:
    """Return True if lines of the same quote are directly above or below."""
    block = doc.blocks[i]
    return any(
        other.kind in ("quote", "code")
        and (other.last == block.line - 1 or other.line == block.line + 1)
        for other in doc.blocks[max(i - 1, 0) : i] + doc.blocks[i + 1 : i + 2]
    )


def _goes_on(doc: Document, i: int) -> bool:
    """Return True if the next line is indented below the marker: the item's own text or list."""
    line = doc.blocks[i].line
    if line + 1 >= doc.line_count:
        return False
    below = doc.line(line + 1)
    indent = len(doc.line(line)) - len(doc.line(line).lstrip())
    return bool(below.strip()) and len(below) - len(below.lstrip()) > indent
