"""Elements, comments, formulas and directives that are not closed, and include text."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from itertools import pairwise

from contentlint._util import lazy_regex
from contentlint._util.namedtuple import NamedTuple
from contentlint.checks.structure._unclosed import severity
from contentlint.model.diagnostic import Finding
from contentlint.model.document import Block, Document

_OPENER = lazy_regex.compile(
    r"<(?:!--|!\[CDATA\[|(script|pre|style|textarea)\b)", lazy_regex.IGNORECASE
)
# With a space in it, it closes the element, but not the block: what is below it is not Markdown.
_RAW_END = lazy_regex.compile(
    r"</(?:script|pre|style|textarea)(?:>|\s+>\s*\Z)", lazy_regex.IGNORECASE
)
_DIRECTIVE = lazy_regex.compile(r"[ \t>]*(:{3,})[ \t]*(?:([A-Za-z][\w-]*)(?=[ \t\[{]|$)|$)")
# Elsewhere a line of colons closes the outermost directive of at most its length, and all in it.
_NESTING = frozenset({"astro", "docusaurus", "quarto", "starlight"})


class Options(NamedTuple):
    min_lines: int = 2
    """The minimum number of non-blank lines that the markup includes."""
    directives: tuple[str, ...] = (
        *("note", "tip", "info", "warning", "danger", "caution", "important", "details"),
        *("success", "question", "example", "quote", "hint", "attention", "seealso"),
    )
    """Names of directives (``:::note``) that end with a line of colons."""


def needs(options: Options) -> tuple[str, ...]:
    return ("<", "$$", ":::")


def check(doc: Document, options: Options) -> Iterator[Finding]:
    if not doc.syntax.markup:
        return
    end = len(doc.lines) - 1
    found = [
        (block.line, block.last, what) for block in doc.blocks if (what := _unclosed(doc, block))
    ]
    if "$$" in doc.prose and (line := _formula(doc)) >= 0:
        found.append((line, end, "formula $$"))
    if ":::" in doc.text:
        found += _directives(doc, options)
    for line, last, what in sorted(found):
        lines = sum(1 for each in doc.lines[line + 1 : last + 1] if each.strip())
        if lines >= options.min_lines:
            values = {"what": what, "lines": f"{lines} line{'' if lines == 1 else 's'}"}
            yield Finding(doc.line_span(line), values, severity=severity(doc, line + 1, last))


def _unclosed(doc: Document, block: Block) -> str:
    """Return what a block opens and does not close; ``""`` if it does."""
    if block.kind not in ("html", "code") or block.level != 1:
        return ""
    m = _OPENER.search(doc.text, block.start, block.end)
    if m is None:
        return ""
    if m[1]:
        return "" if _RAW_END.search(doc.text, m.end(), block.end) else f"<{m[1]}>"
    closer = "-->" if m[0] == "<!--" else "]]>"
    return "" if doc.text.find(closer, m.start() + 2, block.end) >= 0 else m[0]


def _formula(doc: Document) -> int:
    """Return the line of the last ``$$`` if it has no partner; -1 if it has one."""
    alone = [i for i, line in enumerate(doc.prose.split("\n")) if line.strip() == "$$"]
    return alone[-1] if len(alone) % 2 else -1


def _directives(doc: Document, options: Options) -> list[tuple[int, int, str]]:
    """Return the first and last lines of the directives that nothing closes, and what to call
    them."""
    opened: list[tuple[int, str, int]] = []
    found: list[tuple[int, int, str]] = []
    nests = doc.dialect.name in _NESTING
    headings = [block.line for block in doc.blocks if block.kind == "heading"]
    # In dialects with directives their lines are no prose.
    tags = {block.line for block in doc.blocks if block.kind == "directive"}
    lines = doc.prose.split("\n")
    for number, line in enumerate(lines):
        if number in tags:
            line = doc.line(number)
        m = _DIRECTIVE.match(line) if ":::" in line else None
        if m is None:
            continue
        colons = len(m[1])
        if m[2]:
            opened.append((number, m[2], colons))
        elif opened:
            last = len(opened) - 1
            first = next((i for i in range(last) if opened[i][2] <= colons), last)
            if not nests:
                # A section in it shows that the author did not mean the directives to be nested.
                found += [
                    (each[0], number, each[1])
                    for each, inner in pairwise(opened[first:])
                    if bisect(headings, each[0]) < bisect(headings, inner[0])
                ]
            del opened[last if nests else first :]
    found += [(line, len(lines) - 1, name) for line, name, _ in opened]
    return [
        (line, last, f"directive :::{name}")
        for line, last, name in found
        if name in options.directives
    ]
