"""Titles that the text repeats at its beginning."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.article.edits import remove_lines
from contentlint.frontmatter.block import fields
from contentlint.model.diagnostic import Finding, Fix, Related
from contentlint.model.document import COMPONENTS, Document, Span
from contentlint.model.queries import is_link
from contentlint.text.similarity.keys import shown
from contentlint.text.unicode.fold import light

# What may separate a title from the first line of its text.
_BETWEEN = frozenset({"image", "break", "html", "definition"}) | COMPONENTS
_AROUND = " \t.:!؟?\"'«»“”"
_LONGEST = 300


def check(doc: Document) -> Iterator[Finding]:
    blocks = doc.blocks
    titles: dict[str, int] = {}
    at = 0
    if blocks and blocks[0].kind == "front_matter":
        at = 1
        if (title := _title_field(doc))[0]:
            titles[title[0]] = title[1]
    headed = False
    for index in range(at, min(at + 6, len(blocks))):
        block = blocks[index]
        if block.kind in _BETWEEN:
            continue
        if block.kind not in ("heading", "paragraph") or block.end - block.start > _LONGEST:
            return
        if block.kind == "paragraph" and is_link(doc, block.start, block.end):
            return  # a page that only leads to another
        key = _key(shown(doc, block.start, block.end))
        # Sites that print no front matter title print such a heading once; a second heading, or a
        # line of text, appears twice on all of them.
        if key in titles and (headed or block.kind == "paragraph"):
            related = (Related(doc.line_span(titles[key]), "the title"),)
            fix = Fix(
                (remove_lines(doc, block.line, block.last),), False, "remove the repeated title"
            )
            yield Finding(Span(block.start, block.end), {"line": titles[key] + 1}, fix, related)
            return
        if block.kind != "heading" or (headed and key not in titles):
            return
        headed = True
        titles.setdefault(key, block.line)


def _title_field(doc: Document) -> tuple[str, int]:
    stripped = [line.strip() for line in doc.lines[: doc.blocks[0].last + 1]]
    line, title = fields(stripped, len(stripped)).get("title", (0, ""))
    return _key(title), line


def _key(text: str) -> str:
    return light(text).replace('"', "").strip(_AROUND)
